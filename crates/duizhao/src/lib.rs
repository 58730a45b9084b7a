//! Bilingual Chinese–English documents in, a sentence-aligned corpus folder out: the stages, in order.
//!
//! ```text
//! files ─▶ reader ─▶ segmenter ─▶ aligner ─▶ scorer ─▶ export ─▶ corpus
//! ```
//!
//! The only crate that sees every stage. [`build`] is the whole of it; what a stage does is decided in the stage, what the
//! user may decide stands in [`Config`].
//!
//! ```
//! let folder = tempfile::tempdir()?;
//! let page = folder.path().join("page.txt");
//! std::fs::write(&page, "桥修好了。明天通车。\n\nThe bridge is repaired. It opens tomorrow.\n")?;
//!
//! let out = folder.path().join("corpus");
//! let manifest = duizhao::build(&[page], &out, &duizhao::Config::default(), &mut duizhao::Silent)?;
//! assert_eq!(manifest.counts.pairs, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod config;
mod document;
mod observer;
mod parallel;

pub use build::{BuildError, build};
pub use config::Config;
pub use observer::{Observer, Silent};
