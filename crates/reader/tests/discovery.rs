//! Which documents are found in files and folders, and under which ids.

use std::fs;
use std::path::{Path, PathBuf};

use duizhao_reader::{Files, Options, discover, read};
use tempfile::TempDir;

/// A folder with these files; every file holds its own name.
fn folder(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, name).expect("a file");
    }
    folder
}

/// What is found in `inputs`, one line an entry: the id, then the files below `root`.
fn found(root: &Path, inputs: &[PathBuf]) -> Vec<String> {
    let below = |path: &Path| {
        path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned()
    };
    discover(inputs)
        .map(|entry| match entry {
            Ok(entry) => match &entry.files {
                Files::Single(path) => format!("{} = {}", entry.id, below(path)),
                Files::Pair { zh, en } => format!("{} = {} + {}", entry.id, below(zh), below(en)),
                Files::Members(members) => format!("{} = {}", entry.id, members[0].path),
            },
            Err(error) => format!("! {}", error.name()),
        })
        .collect()
}

fn found_in(names: &[&str]) -> Vec<String> {
    let folder = folder(names);
    found(folder.path(), &[folder.path().to_owned()])
}

#[test]
fn files_pair_up_by_their_names() {
    assert_eq!(
        found_in(&[
            "a.zh.txt",
            "a.en.txt",
            "b_en.md",
            "b_cn.md",
            "c.html",
            "README.md",
            "README.zh-CN.md",
            "d.en.txt"
        ]),
        [
            "README.md = README.zh-CN.md + README.md",
            "a.txt = a.zh.txt + a.en.txt",
            "b.md = b_cn.md + b_en.md",
            "c.html = c.html",
            "d.en.txt = d.en.txt",
        ]
    );
}

#[test]
fn files_that_hold_both_languages_are_no_halves() {
    let names = ["x-en.tmx", "x-zh.tmx", "en/app.po", "zh/app.po", "film.en.srt", "film.zh.srt.gz"];
    let found = found_in(&names);
    for single in ["x-en.tmx = x-en.tmx", "x-zh.tmx = x-zh.tmx"] {
        assert!(found.contains(&single.to_owned()), "{found:?}");
    }
    assert_eq!(found.len(), names.len(), "{found:?}");
}

#[test]
fn a_survey_opens_no_archive_further_than_its_first_document() {
    let folder = folder(&["a.zh.txt", "a.en.txt", "b.tar.gz", "c.zip", "d.png"]);
    // One pair, two archives that turn out to be none, and a file that is left out.
    let (count, skipped) = discover(&[folder.path().to_owned()]).survey();
    assert_eq!(count, 3);
    assert_eq!(skipped.into_iter().collect::<Vec<_>>(), [("png".to_owned(), 1)]);
}

#[test]
fn folders_pair_up_down_to_the_bottom_and_lonely_files_are_kept() {
    assert_eq!(
        found_in(&[
            "x/zh/1.md",
            "x/en/1.md",
            "x/zh/deep/2.md",
            "x/en/deep/2.md",
            "x/zh/3.md",
            "x/en/4.md",
            "x/en/5.zh.txt",
            "x/en/5.en.txt"
        ]),
        [
            "x/1.md = x/zh/1.md + x/en/1.md",
            "x/deep/2.md = x/zh/deep/2.md + x/en/deep/2.md",
            "x/zh/3.md = x/zh/3.md",
            "x/en/4.md = x/en/4.md",
            "x/en/5.txt = x/en/5.zh.txt + x/en/5.en.txt",
        ]
    );
}

#[test]
fn several_inputs_pair_up_and_ids_stay_unique() {
    let folder = folder(&["cn/1.txt", "en/1.txt", "a/x.txt", "b/x.txt", "odd"]);
    let path = |name: &str| folder.path().join(name);
    assert_eq!(found(folder.path(), &[path("cn"), path("en")]), ["1.txt = cn/1.txt + en/1.txt"]);
    assert_eq!(
        found(folder.path(), &[path("b"), path("a"), path("b"), path("odd")]),
        ["odd = odd", "x.txt = b/x.txt", "x.txt~2 = a/x.txt"]
    );
}

#[test]
fn other_files_are_counted_and_hidden_ones_passed_over() {
    let folder = folder(&["a.txt", "b.png", "c.PNG", "Makefile", ".git/d.txt", ".hidden.txt"]);
    let mut discovery = discover(&[folder.path().to_owned()]);
    assert_eq!(discovery.by_ref().count(), 1);
    let skipped: Vec<_> =
        discovery.skipped().iter().map(|(ending, count)| (ending.as_str(), *count)).collect();
    assert_eq!(skipped, [("", 1), ("png", 2)]);
}

#[test]
fn a_missing_input_is_an_entry_that_fails_and_the_others_go_on() {
    let folder = folder(&["a.txt"]);
    let inputs = [folder.path().join("gone"), folder.path().join("a.txt")];
    let outcomes: Vec<_> = discover(&inputs)
        .map(|entry| {
            entry.and_then(|entry| read(&entry, &Options::default())).map_err(|error| error.name())
        })
        .collect();
    assert!(matches!(outcomes[..], [Err("missing"), Ok(_)]), "{outcomes:?}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_walked_once() {
    let folder = folder(&["a/b/1.txt"]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/b/up")).expect("a link");
    std::os::unix::fs::symlink(folder.path().join("a/b"), folder.path().join("same"))
        .expect("a link");
    assert_eq!(found(folder.path(), &[folder.path().to_owned()]), ["a/b/1.txt = a/b/1.txt"]);
}

#[test]
fn rows_of_tables_in_a_pair_of_files_are_no_units() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows =
        [("add it up", "算术加法"), ("take it off", "算术减法"), ("borrow it", "借用一个值")];
    let table = |lead: &str, cell: fn(&(&str, &str)) -> String| {
        let rows: Vec<String> =
            rows.iter().map(|row| format!("| let it be {} | {} |\n", row.0, cell(row))).collect();
        let rows = rows.concat();
        format!("{lead}| example | meaning |\n|---|---|\n{rows}")
    };
    let zh =
        table("# 运算符\n\n| 桥 | 河 |\n|---|---|\n| 一 | 二 |\n\n", |row| row.1.to_owned());
    let en = table("# Operators\n\n", |row| format!("To {} is usual", row.0));
    for (name, content) in [("page.zh.md", zh), ("page.en.md", en)] {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    let entry = discover(&[folder.path().to_owned()]).next().expect("a document").expect("a pair");
    let document = read(&entry, &Options::default()).expect("both files");
    assert!(document.blocks.iter().any(|block| block.role == duizhao_bitext::Role::Cell));
    assert!(document.blocks.iter().all(|block| block.unit.is_none()), "{:?}", document.blocks);
}
