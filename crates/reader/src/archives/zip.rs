//! ZIP: members are found by the directory at the end.

use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Entries;
use super::members::{Members, Store, damaged};
use crate::error::{Problem, ReadError};
use crate::options::Options;

/// The documents of the archive at `path`, in the order of their names.
pub(super) fn entries(path: &Path, prefix: &str, options: &Options) -> Result<Entries, ReadError> {
    let file = File::open(path).map_err(|error| ReadError::from_io(path, error))?;
    let fail = |problem| ReadError::new(path.display().to_string(), problem);
    let length = file.metadata().map_err(|error| ReadError::from_io(path, error))?.len();
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| {
        fail(Problem::Damaged { place: "the directory".to_owned(), reason: error.to_string() })
    })?;
    if archive.len() > options.max_members {
        return Err(fail(Problem::TooComplex(
            "the archive has more members than the limit allows",
        )));
    }
    let names: Vec<String> =
        archive.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).collect();
    Ok(Box::new(Members::new((archive, &names), (path, prefix), (length, options))))
}

impl Store for ZipArchive<BufReader<File>> {
    type Reader<'a> = zip::read::ZipFile<'a, BufReader<File>>;

    fn open(&mut self, name: &str) -> Result<Self::Reader<'_>, Problem> {
        self.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Problem::Protected,
            error => damaged(&error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::entries;
    use crate::archives::members::tests::paths;
    use crate::formats::packed;
    use crate::options::Options;

    #[test]
    fn members_that_lead_out_or_grow_are_errors_and_the_rest_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.zip");
        let bomb = "0".repeat(6 << 20);
        let members =
            [("../out.txt", "x"), ("a.txt", "桥。"), ("bomb.txt", &bomb), ("inner.zip", "PK")];
        std::fs::write(&path, packed(&members)).expect("written");
        let found = paths(entries(&path, "", &Options::default()).expect("an archive"));
        let kept = format!("{}#a.txt", path.display());
        assert_eq!(found, [Err("too-complex"), Ok(kept), Err("expands"), Err("too-complex")]);
    }
}
