use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "number_conflicts",
        description: "numbers without a counterpart that stand against each other: one side writes one in digits, and the \
            other has one, in digits or words, that this side does not have",
    },
    of: |sides| {
        let (zh, en) = (sides.zh_odd, sides.en_odd);
        zh.in_digits.min(en.all).max(en.in_digits.min(zh.all)) as f32
    },
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn another_number_in_its_place_is_a_conflict() {
        assert_eq!(measured(&MEASURE, "共有41人。", "There were 14 people."), 1.0);
        assert_eq!(measured(&MEASURE, "共有四十一人。", "There were 14 people."), 1.0);
        assert_eq!(measured(&MEASURE, "2021年有41人。", "There were 41 people in 2021."), 0.0);
    }

    #[test]
    fn a_number_that_only_one_side_gives_is_none() {
        assert_eq!(measured(&MEASURE, "2021年，他们来了。", "They came."), 0.0);
    }
}
