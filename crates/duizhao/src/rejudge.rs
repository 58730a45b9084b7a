//! Filters applied to pairs that were measured before.

use std::collections::BTreeSet;
use std::path::Path;

use duizhao_bitext::Verdict;
use duizhao_export::row::{DroppedRow, StoredDocument};
use duizhao_export::{CarriedDocument, ExportError, Manifest};
use duizhao_scorer::{Filters, Judge, KNOWN};
use serde_json::Value;

/// Judges the pairs of a corpus anew by the features that are stored with them.
#[derive(Debug, Clone)]
pub(crate) struct Rejudge {
    judge: Judge,
    /// Names of filters: what was dropped for one of them is judged anew, what was dropped for something else stays dropped.
    filters: BTreeSet<String>,
}

impl Rejudge {
    /// Judges the pairs of the corpus in `folder`.
    ///
    /// # Errors
    /// [`ExportError::Unmeasured`] if the corpus lacks a feature that one of the filters needs.
    pub(crate) fn new(
        filters: &Filters,
        folder: &Path,
        manifest: &Manifest,
    ) -> Result<Self, ExportError> {
        let judge = filters.judge_for(&manifest.features);
        if !judge.blind().is_empty() {
            let filters = judge.blind().iter().map(|name| format!("`{name}`"));
            return Err(ExportError::Unmeasured {
                path: folder.to_owned(),
                filters: filters.collect::<Vec<_>>().join(", "),
            });
        }
        let mut filters = KNOWN.iter().map(|known| known.name.to_owned()).collect();
        add_names(&manifest.settings, &mut filters);
        Ok(Self { judge, filters })
    }

    /// The document with every pair where the filters put it; what curation decided of it is taken back.
    pub(crate) fn document(&self, document: StoredDocument) -> StoredDocument {
        let mut document = document.uncurated();
        let mut pairs: Vec<_> =
            std::mem::take(&mut document.pairs).into_iter().map(Box::new).collect();
        let mut dropped = Vec::new();
        for row in std::mem::take(&mut document.dropped) {
            match row {
                DroppedRow::Pair { reason, pair, .. } if self.filters.contains(&*reason) => {
                    pairs.push(pair);
                }
                other => dropped.push(other),
            }
        }
        pairs.sort_by_key(|pair| (pair.zh.sentences.start, pair.en.sentences.start));
        for pair in pairs {
            match self.judge.verdict(&pair.features, pair.score, pair.margin) {
                Verdict::Accepted => document.pairs.push(*pair),
                Verdict::Rejected(reason) => {
                    dropped.push(DroppedRow::Pair { reason, duplicate_of: None, pair });
                }
            }
        }
        document.dropped = dropped;
        document
    }

    /// The same for a document whose rows stay in the tables.
    ///
    /// # Errors
    /// [`ExportError::Inconsistent`] for a row that is not as it should be.
    pub(crate) fn carried(&self, document: &mut CarriedDocument) -> Result<(), ExportError> {
        document.judge(
            |reason| self.filters.contains(reason),
            |features, score, margin| self.judge.verdict(features, score, margin),
        )
    }
}

/// Adds the names of the filters that stand in the settings of a corpus and of those that it was made of.
fn add_names(settings: &Value, names: &mut BTreeSet<String>) {
    let filters = settings["filters"].as_array().into_iter().flatten();
    names.extend(filters.filter_map(|filter| Some(filter["name"].as_str()?.to_owned())));
    for corpus in settings["corpora"].as_array().into_iter().flatten() {
        add_names(corpus, names);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use duizhao_bitext::{Span, Split};
    use duizhao_export::row::{
        BlockRow, DocumentCounts, DocumentRow, DroppedRow, Location, PairRow, SideRow,
        StoredDocument,
    };
    use duizhao_export::{
        Carried, Columns, CorpusOptions, CorpusReader, CorpusWriter, Manifest, Record,
    };
    use duizhao_scorer::{Bounds, Filter, Filters, KNOWN};
    use proptest::prelude::*;

    use super::Rejudge;
    use crate::Curation;
    use crate::curation::Uncurated;

    /// What becomes of a pair at first, its features, and which text it has.
    type Sown = (usize, [f32; 2], usize);

    fn options() -> CorpusOptions {
        let features = duizhao_scorer::features().into_iter().take(2).collect();
        CorpusOptions { features, ..CorpusOptions::default() }
    }

    fn location() -> Location {
        Location { file: 0, span: Span::default() }
    }

    fn side(text: String, sentence: usize) -> SideRow {
        SideRow {
            text,
            original: None,
            sentences: sentence..sentence + 1,
            sources: vec![location()],
            blocks: vec![sentence],
            place: None,
        }
    }

    /// A document with something of everything that can have become of its pairs.
    fn document(number: usize, sown: &[Sown]) -> StoredDocument {
        let id = format!("{number:03}.txt");
        let block = BlockRow {
            document: id.clone(),
            reason: "navigation".into(),
            language: "zh".into(),
            role: "paragraph".into(),
            source: location(),
            text: "首页".into(),
        };
        let (mut pairs, mut dropped) = (Vec::new(), vec![DroppedRow::Block(block)]);
        for (sentence, &(fate, [feature, margin], text)) in sown.iter().enumerate() {
            let mut pair = PairRow {
                id: String::new(),
                document: id.clone(),
                zh_variant: None,
                zh: side(format!("第{text}座桥。"), sentence),
                en: side(format!("Bridge {text}."), sentence),
                role: "paragraph".into(),
                score: feature,
                margin,
                features: vec![feature, f32::NAN],
                split: Split::Train,
                cluster: None,
            };
            pair.identify();
            let mut drop = |reason: &'static str, duplicate_of: Option<&str>, pair| {
                let duplicate_of = duplicate_of.map(str::to_owned);
                dropped.push(DroppedRow::Pair { reason: reason.into(), duplicate_of, pair });
            };
            match fate {
                0 => drop(KNOWN[0].name, None, Box::new(pair)),
                1 => drop("duplicate", Some("00000000000000aa"), Box::new(pair)),
                2 => drop("by_hand", None, Box::new(pair)),
                _ => pairs.push(pair),
            }
        }
        let row = DocumentRow {
            document: Some(id.clone()),
            counts: Some(DocumentCounts::default()),
            ..DocumentRow::default()
        };
        StoredDocument { id, row, pairs, unpaired: Vec::new(), dropped }
    }

    /// Keeps pairs whose first feature and whose margin are at least a half.
    fn filters() -> Filters {
        let feature = duizhao_scorer::features()[0].name;
        let filter = |name: &'static str, feature: &'static str| Filter {
            name: name.into(),
            description: "a test's".into(),
            feature: feature.into(),
            bounds: Bounds { least: 0.5, most: f32::INFINITY },
        };
        Filters::new([filter(KNOWN[0].name, feature), filter("own", "margin")]).unwrap()
    }

    fn judged(from: &Path, out: &Path, by_tables: bool) -> Manifest {
        let reader = CorpusReader::open(from).unwrap();
        let rejudge = Rejudge::new(&filters(), from, reader.manifest()).unwrap();
        let mut corpus = CorpusWriter::create(out, options()).unwrap();
        let source = |_| {
            let mut entries = Vec::new();
            if by_tables {
                for entry in reader.carried(Columns::All)?.unwrap() {
                    let mut entry = entry?;
                    if let Carried::Document(document) = &mut entry {
                        rejudge.carried(document)?;
                    }
                    entries.push(Ok(Uncurated::Carried(entry)));
                }
            } else {
                for record in reader.records()? {
                    let Record::Document(document) = record? else { continue };
                    let document = Box::new(rejudge.document(*document));
                    entries.push(Ok(Uncurated::Record(Record::Document(document))));
                }
            }
            Ok(entries.into_iter())
        };
        Curation::default().curate(source, &mut corpus).unwrap();
        corpus.finish().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn tables_are_judged_like_rows(
            documents in prop::collection::vec(
                prop::collection::vec((0_usize..6, prop::array::uniform2(0_f32..1.0), 0_usize..9), 0..20),
                1..5,
            ),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name);
            let mut writer = CorpusWriter::create(&path("source"), options()).unwrap();
            for (number, sown) in documents.iter().enumerate() {
                writer.stored(&document(number, sown)).unwrap();
            }
            writer.finish().unwrap();
            let rows = judged(&path("source"), &path("rows"), false);
            let tables = judged(&path("source"), &path("tables"), true);
            // Of every table the hash is in the manifest.
            prop_assert_eq!(&rows.files, &tables.files);
            let kept = |sown: &&Sown| sown.0 != 2 && sown.1.iter().all(|value| *value >= 0.5);
            let texts: std::collections::BTreeSet<_> =
                documents.iter().flatten().filter(kept).map(|sown| sown.2).collect();
            prop_assert_eq!(tables.counts.pairs, texts.len() as u64);
        }
    }
}
