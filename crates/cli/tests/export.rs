//! `duizhao export`, as a user runs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn duizhao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a corpus of one page in it.
fn corpus() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let page = "桥修好了。明天通车。\n\nThe bridge is repaired. It opens tomorrow.\n";
    fs::write(folder.path().join("page.txt"), page).expect("written");
    let built = duizhao(folder.path(), &["build", "page.txt", "--out", "corpus"]);
    assert!(built.status.success(), "{}", said(&built));
    folder
}

#[test]
fn one_format_goes_to_standard_output() {
    let folder = corpus();
    let output = duizhao(folder.path(), &["export", "corpus", "-f", "tsv", "--direction", "en-zh"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "The bridge is repaired.\t桥修好了。\nIt opens tomorrow.\t明天通车。\n"
    );
    assert_eq!(said(&output), "2 pairs of 1 documents\n");
}

#[test]
fn many_formats_are_written_in_one_pass_and_only_once() {
    let folder = corpus();
    let arguments = [
        "export",
        "corpus",
        "--format",
        "moses,xlsx,tmx,cwb,xces",
        "--compress",
        "gzip",
        "--out",
        "out/news",
    ];
    let output = duizhao(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let entries = fs::read_dir(folder.path().join("out")).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "news.en-zh.en.gz",
            "news.en-zh.ids.gz",
            "news.en-zh.zh.gz",
            "news.en.vrt.gz",
            "news.opus",
            "news.tmx.gz",
            "news.xlsx",
            "news.zh-en.beads.gz",
            "news.zh.vrt.gz"
        ]
    );
    let again = duizhao(folder.path(), &arguments);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("news.en-zh.en.gz exists already"), "{}", said(&again));
}

#[test]
fn what_cannot_be_is_said_with_the_way_out() {
    let folder = corpus();
    for (arguments, expected) in [
        (&["--format", "docx"][..], "there are tsv, jsonl, moses"),
        (&["--format", "moses"], "--out"),
        (&["--format", "tsv", "--split"], "--out"),
        (&["--format", "tsv", "--columns", "zh,taste", "--out", "x"], "there is no column `taste`"),
        (&["--format", "tmx", "--language-codes", "zh", "--out", "x"], "as in zh,en"),
        (&["--format", "tsv", "--compress", "rar", "--out", "x"], "none, gzip, zstd"),
        (&["--format", "xlsx", "--compress", "gzip", "--out", "x"], "leave --compress out"),
        (&["--format", "tsv", "--direction", "zh-de", "--out", "x"], "zh-en and en-zh"),
    ] {
        let output = duizhao(folder.path(), &[&["export", "corpus"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(expected), "{arguments:?}: {}", said(&output));
        assert!(output.stdout.is_empty());
        assert!(!folder.path().join("x").exists(), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_with_the_file() {
    let folder = corpus();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let output = Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(["export", "corpus", "--format", "xlsx"])
        .current_dir(folder.path())
        .stdout(full)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    assert!(said(&output).contains("no space left for the output"), "{}", said(&output));
}
