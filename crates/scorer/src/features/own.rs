use super::{adequacy, completeness};
use crate::conventions::{Conventions, Shown};
use crate::sides::Sides;

/// What the models that know the document look at in a pair itself. Kept for all pairs of a document, so in few bytes.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    adequacy: [f32; adequacy::INPUTS],
    completeness: completeness::Own,
}

impl Own {
    pub(crate) fn of(sides: &Sides<'_>) -> Self {
        Self {
            adequacy: adequacy::inputs(sides).map(|input| input as f32),
            completeness: completeness::Own::of(sides),
        }
    }

    /// What the pair shows of its document's conventions.
    pub(crate) fn shown(&self) -> Shown {
        self.completeness.shown()
    }

    /// The probability that the texts translate each other.
    pub(crate) fn adequacy(&self, document: &Conventions) -> f32 {
        let alone = self.adequacy.map(f64::from);
        adequacy::in_document(&alone, &self.completeness.in_document(document))
    }

    /// The probability that neither side was cut off.
    pub(crate) fn completeness(&self, document: &Conventions) -> f32 {
        completeness::completeness(&self.completeness, document)
    }

    /// What the models look at: of adequacy for the pair alone and in its document, and of completeness.
    pub(crate) fn inputs(&self, document: &Conventions) -> [Vec<f64>; 3] {
        let alone = self.adequacy.map(f64::from);
        let set = self.completeness.in_document(document);
        [
            alone.to_vec(),
            adequacy::inputs_in_document(&alone, &set).to_vec(),
            self.completeness.inputs(document).to_vec(),
        ]
    }
}
