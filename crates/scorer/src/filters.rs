use std::borrow::Cow;

use crate::features::{features, position};
use crate::judge::Judge;
use crate::presets::{KNOWN, KnownFilter, Preset};

/// Between which values a pair is kept, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least value that is kept; −∞ for no bound.
    pub least: f32,
    /// The greatest value that is kept; ∞ for no bound.
    pub most: f32,
}

impl Bounds {
    /// Whether a value is kept. One that could not be measured (NaN) is.
    pub fn keeps(self, value: f32) -> bool {
        value.is_nan() || (self.least..=self.most).contains(&value)
    }
}

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
    /// The name of the feature that it judges by, or `score` or `margin`.
    pub feature: Cow<'static, str>,
    /// What it keeps.
    pub bounds: Bounds,
}

impl Filter {
    fn known(known: &KnownFilter, bounds: Bounds) -> Self {
        Self {
            name: Cow::Borrowed(known.name),
            description: Cow::Borrowed(known.description),
            feature: Cow::Borrowed(known.feature),
            bounds,
        }
    }
}

/// The filters that judge the pairs, in order; the first that keeps a pair out gives the reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Filters {
    filters: Vec<Filter>,
}

impl Default for Filters {
    /// Those of the default preset, [`Preset::Linguistics`].
    fn default() -> Self {
        Self::preset(Preset::default())
    }
}

impl Filters {
    /// The filters of a preset.
    pub fn preset(preset: Preset) -> Self {
        let on = |known: &KnownFilter| Some(Filter::known(known, known.bounds(preset)?));
        Self { filters: KNOWN.iter().filter_map(on).collect() }
    }

    /// No filter: every pair is accepted.
    pub fn none() -> Self {
        Self { filters: Vec::new() }
    }

    /// These filters.
    ///
    /// # Errors
    /// [`FilterError::UnknownFeature`] for one that judges by a feature which is not measured.
    pub fn new(filters: impl IntoIterator<Item = Filter>) -> Result<Self, FilterError> {
        let filters: Vec<_> = filters.into_iter().collect();
        filters.iter().try_for_each(measured)?;
        Ok(Self { filters })
    }

    /// Turns a filter off.
    ///
    /// # Errors
    /// [`FilterError::UnknownFilter`] for one that neither is on nor is known.
    pub fn turn_off(&mut self, name: &str) -> Result<(), FilterError> {
        let before = self.filters.len();
        self.filters.retain(|filter| filter.name != name);
        if before == self.filters.len() && KnownFilter::named(name).is_none() {
            return Err(FilterError::UnknownFilter { filter: name.to_owned() });
        }
        Ok(())
    }

    /// Turns a known filter on or changes its bounds; a bound that is not given stays as it is, or is the filter's usual one.
    ///
    /// # Errors
    /// [`FilterError::UnknownFilter`]; [`FilterError::Bounds`] for bounds that keep nothing.
    pub fn turn_on(
        &mut self,
        name: &str,
        least: Option<f32>,
        most: Option<f32>,
    ) -> Result<(), FilterError> {
        let place = self.filters.iter().position(|filter| filter.name == name);
        let mut filter = match (place, KnownFilter::named(name)) {
            (Some(place), _) => self.filters[place].clone(),
            (None, Some(known)) => Filter::known(known, known.usual),
            (None, None) => return Err(FilterError::UnknownFilter { filter: name.to_owned() }),
        };
        filter.bounds.least = least.unwrap_or(filter.bounds.least);
        filter.bounds.most = most.unwrap_or(filter.bounds.most);
        self.put(filter)
    }

    /// Adds a filter, or puts it in the place of the one of its name. Known ones judge in the order of [`KNOWN`], others after
    /// them.
    ///
    /// # Errors
    /// [`FilterError::UnknownFeature`]; [`FilterError::Bounds`] for bounds that keep nothing.
    pub fn put(&mut self, filter: Filter) -> Result<(), FilterError> {
        measured(&filter)?;
        let Bounds { least, most } = filter.bounds;
        if least.is_nan() || most.is_nan() || least > most {
            return Err(FilterError::Bounds { filter: filter.name.into(), least, most });
        }
        self.filters.retain(|other| other.name != filter.name);
        self.filters.push(filter);
        let rank = |filter: &Filter| KNOWN.iter().position(|known| known.name == filter.name);
        self.filters.sort_by_key(|filter| rank(filter).unwrap_or(KNOWN.len()));
        Ok(())
    }

    /// The filters, in the order in which they judge.
    pub fn iter(&self) -> impl Iterator<Item = &Filter> {
        self.filters.iter()
    }

    /// A judge of pairs that this version measured.
    pub fn judge(&self) -> Judge {
        Judge::new(self, &features().iter().map(|feature| feature.name))
    }

    /// A judge of pairs with these feature columns: those of a corpus, which an older version may have written.
    pub fn judge_for<S: AsRef<str>>(&self, columns: &[S]) -> Judge {
        Judge::new(self, &columns.iter().map(AsRef::as_ref))
    }
}

fn measured(filter: &Filter) -> Result<(), FilterError> {
    if position(&filter.feature).is_some() || ["score", "margin"].contains(&&*filter.feature) {
        return Ok(());
    }
    let (filter, feature) = (filter.name.to_string(), filter.feature.to_string());
    Err(FilterError::UnknownFeature { filter, feature })
}

/// A filter that cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// It judges by a feature that is not measured.
    #[error(
        "the filter `{filter}` judges by `{feature}`, which is not measured; measured are {}",
        list(features().iter().map(|feature| feature.name).chain(["score", "margin"]))
    )]
    UnknownFeature {
        /// The filter.
        filter: String,
        /// The feature.
        feature: String,
    },
    /// There is none of this name.
    #[error(
        "there is no filter `{filter}`; there are {}; another one says by which `feature` it judges",
        list(KNOWN.iter().map(|known| known.name))
    )]
    UnknownFilter {
        /// The name.
        filter: String,
    },
    /// Its bounds keep nothing.
    #[error(
        "the filter `{filter}` keeps nothing: its least value, {least}, is not below its greatest, {most}"
    )]
    Bounds {
        /// The filter.
        filter: String,
        /// The least value.
        least: f32,
        /// The greatest value.
        most: f32,
    },
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Filter, Filters};
    use crate::Preset;

    fn names(filters: &Filters) -> Vec<&str> {
        filters.iter().map(|filter| &*filter.name).collect()
    }

    #[test]
    fn the_default_keeps_out_only_what_is_no_translation() {
        let expected = ["empty", "untranslated", "zh_not_chinese", "en_not_english"];
        assert_eq!(names(&Filters::default()), expected);
        assert_eq!(Filters::none(), Filters::preset(Preset::None));
    }

    #[test]
    fn a_filter_is_turned_on_in_its_place_and_off() {
        let mut filters = Filters::default();
        filters.turn_on("mojibake", None, None).unwrap();
        filters.turn_on("empty", Some(3.0), None).unwrap();
        filters.turn_off("untranslated").unwrap();
        assert_eq!(names(&filters), ["empty", "zh_not_chinese", "en_not_english", "mojibake"]);
        let empty = filters.iter().next().unwrap();
        assert_eq!(empty.bounds, Bounds { least: 3.0, most: f32::INFINITY });
    }

    #[test]
    fn what_cannot_be_is_named_with_what_can() {
        let mut filters = Filters::default();
        let error = filters.turn_on("taste", None, None).unwrap_err().to_string();
        assert!(error.starts_with("there is no filter `taste`; there are `empty`"), "{error}");
        assert_eq!(filters.turn_off("taste").unwrap_err().to_string(), error);
        let error = filters.turn_on("unsure", Some(0.9), Some(0.1)).unwrap_err().to_string();
        assert!(error.contains("keeps nothing"), "{error}");
        let bounds = Bounds { least: 0.0, most: 1.0 };
        let mine =
            Filter { name: "mine".into(), description: "".into(), feature: "taste".into(), bounds };
        let error = Filters::new([mine]).unwrap_err().to_string();
        assert!(error.starts_with("the filter `mine` judges by `taste`"), "{error}");
        assert!(error.contains("`length_ratio`"), "{error}");
    }

    #[test]
    fn a_filter_of_ones_own_judges_last() {
        let mut filters = Filters::default();
        let bounds = Bounds { least: 0.2, most: 1.0 };
        let name = "covered".into();
        filters
            .put(Filter { name, description: "".into(), feature: "coverage".into(), bounds })
            .unwrap();
        filters.turn_on("unsure", None, None).unwrap();
        assert_eq!(names(&filters).last(), Some(&"covered"));
    }
}
