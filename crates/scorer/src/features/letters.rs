use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "letters",
        description: "number of letters (a Chinese character is one) on the side that has fewer",
    },
    of: |sides| sides.zh_letters.total().min(sides.en_letters.total()) as f32,
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn the_poorer_side_counts() {
        assert_eq!(measured(&MEASURE, "共 3 人", "3"), 0.0);
        assert_eq!(measured(&MEASURE, "人们。", "People."), 2.0);
    }
}
