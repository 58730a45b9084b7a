use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Block, Script, Span};

/// What the reader makes of one bilingual file, or of a pair of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name in the corpus: the path below the input that it was found in, with `/` between folders. For a pair of
    /// files the part that both names share.
    pub id: String,
    /// The extracted texts: one, or for a pair of files two, Chinese first.
    pub texts: Vec<SourceText>,
    /// The blocks in reading order, those of the first text before those of the second; spans never overlap.
    pub blocks: Vec<Block>,
    /// How the two languages are laid out.
    pub layout: Layout,
    /// The script of the Chinese; `None` without Chinese.
    pub script: Option<Script>,
    /// What the page says about itself.
    pub metadata: Metadata,
}

impl Document {
    /// The content of `block`, as it stands in the extracted text.
    pub fn content(&self, block: &Block) -> &str {
        block.span.of(&self.texts[block.text].content)
    }
}

/// One file's text as the reader extracted it. All spans point into `content`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Where the file was read from, as given or found.
    pub path: String,
    /// The name of the charset it was decoded from, in the WHATWG form (`UTF-8`, `gb18030`, `Big5`).
    pub charset: String,
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The extracted text: the decoded file for plain text, the visible text for formats with markup, damage repaired.
    pub content: String,
    /// Where damage was repaired, in the order of the text; empty for nearly every file. Default: empty.
    pub repairs: Vec<Repair>,
}

impl SourceText {
    /// What stood in the file where `span` of the content is: the content, with the repairs inside it taken back. Borrowed
    /// where nothing was repaired. Costs a search among the repairs and the length of the span.
    ///
    /// # Panics
    /// If the span was made for another text.
    pub fn original(&self, span: Span) -> Cow<'_, str> {
        let first = self.repairs.partition_point(|repair| repair.span.start < span.start);
        let inside = self.repairs[first..].iter().take_while(|repair| repair.span.end <= span.end);
        let mut original = String::new();
        let mut done = span.start;
        for repair in inside {
            original.push_str(&self.content[done..repair.span.start]);
            original.push_str(&repair.original);
            done = repair.span.end;
        }
        if done == span.start && original.is_empty() {
            return Cow::Borrowed(span.of(&self.content));
        }
        original.push_str(&self.content[done..span.end]);
        Cow::Owned(original)
    }
}

/// A stretch of the extracted text that stood otherwise in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What stands in its place in the content; empty where something was taken out.
    pub span: Span,
    /// What stood there.
    pub original: String,
    /// The name of the repair.
    pub rule: &'static str,
}

/// How the two languages stand in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Two files, one a language.
    Pair,
    /// One file: the whole text in one language, then in the other (in either order).
    Sequential,
    /// One file: paragraph by paragraph (or exchange by exchange), in either order.
    Interleaved,
    /// The format says which piece translates which: [`Block::unit`].
    Units,
    /// Only one of the two languages is there.
    Monolingual,
    /// Both languages, but neither translates the other: a text in one with remarks on its words in the other, or a
    /// conversation in which each speaker keeps to a language.
    Comparable,
}

impl Layout {
    /// Those that a document in one file may be said to have.
    pub const OF_ONE_FILE: [Self; 4] =
        [Self::Sequential, Self::Interleaved, Self::Units, Self::Comparable];

    /// The layout of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Pair, Self::Monolingual]
            .into_iter()
            .chain(Self::OF_ONE_FILE)
            .find(|layout| layout.name() == name)
    }

    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Sequential => "sequential",
            Self::Interleaved => "interleaved",
            Self::Units => "units",
            Self::Monolingual => "monolingual",
            Self::Comparable => "comparable",
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a document says about itself, read from its chrome or its markup.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// Its title, in Chinese where there is one.
    pub title: Option<String>,
    /// Its date as YYYY-MM-DD where it could be read, else as written.
    pub date: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Whatever else was found, by name (`author`, `translator`, `url`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::{Repair, SourceText};
    use crate::Span;

    #[test]
    fn the_original_has_the_repairs_taken_back() {
        let repair = |start, end, original: &str| Repair {
            span: Span::new(start, end),
            original: original.into(),
            rule: "made-up",
        };
        let text = SourceText {
            path: String::new(),
            charset: "UTF-8".into(),
            sha256: String::new(),
            content: "June 12, 2013\nGood evening.".into(),
            repairs: vec![repair(12, 13, ""), repair(14, 14, "3")],
        };
        assert_eq!(text.original(Span::new(0, 13)), "June 12, 201");
        assert_eq!(text.original(Span::new(14, 27)), "3Good evening.");
        assert_eq!(text.original(Span::new(19, 27)), "evening.");
    }
}
