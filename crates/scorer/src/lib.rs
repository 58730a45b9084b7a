//! From beads to pairs worth keeping: what can be measured of a pair, and the filters that judge it by that.
//!
//! After the aligner, before the export. A bead with both sides becomes a [`Pair`](duizhao_bitext::Pair) with one value
//! for each of the [`features`] and a verdict; a null bead becomes nothing, its sentences stay unpaired. No I/O.
//!
//! ```
//! use duizhao_bitext::{Bead, Document, Ladder, Language, Layout, Metadata, Sentence, Span, Verdict};
//! use duizhao_lexicon::Lexicon;
//! use duizhao_scorer::{Filters, Scorer};
//!
//! # let document = Document {
//! #     id: "a.txt".into(),
//! #     texts: vec![],
//! #     blocks: vec![],
//! #     layout: Layout::Pair,
//! #     script: None,
//! #     metadata: Metadata::default(),
//! # };
//! let sentence = |language, text: &str| {
//!     let span = Span::new(0, text.len());
//!     Sentence { language, block: 0, span, text: text.into() }
//! };
//! let zh = ["版本：3。", "Cargo"].map(|text| sentence(Language::Zh, text));
//! let en = ["Version: 3.", "Cargo"].map(|text| sentence(Language::En, text));
//! let ladder = Ladder::new(vec![Bead::new(0..1, 0..1), Bead::new(1..2, 1..2)]);
//!
//! let lexicon = Lexicon::bundled()?;
//! let pairs = Scorer::new(&lexicon, &Filters::default()).score(&document, &ladder, &zh, &en);
//! assert_eq!(pairs[0].verdict, Verdict::Accepted);
//! assert_eq!(pairs[1].verdict, Verdict::Rejected("untranslated".into()));
//! # Ok::<(), duizhao_lexicon::Error>(())
//! ```

#![cfg_attr(test, allow(clippy::float_cmp, reason = "what is measured of short texts is exact"))]

mod background;
mod conventions;
mod evidence;
mod features;
mod filters;
mod join;
mod judge;
mod logistic;
mod meter;
mod neighbours;
mod numerals;
mod presets;
mod private;
mod scorer;
mod script;
mod sides;
mod words;

pub use conventions::Conventions;
pub use features::features;
pub use filters::{Bounds, Filter, FilterError, Filters};
pub use join::join;
pub use judge::Judge;
pub use meter::{MeasuredPair, PairMeter};
pub use presets::{KNOWN, KnownFilter, Preset};
pub use private::{Masker, Private, PrivateKind, find_private};
pub use scorer::Scorer;
