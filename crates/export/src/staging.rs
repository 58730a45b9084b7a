//! Writes a file or folder beside its place and puts it there when it is complete.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::ExportError;

const PARTIAL: &str = ".partial-";
const REPLACED: &str = ".replaced";
const LOCK: &str = ".lock";

/// A place beside `target` to write into: `.NAME.partial-PID`, with a lock in `.NAME.partial-PID.lock` for as long as
/// this process lives.
///
/// What killed processes left beside the same target is removed when the next one begins. Dropped without
/// [`commit`](Self::commit) it removes what was written.
#[derive(Debug)]
pub(crate) struct Staging {
    target: PathBuf,
    partial: PathBuf,
    lock: Option<(PathBuf, File)>,
}

/// What may stand at the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replace {
    /// Nothing.
    Never,
    /// An empty folder, or a folder that holds a file of this name.
    FolderWith(&'static str),
    /// A file.
    File,
}

impl Staging {
    /// Claims a place, removes what killed runs left beside the target, and checks what stands there.
    pub(crate) fn create(target: &Path, replace: Replace) -> Result<Self, ExportError> {
        let target = resolve(target)?;
        let parent = parent(&target);
        fs::create_dir_all(parent).map_err(|error| ExportError::io("create", parent, error))?;
        let partial = beside(&target, &format!("{PARTIAL}{}", std::process::id()));
        let lock_path = with_suffix(&partial, LOCK);
        let lock = match File::create(&lock_path) {
            Ok(file) => claim(file).ok_or_else(|| ExportError::Busy { path: target.clone() })?,
            Err(error) => return Err(ExportError::io("create", &lock_path, error)),
        };
        let staging = Self { target, partial, lock: Some((lock_path, lock)) };
        staging.clean_up()?;
        check(&staging.target, replace)?;
        Ok(staging)
    }

    /// Where to write; nothing is there at first.
    pub(crate) fn path(&self) -> &Path {
        &self.partial
    }

    /// Where the output will be.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The place of something else that belongs to the target: `.NAMEsuffix` beside NAME.
    pub(crate) fn beside(&self, suffix: &str) -> PathBuf {
        beside(&self.target, suffix)
    }

    /// Cleans up after killed processes: removes their partial output, and puts back what one of them had moved aside.
    fn clean_up(&self) -> Result<(), ExportError> {
        remove(&self.partial).map_err(|error| ExportError::io("remove", &self.partial, error))?;
        for partial in self.others()? {
            let lock_path = with_suffix(&partial, LOCK);
            let lock = File::open(&lock_path).ok().map(|file| {
                claim(file).ok_or_else(|| ExportError::Busy { path: self.target.clone() })
            });
            let _held_until_removed = lock.transpose()?;
            remove(&partial)
                .and_then(|()| remove(&lock_path))
                .map_err(|error| ExportError::io("remove", &partial, error))?;
        }
        let replaced = beside(&self.target, REPLACED);
        if exists(&self.target) {
            remove(&replaced).map_err(|error| ExportError::io("remove", &replaced, error))
        } else if exists(&replaced) {
            rename(&replaced, &self.target)
        } else {
            Ok(())
        }
    }

    /// The partial outputs of other processes for the same target.
    fn others(&self) -> Result<Vec<PathBuf>, ExportError> {
        let folder = parent(&self.target);
        let prefix = beside(&self.target, PARTIAL);
        let prefix = prefix.file_name().unwrap_or_default().as_encoded_bytes();
        let read = |error| ExportError::io("read", folder, error);
        let mut others = Vec::new();
        for entry in fs::read_dir(folder).map_err(read)? {
            let name = entry.map_err(read)?.file_name();
            let Some(id) = name.as_encoded_bytes().strip_prefix(prefix) else { continue };
            let id = id.strip_suffix(LOCK.as_bytes()).unwrap_or(id);
            if let Ok(id) = str::from_utf8(id) {
                others.push(beside(&self.target, &format!("{PARTIAL}{id}")));
            }
        }
        others.retain(|other| *other != self.partial);
        others.sort();
        others.dedup();
        Ok(others)
    }

    /// Puts what was written in its place, in place of what `replace` allows.
    ///
    /// The old one is moved aside only now, and removed when the new one is there; a process killed in between leaves
    /// it to be put back by the next one.
    pub(crate) fn commit(self, replace: Replace) -> Result<(), ExportError> {
        sync_tree(&self.partial)?;
        check(&self.target, replace)?;
        let replaced = beside(&self.target, REPLACED);
        let moved = exists(&self.target);
        if moved {
            remove(&replaced).map_err(|error| ExportError::io("remove", &replaced, error))?;
            rename(&self.target, &replaced)?;
        }
        if let Err(error) = rename(&self.partial, &self.target) {
            if moved {
                rename(&replaced, &self.target)?;
            }
            return Err(error);
        }
        sync_folder(parent(&self.target))?;
        if moved {
            remove(&replaced).map_err(|error| ExportError::io("remove", &replaced, error))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the next run with the same target removes what is left.
        let _ = remove(&self.partial);
        if let Some((path, file)) = self.lock.take() {
            drop(file);
            let _ = fs::remove_file(path);
        }
    }
}

/// The target with a symbolic link followed, so that the link stays and what it points to is replaced.
fn resolve(target: &Path) -> Result<PathBuf, ExportError> {
    if target.file_name().is_none() {
        return Err(ExportError::NoName { path: target.to_owned() });
    }
    match fs::canonicalize(target) {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(target.to_owned()),
        Err(error) => Err(ExportError::io("create", target, error)),
    }
}

fn check(target: &Path, replace: Replace) -> Result<(), ExportError> {
    let path = target.to_owned();
    if !exists(target) {
        return Ok(());
    }
    let may_go = match replace {
        Replace::Never => return Err(ExportError::Exists { path }),
        Replace::File => target.is_file(),
        Replace::FolderWith(name) if target.is_dir() => {
            let read = |error| ExportError::io("read", target, error);
            target.join(name).is_file() || fs::read_dir(target).map_err(read)?.next().is_none()
        }
        Replace::FolderWith(_) => false,
    };
    match replace {
        _ if may_go => Ok(()),
        Replace::File => Err(ExportError::NotAFile { path }),
        _ => Err(ExportError::NotACorpus { path }),
    }
}

/// The lock of a file; `None` if another process has it.
fn claim(file: File) -> Option<File> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        // Where the file system knows no locks, nobody holds one.
        Ok(()) | Err(TryLockError::Error(_)) => Some(file),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), ExportError> {
    fs::rename(from, to).map_err(|error| ExportError::io("create", to, error))
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `.NAMEsuffix` in the same folder as NAME.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(suffix);
    parent(path).join(name)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Removes a file or a folder with all that is in it, if there is one.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let removed = match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Brings the names in a folder to the disk; those of its files are there already.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), ExportError> {
    // Elsewhere a folder cannot be opened as a file, and its names are written through.
    if cfg!(unix) && folder.is_dir() {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| ExportError::io("write", folder, error))?;
    }
    Ok(())
}

/// The same with all folders below it.
fn sync_tree(folder: &Path) -> Result<(), ExportError> {
    if folder.is_dir() {
        let read = |error| ExportError::io("read", folder, error);
        for entry in fs::read_dir(folder).map_err(read)? {
            sync_tree(&entry.map_err(read)?.path())?;
        }
    }
    sync_folder(folder)
}
