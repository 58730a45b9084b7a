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
pub(super) fn class(word: &str, digit_follows: bool) -> Option<Class> {
    let bytes = word.as_bytes();
    if bytes.len() == 1 && bytes[0].is_ascii_uppercase() {
        return Some(Class::Initial);
    }
    let lists = Lists::of(word);
    if !lists.is_empty() {
        return listed(lists, digit_follows);
    }
    if bytes.len() > 1 && bytes.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    if matches!(word, "a.m" | "p.m" | "A.M" | "P.M") {
        Some(Class::Time)
    } else if is_shouted_title(word) {
        Some(Class::Title)
    } else if is_acronym(word) {
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
pub(super) fn is_starter(word: &str) -> bool {
    // Both apostrophes: no other character in a starter begins with the byte of the curly one.
    let apostrophe = word.bytes().position(|byte| matches!(byte, b'\'' | 0xE2));
    let stem = apostrophe.map_or(word, |at| &word[..at]);
    Lists::of(stem).has(Lists::STARTER)
}

/// `MR`, `DR`: a title in capitals.
fn is_shouted_title(word: &str) -> bool {
    if word.len() < 2 || word.len() > 4 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let mut title = [0; 4];
    title[..word.len()].copy_from_slice(word.as_bytes());
    title[1..].make_ascii_lowercase();
    std::str::from_utf8(&title[..word.len()]).is_ok_and(|title| Lists::of(title).has(Lists::TITLE))
}

/// `U.N`, `R.S.V.P`: single letters with periods between them.
fn is_acronym(word: &str) -> bool {
    word.len() >= 3
        && word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}
