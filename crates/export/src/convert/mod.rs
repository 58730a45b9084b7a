//! From a corpus folder to the forms of other tools.

mod open;
mod select;
mod stream;
mod target;

use std::io::Write;
use std::path::Path;

use duizhao_bitext::Split;
use duizhao_lexicon::Lexicon;

use crate::sink::{Direction, Format, LanguageCodes, Sink};
use crate::{CorpusReader, ExportError};
use open::{Outputs, Setting};
use stream::OutStream;
use target::{Plan, Target};

pub(crate) use stream::Blamed;
pub use stream::Compression;

/// How a corpus is written in the form of other tools.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// The forms, all written in one pass.
    pub formats: Vec<Format>,
    /// The columns of TSV; see [`Tsv::new`](crate::sink::Tsv::new). Default: the two texts, the source first.
    pub columns: Option<Vec<String>>,
    /// Whether the columns' names are the first line of TSV and Bicleaner. Default: no.
    pub header: bool,
    /// Which language is the source in TSV, Bicleaner, TMX and XLIFF. Default: Chinese.
    pub direction: Direction,
    /// The language codes of TMX and XLIFF.
    pub codes: LanguageCodes,
    /// How files are compressed. Default: as the name of the output says, where it is one file's (`.gz`, `.zst`), else
    /// not. Workbooks, ZIP files and ladders are written as they are.
    pub compression: Option<Compression>,
    /// Whether each split becomes files of its own. Default: no.
    pub split: bool,
    /// Pairs with a smaller score stay out, and their sentences count as without a counterpart; ladders keep them.
    /// Default: none.
    pub min_score: Option<f32>,
    /// Whether files that are there already are replaced. Default: no.
    pub force: bool,
}

impl ExportOptions {
    /// The defaults for some formats.
    pub fn new(formats: impl Into<Vec<Format>>) -> Self {
        Self {
            formats: formats.into(),
            columns: None,
            header: false,
            direction: Direction::default(),
            codes: LanguageCodes::default(),
            compression: None,
            split: false,
            min_score: None,
            force: false,
        }
    }

    /// The formats, each once, and those that others need beside them.
    fn all_formats(&self) -> Vec<Format> {
        let has = |format: &Format| match format {
            Format::Moses => {
                self.formats.contains(&Format::Moses) || self.formats.contains(&Format::OpusFilter)
            }
            format => self.formats.contains(format),
        };
        Format::ALL.into_iter().filter(has).collect()
    }
}

/// Where an export goes.
pub enum Output<'a> {
    /// To a stream, unbuffered; standard output for one. It takes a format of one file, or ladders.
    Stream(&'a mut dyn Write),
    /// To files, put in their place when all are complete.
    ///
    /// A single format of one file or folder is written to just this path. Otherwise it is what the names begin with:
    /// `NAME.en-zh.en`, `NAME.tsv`, and with splits `NAME.train.tsv`.
    Path(&'a Path),
}

impl std::fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stream(_) => f.write_str("Stream"),
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
        }
    }
}

/// What was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Exported {
    /// Documents.
    pub documents: u64,
    /// Pairs.
    pub pairs: u64,
}

/// Writes the corpus in folder `corpus` in other forms.
///
/// Reads the corpus once, document by document; memory does not grow with it, but by about 100 bytes a document for
/// the lists of ZIP files. Several files take their places one after the other once all are complete; each is whole
/// or not there.
///
/// # Errors
/// Those of [`CorpusReader`]; [`ExportError::Usage`] for options that do not fit the formats;
/// [`ExportError::Exists`] for a file that is there already; those of the file system or the stream, which name the file.
pub fn export(
    corpus: &Path,
    options: &ExportOptions,
    output: Output<'_>,
) -> Result<Exported, ExportError> {
    let corpus = CorpusReader::open(corpus)?;
    match output {
        Output::Stream(stream) => to_stream(&corpus, options, stream),
        Output::Path(path) => to_files(&corpus, options, path),
    }
}

fn to_stream(
    corpus: &CorpusReader,
    options: &ExportOptions,
    stream: &mut dyn Write,
) -> Result<Exported, ExportError> {
    let format = match options.all_formats()[..] {
        _ if options.split => {
            let what = "splits are files of their own, which one stream cannot hold";
            return Err(ExportError::Usage(format!(
                "{what}; give the beginning of their names with --out"
            )));
        }
        [format] if format == Format::Ladder || format.members("").len() == 1 => format,
        ref formats => {
            let names: Vec<_> = formats.iter().map(|format| format.name()).collect();
            return Err(ExportError::Usage(format!(
                "{} makes several files, which one stream cannot hold; give the beginning of their names with --out",
                names.join(" with ")
            )));
        }
    };
    let name = Path::new("the output");
    let failed = |error| ExportError::io("write", name, error);
    let compression = match format {
        Format::Xlsx => Compression::None,
        _ => options.compression.unwrap_or_default(),
    };
    let mut out = OutStream::new(stream, name, compression).map_err(failed)?;
    let setting = Setting::new(options, corpus, "corpus", None);
    let sink = open::sink(format, &setting, Outputs::Streams(vec![&mut out]));
    let sink = sink.map_err(|error| error.at(name))?;
    let exported = pour(corpus, options, vec![Pouring { split: None, sink, name }])?;
    out.finish().map_err(failed)?;
    Ok(exported)
}

fn to_files(
    corpus: &CorpusReader,
    options: &ExportOptions,
    path: &Path,
) -> Result<Exported, ExportError> {
    let formats = options.all_formats();
    let needs_words = formats.iter().any(|format| matches!(format, Format::Cwb | Format::Sketch));
    let lexicon = if needs_words { Some(Lexicon::bundled()?) } else { None };
    let splits = if options.split { select::splits(corpus.manifest()) } else { vec![None] };
    let plan = Plan::new(path, options, &formats)?;
    let mut targets = Vec::new();
    for split in splits {
        for format in &formats {
            targets.push((split, *format, plan.target(*format, split)?));
        }
    }
    let mut pourings = Vec::new();
    for (split, format, target) in &mut targets {
        let Target { name, path, compression, streams, folder, .. } = target;
        let mut setting = Setting::new(options, corpus, name, lexicon.as_ref());
        setting.compression = *compression;
        let outputs = match folder {
            Some(folder) if *format == Format::Ladder => Outputs::Folder(folder.clone()),
            _ => Outputs::Streams(
                streams.iter_mut().map(|stream| stream as &mut dyn Write).collect(),
            ),
        };
        let sink = open::sink(*format, &setting, outputs).map_err(|error| error.at(path))?;
        pourings.push(Pouring { split: *split, sink, name: path });
    }
    let exported = pour(corpus, options, pourings)?;
    let complete: Vec<_> =
        targets.into_iter().map(|(_, _, target)| target.complete()).collect::<Result<_, _>>()?;
    complete.into_iter().flatten().try_for_each(|staging| plan.commit(staging))?;
    Ok(exported)
}

/// A sink, the split that it takes (`None`: all), and what its output is called.
struct Pouring<'a> {
    split: Option<Split>,
    sink: Box<dyn Sink + 'a>,
    name: &'a Path,
}

fn pour(
    corpus: &CorpusReader,
    options: &ExportOptions,
    mut pourings: Vec<Pouring<'_>>,
) -> Result<Exported, ExportError> {
    let mut exported = Exported::default();
    for document in corpus.documents()? {
        let mut document = document?;
        if let Some(min_score) = options.min_score {
            select::demote(&mut document, min_score);
        }
        exported.documents += 1;
        exported.pairs += document.pairs.len() as u64;
        let parts = if options.split { select::parts(document) } else { vec![(None, document)] };
        for pouring in &mut pourings {
            for (split, part) in &parts {
                if *split == pouring.split {
                    let poured = pouring.sink.document(part);
                    poured.map_err(|error| ExportError::io("write", pouring.name, error))?;
                }
            }
        }
    }
    for Pouring { mut sink, name, .. } in pourings {
        sink.finish().map_err(|error| ExportError::io("write", name, error))?;
    }
    Ok(exported)
}
