use std::fmt;
use std::str::FromStr;

use super::corpus_id;
use crate::ExportError;
use crate::convert::Compression;

/// A form in which a corpus can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Fields separated by TAB, a pair a line; by default `zh<TAB>en` without a header, as OpusTrainer and Marian
    /// take it.
    Tsv,
    /// A JSON object a line, `{"id":…,"translation":{"en":…,"zh":…}}`, as transformers take it.
    Jsonl,
    /// Three files, `NAME.en-zh.en`, `NAME.en-zh.zh` and `NAME.en-zh.ids`, as Moses and OPUS have them.
    Moses,
    /// The files of Moses and beside them `NAME.en-zh.scores.jsonl`, a line of scores for each of theirs, as
    /// OpusFilter takes it.
    OpusFilter,
    /// The columns that Bicleaner and Bitextor expect: address, address, source, target.
    Bicleaner,
    /// Translation memory exchange 1.4b, for translators' tools.
    Tmx,
    /// XLIFF 1.2, for translators' tools: a `file` for each document.
    Xliff,
    /// A workbook for people: texts, score, category and place of each pair.
    Xlsx,
    /// The documents in sentences and the links between them, as OPUS keeps them and OpusTools reads them.
    Xces,
    /// A text for each language, a word a line, and the alignment, for the IMS Open Corpus Workbench.
    Cwb,
    /// The same with registry files, for Sketch Engine, NoSketch Engine and KonText.
    Sketch,
    /// Alignments without texts, `[0,1]:[0]:0.9876`, as vecalign and Bertalign write them.
    Ladder,
}

/// A file of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// What follows the name that the user gave; in a folder, where it stands there.
    pub(crate) name: String,
    /// How it is compressed; `None`: as the user wants.
    pub(crate) compression: Option<Compression>,
}

impl Format {
    /// All formats, in the order of the help.
    pub const ALL: [Self; 12] = [
        Self::Tsv,
        Self::Jsonl,
        Self::Moses,
        Self::OpusFilter,
        Self::Bicleaner,
        Self::Tmx,
        Self::Xliff,
        Self::Xlsx,
        Self::Xces,
        Self::Cwb,
        Self::Sketch,
        Self::Ladder,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Moses => "moses",
            Self::OpusFilter => "opusfilter",
            Self::Bicleaner => "bicleaner",
            Self::Tmx => "tmx",
            Self::Xliff => "xliff",
            Self::Xlsx => "xlsx",
            Self::Xces => "xces",
            Self::Cwb => "cwb",
            Self::Sketch => "sketch",
            Self::Ladder => "ladder",
        }
    }

    /// What a file or folder of this format ends in, where it is the only one.
    pub(crate) fn ending(self) -> Option<&'static str> {
        Some(match self {
            Self::Tsv => ".tsv",
            Self::Jsonl => ".jsonl",
            Self::Bicleaner => ".bicleaner.tsv",
            Self::Tmx => ".tmx",
            Self::Xliff => ".xlf",
            Self::Xlsx => ".xlsx",
            Self::Xces => ".opus",
            Self::Sketch => ".sketch",
            Self::Ladder => ".ladders",
            Self::Moses | Self::OpusFilter | Self::Cwb => return None,
        })
    }

    /// Whether it becomes a folder.
    pub(crate) fn is_folder(self) -> bool {
        matches!(self, Self::Xces | Self::Sketch | Self::Ladder)
    }

    /// Its files, for a corpus of this name; those of `Ladder` depend on the documents.
    pub(crate) fn members(self, corpus: &str) -> Vec<Member> {
        let id = corpus_id(corpus).to_lowercase();
        let member = |name: &str, compression| Member { name: name.to_owned(), compression };
        let free = |names: &[&str]| names.iter().map(|name| member(name, None)).collect();
        let plain = Some(Compression::None);
        match self {
            Self::Moses => free(&[".en-zh.en", ".en-zh.zh", ".en-zh.ids"]),
            Self::OpusFilter => free(&[".en-zh.scores.jsonl"]),
            Self::Cwb => free(&[".zh.vrt", ".en.vrt", ".zh-en.beads"]),
            Self::Xces => vec![
                member("latest/xml/en-zh.xml.gz", Some(Compression::Gzip)),
                member("latest/raw/en.zip", plain),
                member("latest/raw/zh.zip", plain),
            ],
            Self::Sketch => vec![
                member(&format!("registry/{id}_zh"), plain),
                member(&format!("registry/{id}_en"), plain),
                member(&format!("vertical/{id}_zh.vert"), None),
                member(&format!("vertical/{id}_en.vert"), None),
                member("align/zh-en.txt", plain),
                member("align/en-zh.txt", plain),
            ],
            Self::Ladder => Vec::new(),
            Self::Xlsx => vec![member(".xlsx", plain)],
            _ => free(&[self.ending().unwrap_or_default()]),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            ExportError::Usage(format!("there is no format `{name}`; there are {names}"))
        })
    }
}
