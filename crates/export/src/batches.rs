//! The tables of a corpus folder, batch by batch and row by row.

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use crate::batch::Batch;
use crate::decode::Stored;
use crate::{Columns, ExportError};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 4096;

/// The batches of one table, which may be in several files.
#[derive(Debug)]
pub(crate) struct Batches {
    /// The files that are left, the first one being read.
    files: VecDeque<PathBuf>,
    pub(crate) features: Vec<String>,
    columns: Columns,
    /// What is read of the first file.
    open: Option<ParquetRecordBatchReader>,
    last: PathBuf,
}

impl Batches {
    /// Nothing is opened yet. `features` are the names of the feature columns that are read.
    pub(crate) fn new(files: VecDeque<PathBuf>, features: &[String], columns: Columns) -> Self {
        let last = files.back().cloned().unwrap_or_default();
        Self { files, features: features.to_vec(), columns, open: None, last }
    }

    /// The next batch with rows, and the file it comes from.
    pub(crate) fn next_batch(&mut self) -> Result<Option<(&Path, RecordBatch)>, ExportError> {
        loop {
            let Some(path) = self.files.front() else { return Ok(None) };
            let batches = match &mut self.open {
                Some(batches) => batches,
                None => self.open.insert(open(path, self.columns, &self.features)?),
            };
            match batches.next().transpose() {
                Err(error) => {
                    return Err(ExportError::parquet("read", path, ParquetError::from(error)));
                }
                Ok(Some(rows)) if rows.num_rows() > 0 => {
                    return Ok(self.files.front().map(|path| (&**path, rows)));
                }
                Ok(Some(_)) => {}
                Ok(None) => {
                    self.open = None;
                    self.files.pop_front();
                }
            }
        }
    }

    /// Whether a batch holds every column.
    pub(crate) fn are_whole(&self) -> bool {
        self.columns == Columns::All
    }

    /// The error for rows that are left when all documents are gone through.
    pub(crate) fn left_over(&self) -> ExportError {
        let problem =
            "it holds rows of documents that documents.parquet lacks, or in another order";
        ExportError::Inconsistent { path: self.last.clone(), problem: problem.to_owned() }
    }
}

/// The rows of one table.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    batches: Batches,
    decoded: VecDeque<R>,
}

impl<R: Stored> Rows<R> {
    pub(crate) fn new(batches: Batches) -> Self {
        Self { batches, decoded: VecDeque::new() }
    }

    /// The next row, which stays.
    fn peek(&mut self) -> Result<Option<&R>, ExportError> {
        if self.decoded.is_empty() {
            let is_whole = self.batches.are_whole();
            let features = self.batches.features.clone();
            if let Some((path, rows)) = self.batches.next_batch()? {
                self.decoded = R::decode(&Batch { path, rows: &rows, is_whole }, &features)?.into();
            }
        }
        Ok(self.decoded.front())
    }

    pub(crate) fn next_row(&mut self) -> Result<Option<R>, ExportError> {
        self.peek()?;
        Ok(self.decoded.pop_front())
    }

    pub(crate) fn take_while(
        &mut self,
        belongs: impl Fn(&R) -> bool,
    ) -> Result<Vec<R>, ExportError> {
        let mut rows = Vec::new();
        while self.peek()?.is_some_and(&belongs) {
            rows.extend(self.decoded.pop_front());
        }
        Ok(rows)
    }

    pub(crate) fn end(&mut self) -> Result<(), ExportError> {
        if self.peek()?.is_none() { Ok(()) } else { Err(self.batches.left_over()) }
    }
}

fn open(
    path: &Path,
    columns: Columns,
    features: &[String],
) -> Result<ParquetRecordBatchReader, ExportError> {
    let file = File::open(path).map_err(|error| ExportError::io("read", path, error))?;
    let opened = || {
        let mut builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
        if let Some(names) = columns.names() {
            let names = names.iter().copied().chain(features.iter().map(String::as_str));
            let mask = ProjectionMask::columns(builder.parquet_schema(), names);
            builder = builder.with_projection(mask);
        }
        builder.with_batch_size(BATCH_ROWS).build()
    };
    opened().map_err(|error| ExportError::parquet("read", path, error))
}
