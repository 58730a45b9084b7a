use std::collections::BTreeSet;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::ladder::StatedBead;
use super::quality::{Measures, Reference, share};

/// How well the sentences without a counterpart were recognised; the measure that the usual convention leaves out.
///
/// Gold may hold a missing passage as one null bead, an aligner as one for each sentence: so sentences are counted too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct NullQuality {
    /// Beads with an empty side.
    pub beads: Agreement,
    /// Sentences of either language that stand in a bead with an empty side.
    pub sentences: Agreement,
}

/// How far two sets agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Size of the predicted set.
    pub predicted: usize,
    /// Size of the gold set.
    pub gold: usize,
    /// What is in both.
    pub common: usize,
}

impl Serialize for Agreement {
    /// The counts, and the measures made of them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let measures = self.measures();
        let mut record = serializer.serialize_struct("Agreement", 6)?;
        record.serialize_field("precision", &measures.precision)?;
        record.serialize_field("recall", &measures.recall)?;
        record.serialize_field("f1", &measures.f1)?;
        record.serialize_field("predicted", &self.predicted)?;
        record.serialize_field("gold", &self.gold)?;
        record.serialize_field("common", &self.common)?;
        record.end()
    }
}

impl Agreement {
    /// Precision, recall and F1 of the predicted set.
    pub fn measures(&self) -> Measures {
        Measures::new(share(self.common, self.predicted), share(self.common, self.gold))
    }

    fn add(&mut self, other: Self) {
        self.predicted += other.predicted;
        self.gold += other.gold;
        self.common += other.common;
    }
}

impl NullQuality {
    pub(super) fn of(predicted: &[StatedBead], gold: &[StatedBead]) -> Self {
        let nulls = |beads: &[StatedBead]| {
            beads.iter().filter(|bead| bead.is_null()).cloned().collect::<Vec<_>>()
        };
        let (predicted, gold) = (nulls(predicted), nulls(gold));
        let reference = Reference::of(&predicted);
        let (said, meant) = (unpaired(&predicted), unpaired(&gold));
        Self {
            beads: Agreement {
                predicted: predicted.len(),
                gold: gold.len(),
                common: gold.iter().filter(|bead| reference.holds(bead)).count(),
            },
            sentences: Agreement {
                predicted: said.len(),
                gold: meant.len(),
                common: said.intersection(&meant).count(),
            },
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.beads.add(other.beads);
        self.sentences.add(other.sentences);
    }
}

/// The sentences of null beads, each with whether it is Chinese.
fn unpaired(nulls: &[StatedBead]) -> BTreeSet<(bool, usize)> {
    let zh = nulls.iter().flat_map(|bead| bead.zh.iter().map(|&sentence| (true, sentence)));
    zh.chain(nulls.iter().flat_map(|bead| bead.en.iter().map(|&sentence| (false, sentence))))
        .collect()
}
