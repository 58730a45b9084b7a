use duizhao_bitext::Feature;

use super::Measure;

/// Letters added to both sides, so that a word more or less in a short pair weighs no more than it says.
const SMOOTHING: f64 = 10.0;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "length_ratio",
        description: "natural logarithm of the English side's length over the Chinese side's, both in letters, a \
            Chinese character as 3.5: 0 is usual, ±1 rare in a translation",
    },
    of: |sides| {
        let (zh, en) = (sides.zh_letters.weight(), sides.en_letters.weight());
        libm::log((en + SMOOTHING) / (zh + SMOOTHING)) as f32
    },
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn a_translation_is_near_zero_and_half_of_one_is_not() {
        let zh = "今年夏天，我们在河边种了三百棵树。";
        let whole =
            measured(&MEASURE, zh, "This summer we planted three hundred trees by the river.");
        let half = measured(&MEASURE, zh, "This summer.");
        assert!(whole.abs() < 0.3, "{whole}");
        assert!(half < -0.9, "{half}");
    }

    #[test]
    fn latin_words_count_as_they_are() {
        assert!(measured(&MEASURE, "WebAssembly", "WebAssembly").abs() < f32::EPSILON);
    }
}
