//! Finds the bytes at which a sentence may end, a block at a time.
//!
//! Every byte of a block is looked at together with its neighbours by the same few comparisons, without a branch, so that the
//! compiler turns them into vector instructions. What comes out is a bit for each byte at which something is to be judged.

/// Bytes in a block: as many as a mask has bits.
const BLOCK: usize = 64;

/// Bytes that the comparisons are made on at once; with those of four vectors the compiler keeps all of them in registers.
pub(crate) const LANES: usize = 32;

/// Some bytes of a text, with the one before them and two behind.
pub(crate) type Window = [u8; LANES + 3];

/// What a language's scan stops at.
pub(crate) trait Marks: Copy {
    /// All ones for each byte to stop at, of those between the first and the last two of the window; zero for the others.
    fn among(self, window: &Window) -> [u8; LANES];
}

/// The places to judge in a text, found as they are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<M> {
    marks: M,
    /// Where the block in hand starts.
    block: usize,
    /// A bit for each byte of it that is to be judged.
    bits: u64,
}

impl<M: Marks> Scan<M> {
    /// A scan of a text, given as bytes to this and every later call.
    pub(crate) fn new(bytes: &[u8], marks: M) -> Self {
        let mut scan = Self { marks, block: 0, bits: 0 };
        scan.read(bytes);
        scan
    }

    /// The next place to judge from `at` on, which must not be less than in an earlier call.
    pub(crate) fn next(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        if at >= self.block + BLOCK {
            self.block = at;
            self.read(bytes);
        } else if at > self.block {
            self.bits &= u64::MAX << (at - self.block);
        }
        while self.bits == 0 {
            self.block += BLOCK;
            if self.block >= bytes.len() {
                return None;
            }
            self.read(bytes);
        }
        Some(self.block + self.bits.trailing_zeros() as usize)
    }

    /// Looks at the block in hand.
    fn read(&mut self, bytes: &[u8]) {
        let mut edge = [0; BLOCK + 3];
        let window = match self.block.checked_sub(1) {
            Some(start) if start + edge.len() <= bytes.len() => {
                bytes[start..].first_chunk().unwrap_or(&edge)
            }
            before => {
                copy_edge(bytes, self.block, before.is_some(), &mut edge);
                &edge
            }
        };
        self.bits = 0;
        for part in 0..BLOCK / LANES {
            if let Some(window) = window[part * LANES..].first_chunk() {
                let bits = high_bits(&self.marks.among(window));
                self.bits |= u64::from(bits) << (part * LANES);
            }
        }
    }
}

/// Copies what there is of a block at an edge of the text, and of its neighbours. Outside stand letters, which are of no
/// interest.
fn copy_edge(bytes: &[u8], block: usize, before: bool, edge: &mut [u8; BLOCK + 3]) {
    const OUTSIDE: u8 = b'x';
    edge.fill(OUTSIDE);
    let start = block - usize::from(before);
    let end = bytes.len().min(block + BLOCK + 2);
    let inside = bytes.get(start..end).unwrap_or_default();
    let first = usize::from(!before);
    edge[first..first + inside.len()].copy_from_slice(inside);
}

/// The highest bit of each byte.
fn high_bits(marks: &[u8; LANES]) -> u32 {
    let (words, _) = marks.as_chunks::<8>();
    let gathered = words.iter().rev().map(|word| {
        let high = u64::from_le_bytes(*word) & 0x8080_8080_8080_8080;
        (high.wrapping_mul(0x0002_0408_1020_4081) >> 56) as u32
    });
    gathered.fold(0, |bits, byte| bits << 8 | byte)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, LANES, Marks, Scan, Window};

    /// Stops at `b` between `a` and `cd`.
    #[derive(Clone, Copy)]
    struct Abcd;

    impl Marks for Abcd {
        fn among(self, window: &Window) -> [u8; LANES] {
            std::array::from_fn(|at| if window[at..].starts_with(b"abcd") { u8::MAX } else { 0 })
        }
    }

    #[test]
    fn blocks_and_their_seams_make_no_difference() {
        for length in 0..3 * BLOCK {
            let text = format!("{}abcd abc{}bcd abcd", "x".repeat(length), "ab".repeat(length % 7));
            let wanted: Vec<usize> = text.match_indices("abcd").map(|(at, _)| at + 1).collect();
            let mut scan = Scan::new(text.as_bytes(), Abcd);
            let mut at = 0;
            let found = std::iter::from_fn(|| {
                let place = scan.next(text.as_bytes(), at)?;
                at = place + 1;
                Some(place)
            });
            assert_eq!(found.collect::<Vec<_>>(), wanted, "{length} letters before");
        }
    }
}
