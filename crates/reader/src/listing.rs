use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::discover::{Entry, Files};
use crate::error::{Problem, ReadError};

/// The pairs of files that a list names: a UTF-8 table with a line a pair, columns separated by tabs.
///
/// The columns are the Chinese file, the English file and, if wanted, the document's id; a first line that names them `zh`,
/// `en` and `id` may put them in another order and have others beside them, which are left aside. Empty lines and lines
/// that begin with `#` say nothing. Paths are relative to the list's own folder. Without an id the document is called by
/// the Chinese file's path as the list gives it. The files are not opened.
///
/// # Errors
/// When the list cannot be read or is not UTF-8, when a line lacks a file, and when two lines have the same id; the message
/// names the line.
pub fn listed(list: &Path) -> Result<Vec<Entry>, ReadError> {
    let bytes = fs::read(list).map_err(|error| ReadError::from_io(list, error))?;
    let problem = |line: usize, what: &'static str| {
        ReadError::new(list.display().to_string(), Problem::Listing { line, what })
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count();
        problem(line, "is not UTF-8")
    })?;
    let folder = list.parent().unwrap_or(Path::new(""));
    let mut columns = Columns { zh: 0, en: 1, id: Some(2) };
    let mut is_first = true;
    let mut ids = BTreeSet::new();
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if std::mem::take(&mut is_first)
            && let Some(named) = Columns::named(&cells)
        {
            columns = named;
            continue;
        }
        let cell = |column: usize| cells.get(column).copied().filter(|cell| !cell.is_empty());
        let zh = cell(columns.zh).ok_or_else(|| problem(number, "names no Chinese file"))?;
        let en = cell(columns.en).ok_or_else(|| problem(number, "names no English file"))?;
        let id = columns.id.and_then(cell).unwrap_or(zh).to_owned();
        if !ids.insert(id.clone()) {
            return Err(problem(number, "has the same id as a line before"));
        }
        let file = |path: &str| -> PathBuf { folder.join(path) };
        entries.push(Entry { id, files: Files::Pair { zh: file(zh), en: file(en) } });
    }
    Ok(entries)
}

/// Which cell of a line holds what.
struct Columns {
    zh: usize,
    en: usize,
    id: Option<usize>,
}

impl Columns {
    /// As a first line gives them; `None` for a line of files.
    fn named(cells: &[&str]) -> Option<Self> {
        let place = |name: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        Some(Self { zh: place("zh")?, en: place("en")?, id: place("id") })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::listed;
    use crate::{Entry, Files};

    fn read(list: &[u8]) -> Result<Vec<Entry>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pairs.tsv");
        fs::write(&path, list).expect("written");
        let relative = |path: PathBuf| path.strip_prefix(folder.path()).expect("inside").to_owned();
        listed(&path).map_err(|error| error.reason()).map(|entries| {
            let bare = |entry: Entry| match entry.files.clone() {
                Files::Pair { zh, en } => Entry {
                    id: entry.id,
                    files: Files::Pair { zh: relative(zh), en: relative(en) },
                },
                Files::Single(_) | Files::Members(_) => entry,
            };
            entries.into_iter().map(bare).collect()
        })
    }

    fn pair(id: &str, zh: &str, en: &str) -> Entry {
        Entry { id: id.into(), files: Files::Pair { zh: zh.into(), en: en.into() } }
    }

    #[test]
    fn lines_name_files_and_perhaps_an_id() {
        let list = "# bridges\na.txt\tb.txt\n\nc/d.html\te.md\told bridge\r\n";
        let expected =
            vec![pair("a.txt", "a.txt", "b.txt"), pair("old bridge", "c/d.html", "e.md")];
        assert_eq!(read(list.as_bytes()), Ok(expected));
    }

    #[test]
    fn a_first_line_may_name_the_columns() {
        let list = "\u{feff}id\tEN\tyear\tzh\n1\tb.txt\t2024\ta.txt\n";
        assert_eq!(read(list.as_bytes()), Ok(vec![pair("1", "a.txt", "b.txt")]));
    }

    #[test]
    fn faults_are_named_with_their_line() {
        for (list, reason) in [
            (&b"a.txt\tb.txt\nc.txt\n"[..], "line 2 names no English file"),
            (b"\tb.txt\n", "line 1 names no Chinese file"),
            (b"a\tb\n\na\tc\n", "line 3 has the same id as a line before"),
            (b"a\tb\n\xff\tc\n", "line 2 is not UTF-8"),
        ] {
            assert_eq!(read(list), Err(reason.to_owned()));
        }
    }
}
