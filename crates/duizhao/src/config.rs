use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What the user may decide about a build. The defaults are right for documents of unknown origin.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// How files are read.
    pub reader: duizhao_reader::Options,
    /// How paragraphs are split. Its `line_breaks` is decided block by block and not here.
    pub segmenter: duizhao_segmenter::Options,
    /// How sentences are paired.
    pub aligner: duizhao_aligner::Settings,
    /// Which pairs are kept.
    pub filters: duizhao_scorer::Filters,
    /// What the lexicon holds beside the bundled dictionary: the SHA-256 of each file by what it is (`learned`,
    /// `glossary`). For the manifest only. Default: nothing.
    pub lexicon_files: BTreeMap<String, String>,
    /// How many threads work; `None` (default) for as many as there are cores. Never changes the result.
    pub threads: Option<usize>,
    /// Whether a corpus that is at the output already is replaced. Default: no.
    pub force: bool,
}

impl Config {
    /// Every setting that has a part in the result, for the manifest.
    pub(crate) fn settings(&self) -> Value {
        json!({
            "reader": self.reader,
            "segmenter": {
                "split_quotes": self.segmenter.split_quotes,
                "split_semicolons": self.segmenter.split_semicolons,
            },
            "lexicon_files": self.lexicon_files,
            "filters": self.filters.iter().map(|filter| json!({
                "name": filter.name,
                "feature": filter.feature,
                "least": bound(filter.least),
                "most": bound(filter.most),
            })).collect::<Vec<_>>(),
        })
    }
}

/// A bound of a filter; JSON knows no infinity, null stands for no bound.
fn bound(value: f32) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}
