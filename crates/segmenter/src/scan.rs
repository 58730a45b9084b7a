//! Finds the bytes at which a sentence may end, a stretch of some blocks at a time.
//!
//! Every byte of a block is looked at together with its neighbours by the same few comparisons, without a branch, in the widest
//! vectors that the processor has. What comes out is a bit for each byte at which something is to be judged.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

/// Bytes in a block: as many as a mask has bits.
const BLOCK: usize = 64;

/// Blocks in a stretch: as many as an ordinary paragraph takes, so that the way to the vectors is gone once for all.
const BLOCKS: usize = 8;

/// Bytes in a stretch.
const STRETCH: usize = BLOCK * BLOCKS;

/// Bytes that are looked at beside those of the blocks: one before, two behind.
const BESIDE: usize = 3;

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
    /// A bit for each byte of it that is still to be judged.
    bits: u64,
    /// Where the stretch in hand starts.
    start: usize,
    /// A bit for each later block of it in which something is to be judged.
    later: u32,
    /// The bits of those blocks.
    stretch: [u64; BLOCKS],
}

impl<M: Marks> Scan<M> {
    /// A scan of a text, given as bytes to this and every later call.
    pub(crate) fn new(bytes: &[u8], marks: M) -> Self {
        let (level, stretch) = (Level::new(), [0; BLOCKS]);
        let mut scan = Self { marks, level, block: 0, bits: 0, start: 0, later: 0, stretch };
        scan.read(bytes);
        scan
    }

    /// The next place to judge from `at` on, which must not be less than in an earlier call.
    pub(crate) fn next(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let beyond = at.saturating_sub(self.block);
        if beyond >= BLOCK {
            self.skip_to(bytes, at);
        } else {
            self.bits &= u64::MAX << beyond;
        }
        while self.bits == 0 {
            if self.later != 0 {
                self.take_block(at);
                continue;
            }
            if self.start + STRETCH >= bytes.len() {
                return None;
            }
            self.start += STRETCH;
            self.read(bytes);
        }
        Some(self.block + self.bits.trailing_zeros() as usize)
    }

    /// Goes on to the next block in which something is to be judged, and in it to `at`; the stretch has another such block, and
    /// `at` is not behind it.
    fn take_block(&mut self, at: usize) {
        let number = self.later.trailing_zeros() as usize % BLOCKS;
        self.block = self.start + number * BLOCK;
        self.bits = self.stretch[number] & u64::MAX << (at.saturating_sub(self.block) % BLOCK);
        self.later &= self.later - 1;
    }

    /// Leaves out everything before `at`, which lies behind the block in hand.
    fn skip_to(&mut self, bytes: &[u8], at: usize) {
        if at >= self.start + STRETCH {
            self.start = at.min(bytes.len());
            self.read(bytes);
        }
        self.later &= u32::MAX << ((at - self.start) / BLOCK % BLOCKS);
        self.bits = 0;
    }

    /// Looks at the stretch in hand.
    fn read(&mut self, bytes: &[u8]) {
        self.later = match self.start.checked_sub(1).and_then(|start| bytes[start..].first_chunk())
        {
            Some(inside) => self.look(inside, BLOCKS),
            None => self.look_at_edge(bytes),
        };
        self.bits = 0;
    }

    /// Looks at what there is of a stretch at an edge of the text. Outside stand letters, which are of no interest.
    #[inline(never)]
    fn look_at_edge(&mut self, bytes: &[u8]) -> u32 {
        let mut edge = [b'x'; STRETCH + BESIDE];
        let first = usize::from(self.start == 0);
        let before = self.start.saturating_sub(1);
        let end = bytes.len().min(before + edge.len() - first);
        edge[first..first + end - before].copy_from_slice(&bytes[before..end]);
        self.look(&edge, (bytes.len() - self.start).div_ceil(BLOCK))
    }

    /// Looks at this many blocks; a bit for each of them in which something is to be judged.
    fn look(&mut self, window: &[u8; STRETCH + BESIDE], blocks: usize) -> u32 {
        let stretch = &mut self.stretch[..blocks.min(BLOCKS)];
        dispatch!(self.level, simd => read(simd, self.marks, window, stretch))
    }
}

/// A bit for each byte of the blocks to stop at, and for each block in which there is one.
#[inline(always)]
#[expect(clippy::inline_always, reason = "only so it is compiled for the vectors of its caller")]
fn read<S: Simd, M: Marks>(
    simd: S,
    marks: M,
    bytes: &[u8; STRETCH + BESIDE],
    blocks: &mut [u64],
) -> u32 {
    let mut any = 0;
    let windows = bytes.windows(BLOCK + BESIDE).step_by(BLOCK);
    for (number, (bits, bytes)) in blocks.iter_mut().zip(windows).enumerate() {
        let from = |at: usize| u8x64::from_slice(simd, &bytes[at..at + BLOCK]);
        let window = Window { before: from(0), byte: from(1), next: from(2), third: from(3) };
        *bits = marks.among(window).to_bitmask();
        any |= u32::from(*bits != 0) << number;
    }
    any
}

#[cfg(test)]
mod tests {
    use fearless_simd::prelude::*;
    use fearless_simd::{mask8x64, u8x64};

    use super::{BLOCK, Marks, STRETCH, Scan, Window};

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
        for length in (0..3 * BLOCK).chain(STRETCH - 20..STRETCH + 20) {
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

    #[test]
    fn what_lies_before_the_place_asked_for_is_left_out() {
        let text = format!("{}{}abcd", "abcd x ".repeat(90), "x".repeat(2 * STRETCH));
        let places: Vec<usize> = text.match_indices("abcd").map(|(at, _)| at + 1).collect();
        for first in 0..text.len() {
            for step in [1, BLOCK - 1, BLOCK + 1, STRETCH] {
                let mut scan = Scan::new(text.as_bytes(), Abcd);
                for at in [first, first + step] {
                    let wanted = places.iter().copied().find(|place| *place >= at);
                    assert_eq!(scan.next(text.as_bytes(), at), wanted, "{first} and {step} on");
                }
            }
        }
    }
}
