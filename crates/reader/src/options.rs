use std::collections::{BTreeMap, BTreeSet};

use duizhao_bitext::Layout;
use serde::{Deserialize, Serialize};

use crate::{Format, UserRule};

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
    /// The most seconds by the clock that drawing the pages of a PDF file may take; default 120. Long books take ten.
    pub max_seconds: u64,
    /// The layout of every document in one file; `None` (default) finds it.
    pub layout: Option<Layout>,
    /// The layouts of single documents, by their ids; they go before [`layout`](Self::layout). Default: none.
    pub layouts: BTreeMap<String, Layout>,
    /// Names of [`Rule`](crate::Rule)s that are switched off: what they would drop stays in. Default: none.
    pub without_rules: BTreeSet<String>,
    /// Rules of the user's own, which drop what the others leave. Default: none.
    pub rules: Vec<UserRule>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            max_bytes: 256 << 20,
            max_expanded_bytes: 1 << 30,
            max_ratio: 200,
            max_members: 100_000,
            max_seconds: 120,
            layout: None,
            layouts: BTreeMap::new(),
            without_rules: BTreeSet::new(),
            rules: Vec::new(),
        }
    }
}

impl Options {
    /// The layout that the user says a document has.
    pub(crate) fn layout_of(&self, id: &str) -> Option<Layout> {
        self.layouts.get(id).copied().or(self.layout)
    }

    /// Whether the documents of a site are to be compared for what they share.
    pub fn learns_furniture(&self) -> bool {
        self.has_rule("repeated-furniture")
    }

    /// Whether the rule of this name is on.
    pub(crate) fn has_rule(&self, name: &str) -> bool {
        !self.without_rules.contains(name)
    }
}
