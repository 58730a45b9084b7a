//! One file a format. Each makes an [`Extract`] of a decoded text.

mod columns;
pub(crate) mod cues;
mod docx;
mod epub;
pub(crate) mod html;
mod jsonl;
pub(crate) mod markdown;
mod package;
mod parquet;
mod pdf;
mod po;
pub(crate) mod subtitles;
pub(crate) mod table;
pub(crate) mod text;
mod tmx;
mod units;
mod xliff;
mod xlsx;
mod xml;

#[cfg(test)]
pub(crate) use package::tests::packed;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::compression::Compression;
use crate::error::Problem;
use crate::extract::Extract;
use crate::options::Options;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Plain text: a paragraph a line, or paragraphs of wrapped lines.
    Text,
    /// HTML of any age.
    Html,
    /// Markdown (CommonMark with tables, footnotes and front matter).
    Markdown,
    /// TSV or CSV: cells of both languages side by side.
    Table,
    /// SRT, `WebVTT`, ASS or SSA.
    Subtitles,
    /// Translation memories, TMX.
    Tmx,
    /// XLIFF 1.2 and 2.x.
    Xliff,
    /// Gettext catalogues.
    Po,
    /// JSON Lines with strings in columns.
    Jsonl,
    /// Parquet with columns of strings.
    Parquet,
    /// XLSX workbooks.
    Xlsx,
    /// DOCX documents.
    Docx,
    /// EPUB books.
    Epub,
    /// PDF files with a text layer.
    Pdf,
}

/// Markup that no page could mean: what there is too much of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooComplex(pub(crate) &'static str);

/// What becomes of a file's bytes.
pub(crate) enum Unpacked {
    /// They are a text still to be decoded.
    Text(Vec<u8>),
    /// They were packed.
    Extract(Result<Extract, Problem>),
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 14] = [
        Self::Text,
        Self::Html,
        Self::Markdown,
        Self::Table,
        Self::Subtitles,
        Self::Tmx,
        Self::Xliff,
        Self::Po,
        Self::Jsonl,
        Self::Parquet,
        Self::Xlsx,
        Self::Docx,
        Self::Epub,
        Self::Pdf,
    ];

    /// The names of all formats, for messages.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// The name used in options and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Table => "table",
            Self::Subtitles => "subtitles",
            Self::Tmx => "tmx",
            Self::Xliff => "xliff",
            Self::Po => "po",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Epub => "epub",
            Self::Pdf => "pdf",
        }
    }

    /// The format of this name; `None` if there is none.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format that a file's name ending stands for, whatever its case and compressed or not (`.gz`, `.zst`); `None` for one that the reader does not know.
    pub fn of_path(path: &Path) -> Option<Self> {
        if Compression::of_path(path).is_some() {
            return Self::of_path(&path.with_extension(""));
        }
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "tsv" | "csv" => Some(Self::Table),
            "srt" | "vtt" | "ass" | "ssa" => Some(Self::Subtitles),
            "tmx" => Some(Self::Tmx),
            "xlf" | "xliff" | "sdlxliff" | "mqxliff" | "mxliff" => Some(Self::Xliff),
            "po" => Some(Self::Po),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "parquet" => Some(Self::Parquet),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "docx" | "docm" => Some(Self::Docx),
            "epub" => Some(Self::Epub),
            "pdf" => Some(Self::Pdf),
            "md" | "markdown" | "mdown" | "mkd" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// The format of a file that begins as no other file does.
    fn of_magic(bytes: &[u8]) -> Option<Self> {
        let head = &bytes[..bytes.len().min(2048)];
        let holds = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
        match head {
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            _ if head.starts_with(b"%PDF-") => Some(Self::Pdf),
            [b'P', b'K', 3, 4, ..] => {
                let marks = [
                    ("xl/workbook.xml", Self::Xlsx),
                    ("word/document.xml", Self::Docx),
                    ("META-INF/container.xml", Self::Epub),
                ];
                let found = marks.into_iter().find(|(part, _)| package::has_member(bytes, part));
                found.map(|(_, format)| format)
            }
            _ if holds(b"<tmx") && holds(b"<?xml") => Some(Self::Tmx),
            _ if holds(b"<xliff") && holds(b"<?xml") => Some(Self::Xliff),
            _ => None,
        }
    }

    /// The format of a file whose name ending says nothing: by its first bytes, HTML by its first tag, else plain text; `None` where the ending
    /// says that it is something else.
    pub(crate) fn of_content(path: &Path, head: &[u8]) -> Option<Self> {
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if let Some(format) = Self::of_magic(head) {
            return Some(format);
        }
        if NOT_PROSE.iter().any(|known| known.eq_ignore_ascii_case(extension)) {
            return None;
        }
        let head = String::from_utf8_lossy(&head[..head.len().min(1024)]).to_ascii_lowercase();
        let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let tags = [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<?xml",
            "<meta",
            "<div",
            "<p>",
            "<article",
        ];
        Some(if tags.iter().any(|tag| head.starts_with(tag)) { Self::Html } else { Self::Text })
    }

    /// Whether every file of the format holds both languages, whatever its name says: `x-zh.tmx` is no half of a pair.
    pub(crate) fn is_bilingual(self) -> bool {
        matches!(self, Self::Tmx | Self::Xliff | Self::Po)
    }

    /// Whether the format says itself which charset it is in.
    pub(crate) fn declares_charset(self) -> bool {
        matches!(self, Self::Html | Self::Tmx | Self::Xliff)
    }

    /// Reads a format that is packed and not decoded; gives the bytes back for one that is text.
    pub(crate) fn unpack(self, bytes: Vec<u8>, options: &Options) -> Unpacked {
        let extract = match self {
            Self::Parquet => parquet::extract(bytes, options),
            Self::Xlsx => xlsx::extract(bytes, options),
            Self::Docx => docx::extract(bytes, options),
            Self::Epub => epub::extract(bytes, options),
            Self::Pdf => pdf::extract(bytes, options),
            _ => return Unpacked::Text(bytes),
        };
        Unpacked::Extract(extract)
    }

    /// Reads a text; of a packed format there is none.
    pub(crate) fn extract(self, text: String) -> Result<Extract, Problem> {
        match self {
            Self::Html => Ok(html::extract(&text)?),
            Self::Markdown => Ok(markdown::extract(&text)?),
            Self::Table => Ok(table::extract(&text)),
            Self::Subtitles => Ok(subtitles::extract(&text)),
            Self::Tmx => tmx::extract(&text),
            Self::Xliff => xliff::extract(&text),
            Self::Po => Ok(po::extract(&text)),
            Self::Jsonl => jsonl::extract(&text),
            Self::Text | Self::Parquet | Self::Xlsx | Self::Docx | Self::Epub | Self::Pdf => {
                Ok(text::extract(text))
            }
        }
    }
}

/// Endings of files that hold text, but none to be read line by line.
const NOT_PROSE: [&str; 25] = [
    "json", "xml", "tex", "bib", "rst", "pot", "yaml", "yml", "toml", "ini", "rs", "py", "js",
    "ts", "css", "c", "h", "cpp", "java", "go", "sh", "sql", "svg", "log", "diff",
];

#[cfg(test)]
mod tests {
    use super::Format;
    use std::path::Path;

    #[test]
    fn formats_are_known_by_name_ending_and_content() {
        for format in Format::ALL {
            assert_eq!(Format::of_name(format.name()), Some(format));
        }
        assert_eq!(Format::of_path(Path::new("a/B.HTM")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.zip")), None);
        let of_content =
            |name: &str, head: &str| Format::of_content(Path::new(name), head.as_bytes());
        assert_eq!(of_content("page", "\u{feff}\n<!DOCTYPE HTML><p>x"), Some(Format::Html));
        assert_eq!(of_content("corpus.zh", "<3 is a heart"), Some(Format::Text));
        assert_eq!(of_content("data.json", "[]"), None);
    }
}
