use std::io;
use std::path::Path;

use crate::formats::{Format, TooComplex};

/// A file that could not be read: which, why, and what can be done about it.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}; {}", problem.way_out())]
pub struct ReadError {
    path: String,
    #[source]
    problem: Problem,
}

impl ReadError {
    pub(crate) fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), problem }
    }

    /// The error for what the system said about `path`.
    pub(crate) fn from_io(path: &Path, error: io::Error) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => Problem::Missing,
            _ => Problem::Unreadable(error),
        };
        Self::new(path.display().to_string(), problem)
    }

    /// The file or folder that the error is about.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name under which it is counted: `missing`, `unreadable`, `empty`, `binary`, `undecodable`, `too-large`,
    /// `too-complex`, `damaged`, `no-text-layer`, `unknown-glyphs`, `protected`, `expands`, `not-a-file`, `listing` or `unknown-format`.
    pub fn name(&self) -> &'static str {
        self.problem.name()
    }

    /// What is wrong with it, in words.
    pub fn reason(&self) -> String {
        self.problem.to_string()
    }

    /// What can be done about it, in words.
    pub fn way_out(&self) -> Option<String> {
        Some(self.problem.way_out())
    }
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// Nothing is at the path.
    #[error("no such file or folder")]
    Missing,
    /// Something is there, but the system does not let it be read.
    #[error("cannot be read ({0})")]
    Unreadable(#[source] io::Error),
    /// A pipe, a device or a socket.
    #[error("is a pipe, a device or a socket, not a file")]
    NotAFile,
    /// No bytes, only white space, or only markup.
    #[error("holds no text")]
    Empty,
    /// Not text at all.
    #[error("is {what}, not text")]
    Binary {
        /// What it seems to be, with its article.
        what: &'static str,
        /// What can be done about it.
        way_out: &'static str,
    },
    /// Text in no charset that the reader knows, or damaged text in one that it does.
    #[error("byte {offset} (line {line}) is not valid {charset}")]
    Undecodable {
        /// Offset of the first bad byte, counted from 0.
        offset: usize,
        /// The line in which it stands, counted from 1.
        line: usize,
        /// The charset that the rest of the file is in, or those that were tried.
        charset: &'static str,
    },
    /// More bytes than the options allow.
    #[error("{size} bytes are more than the limit of {limit}")]
    TooLarge {
        /// Its size in bytes, or as much of it as was read.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Markup that no page could mean and that would take very long to read.
    #[error("{0}")]
    TooComplex(&'static str),
    /// A file that a library would work on for longer than the limit allows, perhaps without end.
    #[error("takes more than {limit} seconds to read")]
    TooSlow {
        /// The limit, in seconds.
        limit: u64,
    },
    /// A list of files that does not say what it should.
    #[error("line {line} {what}")]
    Listing {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The file is not what its format says it should be.
    #[error("is damaged at {place}: {reason}")]
    Damaged {
        /// Where, in the words of the format.
        place: String,
        /// What is wrong there.
        reason: String,
    },
    /// A PDF file of images.
    #[error("has no text layer, only images")]
    NoTextLayer,
    /// A PDF file whose fonts don't say which characters their glyphs are.
    #[error("its fonts don't say which characters they show")]
    UnknownGlyphs,
    /// Content that cannot be read without a password.
    #[error("is protected by a password")]
    Protected,
    /// A packed file whose content is larger than the options allow, or larger than anything that is packed in earnest.
    #[error("unpacks to more than {limit} bytes")]
    Expands {
        /// The limit in bytes that was reached.
        limit: u64,
    },
    /// Neither the name nor the content tells the format.
    #[error("unknown format")]
    UnknownFormat,
}

impl From<TooComplex> for Problem {
    fn from(TooComplex(what): TooComplex) -> Self {
        Self::TooComplex(what)
    }
}

impl Problem {
    fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable(_) => "unreadable",
            Self::NotAFile => "not-a-file",
            Self::Empty => "empty",
            Self::Binary { .. } => "binary",
            Self::Undecodable { .. } => "undecodable",
            Self::TooLarge { .. } => "too-large",
            Self::TooComplex(_) => "too-complex",
            Self::TooSlow { .. } => "too-slow",
            Self::Listing { .. } => "listing",
            Self::Damaged { .. } => "damaged",
            Self::NoTextLayer => "no-text-layer",
            Self::UnknownGlyphs => "unknown-glyphs",
            Self::Protected => "protected",
            Self::Expands { .. } => "expands",
            Self::UnknownFormat => "unknown-format",
        }
    }

    fn way_out(&self) -> String {
        let fixed = match self {
            Self::Missing => "check the spelling",
            Self::Unreadable(_) => "check its permissions",
            Self::NotAFile => "write its content to a file first",
            Self::Empty => "leave it out",
            Self::Binary { way_out, .. } => way_out,
            Self::Undecodable { .. } => {
                "repair the file, or convert it to UTF-8 (iconv -f … -t UTF-8)"
            }
            Self::TooLarge { .. } => "split it, or raise the limit",
            Self::TooComplex(_) => "it is damaged or made to do harm, leave it out",
            Self::Listing { .. } => {
                "give a line for each pair: the Chinese file, a tab, the English file"
            }
            Self::Damaged { .. } => "open it with its program and save it again, or leave it out",
            Self::NoTextLayer | Self::UnknownGlyphs => "recognise its text first (ocrmypdf)",
            Self::Protected => "save it without a password",
            Self::Expands { .. } | Self::TooSlow { .. } => {
                "it may be made to do harm; if it is not, raise the limit"
            }
            Self::UnknownFormat => {
                return format!("rename it, or say which format it is ({})", Format::names());
            }
        };
        fixed.to_owned()
    }
}
