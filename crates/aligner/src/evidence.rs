//! What the types of the two sides say about each other.

use std::ops::Range;

/// Which types speak for each other, and how strongly: a sparse matrix with a row for each zh type.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Where each row begins; one more entry than zh types.
    pub(crate) starts: Vec<u32>,
    /// The en type of each link; they rise within a row.
    pub(crate) targets: Vec<u32>,
    /// The gain of each link for its zh type and for its en type: the type's probability beside the other one over its
    /// probability anywhere.
    pub(crate) gains: Vec<[f32; 2]>,
    /// For each link the probability of the en type, given that the zh one stands in the right place.
    pub(crate) probability: Vec<f32>,
}

impl Links {
    /// No links, with room for as many.
    pub(crate) fn with_capacity(types: usize, links: usize) -> Self {
        let mut starts = Vec::with_capacity(types + 1);
        starts.push(0);
        Self {
            starts,
            targets: Vec::with_capacity(links),
            gains: Vec::with_capacity(links),
            probability: Vec::with_capacity(links),
        }
    }

    /// Appends a link to the row that is being filled.
    pub(crate) fn push(&mut self, target: u32, gains: [f32; 2], probability: f32) {
        self.targets.push(target);
        self.gains.push(gains);
        self.probability.push(probability);
    }

    /// Ends the row that is being filled.
    pub(crate) fn end_row(&mut self) {
        self.starts.push(self.targets.len() as u32);
    }

    /// Number of zh types.
    pub(crate) fn types(&self) -> usize {
        self.starts.len() - 1
    }

    /// The links of a zh type.
    pub(crate) fn row(&self, kind: u32) -> Range<usize> {
        self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize
    }
}

/// How much the types of one side count.
#[derive(Debug, Default)]
pub(crate) struct TypeWeights {
    /// Weight of each type; 0 leaves it out.
    pub(crate) weight: Vec<f32>,
    /// Probability ratio of each type when nothing opposite explains it.
    pub(crate) miss: Vec<f32>,
}

/// How much both sides' types count, and what they say of each other.
///
/// A token of type z beside n tokens, of which some are linked to it, contributes
/// `weight · ln(miss + Σ gain / n)`: its probability given the sentences opposite over its probability anywhere.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// What zh types count.
    pub(crate) zh: TypeWeights,
    /// What en types count.
    pub(crate) en: TypeWeights,
    /// What explains what.
    pub(crate) links: Links,
    /// Most nats one token contributes, before its weight.
    pub(crate) cap: f32,
}
