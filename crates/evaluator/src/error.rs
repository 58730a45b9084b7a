use std::io;
use std::path::PathBuf;

/// Why something could not be judged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluationError {
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A text is not UTF-8.
    #[error("{}: not UTF-8 at byte {offset}; convert the file first, e.g. with `iconv -t UTF-8`", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The first byte that is no UTF-8, counted from 0.
        offset: usize,
    },
    /// A line is not in the form that was expected.
    #[error("{}line {line}: expected {expected}, found {found:?}", place(path.as_ref()))]
    Line {
        /// The file; `None` for a text that came from no file.
        path: Option<PathBuf>,
        /// The line's number, counted from 1.
        line: usize,
        /// The form that would have been right.
        expected: &'static str,
        /// What stands there, cut after 60 characters.
        found: String,
    },
    /// A folder of gold holds no gold.
    #[error("{}: no file ends in .gold; a gold folder holds DOCUMENT.gold, and beside it DOCUMENT.zh and DOCUMENT.en", path.display())]
    NoGold {
        /// The folder.
        path: PathBuf,
    },
    /// One of gold and prediction is a folder, the other a file.
    #[error("{} and {}: give two files, or two folders", gold.display(), predicted.display())]
    FileAndFolder {
        /// The gold given.
        gold: PathBuf,
        /// The prediction given.
        predicted: PathBuf,
    },
    /// A segmentation has another number of paragraphs than gold.
    #[error(
        "{predicted} paragraphs predicted, {gold} in gold; segment the paragraphs of this very gold file, one a line, and \
         end each paragraph with an empty line"
    )]
    Paragraphs {
        /// How many paragraphs the prediction holds.
        predicted: usize,
        /// How many gold holds.
        gold: usize,
    },
}

fn place(path: Option<&PathBuf>) -> String {
    path.map_or_else(String::new, |path| format!("{}: ", path.display()))
}

impl EvaluationError {
    /// An error of line `index` (counted from 0) of a text.
    pub(crate) fn line(index: usize, expected: &'static str, found: &str) -> Self {
        let found = match found.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", &found[..end]),
            None => found.to_owned(),
        };
        Self::Line { path: None, line: index + 1, expected, found }
    }

    /// The same error, said of the file at `path`.
    #[must_use]
    pub(crate) fn in_file(mut self, file: &std::path::Path) -> Self {
        if let Self::Line { path, .. } = &mut self {
            *path = Some(file.to_owned());
        }
        self
    }
}
