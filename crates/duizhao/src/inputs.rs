//! Which documents there are: from folders by their names, from a list, or by what the files say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duizhao_lexicon::Lexicon;
use duizhao_reader::{Entry, ReadError, discover, listed};

use crate::document::Stages;
use crate::{Config, pairing};

/// The documents of a build.
pub(crate) struct Found {
    /// In the order in which they are to be written; folders that cannot be listed as errors.
    pub(crate) entries: Box<dyn Iterator<Item = Result<Entry, ReadError>>>,
    /// How many entries there are.
    pub(crate) count: usize,
    /// How many files were left out because no known format has their ending, by ending.
    pub(crate) skipped: BTreeMap<String, usize>,
}

/// Finds the documents in `inputs`, or those that the configuration's list of pairs names.
///
/// Folders are walked once for the number of documents and once more for the documents, so that memory does not grow with
/// them.
///
/// # Errors
/// When the list cannot be used.
pub(crate) fn find(
    inputs: &[PathBuf],
    config: &Config,
    (stages, lexicon, pool): (&Stages<'_>, &Lexicon, &rayon::ThreadPool),
) -> Result<Found, ReadError> {
    if let Some(list) = &config.pairs {
        return from_list(list);
    }
    let discover = |inputs| discover(inputs).with_options(&config.reader);
    let mut discovery = discover(inputs);
    let count = discovery.by_ref().count();
    let skipped = discovery.skipped().clone();
    if !config.pair_by_content {
        return Ok(Found { entries: Box::new(discover(inputs)), count, skipped });
    }
    let entries = pairing::discover_by_content(inputs, stages, lexicon, pool);
    Ok(Found { count: entries.len(), entries: Box::new(entries.into_iter()), skipped })
}

fn from_list(list: &Path) -> Result<Found, ReadError> {
    let entries = listed(list)?;
    let count = entries.len();
    let entries = Box::new(entries.into_iter().map(Ok));
    Ok(Found { entries, count, skipped: BTreeMap::new() })
}
