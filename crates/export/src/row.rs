//! The rows of a corpus folder's tables, as they are written and as they are read back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use duizhao_bitext::{Category, Span, Split};
use serde::{Deserialize, Serialize};

use crate::identity::pair_id;

/// Where a sentence or block stands in its document's extracted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Which of the document's files: 0, or 1 for the second file of a pair.
    pub file: usize,
    /// Where in that file's extracted text, in characters (Unicode scalar values), not bytes.
    pub span: Span,
}

/// One language's side of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideRow {
    /// The sentences' texts, joined.
    pub text: String,
    /// The same as it stood in the source, where normalisation changed it.
    pub original: Option<String>,
    /// The sentences' numbers in the document's list of that language, from 0.
    pub sentences: Range<usize>,
    /// Where each sentence stands.
    pub sources: Vec<Location>,
    /// The number of each sentence's block in its document, from 0; empty in a corpus that does not say.
    pub blocks: Vec<usize>,
    /// Where the first sentence stands in its file, in the words of the format: `page 3`, `row 12`; `None` where the format
    /// or the corpus does not say.
    pub place: Option<String>,
}

impl SideRow {
    /// The stretch from the first sentence to the end of the last; `None` if they stand in different files.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.sources.first()?, self.sources.last()?);
        let one_file = self.sources.iter().all(|source| source.file == first.file);
        let start = first.span.start.min(last.span.start);
        one_file.then(|| Span::new(start, first.span.end.max(last.span.end)))
    }
}

/// A pair, accepted or rejected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairRow {
    /// Its stable id: 16 hexadecimal digits.
    pub id: String,
    /// The document's id.
    pub document: String,
    /// The script of the document's Chinese, `zh-Hans` or `zh-Hant`, where it is known.
    pub zh_variant: Option<Cow<'static, str>>,
    /// The Chinese side.
    pub zh: SideRow,
    /// The English side.
    pub en: SideRow,
    /// The role of the first Chinese sentence's block.
    pub role: Cow<'static, str>,
    /// The probability that the bead is right.
    pub score: f32,
    /// How much better, in nats, the ladder with this bead is than the best one without it.
    pub margin: f32,
    /// What was measured, in the order of the corpus's features; NaN where a feature could not be measured.
    pub features: Vec<f32>,
    /// The part of the corpus that it is in; of a rejected pair without meaning.
    pub split: Split,
    /// What curation found of pairs like it; `None` if it was not curated.
    pub cluster: Option<Cluster>,
}

/// What curation found of pairs like this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// The id that a pair shares with its duplicates: 16 hexadecimal digits.
    pub id: String,
    /// How many pairs the cluster has, this one included, dropped or not.
    pub copies: usize,
    /// How many different English sides the same Chinese has, this one included.
    pub translations: usize,
}

impl PairRow {
    /// Gives it the id that its document, places and texts make, after one of them has changed.
    pub fn identify(&mut self) {
        self.id = pair_id(self);
    }

    /// Its shape.
    pub fn category(&self) -> Category {
        Category { zh: self.zh.sentences.len(), en: self.en.sentences.len() }
    }
}

/// A sentence without a counterpart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceRow {
    /// The document's id.
    pub document: String,
    /// `zh` or `en`.
    pub language: Cow<'static, str>,
    /// Its number in the document's list of that language, from 0.
    pub sentence: usize,
    /// Where it stands.
    pub source: Location,
    /// The number of its block in its document, from 0; `None` in a corpus that does not say.
    pub block: Option<usize>,
    /// The role of its block.
    pub role: Cow<'static, str>,
    /// Its text.
    pub text: String,
    /// The same as it stood in the source, where normalisation changed it.
    pub original: Option<String>,
}

/// What was kept out of the corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DroppedRow {
    /// A block that the reader dropped, or that is in neither language.
    Block(BlockRow),
    /// A pair that a filter or curation rejected.
    Pair {
        /// The name of the filter, or of what curation found.
        reason: Cow<'static, str>,
        /// The id of the kept pair that it repeats or leaks into.
        duplicate_of: Option<String>,
        /// The pair.
        pair: Box<PairRow>,
    },
}

impl DroppedRow {
    /// The block, if it is one.
    pub fn block(&self) -> Option<&BlockRow> {
        match self {
            Self::Block(block) => Some(block),
            Self::Pair { .. } => None,
        }
    }

    /// The document's id.
    pub fn document(&self) -> &str {
        match self {
            Self::Block(block) => &block.document,
            Self::Pair { pair, .. } => &pair.document,
        }
    }

    /// The pair, if it is one.
    pub fn pair(&self) -> Option<&PairRow> {
        match self {
            Self::Block(_) => None,
            Self::Pair { pair, .. } => Some(pair),
        }
    }
}

/// A block that was kept out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRow {
    /// The document's id.
    pub document: String,
    /// The name of the rule.
    pub reason: Cow<'static, str>,
    /// What it is written in: `zh`, `en`, `mixed` or `other`.
    pub language: Cow<'static, str>,
    /// What it is in its document.
    pub role: Cow<'static, str>,
    /// Where it stands.
    pub source: Location,
    /// Its text as it stands in the source.
    pub text: String,
}

/// A file that a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Where it was read from, as given or found.
    pub path: String,
    /// The name of its charset; `None` if it could not be read.
    pub charset: Option<String>,
    /// The SHA-256 of its bytes; `None` if it could not be read.
    pub sha256: Option<String>,
}

/// A document, or an input that could not be made one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DocumentRow {
    /// Its id; `None` for a failed input.
    pub document: Option<String>,
    /// Why the input failed; `None` for a document.
    pub failure: Option<String>,
    /// What can be done about the failure.
    pub hint: Option<String>,
    /// How the two languages are laid out.
    pub layout: Option<Cow<'static, str>>,
    /// The script of its Chinese.
    pub zh_variant: Option<Cow<'static, str>>,
    /// Its title.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Whatever else it says about itself, by name.
    pub metadata: BTreeMap<String, String>,
    /// The part of the corpus that its pairs are in, where whole documents are split.
    pub split: Option<Split>,
    /// The files.
    pub files: Vec<FileRow>,
    /// How many blocks, sentences and pairs; `None` for a failed input.
    pub counts: Option<DocumentCounts>,
}

/// How much there is in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DocumentCounts {
    /// Blocks, kept or not.
    pub blocks: usize,
    /// Blocks kept out.
    pub blocks_dropped: usize,
    /// Chinese sentences.
    pub zh_sentences: usize,
    /// English sentences.
    pub en_sentences: usize,
    /// Accepted pairs.
    pub pairs: usize,
    /// Rejected pairs.
    pub pairs_rejected: usize,
    /// Chinese sentences without a counterpart.
    pub zh_unpaired: usize,
    /// English sentences without a counterpart.
    pub en_unpaired: usize,
}

/// A document of a corpus with everything that was made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredDocument {
    /// Its id.
    pub id: String,
    /// What is known of it as a whole.
    pub row: DocumentRow,
    /// Its accepted pairs.
    pub pairs: Vec<PairRow>,
    /// Its sentences without a counterpart, Chinese first.
    pub unpaired: Vec<SentenceRow>,
    /// What was kept out of it: blocks, then rejected pairs.
    pub dropped: Vec<DroppedRow>,
}

impl StoredDocument {
    /// The document as it was before curation looked at all documents together: what curation dropped is among the pairs
    /// again, in the order of their sentences, and nothing is known of splits and clusters. Filters' verdicts stay.
    #[must_use]
    pub fn uncurated(mut self) -> Self {
        let mut dropped = Vec::with_capacity(self.dropped.len());
        for row in self.dropped {
            match row {
                DroppedRow::Pair { duplicate_of: Some(_), pair, .. } => self.pairs.push(*pair),
                other => dropped.push(other),
            }
        }
        self.pairs.sort_by_key(|pair| pair.zh.sentences.start);
        let rejected = dropped.iter_mut().filter_map(|row| match row {
            DroppedRow::Pair { pair, .. } => Some(&mut **pair),
            DroppedRow::Block(_) => None,
        });
        for pair in self.pairs.iter_mut().chain(rejected) {
            (pair.split, pair.cluster) = (Split::default(), None);
        }
        if let Some(counts) = &mut self.row.counts {
            counts.pairs = self.pairs.len();
            counts.pairs_rejected = dropped.iter().filter_map(DroppedRow::pair).count();
        }
        self.row.split = None;
        Self { dropped, ..self }
    }
}
