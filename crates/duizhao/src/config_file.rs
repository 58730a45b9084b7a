use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use duizhao_aligner::Weights;
use duizhao_bitext::Layout;
use duizhao_reader::{Format, Rule, UserRule};
use duizhao_scorer::{Bounds, Filter, FilterError, Filters, Preset};
use serde::Deserialize;
use toml::Spanned;

use crate::Config;
use crate::curation_file::{DuplicatesSection, SplitsSection};

/// The configuration as it stands in a TOML file: what the user decides once for all builds.
///
/// Every section and every key may be missing. `data/duizhao.toml` is an example with all keys and their defaults.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigFile {
    reader: ReaderSection,
    segmenter: SegmenterSection,
    aligner: BTreeMap<Spanned<String>, f32>,
    filters: BTreeMap<Spanned<String>, Spanned<FilterValue>>,
    private: PrivateSection,
    duplicates: DuplicatesSection,
    splits: SplitsSection,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PrivateSection {
    mask: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ReaderSection {
    format: Option<Spanned<String>>,
    layout: Option<Spanned<String>>,
    layouts: BTreeMap<String, Spanned<String>>,
    without_rules: Vec<Spanned<String>>,
    rules: BTreeMap<String, Spanned<String>>,
    max_bytes: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SegmenterSection {
    split_quotes: Option<bool>,
    split_semicolons: Option<bool>,
}

/// What stands behind the name of a filter; behind `preset` a word.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"on\", \"off\", or a table like { least = 0.1, most = 0.9 }"
)]
enum FilterValue {
    Word(String),
    Bounds(FilterBounds),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FilterBounds {
    least: Option<f32>,
    most: Option<f32>,
    feature: Option<String>,
}

/// Why a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// It is no TOML, or has an unknown key or a value of a wrong kind.
    #[error("{0}")]
    Toml(String),
    /// A name or value that there is not.
    #[error("line {line}: {message}")]
    Value {
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what there is.
        message: String,
    },
}

impl ConfigFile {
    /// The settings that `text` changes, over those of `config`; settings that it does not name stay as they are.
    ///
    /// # Errors
    /// [`ConfigError`] with the line, what is wrong there, and what there could stand.
    pub fn apply(text: &str, config: &mut Config) -> Result<(), ConfigError> {
        let file: Self = toml::from_str(text)
            .map_err(|error| ConfigError::Toml(error.to_string().trim_end().to_owned()))?;
        let Self { reader, segmenter, aligner, filters, private, duplicates, splits } = file;
        config.mask_private = private.mask.unwrap_or(config.mask_private);
        reader.apply(config).map_err(|wrong| wrong.at(text))?;
        if let Some(preset) = preset(&filters) {
            config.curation.suit(preset);
        }
        duplicates.apply(&mut config.curation).map_err(|wrong| wrong.at(text))?;
        splits.apply(&mut config.curation).map_err(|wrong| wrong.at(text))?;
        config.segmenter.split_quotes =
            segmenter.split_quotes.unwrap_or(config.segmenter.split_quotes);
        config.segmenter.split_semicolons =
            segmenter.split_semicolons.unwrap_or(config.segmenter.split_semicolons);
        for (name, value) in aligner {
            let Some(weight) = config.aligner.weights.named(name.get_ref()) else {
                let message = unknown("constant", name.get_ref(), Weights::NAMES.iter().copied());
                return Err(Wrong { span: name.span(), message }.at(text));
            };
            *weight = value;
        }
        set_filters(filters, &mut config.filters).map_err(|wrong| wrong.at(text))
    }
}

impl ConfigFile {
    /// Whether a configuration says anything of filters. One that cannot be read says nothing.
    pub fn has_filters(text: &str) -> bool {
        toml::from_str::<Self>(text).is_ok_and(|file| !file.filters.is_empty())
    }

    /// Whether it says which duplicates are dropped. One that cannot be read says nothing.
    pub fn has_duplicates(text: &str) -> bool {
        toml::from_str::<Self>(text).is_ok_and(|file| file.duplicates.is_given())
    }
}

/// Something wrong at a place of the file.
pub(crate) struct Wrong {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

impl Wrong {
    fn at(self, text: &str) -> ConfigError {
        let before = text.as_bytes().iter().take(self.span.start);
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        ConfigError::Value { line, message: self.message }
    }
}

impl ReaderSection {
    fn apply(self, config: &mut Config) -> Result<(), Wrong> {
        if let Some(name) = self.format {
            let format = Format::of_name(name.get_ref()).ok_or_else(|| Wrong {
                span: name.span(),
                message: unknown(
                    "format",
                    name.get_ref(),
                    Format::ALL.into_iter().map(Format::name),
                ),
            })?;
            config.reader.format = Some(format);
        }
        if let Some(name) = self.layout {
            config.reader.layout = Some(layout(&name)?);
        }
        for (id, name) in self.layouts {
            config.reader.layouts.insert(id, layout(&name)?);
        }
        let rules: BTreeSet<&str> = Rule::all().map(|rule| rule.name).collect();
        for name in self.without_rules {
            if !rules.contains(name.get_ref().as_str()) {
                let message = unknown("rule", name.get_ref(), rules.iter().copied());
                return Err(Wrong { span: name.span(), message });
            }
            config.reader.without_rules.insert(name.into_inner());
        }
        for (name, pattern) in self.rules {
            let span = pattern.span();
            let rule = UserRule::new(&name, pattern.get_ref())
                .map_err(|error| Wrong { span, message: format!("the rule `{name}`: {error}") })?;
            config.reader.rules.retain(|other| other.name() != name);
            config.reader.rules.push(rule);
        }
        config.reader.max_bytes = self.max_bytes.unwrap_or(config.reader.max_bytes);
        Ok(())
    }
}

/// A layout that a document in one file may have.
fn layout(name: &Spanned<String>) -> Result<Layout, Wrong> {
    let found = Layout::OF_ONE_FILE.into_iter().find(|layout| layout.name() == name.get_ref());
    found.ok_or_else(|| Wrong {
        span: name.span(),
        message: unknown(
            "layout",
            name.get_ref(),
            Layout::OF_ONE_FILE.map(Layout::name).into_iter(),
        ),
    })
}

/// The preset that the filters begin with, if one is named rightly.
fn preset(section: &BTreeMap<Spanned<String>, Spanned<FilterValue>>) -> Option<Preset> {
    let (_, value) = section.iter().find(|(name, _)| name.get_ref() == "preset")?;
    match value.get_ref() {
        FilterValue::Word(name) => Preset::of_name(name),
        FilterValue::Bounds(_) => None,
    }
}

fn set_filters(
    section: BTreeMap<Spanned<String>, Spanned<FilterValue>>,
    filters: &mut Filters,
) -> Result<(), Wrong> {
    let (presets, others): (Vec<_>, Vec<_>) =
        section.into_iter().partition(|(name, _)| name.get_ref() == "preset");
    for (_, value) in presets {
        let preset = match value.get_ref() {
            FilterValue::Word(name) => Preset::of_name(name),
            FilterValue::Bounds(_) => None,
        };
        *filters = Filters::preset(preset.ok_or_else(|| {
            let names = list(Preset::ALL.into_iter().map(Preset::name));
            Wrong { span: value.span(), message: format!("the preset must be one of {names}") }
        })?);
    }
    for (name, value) in others {
        let (span, name) = (name.span(), name.into_inner());
        set_filter(filters, name, value.into_inner()).map_err(|message| Wrong { span, message })?;
    }
    Ok(())
}

fn set_filter(filters: &mut Filters, name: String, value: FilterValue) -> Result<(), String> {
    let said = |error: FilterError| error.to_string();
    match value {
        FilterValue::Word(word) if word == "off" => filters.turn_off(&name).map_err(said),
        FilterValue::Word(word) if word == "on" => filters.turn_on(&name, None, None).map_err(said),
        FilterValue::Word(word) => Err(format!(
            "the filter `{name}` is \"on\", \"off\" or a table of bounds, not \"{word}\""
        )),
        FilterValue::Bounds(FilterBounds { least, most, feature: None }) => {
            filters.turn_on(&name, least, most).map_err(said)
        }
        FilterValue::Bounds(FilterBounds { least, most, feature: Some(feature) }) => {
            let bounds = Bounds {
                least: least.unwrap_or(f32::NEG_INFINITY),
                most: most.unwrap_or(f32::INFINITY),
            };
            let description = format!("a filter of the configuration, by {feature}").into();
            filters
                .put(Filter { name: name.into(), description, feature: feature.into(), bounds })
                .map_err(said)
        }
    }
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    format!("there is no {what} `{name}`; there are {}", list(known))
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::ConfigFile;
    use std::path::Path;

    use crate::Config;
    use duizhao_curator::{Duplicates, Size, SplitBy};
    use duizhao_scorer::{Filters, Preset};

    fn apply(text: &str) -> Result<Config, String> {
        let mut config = Config::default();
        ConfigFile::apply(text, &mut config).map(|()| config).map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_file_changes_nothing_and_the_example_neither() {
        assert_eq!(apply("").unwrap().settings(), Config::default().settings());
        let example = include_str!("../../../data/duizhao.toml");
        assert_eq!(apply(example).unwrap().settings(), Config::default().settings());
    }

    #[test]
    fn every_line_of_the_example_that_is_switched_off_can_be_switched_on() {
        let example = include_str!("../../../data/duizhao.toml");
        let settings = |line: &&str| line.starts_with("# ") && line.contains(" = ");
        for line in example.lines().filter(settings) {
            let on = example.replace(line, &line[2..]);
            if let Err(error) = apply(&on) {
                panic!("{line}: {error}");
            }
        }
    }

    #[test]
    fn every_rule_can_be_switched_off_and_others_added() {
        for rule in duizhao_reader::Rule::all() {
            let config =
                apply(&format!("[reader]\nwithout_rules = [\"{}\"]\n", rule.name)).unwrap();
            assert!(config.reader.without_rules.contains(rule.name));
        }
        let config = apply("[reader]\nrules = { ours = '^Read on' }\n").unwrap();
        assert_eq!(config.reader.rules[0].name(), "ours");
        let error = apply("[reader]\nrules = { ours = '(' }\n").unwrap_err();
        assert!(error.starts_with("line 2: the rule `ours`: "), "{error}");
    }

    #[test]
    fn layouts_are_heard_for_all_documents_and_for_one() {
        let config =
            apply("[reader]\nlayout = \"units\"\nlayouts = { \"a.txt\" = \"sequential\" }\n")
                .unwrap();
        assert_eq!(config.reader.layout.unwrap().name(), "units");
        assert_eq!(config.reader.layouts["a.txt"].name(), "sequential");
        let error = apply("[reader]\nlayout = \"pair\"\n").unwrap_err();
        assert!(error.contains("there is no layout `pair`; there are `sequential`"), "{error}");
    }

    #[test]
    fn every_section_is_heard() {
        let config = apply(
            "[reader]\nformat = \"markdown\"\nmax_bytes = 1000\n[segmenter]\nsplit_quotes = false\n\
             [aligner]\nzh_word = 0.4\n[private]\nmask = true\n\
             [duplicates]\ndrop = \"near\"\nsimilarity = 0.7\nagainst = [\"old\"]\n\
             [splits]\ntest = \"2%\"\nvalidation = 100\nby = \"pair\"\n\
             [filters]\nempty = \"off\"\npreset = \"mt\"\nnumbers = \"off\"\nlength = { most = 3 }\n\
             covered = { feature = \"coverage\", least = 0.2 }\n",
        )
        .unwrap();
        assert!(
            !config.segmenter.split_quotes
                && config.segmenter.split_quotes != config.segmenter.split_semicolons
                || !config.segmenter.split_semicolons
        );
        assert_eq!(config.reader.max_bytes, 1000);
        let settings = &config.curation.settings;
        assert_eq!((settings.duplicates, settings.split_by), (Duplicates::Near, SplitBy::Pair));
        assert_eq!((settings.test, settings.validation), (Size::Share(0.02), Size::Pairs(100)));
        assert_eq!(config.curation.against, [Path::new("old")]);
        let names: Vec<_> = config.filters.iter().map(|filter| &*filter.name).collect();
        assert!(!names.contains(&"empty") && !names.contains(&"numbers"), "{names:?}");
        assert_eq!(names.last(), Some(&"covered"));
        let length = config.filters.iter().find(|filter| filter.name == "length").unwrap();
        assert!((2.999..3.001).contains(&length.bounds.most) && length.bounds.least < -3.0);
        let expected = Filters::preset(Preset::Mt).iter().count() - 2 + 1;
        assert_eq!(names.len(), expected);
    }

    #[test]
    fn a_preset_brings_its_duplicates_unless_they_are_given() {
        let duplicates = |text| apply(text).unwrap().curation.settings.duplicates;
        assert_eq!(duplicates("[filters]\npreset = \"mt\"\n"), Duplicates::Near);
        assert_eq!(duplicates("[filters]\npreset = \"terms\"\n"), Duplicates::Exact);
        let both = "[duplicates]\ndrop = \"keep\"\n[filters]\npreset = \"mt\"\n";
        assert_eq!(duplicates(both), Duplicates::Keep);
        assert!(ConfigFile::has_duplicates(both) && !ConfigFile::has_duplicates("[duplicates]\n"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_there_is() {
        for (text, parts) in [
            ("[filters]\n\ntaste = \"on\"\n", vec!["line 3", "`taste`", "`mojibake`"]),
            ("[filters]\npreset = \"nice\"\n", vec!["line 2", "`mt`"]),
            ("[filters]\nempty = \"maybe\"\n", vec!["line 2", "\"maybe\""]),
            ("[filters]\nempty = { most = 1, least = 2 }\n", vec!["line 2", "keeps nothing"]),
            (
                "[filters]\nmine = { feature = \"taste\" }\n",
                vec!["line 2", "`taste`", "`coverage`"],
            ),
            ("[filters]\nempty = { mots = 1 }\n", vec!["line 2", "least"]),
            ("[readers]\n", vec!["line 1", "readers", "`reader`"]),
            ("[reader]\nformat = \"doc\"\n", vec!["line 2", "`doc`", "`markdown`"]),
            ("[reader]\nwithout_rules = [\n\"x\",\n]\n", vec!["line 3", "rule `x`"]),
            ("[aligner]\nzh_wort = 1\n", vec!["line 2", "`zh_wort`", "`zh_word`"]),
            ("[duplicates]\nsimilarity = 2.0\n", vec!["line 2", ".3 to 1"]),
            ("[duplicates]\ndrop = \"far\"\n", vec!["line 2", "`near`"]),
            ("[splits]\ntest = \"half\"\n", vec!["line 2", "`half`", "2%"]),
            ("[splits]\nby = \"page\"\n", vec!["line 2", "`document`"]),
            ("[segmenter]\nsplit_quotes = 3\n", vec!["line 2", "boolean"]),
            ("reader = \n", vec!["line 1"]),
        ] {
            let error = apply(text).unwrap_err();
            for part in parts {
                assert!(error.contains(part), "{text}: {error} lacks {part}");
            }
        }
    }
}
