//! The bytes at which something may be to judge in Chinese.

use fearless_simd::mask8x64;
use fearless_simd::prelude::*;

use crate::scan::{self, Window};

/// Stops, quotation marks, brackets, and characters that may be among them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks;

impl scan::Marks for Marks {
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "only so it is compiled for the vectors of its caller"
    )]
    fn among<S: Simd>(self, window: Window<S>) -> mask8x64<S> {
        let Window { byte, next, third, .. } = window;
        // 。《》「」【】 and others, but not 、 and the ideographic space.
        let cjk = byte.simd_eq(0xE3) & next.simd_eq(0x80) & third.simd_ge(0x82);
        // ！？（） and others, but not ， and ：.
        let aside = next.simd_eq(0xBC) & (third.simd_eq(0x8C) | third.simd_eq(0x9A));
        let wide = byte.simd_eq(0xEF) & !aside;
        // “”… and others, but not —.
        let dash = next.simd_eq(0x80) & third.simd_eq(0x94);
        let general = byte.simd_eq(0xE2) & !dash;
        let stop =
            byte.simd_eq(b'.') | byte.simd_eq(b'?') | byte.simd_eq(b'!') | byte.simd_eq(b';');
        let round = byte.simd_eq(b'(') | byte.simd_eq(b')');
        let bracket = round | byte.simd_eq(b'[') | byte.simd_eq(b']');
        let line_break = (byte - b'\n').simd_lt(4);
        let ascii = stop | bracket | byte.simd_eq(b'"') | line_break;
        cjk | wide | general | byte.simd_eq(0xC2) | ascii
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use crate::scan::Scan;

    #[test]
    fn stops_at_stops_quotations_and_brackets() {
        let text = "我，说：“好——”、他（a.b）\u{3000}《书》？\n";
        let mut scan = Scan::new(text.as_bytes(), Marks);
        let mut at = 0;
        let places = std::iter::from_fn(|| {
            let place = scan.next(text.as_bytes(), at)?;
            at = place + 1;
            text[place..].chars().next()
        });
        assert_eq!(places.collect::<String>(), "“”（.）《》？\n");
    }
}
