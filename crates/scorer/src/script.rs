/// How many Latin letters a Chinese character counts for.
///
/// In hand-aligned pairs an English translation has between 2.8 letters a character (news, out of English) and 4.7
/// (official reports, out of Chinese); fiction and magazines lie at 3.2 to 3.7.
pub(crate) const LETTERS_PER_CHARACTER: f64 = 3.5;

/// Whether a character is a Chinese one. Punctuation is not.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Whether a character is a letter of the Latin alphabet, with or without accents.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic())
}

/// The letters and digits of a text, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    pub(crate) han: usize,
    pub(crate) latin: usize,
    /// Letters of other alphabets.
    pub(crate) other: usize,
    pub(crate) digits: usize,
}

impl Letters {
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            if is_han(c) {
                letters.han += 1;
            } else if is_latin(c) {
                letters.latin += 1;
            } else if c.is_alphabetic() {
                letters.other += 1;
            } else if c.is_numeric() {
                letters.digits += 1;
            }
        }
        letters
    }

    /// Letters of any alphabet.
    pub(crate) fn total(self) -> usize {
        self.han + self.latin + self.other
    }

    /// The same with digits.
    pub(crate) fn with_digits(self) -> usize {
        self.total() + self.digits
    }

    /// How long the text is, in Latin letters.
    pub(crate) fn weight(self) -> f64 {
        self.han as f64 * LETTERS_PER_CHARACTER + (self.latin + self.other + self.digits) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn letters_are_counted_by_kind() {
        let expected = Letters { han: 3, latin: 5, other: 1, digits: 2 };
        assert_eq!(Letters::of("对照、々: Café ж 42 …"), Letters { latin: 4, ..expected });
    }
}
