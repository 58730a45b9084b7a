//! Measures what the lexicon is worth on aligned documents: `measure-lexicon [--lexicon FILE] DIR…`.
//!
//! A folder holds `NAME.zh` and `NAME.en`, one sentence a line, and `NAME.gold`, one bead a line (`0,1<TAB>0`). Over
//! the 1-1 beads it counts how often a translation stands in the bead's English and how often in the sentences around
//! it, by class and strength, and how often the evidence alone tells the right sentence from the four around it.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::fs;
use std::path::{Path, PathBuf};

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Names, Token, TokenKind, TranslationClass, Vocabulary};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).peekable();
    let lexicon = if arguments.next_if_eq("--lexicon").is_some() {
        Lexicon::from_bytes(&fs::read(arguments.next().ok_or("--lexicon needs a file")?)?)?
    } else {
        Lexicon::bundled()?
    };
    let mut all = Tally::default();
    println!(
        "{:<20} {:>6} {:>7} {:>7} {:>9} {:>9}",
        "set", "beads", "right", "margin", "covered", "hit"
    );
    for folder in arguments {
        let mut tally = Tally::default();
        for document in documents(Path::new(&folder))? {
            tally.add(&Sides::read(&lexicon, &document)?, &lexicon);
        }
        let name =
            Path::new(&folder).file_name().unwrap_or_default().to_string_lossy().into_owned();
        tally.print(&name);
        all.merge(&tally);
    }
    all.print_buckets();
    Ok(())
}

/// The documents of a folder, by the path without its ending.
fn documents(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "gold") {
            found.push(path.with_extension("")); // the rest of the name may hold dots
        }
    }
    found.sort();
    Ok(found)
}

/// The file of a document with an ending of its own.
fn beside(document: &Path, ending: &str) -> PathBuf {
    let mut name = document.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// A document's tokens and its 1-1 beads.
struct Sides {
    zh: Vec<Vec<Token>>,
    en: Vec<Vec<Token>>,
    /// For each English sentence its keys, sorted.
    en_keys: Vec<Vec<u32>>,
    beads: Vec<(usize, usize)>,
    /// For each Chinese sentence the names that were found by their sound.
    sounding: Vec<Vec<Token>>,
}

impl Sides {
    fn read(lexicon: &Lexicon, document: &Path) -> Result<Self, Failure> {
        let mut vocabulary = Vocabulary::new(lexicon);
        let mut side = |language: Language| -> Result<Vec<Vec<Token>>, Failure> {
            let text = fs::read_to_string(beside(document, language.code()))?;
            let tokenise = |line: &str| {
                let mut tokens = Vec::new();
                lexicon.tokenise(line, language, &mut vocabulary, &mut tokens);
                tokens
            };
            Ok(text.lines().map(tokenise).collect())
        };
        let (zh, en) = (side(Language::Zh)?, side(Language::En)?);
        let en_keys = en
            .iter()
            .map(|tokens| {
                let mut keys: Vec<u32> = tokens.iter().flat_map(Token::keys).collect();
                keys.sort_unstable();
                keys
            })
            .collect();
        let gold = fs::read_to_string(beside(document, "gold"))?;
        let beads = gold
            .lines()
            .filter_map(|line| {
                let (zh, en) = line.split_once('\t')?;
                Some((zh.trim().parse().ok()?, en.trim().parse().ok()?))
            })
            .filter(|(i, j)| *i < zh.len() && *j < en.len())
            .collect();
        let names = Names::new(lexicon, &vocabulary);
        let find = |line: &str| {
            let mut found = Vec::new();
            names.find(line, &mut found);
            found
        };
        let sounding = fs::read_to_string(beside(document, "zh"))?.lines().map(find).collect();
        Ok(Self { zh, en, en_keys, beads, sounding })
    }

    /// The largest strength with which a token is met in an English sentence; 0 if it is not.
    fn met(&self, token: &Token, sentence: usize, lexicon: &Lexicon) -> f64 {
        let keys = &self.en_keys[sentence];
        if token.keys().any(|key| keys.binary_search(&key).is_ok()) {
            return 0.8;
        }
        let translations = lexicon.translations(token.key);
        let strengths = translations.iter().filter(|t| keys.binary_search(&t.stem).is_ok());
        strengths.map(|t| f64::from(t.weight())).fold(0.0, f64::max)
    }

    /// How much better than chance the English sentence answers the Chinese one, in nats.
    fn evidence(&self, zh: usize, en: usize, lexicon: &Lexicon) -> f64 {
        let sentences = self.en.len() as f64;
        let mut sum = 0.0;
        for token in &self.zh[zh] {
            let translations = lexicon.translations(token.key);
            let dictionary =
                matches!(token.kind, TokenKind::Word | TokenKind::Character | TokenKind::Name);
            if dictionary && translations.is_empty() {
                continue;
            }
            let strength = self.met(token, en, lexicon);
            let at_least = strength.max(0.01);
            let by_chance = (0..self.en.len())
                .filter(|j| self.met(token, *j, lexicon) >= at_least)
                .count() as f64;
            let chance = (by_chance + 0.5) / (sentences + 1.0);
            sum += if strength > 0.0 {
                libm::log(1.0 + strength * (1.0 - chance) / chance).min(6.0)
            } else if dictionary {
                let none: f64 =
                    translations.iter().map(|t| 1.0 - 0.6 * f64::from(t.weight())).product();
                libm::log(none.max(0.4) + (1.0 - none.max(0.4)) * chance)
            } else {
                libm::log(0.6)
            };
        }
        sum
    }
}

/// Tokens with a translation of a class and strength: how many, met in the bead, met around it (and of how many).
type Bucket = [f64; 4];

#[derive(Default)]
struct Tally {
    beads: f64,
    right: f64,
    margin: f64,
    tokens: f64,
    covered: f64,
    hits: f64,
    buckets: [[Bucket; 10]; 5],
    kinds: [Bucket; 7],
    sounding: Bucket,
}

impl Tally {
    fn add(&mut self, sides: &Sides, lexicon: &Lexicon) {
        for &(zh, en) in &sides.beads {
            let around: Vec<usize> = [-2isize, -1, 1, 2]
                .iter()
                .filter_map(|step| en.checked_add_signed(*step).filter(|j| *j < sides.en.len()))
                .collect();
            let own = sides.evidence(zh, en, lexicon);
            let best =
                around.iter().map(|j| sides.evidence(zh, *j, lexicon)).fold(f64::MIN, f64::max);
            self.beads += 1.0;
            self.right += f64::from(own > best);
            self.margin += (own - best).clamp(-10.0, 10.0);
            for token in &sides.sounding[zh] {
                let there = |j: usize| sides.en_keys[j].binary_search(&token.key).is_ok();
                self.sounding[0] += 1.0;
                self.sounding[1] += f64::from(there(en));
                self.sounding[2] += around.iter().filter(|j| there(**j)).count() as f64;
                self.sounding[3] += around.len() as f64;
            }
            for token in &sides.zh[zh] {
                self.count(token, sides, (en, &around), lexicon);
            }
        }
    }

    fn count(
        &mut self,
        token: &Token,
        sides: &Sides,
        (en, around): (usize, &[usize]),
        lexicon: &Lexicon,
    ) {
        let translations = lexicon.translations(token.key);
        let met = |j: usize| sides.met(token, j, lexicon) > 0.0;
        let kind = &mut self.kinds[token.kind as usize];
        kind[0] += 1.0;
        kind[1] += f64::from(met(en));
        kind[2] += around.iter().filter(|j| met(**j)).count() as f64;
        kind[3] += around.len() as f64;
        if matches!(token.kind, TokenKind::Word | TokenKind::Character | TokenKind::Name) {
            self.tokens += 1.0;
            self.covered += f64::from(!translations.is_empty());
            self.hits += f64::from(met(en));
        }
        for translation in translations {
            let bucket = &mut self.buckets[translation.class as usize]
                [usize::from(translation.strength) * 10 / 256];
            let there = |j: usize| sides.en_keys[j].binary_search(&translation.stem).is_ok();
            bucket[0] += 1.0;
            bucket[1] += f64::from(there(en));
            bucket[2] += around.iter().filter(|j| there(**j)).count() as f64;
            bucket[3] += around.len() as f64;
        }
    }

    fn merge(&mut self, other: &Self) {
        let sum = |mine: &mut Bucket, theirs: &Bucket| {
            for (a, b) in mine.iter_mut().zip(theirs) {
                *a += b;
            }
        };
        sum(&mut self.sounding, &other.sounding);
        self.kinds.iter_mut().zip(&other.kinds).for_each(|(mine, theirs)| sum(mine, theirs));
        for (mine, theirs) in self.buckets.iter_mut().flatten().zip(other.buckets.iter().flatten())
        {
            sum(mine, theirs);
        }
    }

    fn print(&self, name: &str) {
        println!(
            "{name:<20} {:>6} {:>7.4} {:>7.3} {:>9.3} {:>9.3}",
            self.beads,
            self.right / self.beads,
            self.margin / self.beads,
            self.covered / self.tokens,
            self.hits / self.tokens
        );
    }

    fn print_buckets(&self) {
        println!(
            "\n{:<24} {:>8} {:>8} {:>8} {:>8}",
            "translations", "tokens", "in bead", "around", "telling"
        );
        let row = |name: String, [count, hit, around, of]: Bucket| {
            let (hit, chance) = (hit / count, around / of);
            println!(
                "{name:<24} {count:>8} {hit:>8.4} {chance:>8.4} {:>8.4}",
                (hit - chance) / (1.0 - chance)
            );
        };
        for (class, buckets) in TranslationClass::ALL.iter().zip(self.buckets) {
            for (tenth, bucket) in
                buckets.into_iter().enumerate().filter(|(_, bucket)| bucket[0] > 0.0)
            {
                row(format!("{class:?} .{tenth}"), bucket);
            }
        }
        for (kind, bucket) in
            TokenKind::ALL.iter().zip(self.kinds).filter(|(_, bucket)| bucket[0] > 0.0)
        {
            row(format!("{kind:?}"), bucket);
        }
        row("Names by sound".to_owned(), self.sounding);
    }
}
