//! `duizhao curate` and `duizhao check-leaks`, as a user runs them.

use std::collections::BTreeSet;
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

/// Runs a command that must succeed and gives its standard output.
fn done(arguments: &[&str]) -> String {
    let output = duizhao(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn name(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

const SENTENCES: [[&str; 2]; 6] = [
    ["老桥在去年春天的洪水里冲垮了。", "The old bridge was washed away in last spring's flood."],
    ["工人们用了整整十一个月把它修好。", "It took the workers all of eleven months to repair it."],
    ["昨天下午第一辆卡车开了过去。", "Yesterday afternoon the first lorry drove across."],
    ["镇上的孩子们站在岸边拍手。", "The children of the town stood on the bank and clapped."],
    ["木匠的店铺从此又有了生意。", "From then on the carpenter's shop had custom again."],
    ["没有人再提起那场大雨。", "Nobody spoke of the great rain any more."],
];

/// A folder with twenty pages; each has a sentence of its own, two that others have too, and one that others nearly have.
fn pages(folder: &Path) -> PathBuf {
    let pages = folder.join("pages");
    fs::create_dir(&pages).expect("a folder");
    for page in 0..20 {
        let [[zh_one, en_one], [zh_two, en_two], [zh_near, en_near]] =
            [0, 1, 2].map(|step| SENTENCES[(page + step) % SENTENCES.len()]);
        let own = format!("第{page}页说的是{page}号仓库里的{}袋米。", page * 37 + 11);
        let english = format!(
            "Page {page} is about the {} sacks of rice in warehouse {page}.",
            page * 37 + 11
        );
        let (zh_near, en_near) = (zh_near.replace('。', "了。"), en_near.replace('.', " again."));
        let text = format!(
            "{zh_one}\n\n{en_one}\n\n{own}\n\n{english}\n\n{zh_two}\n\n{en_two}\n\n{zh_near}\n\n{en_near}\n"
        );
        fs::write(pages.join(format!("{page:02}.txt")), text).expect("a file");
    }
    pages
}

fn uncurated(folder: &Path) -> PathBuf {
    let out = folder.join("corpus");
    done(&["build", name(&pages(folder)), "--out", name(&out), "--quiet", "--duplicates", "keep"]);
    out
}

/// Every file of a folder, by its name, but for the manifest.
fn tables(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut tables = Vec::new();
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .chain(fs::read_dir(folder.join("data")).expect("a folder"))
    {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "parquet") {
            tables.push((
                path.file_name().expect("a name").to_string_lossy().into_owned(),
                fs::read(path).expect("a file"),
            ));
        }
    }
    tables.sort();
    tables
}

fn ids(corpus: &Path) -> BTreeSet<String> {
    let output = done(&["export", name(corpus), "--format", "tsv", "--columns", "id"]);
    output.lines().map(str::to_owned).collect()
}

#[test]
fn duplicates_go_nothing_leaks_and_nothing_is_lost() {
    let folder = TempDir::new().expect("a folder");
    let corpus = uncurated(folder.path());
    let before = ids(&corpus);
    let out = folder.path().join("clean");
    let arguments =
        ["--duplicates", "near", "--test", "20%", "--validation", "20%", "--shard-pairs", "5"];
    let summary = done(&[&["curate", name(&corpus), "--out", name(&out)][..], &arguments].concat());
    assert!(summary.contains("duplicate"), "{summary}");
    let files: Vec<_> = tables(&out).into_iter().map(|(file, _)| file).collect();
    for split in ["train", "validation", "test"] {
        assert!(
            files.iter().any(|file| file.starts_with(&format!("{split}-00000-of-0000"))),
            "{files:?}"
        );
    }
    let after = ids(&out);
    assert!(
        after.is_subset(&before) && after.len() < before.len() - 30,
        "{} of {}",
        after.len(),
        before.len()
    );
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("a file"))
            .expect("JSON");
    let dropped: u64 = manifest["counts"]["rejected_pairs"]
        .as_object()
        .expect("reasons")
        .values()
        .filter_map(serde_json::Value::as_u64)
        .sum();
    assert_eq!(after.len() as u64 + dropped, before.len() as u64);
    assert_eq!(manifest["settings"]["curation"]["settings"]["duplicates"], "near");
    assert_eq!(done(&["check-leaks", name(&out)]), "");

    // What was decided can be decided again, to the same bytes, on any number of threads.
    let again = folder.path().join("again");
    done(
        &[&["curate", name(&out), "--out", name(&again), "--threads", "1"][..], &arguments]
            .concat(),
    );
    assert_eq!(tables(&again), tables(&out));
    let restored = folder.path().join("restored");
    done(&["curate", name(&out), "--out", name(&restored), "--duplicates", "keep"]);
    assert_eq!(ids(&restored), before);
}

#[test]
fn filters_judge_anew_as_if_the_corpus_had_been_built_with_them() {
    let folder = TempDir::new().expect("a folder");
    let pages = pages(folder.path());
    let [[zh_first, en_first], [zh_last, en_last], ..] = SENTENCES;
    let (zh, en) = ("仓库里有41箱苹果。", "There are 14 crates of apples in the warehouse.");
    let text = [zh_first, en_first, zh, en, zh_last, en_last].join("\n\n");
    fs::write(pages.join("wrong.txt"), text).expect("a file");
    let at = |name: &str| folder.path().join(name);
    let build = |out: &Path, preset| {
        let arguments = ["--quiet", "--duplicates", "keep", "--preset", preset];
        done(&[&["build", name(&pages), "--out", name(out)][..], &arguments].concat());
    };
    let (all, strict) = (at("all"), at("strict"));
    build(&all, "none");
    build(&strict, "mt");
    assert!(ids(&strict).len() < ids(&all).len());

    let curate = |from: &Path, to: &Path, arguments: &[&str]| {
        let first = ["curate", name(from), "--out", name(to), "--duplicates", "keep", "--quiet"];
        done(&[&first[..], arguments].concat());
        tables(to)
    };
    let judged = curate(&all, &at("judged"), &["--preset", "mt"]);
    let again = curate(&strict, &at("same"), &[]);
    assert_eq!(judged, again);
    let restored = curate(&strict, &at("restored"), &["--preset", "none"]);
    assert_eq!(restored, curate(&all, &at("whole"), &[]));

    let config = at("settings.toml");
    fs::write(&config, "[duplicates]\ndrop = \"near\"\n[filters]\npreset = \"mt\"\n")
        .expect("a file");
    let configured = curate(&all, &at("configured"), &["--config", name(&config)]);
    assert_eq!(configured, judged, "options go before the file");
}

#[test]
fn a_corpus_without_the_features_is_named() {
    let folder = TempDir::new().expect("a folder");
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../export/tests/corpora/1");
    let out = folder.path().join("out");
    let output = duizhao(&["curate", name(&old), "--out", name(&out), "--preset", "mt"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && !out.exists());
    assert!(message.contains("`misplaced`") && message.contains("build it again"), "{message}");
}

#[test]
fn leaks_are_named_and_counted() {
    let folder = TempDir::new().expect("a folder");
    let corpus = uncurated(folder.path());
    let output = duizhao(&["check-leaks", name(&corpus), name(&corpus)]);
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(lines.lines().count(), ids(&corpus).len());
    assert!(lines.lines().all(|line| line.starts_with("exact\ttrain\t")), "{lines}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("0 nearly"), "{said}");
}

#[test]
fn a_corpus_is_kept_apart_from_others() {
    let folder = TempDir::new().expect("a folder");
    let corpus = uncurated(folder.path());
    let [against, held_out] = ["against", "held-out"].map(|relation| {
        let out = folder.path().join(relation);
        let option = format!("--{relation}");
        done(&["curate", name(&corpus), "--out", name(&out), "--quiet", &option, name(&corpus)]);
        ids(&out)
    });
    assert!(against.is_empty() && held_out.is_empty());
}

#[test]
fn corpora_are_merged_and_the_same_id_twice_is_named() {
    let folder = TempDir::new().expect("a folder");
    let corpus = uncurated(folder.path());
    let copy = folder.path().join("copy");
    done(&["curate", name(&corpus), "--out", name(&copy), "--quiet", "--duplicates", "keep"]);
    let out = folder.path().join("both");
    let both = ["curate", name(&corpus), name(&copy), "--out", name(&out)];
    let output = duizhao(&both);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("00.txt") && said.contains("--prefix"), "{said}");
    assert!(!out.exists());
    let summary = done(&[&both[..], &["--prefix"]].concat());
    assert!(summary.contains("documents             40"), "{summary}");
    // Exact duplicates go by default, whichever corpus they are from.
    let alone = folder.path().join("alone");
    done(&["curate", name(&corpus), "--out", name(&alone), "--quiet"]);
    assert_eq!(ids(&out).len(), ids(&alone).len());
}

#[test]
fn a_grown_corpus_keeps_its_splits() {
    let folder = TempDir::new().expect("a folder");
    let corpus = uncurated(folder.path());
    let old = folder.path().join("old");
    done(&["curate", name(&corpus), "--out", name(&old), "--quiet", "--test", "8"]);
    let new = folder.path().join("new");
    done(&[
        "curate",
        name(&corpus),
        "--out",
        name(&new),
        "--quiet",
        "--test",
        "1",
        "--splits-of",
        name(&old),
    ]);
    let test =
        |corpus: &Path| tables(corpus).into_iter().find(|(file, _)| file.starts_with("test-"));
    assert!(test(&old).is_some());
    assert_eq!(test(&new), test(&old));
}

#[test]
fn wrong_sizes_and_damaged_corpora_are_named() {
    let folder = TempDir::new().expect("a folder");
    let corpus = uncurated(folder.path());
    let out = folder.path().join("out");
    for (option, value) in [("--test", "many"), ("--similarity", "2"), ("--duplicates", "all")] {
        let output = duizhao(&["curate", name(&corpus), "--out", name(&out), option, value]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(value));
    }
    let table = corpus.join("data/train-00000-of-00001.parquet");
    let mut bytes = fs::read(&table).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&table, bytes).expect("a file");
    let output = duizhao(&["curate", name(&corpus), "--out", name(&out)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("train-00000-of-00001.parquet"));
    assert!(!out.exists());
}
