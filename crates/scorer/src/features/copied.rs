use duizhao_bitext::Feature;
use rustc_hash::FxHashMap;

use super::Measure;
use crate::script::Letters;
use crate::words::words;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "copied",
        description: "share of the two texts that stands in both, word by word, 0 to 1: 1 is a text that was not \
            translated; null without letters and digits",
    },
    of: |sides| {
        let both = sides.zh_letters.weight() + sides.en_letters.weight();
        (2.0 * shared(sides.zh, sides.en) / both) as f32
    },
};

/// The length of the words and Chinese characters that stand on both sides, in letters.
fn shared(zh: &str, en: &str) -> f64 {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for word in words(zh) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    let mut length = 0.0;
    for word in words(en) {
        if let Some(count) = counts.get_mut(&word.to_lowercase()).filter(|count| **count > 0) {
            *count -= 1;
            length += Letters::of(word).weight();
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn the_same_text_twice_is_copied_in_either_language() {
        assert_eq!(measured(&MEASURE, "Hello, world 1.", "hello world 1"), 1.0);
        assert_eq!(measured(&MEASURE, "一个句子。", "一个句子。"), 1.0);
    }

    #[test]
    fn names_that_stay_are_no_copy() {
        let share = measured(&MEASURE, "Rust 和 WebAssembly", "Rust and WebAssembly");
        assert!((0.7..0.9).contains(&share), "{share}");
        assert_eq!(measured(&MEASURE, "你好。", "Hello."), 0.0);
    }

    #[test]
    fn a_word_counts_as_often_as_both_sides_have_it() {
        let share = measured(&MEASURE, "Rust", "Rust Rust Rust");
        assert!((share - 0.5).abs() < 1e-6, "{share}");
    }
}
