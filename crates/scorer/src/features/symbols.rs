use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "symbols",
        description: "share of symbols among the characters of the side that has more of them, 0 to 1; letters, digits, \
            spaces and the marks of sentences are none",
    },
    of: |sides| share(sides.zh).max(share(sides.en)),
};

fn share(text: &str) -> f32 {
    let (mut symbols, mut all) = (0_u32, 0_u32);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        symbols += u32::from(!c.is_alphanumeric() && !is_mark(c));
    }
    symbols as f32 / all.max(1) as f32
}

/// Whether a character is a punctuation mark of running text.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '-' | '%' | '$' | '/'
        | '\u{2010}'..='\u{2026}' | '、' | '。' | '〈'..='】' | '！' | '，' | '：' | '；' | '？' | '（' | '）' | '·' | '～' | '％'
        | '£' | '€' | '￥' | '¥' | '°')
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn marks_are_no_symbols() {
        assert_eq!(measured(&MEASURE, "“好——真的？！”《书》", "\"Well... (really?)\" 5%"), 0.0);
    }

    #[test]
    fn rules_and_decoration_are() {
        assert!(measured(&MEASURE, "★☆★☆ 新品 ▲▲▲", "New") > 0.7);
        assert!(measured(&MEASURE, "第1页", "==== ~~~~ 1 ====") > 0.9);
    }
}
