use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of a text, in bytes: `start` is inside, `end` is the first byte after it.
///
/// Both ends lie on character boundaries of the text they were made for, and `start <= end`. Spans of one text are
/// compared by start, then by end. In the corpus folder spans are given in characters; see [`Span::in_characters`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after the span.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to and without `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same span, counted from the beginning of a text in which this one's text starts at `offset`.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// The stretch of `text` that the span covers.
    ///
    /// # Panics
    /// If the span was made for another text and its ends are not character boundaries of this one.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The span without the white space (in Unicode's sense) at its two ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let inside = self.of(text);
        // Most spans start and end with a byte that shows at once that there is nothing to trim, or just a space.
        let inside = inside.strip_prefix(' ').unwrap_or(inside);
        let start = match inside.as_bytes().first() {
            Some(b'!'..=b'~' | 0xC3..=0xE0 | 0xE4..) => inside,
            _ => inside.trim_start(),
        };
        let both = match start.as_bytes() {
            [.., b'!'..=b'~'] | [.., 0xE4..=0xFF, _, _] | [.., 0xE3, 0x80, 0x81..=0xFF] => start,
            _ => start.trim_end(),
        };
        let start = self.end - start.len();
        Self { start, end: start + both.len() }
    }

    /// The same stretch counted in Unicode scalar values. Costs a scan of `text` up to the span's end.
    #[must_use]
    pub fn in_characters(self, text: &str) -> Self {
        let start = text[..self.start].chars().count();
        Self { start, end: start + self.of(text).chars().count() }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn trimming_takes_every_kind_of_space() {
        let text = "\u{3000}你好。\u{a0}\u{2002}\n";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "你好。");
        for space in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            for inside in ["", "a", "é", "中", "。", "😀"] {
                let text = format!("{space}{inside}{space}");
                assert_eq!(Span::new(0, text.len()).trimmed(&text).of(&text), inside);
            }
        }
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = "对照 side";
        assert_eq!(Span::new(3, 7).in_characters(text), Span::new(1, 3));
    }
}
