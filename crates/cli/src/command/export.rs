use std::path::PathBuf;

use crate::Completion;

/// Write a corpus folder's pairs in another format, to standard output or a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao export corpus --format tsv > corpus.tsv")]
pub(crate) struct Arguments {
    /// The corpus folder
    corpus: PathBuf,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Completion> {
    anyhow::bail!("this command is not built in yet")
}
