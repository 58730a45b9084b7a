//! What the program says to a person, always on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use duizhao_export::FailedInput;

/// Says `line` on standard error. A standard error that cannot be written to is no reason to stop.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Says that something failed, with its causes.
pub(crate) fn error(error: &anyhow::Error) {
    say(format_args!("error: {error:#}"));
}

/// Whether the error comes from a reader of our output that went away (`duizhao … | head`).
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// An input that failed, as a person reads it: where, what, and the way out.
pub(crate) fn failure(input: &FailedInput) -> String {
    let FailedInput { path, reason, hint } = input;
    match hint {
        Some(hint) => format!("{path}: {reason}; {hint}"),
        None => format!("{path}: {reason}"),
    }
}
