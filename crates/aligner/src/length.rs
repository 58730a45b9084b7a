//! How well two lengths go together.

use crate::weights::Weights;

/// The length of an English text given a Chinese one, in characters without spaces.
///
/// After Gale and Church (1993): the squared difference between the English length and what the Chinese one lets expect,
/// over the mean of the two and a few characters more, is distributed with a variance that differs from translator to
/// translator. The cost levels off, because an omission explains any difference.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LengthModel {
    /// English characters for each Chinese one.
    pub(crate) ratio: f32,
    /// Variance of the difference for each character.
    pub(crate) variance: f32,
    /// Cost for each unit of the squared difference over the mean.
    scale: f32,
    /// Added to the mean length.
    floor: f32,
    /// Costs after levelling off, a sixteenth of a nat apart.
    levelled: Vec<f32>,
}

/// Variance at which the weight of the length is meant.
pub(crate) const REFERENCE_VARIANCE: f64 = 18.0;
/// A bead whose sides differ by more than this factor (beyond [`SLACK`]) is never looked at.
const FACTOR: f32 = 3.0;
/// English characters by which any two sides may differ.
const SLACK: f32 = 60.0;
const STEPS: f32 = 16.0;

impl LengthModel {
    /// A model with the document's own ratio and variance.
    pub(crate) fn new(ratio: f64, variance: f64, weights: &Weights) -> Self {
        let shrink = libm::pow(REFERENCE_VARIANCE / variance, f64::from(weights.length_exponent));
        let scale = f64::from(weights.length) * shrink / REFERENCE_VARIANCE;
        let cap = f64::from(weights.length_cap);
        let levelled = (0..=(cap + 8.0) as usize * STEPS as usize)
            .map(|step| {
                let cost = step as f64 / f64::from(STEPS);
                -libm::log(libm::exp(-cost) + libm::exp(-cap)) as f32
            })
            .collect();
        Self {
            ratio: ratio as f32,
            variance: variance as f32,
            scale: scale as f32,
            floor: weights.length_floor,
            levelled,
        }
    }

    /// What it costs to pair `zh` with `en` characters, in nats.
    pub(crate) fn cost(&self, zh: u32, en: u32) -> f32 {
        let (expected, found) = (zh as f32 * self.ratio, en as f32);
        let difference = found - expected;
        let cost =
            self.scale * difference * difference / (0.5 * (found + expected) + self.floor).max(1.0);
        let step = cost * STEPS;
        let below = step as usize;
        match (self.levelled.get(below), self.levelled.get(below + 1)) {
            (Some(here), Some(next)) => here + (step - below as f32) * (next - here),
            _ => self.levelled.last().copied().unwrap_or(cost),
        }
    }

    /// Most English characters a bead with `zh` Chinese ones can hold.
    pub(crate) fn most_en(&self, zh: u32) -> f32 {
        FACTOR * self.ratio * zh as f32 + SLACK
    }

    /// Most Chinese characters a bead with `en` English ones can hold.
    pub(crate) fn most_zh(&self, en: u32) -> f32 {
        (FACTOR * en as f32 + SLACK) / self.ratio
    }
}

#[cfg(test)]
mod tests {
    use super::LengthModel;
    use crate::weights::Weights;

    #[test]
    fn the_expected_length_is_free_and_no_length_is_worse_than_the_cap() {
        let weights = Weights::default();
        let model = LengthModel::new(3.0, 6.0, &weights);
        assert!(model.cost(20, 60) < 0.01);
        assert!(model.cost(20, 80) > model.cost(20, 70));
        assert!(model.cost(20, 60_000) <= weights.length_cap + 0.01);
    }
}
