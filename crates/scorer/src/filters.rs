use std::borrow::Cow;

use duizhao_bitext::Verdict;

use crate::features::position;

/// A filter: a feature, and between which values a pair is kept.
///
/// What was measured and what was decided of it stay apart: the corpus holds the feature's value of every pair, kept
/// or not, so that other bounds can be tried without building it again. A pair whose feature could not be measured is
/// kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Its name: the reason that stands in `dropped.parquet`.
    pub name: Cow<'static, str>,
    /// What kind of pair it keeps out.
    pub description: Cow<'static, str>,
    /// The name of the feature that it judges by.
    pub feature: Cow<'static, str>,
    /// The least value that is kept.
    pub least: f32,
    /// The greatest value that is kept.
    pub most: f32,
}

impl Filter {
    const fn new(
        name: &'static str,
        feature: &'static str,
        [least, most]: [f32; 2],
        description: &'static str,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            description: Cow::Borrowed(description),
            feature: Cow::Borrowed(feature),
            least,
            most,
        }
    }

    fn keeps(&self, value: f32) -> bool {
        value.is_nan() || (self.least..=self.most).contains(&value)
    }
}

/// The filters that are on by default, in the order in which they judge.
const DEFAULT: [Filter; 4] = [
    Filter::new(
        "empty",
        "letters",
        [1.0, f32::INFINITY],
        "a side without any letter or digit: rules, symbols",
    ),
    Filter::new("untranslated", "copied", [0.0, 0.97], "the same text on both sides"),
    Filter::new("zh_not_chinese", "zh_han", [0.001, 1.0], "a Chinese side without Chinese"),
    Filter::new(
        "en_not_english",
        "en_latin",
        [0.5, 1.0],
        "an English side that is mostly in another alphabet",
    ),
];

/// The filters that judge the pairs, in order; the first that keeps a pair out gives the reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Filters {
    filters: Vec<(usize, Filter)>,
}

impl Default for Filters {
    /// Those that keep out only what is no translation at all: `empty`, `untranslated`, `zh_not_chinese` and
    /// `en_not_english`.
    fn default() -> Self {
        let known = |filter: Filter| Some((position(&filter.feature)?, filter));
        Self { filters: DEFAULT.into_iter().filter_map(known).collect() }
    }
}

impl Filters {
    /// No filter: every pair is accepted.
    pub fn none() -> Self {
        Self { filters: Vec::new() }
    }

    /// These filters.
    ///
    /// # Errors
    /// [`UnknownFilter`] for one that judges by a feature which is not measured.
    pub fn new(filters: impl IntoIterator<Item = Filter>) -> Result<Self, UnknownFilter> {
        let known = |filter: Filter| match position(&filter.feature) {
            Some(position) => Ok((position, filter)),
            None => {
                Err(UnknownFilter { filter: filter.name.into(), feature: filter.feature.into() })
            }
        };
        Ok(Self { filters: filters.into_iter().map(known).collect::<Result<_, _>>()? })
    }

    /// The filters, in the order in which they judge.
    pub fn iter(&self) -> impl Iterator<Item = &Filter> {
        self.filters.iter().map(|(_, filter)| filter)
    }

    /// What they say of a pair with these features.
    pub(crate) fn judge(&self, features: &[f32]) -> Verdict {
        let against = self.filters.iter().find(|(position, filter)| {
            features.get(*position).is_some_and(|value| !filter.keeps(*value))
        });
        against.map_or(Verdict::Accepted, |(_, filter)| Verdict::Rejected(filter.name.clone()))
    }
}

/// A filter that judges by a feature which is not measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the filter `{filter}` judges by `{feature}`, which is not measured; measured are {}",
    known()
)]
pub struct UnknownFilter {
    filter: String,
    feature: String,
}

fn known() -> String {
    crate::features()
        .iter()
        .map(|feature| format!("`{}`", feature.name))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, Filter, Filters};
    use crate::features::{features, position};
    use duizhao_bitext::Verdict;

    #[test]
    fn every_default_filter_judges_by_a_feature() {
        assert_eq!(Filters::default().iter().count(), DEFAULT.len());
    }

    #[test]
    fn what_could_not_be_measured_is_kept() {
        let values = vec![f32::NAN; features().len()];
        assert_eq!(Filters::default().judge(&values), Verdict::Accepted);
    }

    #[test]
    fn the_first_filter_gives_the_reason_and_bounds_are_inside() {
        let filter = |name: &'static str, least| Filter::new(name, "letters", [least, 9.0], "");
        let filters = Filters::new([filter("two", 2.0), filter("three", 3.0)]).unwrap();
        let mut values = vec![0.0; features().len()];
        let mut judge = |letters| {
            values[position("letters").unwrap()] = letters;
            filters.judge(&values)
        };
        assert_eq!(judge(1.0), Verdict::Rejected("two".into()));
        assert_eq!(judge(2.0), Verdict::Rejected("three".into()));
        assert_eq!(judge(3.0), Verdict::Accepted);
        assert_eq!(judge(9.5), Verdict::Rejected("two".into()));
    }

    #[test]
    fn an_unknown_feature_is_named_with_those_there_are() {
        let error = Filters::new([Filter::new("mine", "taste", [0.0, 1.0], "")]).unwrap_err();
        assert!(error.to_string().starts_with("the filter `mine` judges by `taste`"), "{error}");
        assert!(error.to_string().contains("`length_ratio`"), "{error}");
    }
}
