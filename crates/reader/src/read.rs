use std::fs::File;
use std::io::Read;
use std::path::Path;

use duizhao_bitext::Document;
use encoding_rs::Encoding;
use sha2::{Digest, Sha256};

use crate::archives::Member;
use crate::binary;
use crate::charset::{self, Failure};
use crate::compression::Compression;
use crate::discover::{Entry, Files};
use crate::error::{Problem, ReadError};
use crate::extract::Extract;
use crate::formats::{Format, Unpacked};
use crate::options::Options;
use crate::structure::{self, Source};

/// Reads a file, or the two files of a pair, into a document.
///
/// The spans of the document's blocks are in order and don't overlap; every block either is in one of the two languages or
/// was dropped with a reason. Time and memory grow linearly with the files' size, at most [`Options::max_bytes`] each.
///
/// # Errors
/// When a file is missing, unreadable, empty, binary, damaged, in an unknown charset or format, or too large. A pair fails
/// as a whole.
pub fn read(entry: &Entry, options: &Options) -> Result<Document, ReadError> {
    let paths: Vec<&Path> = match &entry.files {
        Files::Single(path) => vec![path],
        Files::Pair { zh, en } => vec![zh, en],
        Files::Members(members) => {
            let sources = members.iter().map(|member| of_member(member, options));
            let sources = sources.collect::<Result<_, _>>()?;
            return Ok(structure::assemble(entry.id.clone(), sources, options));
        }
    };
    let sources = paths
        .into_iter()
        .map(|path| source(path, load(path, options)?, options))
        .collect::<Result<_, _>>()?;
    Ok(structure::assemble(entry.id.clone(), sources, options))
}

/// Reads a document from bytes that are in memory already, such as standard input. `name` becomes the document's id and
/// stands in messages; its ending tells the format unless `options` do.
///
/// # Errors
/// As [`read`], for what can be wrong with bytes.
pub fn read_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Document, ReadError> {
    let source = source(Path::new(name), bytes, options)?;
    Ok(structure::assemble(name.to_owned(), vec![source], options))
}

/// The bytes of a file that is not too large. The limit holds for what is read, too: a file may grow. What is no file is
/// not opened: a named pipe without a writer would keep the program waiting for ever.
fn load(path: &Path, options: &Options) -> Result<Vec<u8>, ReadError> {
    let from_io = |error| ReadError::from_io(path, error);
    let limit = options.max_bytes;
    let too_large =
        |size| ReadError::new(path.display().to_string(), Problem::TooLarge { size, limit });
    let metadata = path.metadata().map_err(from_io)?;
    if !metadata.is_file() {
        return Err(ReadError::new(path.display().to_string(), Problem::NotAFile));
    }
    let size = metadata.len();
    if size > limit {
        return Err(too_large(size));
    }
    let file = File::open(path).map_err(from_io)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(from_io)? as u64;
    if read > limit { Err(too_large(read)) } else { Ok(bytes) }
}

/// A document of an archive. What the archive says about it is part of its metadata.
fn of_member(member: &Member, options: &Options) -> Result<Source, ReadError> {
    let format = options.format.or(member.format);
    let named = Options { format, ..options.clone() };
    let label = member.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let path = Path::new(&member.path);
    let (mut extract, charset, sha256) = extract(path, member.bytes.clone(), (&named, label))
        .map_err(|problem| ReadError::new(member.path.clone(), problem))?;
    for (name, value) in &member.about {
        extract.metadata.other.insert((*name).to_owned(), value.clone());
    }
    Ok(Source { path: member.path.clone(), charset, sha256, extract })
}

fn source(path: &Path, bytes: Vec<u8>, options: &Options) -> Result<Source, ReadError> {
    let name = path.display().to_string();
    match extract(path, bytes, (options, None)) {
        Ok((extract, charset, sha256)) => Ok(Source { path: name, charset, sha256, extract }),
        Err(problem) => Err(ReadError::new(name, problem)),
    }
}

/// The text of a file in pieces, its charset and the hash of its bytes. `named` is the charset that its server named.
fn extract(
    path: &Path,
    bytes: Vec<u8>,
    (options, named): (&Options, Option<&'static Encoding>),
) -> Result<(Extract, &'static str, String), Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::Empty);
    }
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    let (inner, bytes) = match Compression::of_path(path) {
        Some(compression) => (path.with_extension(""), compression.unpacked(&bytes, options)?),
        None => (path.to_owned(), bytes),
    };
    let path = inner.as_path();
    let format = options
        .format
        .or_else(|| Format::of_path(path))
        .or_else(|| Format::of_content(path, &bytes))
        .ok_or_else(|| match binary::recognise(&bytes) {
            Some((what, way_out)) => Problem::Binary { what, way_out },
            None => Problem::UnknownFormat,
        })?;
    let bytes = match format.unpack(bytes, options) {
        Unpacked::Text(bytes) => bytes,
        Unpacked::Extract(extract) => {
            return finished(extract?).map(|extract| (extract, "UTF-8", sha256));
        }
    };
    if let Some((what, way_out)) = binary::recognise(&bytes) {
        return Err(Problem::Binary { what, way_out });
    }
    let declared = if format.declares_charset() { charset::declared(&bytes) } else { None };
    let declared = declared.or(named);
    let decoded = charset::decode(bytes, declared).map_err(|failure| match failure {
        Failure::Binary => Problem::Binary { what: "binary data", way_out: "leave it out" },
        Failure::Undecodable { offset, line, charset } => {
            Problem::Undecodable { offset, line, charset }
        }
    })?;
    let extract = finished(format.extract(decoded.text)?)?;
    Ok((extract, decoded.charset, sha256))
}

/// The extract, if there is anything in it.
fn finished(extract: Extract) -> Result<Extract, Problem> {
    if extract.pieces.is_empty() { Err(Problem::Empty) } else { Ok(extract) }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}
