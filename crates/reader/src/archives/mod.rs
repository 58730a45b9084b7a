//! Files that hold many documents: each member is read like a file of its own, without ever being written to one.

mod members;
mod tar;
mod warc;
mod zip;

use std::path::Path;

use crate::compression::Compression;
use crate::discover::Entry;
use crate::error::ReadError;
use crate::formats::Format;
use crate::options::Options;

/// A document inside an archive, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The archive's path and the member's place in it, with `#` between.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the archive says that it is; `None` goes by its name and content.
    pub format: Option<Format>,
    /// The charset that its server named.
    pub charset: Option<String>,
    /// What the archive says about it: `url`, `crawled`, `record`.
    pub about: Vec<(&'static str, String)>,
}

/// The documents of an archive, each as it is come to.
pub(crate) type Entries = Box<dyn Iterator<Item = Result<Entry, ReadError>>>;

/// What kind of archive a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    /// WARC, plain or compressed record by record.
    Warc,
    /// ZIP.
    Zip,
    /// Tar, plain or compressed.
    Tar,
}

impl Archive {
    /// The kind that a file's name stands for.
    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let ends = |ending: &str| name.ends_with(ending);
        if ends(".warc") || ends(".warc.gz") || ends(".wet.gz") || ends(".wet") {
            Some(Self::Warc)
        } else {
            let tars = [".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst"];
            let tar = tars.into_iter().any(ends).then_some(Self::Tar);
            tar.or_else(|| ends(".zip").then_some(Self::Zip))
        }
    }

    /// Whether there is a document in the archive at `path`, or a fault; a compressed archive that could only be unpacked for
    /// that is taken to hold one.
    pub(crate) fn holds_documents(self, path: &Path, options: &Options) -> bool {
        let is_packed = self == Self::Tar && Compression::of_path(path).is_some();
        is_packed || self.entries(path, "", options).next().is_some()
    }

    /// The documents in the archive at `path`, whose ids begin with `prefix`.
    pub(crate) fn entries(self, path: &Path, prefix: &str, options: &Options) -> Entries {
        let entries = match self {
            Self::Warc => warc::entries(path, prefix, options),
            Self::Zip => zip::entries(path, prefix, options),
            Self::Tar => tar::entries(path, prefix, options),
        };
        entries.unwrap_or_else(|error| Box::new(std::iter::once(Err(error))))
    }
}
