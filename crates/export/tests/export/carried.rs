//! Rows that are carried over from table to table are what reading and writing them gives, byte for byte.

use std::collections::BTreeMap;
use std::path::Path;

use duizhao_bitext::Split;
use duizhao_export::row::{Cluster, DroppedRow, StoredDocument};
use duizhao_export::{
    Carried, Columns, CorpusOptions, CorpusReader, CorpusWriter, Placement, Record, Shards,
};
use proptest::prelude::*;

use crate::made::varied;
use crate::options;

/// A document with something of everything and so many pairs, some with long texts, and one that a filter rejected.
fn document(name: usize, pairs: usize, longest: usize) -> StoredDocument {
    let mut document = StoredDocument::of(&varied().record(), 2).unwrap();
    document.id = format!("{name:03}.txt");
    document.row.document = Some(document.id.clone());
    let model = document.pairs[0].clone();
    document.pairs = (0..pairs)
        .map(|number| {
            let mut pair = model.clone();
            pair.zh.text = "桥".repeat(1 + number * 7919 % longest);
            pair.zh.sentences = number..number + 1 + number % 2;
            pair.en.original = (number % 3 == 0).then(|| pair.zh.text.clone());
            pair.zh.place = (number % 5 == 0).then(|| format!("row {number}"));
            pair.features = vec![number as f32, if number % 4 == 0 { f32::NAN } else { 0.5 }];
            pair
        })
        .collect();
    let rejected = document.dropped.iter_mut().filter_map(|row| match row {
        DroppedRow::Pair { pair, .. } => Some(&mut **pair),
        DroppedRow::Block(_) => None,
    });
    for pair in document.pairs.iter_mut().chain(rejected) {
        pair.document.clone_from(&document.id);
        pair.identify();
    }
    for sentence in &mut document.unpaired {
        sentence.document.clone_from(&document.id);
    }
    for row in &mut document.dropped {
        if let DroppedRow::Block(block) = row {
            block.document.clone_from(&document.id);
        }
    }
    document
}

/// Pairs stay together in runs, as in a corpus with few duplicates.
fn placement(number: usize, seed: usize) -> Placement {
    let run = (number / 9 + seed) * 31;
    let cluster = Cluster { id: format!("{number:016x}"), copies: run % 5 + 1, translations: 1 };
    let dropped = ((number + seed) % 7 == 3).then(|| ("duplicate".into(), format!("{run:016x}")));
    Placement { split: Split::ALL[run % 3], cluster, dropped }
}

fn place(document: &mut StoredDocument, seed: usize) {
    for (number, mut pair) in std::mem::take(&mut document.pairs).into_iter().enumerate() {
        let Placement { split, cluster, dropped } = placement(number, seed);
        (pair.split, pair.cluster) = (split, Some(cluster));
        match dropped {
            None => document.pairs.push(pair),
            Some((reason, of)) => {
                let duplicate_of = Some(of);
                document.dropped.push(DroppedRow::Pair { reason, duplicate_of, pair: pair.into() });
            }
        }
    }
}

fn by_rows(from: &Path, out: &Path, shards: Shards, seed: usize) {
    let mut writer = CorpusWriter::create(out, CorpusOptions { shards, ..options() }).unwrap();
    for record in CorpusReader::open(from).unwrap().records().unwrap() {
        match record.unwrap() {
            Record::Failed(input) => writer.failed(&input).unwrap(),
            Record::Document(document) => {
                let mut document = document.uncurated();
                place(&mut document, seed);
                writer.stored(&document).unwrap();
            }
        }
    }
    writer.finish().unwrap();
}

fn by_tables(from: &Path, out: &Path, shards: Shards, seed: usize) {
    let mut writer = CorpusWriter::create(out, CorpusOptions { shards, ..options() }).unwrap();
    let reader = CorpusReader::open(from).unwrap();
    for entry in reader.carried(Columns::All).unwrap().unwrap() {
        match entry.unwrap() {
            Carried::Failed(input) => writer.failed(&input).unwrap(),
            Carried::Document(document) => {
                let placements = (0..document.pairs()).map(|number| placement(number, seed));
                writer.carried(&document, placements.collect()).unwrap();
            }
        }
    }
    writer.finish().unwrap();
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in [folder.to_owned(), folder.join("data")] {
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if file.path().is_file() {
                let bytes = std::fs::read(file.path()).unwrap();
                files.insert(file.file_name().into_string().unwrap(), bytes);
            }
        }
    }
    files
}

/// Curates a corpus of these documents, and the result once more, both ways.
fn check(documents: &[StoredDocument], shards: Shards) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut writer = CorpusWriter::create(&path("source"), options()).unwrap();
    for document in documents {
        writer.stored(document).unwrap();
    }
    writer.finish().unwrap();
    for (seed, from, [rows, tables]) in
        [(0, "source", ["rows", "tables"]), (1, "rows", ["rows again", "tables again"])]
    {
        by_rows(&path(from), &path(rows), shards, seed);
        by_tables(&path(from), &path(tables), shards, seed);
        let (expected, found) = (files(&path(rows)), files(&path(tables)));
        assert!(expected.keys().eq(found.keys()));
        for (name, bytes) in &expected {
            assert!(found[name] == *bytes, "{name} of a corpus that was curated by tables");
        }
    }
}

#[test]
fn batches_that_are_full_of_rows_or_of_bytes_end_after_the_same_row() {
    let many = [document(0, 4200, 3), document(1, 20, 3), document(2, 300, 3)];
    check(&many, Shards::default());
    let long = [document(0, 1300, 2000), document(1, 3, 9), document(2, 500, 2000)];
    check(&long, Shards { pairs: 700, ..Shards::default() });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_documents_come_out_the_same(
        sizes in prop::collection::vec((0_usize..80, 1_usize..60), 0..6),
        pairs in 0_u64..50,
    ) {
        let documents: Vec<_> = sizes
            .into_iter()
            .enumerate()
            .map(|(name, (pairs, longest))| document(name, pairs, longest))
            .collect();
        check(&documents, Shards { pairs, ..Shards::default() });
    }
}

#[test]
fn what_is_looked_at_is_what_rows_hold() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let mut writer = CorpusWriter::create(&out, options()).unwrap();
    writer.stored(&document(0, 10, 5)).unwrap();
    writer.finish().unwrap();
    let reader = CorpusReader::open(&out).unwrap();
    let read = reader.documents().unwrap().next().unwrap().unwrap();
    let columns = Columns::Curation { features: false };
    let Some(Ok(Carried::Document(carried))) = reader.carried(columns).unwrap().unwrap().next()
    else {
        panic!("there is a document")
    };
    assert_eq!((carried.pairs(), &*carried.id), (10, "000.txt"));
    for (number, row) in read.pairs.iter().enumerate() {
        let pair = carried.pair(number);
        assert_eq!(
            (pair.id, pair.zh, pair.en, pair.score),
            (&*row.id, &*row.zh.text, &*row.en.text, row.score)
        );
    }
}
