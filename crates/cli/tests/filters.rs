//! Presets, the configuration file and masking, as a user gives them to `duizhao build`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PAGE: &str = "桥修好了，明天通车。<br/>有事请写信到 Li@example.org，或致电010-65529988。\n\n\
    The bridge is repaired and opens tomorrow.<br/> Write to li@example.org or call 010-6552 9988.\n";

fn duizhao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// Builds a corpus of [`PAGE`] and gives its pairs.
fn build(folder: &Path, options: &[&str]) -> Result<String, String> {
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (page, out) = (text(&folder.join("page.txt")), text(&folder.join("corpus")));
    fs::write(&page, PAGE).expect("a file");
    let fixed = ["build", &page, "--out", &out, "--force", "--quiet"];
    let built = duizhao(&fixed.into_iter().chain(options.iter().copied()).collect::<Vec<_>>());
    if built.status.code() != Some(0) {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned());
    }
    let exported = duizhao(&["export", &out, "--format", "tsv"]);
    Ok(String::from_utf8(exported.stdout).expect("UTF-8"))
}

#[test]
fn a_preset_and_a_configuration_decide_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = build(folder.path(), &[]).expect("a corpus");
    assert!(all.contains("<br/>"), "{all}");
    let clean = build(folder.path(), &["--preset", "mt"]).expect("a corpus");
    assert!(!clean.contains("<br/>"), "{clean}");

    let config = folder.path().join("duizhao.toml");
    let config = config.to_str().expect("UTF-8");
    fs::write(config, "[filters]\nmarkup = \"on\"\n").expect("a file");
    assert!(!build(folder.path(), &["--config", config]).expect("a corpus").contains("<br/>"));
    let none = build(folder.path(), &["--config", config, "--preset", "none"]);
    assert_eq!(none.expect("a corpus"), all, "an option goes before the file");

    fs::write(config, "[filters]\n\nmarkupp = \"on\"\n").expect("a file");
    let error = build(folder.path(), &["--config", config]).unwrap_err();
    assert!(error.contains("line 3") && error.contains("`markup`"), "{error}");
}

#[test]
fn what_is_private_is_masked_alike_on_both_sides_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = build(folder.path(), &[]).expect("a corpus");
    assert_eq!(plain.to_lowercase().matches("li@example.org").count(), 2, "{plain}");
    let masked = build(folder.path(), &["--mask-private"]).expect("a corpus");
    assert_eq!(masked.matches("<EMAIL_1>").count(), 2, "{masked}");
    assert_eq!(masked.matches("<PHONE_1>").count(), 2, "{masked}");
    assert!(!masked.contains('@') && !masked.contains("6552"), "{masked}");
    let text = |name| fs::read_to_string(folder.path().join("corpus").join(name)).expect("a file");
    let manifest: serde_json::Value = serde_json::from_str(&text("manifest.json")).expect("JSON");
    let once = serde_json::json!({ "pairs": 1, "occurrences": 2 });
    assert_eq!(manifest["counts"]["masked"], serde_json::json!({ "email": once, "phone": once }));
    assert!(text("README.md").contains("| pairs with a masked `email` | 1 |"));
}

#[test]
fn the_filters_are_listed_with_their_bounds() {
    let output = duizhao(&["filters"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let header = text.lines().next().expect("a header");
    assert_eq!(header, "name\tfeature\tusual\tmt\tterms\tlinguistics\tkeeps out");
    assert!(text.lines().all(|line| line.split('\t').count() == 7));
    assert!(text.contains("\nempty\tletters\t≥ 1\t≥ 1\t≥ 1\t≥ 1\t"), "{text}");
}
