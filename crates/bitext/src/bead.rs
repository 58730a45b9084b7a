use std::fmt;
use std::ops::Range;

/// A minimal group of Chinese and English sentences that translate each other.
///
/// Both sides are runs of consecutive sentences, given by their numbers in the two lists that were aligned. A bead with
/// an empty side is a *null bead*: its sentences have no counterpart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// The Chinese sentences.
    pub zh: Range<usize>,
    /// The English sentences.
    pub en: Range<usize>,
    /// The probability that the bead is right, from 0 to 1; 0 for null beads.
    pub score: f32,
    /// How much better, in nats, the ladder with this bead is than the best one without it; 0 if it was not measured.
    pub margin: f32,
}

impl Bead {
    /// A bead without a score.
    pub fn new(zh: Range<usize>, en: Range<usize>) -> Self {
        Self { zh, en, score: 0.0, margin: 0.0 }
    }

    /// Its shape.
    pub fn category(&self) -> Category {
        Category { zh: self.zh.len(), en: self.en.len() }
    }

    /// Whether one side is empty.
    pub fn is_null(&self) -> bool {
        self.zh.is_empty() || self.en.is_empty()
    }
}

/// The shape of a bead: how many Chinese and how many English sentences it holds. Displays as `1-2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category {
    /// Number of Chinese sentences.
    pub zh: usize,
    /// Number of English sentences.
    pub en: usize,
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.zh, self.en)
    }
}

/// The beads of a document.
///
/// Law: every sentence of both sides stands in exactly one bead. A ladder that came from one run of the aligner is
/// monotone; where blocks cross (a title's translation at the end of the page) the ladder of the document is not.
/// [`Display`](fmt::Display) writes the form of vecalign and Bertalign, `[0,1]:[0]:0.9876`, a bead a line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ladder {
    /// The beads, ordered by their Chinese sentences; beads without Chinese stand where their English belongs.
    pub beads: Vec<Bead>,
}

impl Ladder {
    /// A ladder of these beads, in this order.
    pub fn new(beads: Vec<Bead>) -> Self {
        Self { beads }
    }

    /// Whether every one of `zh` and `en` sentences stands in exactly one bead. Crossing beads are allowed.
    pub fn is_complete(&self, zh: usize, en: usize) -> bool {
        let covers = |side: fn(&Bead) -> &Range<usize>, count: usize| {
            let mut seen = vec![false; count];
            for number in self.beads.iter().flat_map(|bead| side(bead).clone()) {
                if number >= count || std::mem::replace(&mut seen[number], true) {
                    return false;
                }
            }
            seen.into_iter().all(|seen| seen)
        };
        covers(|bead| &bead.zh, zh) && covers(|bead| &bead.en, en)
    }

    /// Whether the beads follow each other on both sides without gap, overlap or crossing, from 0 to `zh` and `en`.
    pub fn is_monotone(&self, zh: usize, en: usize) -> bool {
        let mut at = (0, 0);
        for bead in &self.beads {
            if (bead.zh.start, bead.en.start) != at || (bead.zh.is_empty() && bead.en.is_empty()) {
                return false;
            }
            at = (bead.zh.end, bead.en.end);
        }
        at == (zh, en)
    }
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut numbers = |side: &Range<usize>, behind: &str| {
            f.write_str("[")?;
            for number in side.clone() {
                let separator = if number > side.start { "," } else { "" };
                write!(f, "{separator}{number}")?;
            }
            f.write_str(behind)
        };
        for bead in &self.beads {
            numbers(&bead.zh, "]:")?;
            numbers(&bead.en, &format!("]:{:.4}\n", bead.score))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Bead, Ladder};

    #[test]
    fn a_crossing_ladder_is_complete_but_not_monotone() {
        let ladder = Ladder::new(vec![Bead::new(0..1, 1..2), Bead::new(1..2, 0..1)]);
        assert!(ladder.is_complete(2, 2));
        assert!(!ladder.is_monotone(2, 2));
    }

    #[test]
    fn a_sentence_twice_or_never_breaks_the_law() {
        assert!(!Ladder::new(vec![Bead::new(0..1, 0..1), Bead::new(0..1, 1..2)]).is_complete(1, 2));
        assert!(!Ladder::new(vec![Bead::new(0..1, 0..1)]).is_complete(1, 2));
        assert!(!Ladder::new(vec![Bead::new(0..2, 0..1)]).is_complete(1, 1));
    }
}
