use std::io;

/// Why a file could not be read. Every message names the file, what is wrong with it and, where there is one, the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing is at the path.
    #[error("{path}: no such file or folder; check the spelling")]
    Missing {
        /// The file or folder.
        path: String,
    },
    /// Something is there, but the system does not let it be read.
    #[error("{path}: cannot be read ({source}); check its permissions")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds no text: no bytes, only white space, or only markup.
    #[error("{path}: holds no text; leave it out")]
    Empty {
        /// The file.
        path: String,
    },
    /// The file is no text at all.
    #[error("{path}: is {what}, not text; {way_out}")]
    Binary {
        /// The file.
        path: String,
        /// What it seems to be, with its article.
        what: &'static str,
        /// What can be done.
        way_out: &'static str,
    },
    /// The file is text in no charset that the reader knows, or damaged text in one that it does.
    #[error(
        "{path}:{line}: byte {offset} is not {charset}; repair the file, or convert it to UTF-8 (iconv -f … -t UTF-8)"
    )]
    Undecodable {
        /// The file.
        path: String,
        /// Line of the first bad byte, counted from 1.
        line: usize,
        /// Offset of the first bad byte, counted from 0.
        offset: usize,
        /// The charset that the rest of the file is in, or those that were tried.
        charset: &'static str,
    },
    /// The file is larger than [`Options::max_bytes`](crate::Options::max_bytes).
    #[error(
        "{path}: {size} bytes are more than the limit of {limit}; split it, or raise the limit"
    )]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Markup that no page could mean and that would take very long to read.
    #[error("{path}: {what}; it is damaged or made to do harm, leave it out")]
    TooComplex {
        /// The file.
        path: String,
        /// What there is too much of.
        what: &'static str,
    },
    /// Neither the name nor the content tells the format.
    #[error("{path}: unknown format; rename it, or say its format ({known})")]
    UnknownFormat {
        /// The file.
        path: String,
        /// The names of the formats there are.
        known: &'static str,
    },
}

impl ReadError {
    /// The name under which the error is counted: `missing`, `unreadable`, `empty`, `binary`, `undecodable`, `too-large`,
    /// `too-complex` or `unknown-format`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Unreadable { .. } => "unreadable",
            Self::Empty { .. } => "empty",
            Self::Binary { .. } => "binary",
            Self::Undecodable { .. } => "undecodable",
            Self::TooLarge { .. } => "too-large",
            Self::TooComplex { .. } => "too-complex",
            Self::UnknownFormat { .. } => "unknown-format",
        }
    }

    /// The file or folder that the error is about.
    pub fn path(&self) -> &str {
        match self {
            Self::Missing { path }
            | Self::Unreadable { path, .. }
            | Self::Empty { path }
            | Self::Binary { path, .. }
            | Self::Undecodable { path, .. }
            | Self::TooLarge { path, .. }
            | Self::TooComplex { path, .. }
            | Self::UnknownFormat { path, .. } => path,
        }
    }

    /// The error for what the system said about `path`.
    pub(crate) fn from_io(path: &std::path::Path, source: io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            _ => Self::Unreadable { path, source },
        }
    }
}
