use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};

use duizhao_bitext::Split;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use crate::decode::{Batch, Stored};
use crate::digest::sha256_of;
use crate::row::{DocumentRow, DroppedRow, PairRow, SentenceRow, StoredDocument};
use crate::schema::{DOCUMENTS, DROPPED, UNPAIRED};
use crate::shards::split_of;
use crate::{ExportError, FailedInput, Manifest, Record};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 1024;

/// Reads a corpus folder, document by document.
///
/// Memory is bounded by one document and a batch of each table.
#[derive(Debug)]
pub struct CorpusReader {
    folder: PathBuf,
    manifest: Manifest,
}

impl CorpusReader {
    /// Opens a corpus folder.
    ///
    /// # Errors
    /// Those of [`Manifest::read`].
    pub fn open(folder: &Path) -> Result<Self, ExportError> {
        Ok(Self { folder: folder.to_owned(), manifest: Manifest::read(folder)? })
    }

    /// What the corpus says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The documents, in the order in which they were written; failed inputs are left out. As for
    /// [`records`](Self::records).
    ///
    /// # Errors
    /// As for [`records`](Self::records).
    pub fn documents(
        &self,
    ) -> Result<impl Iterator<Item = Result<StoredDocument, ExportError>> + use<>, ExportError>
    {
        Ok(self.records()?.filter_map(|record| match record {
            Ok(Record::Document(document)) => Some(Ok(*document)),
            Ok(Record::Failed(_)) => None,
            Err(error) => Some(Err(error)),
        }))
    }

    /// What is known of each document as a whole, and of each failed input, in the order in which they were written.
    /// Reads one table only.
    ///
    /// # Errors
    /// As for [`records`](Self::records).
    pub fn document_rows(
        &self,
    ) -> Result<impl Iterator<Item = Result<DocumentRow, ExportError>> + use<>, ExportError> {
        let mut rows = self.rows([DOCUMENTS])?;
        Ok(std::iter::from_fn(move || rows.next_row().transpose()))
    }

    /// The documents and the failed inputs, in the order in which they were written. Each table is read once before,
    /// to check its SHA-256.
    ///
    /// # Errors
    /// [`ExportError::Io`] for a missing table, [`ExportError::Inconsistent`] for one that is not as it was written;
    /// each document may give the same if the tables do not fit each other.
    pub fn records(
        &self,
    ) -> Result<impl Iterator<Item = Result<Record, ExportError>> + use<>, ExportError> {
        let of_split = |split| {
            let names = self.manifest.files.iter().map(|file| &*file.path);
            self.rows(names.filter(move |name| split_of(name) == Some(split)))
        };
        let [train, validation, test] = Split::ALL.map(of_split);
        Ok(Records {
            table: self.rows([DOCUMENTS])?,
            pairs: [train?, validation?, test?],
            unpaired: self.rows([UNPAIRED])?,
            dropped: self.rows([DROPPED])?,
        })
    }

    /// Opens a table, in one file or several, after checking that they are the ones that were written: the Parquet
    /// library trusts what it reads.
    fn rows<'a, R: Stored>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Rows<R>, ExportError> {
        let files = names.into_iter().map(|name| self.checked(name)).collect::<Result<_, _>>()?;
        Ok(Rows::new(files, &self.manifest.features))
    }

    fn checked(&self, name: &str) -> Result<PathBuf, ExportError> {
        let path = self.folder.join(name);
        let file = self.manifest.files.iter().find(|file| file.path == name);
        let problem = match file {
            Some(file) if sha256_of(&path)? == file.sha256 => return Ok(path),
            Some(_) => "its SHA-256 is not the one in manifest.json",
            None => "manifest.json does not list it",
        };
        Err(ExportError::Inconsistent { path, problem: problem.to_owned() })
    }
}

/// The tables of a corpus, read side by side.
#[derive(Debug)]
struct Records {
    table: Rows<DocumentRow>,
    pairs: [Rows<PairRow>; 3],
    unpaired: Rows<SentenceRow>,
    dropped: Rows<DroppedRow>,
}

impl Records {
    fn read(&mut self) -> Result<Option<Record>, ExportError> {
        let Some(row) = self.table.next_row()? else { return self.end().map(|()| None) };
        match row.document.clone() {
            Some(id) => Ok(Some(Record::Document(Box::new(self.document(id, row)?)))),
            None => Ok(Some(Record::Failed(failed_input(row)))),
        }
    }

    fn document(&mut self, id: String, row: DocumentRow) -> Result<StoredDocument, ExportError> {
        let mut pairs = Vec::new();
        for (split, rows) in Split::ALL.into_iter().zip(&mut self.pairs) {
            let of_document = rows.take_while(|row| row.document == id)?;
            pairs.extend(of_document.into_iter().map(|pair| PairRow { split, ..pair }));
        }
        // The order in which they were made: every pair has Chinese sentences, and each is in one pair only.
        pairs.sort_by_key(|pair| pair.zh.sentences.start);
        Ok(StoredDocument {
            pairs,
            unpaired: self.unpaired.take_while(|row| row.document == id)?,
            dropped: self.dropped.take_while(|row| row.document() == id)?,
            id,
            row,
        })
    }

    /// All tables must have come to their end together.
    fn end(&mut self) -> Result<(), ExportError> {
        self.pairs.iter_mut().try_for_each(Rows::end)?;
        self.unpaired.end()?;
        self.dropped.end()
    }
}

impl Iterator for Records {
    type Item = Result<Record, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn failed_input(row: DocumentRow) -> FailedInput {
    FailedInput {
        path: row.files.into_iter().next().map(|file| file.path).unwrap_or_default(),
        reason: row.failure.unwrap_or_default(),
        hint: row.hint,
    }
}

/// The rows of one table, which may be in several files.
#[derive(Debug)]
struct Rows<R> {
    /// The files that are left, the first one being read.
    files: VecDeque<PathBuf>,
    features: Vec<String>,
    batches: Option<ParquetRecordBatchReader>,
    decoded: VecDeque<R>,
    last: PathBuf,
}

impl<R: Stored> Rows<R> {
    fn new(files: VecDeque<PathBuf>, features: &[String]) -> Self {
        let last = files.back().cloned().unwrap_or_default();
        Self { files, features: features.to_vec(), batches: None, decoded: VecDeque::new(), last }
    }

    /// The next row, which stays.
    fn peek(&mut self) -> Result<Option<&R>, ExportError> {
        while self.decoded.is_empty() {
            let Some(path) = self.files.front() else { return Ok(None) };
            let damaged = |error| ExportError::parquet("read", path, error);
            let batches = match &mut self.batches {
                Some(batches) => batches,
                None => self.batches.insert(open(path)?),
            };
            if let Some(batch) = batches.next() {
                let rows = batch.map_err(|error| damaged(ParquetError::from(error)))?;
                self.decoded.extend(R::decode(&Batch { path, rows: &rows }, &self.features)?);
            } else {
                self.batches = None;
                self.files.pop_front();
            }
        }
        Ok(self.decoded.front())
    }

    fn next_row(&mut self) -> Result<Option<R>, ExportError> {
        self.peek()?;
        Ok(self.decoded.pop_front())
    }

    fn take_while(&mut self, belongs: impl Fn(&R) -> bool) -> Result<Vec<R>, ExportError> {
        let mut rows = Vec::new();
        while self.peek()?.is_some_and(&belongs) {
            rows.extend(self.decoded.pop_front());
        }
        Ok(rows)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        let is_at_end = self.peek()?.is_none();
        let problem =
            "it holds rows of documents that documents.parquet lacks, or in another order";
        let path = || self.last.clone();
        if is_at_end {
            Ok(())
        } else {
            Err(ExportError::Inconsistent { path: path(), problem: problem.to_owned() })
        }
    }
}

fn open(path: &Path) -> Result<ParquetRecordBatchReader, ExportError> {
    let file = File::open(path).map_err(|error| ExportError::io("read", path, error))?;
    ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(|builder| builder.with_batch_size(BATCH_ROWS).build())
        .map_err(|error| ExportError::parquet("read", path, error))
}
