//! One page as plain text, in a site's template with menus, as DOCX, PDF and EPUB: the same pairs in the same order. The files
//! are those that `scripts/check-page-formats --write --keep FOLDER data/samples/bakery.txt` leaves in FOLDER.

use std::path::Path;
use std::process::Command;

fn done(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn pairs(page: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    let [page, corpus] = [page, &corpus].map(|path| path.to_str().expect("UTF-8"));
    done(&["build", "--quiet", "--out", corpus, page]);
    done(&["export", corpus, "--format", "tsv", "--columns", "zh,en"])
}

#[test]
fn a_page_gives_the_same_pairs_in_every_format() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = |ending: &str| pairs(&tests.join("tests/page").join(format!("page.{ending}")));
    let gold = std::fs::read_to_string(tests.join("../../data/gold/bakery.tsv")).expect("the gold");
    let text = page("txt");
    assert_eq!(text.lines().count(), gold.lines().count());
    for ending in ["html", "docx", "pdf", "epub"] {
        assert_eq!(page(ending), text, "{ending}");
    }
}
