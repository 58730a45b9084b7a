use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};

use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use crate::decode::{Batch, Stored};
use crate::digest::sha256_of;
use crate::row::{DocumentRow, DroppedRow, PairRow, SentenceRow, StoredDocument};
use crate::schema::{DOCUMENTS, DROPPED, UNPAIRED};
use crate::{ExportError, Manifest};

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

    /// The documents, in the order in which they were written; failed inputs are left out. Each table is read once
    /// before, to check its SHA-256.
    ///
    /// # Errors
    /// [`ExportError::Io`] for a missing table, [`ExportError::Inconsistent`] for one that is not as it was written;
    /// each document may give the same if the tables do not fit each other.
    pub fn documents(
        &self,
    ) -> Result<impl Iterator<Item = Result<StoredDocument, ExportError>> + use<>, ExportError>
    {
        let names = self.manifest.files.iter().map(|file| &*file.path);
        let pairs = names.filter(|name| {
            name.starts_with("data/")
                && Path::new(name).extension().is_some_and(|end| end == "parquet")
        });
        Ok(Documents {
            table: self.rows(DOCUMENTS)?,
            pairs: pairs.map(|name| self.rows(name)).collect::<Result<_, _>>()?,
            unpaired: self.rows(UNPAIRED)?,
            dropped: self.rows(DROPPED)?,
        })
    }

    /// Opens a table after checking that it is the one that was written: the Parquet library trusts what it reads.
    fn rows<R: Stored>(&self, name: &str) -> Result<Rows<R>, ExportError> {
        let path = self.folder.join(name);
        let file = self.manifest.files.iter().find(|file| file.path == name);
        let problem = match file {
            Some(file) if sha256_of(&path)? == file.sha256 => {
                return Rows::open(&path, &self.manifest.features);
            }
            Some(_) => "its SHA-256 is not the one in manifest.json",
            None => "manifest.json does not list it",
        };
        Err(ExportError::Inconsistent { path, problem: problem.to_owned() })
    }
}

/// The tables of a corpus, read side by side.
#[derive(Debug)]
struct Documents {
    table: Rows<DocumentRow>,
    pairs: Vec<Rows<PairRow>>,
    unpaired: Rows<SentenceRow>,
    dropped: Rows<DroppedRow>,
}

impl Documents {
    fn read(&mut self) -> Result<Option<StoredDocument>, ExportError> {
        let (id, row) = loop {
            match self.table.next_row()? {
                None => return self.end().map(|()| None),
                Some(row) => {
                    if let Some(id) = row.document.clone() {
                        break (id, row);
                    }
                }
            }
        };
        let mut document = StoredDocument {
            pairs: Vec::new(),
            unpaired: self.unpaired.take_while(|row| row.document == id)?,
            dropped: self.dropped.take_while(|row| row.document() == id)?,
            id,
            row,
        };
        for file in &mut self.pairs {
            document.pairs.extend(file.take_while(|row| row.document == document.id)?);
        }
        Ok(Some(document))
    }

    /// All tables must have come to their end together.
    fn end(&mut self) -> Result<(), ExportError> {
        self.pairs.iter_mut().try_for_each(Rows::end)?;
        self.unpaired.end()?;
        self.dropped.end()
    }
}

impl Iterator for Documents {
    type Item = Result<StoredDocument, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// The rows of one table.
#[derive(Debug)]
struct Rows<R> {
    path: PathBuf,
    features: Vec<String>,
    batches: ParquetRecordBatchReader,
    decoded: VecDeque<R>,
}

impl<R: Stored> Rows<R> {
    fn open(path: &Path, features: &[String]) -> Result<Self, ExportError> {
        let file = File::open(path).map_err(|error| ExportError::io("read", path, error))?;
        let batches = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| builder.with_batch_size(BATCH_ROWS).build())
            .map_err(|error| ExportError::parquet("read", path, error))?;
        let path = path.to_owned();
        Ok(Self { path, features: features.to_vec(), batches, decoded: VecDeque::new() })
    }

    /// The next row, which stays.
    fn peek(&mut self) -> Result<Option<&R>, ExportError> {
        while self.decoded.is_empty() {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            let rows = batch.map_err(|error| {
                ExportError::parquet("read", &self.path, ParquetError::from(error))
            })?;
            let batch = Batch { path: &self.path, rows: &rows };
            self.decoded.extend(R::decode(&batch, &self.features)?);
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
        let path = || self.path.clone();
        if is_at_end {
            Ok(())
        } else {
            Err(ExportError::Inconsistent { path: path(), problem: problem.to_owned() })
        }
    }
}
