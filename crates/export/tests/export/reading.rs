//! A corpus that was changed after it was written is named, not misread.

use std::fs;
use std::path::Path;

use duizhao_export::{CorpusReader, ExportError};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

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

const TABLES: [&str; 4] = [
    "data/train-00000-of-00001.parquet",
    "unpaired.parquet",
    "dropped.parquet",
    "documents.parquet",
];

#[test]
fn a_missing_or_cut_table_is_named() {
    for name in TABLES {
        let folder = tempfile::tempdir().unwrap();
        let out = corpus(&folder);
        let bytes = fs::read(out.join(name)).unwrap();
        fs::write(out.join(name), &bytes[..bytes.len() - 20]).unwrap();
        let error = read(&out).unwrap_err();
        assert!(matches!(error, ExportError::Inconsistent { .. }), "{error:?}");
        fs::remove_file(out.join(name)).unwrap();
        let error = read(&out).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
}

/// Puts another table in a corpus and lets the manifest vouch for it.
fn forge(out: &Path, name: &str, table: &Path) {
    let bytes = fs::read(table).unwrap();
    let path = out.join("manifest.json");
    let mut json: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for file in json["files"].as_array_mut().unwrap() {
        if file["path"] == name {
            file["sha256"] = format!("{}", HexDigest(&bytes)).into();
        }
    }
    fs::write(&path, json.to_string()).unwrap();
    fs::write(out.join(name), bytes).unwrap();
}

struct HexDigest<'a>(&'a [u8]);

impl std::fmt::Display for HexDigest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Sha256::digest(self.0).iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[test]
fn tables_of_another_corpus_do_not_fit() {
    for name in &TABLES[..3] {
        let folder = tempfile::tempdir().unwrap();
        let (out, other) = (corpus(&folder), folder.path().join("other"));
        let mut made = varied();
        made.document.id = "elsewhere".into();
        write(&other, &[made]);
        forge(&out, name, &other.join(name));
        let error = read(&out).unwrap_err();
        assert!(matches!(error, ExportError::Inconsistent { .. }), "{error:?}");
        assert!(error.to_string().contains("that documents.parquet lacks"), "{error}");
    }
}

#[test]
fn a_table_of_another_form_is_named_with_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let out = corpus(&folder);
    forge(&out, "dropped.parquet", &out.join("unpaired.parquet"));
    let error = read(&out).unwrap_err();
    assert!(error.to_string().contains("dropped.parquet: there is no column `"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_byte_of_a_table_changes_unseen(table in 0_usize..4, place in any::<prop::sample::Index>(), bits in 1_u8..) {
        let folder = tempfile::tempdir().unwrap();
        let path = corpus(&folder).join(TABLES[table]);
        let mut bytes = fs::read(&path).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= bits;
        fs::write(&path, bytes).unwrap();
        let is_named = matches!(read(&folder.path().join("corpus")), Err(ExportError::Inconsistent { .. }));
        prop_assert!(is_named);
    }
}
