//! The commonest gaps, judged by their bytes alone. What is said here is what the rules would say, only sooner.

use super::rules::UNMARKED;
use super::vocabulary::{Lists, Starts};
use super::{abbreviations, eight, gap};

/// Whether what starts at `at`, behind a small letter and a common space, surely goes on with the sentence, which starts at
/// `start`: a capitalised word that starts like no word that starts sentences, or a mark. So does a word with an apostrophe.
/// Judges most capitals by a few bytes.
pub(super) fn runs_on(bytes: &[u8], start: usize, at: usize) -> bool {
    let Some([letter, space]) = bytes[..at].last_chunk() else { return false };
    if *space != b' ' {
        return space.is_ascii_alphabetic() && bytes[at..].starts_with("’".as_bytes());
    }
    if at < start + 2 || !letter.is_ascii_lowercase() || gap::may_be_address(bytes, at - 1) {
        return false;
    }
    match bytes[at..] {
        [b'A'..=b'Z', second @ b'a'..=b'z', third, ..] => {
            !STARTS.may_go_on([bytes[at], second, third])
        }
        [mark, ..] => INSIDE_MARKS[usize::from(mark)],
        [] => false,
    }
}

/// The first three letters of the words that start sentences.
static STARTS: Starts = Starts::of(include_str!("../../words/en-starters.txt"));

/// The marks that start no sentence behind a small letter, whatever follows them, and may not end one themselves.
static INSIDE_MARKS: [bool; 256] = table(b"!\"#$%&'*+,-./:<=>?@[\\]^_`{|}~");

/// Whether a sentence ends at the common space at `at`; `None` if that takes a closer look. `start` is where the sentence in
/// hand starts, at least two bytes before.
pub(super) fn verdict(bytes: &[u8], start: usize, at: usize) -> Option<bool> {
    /// A comma so far from the start belongs to no salutation.
    const GREETING: usize = 40;
    let last = bytes[at - 1];
    if !JUDGED_BEHIND[usize::from(last)] {
        return None;
    }
    let right = Right::of(bytes, at + 1)?;
    let gap = Gap { bytes, start, at, right };
    match last {
        b',' if at - start > GREETING => Some(false),
        b':' | b';' | b'&' | b'@' | b'|' | b'<' | b'#' => Some(false),
        b',' => gap.behind_comma(),
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if !UNMARKED.contains(&(at - start)) => Some(false),
        b'a'..=b'z' => gap.behind_word(),
        b'.' => gap.behind_stop(),
        b'?' | b'!' => gap.behind_question(),
        _ => None,
    }
}

/// The bytes behind which a gap may be clear.
static JUDGED_BEHIND: [bool; 256] =
    table(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,?!:;&@|<#");

/// The bytes that part a word from what stands before it.
static OUTSIDE_WORD: [bool; 256] = table(b" \"(*`[");

/// A table of the given bytes.
const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// A gap of one common space, with neither a small letter nor the marker of a list item behind it.
#[derive(Clone, Copy)]
struct Gap<'t> {
    bytes: &'t [u8],
    /// Where the sentence in hand starts.
    start: usize,
    /// Where the space is.
    at: usize,
    right: Right,
}

/// What stands behind the space, if it is neither a small letter nor the marker of a list item.
#[derive(Clone, Copy)]
enum Right {
    /// A capital, and the letters and digits that follow it directly, packed; if they are more than seven, the first eight
    /// bytes.
    Capital { packed: u64, whole: bool },
    /// A digit.
    Digit,
    /// An opening quotation mark; says whether a capital follows.
    Quotation(bool),
    /// An opening bracket, or any other mark.
    Mark,
}

impl Right {
    fn of(bytes: &[u8], at: usize) -> Option<Self> {
        match *bytes.get(at)? {
            b'A'..=b'Z' => Self::capital(bytes, at),
            b'0'..=b'9' => {
                let end = at + word_length(&bytes[at..]);
                (!may_end_marker(bytes, end)).then_some(Self::Digit)
            }
            b'"' | b'\'' => Some(Self::quotation(bytes.get(at + 1))),
            0xE2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x98 | 0x9C]))
                .then(|| Self::quotation(bytes.get(at + 3))),
            b'(' => {
                let inside = &bytes[at + 1..];
                (inside.get(word_length(inside)) != Some(&b')')).then_some(Self::Mark)
            }
            b'a'..=b'z' => None,
            b'!'..=b'~' => Some(Self::Mark),
            _ => None,
        }
    }

    fn capital(bytes: &[u8], at: usize) -> Option<Self> {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let marker =
            |length: usize| !next.is_ascii_lowercase() && may_end_marker(bytes, at + length);
        let start = eight::from(bytes, at);
        let length = eight::run(eight::small_letters(start | eight::SMALL));
        if length < 8 && !(start >> (8 * length)).to_le_bytes()[0].is_ascii_digit() {
            let packed = eight::lowest(start, length);
            return (!marker(length)).then_some(Self::Capital { packed, whole: true });
        }
        // What starts with eight letters, or has a small letter behind the capital, is no marker.
        (next.is_ascii_lowercase() || !marker(word_length(&bytes[at..])))
            .then_some(Self::Capital { packed: start, whole: false })
    }

    fn quotation(inside: Option<&u8>) -> Self {
        Self::Quotation(inside.is_some_and(u8::is_ascii_uppercase))
    }
}

impl Gap<'_> {
    /// Whether a word follows that shows that a sentence starts with it.
    fn is_before_starter(self) -> bool {
        match self.right {
            Right::Capital { packed, whole: true } => Lists::STARTER.hold_packed(packed),
            Right::Capital { packed, .. } if Lists::STARTER.may_start(packed) => {
                let right = &self.bytes[self.at + 1..];
                // Starters are letters alone, so what may follow the letters makes no other starter of them.
                Lists::of(&right[..word_length(right)]).has(Lists::STARTER)
            }
            _ => false,
        }
    }

    /// Behind a comma the sentence goes on, unless it is a salutation or the end of a letter.
    fn behind_comma(self) -> Option<bool> {
        let comma = self.at - 1;
        let first = self.bytes[self.start..].iter().find(|byte| **byte != b' ')?;
        let greets = matches!(first, b'D' | b'H');
        let word = self.word_start(comma, |byte| byte.is_ascii_alphabetic());
        let farewell = Lists::of(&self.bytes[word..comma]).has(Lists::FAREWELL);
        (!greets && !farewell).then_some(false)
    }

    /// Behind a plain word the sentence goes on, unless the word that follows is one that starts sentences, and even then if
    /// the one before wants another behind it.
    fn behind_word(self) -> Option<bool> {
        let mut word = self.at - self.letters_before(self.at);
        if word > self.start && matches!(self.bytes[word - 1], b'\'' | b'-') {
            let belongs = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'\'' | b'-');
            word = self.word_start(self.at, belongs);
        }
        let before = if word > self.start { self.bytes[word - 1] } else { b' ' };
        let capital = before.is_ascii_uppercase();
        let start = word - usize::from(capital);
        if !self.is_free(start) || (capital && matches!(self.right, Right::Digit)) {
            return None;
        }
        let ends =
            self.is_before_starter() && !Lists::of(&self.bytes[start..self.at]).has(Lists::INSIDE);
        (!ends).then_some(false)
    }

    /// Behind a full stop and before a capital the sentence ends, unless an abbreviation stands before the stop.
    fn behind_stop(self) -> Option<bool> {
        if !matches!(self.right, Right::Capital { .. } | Right::Quotation(true)) {
            return None;
        }
        let stop = self.at - 1;
        let letters = self.letters_before(stop);
        let start = stop - letters;
        if !(2..8).contains(&letters) || start == self.start || !self.is_free(start) {
            return self.behind_other_stop(start);
        }
        let word = eight::before(self.bytes, stop) >> (8 * (8 - letters));
        (!Lists::ABBREVIATION.hold_packed(word)).then_some(true)
    }

    /// The same behind what is not a word of a few small letters; such letters start at `start`.
    fn behind_other_stop(self, mut start: usize) -> Option<bool> {
        /// What is not longer may be the marker of a list item.
        const LONGEST_MARKER: usize = 12;
        let stop = self.at - 1;
        let far = stop - self.start > LONGEST_MARKER;
        if far
            && matches!(self.bytes[stop - 1], b')' | b'`' | b'*' | b'"')
            && self.is_before_starter()
        {
            return Some(true);
        }
        if far && !self.is_free(start) && self.is_before_starter() {
            // Before a starter a name or number ends the sentence, too.
            start = self.word_start(stop, |byte| byte.is_ascii_alphanumeric());
        }
        if stop - start < 2 || start == self.start || !self.is_free(start) {
            return None;
        }
        abbreviations::class(&self.bytes[start..stop], false).is_none().then_some(true)
    }

    /// Behind a plain word with a question or exclamation mark, and before a word that starts sentences, one ends.
    fn behind_question(self) -> Option<bool> {
        let mark = self.at - 1;
        let start = mark - self.letters_before(mark);
        let word = mark - start > 1 && start > self.start && self.is_free(start);
        (word && self.is_before_starter()).then_some(true)
    }

    /// Whether nothing stands before `start` that would belong to the word there.
    fn is_free(self, start: usize) -> bool {
        start == self.start || OUTSIDE_WORD[usize::from(self.bytes[start - 1])]
    }

    /// How many small letters of the sentence, up to 24, stand directly before `end`.
    fn letters_before(self, end: usize) -> usize {
        eight::run_before(self.bytes, self.start, end, eight::small_letters)
    }

    /// Where the run of bytes of a word starts that ends before `end`.
    fn word_start(self, end: usize, belongs: impl Fn(u8) -> bool) -> usize {
        const LONGEST: usize = 24;
        let letters = self.bytes[self.start..end].iter().rev().take(LONGEST);
        end - letters.take_while(|byte| belongs(**byte)).count()
    }
}

/// Whether the marker of a list item may end with the mark at `at`. Within a word, as in `4.8` and `U.S.`, none does.
fn may_end_marker(bytes: &[u8], at: usize) -> bool {
    let inside = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    matches!(bytes.get(at), Some(b'.' | b')')) && !inside
}

/// How many ASCII letters and digits `right` starts with.
fn word_length(right: &[u8]) -> usize {
    right.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::{Gap, Right};

    #[test]
    fn words_of_all_lengths_are_measured_alike() {
        for length in 1..20 {
            let word = "Abcdefghijklmnopqrstuvwxyz"[..length].to_owned();
            for mark in ["", ".", "é", "`", "{", "@", "[", "9"] {
                let text = format!("{word}{mark}");
                let packed = word.bytes().rev().fold(0, |word, byte| word << 8 | u128::from(byte));
                let right = Right::of(text.as_bytes(), 0);
                if mark == "." && length == 1 {
                    assert!(right.is_none(), "{text} is the marker of a list item");
                } else {
                    let fits = length < 8 && mark != "9";
                    let Some(Right::Capital { packed: found, whole }) = right else {
                        panic!("{text} is a capital");
                    };
                    assert_eq!(whole, fits, "{text}");
                    assert!(!whole || u128::from(found) == packed, "{text}");
                }
                for before in ["", "!", "so. "] {
                    let text = format!("{before}{mark}{}", word.to_lowercase());
                    let at = text.len();
                    let gap = Gap { bytes: text.as_bytes(), start: 0, at, right: Right::Mark };
                    assert_eq!(gap.letters_before(at), length, "{text}");
                    let later = Gap { start: at - 1, ..gap };
                    assert_eq!(later.letters_before(at), 1, "{text}");
                }
            }
        }
    }
}
