//! Writes the corpus folder, reads it back, and turns it into the forms of other tools.
//!
//! The last stage: it takes documents with their sentences and the scorer's pairs, and leaves Parquet tables in which
//! every sentence is accounted for, as paired, unpaired, or dropped with a reason.
//!
//! ```
//! use duizhao_bitext::{
//!     Block, BlockLanguage, Document, Language, Layout, Metadata, Pair, Role, Sentence, SourceText, Span, Verdict,
//! };
//! use duizhao_export::{CorpusOptions, CorpusWriter, DocumentRecord};
//!
//! let (zh, en) = (Span::new(0, 9), Span::new(10, 16));
//! let document = Document {
//!     id: "greeting.txt".into(),
//!     texts: vec![SourceText {
//!         path: "greeting.txt".into(),
//!         charset: "UTF-8".into(),
//!         sha256: "b".repeat(64),
//!         content: "你好。\nHello.".into(),
//!         repairs: vec![],
//!     }],
//!     blocks: vec![
//!         Block::paragraph(0, zh, BlockLanguage::Zh),
//!         Block::paragraph(0, en, BlockLanguage::En),
//!     ],
//!     layout: Layout::Interleaved,
//!     script: None,
//!     metadata: Metadata::default(),
//! };
//! let sentence = |language, block, span, text: &str| Sentence { language, block, span, text: text.into() };
//! let pair = Pair {
//!     zh: 0..1,
//!     en: 0..1,
//!     zh_text: "你好。".into(),
//!     en_text: "Hello.".into(),
//!     role: Role::Paragraph,
//!     score: 0.98,
//!     margin: 7.5,
//!     features: vec![],
//!     verdict: Verdict::Accepted,
//! };
//!
//! let out = tempfile::tempdir()?.path().join("corpus");
//! let mut corpus = CorpusWriter::create(&out, CorpusOptions::default())?;
//! corpus.document(&DocumentRecord {
//!     document: &document,
//!     zh: &[sentence(Language::Zh, 0, zh, "你好。")],
//!     en: &[sentence(Language::En, 1, en, "Hello.")],
//!     pairs: &[pair],
//! })?;
//! let manifest = corpus.finish()?;
//! assert_eq!(manifest.counts.pairs, 1);
//! assert!(out.join("data/train-00000-of-00001.parquet").is_file());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod batch;
mod batches;
mod card;
mod carried;
mod characters;
mod column;
mod convert;
mod copied;
mod corpus;
mod decode;
mod digest;
mod error;
mod identity;
pub mod journal;
mod kind;
mod manifest;
mod masked;
mod placement;
mod read;
mod read_batch;
mod record;
pub mod row;
mod schema;
mod shards;
pub mod sink;
mod staging;
mod table;
pub mod verify;

pub use carried::{Carried, CarriedDocument, CarriedPair};
pub use convert::{ExportOptions, Output, export};
pub use corpus::{CorpusOptions, CorpusWriter};
pub use digest::{sha256, sha256_of};
pub use error::ExportError;
pub use identity::Identity;
pub use manifest::{Counts, Manifest, ManifestFile};
pub use masked::{Masked, PLACEHOLDERS};
pub use placement::Placement;
pub use read::{Columns, CorpusReader};
pub use record::{DocumentRecord, FailedInput, Record};
pub use shards::Shards;
