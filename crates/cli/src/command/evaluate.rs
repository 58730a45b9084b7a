use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use duizhao_evaluator::{AlignmentReport, BoundaryReport, Formats, LadderFormat, judge_alignments};

use crate::{Completion, message};

/// Judge alignments or segmentations against gold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  duizhao evaluate align gold/ predicted/\n  \
                        duizhao evaluate segment gold.jsonl sentences.txt")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Strict and lax precision, recall and F1 of beads, by category and document; calibration of their scores
    ///
    /// A bead is right strictly when the very same bead is in gold, laxly when it shares a link with gold. Precision
    /// counts every predicted bead, recall the gold beads with both sides filled; null beads are also judged apart.
    /// Where a file COARSE stands beside gold, consecutive beads inside one unit of gold are joined first.
    #[command(
        after_help = "Example:\n  duizhao evaluate align gold/ predicted/ --json > report.json"
    )]
    Align {
        /// A gold file, or a folder of DOCUMENT.gold, with DOCUMENT.zh and DOCUMENT.en where all sentences shall be
        /// accounted for
        gold: PathBuf,

        /// The predicted beads: a file, or a folder of DOCUMENT.align
        predicted: PathBuf,

        /// How gold is written
        #[arg(long, value_name = "FORMAT", default_value = "beads")]
        gold_format: Format,

        /// How the prediction is written
        #[arg(long, value_name = "FORMAT", default_value = "beads")]
        format: Format,

        /// Write one JSON object instead of tables
        #[arg(long)]
        json: bool,
    },

    /// Precision, recall and F1 of sentence boundaries
    #[command(after_help = "Example:\n  duizhao evaluate segment gold.jsonl sentences.txt")]
    Segment {
        /// Gold: {"text": paragraph, "ends": [characters before the end of each sentence, …]} a line
        gold: PathBuf,

        /// The predicted sentences, one a line, an empty line after each paragraph
        predicted: PathBuf,

        /// Write one JSON object instead of a table
        #[arg(long)]
        json: bool,
    },
}

/// How a ladder is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A bead a line: `[0,1]:[0]:score` or `0,1<TAB>0<TAB>score`
    Beads,
    /// hunalign's rungs: `2<TAB>1<TAB>quality`
    Hunalign,
}

impl From<Format> for LadderFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Beads => Self::Beads,
            Format::Hunalign => Self::Hunalign,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    match &arguments.what {
        What::Align { gold, predicted, gold_format, format, json } => {
            let formats = Formats { gold: (*gold_format).into(), predicted: (*format).into() };
            let report = AlignmentReport::of(judge_alignments(gold, predicted, formats)?);
            write(&if *json { in_json(&report)? } else { report.to_string() })?;
            let mut completion = Completion::Done;
            for document in report.missing() {
                let expected = predicted.join(format!("{document}.align"));
                message::say(format_args!(
                    "no prediction for {document}: expected {}",
                    expected.display()
                ));
                completion = Completion::SomeFailed;
            }
            Ok(completion)
        }
        What::Segment { gold, predicted, json } => {
            let report = BoundaryReport::of_files(gold, predicted)?;
            write(&if *json { in_json(&report)? } else { report.to_string() })?;
            Ok(Completion::Done)
        }
    }
}

fn in_json(report: &impl serde::Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(report).map(|json| json + "\n")
}

fn write(report: &str) -> io::Result<()> {
    io::stdout().lock().write_all(report.as_bytes())
}
