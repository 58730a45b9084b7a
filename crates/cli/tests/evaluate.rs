//! `duizhao evaluate`: what it prints, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn evaluate(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_duizhao"));
    program
        .current_dir(folder)
        .arg("evaluate")
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, content) in [
        ("gold/a.gold", "0\t0\n1\t1,2\n2\t\n"),
        ("gold/b.gold", "0\t0\n"),
        ("said/a.align", "0\t0\t.9\n1\t1\t.8\n2\t2\t.1\n"),
        ("gold.jsonl", "{\"text\": \"A. B.\", \"ends\": [2, 5]}\n"),
        ("said.txt", "A.\nB.\n\n"),
        ("damaged.txt", "0\t0\n1\tone\n"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder.path())).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn two_files_are_judged_in_a_table() {
    let output = evaluate(folder().path(), &["align", "gold/a.gold", "said/a.align"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("strict                0.3333  0.5000  0.4000"), "{said}");
    assert!(said.contains("Convention: strict and lax precision count every"), "{said}");
    assert!(said.contains("Every sentence in exactly one bead: 1 of 1 documents"), "{said}");
}

#[test]
fn a_document_without_prediction_is_named_and_counted() {
    let output = evaluate(folder().path(), &["align", "gold", "said", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no prediction for b: expected said/b.align"));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["quality"]["strict"]["precision"], 1.0 / 3.0);
    assert_eq!(report["quality"]["gold"]["beads"], 3);
    assert_eq!(report["scores"]["state"], "measured");
    assert_eq!(report["documents"][1]["predicted"], false);
}

#[test]
fn boundaries_are_judged() {
    let output = evaluate(folder().path(), &["segment", "gold.jsonl", "said.txt", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((report["f1"].as_f64(), report["exact"].as_u64()), (Some(1.0), Some(1)));
}

#[test]
fn what_cannot_be_judged_is_said_once_with_its_place_and_nothing_is_printed() {
    for (arguments, message) in [
        (["align", "gold/a.gold", "damaged.txt"], "error: damaged.txt: line 2: expected "),
        (["align", "gold/a.gold", "none.align"], "error: cannot read none.align: No such file"),
        (
            ["align", "gold", "said/a.align"],
            "error: gold and said/a.align: give two files, or two folders",
        ),
        (["align", "said", "said"], "error: said: no file ends in .gold"),
        (["segment", "damaged.txt", "said.txt"], "error: damaged.txt: line 1: expected {\"text\""),
    ] {
        let output = evaluate(folder().path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr).lines().count(), 1);
        assert!(output.stdout.is_empty());
    }
}
