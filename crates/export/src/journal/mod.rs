//! Keeps what is done of a build beside its corpus, so that a build that was cut off can go on where it was.

mod packed;
mod part;

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use crate::identity::id_hash;
use crate::schema::{CREATED_BY, SCHEMA_VERSION};
use crate::staging::remove;
use crate::{CorpusWriter, ExportError, Identity, Record};

pub use packed::Packed;
use part::{Checked, Part};

/// What the journal's folder is called beside a corpus `NAME`: `.NAME.journal`.
const FOLDER: &str = ".journal";
/// A part of so many bytes is completed, however young it is.
const PART_BYTES: usize = 16 << 20;

/// What becomes of the journal that a build left when it was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// It is gone on with.
    Continue,
    /// It is thrown away.
    Discard,
    /// It is refused to touch it.
    Refuse,
}

/// Where a record lies in a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    part: u32,
    offset: u64,
    length: u64,
}

/// A document that an earlier run of the same build finished.
#[derive(Debug, Clone, Copy)]
pub struct Finished {
    /// Where its record lies.
    pub place: Place,
    /// From which files it was made.
    pub identity: Identity,
    /// Whether it holds Chinese and whether it holds English sentences.
    pub languages: [bool; 2],
}

/// The documents that an earlier run of the same build finished, about 80 bytes each.
#[derive(Debug, Default)]
pub struct Known(FxHashMap<u64, Finished>);

impl Known {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The document of this id.
    pub fn find(&self, id: &str) -> Option<Finished> {
        self.0.get(&id_hash(id)).copied()
    }
}

/// The records of a build, in files beside the corpus that it will become.
///
/// Records are gathered in a part, and a part is written, brought to the disk and given its name at once: what a file of
/// the journal holds is complete, whenever the run is cut off. Each part says for which settings it was made and ends with
/// its own SHA-256. Memory is bounded by a part, 16 MiB and one record.
///
/// Dropped without [`remove`](Self::remove) it leaves its complete parts for [`Leftover::Continue`].
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    part: Part,
    number: u32,
    save_every: Duration,
    saved: Instant,
}

impl Journal {
    /// The journal of the build whose corpus is `corpus`, and what an earlier run left in it.
    ///
    /// `settings` is whatever, beside the files themselves, decides about a record: a record that was made with other
    /// settings is not taken for one of this build. A part is completed when `save_every` has passed since the last one:
    /// so much work is lost at most. Costs the reading of what is there.
    ///
    /// # Errors
    /// [`ExportError::CutOff`] if there is something and `leftover` refuses it, [`ExportError::OtherSettings`] if it is to
    /// be gone on with and was made with other settings, and those of the file system. A part that is damaged counts as
    /// not written.
    pub fn open(
        corpus: &CorpusWriter,
        settings: &str,
        leftover: Leftover,
        save_every: Duration,
    ) -> Result<(Self, Known), ExportError> {
        let folder = corpus.beside(FOLDER);
        if leftover == Leftover::Discard {
            remove(&folder).map_err(|error| ExportError::io("remove", &folder, error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| ExportError::io("create", &folder, error))?;
        let settings = format!("{SCHEMA_VERSION}\n{CREATED_BY}\n{settings}");
        let part = Part::new(&settings);
        let mut journal = Self { folder, part, number: 0, save_every, saved: Instant::now() };
        let mut known = Known::default();
        for number in journal.parts()? {
            journal.number = number + 1;
            let path = journal.path(number);
            match part::check(&path, &settings)? {
                Checked::Damaged => {
                    remove(&path).map_err(|error| ExportError::io("remove", &path, error))?;
                }
                _ if leftover == Leftover::Refuse => {
                    return Err(ExportError::CutOff { path: corpus.target().to_owned() });
                }
                Checked::OtherSettings => {
                    return Err(ExportError::OtherSettings { path: corpus.target().to_owned() });
                }
                Checked::Whole(entries) => {
                    known.0.extend(entries.into_iter().map(|entry| (entry.id, entry.of(number))));
                }
            }
        }
        Ok((journal, known))
    }

    /// Adds a record.
    ///
    /// # Errors
    /// Those of the file system; what was complete before stays complete.
    pub fn push(&mut self, record: &Packed) -> Result<Place, ExportError> {
        let (offset, length) = self.part.push(record);
        let place = Place { part: self.number, offset, length };
        if self.part.len() >= PART_BYTES || self.saved.elapsed() >= self.save_every {
            self.save()?;
        }
        Ok(place)
    }

    /// Completes the part that is begun. Only then can its records be read.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&mut self) -> Result<(), ExportError> {
        if !self.part.is_empty() {
            self.part.write(&self.path(self.number))?;
            self.number += 1;
        }
        self.saved = Instant::now();
        Ok(())
    }

    /// The records at these places, in their order. Memory is bounded by one record.
    ///
    /// Each gives [`ExportError::Inconsistent`] if something else has written into the journal since it was opened, and
    /// what the file system says.
    pub fn records<'a>(
        &'a self,
        places: &'a [Place],
    ) -> impl Iterator<Item = Result<Record, ExportError>> + 'a {
        let mut file: Option<(u32, File)> = None;
        places.iter().map(move |place| self.read(&mut file, *place))
    }

    /// Whether there is something that a later run can go on with.
    pub fn is_worth_keeping(&self) -> bool {
        self.parts().is_ok_and(|parts| !parts.is_empty())
    }

    /// Throws the journal away: the corpus is there, or there is none to be made.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove(self) -> Result<(), ExportError> {
        remove(&self.folder).map_err(|error| ExportError::io("remove", &self.folder, error))
    }

    fn read(&self, open: &mut Option<(u32, File)>, place: Place) -> Result<Record, ExportError> {
        let path = self.path(place.part);
        let failed = |error| ExportError::io("read", &path, error);
        let file = match open {
            Some((part, file)) if *part == place.part => file,
            _ => &mut open.insert((place.part, File::open(&path).map_err(failed)?)).1,
        };
        let mut bytes = vec![0; place.length as usize];
        file.seek(SeekFrom::Start(place.offset))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(failed)?;
        packed::unpack(&bytes, &path)
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number:08}.{}", part::ENDING))
    }

    /// The numbers of the complete parts, in order.
    fn parts(&self) -> Result<Vec<u32>, ExportError> {
        let read = |error| ExportError::io("read", &self.folder, error);
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(read)? {
            let name = PathBuf::from(entry.map_err(read)?.file_name());
            if name.extension().is_some_and(|ending| ending == part::ENDING) {
                let stem = name.file_stem().and_then(|stem| stem.to_str());
                numbers.extend(stem.and_then(|stem| stem.parse::<u32>().ok()));
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        // What a killed run had not completed is of no use; the folder goes only if nothing else is in it.
        let _ = fs::remove_file(part::unfinished(&self.path(self.number)));
        let _ = fs::remove_dir(&self.folder);
    }
}
