//! Glyphs become stretches of text, and stretches at one height a row.

use super::glyphs::Glyph;
use crate::language::is_wide;

/// Text without a wide gap in it, in points from the upper left corner of its page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    /// The size of its largest font.
    pub(super) size: f64,
    /// The page, counted from 0.
    pub(super) page: usize,
    /// The column, counted from 0 through all pages.
    pub(super) column: usize,
}

impl Line {
    /// This line and one that stands to its right, as one.
    pub(super) fn joined(mut self, other: &Self) -> Self {
        // Justified lines of Chinese have gaps everywhere.
        let wide = [self.text.ends_with(is_wide), other.text.starts_with(is_wide)];
        let least = match wide {
            [false, false] => 0.0,
            [true, true] => 1.0,
            _ => WIDE_WORD_GAP,
        };
        if other.left - self.right > least * self.size {
            self.text.push(' ');
        }
        self.text.push_str(&other.text);
        self.right = other.right;
        self.size = self.size.max(other.size);
        self
    }
}

/// What stands at one height of a page, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) parts: Vec<Line>,
}

impl Row {
    /// The height, from the top of the page.
    pub(super) fn baseline(&self) -> f64 {
        self.parts.first().map_or(0.0, |part| part.baseline)
    }

    /// The row as one line.
    pub(super) fn whole(&self) -> Option<Line> {
        let (first, rest) = self.parts.split_first()?;
        Some(rest.iter().fold(first.clone(), Line::joined))
    }
}

/// Glyphs at heights that differ by less than this share of their size stand in one row.
const SAME_HEIGHT: f64 = 0.35;
/// A gap between two glyphs, as a share of their size, that separates words.
const WORD_GAP: f64 = 0.2;
/// The same where a Chinese character stands at the gap, which justified lines spread.
const WIDE_WORD_GAP: f64 = 0.6;
/// A gap that may separate columns.
const PART_GAP: f64 = 0.4;

/// The rows of a page, from top to bottom.
pub(super) fn rows(mut glyphs: Vec<Glyph>, page: usize) -> Vec<Row> {
    glyphs.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row)
                if row.first().is_some_and(|first| {
                    glyph.baseline - first.baseline <= SAME_HEIGHT * glyph.size.max(first.size)
                }) =>
            {
                row.push(glyph);
            }
            _ => rows.push(vec![glyph]),
        }
    }
    rows.into_iter()
        .map(|mut glyphs| {
            glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
            Row { parts: parts(&glyphs, page) }
        })
        .filter(|row| !row.parts.is_empty())
        .collect()
}

fn parts(glyphs: &[Glyph], page: usize) -> Vec<Line> {
    let mut parts: Vec<Line> = Vec::new();
    let mut last: Option<&Glyph> = None;
    // The width of a space that was written: no gap, however wide the font makes it.
    let mut space: Option<f64> = None;
    for glyph in glyphs {
        if glyph.text.chars().all(char::is_whitespace) {
            space = space.or(Some(glyph.right - glyph.left));
            continue;
        }
        let before = last.replace(glyph);
        let space = space.take();
        if let (Some(before), Some(part)) = (before, parts.last_mut()) {
            // Bold letters are sometimes the same letters twice.
            let is_doubled =
                before.text == glyph.text && (glyph.left - before.left).abs() < 0.15 * glyph.size;
            if is_doubled {
                continue;
            }
            let size = before.size.max(glyph.size);
            let gap = glyph.left - part.right;
            if gap - space.unwrap_or(0.0) < PART_GAP * size {
                let wide = [before, glyph].map(Glyph::is_wide);
                let least = if wide == [false; 2] { WORD_GAP } else { WIDE_WORD_GAP };
                if gap > least * size || (space.is_some() && wide != [true; 2]) {
                    part.text.push(' ');
                }
                part.text.push_str(&glyph.text);
                part.right = part.right.max(glyph.right);
                if glyph.size > part.size {
                    part.size = glyph.size;
                    part.baseline = glyph.baseline;
                }
                continue;
            }
        }
        parts.push(Line {
            text: glyph.text.clone(),
            left: glyph.left,
            right: glyph.right,
            baseline: glyph.baseline,
            size: glyph.size,
            page,
            column: 0,
        });
    }
    parts
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Glyph, Line, rows};

    /// Glyphs half as wide as they are high, Chinese ones as wide.
    pub(crate) fn glyphs(text: &str, left: f64, baseline: f64) -> Vec<Glyph> {
        let mut at = left;
        let mut glyphs = Vec::new();
        for c in text.chars() {
            let width = if super::is_wide(c) { 10.0 } else { 5.0 };
            let text = c.to_string();
            glyphs.push(Glyph { text, left: at, right: at + width, baseline, size: 10.0 });
            at += width;
        }
        glyphs
    }

    #[test]
    fn gaps_become_spaces_or_separate_parts() {
        let mut page = glyphs("bridge", 100.0, 50.0);
        page.extend(glyphs("The", 30.0, 50.0));
        page.extend(glyphs("old", 48.0, 50.5));
        page.extend(glyphs("老桥", 30.0, 70.0));
        let found = rows(page, 3);
        let texts: Vec<Vec<&str>> = found
            .iter()
            .map(|row| row.parts.iter().map(|part| part.text.as_str()).collect())
            .collect();
        assert_eq!(texts, [vec!["The old", "bridge"], vec!["老桥"]]);
        let Line { left, right, page, .. } = found[0].parts[0];
        assert_eq!((left, right, page), (30.0, 63.0, 3));
        assert_eq!(found[0].whole().expect("a line").text, "The old bridge");
    }

    #[test]
    fn letters_printed_twice_count_once() {
        let mut page = glyphs("桥开", 10.0, 10.0);
        page.extend(glyphs("桥开", 10.3, 10.0));
        assert_eq!(rows(page, 0)[0].parts[0].text, "桥开");
    }
}
