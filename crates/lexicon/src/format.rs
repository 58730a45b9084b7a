//! The frame that the lexicon's files share: a mark, a version, a checksum, and a body of columns under zstd.

use crate::Error;

/// A kind of file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// What it is, in words.
    pub(crate) name: &'static str,
    /// Its first eight bytes.
    pub(crate) mark: &'static str,
    /// The version that is written, and the only one that is read.
    pub(crate) version: u32,
    /// How hard zstd tries to make it small: much for what is made once and carried by every program.
    pub(crate) level: i32,
}

const HEADER: usize = 8 + 4 + 8 + 8;

/// Frames a body. The same body gives the same bytes, whoever writes it.
pub(crate) fn seal(kind: Kind, body: &[u8]) -> Result<Vec<u8>, Error> {
    let packed = zstd::bulk::compress(body, kind.level).map_err(|error| damaged(kind, &error))?;
    let mut file = Vec::with_capacity(HEADER + packed.len());
    file.extend_from_slice(kind.mark.as_bytes());
    file.extend_from_slice(&kind.version.to_le_bytes());
    file.extend_from_slice(&(body.len() as u64).to_le_bytes());
    file.extend_from_slice(&checksum(&packed).to_le_bytes());
    file.extend_from_slice(&packed);
    Ok(file)
}

/// The body of a file, once mark, version, length and checksum have been found right.
pub(crate) fn open(kind: Kind, file: &[u8]) -> Result<Vec<u8>, Error> {
    let mark = kind.mark.as_bytes();
    if !file.starts_with(&mark[..mark.len().min(file.len())]) || file.is_empty() {
        return Err(Error::Foreign { kind: kind.name, expected: kind.mark });
    }
    let header = file.get(..HEADER).ok_or(Error::CutShort { kind: kind.name })?;
    let number =
        |at: usize| header[at..at + 8].iter().rev().fold(0u64, |n, b| (n << 8) | u64::from(*b));
    let version = (number(8) & 0xffff_ffff) as u32;
    if version != kind.version {
        return Err(Error::Version { kind: kind.name, found: version, expected: kind.version });
    }
    let packed = &file[HEADER..];
    if checksum(packed) != number(20) {
        // zstd knows whether its frame is whole.
        return Err(match zstd::zstd_safe::find_frame_compressed_size(packed) {
            Ok(size) if size <= packed.len() => damaged(kind, &"the checksum is wrong"),
            _ => Error::CutShort { kind: kind.name },
        });
    }
    zstd::bulk::decompress(packed, number(12) as usize).map_err(|error| damaged(kind, &error))
}

fn damaged(kind: Kind, reason: &dyn std::fmt::Display) -> Error {
    Error::Damaged { kind: kind.name, reason: reason.to_string() }
}

/// FNV-1a, taken over eight bytes at a time.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for chunk in bytes.chunks(8) {
        let word = chunk.iter().rev().fold(0u64, |n, b| (n << 8) | u64::from(*b));
        hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3);
        hash ^= hash >> 29;
    }
    hash
}

/// Writes a body.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub(crate) body: Vec<u8>,
}

impl Writer {
    /// A number, seven bits a byte.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.body.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.body.push(number as u8);
    }

    /// A column of numbers, its length first.
    pub(crate) fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = u64>) {
        self.number(numbers.len() as u64);
        for number in numbers {
            self.number(number);
        }
    }

    /// A column of bytes, its length first.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.body.extend_from_slice(bytes);
    }

    /// A column of strings: their lengths, then their bytes.
    pub(crate) fn strings<'a>(&mut self, strings: impl ExactSizeIterator<Item = &'a str> + Clone) {
        self.numbers(strings.clone().map(|string| string.len() as u64));
        let all: Vec<u8> = strings.flat_map(str::bytes).collect();
        self.bytes(&all);
    }
}

/// Reads a body in the order in which it was written.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    kind: Kind,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(kind: Kind, body: &'a [u8]) -> Self {
        Self { kind, rest: body }
    }

    /// An error for a body that is whole but makes no sense.
    pub(crate) fn damaged(&self, reason: &str) -> Error {
        damaged(self.kind, &reason)
    }

    #[inline]
    pub(crate) fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let Some((byte, rest)) = self.rest.split_first() else {
                return Err(Error::CutShort { kind: self.kind.name });
            };
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(self.damaged("a number is too large"))
    }

    /// A length that the rest of the body can hold.
    fn length(&mut self) -> Result<usize, Error> {
        let length = self.number()? as usize;
        if length > self.rest.len() {
            return Err(Error::CutShort { kind: self.kind.name });
        }
        Ok(length)
    }

    pub(crate) fn numbers(&mut self) -> Result<Vec<u32>, Error> {
        let length = self.length()?;
        let mut numbers = Vec::with_capacity(length);
        for _ in 0..length {
            // Nearly all fit into one byte.
            match self.rest {
                [byte @ ..0x80, rest @ ..] => {
                    numbers.push(u32::from(*byte));
                    self.rest = rest;
                }
                _ => numbers.push(self.number()? as u32),
            }
        }
        Ok(numbers)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = self.length()?;
        let (bytes, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(bytes)
    }

    /// Calls `each` with every string of a column and its place in it.
    pub(crate) fn strings(&mut self, mut each: impl FnMut(usize, &'a str)) -> Result<usize, Error> {
        let lengths = self.numbers()?;
        let bytes = self.bytes()?;
        let all = std::str::from_utf8(bytes).map_err(|_| self.damaged("a string is not UTF-8"))?;
        let mut start = 0;
        for (place, length) in lengths.iter().enumerate() {
            let end = start + *length as usize;
            each(
                place,
                all.get(start..end).ok_or_else(|| self.damaged("a string has a wrong length"))?,
            );
            start = end;
        }
        Ok(lengths.len())
    }
}
