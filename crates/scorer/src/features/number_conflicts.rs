use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "number_conflicts",
        description: "numbers without a counterpart that stand against each other: the English writes one in digits, and the \
            Chinese has one, in digits or numerals, that the English does not have",
    },
    of: |sides| {
        let (zh, en) = (sides.zh_odd, sides.en_odd);
        let in_digits = (en.in_digits + en.in_names).min(zh.in_digits + zh.in_names);
        in_digits.max(en.in_digits.min(zh.in_digits + zh.spelled)) as f32
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
    fn numbers_in_names_stand_against_each_other_only() {
        assert_eq!(measured(&MEASURE, "使用UTF-8编码。", "Encoded in UTF-9."), 1.0);
        assert_eq!(measured(&MEASURE, "二十国集团抗击疫情", "The G20 fight covid-19"), 0.0);
        assert_eq!(measured(&MEASURE, "抗疫补助提高1倍。", "covid-19 allowances doubled."), 0.0);
        assert_eq!(measured(&MEASURE, "补助提高到3倍。", "Allowances rose 4 times."), 1.0);
    }

    #[test]
    fn versions_are_numbers() {
        assert_eq!(measured(&MEASURE, "自 3.7.1 版起", "Since version 4.7.1"), 1.0);
        assert_eq!(measured(&MEASURE, "自 3.7.1 版起", "Since version 3.7.1"), 0.0);
    }

    #[test]
    fn spelled_measures_may_be_converted() {
        let en = "She was 5 feet tall and weighed 130 pounds.";
        assert_eq!(measured(&MEASURE, "她身高一米六零，体重六十公斤。", en), 0.0);
        assert_eq!(measured(&MEASURE, "她六十岁。", "She was 50."), 1.0);
    }

    #[test]
    fn the_numbers_of_list_items_stand_against_each_other() {
        assert_eq!(
            measured(&MEASURE, "（六）维护粮食安全。", "7. Safeguarding food security"),
            1.0
        );
        assert_eq!(
            measured(&MEASURE, "（六）维护粮食安全。", "6. Safeguarding food security"),
            0.0
        );
        assert_eq!(measured(&MEASURE, "六、维护粮食安全。", "Safeguarding food security"), 0.0);
    }

    #[test]
    fn a_number_counts_as_often_as_it_stands_there() {
        assert_eq!(measured(&MEASURE, "隔离时为0，否则为1。", "1 if isolated, else 1."), 1.0);
        assert_eq!(measured(&MEASURE, "1号和1号以外的", "No. 1 and those that are not"), 0.0);
    }

    #[test]
    fn a_table_of_numbers_in_one_sentence_is_compared_too() {
        let numbers: Vec<String> = (0..100_000).map(|at| at.to_string()).collect();
        let [zh, en] = ["人", "people"].map(|counted| numbers.join(" ") + " " + counted);
        assert_eq!(measured(&MEASURE, &zh, &en), 0.0);
        assert_eq!(measured(&MEASURE, &zh, &en.replacen(" 7 ", " 9 ", 1)), 1.0);
    }

    #[test]
    fn a_number_that_only_one_side_gives_is_none() {
        assert_eq!(measured(&MEASURE, "2021年，他们来了。", "They came."), 0.0);
    }
}
