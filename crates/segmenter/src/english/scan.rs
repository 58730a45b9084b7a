//! Finds the bytes at which a sentence may end, a block at a time.
//!
//! Every byte of a block is looked at together with its neighbours by the same few comparisons, without a branch, so that the
//! compiler turns them into vector instructions. What comes out is a bit for each byte at which something is to be judged.

/// Bytes in a block: as many as a mask has bits.
const BLOCK: usize = 64;

/// Bytes that the comparisons are made on at once; with those of four vectors the compiler keeps all of them in registers.
const LANES: usize = 32;

/// The places to judge in a text, found as they are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan {
    /// Where the block in hand starts.
    block: usize,
    /// A bit for each byte of it that is to be judged.
    marks: u64,
    /// A byte that is to be judged wherever it stands, besides those that always are.
    also: u8,
}

impl Scan {
    /// A scan that also stops at every byte `also`.
    pub(super) fn new(bytes: &[u8], also: u8) -> Self {
        let mut scan = Self { block: 0, marks: 0, also };
        scan.read(bytes);
        scan
    }

    /// The next place to judge from `at` on.
    pub(super) fn next(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        if at >= self.block + BLOCK {
            self.block = at;
            self.read(bytes);
        } else if at > self.block {
            self.marks &= u64::MAX << (at - self.block);
        }
        while self.marks == 0 {
            self.block += BLOCK;
            if self.block >= bytes.len() {
                return None;
            }
            self.read(bytes);
        }
        Some(self.block + self.marks.trailing_zeros() as usize)
    }

    /// Looks at the block in hand. Before the text and behind it stand letters, which are of no interest.
    fn read(&mut self, bytes: &[u8]) {
        const OUTSIDE: u8 = b'x';
        let mut window = [OUTSIDE; BLOCK + 2];
        let window = match self.block.checked_sub(1) {
            Some(start) if self.block + BLOCK < bytes.len() => {
                bytes[start..].first_chunk().unwrap_or(&window)
            }
            before => {
                let start = before.unwrap_or(0);
                let end = bytes.len().min(self.block + BLOCK + 1);
                let inside = bytes.get(start..end).unwrap_or_default();
                let first = usize::from(before.is_none());
                window[first..first + inside.len()].copy_from_slice(inside);
                &window
            }
        };
        self.marks = 0;
        for half in 0..BLOCK / LANES {
            if let Some(part) = window[half * LANES..].first_chunk() {
                self.marks |= u64::from(bits(&marks(part, self.also))) << (half * LANES);
            }
        }
    }
}

/// All ones for each byte that is to be judged, of those between the first and the last of the window.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch would keep the compiler from comparing many bytes at once"
)]
fn marks(window: &[u8; LANES + 2], also: u8) -> [u8; LANES] {
    let mut marks = [0; LANES];
    for (at, mark) in marks.iter_mut().enumerate() {
        let (before, byte, after) = (window[at], window[at + 1], window[at + 2]);
        let lower = byte.wrapping_sub(b'a') < 26;
        let stopped = (before == b'.') | (before == b'!') | (before == b'?');
        // A word that a sentence may start with, or the letter of a list item.
        let lettered = lower & ((after == b'.') | (after == b')'));
        let start = (before == b' ') & (byte != b' ') & (byte != b',') & (!lower | lettered);
        // White space behind a stop, and a capital without it.
        let upper = byte.wrapping_sub(b'A') < 26;
        let behind_stop = stopped & ((byte == b' ') | upper | (byte >= 0x80));
        // White space of another kind, and characters of several bytes that may be white space or marks.
        let rare = (byte < b' ') | (byte == 0xC2) | (byte >= 0xE0) | (byte == also);
        *mark = u8::from(start | behind_stop | rare).wrapping_neg();
    }
    marks
}

/// The highest bit of each byte.
fn bits(marks: &[u8; LANES]) -> u32 {
    let (words, _) = marks.as_chunks::<8>();
    let gathered = words.iter().rev().map(|word| {
        let high = u64::from_le_bytes(*word) & 0x8080_8080_8080_8080;
        (high.wrapping_mul(0x0002_0408_1020_4081) >> 56) as u32
    });
    gathered.fold(0, |bits, byte| bits << 8 | byte)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Scan};

    fn places(text: &str) -> Vec<usize> {
        let mut scan = Scan::new(text.as_bytes(), b'\n');
        let mut at = 0;
        std::iter::from_fn(|| {
            let place = scan.next(text.as_bytes(), at)?;
            at = place + 1;
            Some(place)
        })
        .collect()
    }

    #[test]
    fn stops_at_word_starts_and_behind_stops() {
        assert_eq!(
            places("He said so, then. it Was b) x.Y 3 é…z"),
            [17, 21, 25, 28, 30, 32, 34, 36]
        );
    }

    #[test]
    fn blocks_and_their_seams_make_no_difference() {
        for length in 0..3 * BLOCK {
            let text = format!("{} A. b", "x".repeat(length));
            assert_eq!(places(&text), [length + 1, length + 3], "{length} letters before");
        }
    }
}
