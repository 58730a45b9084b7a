use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use duizhao_bitext::Language;
use rustc_hash::{FxHashSet, FxHasher};

use crate::archives::{Archive, Entries, Member};
use crate::error::ReadError;
use crate::formats::Format;
use crate::names::Name;
use crate::options::Options;

/// A document to be read: its name in the corpus and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path below the input that it was found in, with `/` between folders; for a pair what both names share.
    pub id: String,
    /// The file or files.
    pub files: Files,
}

/// Where a document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// One file, in one language or both.
    Single(PathBuf),
    /// Two files, one a language as far as their names tell.
    Pair {
        /// The Chinese file.
        zh: PathBuf,
        /// The English file.
        en: PathBuf,
    },
    /// One or two documents of an archive, Chinese first.
    Members(Vec<Member>),
}

/// The documents in files and folders, in the order of the inputs, in each folder by name, files before folders.
///
/// Files that are named as a pair make one entry (`x.zh.txt` and `x.en.txt`, `x.md` and `x_zh.md`), and so do files of the
/// same name in a pair of folders (`zh/…` and `en/…`). A file without a partner is an entry of its own. Folders are walked
/// down to the bottom, hidden ones left out, symbolic links followed once. Files named as an input are always entries; in
/// folders only those whose ending names a [`Format`], and archives (ZIP, tar, WARC), whose documents come one by one; the others are counted in [`Discovery::skipped`]. Folders are listed
/// as the iteration comes to them, so memory is bounded by the largest folder, and a hash for each document's id.
pub fn discover(inputs: &[PathBuf]) -> Discovery {
    let mut discovery = Discovery::default();
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for input in inputs {
        // Files and folders given side by side pair up as they do in a folder.
        folders
            .entry(input.parent().unwrap_or(Path::new("")).to_owned())
            .or_default()
            .push(input.clone());
    }
    let mut seen = BTreeSet::new();
    for input in inputs {
        let siblings = folders.remove(input.parent().unwrap_or(Path::new(""))).unwrap_or_default();
        let unique = siblings.into_iter().filter(|path| seen.insert(path.clone())).collect();
        discovery.queue(unique, "", true);
    }
    discovery.steps.reverse();
    discovery
}

/// The iterator that [`discover`] gives.
#[derive(Default)]
pub struct Discovery {
    /// The limits for archives.
    options: Options,
    /// The archive that is being read.
    archive: Option<Entries>,
    /// What is still to be done, the next step last.
    steps: Vec<Step>,
    /// The hashes of all ids so far: the ids themselves would be the most that is kept of a large crawl.
    ids: FxHashSet<u64>,
    folders: BTreeSet<PathBuf>,
    skipped: BTreeMap<String, usize>,
    /// In a survey: how many of the archives come to hold a document at all.
    surveyed: Option<usize>,
}

#[derive(Debug)]
enum Step {
    Found(Entry),
    /// A folder, and the id of what stands in it up to its own name.
    Folder(PathBuf, String),
    /// An archive, and what the ids of its documents begin with.
    Archive(PathBuf, Archive, String),
    /// Two folders, Chinese first, that hold each other's translations; their common id, and that of each alone.
    Folders([PathBuf; 2], String, [String; 2]),
}

impl std::fmt::Debug for Discovery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Discovery").field("steps", &self.steps).finish_non_exhaustive()
    }
}

impl Discovery {
    /// The same with these limits for archives, instead of those of [`Options::default`].
    #[must_use]
    pub fn with_options(mut self, options: &Options) -> Self {
        self.options = options.clone();
        self
    }

    /// How many files of walked folders were left out so far because their ending names no known format, by ending.
    pub fn skipped(&self) -> &BTreeMap<String, usize> {
        &self.skipped
    }

    /// How many documents there are at least, and how many files are left out, by ending. Archives are not unpacked for it:
    /// each counts as one document, or none if its first one cannot be found.
    pub fn survey(mut self) -> (usize, BTreeMap<String, usize>) {
        self.surveyed = Some(0);
        let files = self.by_ref().count();
        (files + self.surveyed.unwrap_or(0), self.skipped)
    }

    /// Queues what is in one listing, in reverse order of its names, pairs put together.
    fn queue(&mut self, paths: Vec<PathBuf>, prefix: &str, is_input: bool) {
        let mut steps = Vec::new();
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| path.is_dir());
        for group in grouped(&files) {
            let id = |name: &str| format!("{prefix}{name}");
            match group {
                Group::Single(path) if Archive::of_path(&path).is_some() => {
                    let prefix = format!("{}/", id(&name_of(&path)));
                    steps.extend(
                        Archive::of_path(&path).map(|kind| Step::Archive(path, kind, prefix)),
                    );
                }
                Group::Single(path) if is_input => steps.push(Step::Found(Entry {
                    id: id(&name_of(&path)),
                    files: Files::Single(path),
                })),
                Group::Single(path) if Format::of_path(&path).is_some() => {
                    steps.push(Step::Found(Entry {
                        id: id(&name_of(&path)),
                        files: Files::Single(path),
                    }));
                }
                Group::Single(path) => {
                    let ending = path
                        .extension()
                        .map(|ending| ending.to_string_lossy().to_lowercase())
                        .unwrap_or_default();
                    *self.skipped.entry(ending).or_default() += 1;
                }
                Group::Pair { zh, en, shared } => steps
                    .push(Step::Found(Entry { id: id(&shared), files: Files::Pair { zh, en } })),
            }
        }
        for group in grouped(&folders) {
            // An input folder's own name is no part of the ids.
            let below = |name: &str| {
                if is_input || name.is_empty() {
                    prefix.to_owned()
                } else {
                    format!("{prefix}{name}/")
                }
            };
            match group {
                Group::Single(path) => {
                    let id = below(&name_of(&path));
                    steps.push(Step::Folder(path, id));
                }
                Group::Pair { zh, en, shared } => {
                    let alone = [&zh, &en].map(|path| format!("{prefix}{}/", name_of(path)));
                    steps.push(Step::Folders([zh, en], below(&shared), alone));
                }
            }
        }
        if is_input { self.steps.extend(steps) } else { self.steps.extend(steps.into_iter().rev()) }
    }

    fn list(&mut self, folder: &Path) -> Result<Option<Vec<PathBuf>>, ReadError> {
        let from_io = |error| ReadError::from_io(folder, error);
        let identity = fs::canonicalize(folder).map_err(from_io)?;
        if !self.folders.insert(identity) {
            return Ok(None);
        }
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(from_io)? {
            let entry = entry.map_err(from_io)?;
            if !entry.file_name().to_string_lossy().starts_with('.') {
                paths.push(entry.path());
            }
        }
        paths.sort();
        Ok(Some(paths))
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<(), ReadError> {
        if let Some(paths) = self.list(folder)? {
            self.queue(paths, prefix, false);
        }
        Ok(())
    }

    /// Walks two folders side by side.
    fn walk_pair(
        &mut self,
        folders: &[PathBuf; 2],
        prefix: &str,
        alone: &[String; 2],
    ) -> Result<(), ReadError> {
        let [zh, en] = folders;
        let (Some(zh), Some(en)) = (self.list(zh)?, self.list(en)?) else { return Ok(()) };
        let mut partners: BTreeMap<(bool, String), Vec<PathBuf>> = BTreeMap::new();
        for path in en {
            partners.entry(key(&path)).or_default().push(path);
        }
        let mut steps = Vec::new();
        let mut lonely = [Vec::new(), Vec::new()];
        for zh in zh {
            let partner = partners.get_mut(&key(&zh)).and_then(Vec::pop);
            let (is_folder, shared) = key(&zh);
            match partner {
                Some(en) if is_folder => {
                    let inner = [&zh, &en].map(name_of);
                    let alone = [0, 1].map(|side| format!("{}{}/", alone[side], inner[side]));
                    steps.push(Step::Folders([zh, en], format!("{prefix}{shared}/"), alone));
                }
                Some(en) if Format::of_path(&zh).is_some_and(|format| !format.is_bilingual()) => {
                    steps.push(Step::Found(Entry {
                        id: format!("{prefix}{shared}"),
                        files: Files::Pair { zh, en },
                    }));
                }
                Some(en) => {
                    lonely[0].push(zh);
                    lonely[1].push(en);
                }
                None => lonely[0].push(zh),
            }
        }
        lonely[1].extend(partners.into_values().flatten());
        lonely[1].sort();
        // Those without a partner come after the pairs; the steps are a stack.
        for (paths, prefix) in lonely.into_iter().zip(alone).rev() {
            self.queue(paths, prefix, false);
        }
        self.steps.extend(steps.into_iter().rev());
        Ok(())
    }

    /// An id that no other document has. Should two ids ever have the same hash, the second is numbered without need.
    fn unique(&mut self, id: &str) -> String {
        let hash = |id: &str| {
            let mut hasher = FxHasher::default();
            hasher.write(id.as_bytes());
            hasher.finish()
        };
        let mut unique = id.to_owned();
        let mut count = 1;
        while !self.ids.insert(hash(&unique)) {
            count += 1;
            unique = format!("{id}~{count}");
        }
        unique
    }
}

impl Iterator for Discovery {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(archive) = &mut self.archive {
                match archive.next() {
                    Some(Ok(entry)) => {
                        return Some(Ok(Entry { id: self.unique(&entry.id), ..entry }));
                    }
                    Some(Err(error)) => return Some(Err(error)),
                    None => self.archive = None,
                }
            }
            let outcome = match self.steps.pop()? {
                Step::Archive(path, kind, prefix) => {
                    if let Some(count) = &mut self.surveyed {
                        *count += usize::from(kind.holds_documents(&path, &self.options));
                        continue;
                    }
                    self.archive = Some(kind.entries(&path, &prefix, &self.options));
                    continue;
                }
                Step::Found(entry) => {
                    return Some(Ok(Entry { id: self.unique(&entry.id), files: entry.files }));
                }
                Step::Folder(folder, prefix) => self.walk(&folder, &prefix),
                Step::Folders(folders, prefix, alone) => self.walk_pair(&folders, &prefix, &alone),
            };
            if let Err(error) = outcome {
                return Some(Err(error));
            }
        }
    }
}

enum Group {
    Single(PathBuf),
    Pair { zh: PathBuf, en: PathBuf, shared: String },
}

/// Puts the names of one listing together that make a pair, in the order of the first of each.
fn grouped(paths: &[PathBuf]) -> Vec<Group> {
    let names: Vec<Name> = paths
        .iter()
        .map(|path| match Format::of_path(path) {
            Some(format) if format.is_bilingual() => Name::of_neither(&name_of(path)),
            _ => Name::of(&name_of(path)),
        })
        .collect();
    let mut english: BTreeMap<&str, usize> = BTreeMap::new();
    let mut chinese: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unmarked: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let by_language = match name.language {
            Some(Language::En) => &mut english,
            Some(Language::Zh) => &mut chinese,
            None => &mut unmarked,
        };
        by_language.entry(name.shared.as_str()).or_insert(at);
    }
    // A Chinese file's partner is the English file of the same name, or the one that names no language.
    let partner = |at: usize| {
        let shared = names[at].shared.as_str();
        match names[at].language {
            Some(Language::Zh) if chinese.get(shared) == Some(&at) => {
                english.get(shared).or_else(|| unmarked.get(shared)).map(|en| (at, *en))
            }
            Some(Language::En)
                if english.get(shared) == Some(&at) && !chinese.contains_key(shared) =>
            {
                unmarked.get(shared).map(|zh| (*zh, at))
            }
            _ => None,
        }
    };
    let mut pair_at: Vec<Option<(usize, usize)>> = vec![None; paths.len()];
    for (zh, en) in (0..paths.len()).filter_map(partner) {
        pair_at[zh] = Some((zh, en));
        pair_at[en] = Some((zh, en));
    }
    let mut groups = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        match pair_at[at] {
            None => groups.push(Group::Single(path.clone())),
            Some((zh, en)) if zh.min(en) == at => groups.push(Group::Pair {
                zh: paths[zh].clone(),
                en: paths[en].clone(),
                shared: shared_id(&names[zh].shared, &paths[zh]),
            }),
            Some(_) => {}
        }
    }
    groups
}

/// What two names share, or for names that are nothing but a language the name of the folder they stand in.
fn shared_id(shared: &str, path: &Path) -> String {
    if path.is_dir() || !(shared.is_empty() || shared.starts_with('.')) {
        return shared.to_owned();
    }
    let folder =
        path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    format!("{}{shared}", folder.unwrap_or_else(|| "zh-en".to_owned()))
}

/// By what the files and folders of two folders find each other.
fn key(path: &Path) -> (bool, String) {
    (path.is_dir(), Name::of(&name_of(path)).shared)
}

fn name_of(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    path.file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
