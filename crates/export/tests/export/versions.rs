//! A corpus of every version stays readable, and a version's form does not change unnoticed.
//!
//! `tests/corpora/VERSION` was written by the first program of that version, from [`varied`]. After a change that a
//! reader of the version before could misread, raise `SCHEMA_VERSION` and write the new one's corpus with
//! `UPDATE=1 cargo test -p duizhao-export --test export versions`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Once;

use duizhao_export::row::StoredDocument;
use duizhao_export::{CorpusReader, Manifest};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::printer::print_schema;

use crate::made::varied;
use crate::write;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora")
}

fn this_version() -> (tempfile::TempDir, PathBuf, u32) {
    static UPDATE: Once = Once::new();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let version = write(&out, &[varied()]).schema_version;
    UPDATE.call_once(|| {
        let committed = corpora().join(version.to_string());
        // A version's corpus is written once and never replaced.
        if std::env::var_os("UPDATE").is_some() && !committed.exists() {
            write(&committed, &[varied()]);
        }
    });
    (folder, out, version)
}

/// The documents as text: NaN is not equal to itself.
fn documents(corpus: &Path) -> String {
    let documents: Vec<StoredDocument> =
        CorpusReader::open(corpus).unwrap().documents().unwrap().map(Result::unwrap).collect();
    format!("{documents:#?}")
}

#[test]
fn a_corpus_of_every_version_reads_the_same() {
    let (_folder, out, version) = this_version();
    let expected = documents(&out);
    for old in 1..=version {
        assert_eq!(documents(&corpora().join(old.to_string())), expected, "version {old}");
    }
}

#[test]
fn the_form_of_this_version_has_not_changed() {
    let (_folder, out, version) = this_version();
    let committed = corpora().join(version.to_string());
    for file in Manifest::read(&out).unwrap().files {
        if file.rows.is_some() {
            let [found, expected] =
                [&out, &committed].map(|corpus| schema(&corpus.join(&file.path)));
            assert_eq!(found, expected, "{}", file.path);
        }
    }
}

fn schema(table: &Path) -> String {
    let file = SerializedFileReader::new(File::open(table).unwrap()).unwrap();
    let mut schema = Vec::new();
    print_schema(&mut schema, file.metadata().file_metadata().schema());
    String::from_utf8(schema).unwrap()
}
