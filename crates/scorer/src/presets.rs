use std::fmt;

use crate::filters::Bounds;

/// A set of filters with bounds for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// For training a translation system: what is no whole and clean translation goes out, and a few odd ones with it.
    Mt,
    /// For finding terms: short pairs, headings and lists stay, what is no translation goes out.
    Terms,
    /// For linguists: only what is no translation at all goes out. The default.
    #[default]
    Linguistics,
    /// Everything stays.
    None,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 4] = [Self::Mt, Self::Terms, Self::Linguistics, Self::None];

    /// Its name in commands and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mt => "mt",
            Self::Terms => "terms",
            Self::Linguistics => "linguistics",
            Self::None => "none",
        }
    }

    /// The preset of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// What it is for, in a few words.
    pub fn description(self) -> &'static str {
        match self {
            Self::Mt => "whole and clean translations, for training a translation system",
            Self::Terms => "translations of any length, for finding terms",
            Self::Linguistics => "everything but what is no translation at all",
            Self::None => "everything",
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A filter that the program knows, and between which values each preset keeps a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownFilter {
    /// Its name: the reason in `dropped.parquet`, and the key in the configuration.
    pub name: &'static str,
    /// What kind of pair it keeps out.
    pub description: &'static str,
    /// The feature that it judges by, or `score` or `margin`.
    pub feature: &'static str,
    /// Its bounds where a configuration turns it on without giving any.
    pub usual: Bounds,
    /// Whether, and with which bounds, it is on in `mt`, `terms` and `linguistics`; `none` has no filters.
    presets: [Option<Bounds>; 3],
}

impl KnownFilter {
    /// The filter of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|filter| filter.name == name)
    }

    /// Its bounds in a preset; `None` where it is off.
    pub fn bounds(&self, preset: Preset) -> Option<Bounds> {
        match preset {
            Preset::Mt => self.presets[0],
            Preset::Terms => self.presets[1],
            Preset::Linguistics => self.presets[2],
            Preset::None => None,
        }
    }
}

const fn least(least: f32) -> Bounds {
    Bounds { least, most: f32::INFINITY }
}

const fn most(most: f32) -> Bounds {
    Bounds { least: f32::NEG_INFINITY, most }
}

const fn within(most: f32) -> Bounds {
    Bounds { least: -most, most }
}

/// A filter that is off in `linguistics`.
const fn filter(
    name: &'static str,
    feature: &'static str,
    usual: Bounds,
    presets: [Option<Bounds>; 2],
    description: &'static str,
) -> KnownFilter {
    KnownFilter { name, description, feature, usual, presets: [presets[0], presets[1], None] }
}

/// A filter that is on everywhere.
const fn essential(
    name: &'static str,
    feature: &'static str,
    usual: Bounds,
    mt: Bounds,
    description: &'static str,
) -> KnownFilter {
    KnownFilter { name, description, feature, usual, presets: [Some(mt), Some(usual), Some(usual)] }
}

/// Every filter, in the order in which they judge: the first that keeps a pair out gives the reason.
pub const KNOWN: &[KnownFilter] = &[
    essential(
        "empty",
        "letters",
        least(1.0),
        least(1.0),
        "a side without any letter or digit: rules, symbols",
    ),
    essential("untranslated", "copied", most(0.97), most(0.97), "the same text on both sides"),
    essential(
        "zh_not_chinese",
        "zh_han",
        least(0.001),
        least(0.02),
        "a Chinese side without Chinese",
    ),
    essential(
        "en_not_english",
        "en_latin",
        least(0.5),
        least(0.6),
        "an English side that is mostly in another alphabet",
    ),
    filter(
        "copied",
        "copied_stretch",
        most(0.25),
        [Some(most(0.25)), Some(most(0.25))],
        "a side of which a long stretch was left in the other language",
    ),
    filter(
        "mojibake",
        "mojibake",
        most(0.0),
        [Some(most(0.0)), Some(most(0.0))],
        "characters that only a wrong charset makes",
    ),
    filter(
        "damaged",
        "damage",
        most(0.0),
        [Some(most(0.0)), Some(most(0.0))],
        "text in which the reader found damage that it could not repair",
    ),
    filter(
        "markup",
        "markup",
        most(0.0),
        [Some(most(0.0)), Some(most(0.0))],
        "tags, entities and wiki marks left over",
    ),
    filter(
        "symbols",
        "symbols",
        most(0.5),
        [Some(most(0.5)), Some(most(0.5))],
        "a side that is mostly symbols",
    ),
    filter(
        "boilerplate",
        "boilerplate",
        most(0.4),
        [Some(most(0.4)), Some(most(0.4))],
        "stock phrases of pages on both sides: copyright, share buttons, logins",
    ),
    filter(
        "repetition",
        "repetition",
        most(0.4),
        [Some(most(0.4)), None],
        "a side that goes round in circles",
    ),
    filter("too_short", "letters", least(2.0), [None, None], "a side of a single letter or digit"),
    filter(
        "too_long",
        "length",
        most(3000.0),
        [Some(most(3000.0)), None],
        "more than a system can be trained on at once",
    ),
    filter(
        "length",
        "length_deviation",
        within(5.0),
        [Some(within(5.0)), None],
        "sides whose lengths do not fit",
    ),
    filter(
        "length_ratio",
        "length_ratio",
        within(1.2),
        [None, None],
        "sides whose lengths differ by a factor, short or long",
    ),
    filter(
        "numbers",
        "number_conflicts",
        most(0.0),
        [Some(most(0.0)), None],
        "another number on the one side than on the other",
    ),
    filter(
        "unmatched_numbers",
        "numbers",
        least(0.5),
        [None, None],
        "more than half of the numbers without counterpart",
    ),
    filter(
        "inadequate",
        "adequacy",
        least(0.055),
        [Some(least(0.055)), Some(least(0.055))],
        "texts whose words do not speak for a translation",
    ),
    filter(
        "misplaced",
        "rival",
        most(2.5),
        [Some(most(2.5)), Some(most(4.0))],
        "a pair of which a side fits the neighbouring pair better",
    ),
    filter(
        "slipped",
        "context",
        least(0.3),
        [Some(least(0.3)), Some(least(0.3))],
        "a pair in a stretch of a document in which the lines have slipped",
    ),
    filter(
        "truncated",
        "completeness",
        least(0.24),
        [Some(least(0.24)), None],
        "a side that was cut off",
    ),
    filter(
        "unfinished",
        "unfinished",
        most(0.0),
        [None, None],
        "one side without the mark that ends a sentence",
    ),
    filter(
        "ending",
        "terminal",
        least(1.0),
        [None, None],
        "sides that end differently: a question, a statement",
    ),
    filter(
        "coverage",
        "coverage",
        least(0.1),
        [None, None],
        "hardly a word that the dictionary finds on the other side",
    ),
    filter(
        "unsure",
        "score",
        least(0.3),
        [Some(least(0.3)), Some(least(0.3))],
        "an alignment that is more likely wrong than right",
    ),
    filter(
        "narrow_margin",
        "margin",
        least(1.0),
        [None, None],
        "an alignment for which another would do nearly as well",
    ),
    filter(
        "private",
        "private",
        most(0.0),
        [None, None],
        "a text with an address or number of a person",
    ),
];

#[cfg(test)]
mod tests {
    use super::{KNOWN, KnownFilter, Preset};
    use crate::features::position;

    #[test]
    fn every_filter_has_a_name_of_its_own_and_judges_by_something() {
        for (place, filter) in KNOWN.iter().enumerate() {
            assert!(
                KNOWN[..place].iter().all(|other| other.name != filter.name),
                "{}",
                filter.name
            );
            let known =
                ["score", "margin"].contains(&filter.feature) || position(filter.feature).is_some();
            assert!(known, "{} judges by {}", filter.name, filter.feature);
        }
    }

    #[test]
    fn presets_grow_stricter() {
        for filter in KNOWN {
            let [mt, linguistics] =
                [Preset::Mt, Preset::Linguistics].map(|preset| filter.bounds(preset));
            if let Some(linguistics) = linguistics {
                let mt = mt.expect(filter.name);
                assert!(
                    mt.least >= linguistics.least && mt.most <= linguistics.most,
                    "{}",
                    filter.name
                );
            }
            assert_eq!(filter.bounds(Preset::None), None);
        }
    }

    #[test]
    fn names_lead_back() {
        for preset in Preset::ALL {
            assert_eq!(Preset::of_name(preset.name()), Some(preset));
        }
        assert_eq!(
            KnownFilter::named("numbers").map(|filter| filter.feature),
            Some("number_conflicts")
        );
    }
}
