use std::fmt;
use std::str::FromStr;

use crate::ExportError;

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
    /// Translation memory exchange 1.4b, for translators' tools.
    Tmx,
    /// Alignments without texts, `[0,1]:[0]:0.9876`, as vecalign and Bertalign write them.
    Ladder,
}

impl Format {
    /// All formats, in the order of the help.
    pub const ALL: [Self; 5] = [Self::Tsv, Self::Jsonl, Self::Moses, Self::Tmx, Self::Ladder];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Moses => "moses",
            Self::Tmx => "tmx",
            Self::Ladder => "ladder",
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
