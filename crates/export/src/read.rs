use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use duizhao_bitext::Split;

use crate::batches::{Batches, Rows};
use crate::carried::{Carried, Tables};
use crate::decode::Stored;
use crate::digest::sha256_of;
use crate::row::{DocumentRow, DroppedRow, PairRow, SentenceRow, StoredDocument};
use crate::schema::{DOCUMENTS, DROPPED, SCHEMA_VERSION, UNPAIRED};
use crate::shards::split_of;
use crate::{ExportError, FailedInput, Manifest, Record};

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
    pub(crate) fn names(self) -> Option<&'static [&'static str]> {
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
        let [train, validation, test] =
            Split::ALL.map(|split| self.rows(self.files_of(split), columns));
        Ok(Records {
            table: self.rows([DOCUMENTS], columns)?,
            pairs: [train?, validation?, test?],
            unpaired: self
                .rows([UNPAIRED].into_iter().filter(|_| columns == Columns::All), columns)?,
            dropped: self.rows([DROPPED], columns)?,
        })
    }

    /// The same records, with their rows left in the tables: cheaper where rows are looked at and moved, but not changed.
    /// `None` for a corpus of an earlier version, whose tables have other columns.
    ///
    /// # Errors
    /// As for [`records`](Self::records).
    pub fn carried(
        &self,
        columns: Columns,
    ) -> Result<Option<impl Iterator<Item = Result<Carried, ExportError>> + use<>>, ExportError>
    {
        if self.manifest.schema_version != SCHEMA_VERSION {
            return Ok(None);
        }
        let [train, validation, test] =
            Split::ALL.map(|split| self.batches(self.files_of(split), columns));
        let unpaired = (columns == Columns::All).then_some(UNPAIRED);
        Ok(Some(Tables::new(
            self.rows([DOCUMENTS], columns)?,
            [train?, validation?, test?],
            self.batches(unpaired, columns)?,
            self.batches([DROPPED], columns)?,
        )))
    }

    /// The files of a split's pairs.
    fn files_of(&self, split: Split) -> impl Iterator<Item = &str> {
        let names = self.manifest.files.iter().map(|file| &*file.path);
        names.filter(move |name| split_of(name) == Some(split))
    }

    /// Opens a table, in one file or several, after checking that they are the ones that were written: the Parquet
    /// library trusts what it reads.
    fn rows<'a, R: Stored>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        columns: Columns,
    ) -> Result<Rows<R>, ExportError> {
        Ok(Rows::new(self.batches(names, columns)?))
    }

    fn batches<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        columns: Columns,
    ) -> Result<Batches, ExportError> {
        let files = names.into_iter().map(|name| self.checked(name)).collect::<Result<_, _>>()?;
        let features = match columns {
            Columns::Curation { features: false } => &[][..],
            _ => &self.manifest.features,
        };
        Ok(Batches::new(files, features, columns))
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

pub(crate) fn failed_input(row: DocumentRow) -> FailedInput {
    FailedInput {
        path: row.files.into_iter().next().map(|file| file.path).unwrap_or_default(),
        reason: row.failure.unwrap_or_default(),
        hint: row.hint,
    }
}
