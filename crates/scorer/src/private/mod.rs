//! Addresses and numbers of persons: found in either language, and masked alike.

mod digits;
mod find;
mod mask;

pub use find::{Private, PrivateKind, find_private};
pub use mask::Masker;
