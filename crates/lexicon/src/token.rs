/// What kind of evidence a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// A word of either language.
    Word,
    /// A Chinese word of a single character.
    Character,
    /// A number, a date, a share; equal values have equal keys in both languages.
    Number,
    /// The mark of a list item at the beginning of a sentence; equal in both languages.
    Enumerator,
    /// A punctuation mark that both languages have; equal in both languages.
    Punctuation,
    /// A proper name.
    Name,
    /// Latin letters in Chinese text; in English text an acronym or an identifier. Equal in both languages.
    Latin,
}

impl TokenKind {
    /// All kinds, by their numeric value.
    pub const ALL: [Self; 7] = [
        Self::Word,
        Self::Character,
        Self::Number,
        Self::Enumerator,
        Self::Punctuation,
        Self::Name,
        Self::Latin,
    ];
}

/// In the place of a key: there is none.
pub const NO_KEY: u32 = u32::MAX;

/// A piece of a sentence that may have a counterpart in the other language.
///
/// A Chinese and an English token match if one of the keys of the one equals one of the keys of the other, or if an
/// English key is among the translations of the Chinese token's `key`. A sentence's tokens come in the order of their
/// spans, which do not overlap. Words that say nothing about the translation (the, of, 的) yield none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What kind of evidence it is.
    pub kind: TokenKind,
    /// What it says: a word of the lexicon, or a string of the vocabulary it was read with.
    pub key: u32,
    /// What else it may say, [`NO_KEY`] where nothing: 六十四年 is the year 64, of the Republic 1975, or 1964.
    pub also: [u32; 2],
    /// Where it stands in the sentence, in bytes: first, and first after it.
    pub span: (u32, u32),
}

impl Token {
    /// Its keys, the likeliest first: one to three.
    pub fn keys(&self) -> impl Iterator<Item = u32> + use<> {
        std::iter::once(self.key).chain(self.also.into_iter().filter(|key| *key != NO_KEY))
    }
}
