//! Bilingual Chinese–English documents in, a sentence-aligned corpus folder out: the stages, in order.
//!
//! ```text
//! files ─▶ reader ─▶ segmenter ─▶ aligner ─▶ scorer ─▶ curator ─▶ export ─▶ corpus
//! ```
//!
//! The only crate that sees every stage. [`Pipeline::build`] is the whole of it; what a stage does is decided in the stage, what the
//! user may decide stands in [`Config`].
//!
//! ```
//! use duizhao::{Config, Pipeline, Silent};
//! use duizhao_lexicon::Lexicon;
//!
//! let folder = tempfile::tempdir()?;
//! let page = folder.path().join("page.txt");
//! std::fs::write(&page, "桥修好了。明天通车。\n\nThe bridge is repaired. It opens tomorrow.\n")?;
//!
//! let out = folder.path().join("corpus");
//! let lexicon = Lexicon::bundled()?;
//! let manifest = Pipeline::new(&lexicon, Config::default()).build(&[page], &out, &mut Silent)?;
//! assert_eq!(manifest.counts.pairs, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod archived;
mod build;
mod config;
mod config_file;
mod curation;
mod curation_file;
mod document;
mod former;
mod furniture;
mod inputs;
mod leak_check;
mod merge;
mod observer;
mod pairing;
mod parallel;
mod privacy;
mod rejudge;
mod verify;
mod work;

pub use build::{BuildError, Pipeline};
pub use config::Config;
pub use config_file::{ConfigError, ConfigFile};
pub use curation::{Curation, CurationError, Pass, Uncurated, parse_size};
pub use leak_check::{Found, LeakCheck};
pub use merge::Merge;
pub use observer::{Observer, Silent};
pub use verify::{Verification, verify};
