//! What stays of a text when it is compared: letters, digits and Chinese characters, in lower case.

use duizhao_bitext::Language;

use crate::hash::chain;

/// Where hashes of the two languages begin, so that the same characters differ between them.
const SEEDS: [u64; 2] = [0x7a68, 0x656e];

/// A text as it is compared: a key that is the same for texts which differ only in case, punctuation, spaces and
/// full-width forms, and its shingles.
///
/// The key is a 64-bit hash: among ten million different texts, two share one with a probability of 3 in a million.
/// `shingle` is called with a hash for each pair of neighbouring characters in Chinese, and of neighbouring words in
/// English; a text of one character or word is its own shingle. Linear in the text.
pub(crate) fn fold(language: Language, text: &str, shingle: impl FnMut(u32)) -> u64 {
    let key = match language {
        Language::Zh => units(SEEDS[0], text.chars().filter_map(folded).map(u64::from), shingle),
        Language::En => units(SEEDS[1], Words { text, at: 0 }, shingle),
    };
    // A text without letters is what its signs are: `……` is not `——`.
    key.unwrap_or_else(|| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .fold(SEEDS[0] ^ SEEDS[1], |key, c| chain(key, u64::from(c)))
    })
}

/// The key of a sequence; `None` for an empty one.
fn units(seed: u64, units: impl Iterator<Item = u64>, mut shingle: impl FnMut(u32)) -> Option<u64> {
    let (mut key, mut before, mut count) = (seed, seed, 0_u32);
    for unit in units {
        if count > 0 {
            shingle(chain(before, unit) as u32);
        }
        (before, key, count) = (chain(seed, unit), chain(key, unit), count + 1);
    }
    if count == 1 {
        shingle(before as u32);
    }
    (count > 0).then_some(key)
}

/// The character in lower case and half width; `None` for one that is not compared.
fn folded(c: char) -> Option<u32> {
    match c {
        'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}' => Some(u32::from(c)),
        'A'..='Z' => Some(u32::from(c) + 32),
        '\0'..='\u{7f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => None,
        'Ａ'..='Ｚ' => Some(u32::from(c) - u32::from('Ａ') + u32::from('a')),
        'ａ'..='ｚ' => Some(u32::from(c) - u32::from('ａ') + u32::from('a')),
        '０'..='９' => Some(u32::from(c) - u32::from('０') + u32::from('0')),
        _ if c.is_alphanumeric() => c.to_lowercase().next().map(u32::from),
        _ => None,
    }
}

/// The hashes of a text's words; an apostrophe does not end one.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        let (bytes, mut at, mut word) = (self.text.as_bytes(), self.at, Word::default());
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            // Nearly all of an English text is ASCII, and most words have no more than eight letters.
            let (letters, count) = leading_letters(eight(rest));
            if count > 0 {
                word.push_ascii(letters, count);
                at += count as usize;
            }
            let is_end = match rest.get(count as usize) {
                // There may be more letters.
                _ if count == 8 => continue,
                None => break,
                Some(byte @ 0..0x80) => {
                    at += 1;
                    *byte != b'\''
                }
                Some(_) => {
                    let c = self.text[at..].chars().next()?;
                    at += c.len_utf8();
                    match folded(c) {
                        Some(letter) => {
                            word.push(letter);
                            false
                        }
                        None => c != '’',
                    }
                }
            };
            if is_end && !word.is_empty() {
                break;
            }
        }
        self.at = at;
        word.finish()
    }
}

/// The first eight bytes, the first of them lowest; 0 for those that are missing.
fn eight(bytes: &[u8]) -> u64 {
    let first = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        padded[..bytes.len()].copy_from_slice(bytes);
        padded
    });
    u64::from_le_bytes(first)
}

/// The ASCII letters and digits that eight bytes begin with, in lower case, the last of them lowest; and how many they are.
fn leading_letters(bytes: u64) -> (u64, u32) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x80 * EACH;
    // Whether the bytes, all below 128, are in a range: its highest bit then is set in the one sum and not in the other.
    let within = |bytes: u64, first: u8, last: u8| {
        let from = bytes + EACH * u64::from(0x80 - first);
        let beyond = bytes + EACH * u64::from(0x7f - last);
        from & !beyond
    };
    let lower = bytes | (EACH * 0x20);
    let letters = within(lower & !HIGHEST, b'a', b'z') | within(bytes & !HIGHEST, b'0', b'9');
    let others = !(letters & !bytes) & HIGHEST;
    match others.trailing_zeros() / 8 {
        0 => (0, 0),
        count => (lower.swap_bytes() >> (64 - 8 * count), count),
    }
}

/// The hash of a word so far: of its letters, up to eight at a time, as each step must wait for the one before.
#[derive(Debug, Default)]
struct Word {
    hash: u64,
    /// Letters that are not in the hash yet, a byte each.
    packed: u64,
}

impl Word {
    fn is_empty(&self) -> bool {
        (self.hash, self.packed) == (0, 0)
    }

    /// Adds one to eight letters, the last of them lowest.
    fn push_ascii(&mut self, letters: u64, count: u32) {
        match self.packed.leading_zeros() / 8 {
            0 => {
                self.take_in();
                self.packed = letters;
            }
            8 => self.packed = letters,
            room if count <= room => self.packed = self.packed << (8 * count) | letters,
            room => {
                let left = 8 * (count - room);
                self.packed = self.packed << (8 * room) | letters >> left;
                self.take_in();
                self.packed = letters & !(u64::MAX << left);
            }
        }
    }

    /// Adds a letter that is not ASCII; eight letters that are never have the highest bit.
    fn push(&mut self, letter: u32) {
        self.take_in();
        self.packed = 1 << 63 | u64::from(letter);
    }

    fn take_in(&mut self) {
        if self.packed != 0 {
            self.hash = chain(self.hash, self.packed);
            self.packed = 0;
        }
    }

    fn finish(mut self) -> Option<u64> {
        self.take_in();
        (self.hash != 0).then_some(self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, Words, fold, folded};
    use duizhao_bitext::Language::{self, En, Zh};

    fn key(language: Language, text: &str) -> u64 {
        fold(language, text, |_| ())
    }

    #[test]
    fn case_punctuation_spaces_and_width_do_not_count() {
        assert_eq!(key(Zh, "你好，Ｇ２０！"), key(Zh, "你好 g20。"));
        assert_eq!(key(En, "It’s WELL-known."), key(En, "its well   known"));
    }

    #[test]
    fn what_is_said_counts() {
        for (language, one, other) in [
            (Zh, "增长12%", "增长13%"),
            (Zh, "他来了", "她来了"),
            (En, "ice cream", "icecream"),
            (En, "café", "cafe"),
            (Zh, "……", "——"),
        ] {
            assert_ne!(key(language, one), key(language, other), "{one} {other}");
        }
        assert_ne!(key(Zh, "abc"), key(En, "abc"));
    }

    /// The same letter by letter.
    fn words_by_letters(text: &str) -> Vec<u64> {
        let (mut words, mut word) = (Vec::new(), Word::default());
        for c in text.chars() {
            match folded(c) {
                Some(letter) if c.is_ascii() => word.push_ascii(u64::from(letter), 1),
                Some(letter) => word.push(letter),
                None if matches!(c, '\'' | '’') => {}
                None => words.extend(std::mem::take(&mut word).finish()),
            }
        }
        words.extend(word.finish());
        words
    }

    #[test]
    fn every_byte_folds_like_the_rule() {
        for byte in '\0'..='\u{ff}' {
            for at in 0..12 {
                let mut text = String::from("aZ09zA5mB7kQ");
                text.replace_range(at..=at, byte.encode_utf8(&mut [0; 2]));
                assert_eq!(
                    Words { text: &text, at: 0 }.collect::<Vec<_>>(),
                    words_by_letters(&text)
                );
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn words_are_what_their_letters_make(text in "([a-zA-Z0-9]{0,20}['’ é,Ａ慢@`{/:\\[]{0,3}){0,8}") {
            assert_eq!(Words { text: &text, at: 0 }.collect::<Vec<_>>(), words_by_letters(&text));
        }
    }

    #[test]
    fn the_keys_of_earlier_versions_stay() {
        assert_eq!(key(En, "It’s 12 o'clock — Café, Ｇ２０!"), 3_803_663_721_183_144_411);
        assert_eq!(key(Zh, "今天，很好。Ａ1"), 5_847_614_722_706_239_248);
    }

    #[test]
    fn words_are_told_apart_whatever_their_length_and_letters() {
        let long = "abcdefghijklmnopqrstuvwxyz".repeat(2);
        let words = (1..long.len()).map(|end| &long[..end]);
        let others = ["é", "aé", "éa", "abcdefghé", "éabcdefgh", "慢", "ba", "i"];
        let mut keys: Vec<_> = words.chain(others).map(|word| key(En, word)).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn shingles_are_pairs_of_neighbours() {
        let count = |language, text| {
            let mut shingles = Vec::new();
            fold(language, text, |shingle| shingles.push(shingle));
            shingles.len()
        };
        assert_eq!(count(Zh, "今天，很好。"), 3);
        assert_eq!(count(Zh, "好！"), 1);
        assert_eq!(count(En, "Fine words, well said."), 3);
        assert_eq!(count(En, "..."), 0);
    }
}
