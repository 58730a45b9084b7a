use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the two languages of a bitext. Chinese always comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Chinese, in either script.
    #[serde(rename = "zh")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// Both languages, in the order of every output.
    pub const BOTH: [Self; 2] = [Self::Zh, Self::En];

    /// The ISO 639-1 code: `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The script of a document's Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Script {
    /// Simplified characters, `zh-Hans`.
    #[serde(rename = "zh-Hans")]
    Simplified,
    /// Traditional characters, `zh-Hant`.
    #[serde(rename = "zh-Hant")]
    Traditional,
}

impl Script {
    /// The BCP 47 tag: `zh-Hans` or `zh-Hant`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
        }
    }
}
