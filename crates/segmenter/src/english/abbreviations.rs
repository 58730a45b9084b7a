//! Abbreviations, by what they say about the period behind them.

use super::vocabulary::Lists;

/// What a period behind a word may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Stands before a name: never the end.
    Title,
    /// Stands before a number or letter.
    BeforeNumber,
    /// Stands behind a name.
    Company,
    /// `a.m`, `p.m`
    Time,
    /// Stands anywhere.
    MayEnd,
    /// Never the end.
    NeverEnd,
    /// A capital letter.
    Initial,
    /// Letters with periods between them, in no list.
    Acronym,
}

/// The class of `word`, which stands before a period; `digit_follows` decides between a number's word and others.
pub(super) fn class(word: impl AsRef<[u8]>, digit_follows: bool) -> Option<Class> {
    let bytes = word.as_ref();
    if bytes.len() == 1 && bytes[0].is_ascii_uppercase() {
        return Some(Class::Initial);
    }
    let lists = Lists::of(bytes);
    if !lists.is_empty() {
        return listed(lists, digit_follows);
    }
    if bytes.len() > 1 && bytes.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    if matches!(bytes, b"a.m" | b"p.m" | b"A.M" | b"P.M") {
        Some(Class::Time)
    } else if is_shouted_title(bytes) {
        Some(Class::Title)
    } else if is_acronym(bytes) {
        Some(Class::Acronym)
    } else {
        None
    }
}

/// The class that the lists give.
fn listed(lists: Lists, digit_follows: bool) -> Option<Class> {
    if digit_follows && lists.has(Lists::BEFORE_NUMBER) {
        Some(Class::BeforeNumber)
    } else if lists.has(Lists::TITLE) {
        Some(Class::Title)
    } else if lists.has(Lists::NEVER_END) {
        Some(Class::NeverEnd)
    } else if lists.has(Lists::COMPANY) {
        Some(Class::Company)
    } else if lists.has(Lists::MAY_END) {
        Some(Class::MayEnd)
    } else {
        None
    }
}

/// Whether the capitalised `word` shows that a sentence starts with it.
pub(super) fn is_starter(word: impl AsRef<[u8]>) -> bool {
    let word = word.as_ref();
    if !word.first().is_some_and(u8::is_ascii_uppercase) {
        return false;
    }
    // Both apostrophes: no other character in a starter begins with the byte of the curly one.
    let apostrophe = word.iter().position(|byte| matches!(byte, b'\'' | 0xE2));
    Lists::of(&word[..apostrophe.unwrap_or(word.len())]).has(Lists::STARTER)
}

/// `MR`, `DR`: a title in capitals.
fn is_shouted_title(word: &[u8]) -> bool {
    if word.len() < 2 || word.len() > 4 || !word.iter().all(u8::is_ascii_uppercase) {
        return false;
    }
    let mut title = [0; 4];
    title[..word.len()].copy_from_slice(word);
    title[1..].make_ascii_lowercase();
    Lists::of(&title[..word.len()]).has(Lists::TITLE)
}

/// `U.N`, `R.S.V.P`: single letters with periods between them.
fn is_acronym(word: &[u8]) -> bool {
    let letter = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    word.len() >= 3
        && word.contains(&b'.')
        && std::str::from_utf8(word).is_ok_and(|word| word.split('.').all(letter))
}
