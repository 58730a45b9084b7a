//! Makes the sink of a format.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use duizhao_lexicon::Lexicon;

use super::{Compression, ExportOptions};
use crate::sink::{
    Bicleaner, Cwb, Format, Jsonl, Ladders, LaddersInFolder, Moses, Scores, Sink, Sketch, Tmx, Tsv,
    Xces, Xliff, Xlsx,
};
use crate::{CorpusReader, ExportError};

/// What the sinks need to know.
pub(super) struct Setting<'a> {
    options: &'a ExportOptions,
    features: &'a [String],
    name: &'a str,
    lexicon: Option<&'a Lexicon>,
    pub(super) compression: Compression,
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        options: &'a ExportOptions,
        corpus: &'a CorpusReader,
        name: &'a str,
        lexicon: Option<&'a Lexicon>,
    ) -> Self {
        let features = &corpus.manifest().features;
        Self { options, features, name, lexicon, compression: Compression::None }
    }
}

/// Where a sink writes to.
pub(super) enum Outputs<'a> {
    /// The format's files, in its order.
    Streams(Vec<&'a mut dyn Write>),
    /// A folder in which it makes its files itself.
    Folder(PathBuf),
}

/// Why a sink could not be made.
pub(super) enum Failure {
    Export(ExportError),
    Io(io::Error),
}

impl Failure {
    /// The error, of an output called `path` if it does not name one itself.
    pub(super) fn at(self, path: &Path) -> ExportError {
        match self {
            Self::Export(error) => error,
            Self::Io(error) => ExportError::io("write", path, error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

pub(super) fn sink<'a>(
    format: Format,
    setting: &Setting<'a>,
    outputs: Outputs<'a>,
) -> Result<Box<dyn Sink + 'a>, Failure> {
    let options = setting.options;
    let streams = match outputs {
        Outputs::Folder(folder) => return Ok(Box::new(LaddersInFolder::new(folder))),
        Outputs::Streams(streams) => streams,
    };
    let count = streams.len();
    let several = |_| {
        ExportError::Usage(format!("{format} cannot be written to {count} streams; give --out"))
    };
    let lexicon = || {
        let missing = || ExportError::Usage(format!("{format} needs a lexicon; give --out"));
        setting.lexicon.ok_or_else(missing)
    };
    Ok(match format {
        Format::Moses => Box::new(Moses::new(streams.try_into().map_err(several)?)),
        Format::Cwb => {
            Box::new(Cwb::new(streams.try_into().map_err(several)?, setting.name, lexicon()?)?)
        }
        Format::Xces => Box::new(Xces::new(streams.try_into().map_err(several)?, setting.name)?),
        Format::Sketch => {
            let files = streams.try_into().map_err(several)?;
            Box::new(Sketch::new(files, setting.name, setting.compression, lexicon()?)?)
        }
        _ => {
            let [out] = <[_; 1]>::try_from(streams).map_err(several)?;
            match format {
                Format::Tsv => Box::new(tsv(setting, out)?),
                Format::Bicleaner => {
                    let mut sink = Bicleaner::new(out, options.direction);
                    if options.header {
                        sink.header()?;
                    }
                    Box::new(sink)
                }
                Format::Jsonl => Box::new(Jsonl::new(out)),
                Format::OpusFilter => Box::new(Scores::new(out, setting.features)),
                Format::Tmx => Box::new(Tmx::new(out, options.codes.clone(), options.direction)?),
                Format::Xliff => {
                    Box::new(Xliff::new(out, options.codes.clone(), options.direction)?)
                }
                Format::Xlsx => Box::new(Xlsx::new(out)),
                _ => Box::new(Ladders::new(out)),
            }
        }
    })
}

fn tsv<'a>(
    setting: &Setting<'a>,
    out: &'a mut dyn Write,
) -> Result<Tsv<&'a mut dyn Write>, Failure> {
    let options = setting.options;
    let default = || options.direction.order("zh", "en").map(str::to_owned).to_vec();
    let columns = options.columns.clone().unwrap_or_else(default);
    let mut sink = Tsv::new(out, &columns, setting.features)?;
    if options.header {
        sink.header(&columns)?;
    }
    Ok(sink)
}
