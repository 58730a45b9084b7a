use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use duizhao::{Found, LeakCheck};

use crate::curation::similarity;
use crate::{Completion, message};

/// Look for pairs that are in two corpora, or in two splits of one, exactly or nearly.
///
/// A pair leaks if one of its sides is like that of the other. Writes a line for each: reason, both splits and ids,
/// similarity of the Chinese and of the English sides. Exit code 1 if there is any.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao check-leaks corpus               (its test and validation splits against the others)\n  \
    duizhao check-leaks corpus benchmark     (all pairs of one against all pairs of the other)")]
pub(crate) struct Arguments {
    /// The corpus folder
    corpus: PathBuf,

    /// Another corpus folder, that should have nothing in common with it
    other: Option<PathBuf>,

    /// How alike two sides are that leak: Jaccard similarity of their shingles, .3 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = similarity)]
    similarity: f32,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let check = LeakCheck {
        corpus: &arguments.corpus,
        other: arguments.other.as_deref(),
        similarity: arguments.similarity,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut exact, mut near) = (0_u64, 0_u64);
    let checked = check.run(|found: &Found| {
        let leak = &found.leak;
        *(if leak.exact { &mut exact } else { &mut near }) += 1;
        let kind = if leak.exact { "exact" } else { "near" };
        let [split, held_split] = [found.split, found.held_split];
        writeln!(
            out,
            "{kind}\t{split}\t{:016x}\t{held_split}\t{:016x}\t{:.3}\t{:.3}",
            found.id, leak.id, leak.zh, leak.en
        )
    })?;
    out.flush()?;
    message::say(format_args!("{checked} pairs checked: {exact} leak exactly, {near} nearly"));
    Ok(if exact + near == 0 { Completion::Done } else { Completion::SomeFailed })
}
