//! Looks at words eight bytes at a time, as numbers: almost all fit, and no branch depends on their length.

/// The highest bit of each of eight bytes.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// The bit that tells small letters from capitals, of each of eight bytes. It makes no letter of anything else.
pub(super) const SMALL: u64 = 0x2020_2020_2020_2020;

/// The eight bytes from `at` on, the first lowest; zero for those behind the end.
pub(super) fn from(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes[at..].iter().rev().fold(0, |packed, byte| packed << 8 | u64::from(*byte)),
    }
}

/// The eight bytes before `end`, the last highest; zero for those before the start.
pub(super) fn before(bytes: &[u8], end: usize) -> u64 {
    match bytes[..end].last_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes[..end].iter().fold(0, |packed, byte| packed >> 8 | u64::from(*byte) << 56),
    }
}

/// The lowest `length` of eight bytes; the others are zero.
pub(super) fn lowest(bytes: u64, length: usize) -> u64 {
    bytes & u64::MAX.checked_shr(64 - 8 * length.min(8) as u32).unwrap_or(0)
}

/// The first eight bytes of the word of `length` bytes at `at`, the first lowest; zero for those that it does not have.
pub(super) fn word(bytes: &[u8], at: usize, length: usize) -> u64 {
    lowest(from(bytes, at), length)
}

/// Whether `byte` is one of eight bytes.
pub(super) fn holds(bytes: u64, byte: u8) -> bool {
    let others = bytes ^ u64::from_le_bytes([byte; 8]);
    others.wrapping_sub(0x0101_0101_0101_0101) & !others & HIGHEST != 0
}

/// The highest bits of those of eight bytes that are small letters.
pub(super) fn small_letters(bytes: u64) -> u64 {
    between(bytes, b'a', b'z')
}

/// Whether one of eight bytes is from `first` to `last`, both ASCII.
pub(super) fn hold_between(bytes: u64, first: u8, last: u8) -> bool {
    between(bytes, first, last) != 0
}

/// The highest bits of those of eight bytes that are from `first` to `last`, both ASCII. No sum of seven bits carries into the
/// next byte.
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let ascii = bytes & each(0x7F);
    (ascii + each(0x80 - first)) & !(ascii + each(0x7F - last)) & !bytes & HIGHEST
}

/// How many of eight bytes, from the first on, are marked by their highest bits.
pub(super) fn run(marks: u64) -> usize {
    (!marks & HIGHEST).trailing_zeros() as usize / 8
}

/// How many of eight bytes, from the last back, are marked by their highest bits.
pub(super) fn run_back(marks: u64) -> usize {
    (!marks & HIGHEST).leading_zeros() as usize / 8
}

/// How many bytes before `end`, up to 24 and not before `start`, are marked by the highest bits that `marks` gives.
pub(super) fn run_before(
    bytes: &[u8],
    start: usize,
    end: usize,
    marks: impl Fn(u64) -> u64,
) -> usize {
    // Two looks without a branch are enough for most words.
    let here = run_back(marks(before(bytes, end)));
    let there = run_back(marks(before(bytes, end.saturating_sub(8))));
    let mut length = if here == 8 { 8 + there } else { here };
    if length == 16 && end > 16 {
        length += run_back(marks(before(bytes, end - 16)));
    }
    length.min(end - start)
}
