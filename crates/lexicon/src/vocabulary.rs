use crate::Lexicon;
use crate::characters::Glyph;
use crate::english::{is_function_word, plain};
use crate::number::{Quantity, number_word, roman};
use crate::strings::Strings;
use crate::token::{NO_KEY, TokenKind};

/// The keys of what one text holds beyond the lexicon: its numbers, punctuation, names, unknown words.
///
/// One vocabulary is used for both sides of whatever is to be aligned, with the lexicon it was made for. Keys are given
/// in the order in which strings are first met, so the same texts in the same order have the same keys.
#[derive(Debug)]
pub struct Vocabulary {
    base: u32,
    strings: Strings,
    forms: Strings,
    entries: Vec<Form>,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) characters: Vec<char>,
}

/// What an English word form of the text was found to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    pub(crate) kind: TokenKind,
    /// [`NO_KEY`] for a word that yields no token.
    pub(crate) key: u32,
    pub(crate) also: u32,
    /// Whether a number may begin with it.
    pub(crate) is_number_word: bool,
    /// Whether the lexicon knows its stem.
    pub(crate) is_known: bool,
}

impl Vocabulary {
    /// A vocabulary that holds nothing yet.
    pub fn new(lexicon: &Lexicon) -> Self {
        Self {
            base: lexicon.key_count() as u32,
            strings: Strings::with_capacity(256),
            forms: Strings::with_capacity(1024),
            entries: Vec::new(),
            glyphs: Vec::new(),
            characters: Vec::new(),
        }
    }

    /// Takes over what another vocabulary of the same lexicon holds, so that two texts may be read at once, each with its own:
    /// for each key that the other gave out, from the lexicon's [`Lexicon::key_count`] on, the key that stands for the same
    /// string here. Costs one look-up a string.
    pub fn absorb(&mut self, other: &Self) -> Vec<u32> {
        let strings = 0..other.strings.len() as u32;
        strings.map(|number| self.base + self.strings.intern(other.strings.of(number))).collect()
    }

    /// One more than the largest key so far, the lexicon's own included.
    pub fn key_count(&self) -> usize {
        self.base as usize + self.strings.len()
    }

    /// The text of a key: a Chinese word in simplified characters, an English stem, a number as `=350`, a punctuation
    /// mark. Empty for a key that was never given.
    pub fn text<'a>(&'a self, lexicon: &'a Lexicon, key: u32) -> &'a str {
        match key.checked_sub(self.base) {
            Some(own) => self.strings.of(own),
            None => lexicon.text(key),
        }
    }

    /// The key of a string that is no word of the lexicon's dictionary.
    pub(crate) fn intern(&mut self, lexicon: &Lexicon, text: &str) -> u32 {
        lexicon.extra_key(text).unwrap_or_else(|| self.base + self.strings.intern(text))
    }

    pub(crate) fn quantity(&mut self, lexicon: &Lexicon, quantity: Quantity) -> u32 {
        self.intern(lexicon, &quantity.to_string())
    }

    /// The English names that were met, as letters, with their keys, in the order in which they were met.
    pub(crate) fn names(&self) -> impl Iterator<Item = (String, u32)> {
        let is_name = |form: &Form| form.kind == TokenKind::Name && form.key != NO_KEY;
        let forms = self.entries.iter().enumerate().filter(move |(_, form)| is_name(form));
        forms.map(|(number, form)| {
            (plain(without_ending(self.forms.of(number as u32))).replace('-', ""), form.key)
        })
    }

    /// What a word form is, looked up once and remembered.
    #[inline]
    pub(crate) fn form(&mut self, lexicon: &Lexicon, raw: &str) -> Form {
        if let Some(number) = self.forms.find(raw) {
            return self.entries[number as usize];
        }
        let form = self.examine(lexicon, raw);
        self.forms.intern(raw);
        self.entries.push(form);
        form
    }

    fn examine(&mut self, lexicon: &Lexicon, raw: &str) -> Form {
        let word = without_ending(raw);
        let lower = match country(word) {
            Some(name) => name.to_owned(),
            None if word.starts_with(|c: char| c.is_ascii_digit()) => word.to_ascii_lowercase(),
            None => plain(word),
        };
        let mut form = Form {
            kind: TokenKind::Word,
            key: NO_KEY,
            also: NO_KEY,
            is_number_word: number_word(&lower).is_some(),
            is_known: false,
        };
        if lower.is_empty() || is_function_word(&lower) && !is_acronym(word) {
            return form;
        }
        let is_identifier = lower.bytes().any(|b| b.is_ascii_digit() || b == b'_');
        let stem = if is_negation(raw) {
            "not".to_owned()
        } else if is_identifier {
            lower.clone()
        } else {
            lexicon.stems.stem(&lower.replace('-', ""))
        };
        let known = lexicon.stem_key(&stem);
        form.is_known = known.is_some();
        let ordinary = known.is_some_and(|key| lexicon.is_ordinary(key));
        form.key = known.unwrap_or_else(|| self.intern(lexicon, &stem));
        let upper = word.starts_with(char::is_uppercase);
        if lower.bytes().any(|b| b.is_ascii_digit() || b == b'_') || is_acronym(word) && !ordinary {
            form.kind = TokenKind::Latin;
        } else if upper && !ordinary && word != "I" {
            form.kind = TokenKind::Name;
        }
        if is_acronym(word)
            && let Some(value) = roman(word).filter(|value| *value < 60)
        {
            form.also = self.quantity(lexicon, Quantity::whole(u64::from(value)));
        }
        form
    }
}

/// The country that a short name in capitals stands for; the lexicon's glosses are read in the same way.
fn country(word: &str) -> Option<&'static str> {
    match word {
        "US" | "USA" | "U.S" | "U.S.A" => Some("america"),
        "UK" | "U.K" => Some("britain"),
        "PRC" | "P.R.C" => Some("china"),
        _ => None,
    }
}

/// The word without 's, 'll and the like.
fn without_ending(raw: &str) -> &str {
    let Some(at) = raw.rfind(['\'', '’']) else { return raw };
    let after = &raw[at..];
    let ending = after.trim_start_matches(['\'', '’']);
    match ending.to_ascii_lowercase().as_str() {
        "s" | "ll" | "re" | "ve" | "d" | "m" | "" if at > 0 => &raw[..at],
        _ => raw,
    }
}

fn is_negation(raw: &str) -> bool {
    let lower = raw.to_ascii_lowercase();
    lower.ends_with("n't") || lower.ends_with("n’t") || lower == "cannot"
}

/// Two capitals or more and nothing else but digits.
fn is_acronym(word: &str) -> bool {
    word.len() > 1
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
}
