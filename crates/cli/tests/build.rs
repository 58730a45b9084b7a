//! `duizhao build`, as a user runs it: the samples against their gold, the same bytes on any number of threads, and what
//! happens to inputs that cannot be used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const PAGE: &str = "桥修好了。明天通车。\n\nThe bridge is repaired. It opens tomorrow.\n";

fn duizhao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// Builds a corpus and says how it went.
fn build(inputs: &[&Path], out: &Path, options: &[&str]) -> Output {
    let inputs = inputs.iter().map(|path| path.to_str().expect("UTF-8"));
    let arguments = ["build", "--out", out.to_str().expect("UTF-8")];
    duizhao(&arguments.into_iter().chain(inputs).chain(options.iter().copied()).collect::<Vec<_>>())
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(
                path.strip_prefix(folder).expect("below").to_owned(),
                fs::read(&path).expect("a file"),
            );
        }
    }
    let own = std::mem::take(&mut files);
    own.into_iter()
        .map(|(path, bytes)| (Path::new(folder.file_name().expect("a name")).join(path), bytes))
        .collect()
}

/// The pairs of a corpus by document, in their order.
fn pairs(corpus: &Path) -> BTreeMap<String, Vec<(String, String)>> {
    let corpus = corpus.to_str().expect("UTF-8");
    let output = duizhao(&["export", corpus, "--format", "tsv", "--columns", "document,zh,en"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let mut pairs = BTreeMap::<String, Vec<_>>::new();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        pairs
            .entry(fields[0].to_owned())
            .or_default()
            .push((fields[1].to_owned(), fields[2].to_owned()));
    }
    pairs
}

/// The gold pairs by the id that a document has in a corpus built from `data/samples`.
fn gold() -> BTreeMap<String, Vec<(String, String)>> {
    let table =
        fs::read_to_string(data().join("gold/documents.tsv")).expect("the table of documents");
    let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| {
        let pairs =
            fs::read_to_string(data().join(format!("gold/{}.tsv", row[0]))).unwrap_or_default();
        let pair = |line: &str| {
            let (zh, en) = line.split_once('\t').expect("two columns");
            (zh.to_owned(), en.to_owned())
        };
        (row[1].to_owned(), pairs.lines().map(pair).collect())
    })
    .collect()
}

#[test]
fn the_samples_give_their_gold_pairs() {
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("corpus");
    let output = build(&[&data().join("samples")], &out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));

    let (gold, found) = (gold(), pairs(&out));
    let ids = |pairs: &BTreeMap<String, Vec<_>>| pairs.keys().cloned().collect::<BTreeSet<_>>();
    assert!(ids(&found).is_subset(&ids(&gold)), "{:?}", ids(&found));

    let [mut right, mut said, mut expected] = [0, 0, 0];
    for (document, gold) in &gold {
        let found = found.get(document).map_or(&[][..], Vec::as_slice);
        let hits = found.iter().filter(|pair| gold.contains(pair)).count();
        right += hits;
        said += found.len();
        expected += gold.len();
    }
    let f1 = 2.0 * right as f64 / (said + expected) as f64;
    assert!(f1 >= 0.94, "strict F1 over all samples is {f1:.4}");
}

#[test]
fn a_title_is_found_at_the_other_end_and_speakers_are_kept_apart() {
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("corpus");
    let page = data().join("samples/reservoir-press-conference.txt");
    assert_eq!(build(&[&page], &out, &[]).status.code(), Some(0));
    let name = "reservoir-press-conference.txt";
    let (found, gold) = (&pairs(&out)[name], &gold()[name]);
    assert_eq!(found[0], gold[0], "the title and its translation at the end of the page");
    let right = found.iter().filter(|pair| gold.contains(pair)).count();
    assert!(right >= gold.len() - 3, "{right} of {} pairs", gold.len());
    let question = "会不会加大防洪压力？";
    assert!(found.iter().all(|(zh, _)| zh.ends_with(question) || !zh.contains(question)));
}

#[test]
fn the_same_bytes_come_out_on_any_number_of_threads() {
    let folder = TempDir::new().expect("a temporary folder");
    let runs = ["1", "2", "3"].map(|threads| {
        let out = folder.path().join(threads).join("corpus");
        fs::create_dir(folder.path().join(threads)).expect("a folder");
        assert_eq!(
            build(&[&data().join("samples")], &out, &["--threads", threads]).status.code(),
            Some(0)
        );
        files(&out)
    });
    assert!(runs[0].len() >= 6, "{:?}", runs[0].keys());
    for run in &runs[1..] {
        assert_eq!(runs[0].keys().collect::<Vec<_>>(), run.keys().collect::<Vec<_>>());
        for (path, bytes) in &runs[0] {
            assert!(bytes == &run[path], "{} differs", path.display());
        }
    }
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_built() {
    let folder = TempDir::new().expect("a temporary folder");
    let inputs = folder.path().join("pages");
    fs::create_dir(&inputs).expect("a folder");
    let bad: [(&str, &[u8], &str); 4] = [
        ("empty.txt", b"", "holds no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "not text"),
        ("broken.txt", b"The bridge is open again. \xe6\xa1 It is.\n\xe6\xa1\xa5\xe4\xbf\xae\xe5\xa5\xbd\xe4\xba\x86\xe3\x80\x82\n", "byte 26"),
        ("english.txt", b"The bridge is repaired. It opens tomorrow.\n", "no Chinese"),
    ];
    for (name, bytes, _) in bad {
        fs::write(inputs.join(name), bytes).expect("a file");
    }
    fs::write(inputs.join("good.txt"), PAGE).expect("a file");
    let out = folder.path().join("corpus");
    let missing = folder.path().join("missing.txt");
    let output = build(&[&inputs, &missing], &out, &[]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for (name, _, what) in bad.into_iter().chain([("missing.txt", &b""[..], "no such file")]) {
        assert!(
            said.lines().any(|line| line.contains(name) && line.contains(what)),
            "{name}: {said}"
        );
    }
    let good = vec![
        ("桥修好了。".to_owned(), "The bridge is repaired.".to_owned()),
        ("明天通车。".to_owned(), "It opens tomorrow.".to_owned()),
    ];
    assert_eq!(pairs(&out)["good.txt"], good);
}

#[test]
fn nothing_is_written_where_nothing_can_be_paired() {
    let folder = TempDir::new().expect("a temporary folder");
    let page = folder.path().join("page.txt");
    fs::write(&page, "只有中文。\n").expect("a file");
    let out = folder.path().join("corpus");
    let output = build(&[&page], &out, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("no English"), "{}", stderr(&output));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "only the page is there");
}

#[test]
fn an_empty_folder_is_told_from_one_whose_files_failed() {
    let folder = TempDir::new().expect("a temporary folder");
    let [empty, out] = ["empty", "corpus"].map(|name| folder.path().join(name));
    fs::create_dir(&empty).expect("a folder");
    let output = build(&[&empty], &out, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("hold no file"), "{}", stderr(&output));
    assert!(!out.exists());
}

#[test]
fn files_of_a_folder_that_are_left_out_are_told() {
    let folder = TempDir::new().expect("a temporary folder");
    let [inputs, out] = ["inputs", "corpus"].map(|name| folder.path().join(name));
    fs::create_dir(&inputs).expect("a folder");
    for name in ["page.txt", "page.foo", "other.foo"] {
        fs::write(inputs.join(name), PAGE).expect("a file");
    }
    let output = build(&[&inputs], &out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("left out") && stderr(&output).contains("2 .foo"));

    let odd = inputs.join("page.foo");
    let output = build(&[&odd], &out, &["--force", "--format", "text"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(pairs(&out)["page.foo"].len(), 2);
}

#[test]
fn a_corpus_is_replaced_only_by_force() {
    let folder = TempDir::new().expect("a temporary folder");
    let page = folder.path().join("page.txt");
    fs::write(&page, PAGE).expect("a file");
    let out = folder.path().join("corpus");
    assert_eq!(build(&[&page], &out, &[]).status.code(), Some(0));
    let before = files(&out);

    let refused = build(&[&page], &out, &["--split-semicolons"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert!(before == files(&out));

    assert_eq!(build(&[&page], &out, &["--split-semicolons", "--force"]).status.code(), Some(0));
    assert!(before != files(&out), "the manifest names the new setting");
}

#[test]
fn a_misspelt_rule_is_refused_with_the_names_there_are() {
    let folder = TempDir::new().expect("a temporary folder");
    let page = folder.path().join("page.txt");
    fs::write(&page, PAGE).expect("a file");
    let out = folder.path().join("corpus");
    let output = build(&[&page], &out, &["--without-rule", "fontsize"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("fontsize") && said.contains("font-size"), "{said}");
    assert!(!out.exists());
    assert_eq!(build(&[&page], &out, &["--without-rule", "font-size"]).status.code(), Some(0));
}

#[test]
fn the_manifest_knows_a_glossary_by_its_hash() {
    let folder = TempDir::new().expect("a temporary folder");
    let [page, terms, out] =
        ["page.txt", "terms.tsv", "corpus"].map(|name| folder.path().join(name));
    fs::write(&page, PAGE).expect("a file");
    fs::write(&terms, "桥\tspan\n").expect("a file");
    let output = build(&[&page], &out, &["--glossary", terms.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let manifest = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    let hash = "3c03fee4b23c44cfe0da81075c67f2b76885cb4beb26f670607fda715b516fbc";
    assert!(manifest.contains(&format!("\"glossary\": \"{hash}\"")), "{manifest}");
}

#[test]
fn a_list_says_which_files_make_a_pair() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("7.txt"), "桥修好了。\n").expect("written");
    fs::write(path("b.txt"), "The bridge is repaired.\n").expect("written");
    fs::write(path("pairs.tsv"), "zh\ten\tid\n7.txt\tb.txt\tbridge\nnone.txt\tb.txt\t\n")
        .expect("written");
    let list = path("pairs.tsv");
    let output = build(&[], &path("corpus"), &["--pairs", list.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("none.txt: no such file"), "{}", stderr(&output));
    let found = pairs(&path("corpus"));
    assert_eq!(found["bridge"], [("桥修好了。".to_owned(), "The bridge is repaired.".to_owned())]);

    fs::write(&list, "7.txt\n").expect("written");
    let output = build(&[], &path("other"), &["--pairs", list.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("pairs.tsv: line 1 names no English file"),
        "{}",
        stderr(&output)
    );
}
