//! Finds the bytes at which a sentence may end, a block at a time.
//!
//! Every byte of a block is looked at together with its neighbours by the same few comparisons, without a branch, in the widest
//! vectors that the processor has. What comes out is a bit for each byte at which something is to be judged.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

/// Bytes in a block: as many as a mask has bits.
const BLOCK: usize = 64;

/// The bytes of a block, with the one before them and two behind.
type Bytes = [u8; BLOCK + 3];

/// A block and its neighbours: for each byte of it the one before, itself, and the two behind.
#[derive(Clone, Copy)]
pub(crate) struct Window<S: Simd> {
    pub(crate) before: u8x64<S>,
    pub(crate) byte: u8x64<S>,
    pub(crate) next: u8x64<S>,
    pub(crate) third: u8x64<S>,
}

/// What a language's scan stops at.
pub(crate) trait Marks: Copy {
    /// The bytes of the block to stop at.
    fn among<S: Simd>(self, window: Window<S>) -> mask8x64<S>;
}

/// The places to judge in a text, found as they are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<M> {
    marks: M,
    /// The instructions that the processor has.
    level: Level,
    /// Where the block in hand starts.
    block: usize,
    /// A bit for each byte of it that is to be judged.
    bits: u64,
}

impl<M: Marks> Scan<M> {
    /// A scan of a text, given as bytes to this and every later call.
    pub(crate) fn new(bytes: &[u8], marks: M) -> Self {
        let mut scan = Self { marks, level: Level::new(), block: 0, bits: 0 };
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
        let mut edge: Bytes = [0; BLOCK + 3];
        let window = match self.block.checked_sub(1) {
            Some(start) if start + edge.len() <= bytes.len() => {
                bytes[start..].first_chunk().unwrap_or(&edge)
            }
            before => {
                copy_edge(bytes, self.block, before.is_some(), &mut edge);
                &edge
            }
        };
        let marks = self.marks;
        self.bits = dispatch!(self.level, simd => bits(simd, marks, window));
    }
}

/// A bit for each byte of a block to stop at.
#[inline(always)]
#[expect(clippy::inline_always, reason = "only so it is compiled for the vectors of its caller")]
fn bits<S: Simd, M: Marks>(simd: S, marks: M, bytes: &Bytes) -> u64 {
    let from = |at: usize| u8x64::from_slice(simd, &bytes[at..at + BLOCK]);
    let window = Window { before: from(0), byte: from(1), next: from(2), third: from(3) };
    marks.among(window).to_bitmask()
}

/// Copies what there is of a block at an edge of the text, and of its neighbours. Outside stand letters, which are of no
/// interest.
fn copy_edge(bytes: &[u8], block: usize, before: bool, edge: &mut Bytes) {
    const OUTSIDE: u8 = b'x';
    edge.fill(OUTSIDE);
    let start = block - usize::from(before);
    let end = bytes.len().min(block + BLOCK + 2);
    let inside = bytes.get(start..end).unwrap_or_default();
    let first = usize::from(!before);
    edge[first..first + inside.len()].copy_from_slice(inside);
}

#[cfg(test)]
mod tests {
    use fearless_simd::prelude::*;
    use fearless_simd::{mask8x64, u8x64};

    use super::{BLOCK, Marks, Scan, Window};

    /// Stops at `b` between `a` and `cd`.
    #[derive(Clone, Copy)]
    struct Abcd;

    impl Marks for Abcd {
        fn among<S: Simd>(self, window: Window<S>) -> mask8x64<S> {
            let Window { before, byte, next, third } = window;
            let is = |bytes: u8x64<S>, letter: u8| bytes.simd_eq(letter);
            is(before, b'a') & is(byte, b'b') & is(next, b'c') & is(third, b'd')
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
