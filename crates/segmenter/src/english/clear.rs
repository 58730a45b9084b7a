//! The commonest gaps, judged by their bytes alone. What is said here is what the rules would say, only sooner.

use super::abbreviations;

/// Whether a sentence ends at the space at `at`, which stands before a capital; `None` if that takes a closer look.
/// `sentence` starts where the sentence in hand starts.
pub(super) fn verdict(sentence: &[u8], at: usize) -> Option<bool> {
    let right = &sentence[at + 1..];
    let length = 1 + right[1..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let plain = matches!(right.get(length), Some(b' ' | b','))
        || (length > 1 && right.get(length) == Some(&b'.'));
    if !plain {
        return None;
    }
    match sentence[at - 1] {
        b'a'..=b'z' => before_name(sentence, at, &right[..length]),
        b'.' => behind_stop(sentence, at - 1),
        _ => None,
    }
}

/// A capitalised word behind a plain one: the sentence goes on, unless the word is one that starts sentences.
fn before_name(sentence: &[u8], at: usize, right: &[u8]) -> Option<bool> {
    if abbreviations::is_starter(std::str::from_utf8(right).ok()?) {
        return None;
    }
    let word = word_start(sentence, at);
    let start = word - usize::from(word > 0 && sentence[word - 1].is_ascii_uppercase());
    (start > 0 && sentence[start - 1] == b' ').then_some(false)
}

/// A capitalised word behind a full stop: the sentence ends, unless an abbreviation stands before the stop.
fn behind_stop(sentence: &[u8], stop: usize) -> Option<bool> {
    let start = word_start(sentence, stop);
    if stop - start < 2 || start == 0 || sentence[start - 1] != b' ' {
        return None;
    }
    let word = std::str::from_utf8(&sentence[start..stop]).ok()?;
    abbreviations::class(word, false).is_none().then_some(true)
}

/// Where the run of lower-case letters starts that ends before `end`.
fn word_start(sentence: &[u8], end: usize) -> usize {
    const LONGEST: usize = 24;
    let letters = sentence[..end].iter().rev().take(LONGEST);
    end - letters.take_while(|byte| byte.is_ascii_lowercase()).count()
}
