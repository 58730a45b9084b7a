//! Splits Chinese and English paragraphs into sentences.
//!
//! Stands between the reader, which finds the paragraphs, and the aligner, which pairs their sentences:
//!
//! ```text
//! files ─▶ reader ─▶ segmenter ─▶ aligner ─▶ scorer ─▶ export ─▶ corpus
//! ```
//!
//! ```
//! use duizhao_bitext::Language;
//! use duizhao_segmenter::Segmenter;
//!
//! let text = "“快跑！”他大喊。大家都愣住了。";
//! let sentences: Vec<&str> =
//!     Segmenter::default().sentences(text, Language::Zh).map(|span| span.of(text)).collect();
//! assert_eq!(sentences, ["“快跑！”他大喊。", "大家都愣住了。"]);
//! ```

mod characters;
mod chinese;
mod english;
mod language;
mod options;
mod scan;
mod sentences;
mod words;

pub use language::language_of;
pub use options::{LineBreaks, Options};
pub use sentences::{Segmenter, Sentences};

/// What the trainer of the English model needs. Only with the feature `training`; no part of the stable interface.
#[cfg(feature = "training")]
pub mod training {
    pub use crate::english::training::{BITS, Example, LARGEST, ends_without_model, examples};
}
