//! One and the same text in every packed format and in several layouts, written by the programs that people use
//! (`scripts/make-fixtures`): each gives the same pairs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn duizhao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn lines(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (zh, en) = line.split_once('\t').expect("two columns");
        (zh.to_owned(), en.to_owned())
    };
    text.lines().map(pair).collect()
}

#[test]
fn every_format_gives_all_gold_pairs() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let gold = lines(&fs::read_to_string(fixtures.join("gold.tsv")).expect("the gold"));
    let inputs = tempfile::tempdir().expect("a folder");
    let mut files = 0;
    for entry in fs::read_dir(&fixtures).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_owned();
        if name != "gold.tsv" {
            fs::copy(&path, inputs.path().join(&name)).expect("copied");
            files += 1;
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    let (input, corpus) = (inputs.path().to_str().expect("UTF-8"), corpus.to_str().expect("UTF-8"));
    // Every document holds the same pairs, and only what each gives by itself is to be seen: not what is a duplicate of
    // another's, nor what all say at their ends.
    let alone = ["--duplicates", "keep", "--without-rule", "repeated-furniture"];
    let built = duizhao(&[&["build", "--out", corpus, input][..], &alone].concat());
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let exported = duizhao(&["export", corpus, "--format", "tsv", "--columns", "document,zh,en"]);
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for line in String::from_utf8(exported.stdout).expect("UTF-8").lines() {
        let (document, pair) = line.split_once('\t').expect("three columns");
        found.entry(document.to_owned()).or_default().extend(lines(pair));
    }
    // The two subtitle files are one document.
    assert_eq!(found.len(), files - 1, "{:?}", found.keys());
    for (document, pairs) in found {
        assert_eq!(pairs, gold, "{document}");
    }
}
