//! One file a format. Each makes an [`Extract`] of a decoded text.

pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod subtitles;
pub(crate) mod table;
pub(crate) mod text;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::extract::Extract;

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
    /// SRT or `WebVTT`.
    Subtitles,
}

/// Markup that no page could mean: what there is too much of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooComplex(pub(crate) &'static str);

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] =
        [Self::Text, Self::Html, Self::Markdown, Self::Table, Self::Subtitles];

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
        }
    }

    /// The format of this name; `None` if there is none.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format that a file's name ending stands for, whatever its case; `None` for one that the reader does not know.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "tsv" | "csv" => Some(Self::Table),
            "srt" | "vtt" => Some(Self::Subtitles),
            "md" | "markdown" | "mdown" | "mkd" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// The format of a file whose name ending says nothing: HTML by its first tag, else plain text; `None` where the ending
    /// says that it is something else.
    pub(crate) fn of_content(path: &Path, head: &[u8]) -> Option<Self> {
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
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

    /// Whether the format says itself which charset it is in.
    pub(crate) fn declares_charset(self) -> bool {
        self == Self::Html
    }

    pub(crate) fn extract(self, text: String) -> Result<Extract, TooComplex> {
        match self {
            Self::Text => Ok(text::extract(text)),
            Self::Html => html::extract(&text),
            Self::Markdown => markdown::extract(&text),
            Self::Table => Ok(table::extract(&text)),
            Self::Subtitles => Ok(subtitles::extract(&text)),
        }
    }
}

/// Endings of files that hold text, but none to be read line by line.
const NOT_PROSE: [&str; 32] = [
    "json", "jsonl", "xml", "ass", "ssa", "tex", "bib", "rst", "po", "pot", "tmx", "xlf", "xliff",
    "yaml", "yml", "toml", "ini", "rs", "py", "js", "ts", "css", "c", "h", "cpp", "java", "go",
    "sh", "sql", "svg", "log", "diff",
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
