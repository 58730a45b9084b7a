//! One file a command: its arguments, and what it does with them.

pub(crate) mod align;
pub(crate) mod build;
pub(crate) mod check_leaks;
pub(crate) mod curate;
pub(crate) mod evaluate;
pub(crate) mod export;
pub(crate) mod filters;
pub(crate) mod lexicon;
pub(crate) mod read;
pub(crate) mod segment;
pub(crate) mod verify;
