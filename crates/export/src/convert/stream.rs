//! A file or stream being written, perhaps compressed, whose errors say which one it was.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use flate2::write::GzEncoder;

use crate::ExportError;

/// How the written bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// As gzip, level 6, without a time or a name, so that the same texts give the same bytes.
    Gzip,
    /// As zstd, level 3, with a checksum.
    Zstd,
}

impl Compression {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 3] = [Self::None, Self::Gzip, Self::Zstd];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// What files compressed so end in: nothing, `.gz` or `.zst`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
        }
    }

    /// The compression that a file's name asks for.
    pub(crate) fn of_name(path: &Path) -> Self {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::None,
        }
    }
}

impl FromStr for Compression {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        Self::ALL.into_iter().find(|compression| compression.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            ExportError::Usage(format!("there is no compression `{name}`; there are {names}"))
        })
    }
}

/// Bytes on their way to `out`, which the user knows as `path`.
///
/// After the first failure it takes everything and writes nothing: what stands above it may try to write an end to what
/// is given up, and the first failure is the one to report.
pub(crate) struct OutStream<W: Write> {
    path: PathBuf,
    encoder: Encoder<W>,
    failed: bool,
}

enum Encoder<W: Write> {
    Plain(BufWriter<W>),
    Gzip(GzEncoder<BufWriter<W>>),
    Zstd(zstd::Encoder<'static, BufWriter<W>>),
}

impl<W: Write> OutStream<W> {
    pub(crate) fn new(out: W, path: &Path, compression: Compression) -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 16, out);
        let encoder = match compression {
            Compression::None => Encoder::Plain(out),
            Compression::Gzip => Encoder::Gzip(GzEncoder::new(out, flate2::Compression::default())),
            Compression::Zstd => {
                let mut encoder = zstd::Encoder::new(out, 3)?;
                encoder.include_checksum(true)?;
                Encoder::Zstd(encoder)
            }
        };
        Ok(Self { path: path.to_owned(), encoder, failed: false })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes what is held back, and the end of a compressed stream.
    pub(crate) fn finish(self) -> io::Result<W> {
        let Self { path, encoder, failed: _ } = self;
        let finished = match encoder {
            Encoder::Plain(out) => Ok(out),
            Encoder::Gzip(encoder) => encoder.finish(),
            Encoder::Zstd(encoder) => encoder.finish(),
        };
        let out = finished.and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error));
        out.map_err(|error| blame(&path, error))
    }

    fn guarded(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let encoder: &mut dyn Write = match &mut self.encoder {
            Encoder::Plain(out) => out,
            Encoder::Gzip(out) => out,
            Encoder::Zstd(out) => out,
        };
        write(encoder).map_err(|error| {
            self.failed = error.kind() != io::ErrorKind::Interrupted;
            blame(&self.path, error)
        })
    }
}

impl<W: Write> Write for OutStream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed { Ok(bytes.len()) } else { self.guarded(|out| out.write(bytes)) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Ok(()) } else { self.guarded(|out| out.flush().map(|()| 0)).map(|_| ()) }
    }
}

/// An error of a file that the error itself does not name.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", .path.display())]
pub(crate) struct Blamed {
    pub(crate) path: PathBuf,
    pub(crate) source: io::Error,
}

fn blame(path: &Path, source: io::Error) -> io::Error {
    if source.kind() == io::ErrorKind::Interrupted {
        return source;
    }
    io::Error::new(source.kind(), Blamed { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};
    use std::path::Path;

    use super::{Blamed, Compression, OutStream};

    #[test]
    fn what_is_compressed_comes_back_and_is_the_same_each_time() {
        let text = "对照 side by side\n".repeat(1000);
        for compression in Compression::ALL {
            let write = || {
                let mut out = OutStream::new(Vec::new(), Path::new("x"), compression).unwrap();
                out.write_all(text.as_bytes()).unwrap();
                out.finish().unwrap()
            };
            let (bytes, mut read) = (write(), String::new());
            assert_eq!(bytes, write());
            let mut decoder: Box<dyn Read> = match compression {
                Compression::None => Box::new(&*bytes),
                Compression::Gzip => Box::new(flate2::read::GzDecoder::new(&*bytes)),
                Compression::Zstd => Box::new(zstd::Decoder::new(&*bytes).unwrap()),
            };
            decoder.read_to_string(&mut read).unwrap();
            assert_eq!(read, text, "{compression:?}");
        }
    }

    #[test]
    fn an_error_names_its_file_once_and_is_not_followed_by_others() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut out = OutStream::new(Full, Path::new("out/x.tsv"), Compression::None).unwrap();
        let error = out.write_all(&vec![0; 1 << 20]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        let inner = error.into_inner().unwrap().downcast::<Blamed>().unwrap();
        assert_eq!(inner.path, Path::new("out/x.tsv"));
        out.write_all(b"the end").unwrap();
        out.flush().unwrap();
    }
}
