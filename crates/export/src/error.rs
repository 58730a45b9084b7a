use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use crate::convert::Blamed;

/// What can go wrong when a corpus is written, read back or exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The output is there already and may not be replaced.
    #[error("{} exists already; choose another place, or replace it with --force", .path.display())]
    Exists {
        /// The output as given.
        path: PathBuf,
    },
    /// A build of the same corpus was cut off and left what it had done.
    #[error("a build of {} was cut off, and what it had done is kept beside it; go on with --resume, or begin anew with \
        --force", .path.display())]
    CutOff {
        /// The output as given.
        path: PathBuf,
    },
    /// A build of the same corpus was cut off that had other settings or was another version of the program.
    #[error("the build of {} that was cut off had other options, another lexicon or another version of the program; go on \
        with the same ones, or begin anew with --force", .path.display())]
    OtherSettings {
        /// The output as given.
        path: PathBuf,
    },
    /// Another process is writing to the same place.
    #[error("another run is writing {} right now; wait for its end, or choose another place", .path.display())]
    Busy {
        /// The output as given.
        path: PathBuf,
    },
    /// The folder to be replaced holds something else than a corpus.
    #[error("{} is neither a corpus folder (it has no manifest.json) nor empty, and will not be replaced; choose another \
        folder, or remove it yourself", .path.display())]
    NotACorpus {
        /// The output as given.
        path: PathBuf,
    },
    /// A folder stands where a file should be written.
    #[error("{} is a folder, and will not be replaced by a file; choose another name", .path.display())]
    NotAFile {
        /// The output as given.
        path: PathBuf,
    },
    /// The output's path ends in nothing that a folder or file could be called.
    #[error("{} names no folder or file to write; give a path that ends in a name", .path.display())]
    NoName {
        /// The output as given.
        path: PathBuf,
    },
    /// The disk, or the user's share of it, is full.
    #[error("no space left for {}; free some, or choose a folder on another disk (nothing half-written was left)",
        .path.display())]
    DiskFull {
        /// The file that could not be written.
        path: PathBuf,
    },
    /// The file system does not let this user do that.
    #[error("not allowed to {action} {}: {source}; check who owns the folder, or choose another one", .path.display())]
    NotAllowed {
        /// What was tried: `write`, `read`, `create`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Any other failure of the file system, or of the stream that was written to.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder; `standard output` and the like for a stream.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A Parquet file is damaged, or the Parquet library refuses to write.
    #[error("cannot {action} {}: {source}; if the file was damaged afterwards, build the corpus again", .path.display())]
    Parquet {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the library said.
        source: ParquetError,
    },
    /// A document breaks a law of the corpus: a fault of the stage before, never of the user's file.
    #[error("document {document}: {problem}")]
    Unlawful {
        /// The document's id.
        document: String,
        /// Which law, and where.
        problem: String,
    },
    /// Two documents have the same id.
    #[error(
        "two documents are called {document}, and every document needs an id of its own; where they are from two corpora, \
        curate puts the corpus's name before each with --prefix"
    )]
    SameDocument {
        /// The id.
        document: String,
    },
    /// Not a folder that [`CorpusWriter`](crate::CorpusWriter) wrote.
    #[error("{} is no corpus folder: it has no manifest.json; give the folder that `build` wrote", .path.display())]
    NoManifest {
        /// The folder as given.
        path: PathBuf,
    },
    /// The manifest cannot be understood.
    #[error("{}, line {}: {source}; build the corpus again", .path.display(), .source.line())]
    Manifest {
        /// The manifest file.
        path: PathBuf,
        /// What is wrong with it, and where.
        source: serde_json::Error,
    },
    /// The corpus was written in a form that this version of the program does not read.
    #[error("{} has schema version {found}, and this program reads {oldest} to {newest}; use the program's version that wrote \
        it, or build the corpus again", .path.display())]
    SchemaVersion {
        /// The manifest file.
        path: PathBuf,
        /// What it says.
        found: u32,
        /// The oldest version that can be read.
        oldest: u32,
        /// The newest version that can be read.
        newest: u32,
    },
    /// A file of the corpus does not hold what its schema version promises.
    #[error("{}: {problem}; the file was changed after it was built: build the corpus again", .path.display())]
    Inconsistent {
        /// The file.
        path: PathBuf,
        /// What is missing or too much.
        problem: String,
    },
    /// A corpus was built by a version that did not measure what filters judge by.
    #[error("{} was built without what the filters {filters} judge by: build it again, or turn them off", .path.display())]
    Unmeasured {
        /// The corpus folder.
        path: PathBuf,
        /// The filters' names.
        filters: String,
    },
    /// The lexicon that Chinese words are found with cannot be read: a fault of the program's build.
    #[error("{0}; build the program again")]
    Lexicon(#[from] duizhao_lexicon::Error),
    /// The export's settings contradict each other.
    #[error("{0}")]
    Usage(String),
}

impl ExportError {
    /// Sorts a failure of the file system into the kinds that have a way out of their own.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        let (path, source) = match source.downcast::<Blamed>() {
            Ok(Blamed { path, source }) => (path, source),
            Err(source) => (path.to_owned(), source),
        };
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotAllowed { action, path, source }
            }
            _ => Self::Io { action, path, source },
        }
    }

    /// A failure of the stream that a command writes to.
    pub fn output(source: io::Error) -> Self {
        Self::io("write", Path::new("the output"), source)
    }

    /// The same for a failure that comes through the Parquet library, which wraps those of the file system.
    pub(crate) fn parquet(action: &'static str, path: &Path, source: ParquetError) -> Self {
        match source {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(inner) => Self::io(action, path, *inner),
                Err(inner) => Self::Parquet {
                    action,
                    path: path.to_owned(),
                    source: ParquetError::External(inner),
                },
            },
            source => Self::Parquet { action, path: path.to_owned(), source },
        }
    }

    /// The file or folder that the error is about, if it is about one.
    pub fn path(&self) -> Option<String> {
        let (Self::DiskFull { path }
        | Self::NotAllowed { path, .. }
        | Self::Io { path, .. }
        | Self::Parquet { path, .. }
        | Self::Manifest { path, .. }
        | Self::Unmeasured { path, .. }
        | Self::Inconsistent { path, .. }) = self
        else {
            return None;
        };
        Some(path.display().to_string())
    }

    /// Whether whoever reads the output has gone away (`… | head`), which is no error to report.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

#[cfg(test)]
mod tests {
    use super::ExportError;
    use parquet::errors::ParquetError;
    use std::io;
    use std::path::Path;

    #[test]
    fn a_full_disk_is_recognised_through_the_parquet_library() {
        let full = ParquetError::from(io::Error::from(io::ErrorKind::StorageFull));
        let error = ExportError::parquet("write", Path::new("out/data"), full);
        assert!(matches!(error, ExportError::DiskFull { .. }), "{error:?}");
        assert!(error.to_string().contains("out/data"));
    }

    #[test]
    fn other_parquet_errors_keep_their_message() {
        let error =
            ExportError::parquet("read", Path::new("x"), ParquetError::General("odd".into()));
        assert!(error.to_string().starts_with("cannot read x: Parquet error: odd"), "{error}");
    }
}
