//! Gold and predictions in files and folders, and what is said of damaged ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use duizhao_evaluator::{AlignmentReport, BoundaryReport, Formats, LadderFormat, judge_alignments};
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn report(gold: &Path, predicted: &Path) -> AlignmentReport {
    AlignmentReport::of(judge_alignments(gold, predicted, Formats::default()).unwrap())
}

fn error(gold: &Path, predicted: &Path) -> String {
    judge_alignments(gold, predicted, Formats::default()).unwrap_err().to_string()
}

#[test]
fn folders_are_matched_by_document_in_the_order_of_their_names() {
    let gold = folder(&[("b.gold", b"0\t0\n"), ("a.gold", b"0\t0\n"), ("notes.txt", b"not gold")]);
    let predicted = folder(&[("a.align", b"[0]:[0]:0.5\n"), ("c.align", b"[0]:[0]\n")]);
    let report = report(gold.path(), predicted.path());
    let names: Vec<_> =
        report.documents.iter().map(|document| document.document.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(report.missing().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn the_texts_beside_gold_say_which_sentences_must_be_there() {
    let texts: [(&str, &[u8]); 3] = [
        ("a.gold", b"0\t0\n"),
        ("a.zh", "一。\n\n二。\n".as_bytes()),
        ("a.en", b"One.\nTwo.\nThree.\n"),
    ];
    let predicted = folder(&[("a.align", b"0\t0\n1\t0,1\n")]);
    let said = |texts: &[(&str, &[u8])]| {
        let report = report(folder(texts).path(), predicted.path());
        report.documents[0].breaches.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        said(&texts),
        [
            "1 en sentence in no bead, the first is 2",
            "1 en sentence in more than one bead, the first is 0"
        ]
    );
    assert_eq!(said(&texts[..1])[0], "1 zh sentence not in the document, the first is 1");
}

#[test]
fn a_file_called_coarse_makes_the_folder_coarse() {
    let predicted = folder(&[("a.align", b"0\t0\n1\t1\n")]);
    let fine = folder(&[("a.gold", b"0,1\t0,1\n")]);
    assert!(report(fine.path(), predicted.path()).quality.strict().f1 < 0.5);
    let coarse = folder(&[("a.gold", b"0,1\t0,1\n"), ("COARSE", b"")]);
    assert!(report(coarse.path(), predicted.path()).quality.strict().f1 > 0.5);
}

#[test]
fn two_files_of_different_formats_can_be_compared() {
    let files = folder(&[
        ("gold", b"0\t0\n1\t\n2\t1\n"),
        ("hunalign", b"0\t0\t.9\n1\t1\t-1\n2\t1\t.5\n3\t2\t0\n"),
    ]);
    let formats = Formats { predicted: LadderFormat::Hunalign, ..Formats::default() };
    let judged =
        judge_alignments(&files.path().join("gold"), &files.path().join("hunalign"), formats)
            .unwrap();
    assert_eq!(AlignmentReport::of(judged).quality.strict().f1.to_bits(), 1f64.to_bits());
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_name_and_place() {
    let files = folder(&[("a.gold", b"0\t0\nzero\t1\n"), ("latin.gold", b"0\t0\n\xe9\n")]);
    let path = |name: &str| files.path().join(name);
    let in_file = |name: &str, said: &str| format!("{}{said}", path(name).display());
    assert_eq!(
        error(&path("a.gold"), &path("a.gold")),
        in_file(
            "a.gold",
            ": line 2: expected `[0,1]:[0]:score` or `0,1<TAB>0<TAB>score` (the score may be missing), \
             found \"zero\\t1\""
        )
    );
    assert!(error(&path("latin.gold"), &path("latin.gold")).contains("not UTF-8 at byte 4;"));
    assert!(error(&path("none.gold"), &path("a.gold")).starts_with("cannot read "));
    assert!(error(files.path(), &path("a.gold")).ends_with("give two files, or two folders"));
    let empty = TempDir::new().unwrap();
    assert!(error(empty.path(), files.path()).contains("no file ends in .gold"));
}

#[test]
fn boundaries_are_read_from_files_too() {
    let files = folder(&[
        ("gold.jsonl", br#"{"text": "A. B.", "ends": [2, 5]}"#),
        ("said.txt", b"A.\nB.\n\n"),
    ]);
    let path = |name: &str| files.path().join(name);
    assert_eq!(BoundaryReport::of_files(&path("gold.jsonl"), &path("said.txt")).unwrap().right, 1);
    let error =
        BoundaryReport::of_files(&path("said.txt"), &path("said.txt")).unwrap_err().to_string();
    assert!(error.contains("said.txt: line 1: expected {\"text\""), "{error}");
}
