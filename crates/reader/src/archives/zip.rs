//! ZIP: every member is a document, or half of a pair by its name or its folder's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};

use duizhao_bitext::Language;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Archive, Entries, Member};
use crate::discover::{Entry, Files};
use crate::error::{Problem, ReadError};
use crate::formats::Format;
use crate::names::Name;
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
    let by_ratio = length.saturating_mul(options.max_ratio.into()).max(4 << 20);
    let names: Vec<String> =
        archive.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).collect();
    let room = options.max_expanded_bytes.saturating_mul(16).min(by_ratio);
    let groups = groups(&names).into_iter();
    let (path, prefix) = (path.to_owned(), prefix.to_owned());
    Ok(Box::new(Members { archive, groups, path, prefix, room, limit: options.max_bytes }))
}

/// A document: the names of its members, Chinese first.
#[derive(Debug, PartialEq, Eq)]
struct Group {
    id: String,
    names: Vec<String>,
}

/// Puts the names together that make a pair, by a language in the name or in a folder's. What is no document of a known format,
/// hidden, or not to be named in safety is left out, but for the last, which becomes an error when it is read.
fn groups(names: &[String]) -> Vec<Group> {
    let mut places: BTreeMap<String, [Option<String>; 3]> = BTreeMap::new();
    let mut sorted: Vec<&String> = names.iter().filter(|name| is_document(name)).collect();
    sorted.sort();
    let mut groups = Vec::new();
    for name in sorted {
        let mut language = None;
        let parts: Vec<String> = name
            .split('/')
            .map(|part| {
                let read = Name::of(part);
                language = language.or(read.language);
                if read.language.is_some() { read.shared } else { part.to_owned() }
            })
            .collect();
        let key = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let side = language.map_or(2, |language: Language| language as usize);
        let place = places.entry(key).or_default();
        if place[side].is_some() {
            groups.push(Group { id: name.clone(), names: vec![name.clone()] });
        } else {
            place[side] = Some(name.clone());
        }
    }
    for (key, [zh, en, neither]) in places {
        // A name without a language stands for the side that is missing.
        let (zh, en, rest) = match (zh, en, neither) {
            (Some(zh), None, Some(other)) => (Some(zh), Some(other), None),
            (None, Some(en), Some(other)) => (Some(other), Some(en), None),
            other => other,
        };
        match (zh, en) {
            (Some(zh), Some(en)) => groups.push(Group { id: key, names: vec![zh, en] }),
            (zh, en) => groups.extend(
                zh.into_iter().chain(en).map(|name| Group { id: name.clone(), names: vec![name] }),
            ),
        }
        groups.extend(rest.map(|name| Group { id: name.clone(), names: vec![name] }));
    }
    groups.sort_by(|one, other| one.id.cmp(&other.id));
    groups
}

fn is_document(name: &str) -> bool {
    let is_hidden =
        name.split('/').any(|part| part.starts_with('.') && part != "." && part != "..")
            || name.starts_with("__MACOSX/");
    let path = Path::new(name);
    !name.ends_with('/')
        && !is_hidden
        && (Format::of_path(path).is_some() || Archive::of_path(path).is_some())
}

/// Whether a name stays inside the archive.
fn is_safe(name: &str) -> bool {
    !name.contains(['\\', '\0'])
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The documents as they are come to.
struct Members {
    archive: ZipArchive<BufReader<File>>,
    groups: std::vec::IntoIter<Group>,
    path: PathBuf,
    prefix: String,
    /// How many bytes may still be unpacked.
    room: u64,
    limit: u64,
}

impl Members {
    fn member(&mut self, name: &str) -> Result<Member, ReadError> {
        let path = format!("{}#{name}", self.path.display());
        match self.bytes(name) {
            Ok(bytes) => Ok(Member { path, bytes, format: None, charset: None, about: Vec::new() }),
            Err(problem) => Err(ReadError::new(path, problem)),
        }
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        let damaged = |reason: String| Problem::Damaged { place: "this member".to_owned(), reason };
        if !is_safe(name) {
            return Err(Problem::TooComplex("the name leads out of the archive"));
        }
        if Archive::of_path(Path::new(name)).is_some() {
            return Err(Problem::TooComplex("an archive stands inside of an archive"));
        }
        let member = self.archive.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Problem::Protected,
            error => damaged(error.to_string()),
        })?;
        let most = self.room.min(self.limit);
        let mut bytes = Vec::new();
        let read = member
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))? as u64;
        if read > most {
            return Err(Problem::Expands { limit: most });
        }
        self.room -= read;
        Ok(bytes)
    }
}

impl Iterator for Members {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Group { id, names } = self.groups.next()?;
        let members: Result<Vec<Member>, ReadError> =
            names.iter().map(|name| self.member(name)).collect();
        let id = format!("{}{id}", self.prefix);
        Some(members.map(|members| Entry { id, files: Files::Members(members) }))
    }
}

#[cfg(test)]
mod tests {
    use super::{entries, groups};
    use crate::discover::Files;
    use crate::formats::packed;
    use crate::options::Options;

    fn grouped(names: &[&str]) -> Vec<(String, usize)> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        groups(&names).into_iter().map(|group| (group.id, group.names.len())).collect()
    }

    #[test]
    fn pairs_are_found_by_names_and_by_folders() {
        assert_eq!(
            grouped(&[
                "a.zh.txt",
                "a.en.txt",
                "zh/b.md",
                "en/b.md",
                "c_zh.html",
                "c.html",
                "d.txt",
                "x.png",
                "__MACOSX/a.txt",
                ".git/a.txt",
                "folder/",
            ]),
            [("a.txt", 2), ("b.md", 2), ("c.html", 2), ("d.txt", 1)]
                .map(|(id, count)| (id.to_owned(), count))
        );
    }

    #[test]
    fn members_that_lead_out_or_grow_are_errors_and_the_rest_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.zip");
        let bomb = "0".repeat(6 << 20);
        let members =
            [("../out.txt", "x"), ("a.txt", "桥。"), ("bomb.txt", &bomb), ("inner.zip", "PK")];
        std::fs::write(&path, packed(&members)).expect("written");
        let found: Vec<Result<String, &str>> = entries(&path, "", &Options::default())
            .expect("an archive")
            .map(|entry| match entry {
                Ok(entry) => match entry.files {
                    Files::Members(members) => Ok(members[0].path.clone()),
                    _ => Err("no member"),
                },
                Err(error) => Err(error.name()),
            })
            .collect();
        let kept = format!("{}#a.txt", path.display());
        assert_eq!(found, [Err("too-complex"), Ok(kept), Err("expands"), Err("too-complex")]);
    }
}
