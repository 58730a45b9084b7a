use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::EvaluationError;
use crate::alignment::files::text;
use crate::alignment::quality::{Measures, share};

/// How good the sentence boundaries of some paragraphs are. Displays as text; serialises with its counts.
///
/// Boundaries are compared by the number of characters before them that are no white space, so that trimmed or
/// normalised spaces cost nothing. The boundary at a paragraph's end is free and not counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoundaryReport {
    /// Predicted boundaries.
    pub predicted: usize,
    /// Gold boundaries.
    pub gold: usize,
    /// Boundaries in both.
    pub right: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Paragraphs with all boundaries right and none too many.
    pub exact: usize,
    /// Paragraphs whose predicted sentences, joined, are not the paragraph. Their offsets mean little.
    pub altered: Vec<usize>,
}

/// A line of gold: a paragraph, and how many of its characters stand before the end of each sentence.
#[derive(Debug, Deserialize)]
struct GoldParagraph {
    text: String,
    ends: Vec<usize>,
}

impl Serialize for BoundaryReport {
    /// The counts, and the measures made of them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let measures = self.measures();
        let mut record = serializer.serialize_struct("BoundaryReport", 9)?;
        record.serialize_field("precision", &measures.precision)?;
        record.serialize_field("recall", &measures.recall)?;
        record.serialize_field("f1", &measures.f1)?;
        record.serialize_field("predicted", &self.predicted)?;
        record.serialize_field("gold", &self.gold)?;
        record.serialize_field("right", &self.right)?;
        record.serialize_field("paragraphs", &self.paragraphs)?;
        record.serialize_field("exact", &self.exact)?;
        record.serialize_field("altered", &self.altered)?;
        record.end()
    }
}

impl BoundaryReport {
    /// Judges the segmentation in the file `predicted` (a sentence a line, an empty line after each paragraph) against
    /// the file `gold` (a line `{"text": paragraph, "ends": [characters before each sentence's end, …]}` a paragraph).
    ///
    /// # Errors
    /// Files that cannot be read or are not in their form, and [`EvaluationError::Paragraphs`].
    pub fn of_files(gold: &Path, predicted: &Path) -> Result<Self, EvaluationError> {
        Self::of(&text(gold)?, &text(predicted)?).map_err(|error| error.in_file(gold))
    }

    /// Judges the text of a prediction against the text of a gold file.
    ///
    /// # Errors
    /// [`EvaluationError::Line`] for a line of gold, and [`EvaluationError::Paragraphs`].
    pub fn of(gold: &str, predicted: &str) -> Result<Self, EvaluationError> {
        let gold = gold.lines().enumerate().map(|(index, line)| gold_paragraph(index, line));
        let gold = gold.collect::<Result<Vec<_>, _>>()?;
        let predicted = paragraphs(predicted);
        if gold.len() != predicted.len() {
            return Err(EvaluationError::Paragraphs {
                predicted: predicted.len(),
                gold: gold.len(),
            });
        }
        let mut report = Self { paragraphs: gold.len(), ..Self::default() };
        for (number, (gold, sentences)) in gold.iter().zip(&predicted).enumerate() {
            report.add(number, gold, sentences);
        }
        Ok(report)
    }

    fn add(&mut self, number: usize, gold: &GoldParagraph, sentences: &[&str]) {
        let inner = |boundaries: BTreeSet<usize>| {
            let total = squeezed(&gold.text).count();
            boundaries.into_iter().filter(|&at| at != 0 && at != total).collect::<BTreeSet<_>>()
        };
        let wanted = inner(wanted(gold));
        let said = inner(said(sentences));
        self.predicted += said.len();
        self.gold += wanted.len();
        self.right += wanted.intersection(&said).count();
        self.exact += usize::from(wanted == said);
        if !sentences.iter().flat_map(|sentence| squeezed(sentence)).eq(squeezed(&gold.text)) {
            self.altered.push(number);
        }
    }

    /// Precision, recall and F1 of the boundaries; 1 where nothing was said, or nothing was to be said.
    pub fn measures(&self) -> Measures {
        let part = |whole| if whole == 0 { 1.0 } else { share(self.right, whole) };
        Measures::new(part(self.predicted), part(self.gold))
    }
}

impl fmt::Display for BoundaryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Measures { precision, recall, f1 } = self.measures();
        let Self { predicted, gold, right, paragraphs, exact, altered } = self;
        writeln!(
            f,
            "boundaries  P {precision:.4}  R {recall:.4}  F {f1:.4}  {right}/{predicted} right, {right}/{gold} found"
        )?;
        writeln!(f, "paragraphs  {exact}/{paragraphs} exact")?;
        if let Some(first) = altered.first() {
            writeln!(
                f,
                "            {} whose text was altered, the first is paragraph {}",
                altered.len(),
                first + 1
            )?;
        }
        writeln!(
            f,
            "Convention: the boundary at a paragraph's end is free, and white space does not count."
        )
    }
}

fn gold_paragraph(index: usize, line: &str) -> Result<GoldParagraph, EvaluationError> {
    let expected = "{\"text\": a paragraph, \"ends\": [the number of its characters before each sentence's end, …]}";
    let paragraph: GoldParagraph =
        serde_json::from_str(line).map_err(|_| EvaluationError::line(index, expected, line))?;
    let characters = paragraph.text.chars().count();
    match paragraph.ends.iter().find(|&&end| end > characters) {
        Some(end) => {
            let found = format!("an end at {end} in a paragraph of {characters} characters");
            Err(EvaluationError::line(index, "ends inside the paragraph", &found))
        }
        None => Ok(paragraph),
    }
}

/// The sentences of each paragraph: runs of lines between empty ones.
fn paragraphs(predicted: &str) -> Vec<Vec<&str>> {
    let lines: Vec<_> = predicted.lines().collect();
    let runs = lines.split(|line| line.chars().all(is_space)).filter(|run| !run.is_empty());
    runs.map(<[&str]>::to_vec).collect()
}

fn wanted(gold: &GoldParagraph) -> BTreeSet<usize> {
    // How many characters that are no space stand before each character.
    let mut before = vec![0];
    let mut seen = 0;
    for c in gold.text.chars() {
        seen += usize::from(!is_space(c));
        before.push(seen);
    }
    gold.ends.iter().map(|&end| before[end]).collect()
}

fn said(sentences: &[&str]) -> BTreeSet<usize> {
    let ends = sentences.iter().scan(0, |at, sentence| {
        *at += squeezed(sentence).count();
        Some(*at)
    });
    ends.collect()
}

fn squeezed(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| !is_space(c))
}

/// White space, with the four separators that Unicode calls control characters and most string libraries call space.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::BoundaryReport;

    fn report(gold: &str, predicted: &str) -> BoundaryReport {
        BoundaryReport::of(gold, predicted).unwrap()
    }

    #[test]
    fn by_hand() {
        let gold = concat!(
            r#"{"text": "天亮了。 鸡叫了。他起床。", "ends": [4, 9, 13]}"#,
            "\n",
            r#"{"text": "One. Two.", "ends": [4, 9]}"#,
            "\n",
        );
        // One boundary found of two, one invented inside the third sentence; the second paragraph is right.
        let report = report(gold, "天亮了。\n鸡叫了。他\n起床。\n\nOne.\n Two.\n\n\n");
        assert_eq!((report.right, report.predicted, report.gold), (2, 3, 3));
        assert_eq!((report.exact, report.paragraphs), (1, 2));
        assert!(report.altered.is_empty());
    }

    #[test]
    fn spaces_cost_nothing_but_lost_letters_are_noticed() {
        let gold = r#"{"text": "a\u00a0b. c", "ends": [4, 6]}"#;
        assert_eq!(report(gold, "a b.\n\u{3000}c\n"), report(gold, "ab.\nc"));
        assert_eq!(report(gold, "ab.\nd").altered, [0]);
    }

    #[test]
    fn silence_is_precise() {
        let silent = report(r#"{"text": "A. B.", "ends": [2, 5]}"#, "A. B.\n").measures();
        assert_eq!((silent.precision, silent.recall, silent.f1), (1.0, 0.0, 0.0));
        let nothing_to_say = report(r#"{"text": "A.", "ends": [2]}"#, "A.\n").measures();
        assert_eq!(
            (nothing_to_say.precision, nothing_to_say.recall, nothing_to_say.f1),
            (1.0, 1.0, 1.0)
        );
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        let gold = "{\"text\": \"A. B.\", \"ends\": [2, 5]}\n";
        let error = |gold: &str, predicted: &str| {
            BoundaryReport::of(gold, predicted).unwrap_err().to_string()
        };
        assert!(error(gold, "A.\n\nB.\n").starts_with("2 paragraphs predicted, 1 in gold"));
        assert!(
            error(&gold.repeat(2).replace("5]}\n{", "6]}\n{"), "A. B.")
                .contains("line 1: expected ends inside")
        );
        assert!(error(&format!("{gold}A.\n"), "A. B.").starts_with("line 2: expected {\"text\""));
    }
}
