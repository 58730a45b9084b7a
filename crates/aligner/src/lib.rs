//! Pairs the sentences of two sides by dynamic programming over lengths and anchors.
//!
//! Between the segmenter, which makes the sentences, and the scorer, which judges the beads. No neural model: a bilingual
//! dictionary, numbers, punctuation, names, a lexicon learned from the document itself, lengths, and what a cut looks like
//! on both sides, all as log-odds in one score. The cost is linear in the number of sentences.
//!
//! ```
//! use duizhao_aligner::{Aligner, Settings, Side};
//! use duizhao_lexicon::Lexicon;
//!
//! let lexicon = Lexicon::bundled()?;
//! let zh = ["猫坐在垫子上。", "狗在外面叫，因为下雨了。"];
//! let en = ["The cat sat on the mat.", "The dog was barking outside.", "It had begun to rain."];
//! let ladder = Aligner::new(&lexicon, Settings::default())
//!     .align(&Side { sentences: &zh, ..Side::default() }, &Side { sentences: &en, ..Side::default() });
//! assert_eq!(ladder.beads.len(), 2);
//! assert_eq!(ladder.beads[1].category().to_string(), "1-2");
//! # Ok::<(), duizhao_lexicon::Error>(())
//! ```

mod aligner;
mod alignment;
mod anchors;
mod band;
mod category;
mod clauses;
mod confidence;
mod cuts;
mod dictionary;
mod document;
mod estimate;
mod evidence;
mod expectation;
mod fits;
mod joined;
mod kept;
mod lattice;
mod learn;
mod length;
mod likeness;
mod matches;
mod measure;
mod mixture;
mod narrow;
mod numeric;
mod points;
mod quotes;
mod read;
mod run;
mod search;
mod sliding;
mod tokens;
mod units;
mod versions;
mod walls;
mod weights;
mod windows;

pub use aligner::{Aligner, Settings, Side};
pub use alignment::Alignment;
pub use confidence::NEVER_SURE;
pub use weights::Weights;
