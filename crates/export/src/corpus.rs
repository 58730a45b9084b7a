use std::collections::HashSet;
use std::path::{Path, PathBuf};

use duizhao_bitext::Feature;

use crate::card;
use crate::digest::{DigestFile, Written};
use crate::identity::id_hash;
use crate::manifest::{Counts, Input, InputList, Manifest, ManifestFile, PROGRAM, is_masked};
use crate::row::{DocumentRow, DroppedRow, FileRow, SentenceRow, StoredDocument};
use crate::schema::{self, CARD, DOCUMENTS, DROPPED, MANIFEST, SCHEMA_VERSION, UNPAIRED};
use crate::shards::{HUGGING_FACE, PairFiles, Shards};
use crate::staging::{Replace, Staging};
use crate::table::{Limits, TableWriter};
use crate::{DocumentRecord, ExportError, FailedInput};

/// How a corpus folder is written.
#[derive(Debug, Clone, Default)]
pub struct CorpusOptions {
    /// Whether a corpus folder (or an empty folder) that is there already is replaced. Default: no.
    pub force: bool,
    /// The scorer's features: the names and meanings of the columns for
    /// [`Pair::features`](duizhao_bitext::Pair::features).
    pub features: Vec<Feature>,
    /// Every setting of the build, for the manifest. Default: null.
    pub settings: serde_json::Value,
    /// How large a file of pairs may become.
    pub shards: Shards,
}

/// Writes a corpus folder, document by document.
///
/// Everything goes into a folder beside `out` and takes its place in [`finish`](Self::finish): a folder at `out` is
/// always complete. Dropped without `finish`, the writer removes what it wrote. The same records in the same order give
/// the same bytes. Memory is bounded by one document and one row group of each table, and 16 bytes
/// a document to know its id again.
#[derive(Debug)]
pub struct CorpusWriter {
    staging: Staging,
    replace: Replace,
    options: CorpusOptions,
    pub(crate) counts: Counts,
    pub(crate) is_masked: bool,
    inputs: InputList,
    known: HashSet<u64>,
    pub(crate) pairs: PairFiles,
    pub(crate) unpaired: TableWriter<SentenceRow>,
    pub(crate) dropped: TableWriter<DroppedRow>,
    documents: TableWriter<DocumentRow>,
}

impl CorpusWriter {
    /// Begins a corpus at `out`. Parent folders are made; what killed runs left beside `out` is removed.
    ///
    /// # Errors
    /// [`ExportError::Exists`] if something is at `out` and may not be replaced, [`ExportError::NotACorpus`] if it is
    /// no corpus folder, [`ExportError::Busy`] if another process is writing there, and those of the file system.
    pub fn create(out: &Path, options: CorpusOptions) -> Result<Self, ExportError> {
        Self::with_limits(out, options, Limits::default())
    }

    pub(crate) fn with_limits(
        out: &Path,
        options: CorpusOptions,
        limits: Limits,
    ) -> Result<Self, ExportError> {
        let replace = if options.force { Replace::FolderWith(MANIFEST) } else { Replace::Never };
        let staging = Staging::create(out, replace)?;
        let folder = staging.path();
        let features = &options.features;
        let translation = [("huggingface", HUGGING_FACE.to_owned())];
        let table = |name: &str| folder.join(name);
        Ok(Self {
            pairs: PairFiles::create(folder, features, options.shards, limits)?,
            unpaired: TableWriter::create(&table(UNPAIRED), schema::unpaired(), &[], limits)?,
            dropped: TableWriter::create(
                &table(DROPPED),
                schema::dropped(features),
                &translation,
                limits,
            )?,
            documents: TableWriter::create(&table(DOCUMENTS), schema::documents(), &[], limits)?,
            inputs: InputList::create(folder.join("inputs.jsonl"))?,
            counts: Counts::default(),
            is_masked: is_masked(&options.settings),
            known: HashSet::new(),
            staging,
            replace,
            options,
        })
    }

    /// Adds a document. Documents appear in the corpus in the order in which they were added.
    ///
    /// # Errors
    /// [`ExportError::Unlawful`] if the record does not account for its sentences (see the message), and those of the
    /// file system. The writer can only be dropped after an error of the file system.
    pub fn document(&mut self, record: &DocumentRecord<'_>) -> Result<(), ExportError> {
        self.stored(&StoredDocument::of(record, self.options.features.len())?)
    }

    /// Adds a document whose rows are made already: by [`StoredDocument::of`], or read from another corpus. Its pairs
    /// must have this corpus's features, and its counts must be there; how many pairs were accepted and rejected is
    /// counted again.
    ///
    /// # Errors
    /// As for [`document`](Self::document).
    pub fn stored(&mut self, document: &StoredDocument) -> Result<(), ExportError> {
        let mut row = document.row.clone();
        if let Some(counts) = &mut row.counts {
            counts.pairs = document.pairs.len();
            counts.pairs_rejected = document.dropped.iter().filter_map(DroppedRow::pair).count();
        }
        self.document_row(&document.id, &row)?;
        document.pairs.iter().try_for_each(|row| self.pairs.push(row))?;
        document.unpaired.iter().try_for_each(|row| self.unpaired.push(row))?;
        document.dropped.iter().try_for_each(|row| self.dropped.push(row))?;
        self.counts.add(document, &row, self.is_masked);
        Ok(())
    }

    /// Writes what is known of a document as a whole.
    pub(crate) fn document_row(&mut self, id: &str, row: &DocumentRow) -> Result<(), ExportError> {
        if !self.known.insert(id_hash(id)) {
            return Err(ExportError::SameDocument { document: id.to_owned() });
        }
        self.documents.push(row)?;
        for file in &row.files {
            self.inputs.push(&Input {
                path: file.path.clone(),
                document: Some(id.to_owned()),
                sha256: file.sha256.clone(),
            })?;
        }
        Ok(())
    }

    /// Adds an input that could not be made a document.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn failed(&mut self, input: &FailedInput) -> Result<(), ExportError> {
        self.counts.failed_inputs += 1;
        let path = input.path.clone();
        self.inputs.push(&Input { path: path.clone(), document: None, sha256: None })?;
        self.documents.push(&DocumentRow {
            failure: Some(input.reason.clone()),
            hint: input.hint.clone(),
            files: vec![FileRow { path, charset: None, sha256: None }],
            ..DocumentRow::default()
        })
    }

    /// Where the corpus will be.
    pub(crate) fn target(&self) -> &Path {
        self.staging.target()
    }

    /// The place of something else that belongs to the corpus: `.NAMEsuffix` beside NAME.
    pub(crate) fn beside(&self, suffix: &str) -> PathBuf {
        self.staging.beside(suffix)
    }

    /// The folder in which the corpus is written until it is finished: on the disk that it will be on, and gone if it is
    /// never finished.
    pub fn unfinished(&self) -> &Path {
        self.staging.path()
    }

    /// How much there is so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Completes the corpus, brings it to the disk and puts it in its place.
    ///
    /// # Errors
    /// Those of the file system; nothing is at `out` then but what was there before.
    pub fn finish(self) -> Result<Manifest, ExportError> {
        let Self { staging, replace, options, counts, mut inputs, .. } = self;
        let folder = staging.path().to_owned();
        let card = card::text(&counts, &options.features);
        let mut files = self.pairs.finish()?;
        files.extend([
            table_file(UNPAIRED, self.unpaired.finish()?),
            table_file(DROPPED, self.dropped.finish()?),
            table_file(DOCUMENTS, self.documents.finish()?),
            ManifestFile::new(CARD, None, write_text(&folder.join(CARD), &card)?),
        ]);
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let manifest = Manifest {
            schema_version: SCHEMA_VERSION,
            program: PROGRAM.to_owned(),
            settings: options.settings,
            features: options.features.iter().map(|feature| feature.name.to_owned()).collect(),
            counts,
            files,
        };
        inputs.close()?;
        manifest.write(&folder, &inputs)?;
        inputs.remove()?;
        staging.commit(replace)?;
        Ok(manifest)
    }
}

fn table_file(path: &str, (rows, written): (u64, Written)) -> ManifestFile {
    ManifestFile::new(path, Some(rows), written)
}

fn write_text(path: &Path, text: &str) -> Result<Written, ExportError> {
    let mut file = DigestFile::create(path)?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .map_err(|error| ExportError::io("write", path, error))?;
    file.finish()
}
