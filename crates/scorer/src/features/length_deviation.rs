use duizhao_bitext::Feature;

use super::Measure;
use crate::sides::Sides;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "length_deviation",
        description: "standard deviations by which the English side is longer than the Chinese one lets expect, shorter if \
            negative; short texts may differ more",
    },
    of: |sides| deviation(sides) as f32,
};

/// Mean and standard deviation of the logarithm of letters over letters (a Chinese character as 3.5) in translations: the
/// part that belongs to translator and genre, and the part of each text, which shrinks with the root of its length.
const SPREAD: f64 = 0.2;
const SPREAD_OF_LETTER: f64 = 1.7;
/// Letters added to both sides.
const SMOOTHING: f64 = 10.0;

/// The z-score of the ratio of lengths.
pub(super) fn deviation(sides: &Sides<'_>) -> f64 {
    let (zh, en) = (sides.zh_letters.weight() + SMOOTHING, sides.en_letters.weight() + SMOOTHING);
    let letters = 0.5 * (zh + en);
    let variance = SPREAD * SPREAD + SPREAD_OF_LETTER * SPREAD_OF_LETTER / letters;
    libm::log(en / zh) / libm::sqrt(variance)
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn the_same_ratio_deviates_more_in_a_longer_text() {
        let (zh, en) = ("他走了。", "He left the house again.");
        let short = measured(&MEASURE, zh, en);
        let long = measured(&MEASURE, &zh.repeat(9), &en.repeat(9));
        assert!(short > 0.0 && long > short + 1.0, "{short} {long}");
    }

    #[test]
    fn a_missing_half_is_below_zero() {
        let zh = "今年夏天，我们在河边种了三百棵树，明年还要再种五百棵。";
        assert!(measured(&MEASURE, zh, "This summer.") < -3.0);
    }
}
