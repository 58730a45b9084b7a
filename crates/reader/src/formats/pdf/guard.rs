//! How much a file would unpack to, found out before the library unpacks any of it: it sets itself no limit.

use std::io::{self, Read};

use flate2::bufread::ZlibDecoder;

use crate::error::Problem;

/// Filters upon filters: no producer packs what is packed.
const DEEPEST: usize = 3;
/// So far before a stream its dictionary is looked for.
const LONGEST_DICTIONARY: usize = 1 << 12;
/// The most that a byte packed by LZW or run lengths stands for: a code of twelve bits gives at most 4096 bytes.
const LZW_RATIO: u64 = 2731;

/// The size of the largest stream of the file, unpacked.
///
/// # Errors
/// When all of them together unpack to more than `limit` bytes.
pub(super) fn largest_stream(bytes: &[u8], limit: u64) -> Result<u64, Problem> {
    let mut largest = 0;
    let mut room = limit;
    let mut before = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let start = at + b"stream".len();
        let ([b'\r', b'\n', content @ ..] | [b'\n' | b'\r', content @ ..]) = &bytes[start..] else {
            continue;
        };
        let dictionary = &bytes[before.max(at.saturating_sub(LONGEST_DICTIONARY))..at];
        before = start;
        let size = size(dictionary, content, room).ok_or(Problem::Expands { limit })?;
        room -= size;
        largest = largest.max(size);
    }
    Ok(largest)
}

/// How large a stream becomes; `None` if larger than `room`.
fn size(dictionary: &[u8], content: &[u8], room: u64) -> Option<u64> {
    let has = |name: &[u8]| memchr::memmem::find(dictionary, name).is_some();
    let is_lzw = has(b"LZWDecode") || has(b"/LZW") || has(b"RunLength") || has(b"/RL");
    // What is inside of the outermost filters, if these write bytes as letters.
    if has(b"ASCII85Decode") || has(b"/A85") {
        return packed(Ascii85::new(content), room, (DEEPEST, is_lzw));
    }
    if has(b"ASCIIHexDecode") || has(b"/AHx") {
        return packed(Hexadecimal(content), room, (DEEPEST, is_lzw));
    }
    if is_lzw {
        let end = memchr::memmem::find(content, b"endstream").unwrap_or(content.len());
        let size = (end as u64).saturating_mul(LZW_RATIO);
        return (size <= room).then_some(size);
    }
    packed(content, room, (DEEPEST, false))
}

/// The size of what a reader gives, once more unpacked while it looks packed; `None` if larger than `room`.
fn packed(mut content: impl Read, room: u64, (deepest, is_lzw): (usize, bool)) -> Option<u64> {
    let mut head = [0; 2];
    let mut read = 0;
    while read < 2 {
        match content.read(&mut head[read..]) {
            Ok(0) | Err(_) => return Some(0),
            Ok(more) => read += more,
        }
    }
    let is_zlib = head[0] & 15 == 8 && u16::from_be_bytes(head) % 31 == 0;
    if !is_zlib {
        let ratio = if is_lzw { LZW_RATIO } else { return Some(0) };
        let size = drained(content, room / ratio)?.saturating_mul(ratio);
        return (size <= room).then_some(size);
    }
    if deepest == 0 {
        return None;
    }
    let whole = head.as_slice().chain(content);
    let mut inner = io::BufReader::new(ZlibDecoder::new(io::BufReader::new(whole)));
    let mut first = [0; 2];
    let mut read = 0;
    while read < 2 {
        match inner.read(&mut first[read..]) {
            Ok(0) | Err(_) => return Some(0),
            Ok(more) => read += more,
        }
    }
    let is_packed_again = first[0] == 0x78 && u16::from_be_bytes(first) % 31 == 0;
    let inner: Box<dyn Read + '_> = Box::new(first.as_slice().chain(inner));
    if is_packed_again {
        return packed(inner, room, (deepest - 1, is_lzw));
    }
    drained(inner, room)
}

/// How many bytes a reader gives before it ends or fails; `None` for more than `room`.
fn drained(reader: impl Read, room: u64) -> Option<u64> {
    let mut reader = reader.take(room.saturating_add(1));
    let mut buffer = vec![0; 1 << 15];
    let mut size = 0;
    while let Ok(read) = reader.read(&mut buffer) {
        if read == 0 {
            break;
        }
        size += read as u64;
    }
    (size <= room).then_some(size)
}

/// Bytes written as five letters for four, up to `~>` or to what is none of these letters.
struct Ascii85<'a> {
    rest: &'a [u8],
    ready: [u8; 4],
    /// Where in `ready` the next byte is.
    at: usize,
}

impl<'a> Ascii85<'a> {
    fn new(rest: &'a [u8]) -> Self {
        Self { rest, ready: [0; 4], at: 4 }
    }

    fn next_byte(&mut self) -> Option<u8> {
        if self.at == 4 {
            let mut group = 0_u32;
            let mut letters = 0;
            while letters < 5 {
                let (&letter, rest) = self.rest.split_first()?;
                self.rest = rest;
                match letter {
                    b'z' if letters == 0 => letters = 5,
                    b'!'..=b'u' => {
                        group = group.wrapping_mul(85).wrapping_add(u32::from(letter - b'!'));
                        letters += 1;
                    }
                    letter if letter.is_ascii_whitespace() => {}
                    _ => return None,
                }
            }
            self.ready = group.to_be_bytes();
            self.at = 0;
        }
        self.at += 1;
        self.ready.get(self.at - 1).copied()
    }
}

impl Read for Ascii85<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < buffer.len()
            && let Some(byte) = self.next_byte()
        {
            buffer[read] = byte;
            read += 1;
        }
        Ok(read)
    }
}

/// Bytes written as two digits each, up to what is no digit.
struct Hexadecimal<'a>(&'a [u8]);

impl Read for Hexadecimal<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut digits = 0;
        let mut read = 0;
        while read < buffer.len() {
            let Some((&letter, rest)) = self.0.split_first() else { break };
            let Some(digit) = char::from(letter).to_digit(16) else {
                if letter.is_ascii_whitespace() {
                    self.0 = rest;
                    continue;
                }
                break;
            };
            self.0 = rest;
            buffer[read] =
                if digits % 2 == 0 { (digit << 4) as u8 } else { buffer[read] | digit as u8 };
            digits += 1;
            read += usize::from(digits % 2 == 0);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Hexadecimal, largest_stream};
    use crate::error::Problem;
    use std::io::Read;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("finished")
    }

    fn file(filter: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.7\n1 0 obj <</Filter {filter}>> stream\r\n");
        [head.as_bytes(), content, b"\nendstream endobj"].concat()
    }

    fn ascii85(bytes: &[u8]) -> Vec<u8> {
        let mut letters = Vec::new();
        for group in bytes.chunks(4) {
            let mut four = [0; 4];
            four[..group.len()].copy_from_slice(group);
            let number = u32::from_be_bytes(four);
            letters
                .extend((0..5).rev().map(|place| b'!' + (number / 85_u32.pow(place) % 85) as u8));
        }
        letters
    }

    #[test]
    fn bombs_are_found_in_every_wrapping() {
        let plain = vec![b'0'; 3 << 20];
        let once = packed(&plain);
        let twice = packed(&once);
        for (filter, content) in [
            ("/FlateDecode", once.clone()),
            ("[/FlateDecode /FlateDecode]", twice),
            ("[/ASCII85Decode /FlateDecode]", ascii85(&once)),
            ("/LZWDecode", vec![7; 2000]),
        ] {
            let bytes = file(filter, &content);
            let size = largest_stream(&bytes, 1 << 30).expect("within the limit");
            assert!(size >= 3 << 20, "{filter}: {size}");
            let outcome = largest_stream(&bytes, 2 << 20);
            assert!(matches!(outcome, Err(Problem::Expands { .. })), "{filter}");
        }
    }

    #[test]
    fn what_is_not_packed_costs_nothing() {
        assert_eq!(largest_stream(&file("/DCTDecode", b"\xff\xd8\xff\xe0"), 10).ok(), Some(0));
        let mut read = Vec::new();
        Hexadecimal(b"78 9C 0>").read_to_end(&mut read).expect("read");
        assert_eq!(read, b"\x78\x9c");
    }
}
