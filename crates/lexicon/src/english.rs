//! English words, brought from the form in the text to the one under which they are looked up.

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// Brings forms to stems: irregular forms by table, the rest by Porter's second stemmer; then British spellings to
/// American ones.
pub(crate) struct Stems {
    stemmer: Stemmer,
    /// Form → the form that is stemmed in its place.
    forms: FxHashMap<Box<str>, Box<str>>,
    /// Stem → the stem of the same word as it is spelt elsewhere.
    spellings: FxHashMap<Box<str>, Box<str>>,
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("forms", &self.forms.len()).finish_non_exhaustive()
    }
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            forms: FxHashMap::default(),
            spellings: FxHashMap::default(),
        }
    }
}

impl Stems {
    /// Has `form` treated as `lemma`.
    pub(crate) fn add_form(&mut self, form: &str, lemma: &str) {
        self.forms.insert(form.into(), lemma.into());
    }

    /// Has the stem `from` treated as the stem `to`.
    pub(crate) fn add_spelling(&mut self, from: &str, to: &str) {
        self.spellings.insert(from.into(), to.into());
    }

    /// The stem of a word without apostrophe, lower-case and plain.
    pub(crate) fn stem(&self, lower: &str) -> String {
        let lemma = self.forms.get(lower).map_or(lower, |lemma| lemma);
        let stem = self.stemmer.stem(lemma);
        match self.spellings.get(stem.as_ref()) {
            Some(other) => other.to_string(),
            None => stem.into_owned(),
        }
    }
}

/// The word in lower case, without accents, apostrophes and the dots of abbreviations.
pub(crate) fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'A'..='Z' => plain.push(c.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' | '_' | '-' => plain.push(c),
            '.' | '\'' | '’' | 'ʼ' | '‘' => {}
            _ => match base_letter(c) {
                Some(letters) => plain.push_str(letters),
                None => plain.extend(c.to_lowercase()),
            },
        }
    }
    plain
}

/// The letter below an accent, for the letters that names in English texts carry.
fn base_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'ǎ' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ī'..='ı' | 'ǐ' => "i",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'ò'..='ö' | 'Ø' | 'ø' | 'Ō'..='ő' | 'ǒ' => "o",
        'Œ' | 'œ' => "oe",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ū'..='ų' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => "u",
        'Ý' | 'ý' | 'ÿ' => "y",
        'Ś'..='š' => "s",
        'Ź'..='ž' => "z",
        'ß' => "ss",
        'Ł' | 'ł' => "l",
        'Ğ' | 'ğ' => "g",
        _ => return None,
    })
}

/// Whether a word stands in nearly every English sentence and so says nothing about its translation.
pub(crate) fn is_function_word(lower: &str) -> bool {
    matches!(
        lower,
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "with"
            | "from"
            | "as"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "am"
            | "do"
            | "does"
            | "did"
            | "done"
            | "doing"
            | "have"
            | "has"
            | "had"
            | "having"
            | "will"
            | "would"
            | "shall"
            | "should"
            | "s"
            | "t"
            | "d"
            | "ll"
            | "re"
            | "ve"
            | "m"
            | "and"
            | "or"
            | "that"
            | "which"
            | "than"
            | "into"
            | "onto"
            | "upon"
            | "it"
            | "its"
            | "itself"
    )
}
