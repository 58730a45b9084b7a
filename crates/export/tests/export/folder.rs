//! A complete corpus folder or none, and the same bytes for the same input.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use duizhao_export::{CorpusOptions, CorpusWriter, ExportError, Manifest};
use sha2::{Digest, Sha256};

use crate::made::{Made, varied};
use crate::{options, write, write_with};

/// Every file below a folder with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().map(|path| path.to_string_lossy().into_owned()).collect()
}

fn forced() -> CorpusOptions {
    CorpusOptions { force: true, ..options() }
}

#[test]
fn the_folder_holds_what_the_manifest_says_and_nothing_is_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/corpus");
    let manifest = write(&out, &[varied()]);
    assert_eq!(
        names(folder.path()),
        [
            "new/corpus/README.md",
            "new/corpus/data/train-00000-of-00001.parquet",
            "new/corpus/documents.parquet",
            "new/corpus/dropped.parquet",
            "new/corpus/manifest.json",
            "new/corpus/manifest.sha256",
            "new/corpus/unpaired.parquet",
        ]
    );
    assert_eq!(Manifest::read(&out).unwrap(), manifest);
    for file in &manifest.files {
        let bytes = fs::read(out.join(&file.path)).unwrap();
        assert_eq!(bytes.len() as u64, file.bytes, "{}", file.path);
        let hash = Sha256::digest(&bytes)
            .iter()
            .fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
        assert_eq!(hash, file.sha256, "{}", file.path);
    }
    let rows: Vec<_> = manifest.files.iter().map(|file| (&*file.path, file.rows)).collect();
    assert_eq!(
        rows,
        [
            ("README.md", None),
            ("data/train-00000-of-00001.parquet", Some(1)),
            ("documents.parquet", Some(2)),
            ("dropped.parquet", Some(2)),
            ("unpaired.parquet", Some(2)),
        ]
    );
}

#[test]
fn the_manifest_counts_everything_and_ends_with_the_inputs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let counts = write(&out, &[varied(), Made::new("b", &["zh: 甲。"])]).counts;
    assert_eq!((counts.documents, counts.failed_inputs, counts.pairs), (2, 1, 1));
    assert_eq!((counts.zh_sentences, counts.en_sentences), (5, 4));
    assert_eq!((counts.zh_unpaired, counts.en_unpaired), (2, 1));
    assert_eq!(counts.rejected_pairs, [("empty".to_owned(), 1)].into());
    assert_eq!(counts.dropped_blocks, [("date".to_owned(), 1)].into());
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(json["schema_version"], 3);
    assert_eq!(json["settings"]["threads"], 2);
    assert_eq!(json["counts"]["categories"]["2-2"], 1);
    let inputs: Vec<_> =
        json["inputs"].as_array().unwrap().iter().map(|input| &input["path"]).collect();
    assert_eq!(inputs, ["in/news/桥.txt", "in/b", "in/broken.bin"]);
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| {
        let out = folder.path().join(name);
        write(&out, &[varied(), Made::new("b", &["en: Alone."])]);
        contents(&out)
    });
    assert_eq!(one, two);
}

#[test]
fn an_empty_corpus_is_a_corpus() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    assert_eq!(write(&out, &[]).counts.pairs, 0);
    assert_eq!(Manifest::read(&out).unwrap().counts.failed_inputs, 1);
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = CorpusWriter::create(&folder.path().join("out"), options()).unwrap();
    writer.document(&varied().record()).unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_there_is_replaced_only_when_told_and_only_by_something_complete() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    write(&out, &[varied()]);
    let before = contents(folder.path());
    let error = CorpusWriter::create(&out, options()).unwrap_err();
    assert!(matches!(error, ExportError::Exists { .. }), "{error:?}");
    assert!(error.to_string().contains("--force"), "{error}");

    let mut writer = CorpusWriter::create(&out, forced()).unwrap();
    writer.document(&Made::new("b", &["zh: 甲。"]).record()).unwrap();
    drop(writer);
    assert_eq!(contents(folder.path()), before);

    let manifest = write_with(&out, &[Made::new("b", &["zh: 甲。"])], forced());
    assert_eq!(manifest.counts.pairs, 0);
    assert_eq!(contents(folder.path()).len(), before.len());
}

#[test]
fn what_is_no_corpus_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let thesis = folder.path().join("thesis");
    fs::create_dir(&thesis).unwrap();
    write_with(&folder.path().join("thesis"), &[], forced()); // an empty folder may be replaced
    fs::remove_file(thesis.join("manifest.json")).unwrap();
    fs::write(folder.path().join("file"), "text").unwrap();
    for out in [thesis, folder.path().join("file")] {
        let error = CorpusWriter::create(&out, forced()).unwrap_err();
        assert!(matches!(error, ExportError::NotACorpus { .. }), "{error:?}");
        assert!(out.exists());
    }
}

#[test]
fn a_path_that_names_nothing_is_refused() {
    for out in ["/", "..", "a/.."] {
        let error = CorpusWriter::create(Path::new(out), options()).unwrap_err();
        assert!(matches!(error, ExportError::NoName { .. }), "{error:?}");
    }
}

#[test]
fn what_killed_runs_left_is_removed_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let partial = folder.path().join(".corpus.partial-99");
    fs::create_dir_all(partial.join("data")).unwrap();
    fs::write(partial.join("data/train-00000-of-00001.parquet"), "PAR1").unwrap();
    fs::write(folder.path().join(".corpus.partial-99.lock"), "").unwrap();
    fs::create_dir(folder.path().join(".other.partial-99")).unwrap();
    write(&folder.path().join("corpus"), &[varied()]);
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, [".other.partial-99", "corpus"]);
}

#[test]
fn two_runs_do_not_write_to_one_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let first = CorpusWriter::create(&out, options()).unwrap();
    let error = CorpusWriter::create(&out, options()).unwrap_err();
    assert!(matches!(error, ExportError::Busy { .. }), "{error:?}");
    first.finish().unwrap();
    assert!(Manifest::read(&out).is_ok());

    // The same from another process, whose lock is held on a file of another name.
    let other = folder.path().join(".late.partial-1.lock");
    let lock = fs::File::create(&other).unwrap();
    lock.lock().unwrap();
    let error = CorpusWriter::create(&folder.path().join("late"), options()).unwrap_err();
    assert!(matches!(error, ExportError::Busy { .. }), "{error:?}");
    drop(lock);
    write(&folder.path().join("late"), &[]);
    assert!(!other.exists());
}

#[test]
fn a_corpus_moved_aside_by_a_killed_run_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    write(&out, &[varied()]);
    fs::rename(&out, folder.path().join(".corpus.replaced")).unwrap();
    let error = CorpusWriter::create(&out, options()).unwrap_err();
    assert!(matches!(error, ExportError::Exists { .. }), "{error:?}");
    assert_eq!(Manifest::read(&out).unwrap().counts.pairs, 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_points_to_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, link) = (folder.path().join("disk/corpus"), folder.path().join("corpus"));
    write(&disk, &[varied()]);
    std::os::unix::fs::symlink(&disk, &link).unwrap();
    write_with(&link, &[], forced());
    assert!(link.is_symlink());
    assert_eq!(Manifest::read(&disk).unwrap().counts.pairs, 0);
}

#[test]
fn the_card_names_the_pairs_and_describes_every_column() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    write(&out, &[varied()]);
    let card = fs::read_to_string(out.join("README.md")).unwrap();
    assert!(card.starts_with("---\nlicense: other\n"), "{card}");
    assert!(card.contains("  - split: train\n    path: data/train-*\n---\n"), "{card}");
    assert!(card.contains("| pairs, 2-2 | 1 |"), "{card}");
    assert!(card.contains("| `translation` | Translation {en, zh} | the two texts |"), "{card}");
    assert!(card.contains("| `length_ratio` | float32 | a \\| b |"), "{card}");
}
