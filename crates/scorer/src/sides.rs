use duizhao_bitext::{Language, Sentence};
use duizhao_lexicon::{Lexicon, NO_KEY, Token, TokenKind, Vocabulary};

use crate::script::Letters;

/// A pair's two sides, with what more than one feature needs of them.
#[derive(Debug)]
pub(crate) struct Sides<'a> {
    pub(crate) zh: &'a str,
    pub(crate) en: &'a str,
    pub(crate) zh_letters: Letters,
    pub(crate) en_letters: Letters,
    pub(crate) numbers: Matches,
    pub(crate) words: Matches,
}

/// How many of the tokens of one kind find a counterpart on the other side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Matches {
    pub(crate) matched: usize,
    pub(crate) all: usize,
}

impl Matches {
    fn add(&mut self, matched: bool) {
        self.matched += usize::from(matched);
        self.all += 1;
    }

    /// The share that finds one; NaN of none.
    pub(crate) fn share(self) -> f32 {
        self.matched as f32 / self.all as f32
    }
}

/// Reads the sides of one pair after the other.
#[derive(Debug)]
pub(crate) struct Reader<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    tokens: [Tokens; 2],
    reach: [Reach; 2],
}

impl<'l> Reader<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        let vocabulary = Vocabulary::new(lexicon);
        Self { lexicon, vocabulary, tokens: Default::default(), reach: Default::default() }
    }

    /// The sides with these joined texts and their sentences.
    pub(crate) fn sides<'a>(
        &mut self,
        texts: [&'a str; 2],
        sentences: [&[Sentence]; 2],
    ) -> Sides<'a> {
        let Self { lexicon, vocabulary, tokens, reach } = self;
        for ((tokens, language), sentences) in tokens.iter_mut().zip(Language::BOTH).zip(sentences)
        {
            tokens.read(lexicon, vocabulary, (language, sentences));
        }
        let [zh, en] = &*tokens;
        reach.iter_mut().for_each(Reach::begin);
        for token in &zh.tokens {
            let translations = lexicon.translations(token.key).iter();
            token.keys().chain(translations.map(|to| to.stem)).for_each(|key| reach[0].add(key));
        }
        en.tokens.iter().flat_map(Token::keys).for_each(|key| reach[1].add(key));
        let (mut numbers, mut words) = (Matches::default(), Matches::default());
        for (token, in_digits) in zh.tokens.iter().zip(&zh.in_digits) {
            let translations = lexicon.translations(token.key);
            let matched = token.keys().any(|key| reach[1].holds(key))
                || translations.iter().any(|translation| reach[1].holds(translation.stem));
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator if *in_digits => numbers.add(matched),
                TokenKind::Latin => words.add(matched),
                TokenKind::Word | TokenKind::Character | TokenKind::Name
                    if matched || !translations.is_empty() =>
                {
                    words.add(matched);
                }
                _ => {}
            }
        }
        for (token, in_digits) in en.tokens.iter().zip(&en.in_digits) {
            let matched = token.keys().any(|key| reach[0].holds(key));
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator if *in_digits => numbers.add(matched),
                TokenKind::Word | TokenKind::Latin => words.add(matched),
                _ => {}
            }
        }
        let [zh, en] = texts;
        Sides { zh, en, zh_letters: Letters::of(zh), en_letters: Letters::of(en), numbers, words }
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
        (language, sentences): (Language, &[Sentence]),
    ) {
        self.tokens.clear();
        self.in_digits.clear();
        for sentence in sentences {
            let first = self.tokens.len();
            lexicon.tokenise(&sentence.text, language, vocabulary, &mut self.tokens);
            self.in_digits.extend(self.tokens[first..].iter().map(|token| {
                let text = sentence.text.get(token.span.0 as usize..token.span.1 as usize);
                text.is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()))
            }));
        }
    }
}

/// The keys that can be met from one side of a pair. Used for one pair after the other: keys are small numbers, and
/// beginning anew costs nothing.
#[derive(Debug, Default)]
struct Reach {
    /// For each key the number of the last pair that holds it.
    last: Vec<u32>,
    pair: u32,
}

impl Reach {
    fn begin(&mut self) {
        self.pair += 1;
    }

    fn add(&mut self, key: u32) {
        if key == NO_KEY {
            return;
        }
        let key = key as usize;
        if key >= self.last.len() {
            self.last.resize((key + 1).next_power_of_two(), 0);
        }
        self.last[key] = self.pair;
    }

    fn holds(&self, key: u32) -> bool {
        self.last.get(key as usize).is_some_and(|last| *last == self.pair)
    }
}
