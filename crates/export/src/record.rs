use duizhao_bitext::{Document, Pair, Sentence};
use serde::{Deserialize, Serialize};

use crate::row::StoredDocument;

/// A document with everything that the stages made of it: what
/// [`CorpusWriter::document`](crate::CorpusWriter::document) takes.
#[derive(Debug, Clone, Copy)]
pub struct DocumentRecord<'a> {
    /// The document; its id must not have been written before.
    pub document: &'a Document,
    /// Its Chinese sentences, in the order in which pairs number them.
    pub zh: &'a [Sentence],
    /// Its English sentences.
    pub en: &'a [Sentence],
    /// The pairs, accepted and rejected. A sentence in none of them is unpaired.
    pub pairs: &'a [Pair],
}

/// An input of which no document could be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedInput {
    /// The file or folder, as given or found.
    pub path: String,
    /// What is wrong with it, in one sentence.
    pub reason: String,
    /// What the user can do about it, where there is something.
    pub hint: Option<String>,
}

/// What a corpus holds of one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Record {
    /// A document with everything that was made of it.
    Document(Box<StoredDocument>),
    /// An input of which no document could be made.
    Failed(FailedInput),
}
