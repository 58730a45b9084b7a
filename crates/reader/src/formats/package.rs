//! ZIP packages (DOCX, XLSX, EPUB) whose parts are read by name, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::charset;
use crate::error::Problem;
use crate::options::Options;

/// The ratio counts only beyond so many bytes: a short text of one repeated sentence packs very well.
const FREE_OF_RATIO: u64 = 4 << 20;

/// A package, and how much may still be unpacked from it.
pub(crate) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    room: u64,
    limit: u64,
}

impl Package {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is no ZIP file, or holds more members than allowed.
    pub(crate) fn open(bytes: Vec<u8>, options: &Options) -> Result<Self, Problem> {
        let by_ratio = (bytes.len() as u64).saturating_mul(options.max_ratio.into());
        let limit = options.max_expanded_bytes.min(by_ratio.max(FREE_OF_RATIO));
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| problem("the directory", &error))?;
        if archive.len() > options.max_members {
            return Err(Problem::TooComplex("the package has more members than the limit allows"));
        }
        Ok(Self { archive, room: limit, limit })
    }

    /// The text of the member of this name; `None` if there is none.
    ///
    /// # Errors
    /// When it is damaged, protected, in no charset, or larger than what may still be unpacked.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let name = name.trim_start_matches('/');
        let mut bytes = Vec::new();
        {
            let member = match self.archive.by_name(name) {
                Ok(member) => member,
                Err(ZipError::FileNotFound) => return Ok(None),
                Err(error) => return Err(problem(name, &error)),
            };
            let read = member
                .take(self.room.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(|error| damaged(name, &error))?;
            self.room =
                self.room.checked_sub(read as u64).ok_or(Problem::Expands { limit: self.limit })?;
        }
        let declared = charset::declared(&bytes);
        if bytes.is_empty() {
            return Ok(Some(String::new()));
        }
        charset::decode(bytes, declared)
            .map(|decoded| Some(decoded.text))
            .map_err(|_| damaged(name, &"it is in no known charset"))
    }

    /// The text of a member without which the package is nothing.
    pub(crate) fn needed(&mut self, name: &str) -> Result<String, Problem> {
        self.text(name)?.ok_or_else(|| damaged(name, &"this part is missing"))
    }
}

/// What the names in a ZIP file say that it is: a document's format, by the part that only this one has.
pub(crate) fn has_member(bytes: &[u8], name: &str) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name(name).is_some())
}

/// The path of a part that another part refers to: `target` as written in the part `from`.
pub(crate) fn resolve(from: &str, target: &str) -> String {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let mut folders: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    folders.join("/")
}

fn problem(place: &str, error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Problem::Protected,
        error => damaged(place, error),
    }
}

pub(crate) fn damaged(place: &str, reason: &dyn std::fmt::Display) -> Problem {
    Problem::Damaged { place: place.to_owned(), reason: reason.to_string() }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Cursor, Write};

    use super::{Package, resolve};
    use crate::error::Problem;
    use crate::options::Options;

    /// A package of these members.
    pub(crate) fn packed(members: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in members {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
            writer.write_all(content.as_bytes()).expect("written");
        }
        writer.finish().expect("finished").into_inner()
    }

    #[test]
    fn members_are_read_within_the_limits() {
        let bytes = packed(&[("a/b.xml", "<桥/>"), ("long", &"桥".repeat(3 << 20))]);
        let mut package = Package::open(bytes.clone(), &Options::default()).expect("a package");
        assert_eq!(package.text("/a/b.xml").expect("read").as_deref(), Some("<桥/>"));
        assert!(package.text("none").expect("read").is_none());
        assert!(matches!(package.needed("none"), Err(Problem::Damaged { .. })));
        // Nine megabytes from nine kilobytes.
        assert!(matches!(package.text("long"), Err(Problem::Expands { .. })));
        let few = Options { max_members: 1, ..Options::default() };
        assert!(matches!(Package::open(bytes.clone(), &few), Err(Problem::TooComplex(_))));
        let cut = bytes[..bytes.len() / 2].to_vec();
        assert!(matches!(Package::open(cut, &Options::default()), Err(Problem::Damaged { .. })));
    }

    #[test]
    fn references_between_parts_are_resolved() {
        assert_eq!(resolve("word/document.xml", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolve("OEBPS/text/nav.xhtml", "../ch1.xhtml#p2"), "OEBPS/ch1.xhtml");
        assert_eq!(resolve("a/b", "/xl/x.xml"), "xl/x.xml");
        assert_eq!(resolve("b", "../../x"), "x");
    }
}
