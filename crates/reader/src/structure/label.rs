//! Labels in front of a block's text, and the marks by which plain text shows lists and headings.

use std::sync::LazyLock;

use crate::pattern::Pattern;

/// What stands in front of a block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// The label of a speaker's turn, this many bytes with the white space after it.
    Turn(usize),
    /// The name of the language that the text is in.
    Language(usize),
    /// A list's bullet.
    Bullet(usize),
}

impl Opening {
    /// Where the text starts.
    pub(crate) fn end(self) -> usize {
        match self {
            Self::Turn(end) | Self::Language(end) | Self::Bullet(end) => end,
        }
    }
}

/// The label that opens `text`. Speakers' names belong to the text: they are translated with it.
pub(crate) fn opening(text: &str) -> Option<Opening> {
    let head = &text[..text.char_indices().nth(24).map_or(text.len(), |(at, _)| at)];
    // A label alone is no label of anything.
    let end_of = |pattern: &Pattern| {
        pattern.find(head).map(|found| found.end()).filter(|end| *end < text.len())
    };
    end_of(&TURN)
        .map(Opening::Turn)
        .or_else(|| end_of(&LANGUAGE).map(Opening::Language))
        .or_else(|| end_of(&BULLET).map(Opening::Bullet))
}

/// Whether the text starts with the number or bullet of a list.
pub(crate) fn is_list_item(text: &str) -> bool {
    BULLET.is_match(text) || ENUMERATOR.is_match(text)
}

/// Whether the text looks like a heading: an enumerator of chapters or sections, few words, no end of a sentence.
pub(crate) fn is_heading(text: &str) -> bool {
    text.len() <= 120
        && HEADING.is_match(text)
        && !super::language::ends_sentence(text)
        && !text.ends_with(['；', ';', '，', ','])
}

static TURN: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:(?:[A-HQ]|[问問答]|Question|Answer|提[问問]|回答|甲|乙|丙)\s?\d{0,3}\s?[:：]|[QA]\d{0,3}[.．、]|[QA]\d{1,3}\s)\s*",
    )
});
static LANGUAGE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[\[【(（]?(?:中文|英文|中|英|[汉漢]语|英[语語]|原文|[译譯]文|English|Chinese|EN|ENG|ZH|CN)[\]】)）]?\s?[:：]\s*",
    )
});
static BULLET: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^(?:[-*+–—]\s+|[•●○◦▪■◆►✓※·]\s*)"));
static ENUMERATOR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:[(（]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[)）]|\d{1,3}[.．]\s|\d{1,3}、|[一二三四五六七八九十]{1,3}、|[①-⑳])",
    )
});
static HEADING: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:第[〇零一二三四五六七八九十百\d]{1,6}[章节節编編篇卷部]|[一二三四五六七八九十]{1,3}、|(?:Chapter|CHAPTER|Section|SECTION|Part|PART|Book|BOOK|Unit|UNIT|Lesson|LESSON|Text|Passage|Essay|Letter|Story|Speech|Poem|Scene|Act|Episode)\s[\dIVXivx]+(?-u:\b)|第[一二三四五六七八九十百\d]{1,4}[课課回幕集首]|[【\[(（]?(?:篇|范文|例文|短文|作文|课文|第)[一二三四五六七八九十\d]{1,3}[】\])）篇]?(?:[:：]|$))",
    )
});

#[cfg(test)]
mod tests {
    use super::{Opening, is_heading, is_list_item, opening};

    #[test]
    fn labels_end_where_the_text_starts() {
        for (text, content) in [
            ("Q: Will it open?", "Will it open?"),
            ("问：何时开放？", "何时开放？"),
            ("答:市长：九月。", "市长：九月。"),
            ("Q1. Why?", "Why?"),
            ("A2：Because.", "Because."),
            ("B: Hello.", "Hello."),
            ("【译文】：桥", "桥"),
            ("English: a bridge", "a bridge"),
            ("• 桥墩", "桥墩"),
            ("- piers", "piers"),
        ] {
            let end = opening(text).map_or(0, Opening::end);
            assert_eq!(&text[end..], content);
        }
    }

    #[test]
    fn what_only_looks_like_a_label_is_text() {
        for text in [
            "Mayor: no comment.",
            "A bridge",
            "答应了。",
            "Q:",
            "问题：资金从哪里来？",
            "-5 degrees",
            "Apple: a fruit",
            "英国：新桥",
        ] {
            assert_eq!(opening(text), None, "{text}");
        }
    }

    #[test]
    fn lists_and_headings_are_known_by_their_numbers() {
        for text in ["1. piers", "2、桥墩", "（一）桥墩", "(a) piers", "① 桥墩"] {
            assert!(is_list_item(text), "{text}");
        }
        assert!(!is_list_item("1.5 metres"));
        assert!(is_heading("第三章 桥墩"));
        assert!(is_heading("Chapter 3 The piers"));
        assert!(!is_heading("一、桥墩要加固。"));
    }
}
