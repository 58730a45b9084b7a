//! A corpus that was changed after it was written is named, not misread.

use std::fs;
use std::path::Path;

use duizhao_export::{CorpusReader, ExportError};

use crate::made::{Made, varied};
use crate::write;

fn read(out: &Path) -> Result<usize, ExportError> {
    let mut documents = 0;
    for document in CorpusReader::open(out)?.documents()? {
        document?;
        documents += 1;
    }
    Ok(documents)
}

fn corpus(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let out = folder.path().join("corpus");
    write(&out, &[varied(), Made::new("b", &["zh: 甲。"])]);
    out
}

#[test]
fn documents_come_in_order_without_the_failed_inputs() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read(&corpus(&folder)).unwrap(), 2);
}

#[test]
fn a_folder_without_manifest_is_no_corpus() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("nothing")] {
        let error = read(&path).unwrap_err();
        assert!(matches!(error, ExportError::NoManifest { .. }), "{error:?}");
    }
}

#[test]
fn a_damaged_manifest_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let out = corpus(&folder);
    let path = out.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"features\": [", "\"features\": ]", 1)).unwrap();
    let error = read(&out).unwrap_err();
    assert!(matches!(error, ExportError::Manifest { .. }), "{error:?}");
    assert!(error.to_string().contains("manifest.json, line "), "{error}");
}

#[test]
fn a_version_from_the_future_is_not_guessed_at() {
    let folder = tempfile::tempdir().unwrap();
    let out = corpus(&folder);
    fs::write(out.join("manifest.json"), r#"{"schema_version": 99, "shape": "new"}"#).unwrap();
    let error = read(&out).unwrap_err();
    assert!(matches!(error, ExportError::SchemaVersion { found: 99, .. }), "{error:?}");
}

#[test]
fn a_missing_or_damaged_table_is_named() {
    for name in [
        "data/train-00000-of-00001.parquet",
        "unpaired.parquet",
        "dropped.parquet",
        "documents.parquet",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = corpus(&folder);
        let bytes = fs::read(out.join(name)).unwrap();
        fs::write(out.join(name), &bytes[..bytes.len() - 20]).unwrap();
        let error = read(&out).unwrap_err();
        assert!(matches!(error, ExportError::Parquet { .. }), "{error:?}");
        fs::remove_file(out.join(name)).unwrap();
        let error = read(&out).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn tables_of_another_corpus_do_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let out = corpus(&folder);
    let other = folder.path().join("other");
    let mut made = varied();
    made.document.id = "elsewhere".into();
    write(&other, &[made]);
    for name in ["data/train-00000-of-00001.parquet", "unpaired.parquet", "dropped.parquet"] {
        let kept = fs::read(out.join(name)).unwrap();
        fs::copy(other.join(name), out.join(name)).unwrap();
        let error = read(&out).unwrap_err();
        assert!(matches!(error, ExportError::Inconsistent { .. }), "{error:?}");
        fs::write(out.join(name), kept).unwrap();
    }
    fs::copy(out.join("unpaired.parquet"), out.join("dropped.parquet")).unwrap();
    let error = read(&out).unwrap_err();
    assert!(error.to_string().contains("there is no column"), "{error}");
}
