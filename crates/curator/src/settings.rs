use serde::{Deserialize, Serialize};

/// What is done with pairs that say the same, and which pairs are set apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Which duplicates are dropped. Default: exact ones.
    pub duplicates: Duplicates,
    /// How alike near duplicates are: the least Jaccard similarity of their shingles, from .3 to 1. Default: .8.
    pub similarity: f32,
    /// What is done with several translations of the same Chinese. Default: all are kept.
    pub translations: Translations,
    /// What is set apart to measure with. Default: nothing.
    pub test: Size,
    /// What is set apart to choose settings by. Default: nothing.
    pub validation: Size,
    /// What stays together when splits are drawn. Default: documents.
    pub split_by: SplitBy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            duplicates: Duplicates::Exact,
            similarity: 0.8,
            translations: Translations::Keep,
            test: Size::None,
            validation: Size::None,
            split_by: SplitBy::Document,
        }
    }
}

impl Settings {
    /// Whether any pair is set apart.
    pub fn has_splits(&self) -> bool {
        self.test != Size::None || self.validation != Size::None
    }

    /// Whether the size of a split is given in pairs.
    pub(crate) fn counts_out(&self) -> bool {
        [self.test, self.validation].iter().any(|size| matches!(size, Size::Pairs(_)))
    }
}

/// Which duplicates are dropped. The one with the best score is kept; of equals, the one with the smallest id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// None.
    Keep,
    /// Pairs of which both sides are the same but for case, punctuation, spaces and full-width forms.
    #[default]
    Exact,
    /// These, and pairs of which both sides are alike: [`Settings::similarity`].
    Near,
}

/// What is done with several translations of the same Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Translations {
    /// They are kept, and counted.
    #[default]
    Keep,
    /// The one with the best score is kept.
    Best,
}

/// How much is set apart.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// Nothing.
    #[default]
    None,
    /// At least so many pairs, and at most half as many again; fewer if documents do not come so small.
    Pairs(u64),
    /// About this share of the documents (or pairs, if pairs are split), from 0 to 1.
    Share(f64),
}

/// What stays together when splits are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitBy {
    /// The pairs of a document.
    #[default]
    Document,
    /// The pairs with the same Chinese; for corpora that are one document, or few.
    Pair,
}
