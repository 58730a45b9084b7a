use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use duizhao_aligner::Weights;
use duizhao_export::Shards;
use duizhao_scorer::Filters;
use serde_json::{Map, Value, json};

use crate::Curation;

/// What the user may decide about a build. The defaults are right for documents of unknown origin.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that stands by itself")]
pub struct Config {
    /// How files are read.
    pub reader: duizhao_reader::Options,
    /// How paragraphs are split. Its `line_breaks` is decided block by block and not here.
    pub segmenter: duizhao_segmenter::Options,
    /// How sentences are paired.
    pub aligner: duizhao_aligner::Settings,
    /// Which pairs are kept.
    pub filters: duizhao_scorer::Filters,
    /// What is done with duplicates, and which splits are drawn. Default: of exact duplicates the best is kept.
    pub curation: Curation,
    /// How large a file of pairs may become.
    pub shards: Shards,
    /// Whether e-mail addresses and phone, identity-card and bank-card numbers are masked in everything that is written:
    /// `<EMAIL_1>`. Places still point to the source; original texts of what was masked are left out. Default: no.
    pub mask_private: bool,
    /// What the lexicon holds beside the bundled dictionary: the SHA-256 of each file by what it is (`learned`,
    /// `glossary`). For the manifest only. Default: nothing.
    pub lexicon_files: BTreeMap<String, String>,
    /// A list of pairs of files that is built instead of the inputs; see [`duizhao_reader::listed`]. Default: none.
    pub pairs: Option<PathBuf>,
    /// Whether files in one language whose names say nothing are paired by what they say, which reads every file once more.
    /// Default: no.
    pub pair_by_content: bool,
    /// How many threads work; `None` (default) for as many as there are cores. Never changes the result.
    pub threads: Option<usize>,
    /// Whether a corpus that is at the output already is replaced, and what a build left there that was cut off is thrown
    /// away. Default: no.
    pub force: bool,
    /// Whether documents whose files are unchanged are taken over from the corpus at the output, and from a build of it
    /// that was cut off, where either was made with the same settings by the same program. The corpus at the output is
    /// replaced. Never changes the result. Default: no.
    pub resume: bool,
    /// How often what is done is brought to the disk, and so how much work is lost at most when the build is cut off;
    /// `None` (default) for every second. Never changes the result.
    pub save_every: Option<Duration>,
}

impl Config {
    /// Every setting that has a part in the result, for the manifest.
    pub(crate) fn settings(&self) -> Value {
        json!({
            "revision": env!("DUIZHAO_REVISION"),
            "reader": self.reader,
            "segmenter": {
                "split_quotes": self.segmenter.split_quotes,
                "split_semicolons": self.segmenter.split_semicolons,
            },
            "aligner": changed(&self.aligner.weights),
            "lexicon_files": self.lexicon_files,
            "curation": self.curation.to_json(),
            "pair_by_content": self.pair_by_content,
            "private": { "mask": self.mask_private },
            "filters": filters_json(&self.filters),
        })
    }
}

/// The filters for the manifest.
pub(crate) fn filters_json(filters: &Filters) -> Value {
    let filters = filters.iter().map(|filter| {
        json!({
            "name": filter.name,
            "feature": filter.feature,
            "least": bound(filter.bounds.least),
            "most": bound(filter.bounds.most),
        })
    });
    filters.collect()
}

/// The settings that have a part in what a single document becomes, as text: all but those of curation, which looks at all
/// documents together and is done again for every corpus.
pub(crate) fn of_stages(settings: &Value) -> String {
    let mut settings = settings.clone();
    if let Some(settings) = settings.as_object_mut() {
        settings.remove("curation");
    }
    settings.to_string()
}

/// A bound of a filter; JSON knows no infinity, null stands for no bound.
fn bound(value: f32) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

/// The constants that differ from those of this version.
fn changed(weights: &Weights) -> Map<String, Value> {
    let (mut weights, mut usual) = (weights.clone(), Weights::default());
    let mut changed = Map::new();
    for name in Weights::NAMES {
        let (value, usual) = (weights.named(name).copied(), usual.named(name).copied());
        if value != usual {
            changed.insert((*name).to_owned(), json!(value));
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::Config;
    use serde_json::json;

    #[test]
    fn the_settings_name_every_constant_that_was_changed() {
        let mut config = Config::default();
        assert_eq!(config.settings()["aligner"], json!({}));
        config.aligner.weights.zh_word = 8.5;
        assert_eq!(config.settings()["aligner"], json!({ "zh_word": 8.5 }));
    }
}
