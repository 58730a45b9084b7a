use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use duizhao_aligner::{Aligner, Settings, Side};
use duizhao_bitext::{Bead, Ladder};
use serde::Serialize;

use crate::lexicon::LexiconArguments;
use crate::{Completion, input};

/// Pair the sentences of two files, one sentence a line; an empty line is a paragraph break.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao align novel.zh novel.en > novel.align")]
pub(crate) struct Arguments {
    /// The Chinese sentences, one a line, or - for standard input
    zh: PathBuf,

    /// The English sentences, one a line, or - for standard input
    en: PathBuf,

    /// How to write the beads; sentences are numbered from 0, empty lines not counted
    #[arg(long, value_name = "FORMAT", default_value = "ladder")]
    format: Format,

    #[command(flatten)]
    lexicon: LexiconArguments,
}

/// How to write the beads.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A bead a line as vecalign and Bertalign write it: `[0,1]:[0]:score`
    Ladder,
    /// `0,1<TAB>0<TAB>score`
    Tsv,
    /// An object a line: `zh`, `en`, `score`, `margin`, `zh_text`, `en_text`
    Jsonl,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let standard_input = Path::new("-");
    if arguments.zh == standard_input && arguments.en == standard_input {
        anyhow::bail!(
            "only one of the two sides can come from standard input; give a file for the other"
        );
    }
    let (zh_text, en_text) = (input::text(&arguments.zh)?, input::text(&arguments.en)?);
    let (zh, en) = (Sentences::of(&zh_text), Sentences::of(&en_text));
    let lexicon = arguments.lexicon.load()?.lexicon;
    let ladder = Aligner::new(&lexicon, Settings::default()).align(&zh.side(), &en.side());
    write(&ladder, arguments.format, (&zh.lines, &en.lines))?;
    Ok(Completion::Done)
}

/// The sentences of a file, and which of them begin a paragraph.
struct Sentences<'t> {
    lines: Vec<&'t str>,
    paragraph_starts: Vec<bool>,
}

impl<'t> Sentences<'t> {
    fn of(text: &'t str) -> Self {
        let mut sentences = Self { lines: Vec::new(), paragraph_starts: Vec::new() };
        let mut breaks = 0;
        let mut after_break = true;
        for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
            if line.is_empty() {
                after_break = true;
                continue;
            }
            sentences.lines.push(line);
            breaks += usize::from(after_break);
            sentences.paragraph_starts.push(std::mem::take(&mut after_break));
        }
        if breaks <= 1 {
            // Without an empty line between sentences the file says nothing of paragraphs.
            sentences.paragraph_starts.clear();
        }
        sentences
    }

    fn side(&self) -> Side<'_> {
        Side { sentences: &self.lines, paragraph_starts: &self.paragraph_starts, ..Side::default() }
    }
}

/// A bead as an object of JSON.
#[derive(Serialize)]
struct Record<'a> {
    zh: Vec<usize>,
    en: Vec<usize>,
    score: f32,
    margin: f32,
    zh_text: &'a [&'a str],
    en_text: &'a [&'a str],
}

fn write(ladder: &Ladder, format: Format, (zh, en): (&[&str], &[&str])) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Ladder => write!(out, "{ladder}")?,
        Format::Tsv => {
            for Bead { zh, en, score, .. } in &ladder.beads {
                writeln!(out, "{}\t{}\t{score:.4}", numbers(zh), numbers(en))?;
            }
        }
        Format::Jsonl => {
            for bead in &ladder.beads {
                let record = Record {
                    zh: bead.zh.clone().collect(),
                    en: bead.en.clone().collect(),
                    score: bead.score,
                    margin: bead.margin,
                    zh_text: &zh[bead.zh.clone()],
                    en_text: &en[bead.en.clone()],
                };
                writeln!(out, "{}", serde_json::to_string(&record)?)?;
            }
        }
    }
    Ok(out.flush()?)
}

fn numbers(sentences: &Range<usize>) -> String {
    sentences.clone().map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}
