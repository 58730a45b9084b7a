use std::path::Path;

use super::part::Entry;
use crate::identity::id_hash;
use crate::row::StoredDocument;
use crate::{ExportError, Identity, Record};

/// A record as it lies in a journal. It can be made on any thread.
#[derive(Debug, Clone)]
pub struct Packed {
    pub(super) bytes: Vec<u8>,
    /// How the document is found again; `None` for a failed input, which is always tried again.
    pub(super) entry: Option<Entry>,
}

impl Packed {
    /// Packs a record. Linear in its size.
    ///
    /// # Errors
    /// [`ExportError::Unlawful`] if the record cannot be written down.
    pub fn of(record: &Record) -> Result<Self, ExportError> {
        let entry = match record {
            Record::Document(document) => Some(entry(document)),
            Record::Failed(_) => None,
        };
        let bytes = postcard::to_allocvec(record).map_err(|error| ExportError::Unlawful {
            document: name(record).to_owned(),
            problem: format!("cannot be written down: {error}"),
        })?;
        Ok(Self { bytes, entry })
    }
}

fn entry(document: &StoredDocument) -> Entry {
    let counts = document.row.counts.unwrap_or_default();
    Entry {
        id: id_hash(&document.id),
        identity: Identity::of_document(document),
        languages: [counts.zh_sentences > 0, counts.en_sentences > 0],
        offset: 0,
        length: 0,
    }
}

fn name(record: &Record) -> &str {
    match record {
        Record::Document(document) => &document.id,
        Record::Failed(input) => &input.path,
    }
}

/// The record in these bytes of the file at `path`.
pub(super) fn unpack(bytes: &[u8], path: &Path) -> Result<Record, ExportError> {
    postcard::from_bytes(bytes).map_err(|error| ExportError::Inconsistent {
        path: path.to_owned(),
        problem: format!("a record cannot be read ({error})"),
    })
}
