//! Where the files of an export go, and what they are called.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use duizhao_bitext::Split;

use super::stream::OutStream;
use super::{Compression, ExportOptions};
use crate::ExportError;
use crate::sink::{Format, Member};
use crate::staging::{Replace, Staging};

/// How an export's files are called.
pub(super) struct Plan<'a> {
    options: &'a ExportOptions,
    out: PathBuf,
    /// Whether `out` is the only file or folder, rather than the beginning of several names.
    is_exact: bool,
    compression: Compression,
}

/// One format's output, being written.
pub(super) struct Target {
    /// What the user knows it by.
    pub(super) path: PathBuf,
    /// The corpus's name in it: the last part of what the user gave.
    pub(super) name: String,
    /// How its compressible files are compressed.
    pub(super) compression: Compression,
    /// Its files, in the format's order.
    pub(super) streams: Vec<OutStream<File>>,
    /// The folder, while it is being written; `None` for a format of files.
    pub(super) folder: Option<PathBuf>,
    stagings: Vec<Staging>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        out: &Path,
        options: &'a ExportOptions,
        formats: &[Format],
    ) -> Result<Self, ExportError> {
        if out.file_name().is_none() {
            return Err(ExportError::NoName { path: out.to_owned() });
        }
        let [format] = formats else {
            if formats.is_empty() {
                return Err(ExportError::Usage(
                    "no format; name one or more with --format".to_owned(),
                ));
            }
            let compression = options.compression.unwrap_or_default();
            return Ok(Self { options, out: out.to_owned(), is_exact: false, compression });
        };
        let compression = options.compression.unwrap_or_else(|| Compression::of_name(out));
        if options.compression.is_some_and(|compression| compression != Compression::None)
            && matches!(format, Format::Xlsx | Format::Ladder)
        {
            return Err(ExportError::Usage(format!(
                "{format} is not compressed; leave --compress out"
            )));
        }
        let is_exact = format.ending().is_some() && !options.split;
        let out = if is_exact { out.to_owned() } else { stem(out, *format, compression) };
        Ok(Self { options, out, is_exact, compression })
    }

    /// Begins a format's files.
    pub(super) fn target(
        &self,
        format: Format,
        split: Option<Split>,
    ) -> Result<Target, ExportError> {
        let name = self.out.file_name().unwrap_or_default().to_string_lossy();
        let name = match format.ending() {
            Some(ending) if self.is_exact => {
                let name = name.strip_suffix(self.compression.ending()).unwrap_or(&name);
                name.strip_suffix(ending).unwrap_or(name).to_owned()
            }
            _ => name.into_owned(),
        };
        let prefix = match split {
            Some(split) => appended(&self.out, &format!(".{split}")),
            None => self.out.clone(),
        };
        let name = split.map_or(name.clone(), |split| format!("{name}.{split}"));
        let (compression, members) = (self.compression, format.members(&name));
        if format.is_folder() {
            let path = if self.is_exact {
                prefix
            } else {
                appended(&prefix, format.ending().unwrap_or_default())
            };
            // OpusTools takes the folder's name for that of the corpus.
            let name = match format {
                Format::Xces => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                _ => name,
            };
            return self.folder(path, name, members);
        }
        let mut target = Target {
            path: prefix,
            name,
            compression,
            streams: vec![],
            folder: None,
            stagings: vec![],
        };
        for member in members {
            let packing = member.compression.unwrap_or(compression);
            let path = if self.is_exact {
                target.path.clone()
            } else {
                appended(&target.path, &format!("{}{}", member.name, packing.ending()))
            };
            let staging = Staging::create(&path, self.replace())?;
            target.streams.push(stream(staging.path(), &path, packing)?);
            target.stagings.push(staging);
        }
        Ok(target)
    }

    /// Begins a folder; it never replaces one, as nothing tells what stands in that.
    fn folder(
        &self,
        path: PathBuf,
        name: String,
        members: Vec<Member>,
    ) -> Result<Target, ExportError> {
        let staging = Staging::create(&path, Replace::Never)?;
        let folder = staging.path().to_owned();
        fs::create_dir(&folder).map_err(|error| ExportError::io("create", &path, error))?;
        let mut streams = Vec::new();
        for member in members {
            let packing = member.compression.unwrap_or(self.compression);
            let ending = if member.compression.is_none() { packing.ending() } else { "" };
            let inside = format!("{}{ending}", member.name);
            let (shown, place) = (path.join(&inside), folder.join(&inside));
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)
                    .map_err(|error| ExportError::io("create", &shown, error))?;
            }
            streams.push(stream(&place, &shown, packing)?);
        }
        let (compression, folder) = (self.compression, Some(folder));
        Ok(Target { path, name, compression, streams, folder, stagings: vec![staging] })
    }

    /// Puts what was completed in its place.
    pub(super) fn commit(&self, staging: Staging) -> Result<(), ExportError> {
        let replace = if staging.path().is_dir() { Replace::Never } else { self.replace() };
        staging.commit(replace)
    }

    fn replace(&self) -> Replace {
        if self.options.force { Replace::File } else { Replace::Never }
    }
}

impl Target {
    /// Brings everything to the disk.
    pub(super) fn complete(self) -> Result<Vec<Staging>, ExportError> {
        for stream in self.streams {
            let path = stream.path().to_owned();
            let synced = stream.finish().and_then(|file| file.sync_all());
            synced.map_err(|error| ExportError::io("write", &path, error))?;
        }
        Ok(self.stagings)
    }
}

fn stream(
    place: &Path,
    shown: &Path,
    packing: Compression,
) -> Result<OutStream<File>, ExportError> {
    let file = File::create_new(place).map_err(|error| ExportError::io("create", shown, error))?;
    OutStream::new(file, shown, packing).map_err(|error| ExportError::io("write", shown, error))
}

/// A name without the endings that the format's files get anyway.
fn stem(out: &Path, format: Format, compression: Compression) -> PathBuf {
    let name = out.file_name().unwrap_or_default();
    let Some(text) = name.to_str() else { return out.to_owned() };
    let text = text.strip_suffix(compression.ending()).unwrap_or(text);
    let text = format.ending().and_then(|ending| text.strip_suffix(ending)).unwrap_or(text);
    if text.is_empty() { out.to_owned() } else { out.with_file_name(text) }
}

fn appended(path: &Path, ending: &str) -> PathBuf {
    let mut path = OsString::from(path);
    path.push(ending);
    path.into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Compression, Format, stem};

    #[test]
    fn a_name_with_its_endings_is_the_name() {
        let cut = |name, compression| stem(Path::new(name), Format::Tsv, compression);
        assert_eq!(cut("out/a.tsv.gz", Compression::Gzip), Path::new("out/a"));
        assert_eq!(cut("a.tsv", Compression::None), Path::new("a"));
        assert_eq!(cut("a.b", Compression::None), Path::new("a.b"));
        assert_eq!(cut(".tsv", Compression::None), Path::new(".tsv"));
    }
}
