//! `duizhao lexicon`: a table learned from a corpus, used again, and refused when it is damaged.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn duizhao(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_duizhao"));
    program.current_dir(folder).args(arguments).output().expect("the program starts")
}

#[test]
fn a_table_is_learned_saved_used_and_checked() {
    let place = TempDir::new().expect("a temporary folder");
    let folder = place.path();
    let sample = |name: &str| {
        fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/samples").join(name),
        )
        .expect("a sample")
    };
    fs::write(folder.join("county.txt"), sample("county-report.txt")).expect("a file");
    assert_eq!(
        duizhao(folder, &["build", "county.txt", "--out", "corpus", "-q"]).status.code(),
        Some(0)
    );

    let learned = duizhao(folder, &["lexicon", "corpus", "--out", "ours.lexicon"]);
    assert_eq!(learned.status.code(), Some(0), "{}", String::from_utf8_lossy(&learned.stderr));
    let again = duizhao(folder, &["lexicon", "corpus", "--out", "ours.lexicon"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));

    let with = ["build", "county.txt", "--out", "more", "-q", "--lexicon", "ours.lexicon"];
    assert_eq!(duizhao(folder, &with).status.code(), Some(0));
    let manifest = fs::read_to_string(folder.join("more/manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"learned\""), "{manifest}");

    let whole = fs::read(folder.join("ours.lexicon")).expect("the table");
    fs::write(folder.join("ours.lexicon"), &whole[..whole.len() / 2]).expect("a file");
    let cut = duizhao(
        folder,
        &["build", "county.txt", "--out", "third", "-q", "--lexicon", "ours.lexicon"],
    );
    let said = String::from_utf8_lossy(&cut.stderr);
    assert_eq!(cut.status.code(), Some(2), "{said}");
    assert!(said.contains("ours.lexicon") && said.contains("cut short"), "{said}");
    assert!(!folder.join("third").exists());
}
