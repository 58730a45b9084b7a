//! Abbreviations, by what they say about the period behind them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

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

/// The lists that hold each word, as bits.
struct Lists {
    of: FxHashMap<&'static str, u8>,
}

impl Lists {
    const TITLE: u8 = 1;
    const BEFORE_NUMBER: u8 = 2;
    const COMPANY: u8 = 4;
    const MAY_END: u8 = 8;
    const NEVER_END: u8 = 16;

    fn read() -> Self {
        let files = [
            (Self::TITLE, include_str!("../../words/en-titles.txt")),
            (Self::BEFORE_NUMBER, include_str!("../../words/en-before-number.txt")),
            (Self::COMPANY, include_str!("../../words/en-company.txt")),
            (Self::MAY_END, include_str!("../../words/en-may-end.txt")),
            (Self::NEVER_END, include_str!("../../words/en-never-end.txt")),
        ];
        let mut of = FxHashMap::default();
        for (bit, file) in files {
            for word in WordList::parse(file).iter() {
                *of.entry(word).or_insert(0) |= bit;
            }
        }
        Self { of }
    }
}

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

static STARTERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::parse(include_str!("../../words/en-starters.txt")));

/// The class of `word`, which stands before a period; `digit_follows` decides between a number's word and others.
pub(super) fn class(word: &str, digit_follows: bool) -> Option<Class> {
    let bytes = word.as_bytes();
    if bytes.len() == 1 && bytes[0].is_ascii_uppercase() {
        return Some(Class::Initial);
    }
    if let Some(lists) = LISTS.of.get(word).copied() {
        let listed = |bit| lists & bit > 0;
        if digit_follows && listed(Lists::BEFORE_NUMBER) {
            return Some(Class::BeforeNumber);
        } else if listed(Lists::TITLE) {
            return Some(Class::Title);
        } else if listed(Lists::NEVER_END) {
            return Some(Class::NeverEnd);
        } else if listed(Lists::COMPANY) {
            return Some(Class::Company);
        } else if listed(Lists::MAY_END) {
            return Some(Class::MayEnd);
        }
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

/// Whether the capitalised `word` shows that a sentence starts with it.
pub(super) fn is_starter(word: &str) -> bool {
    // Both apostrophes: no other character in a starter begins with the byte of the curly one.
    let apostrophe = word.bytes().position(|byte| matches!(byte, b'\'' | 0xE2));
    let stem = apostrophe.map_or(word, |at| &word[..at]);
    STARTERS.contains(stem)
}

/// `MR`, `DR`: a title in capitals.
fn is_shouted_title(word: &str) -> bool {
    if word.len() < 2 || word.len() > 4 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let mut title = [0; 4];
    title[..word.len()].copy_from_slice(word.as_bytes());
    title[1..].make_ascii_lowercase();
    std::str::from_utf8(&title[..word.len()])
        .is_ok_and(|title| LISTS.of.get(title).is_some_and(|lists| lists & Lists::TITLE > 0))
}

/// `U.N`, `R.S.V.P`: single letters with periods between them.
fn is_acronym(word: &str) -> bool {
    word.len() >= 3
        && word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}
