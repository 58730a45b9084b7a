//! The duizhao program: bilingual documents in, a sentence-aligned corpus out.
//!
//! Each command is one file in `command/`, with its arguments and its `run`. Data goes to standard output, messages to
//! standard error. Exit codes: 0 done, 1 some input failed and the rest was written, 2 wrong usage or nothing done.

mod command;
mod curation;
mod filters;
mod input;
mod lexicon;
mod message;
mod progress;
mod summary;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Completion {
    /// Everything was done.
    Done,
    /// Some inputs failed; each was named, and the rest was written.
    SomeFailed,
}

/// Build sentence-aligned Chinese–English corpora from the bilingual documents that people really have.
#[derive(Debug, Parser)]
#[command(name = "duizhao", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Example:\n  duizhao build pages/ --out corpus\n\n\
                        Each command shows an example of its own with --help.")]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(Box<command::build::Arguments>),
    Read(command::read::Arguments),
    Align(command::align::Arguments),
    Segment(command::segment::Arguments),
    Evaluate(command::evaluate::Arguments),
    Curate(command::curate::Arguments),
    CheckLeaks(command::check_leaks::Arguments),
    Export(command::export::Arguments),
    Filters(command::filters::Arguments),
    Lexicon(command::lexicon::Arguments),
    Verify(command::verify::Arguments),
}

fn main() -> ExitCode {
    let result = match Program::parse().command {
        Command::Build(arguments) => command::build::run(&arguments),
        Command::Read(arguments) => command::read::run(&arguments),
        Command::Align(arguments) => command::align::run(&arguments),
        Command::Segment(arguments) => command::segment::run(&arguments),
        Command::Evaluate(arguments) => command::evaluate::run(&arguments),
        Command::Curate(arguments) => command::curate::run(&arguments),
        Command::CheckLeaks(arguments) => command::check_leaks::run(&arguments),
        Command::Export(arguments) => command::export::run(&arguments),
        Command::Filters(arguments) => command::filters::run(&arguments),
        Command::Lexicon(arguments) => command::lexicon::run(&arguments),
        Command::Verify(arguments) => command::verify::run(&arguments),
    };
    match result {
        Ok(Completion::Done) => ExitCode::SUCCESS,
        Ok(Completion::SomeFailed) => ExitCode::from(1),
        // Whoever read our output has seen enough: not an error.
        Err(error) if message::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            message::error(&error);
            ExitCode::from(2)
        }
    }
}
