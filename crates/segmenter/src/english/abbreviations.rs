//! Abbreviations, by what they say about the period behind them.

use std::sync::LazyLock;

use crate::words::WordList;

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

struct Lists {
    titles: WordList,
    before_number: WordList,
    company: WordList,
    may_end: WordList,
    never_end: WordList,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    titles: WordList::parse(include_str!("../../words/en-titles.txt")),
    before_number: WordList::parse(include_str!("../../words/en-before-number.txt")),
    company: WordList::parse(include_str!("../../words/en-company.txt")),
    may_end: WordList::parse(include_str!("../../words/en-may-end.txt")),
    never_end: WordList::parse(include_str!("../../words/en-never-end.txt")),
});

static STARTERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::parse(include_str!("../../words/en-starters.txt")));

/// The class of `word`, which stands before a period; `digit_follows` decides between a number's word and others.
pub(super) fn class(word: &str, digit_follows: bool) -> Option<Class> {
    let lists = &*LISTS;
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_uppercase()
    {
        return Some(Class::Initial);
    }
    if matches!(word, "a.m" | "p.m" | "A.M" | "P.M") {
        Some(Class::Time)
    } else if digit_follows && lists.before_number.contains(word) {
        Some(Class::BeforeNumber)
    } else if lists.titles.contains(word) || is_shouted_title(lists, word) {
        Some(Class::Title)
    } else if lists.never_end.contains(word) {
        Some(Class::NeverEnd)
    } else if lists.company.contains(word) {
        Some(Class::Company)
    } else if lists.may_end.contains(word) {
        Some(Class::MayEnd)
    } else if is_acronym(word) {
        Some(Class::Acronym)
    } else {
        None
    }
}

/// Whether the capitalised `word` shows that a sentence starts with it.
pub(super) fn is_starter(word: &str) -> bool {
    let stem = word.find(['\'', '’']).map_or(word, |at| &word[..at]);
    STARTERS.contains(stem)
}

/// `MR`, `DR`: a title in capitals.
fn is_shouted_title(lists: &Lists, word: &str) -> bool {
    if word.len() < 2 || word.len() > 4 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let mut title = [0; 4];
    title[..word.len()].copy_from_slice(word.as_bytes());
    title[1..].make_ascii_lowercase();
    std::str::from_utf8(&title[..word.len()]).is_ok_and(|title| lists.titles.contains(title))
}

/// `U.N`, `R.S.V.P`: single letters with periods between them.
fn is_acronym(word: &str) -> bool {
    word.len() >= 3
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}
