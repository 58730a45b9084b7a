//! Word lists: plain text files, words separated by white space, `#` starts a comment.

use rustc_hash::{FxHashMap, FxHashSet};

/// The words of a list in byte order.
pub(crate) struct WordList {
    words: Vec<&'static str>,
    set: FxHashSet<&'static str>,
    /// Characters of the longest word.
    longest: usize,
    firsts: Characters,
    lasts: Characters,
}

impl WordList {
    /// Reads a list file.
    pub(crate) fn parse(file: &'static str) -> Self {
        let lines = file.lines().map(|line| line.split('#').next().unwrap_or_default());
        let mut words: Vec<_> = lines.flat_map(str::split_whitespace).collect();
        words.sort_unstable();
        words.dedup();
        let set = words.iter().copied().collect();
        let firsts = words.iter().filter_map(|word| word.chars().next()).collect();
        let lasts = words.iter().filter_map(|word| word.chars().next_back()).collect();
        let longest = words.iter().map(|word| word.chars().count()).max().unwrap_or(0);
        Self { words, set, longest, firsts, lasts }
    }

    /// The length of the longest word that `text` starts with. Costs a look-up for each length of word.
    pub(crate) fn longest_prefix(&self, text: &str) -> Option<usize> {
        text.chars().next().filter(|c| self.firsts.may_hold(*c))?;
        let ends = text.char_indices().take(self.longest).map(|(at, c)| at + c.len_utf8());
        ends.filter(|end| self.set.contains(&text[..*end])).last()
    }

    /// Whether `text` starts with one of the words.
    pub(crate) fn starts(&self, text: &str) -> bool {
        self.longest_prefix(text).is_some()
    }

    /// Whether `text` ends with one of the words. Costs a look-up for each length of word.
    pub(crate) fn ends(&self, text: &str) -> bool {
        let last = text.chars().next_back();
        last.is_some_and(|c| self.lasts.may_hold(c))
            && text
                .char_indices()
                .rev()
                .take(self.longest)
                .any(|(at, _)| self.set.contains(&text[at..]))
    }

    /// Whether one of the words stands in `text`. Costs a search for every word.
    pub(crate) fn contained_in(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.contains(word))
    }

    /// Whether `word` is in the list.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.set.contains(word)
    }

    /// The words, in byte order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }
}

/// Characters of which the lowest bits are remembered: enough to say of most others, by one look, that they are not among
/// them.
pub(crate) struct Characters([u64; 64]);

impl Characters {
    /// A set of `characters`.
    pub(crate) const fn new(characters: &[char]) -> Self {
        let mut set = Self([0; 64]);
        let mut at = 0;
        while at < characters.len() {
            set.insert(characters[at]);
            at += 1;
        }
        set
    }

    /// Whether `c` may be one of them; those that are always may.
    pub(crate) fn may_hold(&self, c: char) -> bool {
        let code = c as usize;
        self.0[code / 64 % 64] >> (code % 64) & 1 > 0
    }

    const fn insert(&mut self, c: char) {
        let code = c as usize;
        self.0[code / 64 % 64] |= 1 << (code % 64);
    }
}

impl FromIterator<char> for Characters {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self::new(&[]);
        characters.into_iter().for_each(|c| set.insert(c));
        set
    }
}

/// Words with a set of bits each, for a look-up at almost every word of a text: words of up to eight bytes are compared as
/// numbers.
pub(crate) struct WordTable {
    /// For each slot the bits of all words whose first eight bytes have it as their first: most words that are looked up are
    /// in no list and need no more than this.
    filter: Vec<u16>,
    /// Packed words and their bits in open addressing; 0 is no word. The length is a power of two.
    short: Vec<(u64, u16)>,
    long: FxHashMap<&'static [u8], u16>,
}

impl WordTable {
    /// Slots of the table: many, so that hardly a word that is not in it meets one that is.
    const SLOTS: usize = 1 << 12;

    /// A table of lists; each gives its bits to its words.
    pub(crate) fn new(lists: impl IntoIterator<Item = (u16, WordList)>) -> Self {
        let mut table = Self {
            filter: vec![0; Self::SLOTS],
            short: vec![(0, 0); Self::SLOTS],
            long: FxHashMap::default(),
        };
        for (bits, list) in lists {
            for word in list.iter() {
                let start = packed_start(word.as_bytes());
                table.filter[Self::first_slot(start)] |= bits;
                if word.len() > 8 {
                    *table.long.entry(word.as_bytes()).or_insert(0) |= bits;
                } else {
                    let slot = table.slot(start);
                    table.short[slot].0 = start;
                    table.short[slot].1 |= bits;
                }
            }
        }
        table
    }

    /// The bits of `word`; 0 if it is in no list.
    pub(crate) fn get(&self, word: &[u8]) -> u16 {
        let start = packed_start(word);
        if start == 0 || self.filter[Self::first_slot(start)] == 0 {
            return 0;
        }
        match packed(word) {
            Some(key) => self.short[self.slot(key)].1,
            None => self.long.get(word).copied().unwrap_or(0),
        }
    }

    /// Whether a list with one of `bits` holds the word of one to eight bytes that is packed in `key`.
    pub(crate) fn holds_packed(&self, key: u64, bits: u16) -> bool {
        self.may_start(key, bits) && self.short[self.slot(key)].1 & bits != 0
    }

    /// Whether a list with one of `bits` may hold a word whose first eight bytes are packed in `start`.
    pub(crate) fn may_start(&self, start: u64, bits: u16) -> bool {
        self.filter[Self::first_slot(start)] & bits != 0
    }

    /// The slot at which the search for a word starts.
    fn first_slot(key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize % Self::SLOTS
    }

    /// The slot of a word, or the free one that it would take.
    fn slot(&self, key: u64) -> usize {
        let mut slot = Self::first_slot(key);
        while self.short[slot].0 != 0 && self.short[slot].0 != key {
            slot = (slot + 1) % Self::SLOTS;
        }
        slot
    }
}

/// The first eight bytes of a word as a number, without regard to what follows.
pub(crate) fn packed_start(word: &[u8]) -> u64 {
    let byte = |at: usize| u64::from(word[at]);
    if let Some(start) = word.first_chunk() {
        u64::from_le_bytes(*start)
    } else if let (Some(start), Some(end)) = (word.first_chunk(), word.last_chunk()) {
        // The two halves overlap in bytes that are the same in both.
        let (start, end) = (u32::from_le_bytes(*start), u32::from_le_bytes(*end));
        u64::from(start) | u64::from(end) << (8 * (word.len() - 4))
    } else if let [.., last] = word {
        let middle = word.len() / 2;
        byte(0) | byte(middle) << (8 * middle) | u64::from(*last) << (8 * (word.len() - 1))
    } else {
        0
    }
}

/// A word of up to eight bytes as a number; no two have the same, as no word holds a zero byte.
fn packed(word: &[u8]) -> Option<u64> {
    (word.len() <= 8).then(|| packed_start(word))
}

#[cfg(test)]
mod tests {
    use super::{Characters, WordList, WordTable};

    #[test]
    fn a_text_starts_and_ends_with_words_of_any_length() {
        let list = WordList::parse("说 说道 # and others\n大声喊 a");
        let starts = ["", "说", "说道了", "大声", "大声喊着", "道", "ab"]
            .map(|text| list.longest_prefix(text));
        assert_eq!(starts, [None, Some(3), Some(6), None, Some(9), None, Some(1)]);
        let ends =
            ["", "说", "他说道", "大声", "他大声喊", "道", "说a"].map(|text| list.ends(text));
        assert_eq!(ends, [false, true, true, false, true, false, true]);
    }

    #[test]
    fn a_set_of_characters_may_hold_its_own() {
        let text = "一第（ＡA9";
        let set: Characters = text.chars().collect();
        assert!(text.chars().all(|c| set.may_hold(c)));
        assert!(!"的在是b。".chars().any(|c| set.may_hold(c)));
    }

    #[test]
    fn a_word_has_the_bits_of_all_lists_that_hold_it() {
        let lists = [
            (1, WordList::parse("a Mr Mrs nevertheless")),
            (2, WordList::parse("Mrs seven8 eightyy8")),
        ];
        let table = WordTable::new(lists);
        let bits =
            ["", "a", "Mr", "Mrs", "nevertheless", "seven8", "eightyy8", "M", "Mrss", "eightyy89"]
                .map(|word| table.get(word.as_bytes()));
        assert_eq!(bits, [0, 1, 1, 3, 1, 2, 2, 0, 0, 0]);
    }
}
