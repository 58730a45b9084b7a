use std::fmt;

use serde::{Deserialize, Serialize};

/// A part of a corpus: what a system learns from, what it is tuned by, what it is measured with.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// To learn from.
    #[default]
    Train,
    /// To choose between settings.
    Validation,
    /// To measure with, at the end.
    Test,
}

impl Split {
    /// All splits, in the order of every output.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// The name used in every output, which is Hugging Face's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }

    /// The split of this name.
    ///
    /// ```
    /// assert_eq!(duizhao_bitext::Split::of_name("test"), Some(duizhao_bitext::Split::Test));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|split| split.name() == name)
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
