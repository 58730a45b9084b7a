use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::sink::{Format, Jsonl, Ladders, LaddersInFolder, LanguageCodes, Moses, Sink, Tmx, Tsv};
use crate::staging::{Replace, Staging};
use crate::{CorpusReader, ExportError};

/// How a corpus is written in the form of another tool.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// The form.
    pub format: Format,
    /// The columns of TSV; see [`Tsv::new`]. Default: `zh`, `en`.
    pub columns: Vec<String>,
    /// Whether the columns' names are the first line of TSV. Default: no.
    pub header: bool,
    /// The language codes of TMX.
    pub codes: LanguageCodes,
    /// Whether files that are there already are replaced. Default: no.
    pub force: bool,
}

impl ExportOptions {
    /// The defaults for a format.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            columns: vec!["zh".to_owned(), "en".to_owned()],
            header: false,
            codes: LanguageCodes::default(),
            force: false,
        }
    }
}

/// Where an export goes.
pub enum Output<'a> {
    /// To a stream, unbuffered; standard output for one.
    Stream(&'a mut dyn Write),
    /// To a file, put in its place when it is complete. Moses makes three, whose names begin with this one; ladders
    /// become a folder with a file for each document.
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
    /// Accepted pairs.
    pub pairs: u64,
}

/// Writes the corpus in folder `corpus` in another form.
///
/// Reads the corpus once, document by document; memory does not grow with it.
///
/// # Errors
/// Those of [`CorpusReader`]; [`ExportError::Usage`] for options that do not fit the format;
/// [`ExportError::Exists`] for a file that is there already; those of the file system or the stream.
pub fn export(
    corpus: &Path,
    options: &ExportOptions,
    output: Output<'_>,
) -> Result<Exported, ExportError> {
    let corpus = CorpusReader::open(corpus)?;
    match output {
        Output::Stream(stream) => {
            let name = Path::new("the output");
            let mut sink = stream_sink(&corpus, options, BufWriter::new(stream))?;
            pour(&corpus, &mut *sink, name)
        }
        Output::Path(path) if options.format == Format::Moses => to_moses(&corpus, options, path),
        Output::Path(path) if options.format == Format::Ladder => to_folder(&corpus, options, path),
        Output::Path(path) => to_file(&corpus, options, path),
    }
}

fn pour(corpus: &CorpusReader, sink: &mut dyn Sink, path: &Path) -> Result<Exported, ExportError> {
    let failed = |error| ExportError::io("write", path, error);
    let mut exported = Exported::default();
    for document in corpus.documents()? {
        let document = document?;
        sink.document(&document).map_err(failed)?;
        exported.documents += 1;
        exported.pairs += document.pairs.len() as u64;
    }
    sink.finish().map_err(failed)?;
    Ok(exported)
}

fn stream_sink<'a>(
    corpus: &CorpusReader,
    options: &ExportOptions,
    out: impl Write + 'a,
) -> Result<Box<dyn Sink + 'a>, ExportError> {
    let failed = |error| ExportError::io("write", Path::new("the output"), error);
    Ok(match options.format {
        Format::Tsv => {
            let mut sink = Tsv::new(out, &options.columns, &corpus.manifest().features)?;
            if options.header {
                sink.header(&options.columns).map_err(failed)?;
            }
            Box::new(sink)
        }
        Format::Jsonl => Box::new(Jsonl::new(out)),
        Format::Tmx => Box::new(Tmx::new(out, options.codes.clone()).map_err(failed)?),
        Format::Ladder => Box::new(Ladders::new(out)),
        Format::Moses => {
            return Err(ExportError::Usage(
                "moses makes three files, which one stream cannot hold; give the beginning of their names with --out"
                    .to_owned(),
            ));
        }
    })
}

fn to_file(
    corpus: &CorpusReader,
    options: &ExportOptions,
    path: &Path,
) -> Result<Exported, ExportError> {
    let (staging, file) = stage_file(options, path)?;
    let synced = file.try_clone().map_err(|error| ExportError::io("write", path, error))?;
    let mut sink = stream_sink(corpus, options, BufWriter::new(file))?;
    let exported = pour(corpus, &mut *sink, path)?;
    drop(sink);
    synced.sync_all().map_err(|error| ExportError::io("write", path, error))?;
    staging.commit(replace(options, Replace::File))?;
    Ok(exported)
}

fn to_moses(
    corpus: &CorpusReader,
    options: &ExportOptions,
    prefix: &Path,
) -> Result<Exported, ExportError> {
    if prefix.file_name().is_none() {
        return Err(ExportError::NoName { path: prefix.to_owned() });
    }
    let [en, zh, ids] = Moses::<File>::SUFFIXES.map(|suffix| {
        let mut path = prefix.as_os_str().to_owned();
        path.push(".");
        path.push(suffix);
        stage_file(options, &PathBuf::from(path))
    });
    let [en, zh, ids] = [en?, zh?, ids?];
    let files = [&en.1, &zh.1, &ids.1];
    let exported = pour(corpus, &mut Moses::new(files.map(BufWriter::new)), prefix)?;
    let synced = files.into_iter().try_for_each(File::sync_all);
    synced.map_err(|error| ExportError::io("write", prefix, error))?;
    for (staging, _) in [en, zh, ids] {
        staging.commit(replace(options, Replace::File))?;
    }
    Ok(exported)
}

fn to_folder(
    corpus: &CorpusReader,
    options: &ExportOptions,
    path: &Path,
) -> Result<Exported, ExportError> {
    let staging = Staging::create(path, Replace::Never)?;
    let folder = staging.path().to_owned();
    std::fs::create_dir(&folder).map_err(|error| ExportError::io("create", &folder, error))?;
    let exported = pour(corpus, &mut LaddersInFolder::new(folder), path)?;
    staging.commit(replace(options, Replace::Never))?;
    Ok(exported)
}

fn stage_file(options: &ExportOptions, path: &Path) -> Result<(Staging, File), ExportError> {
    let staging = Staging::create(path, replace(options, Replace::File))?;
    let file = File::create_new(staging.path());
    Ok((staging, file.map_err(|error| ExportError::io("create", path, error))?))
}

fn replace(options: &ExportOptions, what: Replace) -> Replace {
    if options.force { what } else { Replace::Never }
}
