use std::path::Path;

use crate::index::{Index, Near};
use crate::pairs::Pairs;
use crate::resolve::Verdicts;
use crate::scratch::Sketches;
use crate::sketch::Sketch;
use crate::{CurateError, Duplicates, Item, Reason, Settings};

/// Pairs of an index at a time: about 100 MB.
pub(crate) const INDEXED: usize = 200_000;

/// How another corpus is kept apart from this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// What it holds is dropped: exact duplicates, and near ones if [`Settings::duplicates`] says so.
    Against,
    /// It is to measure with: every pair of which a side is, or is nearly, in it is dropped.
    HeldOut,
}

/// Another corpus, with which the pairs of this one are compared.
#[derive(Debug)]
pub struct Reference {
    relation: Relation,
    pairs: Pairs,
}

impl Reference {
    /// A corpus without pairs yet; its shingles go into a file without name in `scratch`.
    ///
    /// # Errors
    /// [`CurateError::Scratch`].
    pub fn new(relation: Relation, scratch: &Path) -> Result<Self, CurateError> {
        Ok(Self { relation, pairs: Pairs::new(Some(scratch))? })
    }

    /// Adds pairs of it.
    ///
    /// # Errors
    /// As for [`Curator::add`](crate::Curator::add).
    pub fn add(&mut self, items: &[Item<'_>]) -> Result<(), CurateError> {
        self.pairs.add(items)
    }

    pub(crate) fn relation(&self) -> Relation {
        self.relation
    }

    /// Drops the pairs that it holds.
    pub(crate) fn apply(
        mut self,
        settings: &Settings,
        keys: &[[u64; 2]],
        own: Option<&Sketches>,
        verdicts: &mut Verdicts,
    ) -> Result<(), CurateError> {
        let scratch = self.pairs.scratch.take();
        let (exact, near, sides) = match self.relation {
            Relation::Against => {
                (Reason::DuplicateElsewhere, Reason::NearDuplicateElsewhere, Near::Both)
            }
            Relation::HeldOut => (Reason::LeaksIntoHeldOut, Reason::LeaksIntoHeldOut, Near::Either),
        };
        self.drop_exact(keys, exact, verdicts);
        let alike = settings.duplicates == Duplicates::Near || self.relation == Relation::HeldOut;
        if let (true, Some(scratch), Some(own)) = (alike, scratch, own) {
            let build = |part| Index::new(part, settings.similarity, sides);
            for_each_index(&scratch.finish()?, build, |first, index| {
                let found =
                    own.probe(|pair| verdicts.is_kept(pair), |_, sides| index.find(sides))?;
                for (pair, at) in found {
                    verdicts.drop(pair, near, self.pairs.ids[first + at]);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn drop_exact(&self, keys: &[[u64; 2]], reason: Reason, verdicts: &mut Verdicts) {
        let mut known: Vec<_> = self.pairs.keys.iter().zip(&self.pairs.ids).collect();
        known.sort_unstable();
        for (pair, key) in keys.iter().enumerate() {
            let at = known.partition_point(|(known, _)| *known < key);
            if let Some((_, id)) = known.get(at).filter(|(known, _)| *known == key) {
                verdicts.drop(pair, reason, **id);
            }
        }
    }
}

/// Builds indexes of all sketches, one after the other so that memory is bounded; `visit` is given the number of each
/// one's first sketch.
fn for_each_index(
    sketches: &Sketches,
    build: impl Fn(Vec<Sketch>) -> Index,
    mut visit: impl FnMut(usize, &Index) -> Result<(), CurateError>,
) -> Result<(), CurateError> {
    for first in (0..sketches.len()).step_by(INDEXED) {
        let numbers = first..sketches.len().min(first + INDEXED);
        let part: Vec<Sketch> =
            numbers.map(|number| sketches.read(number)).collect::<Result<_, _>>()?;
        visit(first, &build(part))?;
    }
    Ok(())
}
