use std::path::{Path, PathBuf};

use duizhao_bitext::Feature;
use duizhao_export::row::{DroppedRow, PairRow};
use duizhao_export::{
    Carried, Columns, CorpusOptions, CorpusReader, CorpusWriter, ExportError, Manifest, Record,
    Shards,
};
use duizhao_scorer::Filters;
use serde_json::json;

use crate::config::filters_json;
use crate::curation::Uncurated;
use crate::rejudge::Rejudge;
use crate::{Curation, CurationError, Pass};

/// Existing corpora that are made one, and curated.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    /// What is done with duplicates, and which splits are drawn.
    pub curation: Curation,
    /// Filters by which all pairs are judged anew, also those that other filters kept out. Default: none, and their verdicts
    /// stay.
    pub filters: Option<Filters>,
    /// Whether each document's id begins with the name of its corpus's folder; pairs get other ids then. Default: no.
    pub prefix: bool,
    /// How large a file of pairs may become.
    pub shards: Shards,
    /// Whether a corpus that is at the output already is replaced. Default: no.
    pub force: bool,
}

impl Merge {
    /// Writes the corpora in `folders`, one after the other, to one corpus folder `out`.
    ///
    /// Without [`filters`](Self::filters), what filters rejected stays rejected; what an earlier curation dropped is looked at again. Runs on the threads
    /// of the rayon pool it is called in and gives the same bytes on any number of them. Memory as for
    /// [`Curation::curate`]. Each table is read twice.
    ///
    /// # Errors
    /// [`CurationError`]; nothing is left at `out` then but what was there before. Two documents of the same id are an
    /// error without [`prefix`](Self::prefix).
    pub fn run(&self, folders: &[PathBuf], out: &Path) -> Result<Manifest, CurationError> {
        let readers = folders.iter().map(|folder| CorpusReader::open(folder));
        let readers: Vec<_> = readers.collect::<Result<_, _>>()?;
        let features = features(folders, &readers)?;
        let options = CorpusOptions {
            force: self.force,
            settings: json!({
                "curation": self.curation.to_json(),
                "prefix": self.prefix,
                "filters": self.filters.as_ref().map(filters_json),
                "corpora": readers.iter().map(|reader| &reader.manifest().settings).collect::<Vec<_>>(),
            }),
            features: features.clone(),
            shards: self.shards,
        };
        let judges = folders.iter().zip(&readers).map(|(folder, reader)| {
            let judge = |filters| Rejudge::new(filters, folder, reader.manifest());
            self.filters.as_ref().map(judge).transpose()
        });
        let judges: Vec<_> = judges.collect::<Result<_, _>>()?;
        let mut corpus = CorpusWriter::create(out, options)?;
        let source = |pass| {
            let columns = match pass {
                Pass::Look => Columns::Curation { features: self.filters.is_some() },
                Pass::Write => Columns::All,
            };
            let corpora =
                folders.iter().zip(&readers).zip(&judges).map(|((folder, reader), judge)| {
                    let judge = judge.clone();
                    let mut fit = Fit::new(reader.manifest(), &features);
                    if self.prefix {
                        fit.prefix =
                            folder.file_name().map(|name| name.to_string_lossy().into_owned());
                    }
                    let is_carried = fit.changes_nothing();
                    let carried = if is_carried { reader.carried(columns)? } else { None };
                    if let Some(carried) = carried {
                        return Ok(Entries::Carried(carried.map(move |entry| {
                            let mut entry = entry?;
                            if let (Carried::Document(document), Some(judge)) = (&mut entry, &judge)
                            {
                                judge.carried(document)?;
                            }
                            Ok(Uncurated::Carried(entry))
                        })));
                    }
                    Ok(Entries::Stored(reader.records_of(columns)?.map(move |record| {
                        let record = match (record?, &judge) {
                            (Record::Document(document), Some(judge)) => {
                                Record::Document(Box::new(judge.document(*document)))
                            }
                            (record, _) => record,
                        };
                        Ok(Uncurated::Record(fit.fit(record)))
                    })))
                });
            let corpora: Vec<_> = corpora.collect::<Result<_, ExportError>>()?;
            Ok(corpora.into_iter().flatten())
        };
        self.curation.curate(source, &mut corpus)?;
        Ok(corpus.finish()?)
    }
}

/// The features of all corpora, in the order of this program's.
fn features(folders: &[PathBuf], readers: &[CorpusReader]) -> Result<Vec<Feature>, ExportError> {
    let known = duizhao_scorer::features();
    for (folder, reader) in folders.iter().zip(readers) {
        let strange = |name: &&String| known.iter().all(|feature| feature.name != **name);
        if let Some(name) = reader.manifest().features.iter().find(strange) {
            return Err(ExportError::Inconsistent {
                path: folder.clone(),
                problem: format!("it has a feature `{name}`, which this version does not know"),
            });
        }
    }
    let measured = |feature: &Feature| {
        readers
            .iter()
            .any(|reader| reader.manifest().features.iter().any(|name| name == feature.name))
    };
    Ok(known.into_iter().filter(measured).collect())
}

/// The entries of a corpus.
enum Entries<Carried, Stored> {
    Carried(Carried),
    Stored(Stored),
}

impl<Carried, Stored> Iterator for Entries<Carried, Stored>
where
    Carried: Iterator,
    Stored: Iterator<Item = Carried::Item>,
{
    type Item = Carried::Item;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Carried(entries) => entries.next(),
            Self::Stored(entries) => entries.next(),
        }
    }
}

/// How the records of a corpus are made to fit into another.
#[derive(Debug, Clone)]
struct Fit {
    /// For each feature of the other where it is among this one's; `None` if the features are the same.
    features: Option<Vec<Option<usize>>>,
    prefix: Option<String>,
}

impl Fit {
    fn new(manifest: &Manifest, features: &[Feature]) -> Self {
        let own = &manifest.features;
        let same = own.iter().eq(features.iter().map(|feature| feature.name));
        let places =
            features.iter().map(|feature| own.iter().position(|name| name == feature.name));
        Self { features: (!same).then(|| places.collect()), prefix: None }
    }

    /// Whether records fit as they are.
    fn changes_nothing(&self) -> bool {
        self.features.is_none() && self.prefix.is_none()
    }

    fn fit(&self, record: Record) -> Record {
        let Record::Document(mut document) = record else { return record };
        if let Some(prefix) = &self.prefix {
            document.id = format!("{prefix}/{}", document.id);
            document.row.document = Some(document.id.clone());
        }
        let rejected = document.dropped.iter_mut().filter_map(|row| match row {
            DroppedRow::Pair { pair, .. } => Some(&mut **pair),
            DroppedRow::Block(_) => None,
        });
        for pair in document.pairs.iter_mut().chain(rejected) {
            self.fit_pair(pair, &document.id);
        }
        if self.prefix.is_some() {
            document.unpaired.iter_mut().for_each(|row| row.document.clone_from(&document.id));
            for row in &mut document.dropped {
                if let DroppedRow::Block(block) = row {
                    block.document.clone_from(&document.id);
                }
            }
        }
        Record::Document(document)
    }

    fn fit_pair(&self, pair: &mut PairRow, document: &str) {
        if let Some(places) = &self.features {
            let value = |place: &Option<usize>| {
                place.and_then(|place| pair.features.get(place).copied()).unwrap_or(f32::NAN)
            };
            pair.features = places.iter().map(value).collect();
        }
        if self.prefix.is_some() {
            document.clone_into(&mut pair.document);
            pair.identify();
        }
    }
}
