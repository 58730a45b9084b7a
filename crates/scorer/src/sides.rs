use duizhao_bitext::{Language, Sentence};
use duizhao_lexicon::{Lexicon, Token, TokenKind, Vocabulary};
use rustc_hash::FxHashSet;

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

impl<'a> Sides<'a> {
    pub(crate) fn new(texts: [&'a str; 2], [zh, en]: [&Tokens; 2], lexicon: &Lexicon) -> Self {
        let zh_reach = zh.reach(|token| {
            lexicon.translations(token.key).iter().map(|translation| translation.stem)
        });
        let en_reach = en.reach(|_| std::iter::empty());
        let (mut numbers, mut words) = (Matches::default(), Matches::default());
        for (token, in_digits) in zh.tokens.iter().zip(&zh.in_digits) {
            let translations = lexicon.translations(token.key);
            let matched = token.keys().any(|key| en_reach.contains(&key))
                || translations.iter().any(|translation| en_reach.contains(&translation.stem));
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
            let matched = token.keys().any(|key| zh_reach.contains(&key));
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator if *in_digits => numbers.add(matched),
                TokenKind::Word | TokenKind::Latin => words.add(matched),
                _ => {}
            }
        }
        let [zh, en] = texts;
        Self { zh, en, zh_letters: Letters::of(zh), en_letters: Letters::of(en), numbers, words }
    }
}

/// The tokens of one side.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    tokens: Vec<Token>,
    /// Whether the token is written with digits, for each.
    in_digits: Vec<bool>,
}

impl Tokens {
    pub(crate) fn read(
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

    /// Every key that can be met from this side.
    fn reach<I: Iterator<Item = u32>>(&self, further: impl Fn(&Token) -> I) -> FxHashSet<u32> {
        self.tokens.iter().flat_map(|token| token.keys().chain(further(token))).collect()
    }
}
