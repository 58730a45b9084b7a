//! What the archives of files have in common: every member is a document, or half of a pair by its name or its folder's.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use duizhao_bitext::Language;

use super::{Archive, Member};
use crate::discover::{Entry, Files};
use crate::error::{Problem, ReadError};
use crate::formats::Format;
use crate::names::Name;
use crate::options::Options;

/// An archive of files.
pub(super) trait Store {
    /// What opening a member gives.
    type Reader<'a>: Read
    where
        Self: 'a;

    /// Opens the member of this name.
    ///
    /// # Errors
    /// When it is damaged, protected, or there is none.
    fn open(&mut self, name: &str) -> Result<Self::Reader<'_>, Problem>;
}

/// The documents of an archive, as they are come to.
pub(super) struct Members<S> {
    store: S,
    groups: std::vec::IntoIter<Group>,
    path: PathBuf,
    prefix: String,
    /// How many bytes may still be unpacked.
    room: u64,
    limit: u64,
}

impl<S> Members<S> {
    /// The documents of `store` in the order of their names; `length` is the archive's own size in bytes.
    pub(super) fn new(
        (store, names): (S, &[String]),
        (path, prefix): (&Path, &str),
        (length, options): (u64, &Options),
    ) -> Self {
        let groups = groups(names).into_iter();
        let room = room(length, options);
        let (path, prefix) = (path.to_owned(), prefix.to_owned());
        Self { store, groups, path, prefix, room, limit: options.max_bytes }
    }
}

/// The most bytes that an archive of this length may unpack to.
pub(super) fn room(length: u64, options: &Options) -> u64 {
    let by_ratio = length.saturating_mul(options.max_ratio.into()).max(4 << 20);
    options.max_expanded_bytes.saturating_mul(16).min(by_ratio)
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
        let is_bilingual = Format::of_path(Path::new(name)).is_some_and(Format::is_bilingual);
        let mut language = None;
        let parts: Vec<String> = name
            .split('/')
            .map(|part| {
                let read = if is_bilingual { Name::of_neither(part) } else { Name::of(part) };
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

impl<S: Store> Members<S> {
    fn member(&mut self, name: &str) -> Result<Member, ReadError> {
        let path = format!("{}#{name}", self.path.display());
        match self.bytes(name) {
            Ok(bytes) => Ok(Member { path, bytes, format: None, charset: None, about: Vec::new() }),
            Err(problem) => Err(ReadError::new(path, problem)),
        }
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        if !is_safe(name) {
            return Err(Problem::TooComplex("the name leads out of the archive"));
        }
        if Archive::of_path(Path::new(name)).is_some() {
            return Err(Problem::TooComplex("an archive stands inside of an archive"));
        }
        let most = self.room.min(self.limit);
        let mut bytes = Vec::new();
        let read = self
            .store
            .open(name)?
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&error))? as u64;
        if read > most {
            return Err(Problem::Expands { limit: most });
        }
        self.room -= read;
        Ok(bytes)
    }
}

/// The problem of a member that cannot be read.
pub(super) fn damaged(reason: &dyn std::fmt::Display) -> Problem {
    Problem::Damaged { place: "this member".to_owned(), reason: reason.to_string() }
}

impl<S: Store> Iterator for Members<S> {
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
pub(super) mod tests {
    use super::groups;
    use crate::archives::Entries;
    use crate::discover::Files;

    /// The first member's path of each document, or the error's name.
    pub(crate) fn paths(entries: Entries) -> Vec<Result<String, &'static str>> {
        let path = |files: Files| match files {
            Files::Members(members) => members[0].path.clone(),
            _ => String::new(),
        };
        entries.map(|entry| entry.map(|e| path(e.files)).map_err(|error| error.name())).collect()
    }

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
                "e-en.tmx",
                "e-zh.tmx",
            ]),
            [
                ("a.txt", 2),
                ("b.md", 2),
                ("c.html", 2),
                ("d.txt", 1),
                ("e-en.tmx", 1),
                ("e-zh.tmx", 1)
            ]
            .map(|(id, count)| (id.to_owned(), count))
        );
    }
}
