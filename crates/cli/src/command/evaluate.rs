use std::path::PathBuf;

use crate::Completion;

/// Judge alignments or segmentations against gold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao evaluate align gold/ predicted/")]
pub(crate) struct Arguments {
    /// Gold
    gold: PathBuf,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Completion> {
    anyhow::bail!("this command is not built in yet")
}
