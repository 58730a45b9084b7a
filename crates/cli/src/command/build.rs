use std::path::PathBuf;

use crate::Completion;

/// Read bilingual documents and write a sentence-aligned corpus folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao build pages/ --out corpus")]
pub(crate) struct Arguments {
    /// Files and folders
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Completion> {
    anyhow::bail!("this command is not built in yet")
}
