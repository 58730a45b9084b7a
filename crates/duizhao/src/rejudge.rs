//! Filters applied to pairs that were measured before.

use std::collections::BTreeSet;
use std::path::Path;

use duizhao_bitext::Verdict;
use duizhao_export::row::{DroppedRow, StoredDocument};
use duizhao_export::{ExportError, Manifest};
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
}

/// Adds the names of the filters that stand in the settings of a corpus and of those that it was made of.
fn add_names(settings: &Value, names: &mut BTreeSet<String>) {
    let filters = settings["filters"].as_array().into_iter().flatten();
    names.extend(filters.filter_map(|filter| Some(filter["name"].as_str()?.to_owned())));
    for corpus in settings["corpora"].as_array().into_iter().flatten() {
        add_names(corpus, names);
    }
}
