use std::collections::VecDeque;

use duizhao_bitext::Split;

use crate::Manifest;
use crate::row::StoredDocument;
use crate::schema::{DOCUMENTS, DROPPED};
use crate::shards::split_of;

/// In which rows of which tables the document stands that is looked at, as documents are read in order.
#[derive(Debug)]
pub(super) struct Rows {
    documents: u64,
    dropped: u64,
    /// For each split, the next pair's row in its first file that is left, and the files with their rows.
    pairs: [(u64, VecDeque<(String, u64)>); 3],
}

impl Rows {
    pub(super) fn new(manifest: &Manifest) -> Self {
        let shards = |split| {
            let files =
                manifest.files.iter().filter(move |file| split_of(&file.path) == Some(split));
            files.map(|file| (file.path.clone(), file.rows.unwrap_or_default())).collect()
        };
        let pairs = Split::ALL.map(|split| (0, shards(split)));
        Self { documents: 0, dropped: 0, pairs }
    }

    pub(super) fn document(&self) -> (String, u64) {
        (DOCUMENTS.to_owned(), self.documents)
    }

    pub(super) fn dropped(&self, index: usize) -> (String, u64) {
        (DROPPED.to_owned(), self.dropped + index as u64)
    }

    /// Of the document's pair of this index.
    pub(super) fn pair(&self, document: &StoredDocument, index: usize) -> (String, u64) {
        let split = document.pairs[index].split;
        let before = document.pairs[..index].iter().filter(|pair| pair.split == split).count();
        let (row, files) = &self.pairs[split as usize];
        let mut row = row + before as u64;
        for (name, rows) in files {
            match row.checked_sub(*rows) {
                Some(beyond) => row = beyond,
                None => return (name.clone(), row),
            }
        }
        (format!("data/{split}"), row)
    }

    /// Goes on to the next document, or beyond a failed input.
    pub(super) fn advance(&mut self, document: Option<&StoredDocument>) {
        self.documents += 1;
        let Some(document) = document else { return };
        self.dropped += document.dropped.len() as u64;
        for pair in &document.pairs {
            let (row, files) = &mut self.pairs[pair.split as usize];
            *row += 1;
            while files.front().is_some_and(|(_, rows)| *row >= *rows) {
                *row -= files.pop_front().map_or(0, |(_, rows)| rows);
            }
        }
    }
}
