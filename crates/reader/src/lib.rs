//! Reads bilingual documents: a file, or a pair of files, becomes a [`Document`](duizhao_bitext::Document) of blocks whose
//! language, role and span are known, with the page's furniture dropped by named rules. The first stage of the flow; the
//! segmenter takes its blocks.
//!
//! ```
//! use duizhao_reader::{Options, read_bytes};
//!
//! let page = "老桥重新开放\n来源：北城晚报\n桥九月开放。\nThe bridge opens in September.\n";
//! let document = read_bytes("bridge.txt", page.into(), &Options::default())?;
//! assert_eq!(document.metadata.title.as_deref(), Some("老桥重新开放"));
//! assert_eq!(document.blocks[1].dropped.as_deref(), Some("source-line"));
//! assert_eq!(document.content(&document.blocks[3]), "The bridge opens in September.");
//! # Ok::<(), duizhao_reader::ReadError>(())
//! ```

mod archives;
mod binary;
mod charset;
mod chrome;
mod compression;
mod damage;
mod date;
mod discover;
mod error;
mod extract;
mod formats;
mod furniture;
mod language;
mod listing;
mod names;
mod options;
mod pattern;
mod read;
mod repair;
mod script;
mod sieve;
mod structure;
mod user_rule;

pub use archives::Member;
pub use chrome::Rule;
pub use discover::{Discovery, Entry, Files, discover};
pub use error::ReadError;
pub use formats::Format;
pub use furniture::{Edges, Furniture, Survey};
pub use listing::listed;
pub use options::Options;
pub use read::{read, read_bytes};
pub use user_rule::UserRule;
