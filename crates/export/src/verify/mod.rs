//! Looks whether a corpus folder is what was written, and keeps the laws.

mod files;
mod laws;
mod rows;

use std::fmt;

pub use files::{files, tables};
pub use laws::Laws;

/// So many problems of a check are named; the others are counted.
const NAMED: usize = 20;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at, in a word.
    pub name: &'static str,
    /// How much of it there was, in words: `6 files`.
    pub looked_at: String,
    /// What is wrong, the first twenty.
    pub problems: Vec<Problem>,
    /// How much is wrong altogether.
    pub count: u64,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, below the corpus folder; for a source its path.
    pub file: String,
    /// Where in it: the row, counted from 0, and the document, pair or sentence. Empty for the file as a whole.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl Check {
    /// A check that has found nothing yet.
    pub fn new(name: &'static str) -> Self {
        Self { name, looked_at: String::new(), problems: Vec::new(), count: 0 }
    }

    /// Whether nothing is wrong.
    pub fn is_passed(&self) -> bool {
        self.count == 0
    }

    /// Adds what is wrong.
    pub fn add(&mut self, problem: Problem) {
        self.count += 1;
        if self.problems.len() < NAMED {
            self.problems.push(problem);
        }
    }

    fn about(&mut self, file: &str, problem: impl Into<String>) {
        let (file, place) = (file.to_owned(), String::new());
        self.add(Problem { file, place, problem: problem.into() });
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, problem } = self;
        if place.is_empty() {
            write!(f, "{file}: {problem}")
        } else {
            write!(f, "{file}, {place}: {problem}")
        }
    }
}
