use rustc_hash::FxHashSet;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::ladder::StatedBead;

/// Precision, recall and F1, each from 0 to 1; 0 where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measures {
    /// The share of what was said that is right.
    pub precision: f64,
    /// The share of what is right that was said.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Measures {
    pub(crate) fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// `part / whole`, 0 for an empty whole.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How many beads of one side of a comparison the other side confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Beads that were judged.
    pub beads: usize,
    /// Beads of which the very same bead is on the other side.
    pub strict: usize,
    /// Beads that are the same, or share at least one link (a Chinese and an English sentence) with the other side.
    pub lax: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.beads += other.beads;
        self.strict += other.strict;
        self.lax += other.lax;
    }
}

/// What strict and lax precision, recall and F1 are made of.
///
/// The convention is that of vecalign's and Bertalign's evaluations: precision counts every predicted bead, null beads
/// among them; recall counts the gold beads with both sides filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    /// All predicted beads, held against gold.
    pub predicted: Tally,
    /// The gold beads with both sides filled, held against the prediction.
    pub gold: Tally,
}

impl Serialize for Quality {
    /// The counts, and the measures made of them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("Quality", 4)?;
        record.serialize_field("strict", &self.strict())?;
        record.serialize_field("lax", &self.lax())?;
        record.serialize_field("predicted", &self.predicted)?;
        record.serialize_field("gold", &self.gold)?;
        record.end()
    }
}

impl Quality {
    /// A bead is right when the very same bead is on the other side.
    pub fn strict(&self) -> Measures {
        Measures::new(
            share(self.predicted.strict, self.predicted.beads),
            share(self.gold.strict, self.gold.beads),
        )
    }

    /// A bead is right when it shares a link with the other side.
    pub fn lax(&self) -> Measures {
        Measures::new(
            share(self.predicted.lax, self.predicted.beads),
            share(self.gold.lax, self.gold.beads),
        )
    }

    pub(super) fn add(&mut self, other: Self) {
        self.predicted.add(other.predicted);
        self.gold.add(other.gold);
    }
}

/// What a set of beads confirms: the beads themselves, and their links.
pub(super) struct Reference<'a> {
    beads: FxHashSet<(&'a [usize], &'a [usize])>,
    links: FxHashSet<(usize, usize)>,
}

impl<'a> Reference<'a> {
    pub(super) fn of(beads: &'a [StatedBead]) -> Self {
        Self {
            beads: beads.iter().map(StatedBead::sides).collect(),
            links: beads.iter().flat_map(StatedBead::links).collect(),
        }
    }

    /// Whether the very same bead is here.
    pub(super) fn holds(&self, bead: &StatedBead) -> bool {
        self.beads.contains(&bead.sides())
    }

    fn touches(&self, bead: &StatedBead) -> bool {
        self.holds(bead) || bead.links().any(|link| self.links.contains(&link))
    }

    pub(super) fn tally<'b>(&self, beads: impl Iterator<Item = &'b StatedBead>) -> Tally {
        let mut tally = Tally::default();
        for bead in beads {
            let (strict, lax) = (usize::from(self.holds(bead)), usize::from(self.touches(bead)));
            tally.add(Tally { beads: 1, strict, lax });
        }
        tally
    }
}
