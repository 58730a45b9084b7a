use duizhao_bitext::{Bead, Category};

use crate::EvaluationError;

/// A bead as a file states it: any sentence numbers, right or wrong, in the order of the file.
///
/// Unlike [`Bead`], whose sides are runs by construction, it can hold what a judge must be able to see: gaps, repeated
/// sentences, numbers that do not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedBead {
    /// The Chinese sentences, numbered from 0.
    pub zh: Vec<usize>,
    /// The English sentences, numbered from 0.
    pub en: Vec<usize>,
    /// What the aligner gave as its certainty; `None` if the file says nothing, or no finite number.
    pub score: Option<f64>,
}

impl StatedBead {
    /// Whether one side is empty.
    pub fn is_null(&self) -> bool {
        self.zh.is_empty() || self.en.is_empty()
    }

    /// Its shape.
    pub fn category(&self) -> Category {
        Category { zh: self.zh.len(), en: self.en.len() }
    }

    /// The two sides, which make a bead the same as another.
    pub(crate) fn sides(&self) -> (&[usize], &[usize]) {
        (&self.zh, &self.en)
    }

    /// The links between the sentences of the two sides.
    pub(crate) fn links(&self) -> impl Iterator<Item = (usize, usize)> {
        self.zh.iter().flat_map(|&zh| self.en.iter().map(move |&en| (zh, en)))
    }
}

impl From<&Bead> for StatedBead {
    fn from(bead: &Bead) -> Self {
        Self {
            zh: bead.zh.clone().collect(),
            en: bead.en.clone().collect(),
            score: Some(f64::from(bead.score)),
        }
    }
}

/// How a file writes down a ladder. Chinese comes first in all of them, and sentences are numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LadderFormat {
    /// A bead a line: `[0,1]:[0]:0.93` as vecalign and Bertalign write it, or `0,1<TAB>0<TAB>0.93`. The two
    /// are told apart line by line. An empty side is a null bead; the score may be missing, further fields are ignored.
    #[default]
    Beads,
    /// hunalign's ladder: a rung a line, `2<TAB>1<TAB>0.57`: how many Chinese and English sentences stand before it, and
    /// the quality of the bead between this rung and the next. It cannot be told from the other form by its looks.
    Hunalign,
}

/// Reads a ladder from `text`. Empty lines, and beads that are empty on both sides, are skipped.
///
/// # Errors
/// [`EvaluationError::Line`] names the first line that is not in the `format`.
pub fn parse_ladder(text: &str, format: LadderFormat) -> Result<Vec<StatedBead>, EvaluationError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    match format {
        LadderFormat::Beads => lines
            .map(|(index, line)| bead(index, line))
            .filter(|bead| !matches!(bead, Ok(bead) if bead.zh.is_empty() && bead.en.is_empty()))
            .collect(),
        LadderFormat::Hunalign => between_rungs(lines),
    }
}

fn bead(index: usize, line: &str) -> Result<StatedBead, EvaluationError> {
    let bracketed = line.starts_with('[');
    let mut fields = line.split(if bracketed { ':' } else { '\t' });
    let mut side = || match fields.next() {
        Some(field) if bracketed => field
            .trim()
            .strip_prefix('[')
            .and_then(|field| field.strip_suffix(']'))
            .and_then(numbers),
        Some(field) => numbers(field),
        // An editor that trims its lines takes the TAB of a null bead away.
        None => (!bracketed).then(Vec::new),
    };
    let (Some(zh), Some(en)) = (side(), side()) else {
        let expected = "`[0,1]:[0]:score` or `0,1<TAB>0<TAB>score` (the score may be missing)";
        return Err(EvaluationError::line(index, expected, line));
    };
    Ok(StatedBead { zh, en, score: fields.next().and_then(finite) })
}

fn numbers(field: &str) -> Option<Vec<usize>> {
    let numbers = field.split(',').map(str::trim).filter(|number| !number.is_empty());
    numbers.map(|number| number.parse().ok()).collect()
}

fn finite(field: &str) -> Option<f64> {
    field.trim().parse().ok().filter(|score: &f64| score.is_finite())
}

/// The longest stretch between two rungs that is believed; a longer one is a damaged number.
const LONGEST_STRETCH: usize = 1 << 20;

fn between_rungs<'t>(
    lines: impl Iterator<Item = (usize, &'t str)>,
) -> Result<Vec<StatedBead>, EvaluationError> {
    let expected =
        "hunalign's `2<TAB>1<TAB>quality`, both numbers no smaller than on the line before";
    let mut beads = Vec::new();
    let mut last: Option<(usize, usize, Option<f64>)> = None;
    for (index, line) in lines {
        let mut fields = line.split('\t');
        let mut position = || fields.next().and_then(|field| field.trim().parse::<usize>().ok());
        let (Some(zh), Some(en)) = (position(), position()) else {
            return Err(EvaluationError::line(index, expected, line));
        };
        let (from_zh, from_en, score) = last.unwrap_or((zh, en, None));
        let believed = |from: usize, to: usize| from <= to && to - from <= LONGEST_STRETCH;
        if !believed(from_zh, zh) || !believed(from_en, en) {
            return Err(EvaluationError::line(index, expected, line));
        }
        if (from_zh, from_en) != (zh, en) {
            beads.push(StatedBead {
                zh: (from_zh..zh).collect(),
                en: (from_en..en).collect(),
                score,
            });
        }
        last = Some((zh, en, fields.next().and_then(finite)));
    }
    Ok(beads)
}

#[cfg(test)]
mod tests {
    use super::{LadderFormat, StatedBead, parse_ladder};

    fn stated(zh: &[usize], en: &[usize], score: Option<f64>) -> StatedBead {
        StatedBead { zh: zh.to_vec(), en: en.to_vec(), score }
    }

    #[test]
    fn both_forms_of_beads_say_the_same() {
        let expected = [
            stated(&[0, 1], &[0], Some(0.5)),
            stated(&[2], &[], None),
            stated(&[], &[1, 2], Some(0.0)),
        ];
        for text in [
            "[0,1]:[0]:0.5\n[2]:[]\n[]:[1,2]:0.0\n",
            "\u{feff}[0, 1]:[0]:0.5\r\n\r\n[2]:[]\r\n[]:[1, 2]:0.0000:more",
            "0,1\t0\t0.5\n2\t\n\t1,2\t0\n",
            "0,1\t0\t0.5\n2\n\t1,2\t0\n[]:[]:0\n",
        ] {
            assert_eq!(parse_ladder(text, LadderFormat::Beads).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn hunalign_counts_the_sentences_before_a_rung() {
        let beads =
            parse_ladder("0\t0\t0.3\n2\t1\t-0.3\n2\t2\t0.9\n3\t3\t0\n", LadderFormat::Hunalign);
        let expected = [
            stated(&[0, 1], &[0], Some(0.3)),
            stated(&[], &[1], Some(-0.3)),
            stated(&[2], &[2], Some(0.9)),
        ];
        assert_eq!(beads.unwrap(), expected);
    }

    #[test]
    fn a_damaged_line_is_named() {
        for (text, format, line) in [
            ("0\t0\n1,x\t1\n", LadderFormat::Beads, 2),
            ("[0]\n", LadderFormat::Beads, 1),
            ("[0]:[1\n", LadderFormat::Beads, 1),
            ("-1\t0\n", LadderFormat::Beads, 1),
            ("0\t0\n\n2\t1\n1\t2\n", LadderFormat::Hunalign, 4),
            ("0\t0\n99999999999\t1\n", LadderFormat::Hunalign, 2),
        ] {
            let error = parse_ladder(text, format).unwrap_err().to_string();
            assert!(error.starts_with(&format!("line {line}: expected ")), "{text:?}: {error}");
        }
    }
}
