//! A corpus of every version stays readable, and a version's form does not change unnoticed.
//!
//! `tests/corpora/VERSION` was written by the first program of that version, from [`varied`]. After a change that a
//! reader of the version before could misread, raise `SCHEMA_VERSION` and write the new one's corpus with
//! `UPDATE=1 cargo test -p duizhao-export --test export versions`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Once;

use duizhao_export::row::{DroppedRow, StoredDocument};
use duizhao_export::{CorpusReader, Manifest};
use parquet::basic::Encoding;
use parquet::file::metadata::RowGroupMetaData;
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

fn documents(corpus: &Path) -> Vec<StoredDocument> {
    CorpusReader::open(corpus).unwrap().documents().unwrap().map(Result::unwrap).collect()
}

/// As version 1 has it, which does not know the blocks of sentences.
fn without_blocks(document: &mut StoredDocument) {
    let rejected = document.dropped.iter_mut().filter_map(|row| match row {
        DroppedRow::Pair { pair, .. } => Some(&mut **pair),
        DroppedRow::Block(_) => None,
    });
    for pair in document.pairs.iter_mut().chain(rejected) {
        pair.zh.blocks.clear();
        pair.en.blocks.clear();
    }
    for sentence in &mut document.unpaired {
        sentence.block = None;
    }
}

#[test]
fn a_corpus_of_every_version_reads_the_same() {
    let (_folder, out, version) = this_version();
    for old in 1..=version {
        let [found, expected] = [&corpora().join(old.to_string()), &out].map(|corpus| {
            let mut documents = documents(corpus);
            if old == 1 {
                documents.iter_mut().for_each(without_blocks);
            }
            // NaN is not equal to itself, but its text is.
            format!("{documents:#?}")
        });
        assert_eq!(found, expected, "version {old}");
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

#[test]
fn every_column_of_every_table_has_a_page_index() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let manifest = write(&out, &[varied()]);
    for file in manifest.files.iter().filter(|file| file.path.ends_with(".parquet")) {
        let table = SerializedFileReader::new(File::open(out.join(&file.path)).unwrap()).unwrap();
        for column in table.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns) {
            let name = column.column_path();
            assert!(column.column_index_offset().is_some(), "{}: {name}", file.path);
            assert!(column.offset_index_offset().is_some(), "{}: {name}", file.path);
        }
    }
}

#[test]
fn encodings_are_those_that_every_reader_knows() {
    const KNOWN: [Encoding; 4] =
        [Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY, Encoding::DELTA_BINARY_PACKED];
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let manifest = write(&out, &[varied()]);
    for file in manifest.files.iter().filter(|file| file.path.ends_with(".parquet")) {
        let table = SerializedFileReader::new(File::open(out.join(&file.path)).unwrap()).unwrap();
        for column in table.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns) {
            let name = column.column_path().string();
            let encodings: Vec<_> = column.encodings().collect();
            assert!(encodings.iter().all(|encoding| KNOWN.contains(encoding)), "{name}");
            // Places grow through a document: their differences are short.
            let is_place = matches!(name.rsplit('.').next(), Some("start" | "end"));
            assert_eq!(encodings.contains(&Encoding::DELTA_BINARY_PACKED), is_place, "{name}");
        }
    }
}
