use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "length",
        description: "length of the longer side in letters and digits, a Chinese character as 3.5",
    },
    of: |sides| sides.zh_letters.weight().max(sides.en_letters.weight()) as f32,
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn the_longer_side_counts() {
        assert_eq!(measured(&MEASURE, "人们。", "People left 3."), 11.0);
        assert_eq!(measured(&MEASURE, "人们走了。", "Gone."), 14.0);
    }
}
