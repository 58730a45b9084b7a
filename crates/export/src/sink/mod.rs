//! The forms of other tools: a file each, behind one trait.

mod format;
mod jsonl;
mod ladder;
mod line;
mod moses;
mod tmx;
mod tsv;

use std::io;

use crate::row::StoredDocument;

pub use crate::convert::Exported;
pub use format::Format;
pub use jsonl::Jsonl;
pub use ladder::{Ladders, LaddersInFolder};
pub use moses::Moses;
pub use tmx::{LanguageCodes, Tmx};
pub use tsv::Tsv;

/// Takes a corpus document by document and writes it in the form of some tool.
///
/// A sink holds no more than one document, and writes the same bytes for the same documents. Whatever stands in a
/// text, the form stays whole: characters that would break a line or a field are replaced or escaped.
pub trait Sink {
    /// Writes a document.
    ///
    /// # Errors
    /// Those of the stream it writes to.
    fn document(&mut self, document: &StoredDocument) -> io::Result<()>;

    /// Writes what stands at the end and brings everything to the stream. Called once, after the last document.
    ///
    /// # Errors
    /// Those of the stream it writes to.
    fn finish(&mut self) -> io::Result<()>;
}
