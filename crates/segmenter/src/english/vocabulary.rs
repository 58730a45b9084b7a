//! The English word lists in one table: one look-up tells all lists that hold a word.

use std::sync::LazyLock;

use crate::words::{WordList, WordTable};

/// The lists that hold a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lists(u16);

impl Lists {
    /// Capitalised words that show that a sentence starts.
    pub(super) const STARTER: Self = Self(1);
    /// Abbreviated titles of persons.
    pub(super) const TITLE: Self = Self(1 << 1);
    /// Abbreviations before a number.
    pub(super) const BEFORE_NUMBER: Self = Self(1 << 2);
    /// Abbreviations behind a name.
    pub(super) const COMPANY: Self = Self(1 << 3);
    /// Abbreviations that stand anywhere.
    pub(super) const MAY_END: Self = Self(1 << 4);
    /// Abbreviations that never end a sentence.
    pub(super) const NEVER_END: Self = Self(1 << 5);
    /// Verbs of saying.
    pub(super) const SPEECH_VERB: Self = Self(1 << 6);
    /// Words that go on behind a time of the day.
    pub(super) const CALENDAR: Self = Self(1 << 7);
    /// Last words before the comma at the end of a letter.
    pub(super) const FAREWELL: Self = Self(1 << 8);
    /// Names with an exclamation mark.
    pub(super) const SHOUTED_NAME: Self = Self(1 << 9);
    /// Words with which no sentence ends without a mark.
    pub(super) const INSIDE: Self = Self(1 << 10);

    /// Abbreviations that are no words before a number.
    pub(super) const ABBREVIATION: Self =
        Self(Self::TITLE.0 | Self::COMPANY.0 | Self::MAY_END.0 | Self::NEVER_END.0);

    /// Whether one of these lists holds the word of one to eight bytes that is packed in `key`, the first byte lowest.
    pub(super) fn hold_packed(self, key: u64) -> bool {
        VOCABULARY.holds_packed(key, self.0)
    }

    /// Whether one of these lists may hold a word whose first eight bytes are packed in `start`.
    pub(super) fn may_start(self, start: u64) -> bool {
        VOCABULARY.may_start(start, self.0)
    }

    /// The lists that hold `word`.
    pub(super) fn of(word: impl AsRef<[u8]>) -> Self {
        Self(VOCABULARY.get(word.as_ref()))
    }

    /// Whether `list` is among them.
    pub(super) fn has(self, list: Self) -> bool {
        self.0 & list.0 != 0
    }

    /// Whether there are none.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The first three letters of capitalised words, made when the program is built: for each two the third ones, as bits of their
/// place in the alphabet; the lowest bit says that a word has no third letter.
pub(super) struct Starts([u32; 1 << 10]);

impl Starts {
    /// The starts of the words in a list file; those of one letter have none.
    pub(super) const fn of(file: &str) -> Self {
        let bytes = file.as_bytes();
        let mut starts = [0; 1 << 10];
        let (mut at, mut comment) = (0, false);
        while at + 1 < bytes.len() {
            comment = bytes[at] == b'#' || (comment && bytes[at] != b'\n');
            let first = at == 0 || bytes[at - 1].is_ascii_whitespace();
            if first && !comment && bytes[at].is_ascii_uppercase() {
                let third = if at + 2 < bytes.len() { bytes[at + 2] } else { b' ' };
                starts[Self::row(bytes[at], bytes[at + 1])] |= 1 << Self::letter(third);
            }
            at += 1;
        }
        Self(starts)
    }

    /// Whether one of the words may start with a capital, a small letter, and the third byte or nothing more.
    pub(super) fn may_go_on(&self, [first, second, third]: [u8; 3]) -> bool {
        self.0[Self::row(first, second)] >> Self::letter(third) & 1 > 0
    }

    const fn row(first: u8, second: u8) -> usize {
        (first & 31) as usize * 32 + (second & 31) as usize
    }

    /// The place of a small letter in the alphabet; 0 for what is none.
    const fn letter(byte: u8) -> u32 {
        if byte.is_ascii_lowercase() { (byte - b'a' + 1) as u32 } else { 0 }
    }
}

static VOCABULARY: LazyLock<WordTable> = LazyLock::new(|| {
    let lists = [
        (Lists::STARTER, include_str!("../../words/en-starters.txt")),
        (Lists::TITLE, include_str!("../../words/en-titles.txt")),
        (Lists::BEFORE_NUMBER, include_str!("../../words/en-before-number.txt")),
        (Lists::COMPANY, include_str!("../../words/en-company.txt")),
        (Lists::MAY_END, include_str!("../../words/en-may-end.txt")),
        (Lists::NEVER_END, include_str!("../../words/en-never-end.txt")),
        (Lists::SPEECH_VERB, include_str!("../../words/en-speech-verbs.txt")),
        (Lists::CALENDAR, include_str!("../../words/en-after-time.txt")),
        (Lists::FAREWELL, include_str!("../../words/en-farewells.txt")),
        (Lists::SHOUTED_NAME, include_str!("../../words/en-shouted-names.txt")),
        (Lists::INSIDE, include_str!("../../words/en-inside.txt")),
    ];
    WordTable::new(lists.iter().map(|(list, file)| (list.0, WordList::parse(file))))
});

#[cfg(test)]
mod tests {
    use super::Starts;

    #[test]
    fn words_start_like_the_words_of_a_list() {
        let starts = Starts::of("# Not Zebra\nThe To A However # Yes\nbut Ox");
        let start = |word: &str| word.as_bytes().first_chunk().copied();
        for (words, wanted) in [
            (["The", "To ", "To’", "How", "Ox."], true),
            (["Tha", "Tox", "Hop", "Not", "Zeb"], false),
            (["Yes", "But", "Oxy", "Thx", "At "], false),
        ] {
            for word in words {
                let may = start(word).is_some_and(|start| starts.may_go_on(start));
                assert_eq!(may, wanted, "{word}");
            }
        }
    }
}
