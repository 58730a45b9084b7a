use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "numbers",
        description: "share of the numbers written in digits on either side that the other side holds in any form, 0 \
            to 1; null without such numbers",
    },
    of: |sides| sides.numbers.share(),
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn units_and_words_are_read() {
        assert_eq!(
            measured(&MEASURE, "投资3.5亿元，建了12座桥。", "350 million yuan for twelve bridges."),
            1.0
        );
    }

    #[test]
    fn another_number_is_seen_from_both_sides() {
        assert_eq!(measured(&MEASURE, "共有41人。", "There were 14 people."), 0.0);
        assert_eq!(measured(&MEASURE, "2021年有41人。", "There were 14 people in 2021."), 0.5);
    }

    #[test]
    fn nothing_is_said_of_texts_without_digits() {
        assert!(measured(&MEASURE, "一个人。", "A man.").is_nan());
    }
}
