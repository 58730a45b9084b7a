use std::io;
use std::path::Path;

use duizhao_bitext::Split;
use duizhao_curator::{Leak, Leaks};
use duizhao_export::row::PairRow;
use duizhao_export::{CorpusReader, ExportError};

use crate::CurationError;
use crate::curation::{BATCH, for_each_part, items};

/// Pairs that are held in memory at a time, about 100 MB; for each further so many the other corpus is read again.
const HELD: usize = 200_000;

/// A proof, by looking, that two corpora or the splits of one have nothing in common.
#[derive(Debug, Clone, Copy)]
pub struct LeakCheck<'a> {
    /// The corpus.
    pub corpus: &'a Path,
    /// The one it is compared with; `None` to compare the evaluation splits with those before them.
    pub other: Option<&'a Path>,
    /// How alike two sides are that leak.
    pub similarity: f32,
}

/// A leak: a pair that was looked for, and the one that it repeats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The split of the pair.
    pub split: Split,
    /// Its id.
    pub id: u64,
    /// The split of the pair that it repeats.
    pub held_split: Split,
    /// The pair that it repeats.
    pub leak: Leak,
}

impl LeakCheck<'_> {
    /// Tells every leak to `tell`, and returns how many pairs were looked for.
    ///
    /// Memory is bounded by the pairs that are held at a time. Costs a pass over the one corpus for each two hundred
    /// thousand pairs of the other.
    ///
    /// # Errors
    /// Those of reading the corpora, and of `tell`.
    pub fn run(
        &self,
        mut tell: impl FnMut(&Found) -> io::Result<()>,
    ) -> Result<u64, CurationError> {
        let corpus = CorpusReader::open(self.corpus)?;
        let Some(other) = self.other.map(CorpusReader::open).transpose()? else {
            let mut checked = self.look(&corpus, Some(Split::Test), &corpus, &mut tell)?;
            checked += self.look(&corpus, Some(Split::Validation), &corpus, &mut tell)?;
            return Ok(checked);
        };
        // The larger one is gone through, pair by pair.
        if corpus.manifest().counts.pairs < other.manifest().counts.pairs {
            self.look(&corpus, None, &other, &mut tell)
        } else {
            self.look(&other, None, &corpus, &mut tell)
        }
    }

    /// Looks among the pairs of one corpus for those of another. With an evaluation split, this split is held and the
    /// splits before it are looked for.
    fn look(
        &self,
        held: &CorpusReader,
        evaluation: Option<Split>,
        looked_for: &CorpusReader,
        tell: &mut impl FnMut(&Found) -> io::Result<()>,
    ) -> Result<u64, CurationError> {
        let is_held = |pair: &PairRow| evaluation.is_none_or(|split| pair.split == split);
        let is_asked = |pair: &PairRow| evaluation.is_none_or(|split| pair.split < split);
        let mut checked = 0;
        for_each_part(held, is_held, HELD, &mut |held| {
            let leaks = Leaks::new(&items(&held)?, self.similarity);
            let split_of: rustc_hash::FxHashMap<u64, Split> =
                items(&held)?.iter().zip(&held).map(|(item, pair)| (item.id, pair.split)).collect();
            drop(held);
            checked = 0;
            for_each_part(looked_for, is_asked, BATCH, &mut |asked| {
                checked += asked.len() as u64;
                let items = items(&asked)?;
                for ((item, pair), leak) in items.iter().zip(&asked).zip(leaks.find(&items)) {
                    if let Some(leak) = leak {
                        let held_split = split_of.get(&leak.id).copied().unwrap_or_default();
                        let found = Found { split: pair.split, id: item.id, held_split, leak };
                        tell(&found).map_err(ExportError::output)?;
                    }
                }
                Ok(())
            })
        })?;
        Ok(checked)
    }
}
