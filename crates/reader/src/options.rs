use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Format;

/// How files are read. [`Options::default`] suits pages of unknown origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The format of every file, whatever its name says; `None` (default) goes by name, then by content.
    pub format: Option<Format>,
    /// The largest file that is read, in bytes; default 256 MiB. Reading takes about three times a text's size in memory and
    /// nine times a page's; a file of nothing but very short lines takes far more.
    pub max_bytes: u64,
    /// The most bytes that one packed document may unpack to; default 1 GiB.
    pub max_expanded_bytes: u64,
    /// The most bytes that a packed document may unpack to for each of its own, beyond the first four million; default 200.
    /// Office documents stay below 30.
    pub max_ratio: u32,
    /// The most members of a package or an archive; default 100,000.
    pub max_members: usize,
    /// Names of [`Rule`](crate::Rule)s that are switched off: what they would drop stays in. Default: none.
    pub without_rules: BTreeSet<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            max_bytes: 256 << 20,
            max_expanded_bytes: 1 << 30,
            max_ratio: 200,
            max_members: 100_000,
            without_rules: BTreeSet::new(),
        }
    }
}

impl Options {
    /// Whether the rule of this name is on.
    pub(crate) fn has_rule(&self, name: &str) -> bool {
        !self.without_rules.contains(name)
    }
}
