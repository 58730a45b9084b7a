use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use duizhao_bitext::Split;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use crate::batch::Batch;
use crate::decode::Stored;
use crate::digest::sha256_of;
use crate::row::{DocumentRow, DroppedRow, PairRow, SentenceRow, StoredDocument};
use crate::schema::{DOCUMENTS, DROPPED, UNPAIRED};
use crate::shards::split_of;
use crate::{ExportError, FailedInput, Manifest, Record};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 4096;

/// Which columns of a corpus are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Columns {
    /// All.
    #[default]
    All,
    /// What curation looks at: of pairs their ids, texts, sentences and scores, and why they were dropped. All else of a
    /// record is empty, and sentences without counterpart are left out.
    Curation {
        /// Whether the features are read too.
        features: bool,
    },
}

impl Columns {
    /// The names of the columns, beside the features; `None` for all.
    fn names(self) -> Option<&'static [&'static str]> {
        const CURATION: [&str; 10] = [
            "id",
            "document",
            "translation",
            "zh_sentences",
            "en_sentences",
            "score",
            "margin",
            "kind",
            "reason",
            "duplicate_of",
        ];
        (self != Self::All).then_some(&CURATION)
    }
}

/// Reads a corpus folder, document by document.
///
/// Memory is bounded by one document and a batch of each table.
#[derive(Debug)]
pub struct CorpusReader {
    folder: PathBuf,
    manifest: Manifest,
    /// Set for each of the manifest's files that was found to be as it was written.
    checked: Vec<OnceLock<()>>,
}

impl CorpusReader {
    /// Opens a corpus folder.
    ///
    /// # Errors
    /// Those of [`Manifest::read`].
    pub fn open(folder: &Path) -> Result<Self, ExportError> {
        let manifest = Manifest::read(folder)?;
        let checked = manifest.files.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { folder: folder.to_owned(), manifest, checked })
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
        let mut rows = self.rows([DOCUMENTS], Columns::All)?;
        Ok(std::iter::from_fn(move || rows.next_row().transpose()))
    }

    /// The documents and the failed inputs, in the order in which they were written. Each table is read once before the
    /// first time, to check its SHA-256.
    ///
    /// # Errors
    /// [`ExportError::Io`] for a missing table, [`ExportError::Inconsistent`] for one that is not as it was written;
    /// each document may give the same if the tables do not fit each other.
    pub fn records(
        &self,
    ) -> Result<impl Iterator<Item = Result<Record, ExportError>> + use<>, ExportError> {
        self.records_of(Columns::All)
    }

    /// The same with some of the columns only, which costs less.
    ///
    /// # Errors
    /// As for [`records`](Self::records).
    pub fn records_of(
        &self,
        columns: Columns,
    ) -> Result<impl Iterator<Item = Result<Record, ExportError>> + use<>, ExportError> {
        let of_split = |split| {
            let names = self.manifest.files.iter().map(|file| &*file.path);
            self.rows(names.filter(move |name| split_of(name) == Some(split)), columns)
        };
        let [train, validation, test] = Split::ALL.map(of_split);
        Ok(Records {
            table: self.rows([DOCUMENTS], columns)?,
            pairs: [train?, validation?, test?],
            unpaired: self
                .rows([UNPAIRED].into_iter().filter(|_| columns == Columns::All), columns)?,
            dropped: self.rows([DROPPED], columns)?,
        })
    }

    /// Opens a table, in one file or several, after checking that they are the ones that were written: the Parquet
    /// library trusts what it reads.
    fn rows<'a, R: Stored>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        columns: Columns,
    ) -> Result<Rows<R>, ExportError> {
        let files = names.into_iter().map(|name| self.checked(name)).collect::<Result<_, _>>()?;
        let features = match columns {
            Columns::Curation { features: false } => &[][..],
            _ => &self.manifest.features,
        };
        Ok(Rows::new(files, features, columns))
    }

    fn checked(&self, name: &str) -> Result<PathBuf, ExportError> {
        let path = self.folder.join(name);
        let at = self.manifest.files.iter().position(|file| file.path == name);
        let problem = match at {
            Some(at) if self.checked[at].get().is_some() => return Ok(path),
            Some(at) if sha256_of(&path)? == self.manifest.files[at].sha256 => {
                let _ = self.checked[at].set(());
                return Ok(path);
            }
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
    columns: Columns,
    batches: Option<ParquetRecordBatchReader>,
    decoded: VecDeque<R>,
    last: PathBuf,
}

impl<R: Stored> Rows<R> {
    fn new(files: VecDeque<PathBuf>, features: &[String], columns: Columns) -> Self {
        let last = files.back().cloned().unwrap_or_default();
        let (features, decoded) = (features.to_vec(), VecDeque::new());
        Self { files, features, columns, batches: None, decoded, last }
    }

    /// The next row, which stays.
    fn peek(&mut self) -> Result<Option<&R>, ExportError> {
        while self.decoded.is_empty() {
            let Some(path) = self.files.front() else { return Ok(None) };
            let damaged = |error| ExportError::parquet("read", path, error);
            let batches = match &mut self.batches {
                Some(batches) => batches,
                None => self.batches.insert(open(path, self.columns, &self.features)?),
            };
            if let Some(batch) = batches.next() {
                let rows = batch.map_err(|error| damaged(ParquetError::from(error)))?;
                let is_whole = self.columns == Columns::All;
                let batch = Batch { path, rows: &rows, is_whole };
                self.decoded = R::decode(&batch, &self.features)?.into();
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
