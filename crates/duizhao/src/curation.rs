use std::ops::Range;
use std::path::{Path, PathBuf};

use duizhao_curator::{
    CurateError, Curator, Decision, Decisions, Duplicates, Item, Reference, Relation, Settings,
    Size, SplitBy,
};
use duizhao_export::row::{Cluster, DroppedRow, PairRow, StoredDocument};
use duizhao_export::{CorpusReader, CorpusWriter, ExportError, Record};
use duizhao_scorer::Preset;
use serde_json::{Value, json};

/// Pairs handed to the curator at a time: enough to keep all threads busy.
pub(crate) const BATCH: usize = 8192;

/// What is done with the pairs of a whole corpus: duplicates, splits, and what other corpora hold.
#[derive(Debug, Clone, Default)]
pub struct Curation {
    /// Duplicates and splits.
    pub settings: Settings,
    /// Corpus folders; what they hold is dropped.
    pub against: Vec<PathBuf>,
    /// Corpus folders to measure with; what is like a side of their pairs is dropped.
    pub held_out: Vec<PathBuf>,
    /// A corpus folder whose documents stay in the splits that they are in there; others go by the settings.
    pub splits_of: Option<PathBuf>,
}

/// For what the records are gone over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// To decide: of each document only the pairs are looked at, and of them what [`Columns::Curation`] stands for.
    ///
    /// [`Columns::Curation`]: duizhao_export::Columns::Curation
    Look,
    /// To write.
    Write,
}

/// Why a corpus was not curated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CurationError {
    /// A corpus could not be read or written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Duplicates or splits could not be found.
    #[error(transparent)]
    Curate(#[from] CurateError),
}

impl Curation {
    /// Drops the duplicates that are usually dropped for a purpose: near ones too for [`Preset::Mt`], as a training run takes
    /// pairs that nearly repeat each other as one said twice; exact ones for any other.
    pub fn suit(&mut self, preset: Preset) {
        self.settings.duplicates = match preset {
            Preset::Mt => Duplicates::Near,
            Preset::Terms | Preset::Linguistics | Preset::None => Duplicates::Exact,
        };
    }

    /// The settings for the manifest.
    pub(crate) fn to_json(&self) -> Value {
        let names = |folders: &[PathBuf]| {
            folders.iter().map(|folder| folder.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        json!({
            "settings": self.settings,
            "against": names(&self.against),
            "held_out": names(&self.held_out),
            "splits_of": self.splits_of.as_ref().map(|folder| folder.to_string_lossy()),
        })
    }

    /// Writes the records of `source` to `corpus`, each pair where curation puts it.
    ///
    /// Goes over the records twice: `source` must give the same ones both times, the first time without what [`Pass::Look`]
    /// does not need if that is cheaper. What an earlier curation decided is
    /// taken back first, so that a curated corpus can be curated again. A pair that is dropped goes into
    /// dropped.parquet with the reason and the id of the pair that is kept in its place. Memory: about 130 bytes for
    /// each pair beside what the two iterators take; shingles are kept in a file in the corpus's unfinished folder.
    ///
    /// # Errors
    /// Those of reading and writing, and those of [`Curator`].
    pub fn curate<Records>(
        &self,
        source: impl Fn(Pass) -> Result<Records, ExportError>,
        corpus: &mut CorpusWriter,
    ) -> Result<(), CurationError>
    where
        Records: Iterator<Item = Result<Record, ExportError>>,
    {
        let mut curator = self.curator(corpus.unfinished())?;
        let mut batch = Vec::new();
        for record in source(Pass::Look)? {
            if let Record::Document(document) = record? {
                batch.extend(document.uncurated().pairs);
                if batch.len() >= BATCH {
                    curator.add(&items(&batch)?)?;
                    batch.clear();
                }
            }
        }
        curator.add(&items(&batch)?)?;
        drop(batch);
        let decisions = curator.decide()?;
        let mut pairs = 0;
        for record in source(Pass::Write)? {
            match record? {
                Record::Failed(input) => corpus.failed(&input)?,
                Record::Document(document) => {
                    let mut document = document.uncurated();
                    let range = pairs..pairs + document.pairs.len();
                    pairs = range.end;
                    self.apply(&decisions, range, &mut document);
                    corpus.stored(&document)?;
                }
            }
        }
        Ok(())
    }

    fn curator(&self, scratch: &Path) -> Result<Curator, CurationError> {
        let mut curator = Curator::new(self.settings.clone(), scratch)?;
        let against = self.against.iter().map(|folder| (Relation::Against, folder));
        let held_out = self.held_out.iter().map(|folder| (Relation::HeldOut, folder));
        for (relation, folder) in against.chain(held_out) {
            let mut reference = Reference::new(relation, scratch)?;
            for_each_part(&CorpusReader::open(folder)?, |_| true, BATCH, &mut |pairs| {
                Ok(reference.add(&items(&pairs)?)?)
            })?;
            curator.compare_with(reference);
        }
        if let Some(folder) = &self.splits_of {
            self.pin(&CorpusReader::open(folder)?, &mut curator)?;
        }
        Ok(curator)
    }

    fn pin(&self, corpus: &CorpusReader, curator: &mut Curator) -> Result<(), ExportError> {
        for document in corpus.documents()? {
            let document = document?;
            match (self.settings.split_by, document.row.split) {
                (SplitBy::Document, Some(split)) => curator.pin_document(&document.id, split),
                (SplitBy::Document, None) => {
                    if let Some(pair) = document.pairs.first() {
                        curator.pin_document(&document.id, pair.split);
                    }
                }
                (SplitBy::Pair, _) => {
                    document
                        .pairs
                        .iter()
                        .for_each(|pair| curator.pin_pair(&pair.zh.text, pair.split));
                }
            }
        }
        Ok(())
    }

    /// Puts the pairs of a document where the decisions about them say.
    fn apply(&self, decisions: &Decisions, range: Range<usize>, document: &mut StoredDocument) {
        let has_splits = self.settings.has_splits() || self.splits_of.is_some();
        if has_splits && self.settings.split_by == SplitBy::Document {
            document.row.split = decisions.split_of(range.clone());
        }
        for (number, mut pair) in range.zip(std::mem::take(&mut document.pairs)) {
            let Decision { split, dropped, cluster, copies, translations } = decisions.of(number);
            pair.split = split;
            pair.cluster = Some(Cluster {
                id: hexadecimal(cluster),
                copies: copies as usize,
                translations: translations as usize,
            });
            match dropped {
                None => document.pairs.push(pair),
                Some((reason, of)) => document.dropped.push(DroppedRow::Pair {
                    reason: reason.name().into(),
                    duplicate_of: Some(hexadecimal(of)),
                    pair: Box::new(pair),
                }),
            }
        }
    }
}

fn hexadecimal(number: u64) -> String {
    format!("{number:016x}")
}

/// A stored pair as the curator sees it.
fn item(pair: &PairRow) -> Result<Item<'_>, ExportError> {
    let id = u64::from_str_radix(&pair.id, 16).map_err(|_| ExportError::Unlawful {
        document: pair.document.clone(),
        problem: format!("a pair's id is `{}`, which is no hexadecimal number", pair.id),
    })?;
    let (document, score) = (&*pair.document, pair.score);
    Ok(Item { document, id, score, zh: &pair.zh.text, en: &pair.en.text })
}

pub(crate) fn items(pairs: &[PairRow]) -> Result<Vec<Item<'_>>, ExportError> {
    pairs.iter().map(item).collect()
}

/// Hands the pairs of a corpus that are wanted to `visit`, at least `size` at a time but for the last.
pub(crate) fn for_each_part(
    corpus: &CorpusReader,
    is_wanted: impl Fn(&PairRow) -> bool,
    size: usize,
    visit: &mut dyn FnMut(Vec<PairRow>) -> Result<(), CurationError>,
) -> Result<(), CurationError> {
    let mut part = Vec::new();
    for document in corpus.documents()? {
        part.extend(document?.pairs.into_iter().filter(&is_wanted));
        if part.len() >= size {
            visit(std::mem::take(&mut part))?;
        }
    }
    if part.is_empty() { Ok(()) } else { visit(part) }
}

/// A size as it is typed: `1000` for so many pairs, `2%` for a share, `0` for nothing.
///
/// # Errors
/// What is wrong with it, and how it should look.
pub fn parse_size(text: &str) -> Result<Size, String> {
    let wrong = || format!("`{text}` is neither a number of pairs like 1000 nor a share like 2%");
    if let Some(percent) = text.strip_suffix('%') {
        let percent: f64 = percent.trim().parse().map_err(|_| wrong())?;
        if !(0.0..=50.0).contains(&percent) {
            return Err(format!("`{text}` is not from 0% to 50%"));
        }
        return Ok(if percent > 0.0 { Size::Share(percent / 100.0) } else { Size::None });
    }
    match text.parse().map_err(|_| wrong())? {
        0 => Ok(Size::None),
        pairs => Ok(Size::Pairs(pairs)),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_size;
    use duizhao_curator::Size;

    #[test]
    fn sizes_are_pairs_or_shares() {
        assert_eq!(parse_size("1000"), Ok(Size::Pairs(1000)));
        assert_eq!(parse_size("2.5%"), Ok(Size::Share(0.025)));
        assert_eq!((parse_size("0"), parse_size("0%")), (Ok(Size::None), Ok(Size::None)));
        for wrong in ["", "-1", "many", "%", "60%", "1e3", "NaN%"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
