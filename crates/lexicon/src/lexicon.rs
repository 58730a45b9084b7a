use crate::{Error, LearnedTable};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::characters::Characters;
use crate::english::Stems;
use crate::format::{self, Kind, Reader};
use crate::names::Readings;
use crate::punctuation::Mark;
use crate::senses::Senses;
use crate::source::Source;
use crate::strings::Strings;
use crate::trie::{Path, Trie};

pub(crate) const FILE: Kind = Kind { name: "lexicon", mark: "duizhaoL", version: 3, level: 19 };

static BUNDLED: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/lexicon/zh-en.lexicon"));

/// What the words of Chinese may be translated by.
///
/// Keys are numbers: first the Chinese words, then the English stems; what a text holds beyond them gets the numbers
/// after these from the [`Vocabulary`](crate::Vocabulary) it is read with. Immutable once made, shared by threads.
#[derive(Debug)]
pub struct Lexicon {
    pub(crate) characters: Characters,
    /// The readings as they stand in the file; few runs look for names, so they are taken apart when first asked for.
    reading_lines: Vec<(char, Box<str>)>,
    readings: OnceLock<Readings>,
    pub(crate) senses: Senses,
    pub(crate) trie: Trie,
    pub(crate) stems: Stems,
    /// Texts of the Chinese words, by key.
    words: Strings,
    flags: Vec<Flags>,
    /// Texts of the English stems, by key less the number of words.
    pub(crate) stem_texts: Strings,
    ordinary: Vec<bool>,
    /// For each word where its translations begin, and where the last one's end.
    starts: Vec<u32>,
    translations: Vec<Translation>,
    /// Translations that stand in the place of those above: terms of a glossary.
    replaced: FxHashMap<u32, Box<[Translation]>>,
    /// Texts of the keys after the stems: the punctuation marks, words of a glossary and of a learned table.
    extra: Strings,
    learned: Option<LearnedTable>,
}

/// An English stem by which a Chinese word may be translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Translation {
    /// The key of the stem.
    pub stem: u32,
    /// How much speaks for the stem to stand in the translation of the word, from 0 to 255; see [`Self::weight`].
    pub strength: u8,
    /// How the dictionary offers it.
    pub class: TranslationClass,
}

impl Translation {
    /// The strength from 0 to 1: a weight to compare the word's translations by.
    ///
    /// The fitted chance that the stem stands in the word's translation, flattened to its power of 0.4, so that more
    /// likely stems are stronger but not in proportion; terms of a glossary have a fixed 0.9.
    pub fn weight(self) -> f32 {
        f32::from(self.strength) / 255.0
    }
}

/// How the dictionary offers a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TranslationClass {
    /// A gloss of its own.
    Direct,
    /// A word of a longer gloss.
    Part,
    /// A word of an explanation, or in brackets.
    Aside,
    /// A synonym or a relative of a gloss.
    Related,
    /// From the user's own glossary.
    Glossary,
}

impl TranslationClass {
    /// All classes, by their numeric value.
    pub const ALL: [Self; 5] =
        [Self::Direct, Self::Part, Self::Aside, Self::Related, Self::Glossary];

    pub(crate) fn parse(letter: &str) -> Option<Self> {
        Some(match letter {
            "d" => Self::Direct,
            "p" => Self::Part,
            "a" => Self::Aside,
            "r" => Self::Related,
            _ => return None,
        })
    }
}

/// What kinds of word a Chinese word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flags(u8);

impl Flags {
    const PROPER: u8 = 1;
    const COMMON: u8 = 2;
    const SURNAME: u8 = 4;

    pub(crate) fn parse(letters: &str) -> Option<Self> {
        letters.chars().try_fold(Self(0), |flags, letter| {
            Some(Self(
                flags.0
                    | match letter {
                        'p' => Self::PROPER,
                        'c' => Self::COMMON,
                        's' => Self::SURNAME,
                        _ => return None,
                    },
            ))
        })
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    /// A name and nothing else.
    pub(crate) fn is_name(self) -> bool {
        self.0 & (Self::PROPER | Self::COMMON) == Self::PROPER
    }

    pub(crate) fn is_surname(self) -> bool {
        self.0 & Self::SURNAME != 0
    }
}

impl Lexicon {
    /// The lexicon that comes with the program, compiled from CC-CEDICT. Takes a few hundredths of a second; make it
    /// once.
    ///
    /// # Errors
    /// None in a sound build of the program.
    pub fn bundled() -> Result<Self, Error> {
        Self::from_bytes(BUNDLED)
    }

    /// A lexicon without words: numbers, punctuation, names and Latin words still match.
    pub fn empty() -> Self {
        let mut extra = Strings::with_capacity(64);
        for text in Mark::TEXTS {
            extra.intern(text);
        }
        Self {
            characters: Characters::default(),
            reading_lines: Vec::new(),
            readings: OnceLock::new(),
            senses: Senses::default(),
            trie: Trie::with_capacity(0),
            stems: Stems::default(),
            words: Strings::default(),
            flags: Vec::new(),
            stem_texts: Strings::default(),
            ordinary: Vec::new(),
            starts: vec![0],
            translations: Vec::new(),
            replaced: FxHashMap::default(),
            extra,
            learned: None,
        }
    }

    /// A lexicon from the bytes of its file.
    ///
    /// # Errors
    /// If the bytes are no lexicon, or one of another version, cut short or damaged.
    pub fn from_bytes(file: &[u8]) -> Result<Self, Error> {
        let body = format::open(FILE, file)?;
        let mut reader = Reader::new(FILE, &body);
        let mut lexicon = Self::without_senses(&mut reader)?;
        lexicon.read_senses(&mut reader)?;
        Ok(lexicon)
    }

    /// Reads all that the senses of characters are counted from.
    pub(crate) fn without_senses(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut lexicon = Self::empty();
        lexicon.read_characters(reader)?;
        lexicon.read_stems(reader)?;
        lexicon.read_words(reader)?;
        lexicon.read_translations(reader)?;
        lexicon.read_forms(reader)?;
        Ok(lexicon)
    }

    /// Compiles the text form of a lexicon, the one that `scripts/build-lexicon` makes, into the bytes of its file.
    ///
    /// # Errors
    /// If a line can't be read.
    pub fn compile(source: &str) -> Result<Vec<u8>, Error> {
        Source::parse(source)?.compile()
    }

    fn read_characters(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        let character = |number: u32| char::from_u32(number).unwrap_or('\u{fffd}');
        let from = reader.numbers()?;
        let to = reader.numbers()?;
        for (from, to) in from.into_iter().zip(to) {
            self.characters.fold(character(from), character(to));
        }
        let with_reading = reader.numbers()?;
        let readings = &mut self.reading_lines;
        reader.strings(|place, syllables| {
            if let Some(number) = with_reading.get(place) {
                readings.push((character(*number), syllables.into()));
            }
        })?;
        Ok(())
    }

    fn read_forms(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        for add in [Stems::add_form, Stems::add_spelling] {
            let mut from = Vec::new();
            reader.strings(|_, text| from.push(text))?;
            reader.strings(|place, to| {
                if let Some(from) = from.get(place) {
                    add(&mut self.stems, from, to);
                }
            })?;
        }
        Ok(())
    }

    fn read_stems(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        let mut texts = Strings::with_capacity(65_536);
        reader.strings(|_, stem| {
            texts.intern(stem);
        })?;
        self.stem_texts = texts;
        self.ordinary = reader.bytes()?.iter().map(|flag| *flag != 0).collect();
        if self.ordinary.len() != self.stem_texts.len() {
            return Err(reader.damaged("the columns of the stems differ in length"));
        }
        Ok(())
    }

    fn read_words(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        let mut trie = Trie::with_capacity(262_144);
        let mut words = Strings::default();
        let (mut symbols, mut path) = (Vec::new(), Path::default());
        let characters = &mut self.characters;
        reader.strings(|place, word| {
            symbols.clear();
            symbols.extend(word.chars().map(|c| characters.symbol_or_new(c)));
            trie.append(&mut path, &symbols, place as u32);
            words.push(word);
        })?;
        (self.trie, self.words) = (trie, words);
        self.flags = reader.bytes()?.iter().map(|bits| Flags(*bits)).collect();
        let _costs = reader.bytes()?;
        if self.flags.len() != self.words.len() {
            return Err(reader.damaged("the columns of the words differ in length"));
        }
        Ok(())
    }

    fn read_translations(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        let counts = reader.numbers()?;
        let steps = reader.numbers()?;
        let strengths = reader.bytes()?;
        let classes = reader.bytes()?;
        let total: usize = counts.iter().map(|count| *count as usize).sum();
        if counts.len() != self.words.len()
            || [steps.len(), strengths.len(), classes.len()] != [total; 3]
        {
            return Err(reader.damaged("the columns of the translations differ in length"));
        }
        let first = self.words.len() as u32;
        let after = first + self.stem_texts.len() as u32;
        self.translations.reserve(total);
        self.starts.reserve(counts.len());
        let mut at = 0;
        for count in counts {
            let mut stem = first;
            for place in at..at + count as usize {
                stem += steps[place];
                let class = TranslationClass::ALL.get(usize::from(classes[place])).copied();
                match class.filter(|_| stem < after) {
                    Some(class) => self.translations.push(Translation {
                        stem,
                        strength: strengths[place],
                        class,
                    }),
                    None => return Err(reader.damaged("a translation is out of range")),
                }
            }
            at += count as usize;
            self.starts.push(at as u32);
        }
        Ok(())
    }

    /// The translations of a Chinese word, ordered by stem; none for a key that is not a Chinese word of the lexicon.
    #[inline]
    pub fn translations(&self, word: u32) -> &[Translation] {
        if !self.replaced.is_empty()
            && let Some(replaced) = self.replaced.get(&word)
        {
            return replaced;
        }
        self.own_translations(word)
    }

    /// The translations of a Chinese word without those of a glossary.
    pub(crate) fn own_translations(&self, word: u32) -> &[Translation] {
        match self.starts.get(word as usize..word as usize + 2) {
            Some(ends) => &self.translations[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }

    /// How many Chinese words the lexicon has; their keys begin at 0.
    pub(crate) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The table that was learned before and given to [`Self::with_learned`].
    pub fn learned(&self) -> Option<&LearnedTable> {
        self.learned.as_ref()
    }

    /// How many keys the lexicon itself gives out; those of a vocabulary begin here.
    pub fn key_count(&self) -> usize {
        self.words.len() + self.stem_texts.len() + self.extra.len()
    }

    /// How the characters are read.
    pub(crate) fn readings(&self) -> &Readings {
        self.readings.get_or_init(|| {
            let (mut readings, mut numbers) = (Readings::default(), FxHashMap::default());
            for (character, syllables) in &self.reading_lines {
                readings.add(*character, syllables, &mut numbers);
            }
            readings
        })
    }

    pub(crate) fn set_learned(&mut self, table: LearnedTable) {
        self.learned = Some(table);
    }

    pub(crate) fn replace_translations(&mut self, word: u32, translations: Vec<Translation>) {
        self.replaced.insert(word, translations.into());
    }

    /// The first key after the stems.
    fn first_extra(&self) -> u32 {
        (self.words.len() + self.stem_texts.len()) as u32
    }

    /// The key of a punctuation mark.
    pub(crate) fn mark(&self, mark: Mark) -> u32 {
        self.first_extra() + mark as u32
    }

    /// The key of an English stem, if the lexicon has it.
    pub fn stem_key(&self, stem: &str) -> Option<u32> {
        self.stem_texts.find(stem).map(|number| number + self.words.len() as u32)
    }

    /// The key of any other string, if the lexicon has it.
    pub(crate) fn extra_key(&self, text: &str) -> Option<u32> {
        self.extra.find(text).map(|number| number + self.first_extra())
    }

    /// The key of an English stem, a new one if the lexicon does not have it.
    pub(crate) fn own_stem(&mut self, stem: &str) -> u32 {
        self.stem_key(stem).unwrap_or_else(|| self.first_extra() + self.extra.intern(stem))
    }

    /// The key of a Chinese string as texts yield it, a new one if the lexicon does not have it.
    pub(crate) fn own_word(&mut self, text: &str) -> u32 {
        let symbols = text.chars().map(|c| self.characters.symbol(self.characters.folded(c)));
        match self.trie.find(symbols) {
            Some(word) => word,
            None => self.own_stem(text),
        }
    }

    /// The key of a Chinese word that is to be found in texts from now on.
    pub(crate) fn new_word(&mut self, text: &str) -> u32 {
        let folded: String = text.chars().map(|c| self.characters.folded(c)).collect();
        let symbols: Vec<u16> = folded.chars().map(|c| self.characters.symbol_or_new(c)).collect();
        if let Some(word) = self.trie.find(symbols.iter().copied()) {
            return word;
        }
        let word = self.first_extra() + self.extra.intern(&folded);
        self.trie.insert(&symbols, word);
        word
    }

    /// The text of one of the lexicon's own keys: a Chinese word in simplified characters, an English stem, a mark.
    pub(crate) fn text(&self, key: u32) -> &str {
        let stems = self.words.len() as u32;
        if key < stems {
            self.words.of(key)
        } else if key < self.first_extra() {
            self.stem_texts.of(key - stems)
        } else {
            self.extra.of(key - self.first_extra())
        }
    }

    /// Whether a key of the lexicon is an English stem that is more than a name.
    pub(crate) fn is_ordinary(&self, key: u32) -> bool {
        key.checked_sub(self.words.len() as u32)
            .and_then(|stem| self.ordinary.get(stem as usize))
            .is_some_and(|ordinary| *ordinary)
    }

    pub(crate) fn flags(&self, word: u32) -> Flags {
        self.flags.get(word as usize).copied().unwrap_or_default()
    }
}
