//! Documents whose rows stay in the columns of the tables that they were read from.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::Array;
use duizhao_bitext::Verdict;

use crate::batches::{Batches, Rows};
use crate::read::failed_input;
use crate::read_batch::{LookedAt, ReadBatch};
use crate::row::DocumentRow;
use crate::{ExportError, FailedInput};

/// What a corpus holds of one input, with its rows left where they are.
#[derive(Debug)]
pub enum Carried {
    /// A document.
    Document(Box<CarriedDocument>),
    /// An input of which no document could be made.
    Failed(FailedInput),
}

/// A document as it was before curation, like [`StoredDocument::uncurated`](crate::row::StoredDocument::uncurated), with its
/// rows left in batches of the tables. It keeps these batches in memory.
#[derive(Debug)]
pub struct CarriedDocument {
    /// Its id.
    pub id: String,
    /// What is known of it as a whole.
    pub row: DocumentRow,
    /// The batches in which the places lie.
    pub(crate) batches: Vec<Arc<ReadBatch>>,
    pub(crate) pairs: Vec<Place>,
    /// Dropped blocks and pairs that filters rejected.
    pub(crate) dropped: Vec<Place>,
    /// Pairs that were judged anew and rejected, with the reasons.
    pub(crate) rejected: Vec<(Place, Cow<'static, str>)>,
    pub(crate) unpaired: Vec<(Arc<ReadBatch>, Range<usize>)>,
}

/// What is looked at of a pair whose row stays where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CarriedPair<'a> {
    /// Its id: 16 hexadecimal digits.
    pub id: &'a str,
    /// The Chinese.
    pub zh: &'a str,
    /// The English.
    pub en: &'a str,
    /// The probability that the bead is right.
    pub score: f32,
}

/// Where a row is: which of its document's batches, and the row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) batch: usize,
    pub(crate) row: usize,
}

impl CarriedDocument {
    /// The number of its pairs, but for those that filters rejected.
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// One of its pairs, in the order in which they were made.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn pair(&self, number: usize) -> CarriedPair<'_> {
        let Place { batch, row } = self.pairs[number];
        let columns = &self.batches[batch].columns;
        CarriedPair {
            id: columns.id.value(row),
            zh: columns.zh.value(row),
            en: columns.en.value(row),
            score: columns.score.row(row),
        }
    }

    /// Judges its pairs anew, and those that were rejected for a reason that is `open`, in the order of their sentences.
    /// `verdict` is given a pair's features, score and margin, NaN for what is not there. The tables must have been read with
    /// their features.
    ///
    /// # Errors
    /// [`ExportError::Inconsistent`] for a row that is not as it should be.
    pub fn judge(
        &mut self,
        open: impl Fn(&str) -> bool,
        verdict: impl Fn(&[f32], f32, f32) -> Verdict,
    ) -> Result<(), ExportError> {
        let mut pairs = std::mem::take(&mut self.pairs);
        let mut dropped = Vec::new();
        for place in std::mem::take(&mut self.dropped) {
            let (batch, row) = self.at(place);
            if batch.is_dropped_pair(row) && open(batch.columns.reason.value(row)) {
                batch.check_pair(row)?;
                pairs.push(place);
            } else {
                dropped.push(place);
            }
        }
        self.dropped = dropped;
        pairs.sort_by_key(|place| (self.first_zh(*place), self.first_en(*place)));
        let mut features = Vec::new();
        for place in pairs {
            let (batch, row) = self.at(place);
            let LookedAt { features: columns, score, margin, .. } = &batch.columns;
            features.clear();
            features.extend(columns.iter().map(|column| column.row(row)));
            match verdict(&features, score.row(row), margin.row(row)) {
                Verdict::Accepted => self.pairs.push(place),
                Verdict::Rejected(reason) => self.rejected.push((place, reason)),
            }
        }
        Ok(())
    }

    /// The batch of a place, and the row in it.
    pub(crate) fn at(&self, place: Place) -> (&ReadBatch, usize) {
        (&self.batches[place.batch], place.row)
    }

    /// Keeps a batch, and says which one it is.
    fn keep(&mut self, batch: &Arc<ReadBatch>) -> usize {
        let known = self.batches.iter().position(|known| Arc::ptr_eq(known, batch));
        known.unwrap_or_else(|| {
            self.batches.push(Arc::clone(batch));
            self.batches.len() - 1
        })
    }

    fn first_zh(&self, place: Place) -> i64 {
        let (batch, row) = self.at(place);
        batch.columns.zh_sentences.first(row)
    }

    fn first_en(&self, place: Place) -> i64 {
        let (batch, row) = self.at(place);
        batch.columns.en_sentences.first(row)
    }
}

/// A table that is gone through document by document.
#[derive(Debug)]
struct Table {
    batches: Batches,
    batch: Option<Arc<ReadBatch>>,
    row: usize,
}

impl Table {
    fn new(batches: Batches) -> Self {
        Self { batches, batch: None, row: 0 }
    }

    /// The batch with the next row.
    fn batch(&mut self) -> Result<Option<&Arc<ReadBatch>>, ExportError> {
        if self.batch.as_ref().is_none_or(|batch| self.row == batch.rows.num_rows()) {
            let is_whole = self.batches.are_whole();
            let features = self.batches.features.clone();
            self.row = 0;
            self.batch = match self.batches.next_batch()? {
                Some((path, rows)) => {
                    Some(Arc::new(ReadBatch::new(path, rows, &features, is_whole)?))
                }
                None => None,
            };
        }
        Ok(self.batch.as_ref())
    }

    /// Hands the next rows to `visit`, as many as belong to the document.
    fn of_document(
        &mut self,
        id: &str,
        mut visit: impl FnMut(&Arc<ReadBatch>, Range<usize>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        loop {
            let Some(batch) = self.batch()?.cloned() else { return Ok(()) };
            let start = self.row;
            let document = &batch.columns.document;
            let belongs = |row: &usize| document.is_valid(*row) && document.value(*row) == id;
            let end = start + (start..document.len()).take_while(belongs).count();
            if end > start {
                visit(&batch, start..end)?;
            }
            self.row = end;
            if end < document.len() {
                return Ok(());
            }
        }
    }

    fn end(&mut self) -> Result<(), ExportError> {
        if self.batch()?.is_none() { Ok(()) } else { Err(self.batches.left_over()) }
    }
}

/// The tables of a corpus, gone through side by side.
#[derive(Debug)]
pub(crate) struct Tables {
    documents: Rows<DocumentRow>,
    pairs: [Table; 3],
    unpaired: Table,
    dropped: Table,
}

impl Tables {
    pub(crate) fn new(
        documents: Rows<DocumentRow>,
        pairs: [Batches; 3],
        unpaired: Batches,
        dropped: Batches,
    ) -> Self {
        let (unpaired, dropped) = (Table::new(unpaired), Table::new(dropped));
        Self { documents, pairs: pairs.map(Table::new), unpaired, dropped }
    }

    fn read(&mut self) -> Result<Option<Carried>, ExportError> {
        let Some(row) = self.documents.next_row()? else {
            self.pairs.iter_mut().try_for_each(Table::end)?;
            self.unpaired.end()?;
            return self.dropped.end().map(|()| None);
        };
        match row.document.clone() {
            Some(id) => Ok(Some(Carried::Document(self.document(id, row)?))),
            None => Ok(Some(Carried::Failed(failed_input(row)))),
        }
    }

    fn document(
        &mut self,
        id: String,
        row: DocumentRow,
    ) -> Result<Box<CarriedDocument>, ExportError> {
        let row = DocumentRow { split: None, ..row };
        let mut document = CarriedDocument {
            id,
            row,
            batches: Vec::new(),
            pairs: Vec::new(),
            dropped: Vec::new(),
            rejected: Vec::new(),
            unpaired: Vec::new(),
        };
        let id = document.id.clone();
        for table in &mut self.pairs {
            table.of_document(&id, |batch, rows| {
                rows.clone().try_for_each(|row| batch.check_pair(row))?;
                let batch = document.keep(batch);
                document.pairs.extend(rows.map(|row| Place { batch, row }));
                Ok(())
            })?;
        }
        self.dropped.of_document(&id, |batch, rows| {
            let number = document.keep(batch);
            for row in rows {
                batch.check_dropped(row)?;
                let by_curation =
                    batch.is_dropped_pair(row) && batch.columns.duplicate_of.is_valid(row);
                let place = Place { batch: number, row };
                if by_curation {
                    batch.check_pair(row)?;
                    document.pairs.push(place);
                } else {
                    document.dropped.push(place);
                }
            }
            Ok(())
        })?;
        self.unpaired.of_document(&id, |batch, rows| {
            document.unpaired.push((Arc::clone(batch), rows));
            Ok(())
        })?;
        // The order in which they were made, as for documents that are read whole.
        let mut pairs = std::mem::take(&mut document.pairs);
        pairs.sort_by_key(|place| document.first_zh(*place));
        document.pairs = pairs;
        Ok(Box::new(document))
    }
}

impl Iterator for Tables {
    type Item = Result<Carried, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
