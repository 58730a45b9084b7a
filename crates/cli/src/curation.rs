use std::path::PathBuf;

use clap::ValueEnum;
use duizhao::{Curation, parse_size};
use duizhao_curator::{Duplicates, Size, SplitBy, Translations};
use duizhao_export::Shards;

/// What is done with the pairs of the whole corpus.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Duplicates and splits")]
pub(crate) struct CurationArguments {
    /// Drop pairs that say the same as a better-scored one, or also those that nearly do [default: exact; near
    /// with the preset mt]
    #[arg(long, value_enum, value_name = "WHICH")]
    duplicates: Option<Which>,

    /// How alike near duplicates are: Jaccard similarity of each side's shingles, .3 to 1 [default: 0.8]
    #[arg(long, value_name = "SHARE", value_parser = similarity)]
    similarity: Option<f32>,

    /// Of several translations of the same Chinese keep all, or the best-scored one [default: keep]
    #[arg(long, value_enum, value_name = "WHICH")]
    translations: Option<OfChinese>,

    /// Set documents apart to measure with: so many pairs (1000) or a share (2%) [default: 0]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    test: Option<Size>,

    /// Set documents apart to choose settings by [default: 0]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    validation: Option<Size>,

    /// What stays together when splits are drawn [default: document]
    #[arg(long, value_enum, value_name = "UNIT")]
    split_by: Option<Unit>,

    /// Leave documents in the splits that they are in in this corpus
    #[arg(long, value_name = "DIR")]
    splits_of: Option<PathBuf>,

    /// Drop what this corpus holds already; may be given again
    #[arg(long, value_name = "DIR")]
    against: Vec<PathBuf>,

    /// Drop every pair of which a side is, or nearly is, in this corpus; may be given again
    #[arg(long, value_name = "DIR")]
    held_out: Vec<PathBuf>,

    /// Most pairs of a Parquet file [default: no limit but 500 MB]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    shard_pairs: Option<u64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// Drop none
    Keep,
    /// The same but for case, punctuation and spaces
    Exact,
    /// These, and both sides alike
    Near,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OfChinese {
    /// All
    Keep,
    /// The one with the best score
    Best,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Unit {
    /// The pairs of a document
    Document,
    /// The pairs with the same Chinese
    Pair,
}

impl CurationArguments {
    /// Puts what is given here over what the configuration says; corpora to compare with are added.
    pub(crate) fn apply(&self, curation: &mut Curation) {
        let settings = &mut curation.settings;
        if let Some(which) = self.duplicates {
            settings.duplicates = match which {
                Which::Keep => Duplicates::Keep,
                Which::Exact => Duplicates::Exact,
                Which::Near => Duplicates::Near,
            };
        }
        if let Some(which) = self.translations {
            settings.translations = match which {
                OfChinese::Keep => Translations::Keep,
                OfChinese::Best => Translations::Best,
            };
        }
        if let Some(unit) = self.split_by {
            settings.split_by = match unit {
                Unit::Document => SplitBy::Document,
                Unit::Pair => SplitBy::Pair,
            };
        }
        settings.similarity = self.similarity.unwrap_or(settings.similarity);
        settings.test = self.test.unwrap_or(settings.test);
        settings.validation = self.validation.unwrap_or(settings.validation);
        curation.against.extend(self.against.iter().cloned());
        curation.held_out.extend(self.held_out.iter().cloned());
        if let Some(folder) = &self.splits_of {
            curation.splits_of = Some(folder.clone());
        }
    }

    pub(crate) fn shards(&self) -> Shards {
        let all = Shards::default();
        Shards { pairs: self.shard_pairs.unwrap_or(all.pairs), ..all }
    }
}

/// A similarity from which two sides are alike.
pub(crate) fn similarity(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(similarity) if (0.3..=1.0).contains(&similarity) => Ok(similarity),
        _ => Err(format!("`{text}` is not a number from .3 to 1")),
    }
}
