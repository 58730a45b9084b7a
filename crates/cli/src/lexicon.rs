//! The options of every command that looks words up.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use duizhao_lexicon::Lexicon;

use crate::input;

/// What is known of words beside the dictionary that the program carries.
#[derive(Debug, clap::Args)]
pub(crate) struct LexiconArguments {
    /// A table of translations learned from another corpus with `duizhao lexicon`
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,

    /// Terms of your own, one a line: Chinese, a TAB, English
    #[arg(long, value_name = "FILE")]
    glossary: Option<PathBuf>,
}

/// The dictionary with what the options add to it.
pub(crate) struct Loaded {
    pub(crate) lexicon: Lexicon,
    /// The SHA-256 of each file by what it is, for the manifest of what is built with them.
    pub(crate) hashes: BTreeMap<String, String>,
}

impl LexiconArguments {
    /// Reads each file once, so that the hash is that of the very bytes that are used.
    pub(crate) fn load(&self) -> anyhow::Result<Loaded> {
        let mut lexicon = Lexicon::bundled()?;
        let mut hashes = BTreeMap::new();
        if let Some(path) = &self.glossary {
            let terms = input::text(path)?;
            lexicon = lexicon.with_glossary(&terms).with_context(|| path.display().to_string())?;
            hashes.insert("glossary".to_owned(), duizhao_export::sha256(terms.as_bytes()));
        }
        if let Some(path) = &self.lexicon {
            let table =
                fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            lexicon = lexicon.with_learned(&table).with_context(|| path.display().to_string())?;
            hashes.insert("learned".to_owned(), duizhao_export::sha256(&table));
        }
        Ok(Loaded { lexicon, hashes })
    }
}
