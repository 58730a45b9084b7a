use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "coverage",
        description: "share of both sides' words that the other side translates by the dictionary, 0 to 1; null where \
            the dictionary knows none of them",
    },
    of: |sides| sides.words.share(),
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured_with;
    use duizhao_lexicon::Lexicon;

    #[test]
    fn a_translation_is_covered_better_than_another_sentence() {
        let lexicon = Lexicon::bundled().unwrap();
        let measured = |en| measured_with(&lexicon, &MEASURE, "春天，农民在山坡上种苹果树。", en);
        let right = measured("In spring the farmers plant apple trees on the hillside.");
        let wrong = measured("The committee published its annual report yesterday.");
        assert!(right > 0.7 && wrong < 0.2, "{right} {wrong}");
    }

    #[test]
    fn nothing_is_said_where_the_dictionary_knows_nothing() {
        assert!(measured_with(&Lexicon::empty(), &MEASURE, "你好。", "…").is_nan());
    }
}
