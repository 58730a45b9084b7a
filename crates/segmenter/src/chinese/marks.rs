//! The bytes at which something may be to judge in Chinese.

use crate::scan::{self, LANES, Window};

/// Stops, quotation marks, brackets, and characters that may be among them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks;

impl scan::Marks for Marks {
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch would keep the compiler from comparing many bytes at once"
    )]
    fn among(self, window: &Window) -> [u8; LANES] {
        let mut marks = [0; LANES];
        for (at, mark) in marks.iter_mut().enumerate() {
            let (byte, second, third) = (window[at + 1], window[at + 2], window[at + 3]);
            // 。《》「」【】 and others, but not 、 and the ideographic space.
            let cjk = (byte == 0xE3) & (second == 0x80) & (third > 0x81);
            // ！？（） and others, but not ， and ：.
            let aside = (second == 0xBC) & ((third == 0x8C) | (third == 0x9A));
            let wide = (byte == 0xEF) & !aside;
            // “”… and others, but not —.
            let dash = (second == 0x80) & (third == 0x94);
            let general = (byte == 0xE2) & !dash;
            *mark = u8::from(cjk | wide | general | (byte == 0xC2)).wrapping_neg();
        }
        // Half the blocks of Chinese text hold no ASCII at all.
        let ascii = window[1..=LANES].iter().fold(u8::MAX, |all, byte| all & byte) < 0x80;
        if ascii {
            for (at, mark) in marks.iter_mut().enumerate() {
                let byte = window[at + 1];
                let stop = (byte == b'.') | (byte == b'?') | (byte == b'!') | (byte == b';');
                let bracket = (byte == b'(') | (byte == b')') | (byte == b'[') | (byte == b']');
                let line_break = byte.wrapping_sub(b'\n') < 4;
                *mark |= u8::from(stop | bracket | (byte == b'"') | line_break).wrapping_neg();
            }
        }
        marks
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
