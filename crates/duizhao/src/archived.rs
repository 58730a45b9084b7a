//! Documents of archives, found again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use duizhao_export::row::FileRow;
use duizhao_reader::{Discovery, Entry, Files, Options, ReadError, discover};

/// Gives documents of archives one after the other. Each archive is unpacked once if they are asked for in its own order, as
/// they stand in a corpus; a document that comes earlier in it costs reading it again from its beginning.
#[derive(Debug)]
pub(crate) struct Archived {
    options: Options,
    /// The archive that is open, and what is left of it.
    open: Option<(PathBuf, Discovery)>,
}

/// What became of a document that is asked for.
#[derive(Debug)]
pub(crate) enum Again {
    /// It stands in no archive.
    Outside,
    /// Here it is, in memory.
    Found(Entry),
    /// Its archive holds no such document.
    Missing,
    /// Its archive cannot be read.
    Failed(ReadError),
}

impl Archived {
    /// With the limits of these options.
    pub(crate) fn new(options: &Options) -> Self {
        Self { options: options.clone(), open: None }
    }

    /// The document that was made of these files.
    pub(crate) fn again(&mut self, files: &[FileRow]) -> Again {
        let Some(archive) = files.first().and_then(|file| archive_of(&file.path)) else {
            return Again::Outside;
        };
        let wanted: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
        let goes_on = self.open.as_ref().is_some_and(|(path, _)| path == archive);
        if !goes_on {
            self.begin(archive);
        }
        match self.search(&wanted) {
            Again::Missing if goes_on => {
                self.begin(archive);
                self.search(&wanted)
            }
            outcome => outcome,
        }
    }

    fn begin(&mut self, archive: &Path) {
        let discovery = discover(&[archive.to_owned()]).with_options(&self.options);
        self.open = Some((archive.to_owned(), discovery));
    }

    fn search(&mut self, wanted: &BTreeSet<&str>) -> Again {
        let Some((_, entries)) = &mut self.open else { return Again::Missing };
        let mut error = None;
        for entry in entries {
            match entry {
                Ok(entry) if is_of(&entry, wanted) => return Again::Found(entry),
                Ok(_) => {}
                Err(first) => {
                    error.get_or_insert(first);
                }
            }
        }
        error.map_or(Again::Missing, Again::Failed)
    }
}

/// Whether an entry is made of these members of an archive.
fn is_of(entry: &Entry, wanted: &BTreeSet<&str>) -> bool {
    match &entry.files {
        Files::Members(members) => {
            members.len() == wanted.len()
                && members.iter().all(|member| wanted.contains(&*member.path))
        }
        Files::Single(_) | Files::Pair { .. } => false,
    }
}

/// The archive that a path names, in which `#` and the place of the document follow it; `None` for a file of its own.
fn archive_of(path: &str) -> Option<&Path> {
    if Path::new(path).exists() {
        return None;
    }
    let archives = path.match_indices('#').map(|(end, _)| Path::new(&path[..end]));
    archives.into_iter().find(|archive| archive.is_file())
}
