//! Files made to do harm, as a user meets them: each is named with its reason in the corpus, and the rest is built.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use duizhao_export::{CorpusReader, Record};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// A page that has nothing to hide.
const GOOD: &str = "桥修好了。\nThe bridge is repaired.\n明天通车。\nIt opens tomorrow.\n";
/// XML that would grow: each entity is ten times the one before.
const ENTITIES: &str = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"老桥老桥\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
const DIRECTS_OUT: &str = "the name leads out of the archive";

/// A folder of files and what is said of each in a corpus that is built of it.
struct Hostile {
    folder: TempDir,
    /// Name and a part of the reason.
    expected: Vec<(String, &'static str)>,
    /// The documents besides the good page.
    read: Vec<&'static str>,
}

impl Hostile {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir(folder.path().join("pages")).expect("a folder");
        let hostile = Self { folder, expected: Vec::new(), read: Vec::new() };
        fs::write(hostile.path("good.txt"), GOOD).expect("written");
        hostile
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("pages").join(name)
    }

    fn add(&mut self, name: &str, bytes: impl AsRef<[u8]>, reason: &'static str) {
        fs::write(self.path(name), bytes).expect("written");
        self.expected.push((name.to_owned(), reason));
    }

    /// Adds a file that is strange but no more.
    fn add_page(&mut self, name: &'static str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("written");
        self.read.push(name);
    }

    /// Builds a corpus of the folder and looks whether every file is named in it, and no other.
    fn check(self) {
        let corpus = self.folder.path().join("corpus");
        let built = Command::new(env!("CARGO_BIN_EXE_duizhao"))
            .args(["build", "--quiet", "--out"])
            .args([&corpus, &self.folder.path().join("pages")])
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&built.stderr);
        let code = i32::from(!self.expected.is_empty());
        assert_eq!(built.status.code(), Some(code), "{said}");
        let (mut ids, mut failed) = (Vec::new(), Vec::new());
        for record in CorpusReader::open(&corpus).expect("a corpus").records().expect("records") {
            match record.expect("a record") {
                Record::Document(document) => ids.push(document.row.document.clone()),
                Record::Failed(input) => failed.push(input),
            }
        }
        let mut read = [&["good.txt"], &self.read[..]].concat();
        read.sort_unstable();
        let ids: Vec<&str> = ids.iter().flatten().map(String::as_str).collect();
        assert_eq!(ids, read, "{said}");
        for (name, reason) in &self.expected {
            let is_named = failed
                .iter()
                .any(|input| input.path.contains(name.as_str()) && input.reason.contains(reason));
            assert!(is_named, "{name} with {reason:?} is not in {failed:#?}");
        }
        for input in &failed {
            let is_expected = self.expected.iter().any(|(name, _)| input.path.contains(name));
            assert!(is_expected, "{input:?}");
        }
    }
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("begun");
        archive.write_all(content.as_bytes()).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

/// A tar file; its writer refuses names that lead out, so they are written past it.
fn tarred(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        let field = &mut header.as_gnu_mut().expect("a header").name;
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_cksum();
        archive.append(&header, content.as_bytes()).expect("appended");
    }
    archive.into_inner().expect("finished")
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("finished")
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("packed")
}

/// The packages that hold this XML where their text stands.
fn packages(xml: &str) -> [(&'static str, Vec<u8>); 3] {
    let container =
        "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>";
    let book = "<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>";
    [
        ("docx", zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", xml)])),
        (
            "xlsx",
            zipped(&[("xl/_rels/workbook.xml.rels", "<Relationships/>"), ("xl/workbook.xml", xml)]),
        ),
        (
            "epub",
            zipped(&[("META-INF/container.xml", container), ("book.opf", book), ("a.xhtml", xml)]),
        ),
    ]
}

#[test]
fn entities_are_never_expanded() {
    let mut hostile = Hostile::new();
    let bomb = format!("{ENTITIES}<x><p>&b;</p></x>");
    for ending in ["tmx", "xlf"] {
        hostile.add(&format!("bomb.{ending}"), &bomb, "declares entities");
    }
    for (ending, bytes) in packages(&bomb) {
        if ending == "epub" {
            // The pages of a book are read as HTML, which has no entities of its own: this one says `&b;`.
            hostile.add_page("bomb.epub", bytes);
        } else {
            hostile.add(&format!("bomb.{ending}"), bytes, "declares entities");
        }
    }
    hostile.check();
}

#[test]
fn what_nests_without_end_is_refused() {
    let mut hostile = Hostile::new();
    let deep = "<x>".repeat(100_000);
    for ending in ["tmx", "xlf"] {
        hostile.add(&format!("deep.{ending}"), &deep, "nested more than 500 deep");
    }
    for (ending, bytes) in packages(&deep) {
        let reason = if ending == "epub" {
            "nested more than 3000 deep"
        } else {
            "nested more than 500 deep"
        };
        hostile.add(&format!("deep.{ending}"), bytes, reason);
    }
    hostile.add("deep.html", "<div>".repeat(100_000), "nested more than 3000 deep");
    hostile.add("deep.jsonl", "[".repeat(100_000), "recursion");
    hostile.add("objects.jsonl", "{\"a\":".repeat(100_000), "recursion");
    // The parser of Markdown lists what is open; it does not descend.
    hostile.add_page("quotes.md", format!("{}桥", ">".repeat(20_000)));
    hostile.add_page("lists.md", format!("{}桥", "- ".repeat(20_000)));
    hostile.add(
        "inner.zip",
        zipped(&[("inner.zip", "PK")]),
        "an archive stands inside of an archive",
    );
    hostile.check();
}

#[test]
fn bombs_are_not_unpacked() {
    let mut hostile = Hostile::new();
    let zeros = "0".repeat(6 << 20);
    for (ending, bytes) in packages(&zeros) {
        hostile.add(&format!("bomb.{ending}"), bytes, "unpacks to more than");
    }
    hostile.add("bomb.zip", zipped(&[("bomb.txt", &zeros)]), "unpacks to more than");
    hostile.add(
        "many.zip",
        zipped(&[("a.txt", &zeros[..3 << 20]), ("b.txt", &zeros[..3 << 20])]),
        "unpacks to more than",
    );
    hostile.read.push("many.zip/a.txt");
    hostile.add("bomb.txt.gz", gzipped(zeros.as_bytes()), "unpacks to more than");
    hostile.add("bomb.jsonl.zst", zstandard(zeros.as_bytes()), "unpacks to more than");
    let tar = tarred(&[("bomb.txt", &zeros)]);
    hostile.add("bomb.tar.gz", gzipped(&tar), "unpacks to more than");
    hostile.add("bomb.tar.zst", zstandard(&tar), "unpacks to more than");
    hostile.check();
}

#[test]
fn no_member_leads_out_of_its_archive() {
    let mut hostile = Hostile::new();
    for name in ["../out.txt", "/etc/out.txt", "a/../../out.txt"] {
        let file = name.replace('/', "-");
        hostile.add(&format!("{file}.zip"), zipped(&[(name, GOOD)]), DIRECTS_OUT);
        hostile.add(&format!("{file}.tar"), tarred(&[(name, GOOD)]), DIRECTS_OUT);
    }
    hostile.check();
}

#[test]
fn what_is_cut_off_is_named() {
    let mut hostile = Hostile::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for name in [
        "sequential.docx",
        "named.xlsx",
        "chapters.epub",
        "flat.parquet",
        "interleaved.libreoffice.pdf",
        "names.zip",
        "names.tar",
        "folders.tar.gz",
        "packed.jsonl.gz",
        "crawl.warc.gz",
        "crawl.warc",
        "forward.tmx",
        "forward.xlf",
    ] {
        let whole = fs::read(fixtures.join(name)).expect("a fixture");
        // The second half of a small tar file is padding.
        let end = whole.len() / if name == "names.tar" { 3 } else { 2 };
        hostile.add(name, &whole[..end], "damaged");
    }
    hostile.check();
}

#[cfg(unix)]
#[test]
fn links_that_go_round_end() {
    let hostile = Hostile::new();
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, hostile.path(name)).expect("a link");
    };
    fs::create_dir(hostile.path("inner")).expect("a folder");
    link(Path::new(".."), "inner/up");
    link(&hostile.path("inner"), "again");
    link(Path::new("itself"), "itself");
    hostile.check();
}
