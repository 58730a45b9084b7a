//! The options of every command that looks words up.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use duizhao_lexicon::Lexicon;
use sha2::{Digest, Sha256};

use crate::input;

/// What is known of words beside the dictionary that the program carries.
#[derive(Debug, clap::Args)]
pub(crate) struct LexiconArguments {
    /// A table of translations learned from other documents
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,

    /// Terms of your own, one a line: Chinese, a TAB, English
    #[arg(long, value_name = "FILE")]
    glossary: Option<PathBuf>,
}

impl LexiconArguments {
    /// The dictionary with what the options add to it.
    pub(crate) fn load(&self) -> anyhow::Result<Lexicon> {
        let mut lexicon = Lexicon::bundled()?;
        if let Some(path) = &self.glossary {
            let terms = input::text(path)?;
            lexicon = lexicon.with_glossary(&terms).with_context(|| path.display().to_string())?;
        }
        if let Some(path) = &self.lexicon {
            let table =
                fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            lexicon = lexicon.with_learned(&table).with_context(|| path.display().to_string())?;
        }
        Ok(lexicon)
    }

    /// The SHA-256 of each file by what it is, for the manifest of what is built with them.
    pub(crate) fn hashes(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let files = [("learned", &self.lexicon), ("glossary", &self.glossary)];
        let mut hashes = BTreeMap::new();
        for (name, path) in
            files.into_iter().filter_map(|(name, path)| Some((name, path.as_ref()?)))
        {
            let bytes =
                fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            let mut digest = String::with_capacity(64);
            for byte in Sha256::digest(bytes) {
                write!(digest, "{byte:02x}")?;
            }
            hashes.insert(name.to_owned(), digest);
        }
        Ok(hashes)
    }
}
