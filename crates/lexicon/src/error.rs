use std::path::PathBuf;

/// What can be wrong with a lexicon, a learned table or a glossary.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The data doesn't begin with the mark of this kind of file.
    #[error("not a {kind}: the first bytes are not {expected:?}")]
    Foreign {
        /// What was expected, in words.
        kind: &'static str,
        /// The mark.
        expected: &'static str,
    },
    /// The file is of another format version than this program reads.
    #[error(
        "{kind} of format version {found}, this program reads version {expected}; build it again with this program"
    )]
    Version {
        /// What was read, in words.
        kind: &'static str,
        /// The version in the file.
        found: u32,
        /// The version this program reads.
        expected: u32,
    },
    /// The data ends early.
    #[error("{kind} is cut short; copy or build it again")]
    CutShort {
        /// What was read, in words.
        kind: &'static str,
    },
    /// The bytes are not those that were written.
    #[error("{kind} is damaged: {reason}; copy or build it again")]
    Damaged {
        /// What was read, in words.
        kind: &'static str,
        /// What was found out.
        reason: String,
    },
    /// A line of a text table can't be read.
    #[error("line {line}: {reason}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What was expected and what was there.
        reason: String,
    },
    /// A file can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}
