//! The pairs' files: one or more shards for each split, named as Hugging Face names them.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use duizhao_bitext::{Feature, Split};

use crate::ExportError;
use crate::digest::Written;
use crate::manifest::ManifestFile;
use crate::read_batch::ReadBatch;
use crate::row::PairRow;
use crate::schema::{self, PAIRS};
use crate::table::{Fresh, Limits, TableWriter};

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
        files.open_shard(Split::Train)?;
        Ok(files)
    }

    pub(crate) fn push(&mut self, pair: &PairRow) -> Result<(), ExportError> {
        self.open_shard(pair.split)?.push(pair)?;
        self.close_if_full(pair.split)
    }

    /// Adds rows of another table to a split, one for each of `fresh`.
    pub(crate) fn copy(
        &mut self,
        split: Split,
        (from, mut rows): (&ReadBatch, Range<usize>),
        mut fresh: Fresh<'_, PairRow>,
    ) -> Result<(), ExportError> {
        let most = self.shards.pairs.max(1);
        while !rows.is_empty() {
            let shard = self.open_shard(split)?;
            let room = usize::try_from(most - shard.rows()).unwrap_or(usize::MAX);
            let count = shard.copy(
                from,
                rows.start..rows.end.min(rows.start.saturating_add(room)),
                &fresh,
            )?;
            rows.start += count;
            fresh.rows = &fresh.rows[count..];
            self.close_if_full(split)?;
        }
        Ok(())
    }

    fn open_shard(&mut self, split: Split) -> Result<&mut TableWriter<PairRow>, ExportError> {
        let Self { folder, features, shards: _, limits, splits } = self;
        let Series { complete, open } = &mut splits[split as usize];
        if let Some(shard) = open {
            return Ok(shard);
        }
        let path = folder.join(unfinished(split, complete.len()));
        Ok(open.insert(new_shard(&path, features, *limits)?))
    }

    fn close_if_full(&mut self, split: Split) -> Result<(), ExportError> {
        let Shards { pairs, bytes } = self.shards;
        let series = &mut self.splits[split as usize];
        let is_full =
            |shard: &mut TableWriter<_>| shard.rows() >= pairs || shard.bytes_written() >= bytes;
        if let Some(shard) = series.open.take_if(is_full) {
            series.complete.push(shard.finish()?);
        }
        Ok(())
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

fn new_shard(
    path: &Path,
    features: &[Feature],
    limits: Limits,
) -> Result<TableWriter<PairRow>, ExportError> {
    let translation = [("huggingface", HUGGING_FACE.to_owned())];
    TableWriter::create(path, schema::pairs(features), &translation, limits)
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
