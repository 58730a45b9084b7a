use std::path::PathBuf;

use clap::ValueEnum;
use duizhao::{Curation, parse_size};
use duizhao_curator::{Duplicates, Settings, Size, SplitBy, Translations};
use duizhao_export::Shards;

/// What is done with the pairs of the whole corpus.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Duplicates and splits")]
pub(crate) struct CurationArguments {
    /// Drop pairs that say the same as a better-scored one, or also those that nearly do
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Which::Exact)]
    duplicates: Which,

    /// How alike near duplicates are: Jaccard similarity of each side's shingles, .3 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = similarity)]
    similarity: f32,

    /// Of several translations of the same Chinese keep all, or the best-scored one
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = OfChinese::Keep)]
    translations: OfChinese,

    /// Set documents apart to measure with: so many pairs (1000) or a share (2%)
    #[arg(long, value_name = "SIZE", default_value = "0", value_parser = parse_size)]
    test: Size,

    /// Set documents apart to choose settings by
    #[arg(long, value_name = "SIZE", default_value = "0", value_parser = parse_size)]
    validation: Size,

    /// What stays together when splits are drawn
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Document)]
    split_by: Unit,

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
    pub(crate) fn curation(&self) -> Curation {
        Curation {
            settings: Settings {
                duplicates: match self.duplicates {
                    Which::Keep => Duplicates::Keep,
                    Which::Exact => Duplicates::Exact,
                    Which::Near => Duplicates::Near,
                },
                similarity: self.similarity,
                translations: match self.translations {
                    OfChinese::Keep => Translations::Keep,
                    OfChinese::Best => Translations::Best,
                },
                test: self.test,
                validation: self.validation,
                split_by: match self.split_by {
                    Unit::Document => SplitBy::Document,
                    Unit::Pair => SplitBy::Pair,
                },
            },
            against: self.against.clone(),
            held_out: self.held_out.clone(),
            splits_of: self.splits_of.clone(),
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
