//! Aligns every pair of files NAME.zh and NAME.en of a folder and writes NAME.align into another; several documents at a time.
//!
//! usage: `align_folder IN OUT [--no-dictionary] [--learn ROUNDS] [name=value …]`, where names are those of the constants of
//! the score. With `--learn` all is aligned ROUNDS times more, each time with a lexicon learned from all documents' beads.

#![allow(clippy::print_stderr, reason = "a tool that prints")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use duizhao_aligner::{Aligner, Settings, Side};
use duizhao_bitext::{Ladder, Language};
use duizhao_lexicon::{BeadKeys, LearnedTable, Lexicon, Token, Training, Vocabulary};
use rayon::prelude::*;

/// Beads of a lower score are not learned from.
const LEAST_SCORE: f32 = 0.5;

struct Options {
    settings: Settings,
    dictionary: bool,
    rounds: usize,
}

/// The sentences of both sides of a document, one a line.
struct Document {
    name: String,
    zh: String,
    en: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, changes @ ..] = arguments.as_slice() else {
        return Err(
            "usage: align_folder IN OUT [--no-dictionary] [--learn ROUNDS] [name=value …]".into()
        );
    };
    let options = Options::parse(changes)?;
    let documents = read(Path::new(input))?;
    let start = Instant::now();
    let mut lexicon = options.lexicon()?;
    eprintln!("dictionary {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let sentences: usize = documents
        .iter()
        .map(|document| document.zh.lines().count() + document.en.lines().count())
        .sum();
    fs::create_dir_all(output)?;
    for round in 0..=options.rounds {
        let start = Instant::now();
        let aligner = Aligner::new(&lexicon, options.settings.clone());
        let ladders: Vec<Ladder> = documents
            .par_iter()
            .map(|document| aligner.align(&side(&lines(&document.zh)), &side(&lines(&document.en))))
            .collect();
        let seconds = start.elapsed().as_secs_f64();
        eprintln!(
            "{sentences} sentences in {seconds:.3} s, {:.0} a second",
            sentences as f64 / seconds
        );
        if round < options.rounds {
            let table = learned(&lexicon, &documents, &ladders)?;
            lexicon = options.lexicon()?.with_learned(&table)?;
        } else {
            for (document, ladder) in documents.iter().zip(&ladders) {
                fs::write(
                    Path::new(output).join(format!("{}.align", document.name)),
                    ladder.to_string(),
                )?;
            }
        }
    }
    Ok(())
}

impl Options {
    fn parse(changes: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut options = Self { settings: Settings::default(), dictionary: true, rounds: 0 };
        let mut changes = changes.iter();
        while let Some(change) = changes.next() {
            match change.as_str() {
                "--no-dictionary" => options.dictionary = false,
                "--learn" => {
                    options.rounds = changes.next().ok_or("--learn wants a number")?.parse()?;
                }
                _ => {
                    let (name, value) = change.split_once('=').ok_or("expected name=value")?;
                    *options
                        .settings
                        .weights
                        .named(name)
                        .ok_or_else(|| format!("no constant is called {name}"))? = value.parse()?;
                }
            }
        }
        Ok(options)
    }

    fn lexicon(&self) -> Result<Lexicon, duizhao_lexicon::Error> {
        if self.dictionary { Lexicon::bundled() } else { Ok(Lexicon::empty()) }
    }
}

fn read(folder: &Path) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|kind| kind == "zh"));
    files.sort();
    let document = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let en = path.with_extension("en");
        let (zh, en) = rayon::join(|| fs::read_to_string(path), || fs::read_to_string(en));
        Ok(Document { name, zh: zh?, en: en? })
    };
    files.iter().map(document).collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

fn side<'a>(sentences: &'a [&'a str]) -> Side<'a> {
    Side { sentences, ..Side::default() }
}

/// What the beads of all documents teach, as the file of a learned lexicon.
fn learned(
    lexicon: &Lexicon,
    documents: &[Document],
    ladders: &[Ladder],
) -> Result<Vec<u8>, duizhao_lexicon::Error> {
    let mut vocabulary = Vocabulary::new(lexicon);
    let mut keys = Vec::new();
    for (document, ladder) in documents.iter().zip(ladders) {
        let (zh, en) = (lines(&document.zh), lines(&document.en));
        let sure = ladder.beads.iter().filter(|bead| !bead.is_null() && bead.score >= LEAST_SCORE);
        for bead in sure {
            let mut of = |language, sentences: &[&str]| {
                let mut tokens: Vec<Token> = Vec::new();
                for sentence in sentences {
                    lexicon.tokenise(sentence, language, &mut vocabulary, &mut tokens);
                }
                let mut keys: Vec<u32> = tokens.iter().map(|token| token.key).collect();
                keys.sort_unstable();
                keys.dedup();
                keys
            };
            keys.push([
                of(Language::Zh, &zh[bead.zh.clone()]),
                of(Language::En, &en[bead.en.clone()]),
            ]);
        }
    }
    let beads: Vec<BeadKeys<'_>> = keys.iter().map(|[zh, en]| BeadKeys { zh, en }).collect();
    LearnedTable::learn(lexicon, &beads, &Training::default()).to_bytes(lexicon, &vocabulary)
}
