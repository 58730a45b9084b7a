//! Tar, plain or compressed. A list of the members is made first; a compressed archive is unpacked, once, into a scratch file
//! without a name for that, so that memory holds no more than a document.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use std::path::Path;

use super::Entries;
use super::members::{Members, Store, damaged, room};
use crate::compression::Compression;
use crate::error::{Problem, ReadError};
use crate::options::Options;

/// Where the members are.
struct Listed {
    file: File,
    /// First byte and length.
    places: BTreeMap<String, (u64, u64)>,
}

/// The documents of the archive at `path`, in the order of their names.
pub(super) fn entries(path: &Path, prefix: &str, options: &Options) -> Result<Entries, ReadError> {
    let from_io = |error| ReadError::from_io(path, error);
    let fail = |problem| ReadError::new(path.display().to_string(), problem);
    let file = File::open(path).map_err(from_io)?;
    let length = file.metadata().map_err(from_io)?.len();
    let file = match Compression::of_path(path) {
        None => file,
        Some(compression) => {
            let mut scratch = tempfile::tempfile().map_err(from_io)?;
            let limit = room(length, options);
            let mut unpacked =
                compression.reader(BufReader::new(file)).map_err(from_io)?.take(limit + 1);
            match io::copy(&mut unpacked, &mut scratch) {
                Ok(size) if size > limit => return Err(fail(Problem::Expands { limit })),
                Ok(_) => scratch,
                Err(error) => return Err(fail(damaged_at("its compressed data", &error))),
            }
        }
    };
    let places = places(&file, options).map_err(fail)?;
    let names: Vec<String> = places.keys().cloned().collect();
    let listed = Listed { file, places };
    Ok(Box::new(Members::new((listed, &names), (path, prefix), (length, options))))
}

/// The regular files among the members. What links lead to is not followed; of two members of a name the later one counts, as
/// it does when an archive is unpacked.
fn places(file: &File, options: &Options) -> Result<BTreeMap<String, (u64, u64)>, Problem> {
    let mut places = BTreeMap::new();
    (&*file).seek(SeekFrom::Start(0)).map_err(|error| damaged(&error))?;
    let mut archive = tar::Archive::new(file);
    let members = archive.entries_with_seek().map_err(|error| damaged_at("its list", &error))?;
    for (count, member) in members.enumerate() {
        if count >= options.max_members {
            return Err(Problem::TooComplex("the archive has more members than the limit allows"));
        }
        let member = member.map_err(|error| damaged_at("its list", &error))?;
        if member.header().entry_type().is_file() {
            let name = String::from_utf8_lossy(&member.path_bytes()).into_owned();
            places.insert(name, (member.raw_file_position(), member.size()));
        }
    }
    Ok(places)
}

fn damaged_at(place: &str, reason: &dyn std::fmt::Display) -> Problem {
    Problem::Damaged { place: place.to_owned(), reason: reason.to_string() }
}

impl Store for Listed {
    type Reader<'a> = Take<&'a File>;

    fn open(&mut self, name: &str) -> Result<Self::Reader<'_>, Problem> {
        let (start, length) =
            *self.places.get(name).ok_or_else(|| damaged(&"there is no such member"))?;
        let end = self.file.metadata().map_err(|error| damaged(&error))?.len();
        if start.saturating_add(length) > end {
            return Err(damaged(&"the archive is cut off in it"));
        }
        (&self.file).seek(SeekFrom::Start(start)).map_err(|error| damaged(&error))?;
        Ok((&self.file).take(length))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::entries;
    use crate::archives::members::tests::paths;
    use crate::options::Options;

    fn archive(members: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, content) in members {
            let mut header = tar::Header::new_gnu();
            // Names that lead out are refused by those who write archives, too.
            header.as_gnu_mut().expect("a header").name[..name.len()]
                .copy_from_slice(name.as_bytes());
            header.set_size(content.len() as u64);
            header.set_cksum();
            builder.append(&header, content.as_bytes()).expect("appended");
        }
        let mut link = tar::Header::new_gnu();
        link.set_entry_type(tar::EntryType::Symlink);
        link.set_size(0);
        builder.append_link(&mut link, "link.txt", "/etc/passwd").expect("appended");
        builder.into_inner().expect("finished")
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("finished")
    }

    fn found(name: &str, bytes: &[u8]) -> Vec<Result<String, &'static str>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let outside = format!("{}/", folder.path().display());
        let entries = match entries(&path, "", &Options::default()) {
            Ok(entries) => paths(entries),
            Err(error) => return vec![Err(error.name())],
        };
        entries.into_iter().map(|path| path.map(|path| path.replace(&outside, ""))).collect()
    }

    #[test]
    fn members_are_read_and_none_leads_out() {
        let plain = archive(&[
            ("b.txt", "雨。"),
            ("../out.txt", "x"),
            ("/etc/a.txt", "x"),
            ("inner.zip", "PK"),
        ]);
        for (name, bytes) in
            [("x.tar", plain.clone()), ("x.tar.gz", packed(&plain)), ("x.tgz", packed(&plain))]
        {
            let kept = format!("{name}#b.txt");
            let expected = [Err("too-complex"), Err("too-complex"), Ok(kept), Err("too-complex")];
            assert_eq!(found(name, &bytes), expected, "{name}");
        }
    }

    #[test]
    fn bombs_and_damage_are_errors() {
        let bomb = archive(&[("long.txt", &"0".repeat(8 << 20))]);
        assert_eq!(found("x.tgz", &packed(&bomb)), [Err("expands")]);
        let cut = packed(&archive(&[("a.txt", "桥。")]));
        assert_eq!(found("x.tgz", &cut[..cut.len() / 2]), [Err("damaged")]);
        assert_eq!(
            found("x.tar", b"nothing of the kind, but long enough to be one".repeat(20).as_slice()),
            [Err("damaged")]
        );
        let plain = archive(&[("a.txt", &"桥。".repeat(300))]);
        assert_eq!(found("x.tar", &plain[..1200]), [Err("damaged")]);
        assert!(entries(Path::new("none.tar"), "", &Options::default()).is_err());
    }
}
