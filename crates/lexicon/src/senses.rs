//! What the characters of a word mean in the other words that hold them.

use crate::format::{Reader, Writer};
use crate::{Error, Lexicon, Translation};

/// Words that must share a character and a stem before that says something about the character.
const FEWEST_WORDS: u32 = 3;
/// How much likelier the stem must be among the translations of the character's words than among those of all words.
const LIFT: f32 = 10.0;
/// Least strength of a sense.
const LEAST: f32 = 0.03;
/// Most senses of a character, the strongest ones.
const MOST: usize = 12;
/// Words without the stem that are added to a character's own, so that rare characters claim less.
const UNSEEN: f32 = 3.0;

/// For each character, by its symbol, the stems by which its words tend to be translated.
#[derive(Debug, Default)]
pub(crate) struct Senses {
    starts: Vec<u32>,
    senses: Vec<(u32, f32)>,
}

impl Senses {
    fn of(&self, symbol: u16) -> &[(u32, f32)] {
        let symbol = usize::from(symbol);
        match (self.starts.get(symbol), self.starts.get(symbol + 1)) {
            (Some(start), Some(end)) => &self.senses[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

impl Senses {
    /// Writes the columns that [`Lexicon::read_senses`] reads; `first` is the key of the first stem.
    pub(crate) fn write(&self, first: u32, writer: &mut Writer) {
        let counts: Vec<u64> =
            self.starts.windows(2).map(|ends| u64::from(ends[1] - ends[0])).collect();
        writer.numbers(counts.into_iter());
        writer.numbers(self.senses.iter().map(|(stem, _)| u64::from(stem - first)));
        let strengths: Vec<u8> =
            self.senses.iter().flat_map(|(_, strength)| strength.to_le_bytes()).collect();
        writer.bytes(&strengths);
    }
}

impl Lexicon {
    /// Reads what the characters mean.
    pub(crate) fn read_senses(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        let counts = reader.numbers()?;
        let stems = reader.numbers()?;
        let (strengths, rest) = reader.bytes()?.as_chunks::<4>();
        let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        if !rest.is_empty() || strengths.len() != stems.len() || total != stems.len() as u64 {
            return Err(reader.damaged("the columns of the senses differ in length"));
        }
        if stems.iter().any(|stem| *stem as usize >= self.stem_texts.len()) {
            return Err(reader.damaged("a sense is out of range"));
        }
        let first = self.word_count() as u32;
        let senses = stems.iter().zip(strengths);
        let mut starts = Vec::with_capacity(counts.len() + 1);
        starts.push(0);
        let mut end = 0;
        for count in counts {
            end += count;
            starts.push(end);
        }
        self.senses = Senses {
            starts,
            senses: senses
                .map(|(stem, strength)| (first + stem, f32::from_le_bytes(*strength)))
                .collect(),
        };
        Ok(())
    }

    /// Appends the stems that the characters of a word stand for in other words, with a strength from 0 to 1: 睡着 is
    /// no headword for sleep, but most words with 睡 are translated by it. Nothing for a key that is no Chinese word of
    /// the lexicon.
    ///
    /// The strength is the mean, over the words that hold the character, of the strength with which the stem translates
    /// them, counted when the lexicon is compiled.
    pub fn senses(&self, word: u32, into: &mut Vec<(u32, f32)>) {
        for symbol in self.symbols_of(word) {
            into.extend_from_slice(self.senses.of(symbol));
        }
    }

    fn symbols_of(&self, word: u32) -> impl Iterator<Item = u16> + '_ {
        let text = if (word as usize) < self.word_count() { self.text(word) } else { "" };
        text.chars().map(|c| self.characters.symbol(c))
    }

    /// Counts the senses of all characters.
    pub(crate) fn count_senses(&self) -> Senses {
        let (holders, starts) = self.words_by_symbol();
        let stems = Stems::of(self);
        let mut counter = Counter {
            strength: vec![0.0; stems.words.len()],
            words: vec![0; stems.words.len()],
            met: Vec::new(),
        };
        let mut senses = Senses { starts: vec![0], senses: Vec::new() };
        for ends in starts.windows(2) {
            let words = &holders[ends[0] as usize..ends[1] as usize];
            for word in words {
                counter.add(self.own_translations(*word), stems.first);
            }
            counter.drain(words.len() as f32, &stems, &mut senses.senses);
            senses.starts.push(senses.senses.len() as u32);
        }
        senses
    }

    /// The words that hold each symbol, one symbol after the other, and where each begins.
    fn words_by_symbol(&self) -> (Vec<u32>, Vec<u32>) {
        let words = 0..self.word_count() as u32;
        let pairs = || {
            words.clone().flat_map(|word| {
                self.symbols_of(word).map(move |symbol| (usize::from(symbol), word))
            })
        };
        let symbols = pairs().map(|(symbol, _)| symbol + 1).max().unwrap_or(0);
        let mut starts = vec![0_u32; symbols + 1];
        for (symbol, _) in pairs() {
            starts[symbol + 1] += 1;
        }
        for symbol in 0..symbols {
            starts[symbol + 1] += starts[symbol];
        }
        let mut next = starts.clone();
        let mut holders = vec![0; starts[symbols] as usize];
        for (symbol, word) in pairs() {
            holders[next[symbol] as usize] = word;
            next[symbol] += 1;
        }
        (holders, starts)
    }
}

/// How many words each stem translates.
struct Stems {
    /// The key of the first stem.
    first: u32,
    words: Vec<u32>,
    /// All words.
    total: f32,
}

impl Stems {
    fn of(lexicon: &Lexicon) -> Self {
        let first = lexicon.word_count() as u32;
        let mut words = vec![0; lexicon.stem_texts.len()];
        for translation in (0..first).flat_map(|word| lexicon.own_translations(word)) {
            words[(translation.stem - first) as usize] += 1;
        }
        Self { first, words, total: first as f32 }
    }
}

/// What the words of one character are translated by.
struct Counter {
    strength: Vec<f32>,
    words: Vec<u32>,
    met: Vec<u32>,
}

impl Counter {
    fn add(&mut self, translations: &[Translation], first: u32) {
        for translation in translations {
            let stem = translation.stem - first;
            if self.words[stem as usize] == 0 {
                self.met.push(stem);
            }
            self.words[stem as usize] += 1;
            self.strength[stem as usize] += translation.weight();
        }
    }

    /// Appends the senses of a character that `words` words hold, and forgets it.
    fn drain(&mut self, words: f32, stems: &Stems, into: &mut Vec<(u32, f32)>) {
        let start = into.len();
        for stem in self.met.drain(..) {
            let at = stem as usize;
            let shared = std::mem::take(&mut self.words[at]);
            let strength = std::mem::take(&mut self.strength[at]) / (words + UNSEEN);
            let usual = stems.words[at] as f32 / stems.total;
            if shared >= FEWEST_WORDS && shared as f32 / words > LIFT * usual && strength >= LEAST {
                into.push((stem + stems.first, strength));
            }
        }
        into[start..].sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        into.truncate(start + MOST);
    }
}

#[cfg(test)]
mod tests {
    use duizhao_bitext::Language;

    use crate::{Lexicon, Vocabulary};

    fn strength(zh: &str, en: &str) -> f32 {
        let lexicon = Lexicon::bundled().expect("sound");
        let mut vocabulary = Vocabulary::new(&lexicon);
        let (mut words, mut stems, mut senses) = (Vec::new(), Vec::new(), Vec::new());
        lexicon.tokenise(zh, Language::Zh, &mut vocabulary, &mut words);
        lexicon.tokenise(en, Language::En, &mut vocabulary, &mut stems);
        for word in words {
            lexicon.senses(word.key, &mut senses);
        }
        senses.iter().filter(|sense| sense.0 == stems[0].key).map(|sense| sense.1).sum()
    }

    #[test]
    fn a_character_brings_the_sense_of_its_words() {
        assert!(strength("睡着", "sleep") > 0.1);
        assert!(strength("银行", "silver") > 0.1);
        assert!(strength("睡着", "bank") <= 0.0);
        assert!(strength("Blinken", "sleep") <= 0.0);
    }

    #[test]
    fn an_empty_lexicon_has_no_senses() {
        let mut senses = Vec::new();
        Lexicon::empty().senses(3, &mut senses);
        assert!(senses.is_empty());
    }
}
