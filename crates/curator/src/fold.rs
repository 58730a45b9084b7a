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
        Language::En => units(SEEDS[1], Words { characters: text.chars() }, shingle),
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
    characters: std::str::Chars<'a>,
}

impl Iterator for Words<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let mut word = None;
        for c in self.characters.by_ref() {
            match (folded(c), word) {
                (Some(c), _) => word = Some(chain(word.unwrap_or(0), u64::from(c))),
                (None, Some(word)) if !matches!(c, '\'' | '’') => return Some(word),
                (None, _) => {}
            }
        }
        word
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
