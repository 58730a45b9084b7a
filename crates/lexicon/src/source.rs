use std::collections::BTreeMap;

use crate::english::{Stems, is_function_word, plain};
use crate::format::{self, Reader, Writer};
use crate::lexicon::{FILE, Flags, TranslationClass};
use crate::{Error, Lexicon};

/// The facts of a lexicon, as they stand in its text form: a tagged line for each.
///
/// ```text
/// fold     TRADITIONAL  SIMPLIFIED
/// reading  CHARACTER    SYLLABLE SYLLABLE
/// form     FORM         LEMMA
/// spelling BRITISH     AMERICAN
/// ordinary WORD
/// word     CHINESE  FLAGS  COST  ENGLISH:STRENGTH:CLASS ENGLISH:STRENGTH:CLASS
/// ```
///
/// Fields are separated by tabs. FLAGS are letters: `p` a proper name, `c` a common word, `s` a surname. COST is
/// −ln of the word's share of Chinese text in tenths, `-` for unknown. STRENGTH runs from 0 to 1, CLASS is `d`irect,
/// `p`art, `a`side or `r`elated.
#[derive(Debug, Default)]
pub(crate) struct Source {
    folds: BTreeMap<char, char>,
    readings: BTreeMap<char, String>,
    forms: BTreeMap<String, String>,
    spellings: BTreeMap<String, String>,
    ordinary: Vec<String>,
    words: BTreeMap<String, Word>,
}

#[derive(Debug, Default)]
struct Word {
    flags: Flags,
    cost: u8,
    offers: Vec<(String, f32, TranslationClass)>,
}

impl Source {
    /// Reads the text form.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let mut source = Self::default();
        for (number, line) in text.lines().enumerate() {
            let wrong = |reason: &str| Error::Line { line: number + 1, reason: reason.to_owned() };
            let mut fields = line.split('\t');
            let tag = fields.next().unwrap_or_default();
            let mut next = || fields.next().ok_or_else(|| wrong("a field is missing"));
            match tag {
                "" => {}
                "fold" => {
                    source.folds.insert(single(next()?, number)?, single(next()?, number)?);
                }
                "reading" => {
                    source.readings.insert(single(next()?, number)?, next()?.to_owned());
                }
                "form" => {
                    source.forms.insert(next()?.to_owned(), next()?.to_owned());
                }
                "spelling" => {
                    source.spellings.insert(next()?.to_owned(), next()?.to_owned());
                }
                "ordinary" => source.ordinary.push(next()?.to_owned()),
                "word" => {
                    let (text, flags, cost, offers) = (next()?, next()?, next()?, next()?);
                    let word = Word {
                        flags: Flags::parse(flags).ok_or_else(|| wrong("unknown flag"))?,
                        cost: if cost == "-" {
                            u8::MAX
                        } else {
                            cost.parse().map_err(|_| wrong("bad cost"))?
                        },
                        offers: offers
                            .split_whitespace()
                            .map(offer)
                            .collect::<Option<_>>()
                            .ok_or_else(|| wrong("bad offer"))?,
                    };
                    source.words.insert(text.to_owned(), word);
                }
                _ => return Err(wrong("unknown tag")),
            }
        }
        Ok(source)
    }

    /// The lexicon's file: stems in the place of words, everything by number.
    pub(crate) fn compile(&self) -> Result<Vec<u8>, Error> {
        let (stems, spellings) = self.stems();
        let folded = self.folded_words();
        let words: Vec<(&String, &Word, Vec<Offer>)> =
            folded.iter().map(|(text, word)| (text, *word, offers(word, &stems))).collect();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for offer in words.iter().flat_map(|(_, _, offers)| offers) {
            numbers.insert(&offer.stem, 0);
        }
        let ordinary: Vec<String> = self
            .ordinary
            .iter()
            .flat_map(|word| keys(word, &stems))
            .map(|(stem, _)| stem)
            .collect();
        for stem in &ordinary {
            numbers.insert(stem, 0);
        }
        for (number, value) in numbers.values_mut().enumerate() {
            *value = number;
        }
        let mut is_ordinary = vec![0u8; numbers.len()];
        for stem in &ordinary {
            is_ordinary[numbers[stem.as_str()]] = 1;
        }
        let mut writer = Writer::default();
        self.write_characters(&mut writer);
        writer.strings(numbers.keys().copied());
        writer.bytes(&is_ordinary);
        writer.strings(words.iter().map(|(text, _, _)| text.as_str()));
        writer.bytes(&words.iter().map(|(_, word, _)| word.flags.bits()).collect::<Vec<_>>());
        writer.bytes(&words.iter().map(|(_, word, _)| word.cost).collect::<Vec<_>>());
        writer.numbers(words.iter().map(|(_, _, offers)| offers.len() as u64));
        let mut columns = (Vec::new(), Vec::new(), Vec::new());
        for (_, _, offers) in &words {
            let mut before = 0;
            let mut offers: Vec<_> =
                offers.iter().map(|offer| (numbers[offer.stem.as_str()], offer)).collect();
            offers.sort_unstable_by_key(|(number, _)| *number);
            for (number, offer) in offers {
                columns.0.push((number - before) as u64);
                before = number;
                columns.1.push(offer.strength);
                columns.2.push(offer.class as u8);
            }
        }
        writer.numbers(columns.0.into_iter());
        writer.bytes(&columns.1);
        writer.bytes(&columns.2);
        for table in [&self.forms, &spellings] {
            writer.strings(table.keys().map(String::as_str).collect::<Vec<_>>().into_iter());
            writer.strings(table.values().map(String::as_str).collect::<Vec<_>>().into_iter());
        }
        let lexicon = Lexicon::without_senses(&mut Reader::new(FILE, &writer.body))?;
        lexicon.count_senses().write(lexicon.word_count() as u32, &mut writer);
        format::seal(FILE, &writer.body)
    }

    /// What brings words to stems, and its table of spellings by stem.
    fn stems(&self) -> (Stems, BTreeMap<String, String>) {
        let mut stems = Stems::default();
        for (form, lemma) in &self.forms {
            stems.add_form(form, lemma);
        }
        let by_stem: BTreeMap<String, String> = self
            .spellings
            .iter()
            .map(|(british, american)| (stems.stem(british), stems.stem(american)))
            .filter(|(from, to)| from != to)
            .collect();
        for (from, to) in &by_stem {
            stems.add_spelling(from, to);
        }
        (stems, by_stem)
    }

    /// The words by their folded texts. Texts can't tell apart what is folded to the same; the word that is itself so
    /// spelt is the one in use (龢 is read as 和).
    fn folded_words(&self) -> BTreeMap<String, &Word> {
        let mut words: BTreeMap<String, &Word> = BTreeMap::new();
        for (text, word) in &self.words {
            let folded: String =
                text.chars().map(|c| self.folds.get(&c).copied().unwrap_or(c)).collect();
            if folded == *text {
                words.insert(folded, word);
            } else {
                words.entry(folded).or_insert(word);
            }
        }
        words
    }

    fn write_characters(&self, writer: &mut Writer) {
        writer.numbers(self.folds.keys().map(|c| u64::from(u32::from(*c))));
        writer.numbers(self.folds.values().map(|c| u64::from(u32::from(*c))));
        writer.numbers(self.readings.keys().map(|c| u64::from(u32::from(*c))));
        writer.strings(self.readings.values().map(String::as_str).collect::<Vec<_>>().into_iter());
    }
}

fn single(field: &str, number: usize) -> Result<char, Error> {
    let mut characters = field.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => Err(Error::Line {
            line: number + 1,
            reason: format!("expected one character, found {field:?}"),
        }),
    }
}

fn offer(field: &str) -> Option<(String, f32, TranslationClass)> {
    let (rest, class) = field.rsplit_once(':')?;
    let (english, strength) = rest.rsplit_once(':')?;
    let strength: f32 = strength.parse().ok()?;
    (0.0..=1.0).contains(&strength).then_some(())?;
    Some((english.to_owned(), strength, TranslationClass::parse(class)?))
}

/// An English stem that translates a word.
#[derive(Debug)]
struct Offer {
    stem: String,
    strength: u8,
    class: TranslationClass,
}

/// The offers of a word by stem, the strongest of each, in the order of the stems.
fn offers(word: &Word, stems: &Stems) -> Vec<Offer> {
    let mut best: BTreeMap<String, (f32, TranslationClass)> = BTreeMap::new();
    for (english, strength, class) in &word.offers {
        for (stem, share) in keys(english, stems) {
            let strength = strength * share;
            let entry = best.entry(stem).or_insert((strength, *class));
            if entry.0 < strength {
                *entry = (strength, *class);
            }
        }
    }
    best.into_iter()
        .map(|(stem, (strength, class))| Offer { stem, strength: quantised(strength), class })
        .collect()
}

/// A strength in 32 steps: what is finer is noise, and costs a third of the file.
fn quantised(strength: f32) -> u8 {
    (((strength * 31.0 + 0.5) as u32 * 255 + 15) / 31) as u8
}

/// The stems under which a word of a gloss is found, and how much of its strength each gets: a compound is found whole
/// and by its parts.
fn keys(english: &str, stems: &Stems) -> Vec<(String, f32)> {
    let plain = plain(english);
    let parts: Vec<&str> =
        plain.split('-').filter(|part| !part.is_empty() && !is_function_word(part)).collect();
    match parts.as_slice() {
        [] => Vec::new(),
        [part] => vec![(stems.stem(part), 1.0)],
        parts => {
            let mut keys: Vec<(String, f32)> =
                parts.iter().map(|part| (stems.stem(part), 0.3)).collect();
            keys.push((stems.stem(&plain.replace('-', "")), 1.0));
            keys
        }
    }
}
