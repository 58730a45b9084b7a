//! Which documents there are: from folders by their names, from a list, or by what the files say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duizhao_lexicon::Lexicon;
use duizhao_reader::{Entry, ReadError, discover, listed};

use crate::document::Stages;
use crate::{Config, pairing};

/// The documents of a build.
pub(crate) struct Found {
    source: Source,
    /// How many entries there are at least: what is in an archive shows when it is unpacked.
    pub(crate) count: usize,
    /// How many files were left out because no known format has their ending, by ending.
    pub(crate) skipped: BTreeMap<String, usize>,
}

/// Where documents come from.
enum Source {
    /// Folders are walked whenever the documents are asked for.
    Walk(Vec<PathBuf>, duizhao_reader::Options),
    /// They are all known.
    Known(Vec<Result<Entry, ReadError>>),
}

/// Documents, or why they cannot be found.
type Entries = Box<dyn Iterator<Item = Result<Entry, ReadError>>>;

impl Found {
    /// The documents in the order in which they are to be written; folders that cannot be listed as errors.
    pub(crate) fn into_entries(self) -> Entries {
        match self.source {
            Source::Walk(inputs, options) => Box::new(discover(&inputs).with_options(&options)),
            Source::Known(entries) => Box::new(entries.into_iter()),
        }
    }

    /// The documents, to look at before the build.
    pub(crate) fn documents(&self) -> Box<dyn Iterator<Item = Entry> + '_> {
        match &self.source {
            Source::Walk(inputs, options) => {
                Box::new(discover(inputs).with_options(options).filter_map(Result::ok))
            }
            Source::Known(entries) => Box::new(entries.iter().flatten().cloned()),
        }
    }
}

/// Finds the documents in `inputs`, or those that the configuration's list of pairs names.
///
/// Folders are walked once for the number of documents and again whenever the documents are asked for, so that memory does
/// not grow with them; archives are not unpacked for the number.
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
    let (count, skipped) = discover(inputs).survey();
    if !config.pair_by_content {
        let source = Source::Walk(inputs.to_vec(), config.reader.clone());
        return Ok(Found { source, count, skipped });
    }
    let entries = pairing::discover_by_content(inputs, stages, lexicon, pool);
    Ok(Found { count: entries.len(), source: Source::Known(entries), skipped })
}

fn from_list(list: &Path) -> Result<Found, ReadError> {
    let entries = listed(list)?;
    let count = entries.len();
    let source = Source::Known(entries.into_iter().map(Ok).collect());
    Ok(Found { source, count, skipped: BTreeMap::new() })
}
