use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use duizhao_bitext::{Category, Split};
use serde::ser::{Error, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

use crate::ExportError;
use crate::digest::{DigestFile, Written};
use crate::masked::{self, Masked};
use crate::row::{DocumentRow, DroppedRow, StoredDocument};
use crate::schema::{MANIFEST, MANIFEST_HASH, OLDEST_READABLE, SCHEMA_VERSION};

/// The program and its version, as the manifest names it.
pub(crate) const PROGRAM: &str = concat!("duizhao ", env!("CARGO_PKG_VERSION"));

/// What `manifest.json` says of a corpus, except for the list of inputs, which may be long and stands at its end.
///
/// It holds no time and no name of a machine: the same inputs and settings give the same manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// The version of the folder's form.
    pub schema_version: u32,
    /// The program that wrote it, `duizhao 0.1.0`.
    pub program: String,
    /// Every setting of the build, as the caller gave them.
    pub settings: serde_json::Value,
    /// The names of the feature columns, in their order.
    pub features: Vec<String>,
    /// How much there is of everything.
    pub counts: Counts,
    /// Every other file of the folder.
    pub files: Vec<ManifestFile>,
}

/// How much there is of everything in a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Inputs of which no document could be made.
    pub failed_inputs: u64,
    /// Documents by layout.
    pub layouts: BTreeMap<String, u64>,
    /// Chinese sentences.
    pub zh_sentences: u64,
    /// English sentences.
    pub en_sentences: u64,
    /// Accepted pairs.
    pub pairs: u64,
    /// Accepted pairs by split.
    pub splits: BTreeMap<Split, u64>,
    /// Accepted pairs by category, `1-1` and so on.
    #[serde(with = "by_category")]
    pub categories: BTreeMap<Category, u64>,
    /// Rejected pairs by filter, or by what curation found.
    pub rejected_pairs: BTreeMap<String, u64>,
    /// Chinese sentences without a counterpart.
    pub zh_unpaired: u64,
    /// English sentences without a counterpart.
    pub en_unpaired: u64,
    /// Dropped blocks by rule.
    pub dropped_blocks: BTreeMap<String, u64>,
    /// Private details in accepted pairs that were masked, by kind; nothing where none were asked to be.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub masked: BTreeMap<String, Masked>,
}

/// A file of a corpus folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// Its rows; `None` for a file that is no table.
    pub rows: Option<u64>,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl ManifestFile {
    pub(crate) fn new(path: &str, rows: Option<u64>, written: Written) -> Self {
        Self { path: path.to_owned(), rows, bytes: written.bytes, sha256: written.sha256 }
    }
}

impl Counts {
    /// Counts a document with its row in the table of documents; with placeholders if private details were masked.
    pub(crate) fn add(&mut self, document: &StoredDocument, row: &DocumentRow, is_masked: bool) {
        self.add_row(row);
        for pair in &document.pairs {
            self.add_pair(pair.category(), pair.split);
            if is_masked {
                masked::add(&mut self.masked, [&pair.zh.text, &pair.en.text]);
            }
        }
        for dropped in &document.dropped {
            match dropped {
                DroppedRow::Pair { reason, .. } => self.add_dropped(true, reason),
                DroppedRow::Block(block) => self.add_dropped(false, &block.reason),
            }
        }
    }

    /// Counts what stands in a document's row in the table of documents.
    pub(crate) fn add_row(&mut self, row: &DocumentRow) {
        let of_document = row.counts.unwrap_or_default();
        self.documents += 1;
        self.zh_sentences += of_document.zh_sentences as u64;
        self.en_sentences += of_document.en_sentences as u64;
        self.zh_unpaired += of_document.zh_unpaired as u64;
        self.en_unpaired += of_document.en_unpaired as u64;
        if let Some(layout) = &row.layout {
            *self.layouts.entry(layout.to_string()).or_default() += 1;
        }
    }

    /// Counts an accepted pair.
    pub(crate) fn add_pair(&mut self, category: Category, split: Split) {
        self.pairs += 1;
        *self.categories.entry(category).or_default() += 1;
        *self.splits.entry(split).or_default() += 1;
    }

    /// Counts what was dropped: a pair or a block.
    pub(crate) fn add_dropped(&mut self, is_pair: bool, reason: &str) {
        let reasons = if is_pair { &mut self.rejected_pairs } else { &mut self.dropped_blocks };
        match reasons.get_mut(reason) {
            Some(count) => *count += 1,
            None => drop(reasons.insert(reason.to_owned(), 1)),
        }
    }
}

impl Manifest {
    /// Reads the manifest of a corpus folder.
    ///
    /// # Errors
    /// [`ExportError::NoManifest`] if it has none, [`ExportError::SchemaVersion`] if it was written by a version whose
    /// folders this one does not read, [`ExportError::Manifest`] if it is damaged.
    pub fn read(corpus: &Path) -> Result<Self, ExportError> {
        #[derive(Deserialize)]
        struct Version {
            schema_version: u32,
        }
        let path = corpus.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                ExportError::NoManifest { path: corpus.to_owned() }
            }
            _ => ExportError::io("read", &path, error),
        })?;
        let damaged = |source| ExportError::Manifest { path: path.clone(), source };
        let Version { schema_version: found } = serde_json::from_str(&text).map_err(damaged)?;
        let (oldest, newest) = (OLDEST_READABLE, SCHEMA_VERSION);
        if !(oldest..=newest).contains(&found) {
            return Err(ExportError::SchemaVersion { path, found, oldest, newest });
        }
        serde_json::from_str(&text).map_err(damaged)
    }

    /// Whether private details were masked when its documents were read, those of one of the corpora that it was made of
    /// at least.
    pub fn is_masked(&self) -> bool {
        is_masked(&self.settings)
    }

    /// The settings of all the builds that it comes from: its own, or those of the corpora that were merged into it.
    pub fn builds(&self) -> Vec<&serde_json::Value> {
        builds(&self.settings)
    }

    /// Whether this version of the program wrote it.
    pub fn is_of_this_version(&self) -> bool {
        self.schema_version == SCHEMA_VERSION && self.program == PROGRAM
    }

    /// Writes it into a folder, with the inputs at its end, and its hash beside it.
    pub(crate) fn write(&self, folder: &Path, inputs: &InputList) -> Result<(), ExportError> {
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            manifest: &'a Manifest,
            inputs: &'a InputList,
        }
        let path = folder.join(MANIFEST);
        let failed = |error| ExportError::io("write", &path, error);
        let mut file = DigestFile::create(&path)?;
        serde_json::to_writer_pretty(&mut file, &Whole { manifest: self, inputs })
            .map_err(|error| failed(error.into()))?;
        file.write_all(b"\n").map_err(failed)?;
        let written = file.finish()?;
        let path = folder.join(MANIFEST_HASH);
        let mut file = DigestFile::create(&path)?;
        writeln!(file, "{}  {MANIFEST}", written.sha256)
            .map_err(|error| ExportError::io("write", &path, error))?;
        file.finish().map(drop)
    }
}

/// Whether a build with these settings, or one of those that it was made of, masked private details.
pub(crate) fn is_masked(settings: &serde_json::Value) -> bool {
    builds(settings).into_iter().any(|build| build["private"]["mask"] == true)
}

fn builds(settings: &serde_json::Value) -> Vec<&serde_json::Value> {
    match settings["corpora"].as_array() {
        Some(corpora) => corpora.iter().flat_map(builds).collect(),
        None => vec![settings],
    }
}

/// An input in the manifest.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Input {
    pub(crate) path: String,
    pub(crate) document: Option<String>,
    pub(crate) sha256: Option<String>,
}

/// The inputs so far, kept in a file of their own so that memory does not grow with them.
#[derive(Debug)]
pub(crate) struct InputList {
    path: PathBuf,
    lines: Option<BufWriter<File>>,
}

impl InputList {
    pub(crate) fn create(path: PathBuf) -> Result<Self, ExportError> {
        let file =
            File::create_new(&path).map_err(|error| ExportError::io("create", &path, error))?;
        Ok(Self { path, lines: Some(BufWriter::new(file)) })
    }

    pub(crate) fn push(&mut self, input: &Input) -> Result<(), ExportError> {
        let Some(lines) = &mut self.lines else { return Ok(()) };
        let written = serde_json::to_writer(&mut *lines, input)
            .map_err(Into::into)
            .and_then(|()| lines.write_all(b"\n"));
        written.map_err(|error| ExportError::io("write", &self.path, error))
    }

    /// Ends the list: it can be written into the manifest now.
    pub(crate) fn close(&mut self) -> Result<(), ExportError> {
        let flushed = self.lines.take().map_or(Ok(()), |mut lines| lines.flush());
        flushed.map_err(|error| ExportError::io("write", &self.path, error))
    }

    pub(crate) fn remove(self) -> Result<(), ExportError> {
        std::fs::remove_file(&self.path)
            .map_err(|error| ExportError::io("remove", &self.path, error))
    }
}

impl Serialize for InputList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let file = File::open(&self.path).map_err(S::Error::custom)?;
        let mut list = serializer.serialize_seq(None)?;
        for line in BufReader::new(file).lines() {
            let line = line.map_err(S::Error::custom)?;
            let input: Input = serde_json::from_str(&line).map_err(S::Error::custom)?;
            list.serialize_element(&input)?;
        }
        list.end()
    }
}

/// Categories as `zh-en`, in the order of their numbers.
mod by_category {
    use std::collections::BTreeMap;

    use duizhao_bitext::Category;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        counts: &BTreeMap<Category, u64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(counts.iter().map(|(category, count)| (category.to_string(), count)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Category, u64>, D::Error> {
        let counts = BTreeMap::<String, u64>::deserialize(deserializer)?;
        let parse = |name: &str| {
            let (zh, en) = name.split_once('-')?;
            Some(Category { zh: zh.parse().ok()?, en: en.parse().ok()? })
        };
        counts
            .into_iter()
            .map(|(name, count)| {
                let category = parse(&name)
                    .ok_or_else(|| D::Error::custom(format!("`{name}` is no category like 1-2")))?;
                Ok((category, count))
            })
            .collect()
    }
}
