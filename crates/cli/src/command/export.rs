use std::io;
use std::path::PathBuf;

use duizhao_export::sink::{Compression, Direction, Format, LanguageCodes};
use duizhao_export::{ExportOptions, Output};

use crate::{Completion, message};

/// Write a corpus folder's pairs in the forms of other tools, to standard output or to files.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats:\n  \
    tsv         zh<TAB>en, for OpusTrainer and Marian; --columns for others\n  \
    jsonl       {\"id\": …, \"translation\": {\"en\": …, \"zh\": …}} a line, for transformers and datasets\n  \
    moses       NAME.en-zh.en, NAME.en-zh.zh, NAME.en-zh.ids, for Moses, fairseq, Marian, SentencePiece\n  \
    opusfilter  moses and NAME.en-zh.scores.jsonl, for OpusFilter\n  \
    bicleaner   two addresses, source, target, score, paragraphs, id, for Bicleaner and Bitextor\n  \
    tmx         a translation memory, TMX 1.4b\n  \
    xliff       XLIFF 1.2, a file element for each document\n  \
    xlsx        a workbook for people, with score, category and place\n  \
    xces        a folder as OPUS has it: documents in sentences, and links, for OpusTools\n  \
    cwb         NAME.zh.vrt, NAME.en.vrt, NAME.zh-en.beads, for the Corpus Workbench\n  \
    sketch      a folder with vertical, registry and alignment files, for Sketch Engine and NoSketch Engine\n  \
    ladder      alignments without texts, [0,1]:[0]:0.9876, as vecalign writes them\n\n\
    Examples:\n  \
    duizhao export corpus --format tsv > corpus.tsv\n  \
    duizhao export corpus --format tsv --columns id,score,zh,en --header --out corpus.tsv.gz\n  \
    duizhao export corpus --format moses,tmx,xlsx --out news   (one pass: news.en-zh.en, …, news.tmx, news.xlsx)\n  \
    duizhao export corpus --format moses --split --out news    (news.train.en-zh.en, …, news.test.en-zh.en, …)\n  \
    duizhao export corpus --format ladder --out ladders        (a folder with a ladder for each document)")]
pub(crate) struct Arguments {
    /// The corpus folder
    corpus: PathBuf,

    /// One or more of the formats below, all written in one pass
    #[arg(short, long, value_name = "NAMES", value_delimiter = ',', required = true)]
    format: Vec<Format>,

    /// The file to write, or the beginning of the names of several; standard output if not given
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Compress the files: gzip, zstd or none; without it as the ending of --out says
    #[arg(long, value_name = "NAME")]
    compress: Option<Compression>,

    /// Write a set of files for each split: NAME.train…, NAME.validation…, NAME.test…
    #[arg(long)]
    split: bool,

    /// Leave out pairs with a smaller score (0 to 1)
    #[arg(long, value_name = "SCORE")]
    min_score: Option<f32>,

    /// The source language in TSV, Bicleaner, TMX and XLIFF: zh-en or en-zh
    #[arg(long, value_name = "PAIR", default_value = "zh-en")]
    direction: Direction,

    /// The codes in TMX and XLIFF: of Chinese and English, or of simplified, traditional and English
    #[arg(long, value_name = "CODES", default_value = "zh-CN,zh-TW,en-US")]
    language_codes: LanguageCodes,

    /// The columns of TSV [default: zh,en, in the order of --direction]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,

    /// Write the columns' names as the first line of TSV and Bicleaner
    #[arg(long)]
    header: bool,

    /// Replace files that are there, but never folders
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let mut options = ExportOptions::new(arguments.format.clone());
    options.columns.clone_from(&arguments.columns);
    options.header = arguments.header;
    options.direction = arguments.direction;
    options.codes = arguments.language_codes.clone();
    options.compression = arguments.compress;
    options.split = arguments.split;
    options.min_score = arguments.min_score;
    options.force = arguments.force;
    let mut stdout = io::stdout().lock();
    let output = match &arguments.out {
        Some(path) => Output::Path(path),
        None => Output::Stream(&mut stdout),
    };
    let exported = duizhao_export::export(&arguments.corpus, &options, output)?;
    message::say(format_args!("{} pairs of {} documents", exported.pairs, exported.documents));
    Ok(Completion::Done)
}
