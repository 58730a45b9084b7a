//! The forms of other tools: a file each, behind one trait.

mod archive;
mod bicleaner;
mod cwb;
mod format;
mod jsonl;
mod ladder;
mod languages;
mod line;
mod moses;
mod scores;
mod sentences;
mod sketch;
mod tmx;
mod tsv;
mod vertical;
mod words;
mod xces;
mod xliff;
mod xlsx;
mod xml;

use std::io;

use crate::row::StoredDocument;

pub(crate) use format::Member;
pub(crate) use vertical::corpus_id;

pub use crate::convert::{Compression, Exported};
pub use bicleaner::Bicleaner;
pub use cwb::Cwb;
pub use format::Format;
pub use jsonl::Jsonl;
pub use ladder::{Ladders, LaddersInFolder};
pub use languages::{Direction, LanguageCodes};
pub use moses::Moses;
pub use scores::Scores;
pub use sketch::Sketch;
pub use tmx::Tmx;
pub use tsv::Tsv;
pub use xces::Xces;
pub use xliff::Xliff;
pub use xlsx::Xlsx;

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
