//! Finds duplicates, exact and near, and draws splits that do not leak.
//!
//! Between scorer and export: it is given the pairs of a whole corpus in order, and then says of each whether it is
//! kept, for which other one it is dropped, and in which split it is.
//!
//! ```
//! use duizhao_bitext::Split;
//! use duizhao_curator::{Curator, Item, Reason, Settings};
//!
//! let item = |id, score, zh, en| Item { document: "a.txt", id, score, zh, en };
//! let mut curator = Curator::new(Settings::default(), &std::env::temp_dir())?;
//! curator.add(&[
//!     item(1, 0.7, "桥修好了。", "The bridge is repaired."),
//!     item(2, 0.9, "桥修好了！", "The Bridge is repaired"),
//!     item(3, 0.8, "明天通车。", "It opens tomorrow."),
//! ])?;
//! let decisions = curator.decide()?;
//! assert_eq!(decisions.of(0).dropped, Some((Reason::Duplicate, 2)));
//! assert_eq!(decisions.of(1).dropped, None);
//! assert_eq!((decisions.of(1).copies, decisions.of(1).split), (2, Split::Train));
//! # Ok::<(), duizhao_curator::CurateError>(())
//! ```

mod bands;
mod clusters;
mod curator;
mod decision;
mod error;
mod fold;
mod hash;
mod index;
mod item;
mod leaks;
mod pairs;
mod reference;
mod resolve;
mod scratch;
mod settings;
mod sketch;
mod splits;

pub use curator::{Curator, Decisions};
pub use decision::{Decision, Reason};
pub use error::CurateError;
pub use item::Item;
pub use leaks::{Leak, Leaks};
pub use reference::{Reference, Relation};
pub use settings::{Duplicates, Settings, Size, SplitBy, Translations};
