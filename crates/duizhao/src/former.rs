use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use duizhao_export::row::StoredDocument;
use duizhao_export::{CorpusReader, ExportError};
use serde_json::Value;

use crate::config;

/// The documents of a finished corpus that is brought up to date, read once from the first to the last.
pub(crate) struct Former {
    positions: HashMap<String, usize>,
    documents: Box<dyn Iterator<Item = Result<StoredDocument, ExportError>>>,
    read: usize,
}

impl Former {
    /// The corpus at `out`; `None` if there is none, or if documents would come out otherwise today: it was written by
    /// another version of the program, or with other settings of the stages.
    pub(crate) fn open(out: &Path, settings: &Value) -> Result<Option<Self>, ExportError> {
        let reader = match CorpusReader::open(out) {
            Err(ExportError::NoManifest { .. }) => return Ok(None),
            reader => reader?,
        };
        let manifest = reader.manifest();
        // Written and read once, as those of the corpus were: a number may come back with another last digit.
        let settings = serde_json::from_str(&settings.to_string()).unwrap_or_default();
        let same_settings = config::of_stages(&manifest.settings) == config::of_stages(&settings);
        let features = duizhao_scorer::features();
        let same_features = features.iter().map(|feature| feature.name).eq(&manifest.features);
        if !(manifest.is_of_this_version() && same_settings && same_features) {
            return Ok(None);
        }
        let mut positions = HashMap::new();
        for row in reader.document_rows()? {
            if let Some(id) = row?.document {
                positions.insert(id, positions.len());
            }
        }
        Ok(Some(Self { positions, documents: Box::new(reader.documents()?), read: 0 }))
    }

    /// The document of this id as it was before curation, if it comes after all that were asked for before: where the order of the inputs has
    /// changed, a document is rather made again than looked for.
    pub(crate) fn find(&mut self, id: &str) -> Result<Option<StoredDocument>, ExportError> {
        let ahead = self.positions.get(id).and_then(|position| position.checked_sub(self.read));
        let Some(ahead) = ahead else { return Ok(None) };
        self.read += ahead + 1;
        let document = self.documents.nth(ahead).transpose()?;
        Ok(document.map(StoredDocument::uncurated))
    }
}

impl fmt::Debug for Former {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Former({} documents, {} read)", self.positions.len(), self.read)
    }
}
