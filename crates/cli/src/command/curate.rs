use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use duizhao::{Config, ConfigFile, Merge};
use duizhao_scorer::Preset;

use crate::Completion;
use crate::curation::CurationArguments;
use crate::filters::{presets, put_preset};
use crate::input;
use crate::summary::Summary;

/// Make one corpus of existing ones, with other duplicates dropped and other splits drawn.
///
/// What filters rejected stays rejected, unless --preset or the filters in --config say by which others all pairs are judged
/// anew. What curation dropped before is looked at again, so a corpus can be curated as often as you like. Nothing is lost: what is dropped now is in dropped.parquet, with the reason and the id of the
/// pair that is kept in its place.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao curate corpus --out clean --duplicates near --test 1000 --validation 1000\n  \
    duizhao curate news laws --out all --prefix\n  \
    duizhao curate corpus --out strict --preset mt\n  \
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

    /// Settings in TOML, the sections filters, duplicates and splits; options given here go before them
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Judge all pairs anew, and keep those for this purpose; `duizhao filters` lists what each keeps out
    #[arg(long, value_name = "PRESET", value_parser = presets())]
    preset: Option<String>,

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
    let mut config = Config::default();
    let mut filters = None;
    let text = arguments.config.as_deref().map(input::text).transpose()?;
    if let (Some(path), Some(text)) = (&arguments.config, &text) {
        ConfigFile::apply(text, &mut config).with_context(|| path.display().to_string())?;
        filters = ConfigFile::has_filters(text).then(|| config.filters.clone());
    }
    if let Some(preset) = arguments.preset.as_deref().and_then(Preset::of_name) {
        put_preset(preset, text.as_deref(), &mut config);
        filters = Some(config.filters.clone());
    }
    arguments.curation.apply(&mut config.curation);
    let merge = Merge {
        curation: config.curation,
        filters,
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
