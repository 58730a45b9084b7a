//! ASCII and full-width `.`, ASCII `?` and `!` in Chinese.

use std::sync::LazyLock;

use super::Pair;
use crate::characters::{char_at, char_before, is_digit, is_ideograph, skip_space};
use crate::english;
use crate::words::WordList;

static TRANSLITERATION: LazyLock<WordList> =
    LazyLock::new(|| WordList::parse(include_str!("../../words/zh-transliteration.txt")));

/// Whether the single period at `at`, in the sentence that starts at `start`, ends a sentence.
pub(super) fn ends(text: &str, start: usize, at: usize) -> bool {
    let dot = char_at(text, at).map_or(1, char::len_utf8);
    let Some(before) = char_before(text, at) else { return false };
    let next = char_at(text, at + dot);
    if next.is_some_and(|c| c.is_ascii_alphanumeric() || is_digit(c)) {
        return false;
    }
    if is_ideograph(before) {
        return !parts_a_name(text, at, dot);
    }
    if is_marker(text[start..at].trim_start()) || numbers_a_clause(text, at) {
        return false;
    }
    if is_latin(before) {
        return latin_word_ends(text, at, dot);
    }
    true
}

/// Whether the ASCII `?` or `!` at `at` is a mark of its own kind: not part of an address, not a damaged middle dot.
pub(super) fn question_ends(text: &str, at: usize) -> bool {
    let (before, next) = (char_before(text, at), char_at(text, at + 1));
    let latin = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '&'))
    };
    let address = latin(before) && latin(next);
    let name = char_at(text, at) == Some('?') && parts_a_name(text, at, 1);
    !address && !name
}

/// Whether the mark stands between the parts of a foreign name: 尼尔?布莱克, 约翰.肯尼迪.
fn parts_a_name(text: &str, at: usize, mark: usize) -> bool {
    let names =
        |c: Option<char>| c.is_some_and(|c| TRANSLITERATION.contains(c.encode_utf8(&mut [0; 4])));
    let mut back = text[..at].chars().rev();
    let mut ahead = text[at + mark..].chars();
    names(back.next())
        && names(ahead.next())
        && (back.next().is_none_or(|c| names(Some(c)) || !is_ideograph(c)) || names(ahead.next()))
}

/// Whether all that stands before a period is the number or letter of a list item.
fn is_marker(prefix: &str) -> bool {
    let digits = prefix.chars().all(|c| is_digit(c) || matches!(c, '.' | '．' | '(' | ')'));
    prefix.len() <= 12 && (digits || (prefix.len() == 1 && prefix.chars().all(is_latin)))
}

/// Whether the period stands behind a number that starts a clause: `：1.……；2.……`.
fn numbers_a_clause(text: &str, at: usize) -> bool {
    let number = text[..at]
        .chars()
        .rev()
        .take(3)
        .take_while(|c| is_digit(*c))
        .map(char::len_utf8)
        .sum::<usize>();
    number > 0
        && matches!(
            char_before(text, at - number),
            Some('；' | '：' | ';' | ':' | '，' | '。' | ' ')
        )
}

fn latin_word_ends(text: &str, at: usize, dot: usize) -> bool {
    let length: usize = text[..at]
        .chars()
        .rev()
        .take(24)
        .take_while(|c| is_latin(*c) || *c == '.')
        .map(char::len_utf8)
        .sum();
    let word = &text[at - length..at];
    let next = skip_space(text, at + dot, false);
    let Some(c) = char_at(text, next) else { return true };
    if word.len() == 1 || english::is_abbreviation(word) {
        return false;
    }
    if next == at + dot {
        return is_ideograph(c)
            || Pair::opened_by(c).is_some()
            || Pair::closed_by(c).is_some()
            || c == '"';
    }
    !c.is_lowercase() && !is_digit(c)
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && !is_ideograph(c)
}
