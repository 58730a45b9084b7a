//! The commonest gaps, judged by their bytes alone. What is said here is what the rules would say, only sooner.

use super::abbreviations;

/// Whether a sentence ends at the space at `at`; `None` if that takes a closer look. `sentence` starts where the sentence
/// in hand starts.
pub(super) fn verdict(sentence: &[u8], at: usize) -> Option<bool> {
    /// A comma or colon so far from the start belongs to no greeting or farewell.
    const GREETING: usize = 40;
    match sentence[at - 1] {
        b',' | b':' if at > GREETING => Right::of(&sentence[at + 1..]).map(|_| false),
        b'a'..=b'z' => behind_word(sentence, at, Right::of(&sentence[at + 1..])?),
        b'.' => behind_stop(sentence, at - 1, Right::of(&sentence[at + 1..])?),
        _ => None,
    }
}

/// What stands behind the space, if it is no marker of a list item.
#[derive(Clone, Copy)]
enum Right<'t> {
    /// A capital, and the letters and digits that follow it directly.
    Capital(&'t [u8]),
    /// A digit.
    Digit,
    /// An opening quotation mark; says whether a capital follows.
    Quotation(bool),
    /// An opening bracket, or any other mark.
    Mark,
}

impl<'t> Right<'t> {
    fn of(right: &'t [u8]) -> Option<Self> {
        match right {
            [b'A'..=b'Z', ..] => {
                let length = word_length(right);
                let marker = matches!(right.get(length), Some(b'.' | b')'))
                    && !right[1].is_ascii_lowercase();
                (!marker).then_some(Self::Capital(&right[..length]))
            }
            [b'0'..=b'9', ..] => {
                let marker = matches!(right.get(word_length(right)), Some(b'.' | b')'));
                (!marker).then_some(Self::Digit)
            }
            [b'"' | b'\'', after @ ..] | [0xE2, 0x80, 0x98 | 0x9C, after @ ..] => {
                Some(Self::Quotation(after.first().is_some_and(u8::is_ascii_uppercase)))
            }
            [b'(', after @ ..] => {
                (after.get(word_length(after)) != Some(&b')')).then_some(Self::Mark)
            }
            [b'!'..=b'~', ..] => Some(Self::Mark),
            _ => None,
        }
    }
}

/// How many ASCII letters and digits `right` starts with.
fn word_length(right: &[u8]) -> usize {
    right.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// Behind a plain word the sentence goes on, unless the word that follows is one that starts sentences.
fn behind_word(sentence: &[u8], at: usize, right: Right<'_>) -> Option<bool> {
    let starter = match right {
        // Starters are letters alone, so what may follow the letters makes no other starter of them.
        Right::Capital(word) => abbreviations::is_starter(std::str::from_utf8(word).ok()?),
        Right::Digit | Right::Quotation(_) | Right::Mark => false,
    };
    if starter {
        return None;
    }
    let word = word_start(sentence, at);
    let capital = word > 0 && sentence[word - 1].is_ascii_uppercase();
    if capital && matches!(right, Right::Digit) {
        return None;
    }
    is_free(sentence, word - usize::from(capital)).then_some(false)
}

/// Behind a full stop and before a capital the sentence ends, unless an abbreviation stands before the stop.
fn behind_stop(sentence: &[u8], stop: usize, right: Right<'_>) -> Option<bool> {
    if !matches!(right, Right::Capital(_) | Right::Quotation(true)) {
        return None;
    }
    let start = word_start(sentence, stop);
    if stop - start < 2 || start == 0 || !is_free(sentence, start) {
        return None;
    }
    let word = std::str::from_utf8(&sentence[start..stop]).ok()?;
    abbreviations::class(word, false).is_none().then_some(true)
}

/// Whether nothing stands before `start` that would belong to the word there.
fn is_free(sentence: &[u8], start: usize) -> bool {
    start == 0 || matches!(sentence[start - 1], b' ' | b'"' | b'(' | b'*' | b'`' | b'[')
}

/// Where the run of lower-case letters starts that ends before `end`.
fn word_start(sentence: &[u8], end: usize) -> usize {
    const LONGEST: usize = 24;
    let letters = sentence[..end].iter().rev().take(LONGEST);
    end - letters.take_while(|byte| byte.is_ascii_lowercase()).count()
}
