//! Headings, list items and options that only a space parts from what follows.

use crate::characters::{char_at, is_digit, is_ideograph, is_line_break, skip_space};
use crate::words::Characters;

/// What a numbered heading or item starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `第一章`, `第二节`, `第3条`
    Chapter,
    /// `一、`
    Chinese,
    /// `（一）`, `(1)`
    Bracketed,
    /// `A.`, `B、`
    Letter(char),
    /// `1.`, `2、`
    Number,
}

/// The ideographs that a marker may start with.
static OPENS: Characters = Characters::new(&[
    '第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '零',
]);

/// The most characters of a title.
const LONGEST_TITLE: usize = 20;

/// Where the heading ends that starts at `start`: a marker and a title, before white space and what shows that something
/// else follows. `None` if there is none.
pub(super) fn end_of(text: &str, start: usize) -> Option<usize> {
    // Hardly any sentence starts with a marker, so that is asked first; ideographs need no trimming for it.
    let ideograph = matches!(text.as_bytes().get(start), Some(0xE4..=0xE9));
    if ideograph && !char_at(text, start).is_some_and(|c| OPENS.may_hold(c)) {
        return None;
    }
    let sentence =
        text[start..].trim_start_matches(|c: char| c.is_whitespace() && !is_line_break(c));
    let opens = |c: char| is_numeral(c) || matches!(c, '第' | '（' | '(' | 'A'..='Z');
    if !sentence.starts_with(opens) {
        return None;
    }
    let (first, marked) = marker(sentence)?;
    let inside = text.len() - sentence.len();
    let mut ideographs = 0;
    for (number, (at, c)) in sentence.char_indices().enumerate().take(LONGEST_TITLE + 1) {
        if at < marked {
            continue;
        }
        if c.is_whitespace()
            && ideographs > 0
            && number <= LONGEST_TITLE
            && parts(text, first, inside + at)
        {
            return Some(inside + at);
        }
        if !(is_ideograph(c) || c.is_alphanumeric() || c == ' ') {
            return None;
        }
        ideographs += usize::from(is_ideograph(c));
    }
    None
}

/// Whether the white space at `space` parts a heading with the marker `first` from what follows.
fn parts(text: &str, first: Marker, space: usize) -> bool {
    let next = skip_space(text, space, false);
    let second = marker(&text[next..]).map(|(second, _)| second);
    match first {
        Marker::Letter(a) => matches!(second, Some(Marker::Letter(b)) if a as u32 + 1 == b as u32),
        // 第一章 总则 第一条: the title after the number has spaces of its own.
        Marker::Chapter => second.is_some(),
        _ => second.is_some() || char_at(text, next).is_some_and(is_ideograph),
    }
}

/// The marker that `text` starts with, and its length.
fn marker(text: &str) -> Option<(Marker, usize)> {
    let mut characters = text.char_indices();
    let (_, first) = characters.next()?;
    let rest = &text[first.len_utf8()..];
    let number = |text: &str| -> usize {
        text.chars().take(6).take_while(|c| is_numeral(*c)).map(char::len_utf8).sum()
    };
    match first {
        '第' => {
            let digits = number(rest);
            let unit = char_at(rest, digits).filter(|c| {
                matches!(
                    c,
                    '章' | '节'
                        | '節'
                        | '条'
                        | '條'
                        | '款'
                        | '编'
                        | '編'
                        | '篇'
                        | '部'
                        | '回'
                        | '课'
                        | '課'
                )
            })?;
            (digits > 0).then_some((Marker::Chapter, first.len_utf8() + digits + unit.len_utf8()))
        }
        '（' | '(' => {
            let digits = number(rest);
            let close = char_at(rest, digits).filter(|c| matches!(c, '）' | ')'))?;
            (digits > 0)
                .then_some((Marker::Bracketed, first.len_utf8() + digits + close.len_utf8()))
        }
        'A'..='Z' => {
            let dot = char_at(rest, 0).filter(|c| matches!(c, '.' | '．' | '、'))?;
            Some((Marker::Letter(first), 1 + dot.len_utf8()))
        }
        _ => {
            let digits = number(text);
            let mark = char_at(text, digits).filter(|c| matches!(c, '、' | '.' | '．'))?;
            let kind = if is_digit(first) { Marker::Number } else { Marker::Chinese };
            (digits > 0 && (kind == Marker::Number || mark == '、'))
                .then_some((kind, digits + mark.len_utf8()))
        }
    }
}

/// Whether `text` is a number in digits or Chinese numerals.
pub(super) fn is_number(text: &str) -> bool {
    text.chars().all(is_numeral)
}

fn is_numeral(c: char) -> bool {
    is_digit(c)
        || matches!(
            c,
            '一' | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '零'
                | '〇'
        )
}
