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
        Language::En => units(SEEDS[1], Words { rest: text }, shingle),
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

/// The ASCII characters as [`folded`] gives them; 0 for one that is not compared.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut c = 0_u8;
    while c < 128 {
        if c.is_ascii_alphanumeric() {
            table[c as usize] = c.to_ascii_lowercase();
        }
        c += 1;
    }
    table
};

/// The hashes of a text's words; an apostrophe does not end one.
struct Words<'a> {
    rest: &'a str,
}

impl Iterator for Words<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let (bytes, mut at, mut word) = (self.rest.as_bytes(), 0, Word::default());
        while let Some(&byte) = bytes.get(at) {
            // Nearly all of an English text is ASCII; a table is several times as fast as telling characters apart.
            if let Some(&letter) = ASCII.get(usize::from(byte)) {
                at += 1;
                if letter != 0 {
                    word.push_ascii(letter);
                } else if byte != b'\'' && !word.is_empty() {
                    break;
                }
                continue;
            }
            let c = self.rest[at..].chars().next()?;
            at += c.len_utf8();
            match folded(c) {
                Some(letter) => word.push(letter),
                None if c != '’' && !word.is_empty() => break,
                None => {}
            }
        }
        self.rest = &self.rest[at..];
        word.finish()
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

    fn push_ascii(&mut self, letter: u8) {
        if self.packed >> 56 != 0 {
            self.take_in();
        }
        self.packed = self.packed << 8 | u64::from(letter);
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
    use super::fold;
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

    #[test]
    fn the_table_of_ascii_folds_like_the_rule() {
        for c in '\0'..='\u{7f}' {
            let letter = super::ASCII[c as usize];
            assert_eq!(super::folded(c), (letter != 0).then_some(u32::from(letter)), "{c:?}");
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
