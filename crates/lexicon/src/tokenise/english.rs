use super::Scanner;
use crate::characters::is_han;
use crate::number::{Quantity, english_expression};
use crate::punctuation::Mark;
use crate::token::{NO_KEY, TokenKind};

impl Scanner<'_> {
    /// Reads the sentence as English.
    pub(super) fn english(&mut self) {
        let mut at = self.english_enumerator();
        let mut before = None;
        while let Some(c) = self.text[at..].chars().next() {
            let start = at;
            if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphabetic() && !is_han(c)) {
                at = self.english_word(at);
            } else if is_han(c) {
                let length: usize =
                    self.text[at..].chars().take_while(|c| is_han(*c)).map(char::len_utf8).sum();
                self.chinese(at, at + length, false);
                at += length;
            } else if let Some((mark, length)) =
                Mark::read(&self.text[at..], before).filter(|_| c != ' ')
            {
                let key = self.lexicon.mark(mark);
                self.push(TokenKind::Punctuation, [key, NO_KEY, NO_KEY], (at, at + length));
                at += length;
            } else {
                at += c.len_utf8();
            }
            before = self.text[start..at].chars().next_back();
        }
    }

    /// Reads the word, number or identifier that begins at a byte; gives where it ends.
    pub(super) fn english_word(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes[start].is_ascii_digit()
            && let Some(expression) = english_expression(&self.text[start..])
            && !(self.text[start + expression.length..].starts_with('.')
                && bytes.get(start + expression.length + 1).is_some_and(u8::is_ascii_digit))
        {
            let keys = self.quantities(&expression.readings);
            self.push(TokenKind::Number, keys, (start, start + expression.length));
            return start + expression.length;
        }
        let end = word_end(self.text, start).max(version_end(bytes, start));
        let raw = &self.text[start..end];
        let form = self.vocabulary.form(self.lexicon, raw);
        if form.is_number_word
            && let Some(after) = self.number_word(start, end, form.key)
        {
            return after;
        }
        if bytes.get(end) == Some(&b'-') {
            let whole = compound_end(self.text, end);
            let joined = self.vocabulary.form(self.lexicon, &self.text[start..whole]);
            if whole > end && joined.is_known && joined.key != NO_KEY {
                let keys = self.compound_keys(joined.key, &self.text[start..whole]);
                self.push(joined.kind, keys, (start, whole));
                return whole;
            }
        }
        if form.key != NO_KEY {
            let kind = if self.latin { TokenKind::Latin } else { form.kind };
            self.push(kind, [form.key, form.also, NO_KEY], (start, end));
        }
        end
    }

    /// The keys of a compound that the lexicon knows: its own, and those of its first two parts.
    fn compound_keys(&mut self, whole: u32, compound: &str) -> [u32; 3] {
        let mut keys = [whole, NO_KEY, NO_KEY];
        let mut free = 1;
        for part in compound.split('-') {
            let key = self.vocabulary.form(self.lexicon, part).key;
            if key != NO_KEY && free < keys.len() {
                keys[free] = key;
                free += 1;
            }
        }
        keys
    }

    /// Reads a number that begins with a word; `stem` is the word's own key.
    fn number_word(&mut self, start: usize, end: usize, stem: u32) -> Option<usize> {
        let expression = english_expression(&self.text[start..])?;
        let after = start + expression.length;
        if after < end {
            return None;
        }
        let raw = &self.text[start..end];
        let first = *expression.readings.first()?;
        if matches!(first, Quantity::Month(_)) && !raw.starts_with(char::is_uppercase) {
            return None;
        }
        let mut keys = self.quantities(&expression.readings);
        if expression.words == 1 {
            if matches!(
                raw.to_ascii_lowercase().as_str(),
                "one" | "first" | "second" | "half" | "quarter" | "may" | "march" | "third"
            ) {
                self.push(TokenKind::Word, [stem, keys[0], keys[1]], (start, after));
                return Some(after);
            }
            if let Some(free) = keys.iter_mut().find(|key| **key == NO_KEY) {
                *free = stem;
            }
        }
        self.push(TokenKind::Number, keys, (start, after));
        Some(after)
    }
}

/// Where the digits and dots end that begin at `start`, as in 1.2.3; `start` if there are none.
fn version_end(bytes: &[u8], start: usize) -> usize {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    while is_digit(end) || end > start && bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
        end += 1;
    }
    end
}

/// Where the word that begins at `start` ends: letters, digits, inner apostrophes, the dots of U.S.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let is_plain =
        |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let mut end = start;
    let mut segment = 0; // letters since the last dot
    loop {
        while is_plain(end) {
            end += 1;
            segment += 1;
        }
        let mut rest = text[end..].chars();
        let Some(c) = rest.next() else { break };
        let next = rest.next();
        if !c.is_ascii() && c.is_alphabetic() && !is_han(c) {
            segment += 1;
        } else if c == '.' && segment == 1 && next.is_some_and(|c| c.is_ascii_uppercase()) {
            segment = 0;
        } else if !(matches!(c, '\'' | '’')
            && next.is_some_and(|c| c.is_alphabetic() && !is_han(c)))
        {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Where the compound ends whose first part ends at `end`, before a hyphen.
fn compound_end(text: &str, mut end: usize) -> usize {
    while text[end..].starts_with('-')
        && text[end + 1..].starts_with(|c: char| c.is_alphanumeric() && !is_han(c))
    {
        end = word_end(text, end + 1);
    }
    end
}
