//! The words that every stage speaks, and the laws they keep. No I/O here.
//!
//! A file becomes a [`Document`] of [`Block`]s, a block is split into [`Sentence`]s, the two sides are paired in a
//! [`Ladder`] of [`Bead`]s, and the beads worth keeping leave as [`Pair`]s:
//!
//! ```text
//! files ─▶ reader ─▶ segmenter ─▶ aligner ─▶ scorer ─▶ curator ─▶ export ─▶ corpus
//!          Document   Sentences    Ladder     Pairs    decisions   sinks
//! ```
//!
//! ```
//! use duizhao_bitext::{Bead, Ladder};
//!
//! let ladder = Ladder::new(vec![Bead::new(0..1, 0..2), Bead::new(1..2, 2..2)]);
//! assert_eq!(ladder.beads[0].category().to_string(), "1-2");
//! assert!(ladder.is_monotone(2, 2));
//! assert_eq!(ladder.to_string(), "[0]:[0,1]:0.0000\n[1]:[]:0.0000\n");
//! ```

mod bead;
mod block;
mod document;
mod language;
mod normal;
mod pair;
mod sentence;
mod span;
mod split;

pub use bead::{Bead, Category, Ladder};
pub use block::{Block, BlockLanguage, Damage, REPEATED_FURNITURE, Role};
pub use document::{Document, Layout, Metadata, Repair, SourceText};
pub use language::{Language, Script};
pub use normal::normalise;
pub use pair::{Feature, Pair, Verdict};
pub use sentence::Sentence;
pub use span::Span;
pub use split::Split;
