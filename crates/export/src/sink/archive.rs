//! ZIP files written as a stream, with nothing in them that differs from run to run.

use std::io::{self, Write};

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A ZIP file being written; what it holds in memory is the list of its files.
pub(crate) struct Archive<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> std::fmt::Debug for Archive<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Archive")
    }
}

impl<W: Write> Archive<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { zip: ZipWriter::new_stream(out) }
    }

    /// Begins a file: what is written from now on belongs to it.
    pub(crate) fn file(&mut self, name: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .large_file(true);
        self.zip.start_file(name, options).map_err(unwrapped)
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        self.zip.finish().map_err(unwrapped)?.into_inner().flush()
    }
}

impl<W: Write> Write for Archive<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// The error of the stream below, if it is one.
fn unwrapped(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => error.into(),
    }
}
