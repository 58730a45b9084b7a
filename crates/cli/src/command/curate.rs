use std::io::{self, Write};
use std::path::PathBuf;

use duizhao::Merge;

use crate::Completion;
use crate::curation::CurationArguments;
use crate::summary::Summary;

/// Make one corpus of existing ones, with other duplicates dropped and other splits drawn.
///
/// What filters rejected stays rejected. What curation dropped before is looked at again, so a corpus can be curated
/// as often as you like. Nothing is lost: what is dropped now is in dropped.parquet, with the reason and the id of the
/// pair that is kept in its place.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao curate corpus --out clean --duplicates near --test 1000 --validation 1000\n  \
    duizhao curate news laws --out all --prefix\n  \
    duizhao curate new --out addition --against all --held-out benchmark\n\n\
    The test split stays as it is when the corpus grows, if its size is a share (--test 2%), or with --splits-of OLD.\n\
    A pair of the training split that leaks into an evaluation split is dropped, never the other way round.")]
pub(crate) struct Arguments {
    /// The corpus folders
    #[arg(required = true)]
    corpora: Vec<PathBuf>,

    /// The corpus folder to write; it must not exist yet
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// Replace the corpus folder that is there
    #[arg(long)]
    force: bool,

    /// Put the corpus folder's name before each document's id, where the same id is in several corpora
    #[arg(long)]
    prefix: bool,

    #[command(flatten)]
    curation: CurationArguments,

    /// Threads to work with; the corpus is the same for any number [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let merge = Merge {
        curation: arguments.curation.curation(),
        prefix: arguments.prefix,
        shards: arguments.curation.shards(),
        force: arguments.force,
    };
    let threads = arguments.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let manifest = pool.install(|| merge.run(&arguments.corpora, &arguments.out))?;
    if !arguments.quiet {
        write!(io::stdout().lock(), "{}", Summary::new(&arguments.out, &manifest))?;
    }
    Ok(Completion::Done)
}
