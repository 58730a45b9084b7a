use serde::Serialize;

use super::calibration::{Outcomes, Scores};
use super::category::{Categories, CategoryScore};
use super::coarse::merged;
use super::document::Judgement;
use super::laws::{Breach, breaches};
use super::nulls::NullQuality;
use super::quality::{Quality, Reference};

/// How good the ladders of some documents are. Displays as tables; serialises with everything they show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlignmentReport {
    /// Strict and lax counts over all documents.
    pub quality: Quality,
    /// Null beads, which the usual convention counts on one side only.
    pub nulls: NullQuality,
    /// Strict counts by shape, the most frequent first. In coarse documents shapes are those of the joined beads.
    pub categories: Vec<CategoryScore>,
    /// The scores of the predicted beads, and what they are worth.
    pub scores: Scores,
    /// Each document, in the order given.
    pub documents: Vec<DocumentScore>,
}

/// How good one document's ladder is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentScore {
    /// Its name.
    pub document: String,
    /// Whether there was a prediction.
    pub predicted: bool,
    /// Whether beads inside one unit of gold were joined before judging.
    pub coarse: bool,
    /// Strict and lax counts.
    pub quality: Quality,
    /// Null beads.
    pub nulls: NullQuality,
    /// Sentences that the prediction forgets, repeats or invents; empty without a prediction.
    pub breaches: Vec<Breach>,
    /// The same of gold itself: a gold that breaks the law makes every figure doubtful.
    pub gold_breaches: Vec<Breach>,
}

impl AlignmentReport {
    /// Judges the documents. Linear in the beads, and a sort of their scores.
    pub fn of(judgements: impl IntoIterator<Item = Judgement>) -> Self {
        let (mut quality, mut nulls) = (Quality::default(), NullQuality::default());
        let (mut categories, mut outcomes) = (Categories::default(), Outcomes::default());
        let mut documents = Vec::new();
        for judgement in judgements {
            let stated = judgement.predicted.as_deref().unwrap_or_default();
            let predicted =
                if judgement.coarse { merged(stated, &judgement.gold) } else { stated.to_vec() };
            let score = DocumentScore {
                quality: Quality {
                    predicted: Reference::of(&judgement.gold).tally(predicted.iter()),
                    gold: Reference::of(&predicted)
                        .tally(judgement.gold.iter().filter(|bead| !bead.is_null())),
                },
                nulls: NullQuality::of(&predicted, &judgement.gold),
                predicted: judgement.predicted.is_some(),
                coarse: judgement.coarse,
                breaches: judgement
                    .predicted
                    .as_ref()
                    .map_or_else(Vec::new, |stated| breaches(stated, judgement.sizes())),
                gold_breaches: breaches(&judgement.gold, judgement.sizes()),
                document: judgement.document,
            };
            quality.add(score.quality);
            nulls.add(score.nulls);
            categories.add(&predicted, &judgement.gold);
            outcomes.add(&predicted, &judgement.gold);
            documents.push(score);
        }
        let (categories, scores) = (categories.into_scores(), outcomes.measure());
        Self { quality, nulls, categories, scores, documents }
    }

    /// The names of the documents that have gold but no prediction. They count as found in no part.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.documents
            .iter()
            .filter(|document| !document.predicted)
            .map(|document| document.document.as_str())
    }
}
