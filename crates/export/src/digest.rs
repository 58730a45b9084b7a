use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::ExportError;
use crate::identity::hexadecimal;

/// A file being written, with the SHA-256 and the number of the bytes so far.
#[derive(Debug)]
pub(crate) struct DigestFile {
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl DigestFile {
    /// Creates the file, which must not be there.
    pub(crate) fn create(path: &Path) -> Result<Self, ExportError> {
        let file =
            File::create_new(path).map_err(|error| ExportError::io("create", path, error))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Brings everything to the disk and closes the file.
    pub(crate) fn finish(self) -> Result<Written, ExportError> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all())
            .map_err(|error| ExportError::io("write", &self.path, error))?;
        Ok(Written { bytes: self.bytes, sha256: hexadecimal(&self.hash.finalize()) })
    }
}

/// The SHA-256 of these bytes, in 64 lower-case hexadecimal digits, as it stands in the manifest.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The same for the content of a file, which is read in small pieces.
///
/// # Errors
/// Those of the file system.
pub fn sha256_of(path: &Path) -> Result<String, ExportError> {
    let read = |error| ExportError::io("read", path, error);
    let mut file = File::open(path).map_err(read)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer).map_err(read)? {
            0 => return Ok(hexadecimal(&hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

impl Write for DigestFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
