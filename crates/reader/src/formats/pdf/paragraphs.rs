//! Lines become paragraphs again, by their distances, indents and lengths.

use duizhao_bitext::BlockLanguage;

use super::columns::Flow;
use super::lines::Line;
use crate::language::{Tally, ends_sentence, is_wide};

/// Lines of one paragraph are at most so much further apart than the flow's lines are.
const SAME_PARAGRAPH: f64 = 1.3;
/// An indent is at least so wide, in font sizes, and at most so wide.
const INDENT: (f64, f64) = (0.8, 4.5);
/// Fonts whose sizes differ by more don't stand in one paragraph.
const SAME_SIZE: f64 = 1.12;
/// A line within a sentence is at least so long, as a share of its flow's width.
const LEAST_FULL: f64 = 0.75;
/// Signs at the beginning of an item.
const BULLETS: [char; 10] = ['•', '●', '▪', '■', '◆', '○', '‣', '►', '➢', '·'];

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！”’」』）》】…,.;:?!)";

/// What is known of a flow.
struct Shape {
    /// The left edge of each line's column.
    left: Vec<f64>,
    width: f64,
    /// The usual distance between lines, Chinese and English.
    pitch: [Option<f64>; 2],
    /// Whether there are lines enough at the left edge to say that one that does not begin there begins a paragraph.
    has_indents: bool,
}

/// The paragraphs of a flow, in order.
pub(super) fn paragraphs(flow: &Flow) -> Vec<&[Line]> {
    let lines = flow.lines.as_slice();
    let languages: Vec<BlockLanguage> =
        lines.iter().map(|line| Tally::of(&line.text).by_script()).collect();
    let shape = Shape::of(lines, &languages);
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for at in 1..=lines.len() {
        if at == lines.len() || shape.begins(lines, &languages, at) {
            paragraphs.push(&lines[start..at]);
            start = at;
        }
    }
    paragraphs
}

impl Shape {
    fn of(lines: &[Line], languages: &[BlockLanguage]) -> Self {
        let mut left = vec![0.0; lines.len()];
        let mut width = 0.0_f64;
        let mut start = 0;
        for page in lines.chunk_by(|one, other| one.column == other.column) {
            let edge = page.iter().map(|line| line.left).fold(f64::MAX, f64::min);
            let right = page.iter().map(|line| line.right).fold(f64::MIN, f64::max);
            left[start..start + page.len()].fill(edge);
            start += page.len();
            width = width.max(right - edge);
        }
        let at_edge = lines
            .iter()
            .zip(&left)
            .filter(|(line, left)| line.left - **left < INDENT.0 * line.size);
        let has_indents = at_edge.count() * 4 >= lines.len();
        let pitch = [BlockLanguage::Zh, BlockLanguage::En]
            .map(|language| pitch(lines, languages, language));
        Self { left, width, pitch, has_indents }
    }

    /// Whether the line at `at` begins a paragraph.
    fn begins(&self, lines: &[Line], languages: &[BlockLanguage], at: usize) -> bool {
        let (before, line) = (&lines[at - 1], &lines[at]);
        let is_resized = before.size > line.size * SAME_SIZE || line.size > before.size * SAME_SIZE;
        if is_resized || line.text.starts_with(BULLETS) {
            return true;
        }
        // A column of numbers.
        if self.width < 4.0 * line.size && !line.text.contains(char::is_alphabetic) {
            return true;
        }
        if before.column == line.column {
            let distance = line.baseline - before.baseline;
            let side = usize::from(languages[at] == BlockLanguage::En);
            let pitch = self.pitch[side].or(self.pitch[1 - side]);
            if pitch.is_some_and(|pitch| distance > SAME_PARAGRAPH * pitch) {
                return true;
            }
        }
        let indent = |at: usize| (lines[at].left - self.left[at]) / lines[at].size;
        let is_indented = (INDENT.0..INDENT.1).contains(&indent(at));
        if is_indented && (self.has_indents || indent(at) - indent(at - 1) > INDENT.0) {
            return true;
        }
        let is_other_language = languages[at] != languages[at - 1]
            && [at, at - 1]
                .into_iter()
                .all(|at| matches!(languages[at], BlockLanguage::Zh | BlockLanguage::En));
        if is_other_language && ends_sentence(&before.text) {
            return true;
        }
        // What is in the middle of a sentence goes on, in the next column or with a small letter; a line that leaves much room
        // at a column's end is a heading.
        let is_short = before.right < self.left[at - 1] + LEAST_FULL * self.width;
        let goes_on = before.column != line.column && !is_other_language && !is_short
            || line.text.starts_with(char::is_lowercase);
        (!goes_on || ends_sentence(&before.text)) && self.has_room(before, line, at)
    }

    /// Whether the first word of a line would still have found room in the line before.
    fn has_room(&self, before: &Line, line: &Line, at: usize) -> bool {
        let word = if line.text.starts_with(is_wide) {
            // Marks that may not begin a line draw the character before them along.
            let marks = line.text.chars().skip(1).take_while(|c| CLOSING.contains(*c)).count();
            (2.1 + marks as f64) * line.size
        } else {
            let letters = line.text.split_whitespace().next().unwrap_or_default().chars().count();
            let all = line.text.chars().count().max(1);
            (letters as f64 + 1.0) * (line.right - line.left) / all as f64 + 0.2 * line.size
        };
        before.right + word < self.left[at - 1] + self.width
    }
}

/// The lower quartile of the distances between lines of a language: paragraphs may be further apart, nothing is nearer.
fn pitch(lines: &[Line], languages: &[BlockLanguage], language: BlockLanguage) -> Option<f64> {
    let mut distances: Vec<f64> = (1..lines.len())
        .filter(|&at| languages[at] == language && languages[at - 1] == language)
        .filter(|&at| lines[at].column == lines[at - 1].column)
        .map(|at| lines[at].baseline - lines[at - 1].baseline)
        .filter(|distance| *distance > 0.0)
        .collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 4).copied()
}

#[cfg(test)]
mod tests {
    use super::super::columns::Flow;
    use super::super::lines::{rows, tests::glyphs};
    use super::paragraphs;

    fn read(lines: &[(&str, f64, f64)]) -> Vec<String> {
        let glyphs = lines.iter().flat_map(|(text, left, at)| glyphs(text, *left, *at)).collect();
        let lines = rows(glyphs, 0).iter().filter_map(super::super::lines::Row::whole).collect();
        let flow = Flow { lines };
        let text = |lines: &[super::Line]| -> String {
            lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("/")
        };
        paragraphs(&flow).into_iter().map(text).collect()
    }

    #[test]
    fn paragraphs_are_told_by_distance() {
        let lines = [
            ("The old bridge over the river", 10.0, 20.0),
            ("opens again in September, they", 10.0, 32.0),
            ("said.", 10.0, 44.0),
            ("It had been closed for years,", 10.0, 64.0),
            ("all of them dry.", 10.0, 76.0),
        ];
        assert_eq!(read(&lines).len(), 2);
    }

    #[test]
    fn a_heading_at_the_end_of_a_page_stays_alone() {
        let line = |text, baseline, column| {
            let row = &rows(glyphs(text, 10.0, baseline), column)[0];
            super::Line { column, ..row.whole().expect("a line") }
        };
        let page = |last| Flow {
            lines: vec![
                line("It opens in May.", 20.0, 0),
                line(last, 40.0, 0),
                line("Drivers are asked to use it at", 20.0, 1),
            ],
        };
        assert_eq!(paragraphs(&page("Weather and Travel")).len(), 3);
        assert_eq!(paragraphs(&page("The new road is open, and all")).len(), 2);
    }

    #[test]
    fn paragraphs_are_told_by_indents_and_by_short_lines() {
        let lines = [
            ("　　老桥九月重新开放。", 10.0, 20.0),
            ("市长昨天说这是一个好消息。", 10.0, 32.0),
            ("　　第二天下了一场大雨，没", 10.0, 44.0),
            ("有人来看桥，桥还是空空的。", 10.0, 56.0),
        ];
        assert_eq!(read(&lines).len(), 2);
        let lines = [
            ("The old bridge over the river", 10.0, 20.0),
            ("opens again.", 10.0, 32.0),
            ("It had been closed for years,", 10.0, 44.0),
            ("all of them dry.", 10.0, 56.0),
        ];
        assert_eq!(read(&lines).len(), 2);
    }
}
