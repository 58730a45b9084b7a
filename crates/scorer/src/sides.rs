use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Token, TokenKind, Vocabulary};

use crate::background::Background;
use crate::evidence::{Evidence, Found, Weigher};
use crate::script::Letters;

/// Strings that a vocabulary may hold before it is begun anew, so that memory does not grow with the corpus.
const MOST_STRINGS: usize = 200_000;

/// A pair's two sides, with what more than one feature needs of them.
#[derive(Debug)]
pub(crate) struct Sides<'a> {
    pub(crate) zh: &'a str,
    pub(crate) en: &'a str,
    pub(crate) zh_letters: Letters,
    pub(crate) en_letters: Letters,
    /// Numbers written in digits, from both sides.
    pub(crate) numbers: Found,
    /// Numbers without a counterpart, by side: those written in digits, and all.
    pub(crate) zh_odd: OddNumbers,
    pub(crate) en_odd: OddNumbers,
    /// Words that the dictionary can say something of, from both sides.
    pub(crate) words: Found,
    pub(crate) evidence: Evidence,
    /// How many kinds of damage the reader found where the sentences stand; `None` if that is not known.
    pub(crate) damage: Option<usize>,
}

/// Numbers without a counterpart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct OddNumbers {
    pub(crate) in_digits: usize,
    pub(crate) all: usize,
}

impl OddNumbers {
    fn add(&mut self, in_digits: bool, found: bool) {
        self.in_digits += usize::from(in_digits && !found);
        self.all += usize::from(!found);
    }
}

/// The sentences of a pair's two sides, and the same joined.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a, 's> {
    pub(crate) joined: [&'a str; 2],
    pub(crate) sentences: [&'s [&'s str]; 2],
}

/// Reads the sides of one pair after the other.
#[derive(Debug)]
pub(crate) struct Reader<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    tokens: [Tokens; 2],
    weigher: Weigher,
}

impl<'l> Reader<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        let vocabulary = Vocabulary::new(lexicon);
        Self { lexicon, vocabulary, tokens: Default::default(), weigher: Weigher::default() }
    }

    /// The sides with these texts.
    pub(crate) fn sides<'a>(&mut self, texts: Texts<'a, '_>, background: &Background) -> Sides<'a> {
        let Self { lexicon, vocabulary, tokens, weigher } = self;
        if vocabulary.key_count() > lexicon.key_count() + MOST_STRINGS {
            *vocabulary = Vocabulary::new(lexicon);
        }
        for ((tokens, language), sentences) in
            tokens.iter_mut().zip(Language::BOTH).zip(texts.sentences)
        {
            tokens.read(lexicon, vocabulary, (language, sentences));
        }
        let [zh_tokens, en_tokens] = &*tokens;
        let evidence = weigher.weigh((lexicon, background), &zh_tokens.tokens, &en_tokens.tokens);
        let [zh, en] = texts.joined;
        let mut sides = Sides {
            zh,
            en,
            zh_letters: Letters::of(zh),
            en_letters: Letters::of(en),
            numbers: Found::default(),
            zh_odd: OddNumbers::default(),
            en_odd: OddNumbers::default(),
            words: Found::default(),
            evidence,
            damage: None,
        };
        let [zh_found, en_found] = weigher.found();
        for ((token, in_digits), found) in zh_tokens.all().zip(zh_found) {
            let known = found || !lexicon.translations(token.key).is_empty();
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator => {
                    sides.zh_odd.add(in_digits, found);
                    in_digits.then(|| sides.numbers.add(found));
                }
                TokenKind::Latin => sides.words.add(found),
                TokenKind::Word | TokenKind::Character | TokenKind::Name if known => {
                    sides.words.add(found);
                }
                _ => {}
            }
        }
        for ((token, in_digits), found) in en_tokens.all().zip(en_found) {
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator => {
                    sides.en_odd.add(in_digits, found);
                    in_digits.then(|| sides.numbers.add(found));
                }
                TokenKind::Word | TokenKind::Latin => sides.words.add(found),
                _ => {}
            }
        }
        sides
    }
}

/// The tokens of one side.
#[derive(Debug, Default)]
struct Tokens {
    tokens: Vec<Token>,
    /// Whether the token is written with digits, for each.
    in_digits: Vec<bool>,
}

impl Tokens {
    fn read(
        &mut self,
        lexicon: &Lexicon,
        vocabulary: &mut Vocabulary,
        (language, sentences): (Language, &[&str]),
    ) {
        self.tokens.clear();
        self.in_digits.clear();
        for sentence in sentences {
            let first = self.tokens.len();
            lexicon.tokenise(sentence, language, vocabulary, &mut self.tokens);
            self.in_digits.extend(self.tokens[first..].iter().map(|token| {
                let text = sentence.get(token.span.0 as usize..token.span.1 as usize);
                text.is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()))
            }));
        }
    }

    fn all(&self) -> impl Iterator<Item = (&Token, bool)> {
        self.tokens.iter().zip(self.in_digits.iter().copied())
    }
}
