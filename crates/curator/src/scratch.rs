//! The shingles of all pairs, in a file: memory holds where each pair's begin, 8 bytes a pair.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::CurateError;
use crate::sketch::{Sides, Sketch};

/// Pairs of a chunk when all are gone through.
const CHUNK: usize = 1 << 14;

/// A file of sketches that is being written. It has no name: when it is closed, by whatever way, it is gone.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    out: BufWriter<File>,
    /// Where each sketch begins, in numbers of 4 bytes; and the end.
    starts: Vec<u64>,
}

/// A file of sketches that is complete.
#[derive(Debug)]
pub(crate) struct Sketches {
    folder: PathBuf,
    file: File,
    starts: Vec<u64>,
}

/// Sketches that follow each other.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    /// The number of the first.
    pub(crate) first: usize,
    starts: Vec<u64>,
    numbers: Vec<u32>,
}

impl Scratch {
    pub(crate) fn create(folder: &Path) -> Result<Self, CurateError> {
        let failed = |source| CurateError::Scratch { folder: folder.to_owned(), source };
        let out = BufWriter::with_capacity(1 << 18, tempfile::tempfile_in(folder).map_err(failed)?);
        Ok(Self { folder: folder.to_owned(), out, starts: vec![0] })
    }

    /// Adds a sketch: the number of the Chinese shingles, then the shingles of both sides.
    pub(crate) fn push(&mut self, sketch: &Sketch) -> Result<(), CurateError> {
        let [zh, en] = &sketch.sides;
        let numbers = [zh.len() as u32].into_iter().chain(zh.iter().chain(en).copied());
        for number in numbers {
            self.out.write_all(&number.to_le_bytes()).map_err(|source| self.failed(source))?;
        }
        let start = self.starts.last().copied().unwrap_or(0);
        self.starts.push(start + 1 + (zh.len() + en.len()) as u64);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Sketches, CurateError> {
        self.out.flush().map_err(|source| self.failed(source))?;
        let Self { folder, out, starts } = self;
        match out.into_inner() {
            Ok(file) => Ok(Sketches { folder, file, starts }),
            Err(error) => Err(CurateError::Scratch { folder, source: error.into_error() }),
        }
    }

    fn failed(&self, source: io::Error) -> CurateError {
        CurateError::Scratch { folder: self.folder.clone(), source }
    }
}

impl Sketches {
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Reads one sketch.
    pub(crate) fn read(&self, number: usize) -> Result<Sketch, CurateError> {
        let (start, end) = (self.starts[number], self.starts[number + 1]);
        let mut bytes = vec![0; 4 * (end - start) as usize];
        read_at(&self.file, &mut bytes, 4 * start).map_err(|source| self.failed(source))?;
        let mut numbers: Vec<u32> = numbers(&bytes).collect();
        let zh = numbers.first().map_or(0, |count| *count as usize);
        let en = numbers.split_off((1 + zh).min(numbers.len()));
        numbers.drain(..1);
        Ok(Sketch { sides: [numbers, en] })
    }

    /// Goes through all of them, chunk by chunk.
    pub(crate) fn for_each_chunk(
        &self,
        mut visit: impl FnMut(&Chunk) -> Result<(), CurateError>,
    ) -> Result<(), CurateError> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0)).map_err(|source| self.failed(source))?;
        let mut file = BufReader::with_capacity(1 << 18, file);
        let (mut chunk, mut bytes) = (Chunk::default(), Vec::new());
        for first in (0..self.len()).step_by(CHUNK) {
            let starts = &self.starts[first..=self.len().min(first + CHUNK)];
            let (start, end) = (starts[0], starts[starts.len() - 1]);
            bytes.resize(4 * (end - start) as usize, 0);
            file.read_exact(&mut bytes).map_err(|source| self.failed(source))?;
            chunk.first = first;
            chunk.numbers.clear();
            chunk.numbers.extend(numbers(&bytes));
            chunk.starts.clear();
            chunk.starts.extend(starts.iter().map(|at| at - start));
            visit(&chunk)?;
        }
        Ok(())
    }

    /// What `find` finds for each sketch that is `wanted`, on all threads, in order.
    pub(crate) fn probe<Found: Send>(
        &self,
        wanted: impl Fn(usize) -> bool + Sync,
        find: impl Fn(usize, Sides<'_>) -> Option<Found> + Sync,
    ) -> Result<Vec<(usize, Found)>, CurateError> {
        let mut found = Vec::new();
        self.for_each_chunk(|chunk| {
            let in_chunk = (0..chunk.len()).into_par_iter().with_min_len(64);
            let in_chunk = in_chunk.filter(|at| wanted(chunk.first + at));
            let in_chunk = in_chunk.filter_map(|at| {
                let pair = chunk.first + at;
                Some((pair, find(pair, chunk.sides(at))?))
            });
            found.par_extend(in_chunk);
            Ok(())
        })?;
        Ok(found)
    }

    fn failed(&self, source: io::Error) -> CurateError {
        CurateError::Scratch { folder: self.folder.clone(), source }
    }
}

impl Chunk {
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The sketch at this place of the chunk.
    pub(crate) fn sides(&self, at: usize) -> Sides<'_> {
        let numbers = &self.numbers[self.starts[at] as usize..self.starts[at + 1] as usize];
        let (zh, en) = numbers[1..].split_at(numbers[0] as usize);
        Sides { zh, en }
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.iter().map(|number| u32::from_le_bytes(*number))
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => (bytes, at) = (&mut bytes[count..], at + count as u64),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Scratch};
    use crate::sketch::Sketch;

    #[test]
    fn what_was_written_is_read_one_by_one_and_in_chunks() {
        let sketch = |number: usize| {
            let zh = "甲乙丙丁戊己庚辛壬癸".chars().cycle().skip(number % 10).take(number % 7);
            Sketch::of(&zh.collect::<String>(), &format!("word {number}")).1
        };
        let mut scratch = Scratch::create(&std::env::temp_dir()).unwrap();
        let count = CHUNK + 3;
        for number in 0..count {
            scratch.push(&sketch(number)).unwrap();
        }
        let sketches = scratch.finish().unwrap();
        assert_eq!(sketches.len(), count);
        for number in [0, 1, 7, CHUNK, count - 1] {
            assert_eq!(sketches.read(number).unwrap(), sketch(number));
        }
        let mut seen = 0;
        let visited = sketches.for_each_chunk(|chunk| {
            for at in 0..chunk.len() {
                let (sides, expected) = (chunk.sides(at), sketch(chunk.first + at));
                assert_eq!([sides.zh, sides.en], [&*expected.sides[0], &*expected.sides[1]]);
            }
            seen += chunk.len();
            Ok(())
        });
        visited.unwrap();
        assert_eq!(seen, count);
    }
}
