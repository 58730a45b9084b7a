//! The commonest gaps, judged by their bytes alone. What is said here is what the rules would say, only sooner.

use super::abbreviations;
use super::vocabulary::Lists;

/// Whether a sentence ends at the space at `at`; `None` if that takes a closer look. `sentence` starts where the sentence
/// in hand starts.
pub(super) fn verdict(sentence: &[u8], at: usize) -> Option<bool> {
    /// A comma or colon so far from the start belongs to no salutation or heading.
    const GREETING: usize = 40;
    let right = Right::of(&sentence[at + 1..])?;
    match sentence[at - 1] {
        b',' | b':' if at > GREETING => Some(false),
        b',' => behind_comma(sentence, at - 1),
        b'a'..=b'z' => behind_word(sentence, at, right),
        b'.' => behind_stop(sentence, at - 1, right),
        b'?' | b'!' => behind_question(sentence, at - 1, right),
        _ => None,
    }
}

/// What stands behind the space, if it is no marker of a list item.
#[derive(Clone, Copy)]
enum Right<'t> {
    /// A capital, and the letters and digits that follow it directly.
    Capital(&'t [u8]),
    /// A digit.
    Digit,
    /// An opening quotation mark; says whether a capital follows.
    Quotation(bool),
    /// An opening bracket, or any other mark.
    Mark,
}

impl<'t> Right<'t> {
    fn of(right: &'t [u8]) -> Option<Self> {
        match right {
            [b'A'..=b'Z', ..] => {
                let length = word_length(right);
                let marker = matches!(right.get(length), Some(b'.' | b')'))
                    && !right[1].is_ascii_lowercase();
                (!marker).then_some(Self::Capital(&right[..length]))
            }
            [b'0'..=b'9', ..] => {
                let marker = matches!(right.get(word_length(right)), Some(b'.' | b')'));
                (!marker).then_some(Self::Digit)
            }
            [b'"' | b'\'', after @ ..] | [0xE2, 0x80, 0x98 | 0x9C, after @ ..] => {
                Some(Self::Quotation(after.first().is_some_and(u8::is_ascii_uppercase)))
            }
            [b'(', after @ ..] => {
                (after.get(word_length(after)) != Some(&b')')).then_some(Self::Mark)
            }
            [b'!'..=b'~', ..] => Some(Self::Mark),
            _ => None,
        }
    }
}

/// How many ASCII letters and digits `right` starts with.
fn word_length(right: &[u8]) -> usize {
    if let Some(start) = right.first_chunk() {
        // All eight at once; the bit that tells the cases apart makes no letter of anything else.
        let letters = small_letters(u64::from_le_bytes(*start) | 0x2020_2020_2020_2020);
        let length = (!letters & HIGHEST).trailing_zeros() as usize / 8;
        if length < 8 && !right[length].is_ascii_digit() {
            return length;
        }
    }
    right.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

impl Right<'_> {
    /// Whether a word follows that shows that a sentence starts with it.
    fn is_starter(self) -> bool {
        // Starters are letters alone, so what may follow the letters makes no other starter of them.
        matches!(self, Self::Capital(word) if Lists::of(word).has(Lists::STARTER))
    }
}

/// Behind a comma the sentence goes on, unless it is a salutation or the end of a letter.
fn behind_comma(sentence: &[u8], comma: usize) -> Option<bool> {
    let first = sentence.iter().find(|byte| **byte != b' ')?;
    let greets = matches!(first, b'D' | b'H');
    let word = word_start(sentence, comma, |byte| byte.is_ascii_alphabetic());
    let farewell = Lists::of(&sentence[word..comma]).has(Lists::FAREWELL);
    (!greets && !farewell).then_some(false)
}

/// Behind a plain word the sentence goes on, unless the word that follows is one that starts sentences, and even then if the
/// one before wants another behind it.
fn behind_word(sentence: &[u8], at: usize, right: Right<'_>) -> Option<bool> {
    let word =
        word_start(sentence, at, |byte| byte.is_ascii_lowercase() || matches!(byte, b'\'' | b'-'));
    let capital = word > 0 && sentence[word - 1].is_ascii_uppercase();
    let start = word - usize::from(capital);
    if !is_free(sentence, start) || (capital && matches!(right, Right::Digit)) {
        return None;
    }
    let ends = right.is_starter() && !Lists::of(&sentence[start..at]).has(Lists::INSIDE);
    (!ends).then_some(false)
}

/// Behind a full stop and before a capital the sentence ends, unless an abbreviation stands before the stop.
fn behind_stop(sentence: &[u8], stop: usize, right: Right<'_>) -> Option<bool> {
    /// What is not longer may be the marker of a list item.
    const LONGEST_MARKER: usize = 12;
    if !matches!(right, Right::Capital(_) | Right::Quotation(true)) {
        return None;
    }
    let closed = matches!(sentence[stop - 1], b')' | b'`' | b'*' | b'"');
    if closed && stop > LONGEST_MARKER && right.is_starter() {
        return Some(true);
    }
    let mut start = small_letters_before(sentence, stop);
    if !is_free(sentence, start) && stop > LONGEST_MARKER && right.is_starter() {
        // Before a starter a name or number ends the sentence, too.
        start = word_start(sentence, stop, |byte| byte.is_ascii_alphanumeric());
    }
    if stop - start < 2 || start == 0 || !is_free(sentence, start) {
        return None;
    }
    abbreviations::class(&sentence[start..stop], false).is_none().then_some(true)
}

/// Behind a plain word with a question or exclamation mark, and before a word that starts sentences, one ends.
fn behind_question(sentence: &[u8], mark: usize, right: Right<'_>) -> Option<bool> {
    let start = small_letters_before(sentence, mark);
    (mark - start > 1 && start > 0 && is_free(sentence, start) && right.is_starter())
        .then_some(true)
}

/// Whether nothing stands before `start` that would belong to the word there.
fn is_free(sentence: &[u8], start: usize) -> bool {
    start == 0 || matches!(sentence[start - 1], b' ' | b'"' | b'(' | b'*' | b'`' | b'[')
}

/// Where the run of bytes of a word starts that ends before `end`.
fn word_start(sentence: &[u8], end: usize, belongs: impl Fn(u8) -> bool) -> usize {
    const LONGEST: usize = 24;
    let letters = sentence[..end].iter().rev().take(LONGEST);
    end - letters.take_while(|byte| belongs(**byte)).count()
}

/// The highest bit of each of eight bytes.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// The highest bits of those of eight bytes that are small letters. No sum of seven bits carries into the next byte.
fn small_letters(bytes: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let ascii = bytes & each(0x7F);
    (ascii + each(0x80 - b'a')) & !(ascii + each(0x7F - b'z')) & !bytes & HIGHEST
}

/// Where the run of small letters starts that ends before `end`.
fn small_letters_before(sentence: &[u8], end: usize) -> usize {
    if let Some(last) = sentence[..end].last_chunk() {
        let letters = small_letters(u64::from_le_bytes(*last));
        let length = (!letters & HIGHEST).leading_zeros() as usize / 8;
        if length < 8 {
            return end - length;
        }
    }
    word_start(sentence, end, |byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{small_letters_before, word_length};

    #[test]
    fn words_of_all_lengths_are_measured_alike() {
        for length in 0..20 {
            let word = "Abcdefghijklmnopqrstuvwxyz"[..length].to_owned();
            for mark in ["", ".", "é", "`", "{", "@", "["] {
                let text = format!("{word}{mark} and more");
                let whole = if mark.is_empty() { word.len() } else { length };
                assert_eq!(word_length(text.as_bytes()), whole, "{text}");
                let text = format!("so. {mark}{}", word.to_lowercase());
                let start = text.len() - length;
                assert_eq!(small_letters_before(text.as_bytes(), text.len()), start, "{text}");
            }
        }
        assert_eq!(word_length(b"B2b or not"), 3);
    }
}
