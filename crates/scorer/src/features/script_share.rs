use duizhao_bitext::Feature;

use super::Measure;

pub(super) const ZH: Measure = Measure {
    feature: Feature {
        name: "zh_han",
        description: "share of Chinese characters among the letters of the Chinese side, 0 to 1; null without letters",
    },
    of: |sides| sides.zh_letters.han as f32 / sides.zh_letters.total() as f32,
};

pub(super) const EN: Measure = Measure {
    feature: Feature {
        name: "en_latin",
        description: "share of Latin letters among the letters of the English side, 0 to 1; null without letters",
    },
    of: |sides| sides.en_letters.latin as f32 / sides.en_letters.total() as f32,
};

#[cfg(test)]
mod tests {
    use super::{EN, ZH};
    use crate::features::measured;

    #[test]
    fn each_side_by_its_own_letters() {
        assert_eq!(measured(&ZH, "用 Ru 的", "x"), 0.5);
        assert_eq!(measured(&EN, "x", "Да, Rust 语言"), 0.5);
        assert!(measured(&ZH, "42%", "42%").is_nan());
    }
}
