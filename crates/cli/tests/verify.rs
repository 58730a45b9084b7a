//! `duizhao verify`, as a user runs it: on a corpus as it was built, on one that was damaged, and with changed sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn duizhao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// A corpus, and the folder of its sources.
struct Corpus {
    folder: TempDir,
}

impl Corpus {
    /// Three pages, one of them in two files, and a page in one language.
    fn new() -> Self {
        let corpus = Self { folder: TempDir::new().expect("a temporary folder") };
        fs::create_dir(corpus.pages()).expect("a folder");
        for (name, text) in [
            (
                "桥.txt",
                "日期：2024-05-06\n桥修好了。　全长１２公里。\n\nThe bridge is repaired.\u{2002}It is 12 km long.\n",
            ),
            ("ferry.html", "<p>渡船今天不开。</p><p>The ferry does not run today.</p>"),
            ("old.zh.txt", "从前有一座桥。\n"),
            ("old.en.txt", "Once there was a bridge.\n"),
            ("alone.txt", "Nobody answers.\n"),
        ] {
            fs::write(corpus.pages().join(name), text).expect("a page");
        }
        let [pages, out] = [corpus.pages(), corpus.out()];
        let built = duizhao(&["build", path(&pages), "--out", path(&out)]);
        assert_eq!(built.status.code(), Some(1), "the page in one language fails: {built:?}");
        corpus
    }

    fn pages(&self) -> PathBuf {
        self.folder.path().join("pages")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("corpus")
    }

    /// What `verify` says, after its exit code was the one expected.
    #[track_caller]
    fn verify(&self, options: &[&str], code: i32) -> String {
        let out = self.out();
        let verified = duizhao(&[&["verify", path(&out)], options].concat());
        let said = String::from_utf8_lossy(&verified.stdout).into_owned();
        assert_eq!(verified.status.code(), Some(code), "{said}{verified:?}");
        said
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn a_corpus_as_it_was_built_passes() {
    let corpus = Corpus::new();
    let said = corpus.verify(&[], 0);
    let checks: Vec<&str> = said.lines().map(|line| line.split(':').next().unwrap_or("")).collect();
    assert_eq!(checks, ["ok      files", "ok      tables", "ok      laws", "ok      sources"]);
    assert!(!said.contains(" 0 texts"), "{said}");
    assert_eq!(corpus.verify(&["--no-sources"], 0).lines().count(), 3);
}

#[test]
fn every_byte_that_is_changed_in_a_file_is_found() {
    let corpus = Corpus::new();
    for name in ["data/train-00000-of-00001.parquet", "unpaired.parquet", "README.md"] {
        let file = corpus.out().join(name);
        let bytes = fs::read(&file).expect("a file");
        for place in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            fs::write(&file, changed).expect("written");
            let said = corpus.verify(&[], 1);
            assert!(said.contains(&format!("{name}: its SHA-256")), "{said}");
        }
        fs::write(&file, &bytes[..bytes.len() - 1]).expect("written");
        assert!(corpus.verify(&[], 1).contains(&format!("{name}: it has")));
        fs::remove_file(&file).expect("removed");
        assert!(corpus.verify(&[], 1).contains(&format!("{name}: cannot be read")));
        fs::write(&file, bytes).expect("written");
    }
    corpus.verify(&[], 0);
}

#[test]
fn tables_in_each_others_place_and_foreign_shards_are_found() {
    let corpus = Corpus::new();
    let [one, other] = ["unpaired.parquet", "dropped.parquet"].map(|name| corpus.out().join(name));
    let spare = corpus.out().join("spare");
    for (from, to) in [(&one, &spare), (&other, &one), (&spare, &other)] {
        fs::rename(from, to).expect("renamed");
    }
    let said = corpus.verify(&[], 1);
    assert!(said.contains("unpaired.parquet: ") && said.contains("dropped.parquet: "), "{said}");
    for (from, to) in [(&one, &spare), (&other, &one), (&spare, &other)] {
        fs::rename(from, to).expect("renamed");
    }
    fs::copy(&one, corpus.out().join("data/train-00001-of-00002.parquet")).expect("copied");
    assert!(
        corpus
            .verify(&[], 1)
            .contains("data/train-00001-of-00002.parquet: manifest.json does not list it")
    );
}

#[test]
fn a_count_changed_in_the_manifest_is_found() {
    let corpus = Corpus::new();
    let manifest = corpus.out().join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, text.replace("\"pairs\": 4", "\"pairs\": 5")).expect("written");
    assert!(corpus.verify(&[], 1).contains("manifest.json: its SHA-256 is not the one"));
    let hash = corpus.out().join("manifest.sha256");
    fs::remove_file(&hash).expect("removed");
    assert!(corpus.verify(&[], 1).contains("manifest.sha256 is missing"));
    // As by somebody who changed both.
    let changed = duizhao_export::sha256_of(&manifest).expect("a hash");
    fs::write(&hash, format!("{changed}  manifest.json\n")).expect("written");
    assert!(
        corpus.verify(&[], 1).contains("manifest.json: its count `pairs` is 5, and there are 4")
    );
}

#[test]
fn sources_that_changed_or_went_are_named() {
    let corpus = Corpus::new();
    let page = corpus.pages().join("ferry.html");
    fs::write(&page, "<p>渡船今天又开。</p><p>The ferry runs again today.</p>").expect("written");
    fs::remove_file(corpus.pages().join("old.en.txt")).expect("removed");
    let said = corpus.verify(&[], 1);
    assert!(said.contains("ferry.html: it was changed since"), "{said}");
    assert!(said.contains("old.en.txt: no such file"), "{said}");
    assert!(said.contains("FAILED  sources") && said.contains("2 wrong"), "{said}");
    corpus.verify(&["--no-sources"], 0);
}

#[test]
fn documents_of_archives_are_compared_with_what_the_archives_hold() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for archive in ["folders.zip", "folders.tar.gz", "crawl.warc"] {
        let folder = TempDir::new().expect("a temporary folder");
        let (source, out) = (folder.path().join(archive), folder.path().join("corpus"));
        fs::copy(fixtures.join(archive), &source).expect("a copy");
        let built = duizhao(&["build", path(&source), "--out", path(&out), "--quiet"]);
        assert!(out.is_dir(), "{archive}: {built:?}");
        let verify = || {
            let verified = duizhao(&["verify", path(&out)]);
            let said = String::from_utf8_lossy(&verified.stdout).into_owned();
            (verified.status.code(), said)
        };
        let (code, said) = verify();
        let texts = said.lines().find(|line| line.contains("texts at their places"));
        let texts = texts.expect("a line on the sources");
        assert!(code == Some(0) && !texts.contains(": 0 texts"), "{archive}: {said}");
        assert!(!texts.contains("not read again"), "{archive}: {said}");
        // Cut off, it lacks at least its last document.
        let bytes = fs::read(&source).expect("an archive");
        fs::write(&source, &bytes[..bytes.len() / 2]).expect("written");
        let (code, said) = verify();
        assert!(code == Some(1) && said.contains("FAILED  sources"), "{archive}: {said}");
    }
}

#[test]
fn what_is_no_corpus_is_refused() {
    let folder = TempDir::new().expect("a temporary folder");
    let output = duizhao(&["verify", path(folder.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no corpus folder"));
}
