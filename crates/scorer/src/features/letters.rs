use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "letters",
        description: "number of letters and digits on the side that has fewer; a Chinese character is one letter",
    },
    of: |sides| sides.zh_letters.with_digits().min(sides.en_letters.with_digits()) as f32,
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn the_poorer_side_counts() {
        assert_eq!(measured(&MEASURE, "共 3 人", "…"), 0.0);
        assert_eq!(measured(&MEASURE, "三十万！", "300,000!"), 3.0);
        assert_eq!(measured(&MEASURE, "人们。", "People."), 2.0);
    }
}
