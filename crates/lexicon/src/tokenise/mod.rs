//! Cuts sentences into tokens.

mod chinese;
mod english;

use duizhao_bitext::Language;

use crate::number::{Quantity, chinese_enumerator, english_enumerator};
use crate::token::{NO_KEY, Token, TokenKind};
use crate::{Lexicon, Vocabulary};

impl Lexicon {
    /// Appends the tokens of a sentence to `tokens`.
    ///
    /// Traditional characters are read as simplified ones; words of the other script inside a sentence are read as
    /// that script's. Linear in the text's length; `examples/measure-speed.rs` measures how fast.
    pub fn tokenise(
        &self,
        sentence: &str,
        language: Language,
        vocabulary: &mut Vocabulary,
        tokens: &mut Vec<Token>,
    ) {
        let mut scanner = Scanner {
            lexicon: self,
            vocabulary,
            text: sentence,
            tokens,
            latin: language == Language::Zh,
        };
        match language {
            Language::Zh => scanner.chinese(0, sentence.len(), true),
            Language::En => scanner.english(),
        }
    }
}

/// A sentence on its way to tokens.
struct Scanner<'a> {
    lexicon: &'a Lexicon,
    vocabulary: &'a mut Vocabulary,
    text: &'a str,
    tokens: &'a mut Vec<Token>,
    /// Whether Latin words are foreign to the sentence.
    latin: bool,
}

impl Scanner<'_> {
    fn push(&mut self, kind: TokenKind, keys: [u32; 3], span: (usize, usize)) {
        let span = (span.0 as u32, span.1 as u32);
        self.tokens.push(Token { kind, key: keys[0], also: [keys[1], keys[2]], span });
    }

    /// The keys of up to three readings.
    fn quantities(&mut self, readings: &[Quantity]) -> [u32; 3] {
        let mut keys = [NO_KEY; 3];
        for (key, reading) in keys.iter_mut().zip(readings) {
            *key = self.vocabulary.quantity(self.lexicon, *reading);
        }
        keys
    }

    fn push_enumerator(&mut self, number: u32, end: usize) {
        let readings = [Quantity::Enumerator(number), Quantity::whole(u64::from(number))];
        let keys = self.quantities(&readings);
        self.push(TokenKind::Enumerator, keys, (0, end));
    }

    /// The mark of a list item in front of an English sentence; where the sentence goes on after it.
    fn english_enumerator(&mut self) -> usize {
        let start = self.text.len() - self.text.trim_start().len();
        match english_enumerator(&self.text[start..]) {
            Some((number, length)) => {
                self.push_enumerator(number, start + length);
                start + length
            }
            None => start,
        }
    }

    /// The same for a Chinese sentence, whose glyphs have been read; counted in glyphs.
    fn chinese_enumerator(&mut self) -> usize {
        let Some((number, length)) = chinese_enumerator(&self.vocabulary.characters) else {
            return 0;
        };
        let end = self
            .vocabulary
            .glyphs
            .get(length)
            .map_or(self.text.len(), |glyph| glyph.offset as usize);
        self.push_enumerator(number, end);
        length
    }
}
