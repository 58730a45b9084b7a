use std::collections::HashSet;
use std::fs;
use std::path::Path;

use duizhao_bitext::{Feature, Verdict};

use crate::account::DocumentRows;
use crate::card;
use crate::digest::{DigestFile, Written};
use crate::identity::id_hash;
use crate::manifest::{Counts, Input, InputList, Manifest, ManifestFile};
use crate::row::{DocumentRow, DroppedRow, FileRow, PairRow, SentenceRow};
use crate::schema::{self, CARD, DOCUMENTS, DROPPED, MANIFEST, PAIRS, SCHEMA_VERSION, UNPAIRED};
use crate::staging::{Replace, Staging};
use crate::table::{Limits, TableWriter};
use crate::{DocumentRecord, ExportError, FailedInput};

/// What Hugging Face `datasets` needs to know to make the `translation` column its `Translation` type.
const HUGGING_FACE: &str =
    r#"{"info":{"features":{"translation":{"languages":["en","zh"],"_type":"Translation"}}}}"#;

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
    counts: Counts,
    inputs: InputList,
    known: HashSet<u64>,
    pairs: TableWriter<PairRow>,
    unpaired: TableWriter<SentenceRow>,
    dropped: TableWriter<DroppedRow>,
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
        let data = folder.join("data");
        fs::create_dir_all(&data).map_err(|error| ExportError::io("create", &data, error))?;
        let features = &options.features;
        let translation = [("huggingface", HUGGING_FACE.to_owned())];
        let table = |name: &str| folder.join(name);
        Ok(Self {
            pairs: TableWriter::create(
                &table(PAIRS),
                schema::pairs(features),
                &translation,
                limits,
            )?,
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
        if !self.known.insert(id_hash(&record.document.id)) {
            let problem =
                "a document of this id was written before; every document needs its own".to_owned();
            return Err(ExportError::Unlawful { document: record.document.id.clone(), problem });
        }
        let rows = DocumentRows::of(record, self.options.features.len())?;
        rows.pairs.iter().try_for_each(|row| self.pairs.push(row))?;
        rows.unpaired.iter().try_for_each(|row| self.unpaired.push(row))?;
        rows.dropped.iter().try_for_each(|row| self.dropped.push(row))?;
        self.documents.push(&rows.document)?;
        for text in &record.document.texts {
            self.inputs.push(&Input {
                path: text.path.clone(),
                document: Some(record.document.id.clone()),
                sha256: Some(text.sha256.clone()),
            })?;
        }
        self.count(record, &rows);
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
        let mut files = vec![
            table_file(PAIRS, self.pairs.finish()?),
            table_file(UNPAIRED, self.unpaired.finish()?),
            table_file(DROPPED, self.dropped.finish()?),
            table_file(DOCUMENTS, self.documents.finish()?),
            manifest_file(CARD, None, write_text(&folder.join(CARD), &card)?),
        ];
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let manifest = Manifest {
            schema_version: SCHEMA_VERSION,
            program: concat!("duizhao ", env!("CARGO_PKG_VERSION")).to_owned(),
            settings: options.settings,
            features: options.features.iter().map(|feature| feature.name.to_owned()).collect(),
            counts,
            files,
        };
        inputs.close()?;
        manifest.write(&folder.join(MANIFEST), &inputs)?;
        inputs.remove()?;
        staging.commit(replace)?;
        Ok(manifest)
    }

    fn count(&mut self, record: &DocumentRecord<'_>, rows: &DocumentRows) {
        let counts = &mut self.counts;
        counts.documents += 1;
        counts.zh_sentences += rows.counts.zh_sentences as u64;
        counts.en_sentences += rows.counts.en_sentences as u64;
        counts.pairs += rows.counts.pairs as u64;
        counts.zh_unpaired += rows.counts.zh_unpaired as u64;
        counts.en_unpaired += rows.counts.en_unpaired as u64;
        *counts.layouts.entry(record.document.layout.name().to_owned()).or_default() += 1;
        for pair in &rows.pairs {
            *counts.categories.entry(pair.category()).or_default() += 1;
        }
        for pair in record.pairs {
            if let Verdict::Rejected(filter) = &pair.verdict {
                *counts.rejected_pairs.entry(filter.to_string()).or_default() += 1;
            }
        }
        for block in rows.dropped.iter().filter_map(DroppedRow::block) {
            *counts.dropped_blocks.entry(block.reason.to_string()).or_default() += 1;
        }
    }
}

fn table_file(path: &str, (rows, written): (u64, Written)) -> ManifestFile {
    manifest_file(path, Some(rows), written)
}

fn manifest_file(path: &str, rows: Option<u64>, written: Written) -> ManifestFile {
    ManifestFile { path: path.to_owned(), rows, bytes: written.bytes, sha256: written.sha256 }
}

fn write_text(path: &Path, text: &str) -> Result<Written, ExportError> {
    let mut file = DigestFile::create(path)?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .map_err(|error| ExportError::io("write", path, error))?;
    file.finish()
}
