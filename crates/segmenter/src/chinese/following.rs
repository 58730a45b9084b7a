//! What the text after a mark says about it.

use std::sync::LazyLock;

use super::Pair;
use crate::characters::{char_at, char_before, is_ideograph, is_line_break};
use crate::words::WordList;

static AFTER_QUOTATION: LazyLock<WordList> =
    LazyLock::new(|| WordList::parse(include_str!("../../words/zh-after-quotation.txt")));
static NO_TAG: LazyLock<WordList> =
    LazyLock::new(|| WordList::parse(include_str!("../../words/zh-no-speaker-tag.txt")));
static SPEECH_VERBS: LazyLock<WordList> =
    LazyLock::new(|| WordList::parse(include_str!("../../words/zh-speech-verbs.txt")));

/// No sentence starts with `c`: it goes on with the one before.
pub(super) fn goes_on(c: char) -> bool {
    matches!(
        c,
        '，' | '、'
            | '；'
            | '：'
            | ','
            | ';'
            | ':'
            | '—'
            | '─'
            | '%'
            | '％'
            | '·'
            | '・'
            | '︰'
            | '﹐'
            | '﹑'
    ) || Pair::closed_by(c).is_some()
}

/// Whether what follows a closed quotation belongs to its sentence: it makes the quotation a word of the sentence
/// (`“……？”的问题`), or says who spoke (`“……！”他大喊。`).
pub(super) fn continues_quotation(rest: &str) -> bool {
    let word = AFTER_QUOTATION.longest_prefix(rest);
    // 这个“准”字: the pronoun belongs to the next quotation, not to the last.
    let taken = word.is_some_and(|word| char_at(rest, word).and_then(Pair::opened_by).is_some());
    (word.is_some() && !taken) || is_speaker_tag(rest)
}

/// Whether `rest` starts with a short clause that ends in a verb of saying, and then stops or goes on to more speech. One
/// that goes on with words of its own (`张三说，……`) or introduces what is said next (`张三说：……`) is a new sentence.
pub(super) fn is_speaker_tag(rest: &str) -> bool {
    const LONGEST: usize = 12;
    for (at, c) in rest.char_indices().take(LONGEST + 1) {
        if matches!(c, '。' | '，' | '.' | ',' | '；' | '！' | '｡') {
            let more = matches!(c, '，' | ',');
            let next = rest[at + c.len_utf8()..].trim_start().chars().next();
            let stops = !more || next.is_none_or(|c| c == '"' || Pair::opened_by(c).is_some());
            let tag = &rest[..at];
            return stops && SPEECH_VERBS.ends(tag) && !NO_TAG.contained_in(tag);
        }
        if !is_ideograph(c) && !matches!(c, '·' | ' ') && !c.is_ascii_alphabetic() {
            return false;
        }
    }
    false
}

/// Where the aside or title that was opened before `at` closes, if it does so within reach.
pub(super) fn end_of(text: &str, at: usize, pair: Pair) -> Option<usize> {
    let reach = if pair == Pair::Title { 60 } else { 200 };
    let bytes = text.as_bytes();
    let (mut here, mut depth) = (at, 1);
    for _ in 0..reach {
        // Ideographs are passed over unseen.
        if matches!(bytes.get(here)?, 0xE4..=0xE9) {
            here += 3;
            continue;
        }
        let c = char_at(text, here)?;
        here += c.len_utf8();
        if is_line_break(c) {
            return None;
        }
        if Pair::opened_by(c) == Some(pair) {
            depth += 1;
        } else if Pair::closed_by(c) == Some(pair) {
            depth -= 1;
            if depth == 0 {
                return Some(here);
            }
        }
    }
    None
}

/// Passes over a short note in brackets directly behind a full stop: `。（完）`, `。”（编译/张三）`. A number in brackets
/// starts the next item instead.
pub(super) fn skip_credit(text: &str, at: usize) -> usize {
    const LONGEST: usize = 24;
    let Some('（') = char_at(text, at) else { return at };
    let inside = at + '（'.len_utf8();
    let Some(end) = end_of(text, inside, Pair::Round) else { return at };
    let note = text[inside..end].trim_end_matches(['）', ')', '﹚']);
    let plain = |c: char| {
        is_ideograph(c) || c.is_alphanumeric() || matches!(c, '/' | '、' | ' ' | '·' | '：')
    };
    let short = note.chars().take(LONGEST + 1).count() <= LONGEST && note.chars().all(plain);
    if short && !super::headings::is_number(note) { end } else { at }
}

/// Where the quotation that opens at `at` closes, if it is a word of the sentence around it: opened in the middle of a
/// clause, and followed by a mark or word that goes on with the clause (`有“加油！”“必胜！”等等`).
pub(super) fn embedded_quotation(text: &str, at: usize, pair: Pair) -> Option<usize> {
    const REACH: usize = 100;
    const WORD: usize = 3 * 10;
    let before = char_before(text, at)?;
    if !is_ideograph(before) || SPEECH_VERBS.ends(&text[..at]) {
        return None;
    }
    let mut inside = at;
    let mut end = None;
    for (offset, c) in text[at..].char_indices().take(REACH) {
        let here = at + offset;
        if Pair::opened_by(c) == Some(pair) {
            inside = here;
            end = None;
        } else if end.is_none() && here > inside && Pair::closed_by(c) == Some(pair) {
            let after = here + c.len_utf8();
            let rest = &text[after..];
            let goes_on = char_at(text, after).is_some_and(goes_on);
            let word = here - at <= WORD && char_at(text, after).is_some_and(is_ideograph);
            if goes_on || word || AFTER_QUOTATION.starts(rest) {
                return Some(after);
            }
            if char_at(text, after).and_then(Pair::opened_by) != Some(pair) {
                return None;
            }
            end = Some(after);
        } else if is_line_break(c) {
            return None;
        }
    }
    None
}
