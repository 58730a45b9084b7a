use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use duizhao_bitext::Language;
use duizhao_export::CorpusReader;
use duizhao_lexicon::{BeadKeys, LearnedTable, Lexicon, Token, Training, Vocabulary};

use crate::{Completion, message};

/// Learn which words translate each other from a corpus folder, for use with --lexicon.
///
/// Reads the corpus's pairs and starts from the dictionary that the program carries. Memory grows with the pairs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    duizhao lexicon corpus --out ours.lexicon\n  \
    duizhao build more-pages/ --out more --lexicon ours.lexicon")]
pub(crate) struct Arguments {
    /// The corpus folder
    corpus: PathBuf,

    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,

    /// Learn from pairs of at least this score only
    #[arg(long, value_name = "SCORE", default_value_t = 0.5)]
    min_score: f32,

    /// Replace the file that is there
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let out = &arguments.out;
    if out.exists() && !arguments.force {
        anyhow::bail!(
            "{} exists already; choose another name, or replace it with --force",
            out.display()
        );
    }
    let lexicon = Lexicon::bundled()?;
    let mut vocabulary = Vocabulary::new(&lexicon);
    let mut keys = Vec::new();
    for document in CorpusReader::open(&arguments.corpus)?.documents()? {
        let sure = document?.pairs.into_iter().filter(|pair| pair.score >= arguments.min_score);
        keys.extend(sure.map(|pair| {
            [(Language::Zh, &pair.zh.text), (Language::En, &pair.en.text)]
                .map(|(language, text)| first_keys(&lexicon, &mut vocabulary, language, text))
        }));
    }
    if keys.is_empty() {
        anyhow::bail!(
            "{} holds no pair of score {} or more to learn from",
            arguments.corpus.display(),
            arguments.min_score
        );
    }
    let beads: Vec<BeadKeys<'_>> = keys.iter().map(|[zh, en]| BeadKeys { zh, en }).collect();
    let table = LearnedTable::learn(&lexicon, &beads, &Training::default());
    let bytes = table.to_bytes(&lexicon, &vocabulary)?;
    write(arguments, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    message::say(format_args!("{} learned from {} pairs", out.display(), beads.len()));
    Ok(Completion::Done)
}

/// The first key of each distinct token, in ascending order.
fn first_keys(
    lexicon: &Lexicon,
    vocabulary: &mut Vocabulary,
    language: Language,
    text: &str,
) -> Vec<u32> {
    let mut tokens: Vec<Token> = Vec::new();
    lexicon.tokenise(text, language, vocabulary, &mut tokens);
    let mut keys: Vec<u32> = tokens.iter().map(|token| token.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Writes beside and renames, so that a file at the output is always whole.
fn write(arguments: &Arguments, bytes: &[u8]) -> std::io::Result<()> {
    let mut partial = arguments.out.clone().into_os_string();
    partial.push(".partial");
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, &arguments.out));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}
