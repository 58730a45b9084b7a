use duizhao_bitext::Feature;

use super::Measure;
use crate::private::find_private;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "private",
        description: "number of e-mail addresses and of phone, identity-card and bank-card numbers in the texts of both sides, \
            counted before they are masked",
    },
    of: |sides| (find_private(sides.zh).len() + find_private(sides.en).len()) as f32,
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn both_sides_count() {
        assert_eq!(measured(&MEASURE, "邮箱：a@b.cn", "Mail: a@b.cn, 13800138000"), 3.0);
        assert_eq!(measured(&MEASURE, "2021年5月12日", "12 May 2021"), 0.0);
    }
}
