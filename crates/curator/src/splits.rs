//! Which documents (or pairs) are set apart: those whose hash comes first, whatever else the corpus holds.

use duizhao_bitext::Split;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::hash::{chain, mix};
use crate::settings::Size;
use crate::{CurateError, Settings};

/// Where units stand before splits are drawn; another number would draw other splits.
const SEED: u64 = 0x5350_4c49_5453;

/// A unit's place between 0 and 2⁶⁴ by the hash of its document's id, or of its Chinese.
pub(crate) fn position(unit: u64) -> u64 {
    mix(chain(SEED, unit))
}

/// Which split a position is in.
#[derive(Debug, Default)]
pub(crate) struct Assignment {
    /// Positions below are in the test split.
    test_below: u64,
    /// Positions from here on are in the validation split; `None` if no share was asked for.
    validation_from: Option<u64>,
    /// Units that were there before, or that were counted out.
    listed: FxHashMap<u64, Split>,
}

impl Assignment {
    /// Positions by share; `pinned` units stay where they were.
    pub(crate) fn new(settings: &Settings, pinned: FxHashMap<u64, Split>) -> Self {
        Self {
            test_below: match settings.test {
                Size::Share(share) => place(share),
                Size::None | Size::Pairs(_) => 0,
            },
            validation_from: match settings.validation {
                Size::Share(share) if share > 0.0 => Some(place(1.0 - share)),
                Size::Share(_) | Size::None | Size::Pairs(_) => None,
            },
            listed: pinned,
        }
    }

    pub(crate) fn split(&self, position: u64) -> Split {
        if let Some(split) = self.listed.get(&position) {
            *split
        } else if position < self.test_below {
            Split::Test
        } else if self.validation_from.is_some_and(|from| position >= from) {
            Split::Validation
        } else {
            Split::Train
        }
    }

    /// Counts out the splits whose size was given in pairs: units in the order of their positions, the test split from
    /// the lowest on and the validation split from the highest down.
    ///
    /// `units` are pairs as (position, cluster), sorted; of a cluster one pair counts.
    pub(crate) fn count_out(
        &mut self,
        settings: &Settings,
        units: &[(u64, u32)],
    ) -> Result<(), CurateError> {
        let mut seen = FxHashSet::default();
        let forwards = units.chunk_by(|one, next| one.0 == next.0);
        let backwards = units.chunk_by(|one, next| one.0 == next.0).rev();
        if let Size::Pairs(pairs) = settings.test {
            self.take(Split::Test, pairs, forwards, &mut seen)?;
        }
        if let Size::Pairs(pairs) = settings.validation {
            self.take(Split::Validation, pairs, backwards, &mut seen)?;
        }
        Ok(())
    }

    fn take<'a>(
        &mut self,
        split: Split,
        wanted: u64,
        units: impl Iterator<Item = &'a [(u64, u32)]> + Clone,
        seen: &mut FxHashSet<u32>,
    ) -> Result<(), CurateError> {
        let mut taken = 0;
        let in_split = units.clone().filter(|unit| self.listed.get(&unit[0].0) == Some(&split));
        for (_, cluster) in in_split.flatten() {
            taken += u64::from(seen.insert(*cluster));
        }
        for unit in units {
            if taken >= wanted {
                return Ok(());
            }
            let position = unit[0].0;
            if self.listed.contains_key(&position) || self.split(position) != Split::Train {
                continue;
            }
            let mut new: Vec<u32> = unit.iter().map(|(_, cluster)| *cluster).collect();
            new.sort_unstable();
            new.dedup();
            new.retain(|cluster| !seen.contains(cluster));
            if taken + new.len() as u64 <= wanted + wanted / 2 {
                taken += new.len() as u64;
                seen.extend(new);
                self.listed.insert(position, split);
            }
        }
        if taken == 0 && wanted > 0 {
            return Err(CurateError::NoDocumentFits { split, pairs: wanted });
        }
        Ok(())
    }
}

/// The position with this share of all positions below it.
fn place(share: f64) -> u64 {
    // The largest float below 2⁶⁴ is not above u64::MAX, and the conversion saturates.
    (share.clamp(0.0, 1.0) * 2.0_f64.powi(64)) as u64
}

#[cfg(test)]
mod tests {
    use super::{Assignment, FxHashMap, position};
    use crate::{Settings, Size};
    use duizhao_bitext::Split;

    fn settings(test: Size, validation: Size) -> Settings {
        Settings { test, validation, ..Settings::default() }
    }

    fn positions(count: u64) -> Vec<u64> {
        let mut positions: Vec<_> = (0..count).map(position).collect();
        positions.sort_unstable();
        positions
    }

    #[test]
    fn shares_are_about_what_was_asked_for() {
        let assignment =
            Assignment::new(&settings(Size::Share(0.1), Size::Share(0.05)), FxHashMap::default());
        let count =
            |split| positions(20_000).iter().filter(|at| assignment.split(**at) == split).count();
        assert!((1900..2100).contains(&count(Split::Test)));
        assert!((920..1080).contains(&count(Split::Validation)));
        let none = Assignment::new(&Settings::default(), FxHashMap::default());
        assert_eq!(none.split(0), Split::Train);
        assert_eq!(none.split(u64::MAX), Split::Train);
    }

    #[test]
    fn counted_splits_have_the_size_and_a_cluster_counts_once() {
        let settings = settings(Size::Pairs(10), Size::Pairs(5));
        // Documents of three pairs, two of which are duplicates of each other.
        let units: Vec<_> = positions(100)
            .into_iter()
            .zip(0..)
            .flat_map(|(at, document)| [0, 0, 1].map(|pair| (at, 2 * document + pair)))
            .collect();
        let mut assignment = Assignment::new(&settings, FxHashMap::default());
        assignment.count_out(&settings, &units).unwrap();
        let count = |split| units.iter().filter(|unit| assignment.split(unit.0) == split).count();
        assert_eq!((count(Split::Test), count(Split::Validation)), (15, 9));
        assert_eq!(assignment.split(units[0].0), Split::Test);
        assert_eq!(assignment.split(units[299].0), Split::Validation);
    }

    #[test]
    fn what_was_set_apart_before_stays_and_is_counted() {
        let settings = settings(Size::Pairs(3), Size::None);
        let units: Vec<_> = positions(100).into_iter().zip(0..).collect();
        let pinned = [(units[50].0, Split::Test), (units[0].0, Split::Train)];
        let mut assignment = Assignment::new(&settings, pinned.into_iter().collect());
        assignment.count_out(&settings, &units).unwrap();
        let test: Vec<_> =
            (0..100).filter(|at| assignment.split(units[*at].0) == Split::Test).collect();
        assert_eq!(test, [1, 2, 50]);
    }

    #[test]
    fn a_document_that_is_too_large_is_passed_over() {
        let settings = settings(Size::Pairs(4), Size::None);
        let at = positions(2);
        let large: Vec<_> = (0..7).map(|cluster| (at[0], cluster)).collect();
        let mut assignment = Assignment::new(&settings, FxHashMap::default());
        assert!(assignment.count_out(&settings, &large).is_err());
        let units: Vec<_> = large.into_iter().chain([(at[1], 7)]).collect();
        assignment.count_out(&settings, &units).unwrap();
        assert_eq!((assignment.split(at[0]), assignment.split(at[1])), (Split::Train, Split::Test));
    }
}
