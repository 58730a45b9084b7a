/// What a file is by its first bytes, if it is certainly no text: its name with the article, and what can be done.
pub(crate) fn recognise(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    MAGIC
        .iter()
        .find(|(at, magic, ..)| bytes.get(*at..*at + magic.len()) == Some(*magic))
        .map(|(_, _, what, way_out)| (*what, *way_out))
}

const EXPORT: &str = "save it as text, HTML or Markdown first";
const UNPACK: &str = "unpack it first";
const LEAVE: &str = "leave it out";

/// Offset, bytes, name, way out.
const MAGIC: &[(usize, &[u8], &str, &str)] = &[
    (0, b"%PDF-", "a PDF file", "give it as what it is (--format pdf)"),
    (0, b"PK\x03\x04", "a ZIP container (Word, Excel, EPUB or an archive)", EXPORT),
    (0, b"PK\x05\x06", "an empty ZIP archive", LEAVE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file", EXPORT),
    (0, b"{\\rtf", "an RTF file", EXPORT),
    (0, b"\x1f\x8b", "a gzip archive", UNPACK),
    (4, b"1AY&SY", "a bzip2 archive", UNPACK),
    (0, b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image", LEAVE),
    (0, b"\xff\xd8\xff", "a JPEG image", LEAVE),
    (0, b"GIF87a", "a GIF image", LEAVE),
    (0, b"GIF89a", "a GIF image", LEAVE),
    (0, b"II*\0", "a TIFF image", LEAVE),
    (0, b"MM\0*", "a TIFF image", LEAVE),
    (8, b"WEBP", "a WebP image", LEAVE),
    (4, b"ftyp", "a video or audio file", LEAVE),
    (0, b"\x1aE\xdf\xa3", "a Matroska file", LEAVE),
    (0, b"OggS", "an Ogg file", LEAVE),
    (0, b"ID3\x03", "an MP3 file", LEAVE),
    (0, b"ID3\x04", "an MP3 file", LEAVE),
    (8, b"WAVEfmt ", "a sound file", LEAVE),
    (8, b"AVI LIST", "a video file", LEAVE),
    (0, b"\x7fELF", "a program", LEAVE),
    (0, b"MZ\x90\0", "a program", LEAVE),
    (0, b"\0asm", "a program", LEAVE),
    (0, b"PAR1", "a Parquet file", "export it as text first"),
    (0, b"ARROW1", "an Arrow file", "export it as text first"),
    (0, b"SQLite format 3\0", "an SQLite database", "export it as text first"),
    (0, b"wOFF", "a font", LEAVE),
    (0, b"wOF2", "a font", LEAVE),
];

#[cfg(test)]
mod tests {
    use super::recognise;

    #[test]
    fn containers_are_named_and_text_is_not() {
        assert_eq!(recognise(b"%PDF-1.7\n").map(|(what, _)| what), Some("a PDF file"));
        assert_eq!(
            recognise(b"\0\0\0\x20ftypisom").map(|(what, _)| what),
            Some("a video or audio file")
        );
        for text in [&b"PK is a team"[..], b"", b"%", b"RIF", "对照".as_bytes()] {
            assert_eq!(recognise(text), None, "{text:?}");
        }
    }
}
