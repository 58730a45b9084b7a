use std::borrow::Cow;
use std::ops::Range;

use crate::Role;

/// A bead as it leaves the scorer: the sentences of both sides, what was measured of them, and the verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The Chinese sentences, numbered in the document's list of Chinese sentences.
    pub zh: Range<usize>,
    /// The English sentences, numbered in the document's list of English sentences.
    pub en: Range<usize>,
    /// The Chinese text: the sentences, joined.
    pub zh_text: String,
    /// The English text: the sentences, joined by a space.
    pub en_text: String,
    /// The role of the first Chinese sentence's block.
    pub role: Role,
    /// The probability that the bead is right.
    pub score: f32,
    /// How much better, in nats, the ladder with this bead is than the best one without it.
    pub margin: f32,
    /// What was measured, one value for each of the scorer's named features and in their order; NaN where a feature has
    /// nothing to measure (no number on either side), which the corpus holds as null.
    pub features: Vec<f32>,
    /// Whether the pair goes into the corpus.
    pub verdict: Verdict,
}

/// Whether a pair goes into the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Accepted,
    /// It stays out, by the filter of this name.
    Rejected(Cow<'static, str>),
}

/// A feature of a pair: a column of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// The column's name.
    pub name: &'static str,
    /// What it measures, with its unit and range; goes into the dataset card.
    pub description: &'static str,
}
