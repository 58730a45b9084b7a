//! The bytes at which an English sentence may end.

use fearless_simd::mask8x64;
use fearless_simd::prelude::*;

use crate::scan::{self, Window};

/// Word starts that are no small letters, white space and capitals behind a stop, and characters that may be either.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// A byte to stop at wherever it stands, besides those that always are.
    pub(super) also: u8,
}

impl scan::Marks for Marks {
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "only so it is compiled for the vectors of its caller"
    )]
    fn among<S: Simd>(self, window: Window<S>) -> mask8x64<S> {
        let Window { before, byte, next, .. } = window;
        let lower = (byte - b'a').simd_lt(26);
        // A word that a sentence may start with, or the letter of a list item.
        let lettered = lower & (next.simd_eq(b'.') | next.simd_eq(b')'));
        let outside = byte.simd_eq(b' ') | byte.simd_eq(b',');
        let start = before.simd_eq(b' ') & !outside & (!lower | lettered);
        // Behind a stop a space with nothing behind it that is stopped at anyway, and a capital without a space.
        let stopped = before.simd_eq(b'.') | before.simd_eq(b'!') | before.simd_eq(b'?');
        let unmarked = (next - b'a').simd_lt(26) | next.simd_eq(b' ') | next.simd_eq(b',');
        let upper = (byte - b'A').simd_lt(26);
        let behind_stop = stopped & (byte.simd_eq(b' ') & unmarked | upper | byte.simd_ge(0x80));
        // White space of another kind, and characters of several bytes that may be white space or marks.
        let wide = byte.simd_eq(0xC2) | byte.simd_ge(0xE0);
        let rare = byte.simd_lt(b' ') | wide | byte.simd_eq(self.also);
        start | behind_stop | rare
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use crate::scan::Scan;

    #[test]
    fn stops_at_word_starts_and_behind_stops() {
        let text = "He said so, then. it Was b) x.Y 3 é…z".as_bytes();
        let mut scan = Scan::new(text, Marks { also: b'\n' });
        let mut at = 0;
        let places = std::iter::from_fn(|| {
            let place = scan.next(text, at)?;
            at = place + 1;
            Some(place)
        });
        assert_eq!(places.collect::<Vec<_>>(), [17, 21, 25, 28, 30, 32, 34, 36]);
    }
}
