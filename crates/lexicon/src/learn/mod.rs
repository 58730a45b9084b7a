//! A translation table learned from beads, with the dictionary as what is believed before.

mod cells;
mod file;
mod table;
mod train;

pub use table::{LearnedPair, LearnedTable};
pub use train::{BeadKeys, Training};
