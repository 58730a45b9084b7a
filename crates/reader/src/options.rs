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
    /// Names of [`Rule`](crate::Rule)s that are switched off: what they would drop stays in. Default: none.
    pub without_rules: BTreeSet<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { format: None, max_bytes: 256 << 20, without_rules: BTreeSet::new() }
    }
}

impl Options {
    /// Whether the rule of this name is on.
    pub(crate) fn has_rule(&self, name: &str) -> bool {
        !self.without_rules.contains(name)
    }
}
