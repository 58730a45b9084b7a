use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use duizhao::{Config, Observer, Pipeline};
use duizhao_bitext::Layout;
use duizhao_export::{FailedInput, Manifest};
use duizhao_reader::{Format, Rule};

use crate::curation::CurationArguments;
use crate::filters::ConfigArguments;
use crate::lexicon::{LexiconArguments, Loaded};
use crate::progress::Progress;
use crate::summary::Summary;
use crate::{Completion, message};

/// Read bilingual documents and write a sentence-aligned corpus folder.
///
/// Inputs are files or folders. A file may hold both languages in any order, or one of a pair: page.zh.txt with page.en.txt,
/// zh/page.md with en/page.md. A file that cannot be used is named with the reason, and the rest is built.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao build data/samples --out corpus\n  \
    duizhao build page.html novel.zh.txt novel.en.txt --out corpus --force\n  \
    duizhao build pages/ --out corpus --resume        (go on, or only what is new)\n\n\
    Exit code: 0 done, 1 some input failed and the rest was written, 2 nothing was written.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that stands by itself")]
pub(crate) struct Arguments {
    /// Files and folders
    #[arg(required_unless_present = "pairs")]
    inputs: Vec<PathBuf>,

    /// Build the pairs that this file lists: a line each with the Chinese file, a tab, the English file, and if wanted a
    /// tab and an id; paths are relative to the list
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    pairs: Option<PathBuf>,

    /// The corpus folder to write; it must not exist yet, unless with --force or --resume
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// Replace the corpus folder that is there, and throw away what a build left there that was cut off
    #[arg(long)]
    force: bool,

    /// Go on with a build that was cut off, or bring the corpus that is there up to date: documents whose files are
    /// unchanged are taken over, the others are read; the result is the same as that of a new build
    #[arg(long, visible_alias = "update", conflicts_with = "force")]
    resume: bool,

    /// Threads to work with; the corpus is the same for any number [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// Read every file as this, whatever its name says [default: by name, then by content]
    #[arg(long, value_name = "FORMAT", value_parser = Format::ALL.map(Format::name))]
    format: Option<String>,

    /// How the languages stand in every document of one file, whatever it looks like; single documents go into the
    /// configuration [default: found]
    #[arg(long, value_name = "LAYOUT", value_parser = Layout::OF_ONE_FILE.map(Layout::name))]
    layout: Option<String>,

    /// Pair files in one language whose names say nothing by what they say; reads every file once more
    #[arg(long, conflicts_with = "pairs")]
    pair_by_content: bool,

    /// Keep a quotation of several sentences in one piece
    #[arg(long)]
    keep_quotes: bool,

    /// Split sentences at semicolons (； and ;) too
    #[arg(long)]
    split_semicolons: bool,

    /// Keep what this rule would drop; may be given again
    #[arg(long, value_name = "RULE", value_parser = rules())]
    without_rule: Vec<String>,

    #[command(flatten)]
    settings: ConfigArguments,

    #[command(flatten)]
    lexicon: LexiconArguments,

    #[command(flatten)]
    curation: CurationArguments,

    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let mut observer =
        Terminal { progress: None, taken_over: 0, failed: 0, quiet: arguments.quiet };
    let Loaded { lexicon, hashes } = arguments.lexicon.load()?;
    let pipeline = Pipeline::new(&lexicon, arguments.config(hashes)?);
    let built = pipeline.build(&arguments.inputs, &arguments.out, &mut observer);
    if let Some(progress) = observer.progress.take() {
        progress.finish();
    }
    let manifest: Manifest = built?;
    if !arguments.quiet {
        if arguments.resume {
            let (taken_over, documents) = (observer.taken_over, manifest.counts.documents);
            message::say(format_args!("{taken_over} of {documents} documents were taken over"));
        }
        write!(io::stdout().lock(), "{}", Summary::new(&arguments.out, &manifest))?;
    }
    Ok(if observer.failed == 0 { Completion::Done } else { Completion::SomeFailed })
}

impl Arguments {
    fn config(&self, lexicon_files: BTreeMap<String, String>) -> anyhow::Result<Config> {
        let mut config = Config::default();
        self.settings.apply(&mut config)?;
        config.segmenter.split_quotes &= !self.keep_quotes;
        config.segmenter.split_semicolons |= self.split_semicolons;
        if let Some(format) = self.format.as_deref().and_then(Format::of_name) {
            config.reader.format = Some(format);
        }
        if let Some(layout) = self.layout.as_deref().and_then(Layout::of_name) {
            config.reader.layout = Some(layout);
        }
        config.reader.without_rules.extend(self.without_rule.iter().cloned());
        config.threads = self.threads.map(usize::from);
        config.force = self.force;
        config.pairs.clone_from(&self.pairs);
        config.pair_by_content = self.pair_by_content;
        config.resume = self.resume;
        config.lexicon_files = lexicon_files;
        self.curation.apply(&mut config.curation);
        config.shards = self.curation.shards();
        Ok(config)
    }
}

/// The reader's rules by name, so that a misspelt one is refused instead of switching nothing off.
pub(crate) fn rules() -> PossibleValuesParser {
    Rule::all()
        .map(|rule| PossibleValue::new(rule.name).help(rule.about))
        .collect::<Vec<_>>()
        .into()
}

/// Tells a person how the build goes on.
struct Terminal {
    progress: Option<Progress>,
    taken_over: u64,
    failed: u64,
    quiet: bool,
}

impl Observer for Terminal {
    fn found(&mut self, documents: u64) {
        self.progress = (!self.quiet).then(|| Progress::new(documents));
    }

    fn left_out(&mut self, files: &BTreeMap<String, usize>) {
        if !self.quiet {
            let endings = files.iter().map(|(ending, count)| match ending.as_str() {
                "" => format!("{count} without ending"),
                ending => format!("{count} .{ending}"),
            });
            let endings = endings.collect::<Vec<_>>().join(", ");
            message::say(format_args!("left out, for no known format has the ending: {endings}"));
        }
    }

    fn taken_over(&mut self) {
        self.taken_over += 1;
    }

    fn done(&mut self) {
        if let Some(progress) = &mut self.progress {
            progress.advance();
        }
    }

    fn failed(&mut self, input: &FailedInput) {
        self.failed += 1;
        let line = format!("error: {}", message::failure(input));
        match &self.progress {
            Some(progress) => progress.say(&line),
            None => message::say(line),
        }
    }
}
