//! The pairs' files: one or more shards for each split, named as Hugging Face names them.

use std::fs;
use std::path::{Path, PathBuf};

use duizhao_bitext::{Feature, Split};

use crate::ExportError;
use crate::digest::Written;
use crate::manifest::ManifestFile;
use crate::row::PairRow;
use crate::schema::{self, PAIRS};
use crate::table::{Limits, TableWriter};

/// What Hugging Face `datasets` needs to know to make the `translation` column its `Translation` type.
pub(crate) const HUGGING_FACE: &str =
    r#"{"info":{"features":{"translation":{"languages":["en","zh"],"_type":"Translation"}}}}"#;

/// How large a file of pairs may become before the next one is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    /// Most pairs of a file; 0 stands for 1. Default: no limit.
    pub pairs: u64,
    /// About how many bytes a file may have: the next one begins after the row group (64 MB before compression) that
    /// reaches it. Default: 500 MB, as in `datasets`.
    pub bytes: u64,
}

impl Default for Shards {
    fn default() -> Self {
        Self { pairs: u64::MAX, bytes: 500_000_000 }
    }
}

/// Writes the pairs of all splits.
#[derive(Debug)]
pub(crate) struct PairFiles {
    folder: PathBuf,
    features: Vec<Feature>,
    shards: Shards,
    limits: Limits,
    splits: [Series; 3],
}

/// The files of one split: those that are complete, and the one being written.
#[derive(Debug, Default)]
struct Series {
    complete: Vec<(u64, Written)>,
    open: Option<TableWriter<PairRow>>,
}

impl PairFiles {
    /// Begins with an empty file of the split `train`, so that every corpus has one.
    pub(crate) fn create(
        corpus: &Path,
        features: &[Feature],
        shards: Shards,
        limits: Limits,
    ) -> Result<Self, ExportError> {
        let folder = corpus.join(PAIRS);
        fs::create_dir_all(&folder).map_err(|error| ExportError::io("create", &folder, error))?;
        let (features, splits) = (features.to_vec(), Default::default());
        let mut files = Self { folder, features, shards, limits, splits };
        files.splits[Split::Train as usize].open = Some(files.next_shard(Split::Train)?);
        Ok(files)
    }

    pub(crate) fn push(&mut self, pair: &PairRow) -> Result<(), ExportError> {
        let split = pair.split;
        let mut shard = match self.splits[split as usize].open.take() {
            Some(shard) => shard,
            None => self.next_shard(split)?,
        };
        shard.push(pair)?;
        let series = &mut self.splits[split as usize];
        if shard.rows() >= self.shards.pairs || shard.bytes_written() >= self.shards.bytes {
            series.complete.push(shard.finish()?);
        } else {
            series.open = Some(shard);
        }
        Ok(())
    }

    fn next_shard(&self, split: Split) -> Result<TableWriter<PairRow>, ExportError> {
        let path = self.folder.join(unfinished(split, self.splits[split as usize].complete.len()));
        let translation = [("huggingface", HUGGING_FACE.to_owned())];
        TableWriter::create(&path, schema::pairs(&self.features), &translation, self.limits)
    }

    /// Completes every file and gives it its name, now that the number of files is known.
    pub(crate) fn finish(self) -> Result<Vec<ManifestFile>, ExportError> {
        let mut files = Vec::new();
        for (split, series) in Split::ALL.into_iter().zip(self.splits) {
            let mut shards = series.complete;
            if let Some(open) = series.open {
                shards.push(open.finish()?);
            }
            let count = shards.len();
            for (number, (rows, written)) in shards.into_iter().enumerate() {
                let name = format!("{split}-{number:05}-of-{count:05}.parquet");
                let from = self.folder.join(unfinished(split, number));
                fs::rename(&from, self.folder.join(&name))
                    .map_err(|error| ExportError::io("rename", &from, error))?;
                files.push(ManifestFile::new(&format!("{PAIRS}/{name}"), Some(rows), written));
            }
        }
        Ok(files)
    }
}

fn unfinished(split: Split, number: usize) -> String {
    format!("{split}-{number:05}.unfinished")
}

/// The split of a pairs' file by its path in the folder; `None` for any other file.
pub(crate) fn split_of(path: &str) -> Option<Split> {
    let name = path.strip_prefix(PAIRS)?.strip_prefix('/')?.strip_suffix(".parquet")?;
    Split::of_name(name.split_once('-')?.0)
}

#[cfg(test)]
mod tests {
    use super::split_of;
    use duizhao_bitext::Split;

    #[test]
    fn the_name_tells_the_split() {
        assert_eq!(split_of("data/validation-00001-of-00002.parquet"), Some(Split::Validation));
        for other in ["dropped.parquet", "data/notes.txt", "data/dev-0.parquet"] {
            assert_eq!(split_of(other), None, "{other}");
        }
    }
}
