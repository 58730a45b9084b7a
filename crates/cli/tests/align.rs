//! `duizhao align`: its three formats, what counts as a sentence, and what it says of input that it cannot use.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const ZH: &str = "猫坐在垫子上。\n\n狗在外面叫，因为下雨了。\n";
const EN: &str =
    "The cat sat on the mat.\n\n\nThe dog was barking outside.\nIt had begun to rain.\n";

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, content) in [
        ("a.zh", ZH.as_bytes()),
        ("a.en", EN.as_bytes()),
        ("empty", b""),
        ("terms.tsv", "渡渡\tquagga\n".as_bytes()),
        ("damaged.tsv", b"no tab\n"),
        ("latin", b"One.\nCaf\xe9.\n"),
    ] {
        std::fs::write(folder.path().join(name), content).expect("a file");
    }
    folder
}

fn align(folder: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_duizhao"));
    program.current_dir(folder).arg("align").args(arguments);
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may end without reading; that is no failure of the test.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn the_three_formats_say_the_same() {
    let folder = folder();
    let written = |format: &str| {
        let output = align(folder.path(), &["a.zh", "a.en", "--format", format], "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let ladder = written("ladder");
    assert!(ladder.starts_with("[0]:[0]:0.") && ladder.contains("\n[1]:[1,2]:0."), "{ladder}");
    let without_brackets = ladder.replace(':', "\t").replace(['[', ']'], "");
    assert_eq!(written("tsv"), without_brackets);
    let last = written("jsonl");
    let last: serde_json::Value =
        serde_json::from_str(last.lines().last().unwrap_or_default()).expect("JSON");
    assert_eq!(last["en"], serde_json::json!([1, 2]));
    assert_eq!(
        last["en_text"],
        serde_json::json!(["The dog was barking outside.", "It had begun to rain."])
    );
}

#[test]
fn either_side_may_come_from_standard_input() {
    let folder = folder();
    let from_files = align(folder.path(), &["a.zh", "a.en"], "").stdout;
    assert_eq!(align(folder.path(), &["-", "a.en"], ZH).stdout, from_files);
    assert_eq!(align(folder.path(), &["a.zh", "-"], EN).stdout, from_files);
}

#[test]
fn an_empty_side_leaves_null_beads() {
    let output = align(folder().path(), &["a.zh", "empty", "--format", "tsv"], "");
    assert_eq!(output.status.code(), Some(0));
    let shapes: Vec<_> = text(&output.stdout).lines().map(|line| line.split('\t').nth(1)).collect();
    assert!(!shapes.is_empty() && shapes.iter().all(|en| *en == Some("")), "{shapes:?}");
    assert!(align(folder().path(), &["empty", "empty"], "").stdout.is_empty());
}

#[test]
fn a_glossary_is_evidence() {
    let folder = folder();
    for (name, content) in
        [("g.zh", "渡渡来了。\n天晴。\n渡渡。\n"), ("g.en", "Fine sky.\nA quagga.\n")]
    {
        std::fs::write(folder.path().join(name), content).expect("a file");
    }
    let pairs = |arguments: &[&str]| {
        let output = align(folder.path(), arguments, "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let with = pairs(&["g.zh", "g.en", "--glossary", "terms.tsv"]);
    assert_ne!(pairs(&["g.zh", "g.en"]), with);
    assert!(with.contains("[2]:[1]"), "{with}");
}

#[test]
fn a_damaged_lexicon_or_glossary_is_named_with_its_fault() {
    for (option, file, message) in [
        ("--glossary", "damaged.tsv", "error: damaged.tsv: line 1: "),
        ("--glossary", "none", "error: cannot read none: No such file"),
        ("--lexicon", "a.en", "error: a.en: not a "),
        ("--lexicon", "none", "error: cannot read none: No such file"),
    ] {
        let output = align(folder().path(), &["a.zh", "a.en", option, file], "");
        assert_eq!(output.status.code(), Some(2), "{option} {file}");
        assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
    }
}

#[test]
fn what_cannot_be_aligned_is_said_with_its_place() {
    for (arguments, message) in [
        (
            ["a.zh", "latin"],
            "error: latin: line 2: expected UTF-8, found another encoding at byte 8",
        ),
        (["none", "a.en"], "error: cannot read none: No such file"),
        (["a.zh", "."], "error: cannot read .: Is a directory"),
        (["-", "-"], "error: only one of the two sides can come from standard input"),
    ] {
        let output = align(folder().path(), &arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
}
