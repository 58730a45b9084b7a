use std::path::PathBuf;

use crate::Completion;

/// Pair the sentences of two files, one sentence a line; an empty line is a paragraph break.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao align novel.zh novel.en > novel.align")]
pub(crate) struct Arguments {
    /// The Chinese sentences, one a line, or - for standard input
    zh: PathBuf,

    /// The English sentences, one a line
    en: PathBuf,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Completion> {
    anyhow::bail!("this command is not built in yet")
}
