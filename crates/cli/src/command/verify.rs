use std::io::{self, Write};
use std::path::PathBuf;

use duizhao::Verification;
use duizhao_export::verify::Check;

use crate::{Completion, message};

/// Look whether a corpus folder is what was built, and whether everything in it stands where it says in its sources.
///
/// Checks the files against manifest.json, the tables' form, the laws (every sentence once, unique ids, right counts), and
/// every span against the document that it was read from. A line a check, and below it what is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    duizhao verify corpus\n  \
    duizhao verify corpus --no-sources        (the documents are elsewhere)\n\n\
    Sources are looked for where the build found them: start from the same folder.\n\
    Exit code: 0 nothing is wrong, 1 something is, 2 this is no corpus folder.")]
pub(crate) struct Arguments {
    /// The corpus folder
    corpus: PathBuf,

    /// Do not read the documents again
    #[arg(long)]
    no_sources: bool,

    /// Threads to work with [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let verification = Verification {
        sources: !arguments.no_sources,
        threads: arguments.threads.map(usize::from),
    };
    let mut out = io::stdout().lock();
    let mut completion = Completion::Done;
    for check in duizhao::verify(&arguments.corpus, &verification)? {
        if !check.is_passed() {
            completion = Completion::SomeFailed;
        }
        write_check(&mut out, &check)?;
    }
    if completion == Completion::SomeFailed {
        let corpus = arguments.corpus.display();
        message::say(format_args!(
            "{corpus} is not as it should be; take a copy that is, or build it again"
        ));
    }
    Ok(completion)
}

fn write_check(out: &mut impl Write, check: &Check) -> io::Result<()> {
    let Check { name, looked_at, problems, count } = check;
    if *count == 0 {
        return writeln!(out, "ok      {name}: {looked_at}");
    }
    writeln!(out, "FAILED  {name}: {looked_at}; {count} wrong")?;
    for problem in problems {
        writeln!(out, "  {problem}")?;
    }
    match count - problems.len() as u64 {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}
