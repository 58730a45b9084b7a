//! What is remembered of every pair: 36 bytes, and where its shingles begin.

use std::path::Path;

use rayon::prelude::*;

use crate::hash::{chain, of_text};
use crate::scratch::Scratch;
use crate::sketch::Sketch;
use crate::{CurateError, Item};

/// Pairs in columns, a row each.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// Of both sides: what [`fold`](crate::fold::fold) gives.
    pub(crate) keys: Vec<[u64; 2]>,
    pub(crate) ids: Vec<u64>,
    pub(crate) scores: Vec<f32>,
    documents: Vec<u32>,
    document_hashes: Vec<u64>,
    last_document: String,
    /// `None` if likeness is not asked for.
    pub(crate) scratch: Option<Scratch>,
}

impl Pairs {
    /// No pairs yet. With a folder their shingles are kept, in a file there.
    pub(crate) fn new(folder: Option<&Path>) -> Result<Self, CurateError> {
        Ok(Self {
            keys: Vec::new(),
            ids: Vec::new(),
            scores: Vec::new(),
            documents: Vec::new(),
            document_hashes: Vec::new(),
            last_document: String::new(),
            scratch: folder.map(Scratch::create).transpose()?,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The hash of the id of a pair's document.
    pub(crate) fn document(&self, pair: usize) -> u64 {
        self.document_hashes[self.documents[pair] as usize]
    }

    /// The hash of a pair's content.
    pub(crate) fn content(&self, pair: usize) -> u64 {
        content(self.keys[pair])
    }

    pub(crate) fn add(&mut self, items: &[Item<'_>]) -> Result<(), CurateError> {
        if self.len() + items.len() >= u32::MAX as usize {
            return Err(CurateError::TooMany { most: u32::MAX });
        }
        for item in items {
            if self.document_hashes.is_empty() || item.document != self.last_document {
                self.document_hashes.push(of_text(item.document));
                item.document.clone_into(&mut self.last_document);
            }
            self.documents.push(self.document_hashes.len() as u32 - 1);
            self.ids.push(item.id);
            self.scores.push(item.score);
        }
        let items = items.par_iter().with_min_len(64);
        if let Some(scratch) = &mut self.scratch {
            let sketches: Vec<_> = items.map(|item| Sketch::of(item.zh, item.en)).collect();
            for (keys, sketch) in sketches {
                self.keys.push(keys);
                scratch.push(&sketch)?;
            }
        } else {
            self.keys.par_extend(items.map(|item| Sketch::keys_of(item.zh, item.en)));
        }
        Ok(())
    }
}

/// The hash of the content of a pair with these keys.
pub(crate) fn content([zh, en]: [u64; 2]) -> u64 {
    chain(zh, en)
}
