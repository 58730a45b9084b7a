use std::ops::Range;
use std::path::{Path, PathBuf};

use duizhao_bitext::Split;
use duizhao_curator::{
    CurateError, Curator, Decision, Decisions, Duplicates, Item, Reference, Relation, Settings,
    Size, SplitBy,
};
use duizhao_export::row::{Cluster, DroppedRow, PairRow, StoredDocument};
use duizhao_export::{
    Carried, CarriedDocument, CarriedPair, CorpusReader, CorpusWriter, ExportError, Placement,
    Record,
};
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
    pub fn curate<Entries>(
        &self,
        source: impl Fn(Pass) -> Result<Entries, ExportError>,
        corpus: &mut CorpusWriter,
    ) -> Result<(), CurationError>
    where
        Entries: Iterator<Item = Result<Uncurated, ExportError>>,
    {
        let mut curator = self.curator(corpus.unfinished())?;
        let mut seen = Seen::default();
        for entry in source(Pass::Look)? {
            if seen.take(entry?) >= BATCH {
                seen.hand_to(&mut curator)?;
            }
        }
        seen.hand_to(&mut curator)?;
        drop(seen);
        let decisions = curator.decide()?;
        let mut pairs = 0;
        let mut next = |count| {
            pairs += count;
            pairs - count..pairs
        };
        for entry in source(Pass::Write)? {
            match entry? {
                Uncurated::Record(Record::Failed(input))
                | Uncurated::Carried(Carried::Failed(input)) => {
                    corpus.failed(&input)?;
                }
                Uncurated::Record(Record::Document(document)) => {
                    let mut document = document.uncurated();
                    self.apply(&decisions, next(document.pairs.len()), &mut document);
                    corpus.stored(&document)?;
                }
                Uncurated::Carried(Carried::Document(mut document)) => {
                    let range = next(document.pairs());
                    document.row.split = self.split_of(&decisions, range.clone());
                    let placements = range.map(|pair| placement(&decisions, pair)).collect();
                    corpus.carried(&document, placements)?;
                }
            }
        }
        Ok(())
    }

    /// The split of a document as a whole, where whole documents are split.
    fn split_of(&self, decisions: &Decisions, pairs: Range<usize>) -> Option<Split> {
        let has_splits = self.settings.has_splits() || self.splits_of.is_some();
        let is_whole = has_splits && self.settings.split_by == SplitBy::Document;
        is_whole.then(|| decisions.split_of(pairs)).flatten()
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
        document.row.split = self.split_of(decisions, range.clone());
        for (number, mut pair) in range.zip(std::mem::take(&mut document.pairs)) {
            let Placement { split, cluster, dropped } = placement(decisions, number);
            pair.split = split;
            pair.cluster = Some(cluster);
            match dropped {
                None => document.pairs.push(pair),
                Some((reason, of)) => document.dropped.push(DroppedRow::Pair {
                    reason,
                    duplicate_of: Some(of),
                    pair: Box::new(pair),
                }),
            }
        }
    }
}

/// What is gone over: a record in memory, or one whose rows stay in the tables that they were read from, which is cheaper.
#[derive(Debug)]
pub enum Uncurated {
    /// A record in memory.
    Record(Record),
    /// One whose rows stay where they are; it must have the features of the corpus that is written.
    Carried(Carried),
}

/// Documents whose pairs the curator has not been given yet.
#[derive(Debug, Default)]
struct Seen {
    documents: Vec<SeenDocument>,
    pairs: usize,
}

#[derive(Debug)]
enum SeenDocument {
    Stored(Vec<PairRow>),
    Carried(Box<CarriedDocument>),
}

impl Seen {
    /// Takes the next entry, and says how many pairs there are now.
    fn take(&mut self, entry: Uncurated) -> usize {
        match entry {
            Uncurated::Record(Record::Document(document)) => {
                let pairs = document.uncurated().pairs;
                self.pairs += pairs.len();
                self.documents.push(SeenDocument::Stored(pairs));
            }
            Uncurated::Carried(Carried::Document(document)) => {
                self.pairs += document.pairs();
                self.documents.push(SeenDocument::Carried(document));
            }
            Uncurated::Record(Record::Failed(_)) | Uncurated::Carried(Carried::Failed(_)) => {}
        }
        self.pairs
    }

    /// Gives the pairs to the curator, and forgets them.
    fn hand_to(&mut self, curator: &mut Curator) -> Result<(), CurationError> {
        let mut batch = Vec::with_capacity(self.pairs);
        for document in &self.documents {
            match document {
                SeenDocument::Stored(pairs) => {
                    for pair in pairs {
                        batch.push(item(pair)?);
                    }
                }
                SeenDocument::Carried(document) => {
                    for number in 0..document.pairs() {
                        let CarriedPair { id, zh, en, score } = document.pair(number);
                        let id = id_number(id, &document.id)?;
                        batch.push(Item { document: &document.id, id, score, zh, en });
                    }
                }
            }
        }
        curator.add(&batch)?;
        drop(batch);
        *self = Self::default();
        Ok(())
    }
}

fn placement(decisions: &Decisions, pair: usize) -> Placement {
    let Decision { split, dropped, cluster, copies, translations } = decisions.of(pair);
    Placement {
        split,
        cluster: Cluster {
            id: hexadecimal(cluster),
            copies: copies as usize,
            translations: translations as usize,
        },
        dropped: dropped.map(|(reason, of)| (reason.name().into(), hexadecimal(of))),
    }
}

/// Sixteen digits; faster than the formatting of the standard library, for there is one for every pair.
fn hexadecimal(number: u64) -> String {
    let mut digits = String::with_capacity(16);
    for byte in number.to_be_bytes() {
        for digit in [byte >> 4, byte & 15] {
            digits.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    digits
}

/// A pair's id as the number that its digits are.
fn id_number(id: &str, document: &str) -> Result<u64, ExportError> {
    u64::from_str_radix(id, 16).map_err(|_| ExportError::Unlawful {
        document: document.to_owned(),
        problem: format!("a pair's id is `{id}`, which is no hexadecimal number"),
    })
}

/// A stored pair as the curator sees it.
fn item(pair: &PairRow) -> Result<Item<'_>, ExportError> {
    let id = id_number(&pair.id, &pair.document)?;
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
    use super::{hexadecimal, parse_size};
    use duizhao_curator::Size;

    #[test]
    fn ids_have_sixteen_digits() {
        assert_eq!(hexadecimal(0), "0000000000000000");
        assert_eq!(hexadecimal(0x0123_4567_89ab_cdef), "0123456789abcdef");
    }

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
