//! WARC: the pages of a crawl. A file is read from its beginning to its end, one record in memory at a time; compressed ones
//! member by member, so that a record's offset leads to it again.

mod http;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;

use super::{Entries, Member};
use crate::discover::{Entry, Files};
use crate::error::{Problem, ReadError};
use crate::formats::Format;
use crate::options::Options;
use http::Response;

/// A record's header is at most so many bytes long.
const LONGEST_HEADER: u64 = 64 << 10;

/// So much memory is set apart for a record before it is read, at most.
const MOST_RESERVED: u64 = 1 << 20;

/// The pages of the file at `path`.
pub(super) fn entries(path: &Path, prefix: &str, options: &Options) -> Result<Entries, ReadError> {
    let file = File::open(path).map_err(|error| ReadError::from_io(path, error))?;
    let mut input = Counted { inner: BufReader::with_capacity(1 << 20, file), at: 0 };
    let head = input.fill_buf().map_err(|error| ReadError::from_io(path, error))?;
    let is_compressed = head.starts_with(b"\x1f\x8b");
    let state = if is_compressed { State::Between(input) } else { State::Plain(input) };
    let (path, prefix) = (path.to_owned(), prefix.to_owned());
    Ok(Box::new(Pages { state, limit: options.max_bytes, path, prefix }))
}

/// A reader that knows how far it has come.
struct Counted<R> {
    inner: R,
    at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.inner.consume(amount);
    }
}

type Input = Counted<BufReader<File>>;

/// How far a file has been read.
enum State {
    Plain(Input),
    /// Before the next compressed member.
    Between(Input),
    /// In a compressed member, which began at this offset.
    Inside(Box<BufReader<GzDecoder<Input>>>, u64),
    /// Nothing more can be read.
    Ended,
}

/// A record of a crawl.
#[derive(Debug, Default, PartialEq, Eq)]
struct Record {
    offset: u64,
    kind: String,
    url: String,
    date: String,
    content_type: String,
    length: u64,
    /// Its content; nothing for one that is larger than allowed.
    content: Option<Vec<u8>>,
}

/// The pages among the records of a file.
struct Pages {
    state: State,
    limit: u64,
    path: PathBuf,
    prefix: String,
}

impl Pages {
    /// The next record, whatever it is.
    fn record(&mut self) -> io::Result<Option<Record>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(None),
                State::Plain(mut input) => {
                    let record = record(&mut input, self.limit, |input| input.at)?;
                    self.state = State::Plain(input);
                    return Ok(record);
                }
                State::Between(mut input) => {
                    if input.fill_buf()?.is_empty() {
                        return Ok(None);
                    }
                    let offset = input.at;
                    let member = BufReader::with_capacity(1 << 16, GzDecoder::new(input));
                    self.state = State::Inside(Box::new(member), offset);
                }
                State::Inside(mut member, offset) => {
                    if let Some(record) = record(&mut *member, self.limit, |_| offset)? {
                        self.state = State::Inside(member, offset);
                        return Ok(Some(record));
                    }
                    self.state = State::Between(member.into_inner().into_inner());
                }
            }
        }
    }

    /// The document that a record holds, if it holds one.
    fn page(&self, record: Record) -> Option<Result<Entry, ReadError>> {
        let place = format!("{}#{}", self.path.display(), record.offset);
        let is_page = match record.kind.as_str() {
            "response" => record.content_type.starts_with("application/http"),
            "resource" | "conversion" => format_of(&record.content_type).is_some(),
            _ => false,
        };
        if !is_page {
            return None;
        }
        let Some(content) = record.content else {
            let problem = Problem::TooLarge { size: record.length, limit: self.limit };
            return Some(Err(ReadError::new(place, problem)));
        };
        let response = if record.kind == "response" {
            Response::parse(content, self.limit)?
        } else {
            Response { content_type: record.content_type, body: content }
        };
        let format = format_of(&response.content_type)?;
        let about = [
            ("url", record.url),
            ("crawled", record.date),
            ("record", format!("byte {}", record.offset)),
        ];
        let member = Member {
            path: place,
            charset: response.charset(),
            bytes: response.body,
            format: Some(format),
            about: about.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        };
        let id = format!("{}{}", self.prefix, record.offset);
        Some(Ok(Entry { id, files: Files::Members(vec![member]) }))
    }
}

impl Iterator for Pages {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.record() {
                Ok(Some(record)) => {
                    if let Some(page) = self.page(record) {
                        return Some(page);
                    }
                }
                Ok(None) => return None,
                Err(error) => {
                    let reason = error.to_string();
                    let problem = Problem::Damaged { place: "its records".to_owned(), reason };
                    return Some(Err(ReadError::new(self.path.display().to_string(), problem)));
                }
            }
        }
    }
}

/// The format of a media type; `None` for one that holds no text to be read.
fn format_of(content_type: &str) -> Option<Format> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        "text/markdown" => Some(Format::Markdown),
        _ => None,
    }
}

/// Reads one record; `None` at the end. `place` gives its offset, asked where its header begins.
fn record<R: BufRead>(
    input: &mut R,
    limit: u64,
    place: impl Fn(&R) -> u64,
) -> io::Result<Option<Record>> {
    let damaged = |reason| io::Error::new(io::ErrorKind::InvalidData, reason);
    let mut line = Vec::new();
    let mut found = Record::default();
    loop {
        found.offset = place(input);
        line.clear();
        if (&mut *input).take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if !line.trim_ascii().is_empty() {
            break;
        }
    }
    if !line.starts_with(b"WARC/") {
        return Err(damaged("no record begins here"));
    }
    let mut header = (&mut *input).take(LONGEST_HEADER);
    let mut length = None;
    loop {
        line.clear();
        if header.read_until(b'\n', &mut line)? == 0 {
            return Err(damaged("a record's header does not end"));
        }
        let text = String::from_utf8_lossy(&line);
        let Some((name, value)) = text.split_once(':') else {
            if line.trim_ascii().is_empty() {
                break;
            }
            continue;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse::<u64>().ok(),
            "warc-type" => found.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut found.url),
            "warc-date" => value.clone_into(&mut found.date),
            "content-type" => found.content_type = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    found.length = length.ok_or_else(|| damaged("a record does not say how long it is"))?;
    let is_wanted = matches!(found.kind.as_str(), "response" | "resource" | "conversion");
    let mut content = (&mut *input).take(found.length);
    let read = if is_wanted && found.length <= limit {
        // What is said of its length need not be true.
        let expected = usize::try_from(found.length.min(MOST_RESERVED)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(expected);
        content.read_to_end(&mut bytes)?;
        let read = bytes.len() as u64;
        found.content = Some(bytes);
        read
    } else {
        io::copy(&mut content, &mut io::sink())?
    };
    if read < found.length {
        return Err(damaged("the last record is cut off"));
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::entries;
    use crate::discover::Files;
    use crate::options::Options;

    fn crawl() -> Vec<String> {
        let record = |kind: &str, content: &str| {
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://bridge.example/1\r\nWARC-Date: 2024-05-06T10:00:00Z\r\n\
                 Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n",
                content.len()
            )
        };
        let page =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>桥开了。</p>";
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n4\r\nIt i\r\n7;x\r\ns open.\r\n0\r\n\r\n";
        vec![
            record("warcinfo", "software: x"),
            record("response", page),
            record("request", "GET / HTTP/1.1"),
            record("response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x"),
            record("response", chunked),
        ]
    }

    fn pages(bytes: &[u8], name: &str) -> Vec<Result<(String, String), String>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let entries = entries(&path, "c/", &Options::default()).expect("a crawl");
        let read = |entry: crate::discover::Entry| match entry.files {
            Files::Members(members) => {
                (entry.id, String::from_utf8(members[0].bytes.clone()).expect("text"))
            }
            _ => (entry.id, String::new()),
        };
        entries.map(|entry| entry.map(read).map_err(|error| error.reason())).collect()
    }

    #[test]
    fn pages_are_found_with_their_offsets() {
        let records = crawl();
        let plain = records.concat();
        let offset = |number: usize| format!("c/{}", records[..number].concat().len());
        let expected = [
            Ok((offset(1), "<p>桥开了。</p>".to_owned())),
            Ok((offset(4), "It is open.".to_owned())),
        ];
        assert_eq!(pages(plain.as_bytes(), "x.warc"), expected);
        let mut packed = Vec::new();
        let mut offsets = Vec::new();
        for record in &records {
            offsets.push(packed.len());
            let mut encoder =
                flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
            encoder.write_all(record.as_bytes()).expect("packed");
            encoder.finish().expect("finished");
        }
        let found = pages(&packed, "x.warc.gz");
        assert_eq!(found[0].as_ref().expect("a page").0, format!("c/{}", offsets[1]));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn what_comes_before_a_fault_is_kept() {
        let plain = crawl().concat();
        let found = pages(&plain.as_bytes()[..plain.len() - 30], "x.warc");
        assert!(found[0].is_ok());
        assert_eq!(
            found[1],
            Err("is damaged at its records: the last record is cut off".to_owned())
        );
        assert_eq!(found.len(), 2);
        assert!(pages(b"nothing of the kind\n", "x.warc")[0].is_err());
    }
}
