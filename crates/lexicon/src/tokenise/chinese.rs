use super::Scanner;
use crate::characters::is_han;
use crate::number::{Expression, Quantity, chinese_expression};
use crate::punctuation::Mark;
use crate::token::{NO_KEY, TokenKind};

impl Scanner<'_> {
    /// Reads the bytes from `start` to `end` as Chinese.
    pub(super) fn chinese(&mut self, start: usize, end: usize, is_sentence: bool) {
        self.read_glyphs(start, end);
        let count = self.vocabulary.glyphs.len();
        let mut at = if is_sentence { self.chinese_enumerator() } else { 0 };
        while at < count {
            let character = self.vocabulary.characters[at];
            at = if may_begin_number(character) {
                self.number_or_word(at, end)
            } else if is_han(character) {
                self.word(at, end, NO_KEY)
            } else {
                self.other(at, end)
            };
        }
    }

    fn read_glyphs(&mut self, start: usize, end: usize) {
        self.vocabulary.glyphs.clear();
        self.vocabulary.characters.clear();
        for (offset, c) in self.text[start..end].char_indices() {
            let glyph = self.lexicon.characters.glyph(c, start + offset);
            self.vocabulary.glyphs.push(glyph);
            self.vocabulary.characters.push(glyph.character);
        }
    }

    /// Where a glyph begins, in bytes; `end` for the place after the last one.
    fn offset(&self, glyph: usize, end: usize) -> usize {
        self.vocabulary.glyphs.get(glyph).map_or(end, |glyph| glyph.offset as usize)
    }

    /// The longest word of the lexicon that begins at a glyph: its length and key.
    fn longest(&self, at: usize) -> Option<(usize, u32)> {
        let mut longest = None;
        self.lexicon
            .trie
            .prefixes(&self.vocabulary.glyphs[at..], |length, word| longest = Some((length, word)));
        longest
    }

    /// Reads a number, or the word that only begins like one (一些, 千万, 万一).
    fn number_or_word(&mut self, at: usize, end: usize) -> usize {
        if self.vocabulary.characters[at].is_ascii_digit() && self.is_identifier(at) {
            return self.other(at, end);
        }
        let Some(expression) = chinese_expression(&self.vocabulary.characters[at..]) else {
            return if is_han(self.vocabulary.characters[at]) {
                self.word(at, end, NO_KEY)
            } else {
                self.other(at, end)
            };
        };
        let word = self.longest(at).map_or(0, |(length, _)| length);
        let Expression { readings, length, certain } = expression;
        let after = &self.vocabulary.characters[at + length..];
        if matches!(after, ['.', digit, ..] if digit.is_ascii_digit()) {
            return self.other(at, end); // a version such as 1.2.3
        }
        let one = length == 1 && readings.first() == Some(&Quantity::whole(1));
        if word > length || one || !certain && word == length && length > 1 {
            let key = self.vocabulary.quantity(self.lexicon, readings[0]);
            return self.word(at, end, key);
        }
        let keys = self.quantities(&readings);
        let span = (self.offset(at, end), self.offset(at + length, end));
        self.push(TokenKind::Number, keys, span);
        at + length
    }

    /// Whether the digits at a glyph go on in Latin letters, as in 3D and 5G.
    fn is_identifier(&self, at: usize) -> bool {
        self.vocabulary.characters[at..]
            .iter()
            .find(|c| !c.is_ascii_digit())
            .is_some_and(char::is_ascii_alphabetic)
    }

    /// Reads a word, or a single character that no word begins with. `also` is a second key for it.
    fn word(&mut self, at: usize, end: usize, also: u32) -> usize {
        let (length, known) = match self.longest(at) {
            Some((length, word)) => (length, Some(word)),
            None => (1, None),
        };
        let character = self.vocabulary.characters[at];
        if length == 1 && is_particle(character) {
            return at + 1;
        }
        let span = (self.offset(at, end), self.offset(at + length, end));
        let key = known.unwrap_or_else(|| {
            self.vocabulary.intern(self.lexicon, character.encode_utf8(&mut [0; 4]))
        });
        let kind = if known.is_some_and(|word| length > 1 && self.lexicon.flags(word).is_name()) {
            TokenKind::Name
        } else if length == 1 {
            TokenKind::Character
        } else {
            TokenKind::Word
        };
        self.push(kind, [key, also, NO_KEY], span);
        at + length
    }

    /// Reads what is not Chinese: a Latin word, a mark, or nothing.
    fn other(&mut self, at: usize, end: usize) -> usize {
        let start = self.offset(at, end);
        let character = self.vocabulary.characters[at];
        let after = if character.is_ascii_alphanumeric()
            || character.is_alphabetic() && !is_han(character)
        {
            self.english_word(start)
        } else {
            let before =
                at.checked_sub(1).and_then(|at| self.vocabulary.characters.get(at).copied());
            match Mark::read(&self.text[start..end], before) {
                Some((mark, length)) => {
                    let key = self.lexicon.mark(mark);
                    self.push(
                        TokenKind::Punctuation,
                        [key, NO_KEY, NO_KEY],
                        (start, start + length),
                    );
                    start + length
                }
                None => self.offset(at + 1, end),
            }
        };
        let skipped = self.vocabulary.glyphs[at..]
            .iter()
            .take_while(|glyph| (glyph.offset as usize) < after)
            .count();
        at + skipped.max(1)
    }
}

/// Whether a numeric expression may begin with a character.
fn may_begin_number(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '零' | '〇' | '○' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八'
        | '九' | '十' | '百' | '千' | '万' | '亿' | '第' | '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖'
        | '拾' | '佰' | '仟' | '廿' | '卅')
}

/// Whether a character is a particle that no English word stands for.
fn is_particle(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '着'
            | '地'
            | '得'
            | '之'
            | '们'
            | '呢'
            | '吧'
            | '啊'
            | '呀'
            | '嘛'
            | '吗'
            | '个'
    )
}
