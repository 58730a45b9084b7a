use std::path::PathBuf;

use crate::Completion;

/// Split paragraphs, one a line, into sentences, one a line; an empty line follows each paragraph.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao segment --lang zh paragraphs.txt > sentences.txt")]
pub(crate) struct Arguments {
    /// Files to split; standard input where there is none, or for -
    files: Vec<PathBuf>,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Completion> {
    anyhow::bail!("this command is not built in yet")
}
