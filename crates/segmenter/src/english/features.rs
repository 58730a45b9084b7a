//! What the model sees of a gap.

use super::gap::{Gap, Right, Tail};
use super::{abbreviations, eight};
use crate::characters::{char_at, char_before};

/// The features of the words that stand beside a gap.
pub(super) const NEAR: usize = 7;

/// The features of the words beyond them.
pub(super) const FAR: usize = 2;

/// What is common to the features of a gap. Of some two dozen templates of features those below are the ones that a backward
/// selection by cross-validation on the training data kept; more of them only made it worse.
#[derive(Clone, Copy)]
pub(super) struct Features<'g> {
    gap: &'g Gap<'g>,
    /// Where the word before starts.
    left: usize,
    /// Where the word behind ends.
    right: usize,
    left_shape: u64,
    right_shape: u64,
    terminal: u64,
}

impl<'g> Features<'g> {
    /// What the model sees of `gap`, and hashes of the near features, one for each template.
    pub(super) fn of(gap: &'g Gap<'g>, tail: &Tail<'_>, right: &Right<'_>) -> (Self, [u32; NEAR]) {
        let bytes = gap.text.as_bytes();
        let left = tail.start - tail.word.len();
        let left_start = eight::word(bytes, left, tail.word.len());
        let right_start = eight::word(bytes, right.at, right.word.len());
        let (ls, rs) = (shape(tail.word, left_start), right_shape(gap, right, right_start));
        let marks = marks(gap);
        let terminal = kind(tail, marks);
        let class = match tail.dots {
            1 => {
                let digit = right.word.starts_with(|c: char| c.is_ascii_digit());
                abbreviations::class(tail.word, digit).map_or(0, |class| class as u64 + 1)
            }
            _ => 15,
        };
        let starter = u64::from(right.starter);
        let keys = [
            [1, marks, rs, 0],
            [2, hash(left_start), marks, 0],
            [3, class, rs, starter],
            [6, suffix(tail.word), terminal, rs],
            [7, bucket(tail.start - gap.start), hash(right_start), terminal],
            [8, class, ls, terminal + 10 * starter],
            [9, start_case(gap), terminal, rs],
        ];
        let right = right.at + right.word.len();
        (Self { gap, left, right, left_shape: ls, right_shape: rs, terminal }, keys.map(mix))
    }

    /// Hashes of the far features, one for each template.
    pub(super) fn far(self) -> [u32; FAR] {
        let Self { gap, left_shape, right_shape, terminal, .. } = self;
        let keys = [
            [4, second_word(gap, self.right), right_shape, terminal],
            [5, previous_word(gap, self.left), left_shape, right_shape + 100 * terminal],
        ];
        keys.map(mix)
    }
}

/// The shape of what follows; of a mark, its code.
fn right_shape(gap: &Gap<'_>, right: &Right<'_>, start: u64) -> u64 {
    if right.word.is_empty() {
        64 + char_at(gap.text, right.at).filter(|c| !gap.is_border(*c)).map_or(0, u64::from)
    } else {
        shape(right.word, start)
    }
}

/// The shape of the word before the one that starts at `at`, in the same sentence.
fn previous_word(gap: &Gap<'_>, at: usize) -> u64 {
    let spaces = gap.text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b' ');
    let plain = at - spaces.count();
    let spaced = |c: char| c.is_whitespace() && !gap.is_border(c);
    let end = match gap.text.as_bytes()[..plain].last() {
        Some(b'!'..=b'~') => plain,
        _ => gap.text[..plain].trim_end_matches(spaced).len(),
    };
    let word = gap.word_before(end);
    shape(word, eight::word(gap.text.as_bytes(), end - word.len(), word.len()))
}

/// The shape of the word behind the one that ends at `at`, if no more than three other characters part them.
fn second_word(gap: &Gap<'_>, at: usize) -> u64 {
    let bytes = gap.text.as_bytes();
    let mut start = at;
    if bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) {
        start += 1;
    } else {
        let others = gap.text[at..].chars().take(3);
        let apart = others.take_while(|c| !c.is_alphanumeric() && !gap.is_border(*c));
        start += apart.map(char::len_utf8).sum::<usize>();
    }
    let word = gap.word_at(start);
    shape(word, eight::word(bytes, start, word.len()))
}

/// Whether the sentence starts with a capital, a small letter, or something else.
fn start_case(gap: &Gap<'_>) -> u64 {
    let bytes = &gap.text.as_bytes()[gap.start..];
    let inside = bytes.iter().take_while(|byte| **byte == b' ').count();
    if let Some(first) = bytes.get(inside).filter(|byte| byte.is_ascii_alphabetic()) {
        return if first.is_ascii_uppercase() { 1 } else { 2 };
    }
    match gap.text[gap.start..].trim_start().chars().next() {
        Some(c) if c.is_uppercase() => 1,
        Some(c) if c.is_lowercase() => 2,
        _ => 3,
    }
}

/// The marks before the gap, up to three characters, as a number; 0 for none.
fn marks(gap: &Gap<'_>) -> u64 {
    let mut at = gap.end;
    if at > 0 && gap.text.as_bytes()[at - 1].is_ascii_alphanumeric() {
        return 0;
    }
    let mut code = 0;
    for _ in 0..3 {
        let Some(c) =
            char_before(gap.text, at).filter(|c| !c.is_alphanumeric() && !c.is_whitespace())
        else {
            break;
        };
        code = code << 20 | plain(c);
        at -= c.len_utf8();
    }
    code
}

/// The code of a mark, the same for marks that are only drawn differently.
fn plain(c: char) -> u64 {
    u64::from(match c {
        '“' | '”' | '«' | '»' => '"',
        '‘' | '’' => '\'',
        '–' | '—' => '-',
        _ => c,
    })
}

/// The kind of gap.
fn kind(tail: &Tail<'_>, marks: u64) -> u64 {
    match (tail.strong, tail.dots) {
        (true, _) => 1,
        (_, 1) => 2,
        (_, 0) => 4 + u64::from(marks != 0),
        _ => 3,
    }
}

/// What a byte of a word counts for: in the lowest byte capitals, then small letters, digits, periods, and others.
static COUNTS: [u64; 256] = {
    let mut counts = [1 << 32; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte as u8 {
            b'A'..=b'Z' => counts[byte] = 1,
            b'a'..=b'z' => counts[byte] = 1 << 8,
            b'0'..=b'9' => counts[byte] = 1 << 16,
            b'.' => counts[byte] = 1 << 24,
            b'-' | b'\'' => counts[byte] = 0,
            _ => {}
        }
        byte += 1;
    }
    counts
};

/// A class of words that are written alike; `start` is the first eight bytes of the word.
fn shape(word: &str, start: u64) -> u64 {
    if eight::run(eight::small_letters(start | eight::SMALL)) == word.len() {
        return letters_shape(start, word.len());
    }
    general_shape(word)
}

/// The shape of a word of up to eight ASCII letters, packed; 0 for no word.
fn letters_shape(word: u64, length: usize) -> u64 {
    /// For each length, all lengths from four on alike: in capitals, with small letters behind a capital, with a small
    /// letter first.
    const SHAPES: [[u8; 3]; 5] =
        [[0, 0, 0], [13, 13, 18], [14, 16, 19], [14, 16, 19], [15, 17, 20]];
    let small = eight::small_letters(word);
    let case = usize::from(small != 0) + usize::from(small & 0x80 != 0);
    u64::from(SHAPES[length.min(4)][case]) - u64::from(word == u64::from(b'I'))
}

/// The shape of any word.
fn general_shape(word: &str) -> u64 {
    let Some(first) = word.chars().next() else { return 0 };
    let counts = word.bytes().fold(0, |counts, byte| counts + COUNTS[usize::from(byte)]);
    let [upper, lower, digits, dots, other, ..] = counts.to_le_bytes();
    let long = u64::from(word.len() > 3);
    if other > 0 && word.is_ascii() {
        return 1;
    }
    if digits > 0 {
        return if upper + lower > 0 {
            2
        } else if dots > 0 {
            3
        } else {
            4 + word.len().min(5) as u64
        };
    }
    if dots > 0 {
        return if upper > lower { 10 } else { 11 };
    }
    if first.is_uppercase() {
        if lower == 0 {
            if word.len() == 1 { if first == 'I' { 12 } else { 13 } } else { 14 + long }
        } else {
            16 + long
        }
    } else if first.is_lowercase() {
        if word.len() == 1 { 18 } else { 19 + long }
    } else {
        21
    }
}

fn bucket(length: usize) -> u64 {
    match length {
        0..4 => 0,
        4..8 => 1,
        8..14 => 2,
        14..22 => 3,
        22..34 => 4,
        34..50 => 5,
        50..80 => 6,
        80..130 => 7,
        130..200 => 8,
        _ => 9,
    }
}

fn suffix(word: &str) -> u64 {
    let last = match word.as_bytes() {
        [.., a, b, c] => return u64::from_be_bytes([0, 0, 0, 0, 7, a | 0x20, b | 0x20, c | 0x20]),
        short => short,
    };
    last.iter().fold(7, |code, byte| code << 8 | u64::from(byte | 0x20))
}

/// A hash of the first eight bytes of a word without regard to case.
fn hash(start: u64) -> u64 {
    (start | eight::SMALL).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A hash of a feature: the products are independent of each other, so that the processor can work on all at once.
fn mix(key: [u64; 4]) -> u32 {
    let [template, a, b, c] = key;
    let code = template.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ a.wrapping_add(1).wrapping_mul(0xC2B2_AE3D_27D4_EB4F).rotate_left(31)
        ^ b.wrapping_add(1).wrapping_mul(0x1656_67B1_9E37_79F9).rotate_left(17)
        ^ c.wrapping_add(1).wrapping_mul(0x27D4_EB2F_1656_67C5);
    ((code ^ code >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}
