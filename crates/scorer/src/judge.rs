use std::borrow::Cow;

use duizhao_bitext::Verdict;

use crate::filters::{Filter, Filters};

/// Filters that know where their values stand: what judges pairs one after the other.
///
/// Costs a comparison for each filter.
#[derive(Debug, Clone)]
pub struct Judge {
    filters: Vec<(Source, Filter)>,
    blind: Vec<Cow<'static, str>>,
}

/// Where a filter's value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Feature(usize),
    Score,
    Margin,
}

impl Judge {
    pub(crate) fn new<'n>(
        filters: &Filters,
        columns: &(impl Iterator<Item = &'n str> + Clone),
    ) -> Self {
        let mut judge = Self { filters: Vec::new(), blind: Vec::new() };
        for filter in filters.iter() {
            let source = match &*filter.feature {
                "score" => Some(Source::Score),
                "margin" => Some(Source::Margin),
                feature => {
                    columns.clone().position(|column| column == feature).map(Source::Feature)
                }
            };
            match source {
                Some(source) => judge.filters.push((source, filter.clone())),
                None => judge.blind.push(filter.name.clone()),
            }
        }
        judge
    }

    /// The filters that cannot judge because their features were not measured: those of a corpus of an older version.
    pub fn blind(&self) -> &[Cow<'static, str>] {
        &self.blind
    }

    /// What they say of a pair with these features, in the order of the columns; NaN for a score or margin that there is not.
    pub fn verdict(&self, features: &[f32], score: f32, margin: f32) -> Verdict {
        let against = self.deciding(features, score, margin);
        against.map_or(Verdict::Accepted, |filter| Verdict::Rejected(filter.name.clone()))
    }

    /// The name of the filter that keeps the pair out; `None` if it is kept.
    pub fn against(&self, features: &[f32], score: f32, margin: f32) -> Option<&str> {
        self.deciding(features, score, margin).map(|filter| &*filter.name)
    }

    fn deciding(&self, features: &[f32], score: f32, margin: f32) -> Option<&Filter> {
        let against = self.filters.iter().find(|(source, filter)| {
            let value = match source {
                Source::Feature(position) => features.get(*position).copied().unwrap_or(f32::NAN),
                Source::Score => score,
                Source::Margin => margin,
            };
            !filter.bounds.keeps(value)
        });
        against.map(|(_, filter)| filter)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Bounds, Filter, Filters, Preset, features};
    use duizhao_bitext::Verdict;

    fn filter(name: &'static str, feature: &'static str, least: f32) -> Filter {
        let bounds = Bounds { least, most: 9.0 };
        Filter { name: name.into(), description: "".into(), feature: feature.into(), bounds }
    }

    #[test]
    fn what_could_not_be_measured_is_kept() {
        let values = vec![f32::NAN; features().len()];
        for preset in Preset::ALL {
            let judge = Filters::preset(preset).judge();
            assert_eq!(judge.verdict(&values, f32::NAN, f32::NAN), Verdict::Accepted, "{preset}");
            assert!(judge.blind().is_empty());
        }
    }

    #[test]
    fn the_first_filter_gives_the_reason_and_bounds_are_inside() {
        let filters = [filter("two", "letters", 2.0), filter("three", "letters", 3.0)];
        let judge = Filters::new(filters).unwrap().judge_for(&["copied", "letters"]);
        let against = |letters| judge.against(&[0.0, letters], 0.0, 0.0);
        assert_eq!(against(1.0), Some("two"));
        assert_eq!(against(2.0), Some("three"));
        assert_eq!(against(3.0), None);
        assert_eq!(against(9.5), Some("two"));
    }

    #[test]
    fn score_and_margin_are_judged_like_features() {
        let filters = [filter("unsure", "score", 0.5), filter("narrow", "margin", 2.0)];
        let judge = Filters::new(filters).unwrap().judge();
        assert_eq!(judge.against(&[], 0.4, 3.0), Some("unsure"));
        assert_eq!(judge.against(&[], 0.6, 1.0), Some("narrow"));
        assert_eq!(judge.against(&[], f32::NAN, f32::NAN), None);
    }

    #[test]
    fn filters_of_columns_that_are_not_there_are_named() {
        let judge = Filters::preset(Preset::Mt).judge_for(&["letters"]);
        assert!(judge.blind().iter().any(|name| name == "inadequate"));
        assert_eq!(judge.against(&[0.0], 1.0, 9.0), Some("empty"));
    }
}
