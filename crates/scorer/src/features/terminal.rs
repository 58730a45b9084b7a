use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "terminal",
        description: "1 if both sides end alike (as a statement, a question, an exclamation, with a colon, cut off, or \
            without a mark), else 0",
    },
    of: |sides| f32::from(u8::from(ending(sides.zh) == ending(sides.en))),
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Statement,
    Question,
    Exclamation,
    Colon,
    Ellipsis,
    Bare,
}

/// How a text ends, closing quotes and brackets aside.
fn ending(text: &str) -> Ending {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '」' | '』' | '）' | ')' | '】' | ']' | '》'
            )
    });
    if text.ends_with("...") {
        return Ending::Ellipsis;
    }
    match text.chars().next_back() {
        Some('。' | '.' | '．' | '｡') => Ending::Statement,
        Some('?' | '？') => Ending::Question,
        Some('!' | '！') => Ending::Exclamation,
        Some(':' | '：') => Ending::Colon,
        Some('…' | '⋯' | '—') => Ending::Ellipsis,
        _ => Ending::Bare,
    }
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn quotes_and_width_do_not_matter() {
        assert_eq!(measured(&MEASURE, "他说：“走吗？”", "\"Shall we go?\" "), 1.0);
        assert_eq!(measured(&MEASURE, "算了……", "Never mind..."), 1.0);
        assert_eq!(measured(&MEASURE, "第一章", "Chapter One"), 1.0);
    }

    #[test]
    fn a_question_is_no_statement() {
        assert_eq!(measured(&MEASURE, "走吗？", "We go."), 0.0);
    }
}
