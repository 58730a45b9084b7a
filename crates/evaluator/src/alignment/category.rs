use std::collections::BTreeMap;

use duizhao_bitext::Category;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::ladder::StatedBead;
use super::quality::{Measures, Reference, share};

/// Strict quality of the beads of one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryScore {
    /// The shape, Chinese first: `1-2` is one Chinese and two English sentences.
    pub category: String,
    /// Gold beads of this shape.
    pub gold: usize,
    /// Those of them that were predicted.
    pub found: usize,
    /// Predicted beads of this shape.
    pub predicted: usize,
    /// Those of them that are in gold.
    pub right: usize,
}

impl Serialize for CategoryScore {
    /// The counts, and the measures made of them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let measures = self.measures();
        let mut record = serializer.serialize_struct("CategoryScore", 8)?;
        record.serialize_field("category", &self.category)?;
        record.serialize_field("precision", &measures.precision)?;
        record.serialize_field("recall", &measures.recall)?;
        record.serialize_field("f1", &measures.f1)?;
        record.serialize_field("gold", &self.gold)?;
        record.serialize_field("found", &self.found)?;
        record.serialize_field("predicted", &self.predicted)?;
        record.serialize_field("right", &self.right)?;
        record.end()
    }
}

impl CategoryScore {
    /// Precision, recall and F1 of the shape.
    pub fn measures(&self) -> Measures {
        Measures::new(share(self.right, self.predicted), share(self.found, self.gold))
    }
}

/// Counts by shape, over any number of documents.
#[derive(Debug, Default)]
pub(super) struct Categories(BTreeMap<Category, [usize; 4]>);

impl Categories {
    pub(super) fn add(&mut self, predicted: &[StatedBead], gold: &[StatedBead]) {
        let mut count = |beads: &[StatedBead], reference: &Reference<'_>, column: usize| {
            for bead in beads {
                let counts = self.0.entry(bead.category()).or_default();
                counts[column] += 1;
                counts[column + 1] += usize::from(reference.holds(bead));
            }
        };
        count(gold, &Reference::of(predicted), 0);
        count(predicted, &Reference::of(gold), 2);
    }

    /// The most frequent shape of gold first.
    pub(super) fn into_scores(self) -> Vec<CategoryScore> {
        let score = |(category, [gold, found, predicted, right]): (Category, [usize; 4])| {
            CategoryScore { category: category.to_string(), gold, found, predicted, right }
        };
        let mut scores: Vec<_> = self.0.into_iter().map(score).collect();
        scores.sort_by_key(|score| std::cmp::Reverse((score.gold, score.predicted)));
        scores
    }
}
