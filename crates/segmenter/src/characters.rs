//! Classes of characters, and looking at the characters around a place in a text.

/// Whether `c` is a Chinese character, or a sign that stands for one in running Chinese.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}' | '〇' | '々')
}

/// Whether `c` ends a sentence whatever stands around it.
pub(crate) fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '﹖' | '﹗' | '﹒' | '‼' | '⁇' | '⁈' | '⁉')
}

/// Whether `c` may stand in an ellipsis.
pub(crate) fn is_ellipsis(c: char) -> bool {
    matches!(c, '…' | '⋯' | '‥')
}

/// Whether `c` is a digit in either width.
pub(crate) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// The character that starts at byte `at`.
#[inline]
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// The character that ends before byte `at`.
#[inline]
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at.wrapping_sub(1)) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(..at)?.chars().next_back(),
    }
}

/// Where the run of white space that starts at `at` ends. A line break ends the run if `stop_at_break`.
pub(crate) fn skip_space(text: &str, mut at: usize, stop_at_break: bool) -> usize {
    while let Some(c) = char_at(text, at) {
        if !c.is_whitespace() || (stop_at_break && is_line_break(c)) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Whether `c` is a line break of any kind.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
