//! The bytes at which an English sentence may end.

use crate::scan::{self, LANES, Window};

/// Word starts that are no small letters, white space and capitals behind a stop, and characters that may be either.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// A byte to stop at wherever it stands, besides those that always are.
    pub(super) also: u8,
}

impl scan::Marks for Marks {
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch would keep the compiler from comparing many bytes at once"
    )]
    fn among(self, window: &Window) -> [u8; LANES] {
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
            let rare = (byte < b' ') | (byte == 0xC2) | (byte >= 0xE0) | (byte == self.also);
            *mark = u8::from(start | behind_stop | rare).wrapping_neg();
        }
        marks
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
