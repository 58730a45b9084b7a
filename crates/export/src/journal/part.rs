//! A file of the journal: a mark, the settings' hash, the records, the index, its length, and the SHA-256 of all this.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Finished, Packed, Place};
use crate::staging::sync_folder;
use crate::{ExportError, Identity};

pub(super) const ENDING: &str = "part";
const MARK: &[u8; 16] = b"duizhao journal\n";
const HASH: usize = 32;
const HEADER: usize = MARK.len() + HASH;
/// After the index: its length, and the hash.
const TRAILER: usize = 8 + HASH;

/// How a document is found in a part.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) identity: Identity,
    pub(super) languages: [bool; 2],
    pub(super) offset: u64,
    pub(super) length: u64,
}

impl Entry {
    pub(super) fn of(&self, part: u32) -> Finished {
        let place = Place { part, offset: self.offset, length: self.length };
        Finished { place, identity: self.identity, languages: self.languages }
    }
}

/// A part that is being gathered.
#[derive(Debug)]
pub(super) struct Part {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

impl Part {
    pub(super) fn new(settings: &str) -> Self {
        let mut bytes = MARK.to_vec();
        bytes.extend(Sha256::digest(settings));
        Self { bytes, entries: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.len() == HEADER
    }

    /// Adds a record; returns where it begins in the file, and its length.
    pub(super) fn push(&mut self, record: &Packed) -> (u64, u64) {
        let (offset, length) = (self.bytes.len() as u64, record.bytes.len() as u64);
        self.bytes.extend(&record.bytes);
        self.entries.extend(record.entry.map(|entry| Entry { offset, length, ..entry }));
        (offset, length)
    }

    /// Writes the part and begins the next one. A file of this name is always complete.
    pub(super) fn write(&mut self, path: &Path) -> Result<(), ExportError> {
        let unfinished = unfinished(path);
        let written = self.seal().and_then(|()| {
            let mut file = File::create(&unfinished)?;
            file.write_all(&self.bytes)?;
            file.sync_all()?;
            fs::rename(&unfinished, path)
        });
        if let Err(error) = written {
            // The disk may be full: leave it no fuller than it was.
            let _ = fs::remove_file(&unfinished);
            return Err(ExportError::io("write", path, error));
        }
        self.bytes.truncate(HEADER);
        self.entries.clear();
        path.parent().map_or(Ok(()), sync_folder)
    }

    fn seal(&mut self) -> io::Result<()> {
        let index = postcard::to_allocvec(&self.entries).map_err(io::Error::other)?;
        self.bytes.extend(&index);
        self.bytes.extend((index.len() as u64).to_le_bytes());
        let hash = Sha256::digest(&self.bytes);
        self.bytes.extend(hash);
        Ok(())
    }
}

/// What the file is called while it is written.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("unfinished")
}

/// What a file of the journal turned out to be.
#[derive(Debug)]
pub(super) enum Checked {
    /// Complete, for these settings, with these documents.
    Whole(Vec<Entry>),
    /// Complete, for other settings.
    OtherSettings,
    /// Not as it was written.
    Damaged,
}

/// Reads a part and looks whether it is one.
pub(super) fn check(path: &Path, settings: &str) -> Result<Checked, ExportError> {
    let bytes = fs::read(path).map_err(|error| ExportError::io("read", path, error))?;
    let Some((body, hash)) = bytes.split_last_chunk::<HASH>() else { return Ok(Checked::Damaged) };
    if Sha256::digest(body)[..] != hash[..] || !body.starts_with(MARK) || body.len() < HEADER {
        return Ok(Checked::Damaged);
    }
    if body[MARK.len()..HEADER] != Sha256::digest(settings)[..] {
        return Ok(Checked::OtherSettings);
    }
    Ok(entries(body).map_or(Checked::Damaged, Checked::Whole))
}

/// The index at the end of a part without its hash.
fn entries(body: &[u8]) -> Option<Vec<Entry>> {
    let (body, length) = body.split_last_chunk::<{ TRAILER - HASH }>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let begin = body.len().checked_sub(length)?;
    postcard::from_bytes(&body[begin..]).ok()
}
