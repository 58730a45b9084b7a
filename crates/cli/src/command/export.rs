use std::io;
use std::path::PathBuf;

use duizhao_export::sink::Format;
use duizhao_export::{ExportOptions, Output};

use crate::{Completion, message};

/// Write a corpus folder's pairs in the form of another tool, to standard output or to a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao export corpus --format tsv > corpus.tsv\n  \
    duizhao export corpus --format tsv --columns id,score,zh,en --header --out corpus.tsv\n  \
    duizhao export corpus --format moses --out news        (news.en-zh.en, news.en-zh.zh, news.en-zh.ids)\n  \
    duizhao export corpus --format ladder --out ladders    (a folder with a ladder for each document)")]
pub(crate) struct Arguments {
    /// The corpus folder
    corpus: PathBuf,

    /// tsv, jsonl, moses, tmx or ladder
    #[arg(short, long, value_name = "NAME")]
    format: Format,

    /// The file to write, or the beginning of the names of several; standard output if not given
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// The columns of TSV
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "zh,en")]
    columns: Vec<String>,

    /// Write the columns' names as the first line of TSV
    #[arg(long)]
    header: bool,

    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let mut options = ExportOptions::new(arguments.format);
    options.columns.clone_from(&arguments.columns);
    options.header = arguments.header;
    options.force = arguments.force;
    let mut stdout = io::stdout().lock();
    let output = match &arguments.out {
        Some(path) => Output::Path(path),
        None => Output::Stream(&mut stdout),
    };
    let exported = duizhao_export::export(&arguments.corpus, &options, output)?;
    message::say(format_args!("{} pairs of {} documents", exported.pairs, exported.documents));
    Ok(Completion::Done)
}
