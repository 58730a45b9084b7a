use super::ladder::StatedBead;
use super::laws::Sizes;

/// One document to be judged: its gold and what was predicted.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The document's name.
    pub document: String,
    /// The gold ladder.
    pub gold: Vec<StatedBead>,
    /// The predicted ladder; `None` if there is none, which counts as one without beads.
    pub predicted: Option<Vec<StatedBead>>,
    /// Whether gold's units may be larger than beads, so that beads inside one unit are joined first. Default no.
    pub coarse: bool,
    pub(super) sizes: Option<Sizes>,
}

impl Judgement {
    /// A document whose gold is as fine as beads, and whose sentences are those that gold names.
    pub fn new(
        document: impl Into<String>,
        gold: Vec<StatedBead>,
        predicted: Vec<StatedBead>,
    ) -> Self {
        Self {
            document: document.into(),
            gold,
            predicted: Some(predicted),
            coarse: false,
            sizes: None,
        }
    }

    /// The same, with units of gold that may be larger than beads.
    #[must_use]
    pub fn coarse(mut self) -> Self {
        self.coarse = true;
        self
    }

    /// The same, for a document of `zh` and `en` sentences: what gold doesn't name can be missing too.
    #[must_use]
    pub fn sized(mut self, zh: usize, en: usize) -> Self {
        self.sizes = Some(Sizes { zh, en });
        self
    }

    /// How many sentences the document has, as far as is known.
    pub(super) fn sizes(&self) -> Sizes {
        self.sizes.unwrap_or_else(|| Sizes::known_to(&self.gold))
    }
}
