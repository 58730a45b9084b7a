use std::io;
use std::path::PathBuf;

/// Why curation ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CurateError {
    /// The scratch file, which holds the shingles of all pairs, could not be made, written or read.
    #[error("cannot use a scratch file in {}: {source}; it takes about 300 bytes for each pair: free space there, or write \
        the corpus to another disk", .folder.display())]
    Scratch {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// More pairs than can be numbered.
    #[error("more than {most} pairs; curate the corpus in parts, each --against those before")]
    TooMany {
        /// How many can be.
        most: u32,
    },
    /// No document is small enough to be in a split of a given size.
    #[error(
        "no document can make a {split} split of {pairs} pairs: the ones with pairs are larger than half as much again; ask \
        for more pairs, or split pair by pair with --split-by pair"
    )]
    NoDocumentFits {
        /// The split.
        split: duizhao_bitext::Split,
        /// Its size.
        pairs: u64,
    },
}
