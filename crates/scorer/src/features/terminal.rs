use duizhao_bitext::Feature;

use super::Measure;
use crate::sides::Sides;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "terminal",
        description: "1 if both sides end alike (as a statement, a question, an exclamation, with a colon, cut off, or \
            without a mark), else 0",
    },
    of: |sides| f32::from(u8::from(ends_alike(sides))),
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Statement,
    Question,
    Exclamation,
    Colon,
    Ellipsis,
    /// A comma or semicolon: the sentence goes on elsewhere.
    Pause,
    Bare,
}

/// Whether both sides end alike; a pause is as good as no mark.
pub(super) fn ends_alike(sides: &Sides<'_>) -> bool {
    let [zh, en] = [sides.zh, sides.en].map(|text| match ending(text) {
        Ending::Pause => Ending::Bare,
        ending => ending,
    });
    zh == en
}

/// How a text ends, closing quotes and brackets aside.
pub(super) fn ending(text: &str) -> Ending {
    let closes = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '」' | '』' | '）' | ')' | '】' | ']' | '》'
            )
    };
    let text = text.trim_end_matches(closes);
    // The wrong quotation mark behind a stop closes, too.
    let inside = text.trim_end_matches(['“', '‘']);
    let stopped = inside.ends_with(['。', '！', '？', '…', '.', '!', '?']);
    let text = if stopped { inside } else { text };
    if text.ends_with("...") {
        return Ending::Ellipsis;
    }
    match text.chars().next_back() {
        Some('。' | '.' | '．' | '｡') => Ending::Statement,
        Some('?' | '？') => Ending::Question,
        Some('!' | '！') => Ending::Exclamation,
        Some(':' | '：') => Ending::Colon,
        Some('…' | '⋯' | '—') => Ending::Ellipsis,
        Some(',' | '，' | '、' | ';' | '；') => Ending::Pause,
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
        assert_eq!(measured(&MEASURE, "“走吧。“", "\"Let us go.\""), 1.0);
        assert_eq!(measured(&MEASURE, "他说“", "He said."), 0.0);
    }

    #[test]
    fn a_question_is_no_statement() {
        assert_eq!(measured(&MEASURE, "走吗？", "We go."), 0.0);
    }
}
