use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use duizhao::{Config, ConfigFile};
use duizhao_bitext::{Block, BlockLanguage, Document, Layout, Span, normalise};
use duizhao_export::FailedInput;
use duizhao_reader::{Edges, Entry, Format, Options, Rule, Survey, discover, read};

use super::build::rules;
use crate::{Completion, input, message};

/// Fewer documents have no furniture in common.
const FEWEST: usize = 5;

/// Show what the reader makes of documents: their blocks, and what was dropped or repaired by which rule.
///
/// One line a block, columns separated by tabs: document, number of the block, language, role, the rule that dropped it,
/// damage, span in characters of the extracted text (with the number of the file before it), text. A line for each repair
/// follows, with `repair` in the place of the language and what the file held at the end. The documents' layouts go to
/// standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao read page.html\n  \
    duizhao read pages/ --dropped | cut -f 5 | sort | uniq -c\n  \
    duizhao read --rules")]
pub(crate) struct Arguments {
    /// Files and folders
    #[arg(required_unless_present = "rules")]
    inputs: Vec<PathBuf>,

    /// Show only the blocks that were dropped, and the repairs
    #[arg(long)]
    dropped: bool,

    /// Read every file as this, whatever its name says [default: by name, then by content]
    #[arg(long, value_name = "FORMAT", value_parser = Format::ALL.map(Format::name))]
    format: Option<String>,

    /// How the languages stand in every document of one file, whatever it looks like [default: found]
    #[arg(long, value_name = "LAYOUT", value_parser = Layout::OF_ONE_FILE.map(Layout::name))]
    layout: Option<String>,

    /// Settings in TOML, of which the section reader counts; options given here go before them
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Keep what this rule would drop; may be given again
    #[arg(long, value_name = "RULE", value_parser = rules())]
    without_rule: Vec<String>,

    /// List the rules with what they are for, and stop
    #[arg(long)]
    rules: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.rules {
        for rule in Rule::all() {
            writeln!(out, "{}\t{}", rule.name, rule.about)?;
        }
        out.flush()?;
        return Ok(Completion::Done);
    }
    let options = arguments.options()?;
    let mut survey = Survey::default();
    if options.learns_furniture() && discover(&arguments.inputs).take(FEWEST).count() == FEWEST {
        let documents =
            discover(&arguments.inputs).filter_map(|entry| read(&entry.ok()?, &options).ok());
        documents.for_each(|document| survey.add(Edges::of(&document)));
    }
    let furniture = survey.furniture();
    let (mut found, mut failed) = (false, false);
    for entry in discover(&arguments.inputs) {
        found = true;
        match entry.and_then(|entry: Entry| read(&entry, &options)) {
            Ok(mut document) => {
                furniture.drop_from(&mut document);
                show(&document, arguments.dropped, &mut out)?;
            }
            Err(error) => {
                failed = true;
                message::say(format_args!(
                    "error: {}",
                    message::failure(&FailedInput {
                        path: error.path().to_owned(),
                        reason: error.reason(),
                        hint: error.way_out(),
                    })
                ));
            }
        }
    }
    out.flush()?;
    anyhow::ensure!(found, "the inputs hold no file of a known format");
    Ok(if failed { Completion::SomeFailed } else { Completion::Done })
}

impl Arguments {
    /// How the files are to be read.
    fn options(&self) -> anyhow::Result<Options> {
        let mut config = Config::default();
        if let Some(path) = &self.config {
            let text = input::text(path)?;
            ConfigFile::apply(&text, &mut config).with_context(|| path.display().to_string())?;
        }
        let mut options = config.reader;
        options.format = self.format.as_deref().and_then(Format::of_name).or(options.format);
        options.layout = self.layout.as_deref().and_then(Layout::of_name).or(options.layout);
        options.without_rules.extend(self.without_rule.iter().cloned());
        Ok(options)
    }
}

fn show(document: &Document, only_dropped: bool, out: &mut impl Write) -> io::Result<()> {
    let script = document.script.map_or("no Chinese", |script| script.tag());
    message::say(format_args!("{}: {}, {script}", document.id, document.layout));
    let mut characters = vec![Characters::default(); document.texts.len()];
    for (number, block) in document.blocks.iter().enumerate() {
        if only_dropped && block.dropped.is_none() {
            continue;
        }
        let span = characters[block.text].span(&document.texts[block.text].content, block.span);
        show_block(document, (number, block, span), out)?;
    }
    for text in &document.texts {
        let mut characters = Characters::default();
        for repair in &text.repairs {
            let span = characters.span(&text.content, repair.span);
            let original = one_line(&repair.original);
            let new = one_line(repair.span.of(&text.content));
            let (id, rule) = (&document.id, repair.rule);
            writeln!(
                out,
                "{id}\t\trepair\t\t{rule}\t\t{}-{}\t{new}\t{original}",
                span.start, span.end
            )?;
        }
    }
    Ok(())
}

fn show_block(
    document: &Document,
    (number, block, span): (usize, &Block, Span),
    out: &mut impl Write,
) -> io::Result<()> {
    let language = match block.language {
        BlockLanguage::Zh => "zh",
        BlockLanguage::En => "en",
        BlockLanguage::Mixed => "mixed",
        BlockLanguage::Other => "other",
    };
    let damage: Vec<&str> = block.damage.iter().map(|damage| damage.name()).collect();
    writeln!(
        out,
        "{}\t{number}\t{language}\t{}\t{}\t{}\t{}:{}-{}\t{}",
        document.id,
        block.role,
        block.dropped.as_deref().unwrap_or_default(),
        damage.join(" "),
        block.text,
        span.start,
        span.end,
        one_line(document.content(block)),
    )
}

/// Counts the characters up to the spans of one text, which come in order, so that the text is read once.
#[derive(Debug, Clone, Copy, Default)]
struct Characters {
    byte: usize,
    count: usize,
}

impl Characters {
    fn span(&mut self, text: &str, span: Span) -> Span {
        let start = self.at(text, span.start);
        Span::new(start, self.at(text, span.end))
    }

    fn at(&mut self, text: &str, byte: usize) -> usize {
        self.count += text[self.byte..byte].chars().count();
        self.byte = byte;
        self.count
    }
}

/// The text in a form that stays in its column.
fn one_line(text: &str) -> String {
    normalise(text).replace(['\t', '\n', '\r'], " ")
}
