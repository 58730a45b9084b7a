//! Pairs in splits and shards come back whole and in order.

use std::path::Path;

use duizhao_bitext::Split;
use duizhao_export::row::{Cluster, DroppedRow, StoredDocument};
use duizhao_export::{CorpusOptions, CorpusReader, CorpusWriter, Manifest, Record, Shards};

use crate::made::Made;
use crate::options;

const SIZE: usize = 7;

/// Documents of several pairs, whose splits take turns, and the last pair of each a duplicate.
fn documents() -> Vec<StoredDocument> {
    let document = |name: &str, turn: usize| {
        let sentences = |text: &str| [text; SIZE].join("|");
        let blocks = [format!("zh: {}", sentences("甲。")), format!("en: {}", sentences("One."))];
        let blocks: Vec<_> = blocks.iter().map(String::as_str).collect();
        let made = (0..SIZE).fold(Made::new(name, &blocks), |made, at| made.pair((at, 1), (at, 1)));
        let mut document = StoredDocument::of(&made.record(), 2).unwrap();
        for (number, pair) in document.pairs.iter_mut().enumerate() {
            pair.split = Split::ALL[(number + turn) % 3];
            let cluster = Cluster { id: "00ff".into(), copies: number + 1, translations: 2 };
            pair.cluster = Some(cluster);
        }
        if let Some(pair) = document.pairs.pop() {
            let duplicate_of = Some(document.pairs[0].id.clone());
            document.dropped.push(DroppedRow::Pair {
                reason: "duplicate".into(),
                duplicate_of,
                pair: pair.into(),
            });
        }
        document.row.split = Some(Split::Test);
        let counts = document.row.counts.as_mut().unwrap();
        (counts.pairs, counts.pairs_rejected) = (SIZE - 1, 1);
        document
    };
    ["a", "b", "c"].into_iter().zip(0..).map(|(name, turn)| document(name, turn)).collect()
}

fn write(out: &Path, shards: Shards) -> Manifest {
    let mut writer = CorpusWriter::create(out, CorpusOptions { shards, ..options() }).unwrap();
    for document in documents() {
        writer.stored(&document).unwrap();
    }
    writer.finish().unwrap()
}

/// As text: NaN is not equal to itself.
fn as_text(mut documents: Vec<StoredDocument>) -> String {
    for document in &mut documents {
        document.dropped.iter_mut().for_each(|row| {
            if let DroppedRow::Pair { pair, .. } = row {
                pair.split = Split::Train;
            }
        });
    }
    format!("{documents:#?}")
}

#[test]
fn every_shard_has_its_rows_and_the_corpus_reads_as_it_was_written() {
    for (pairs, shards_of_a_split) in [(1, 6), (2, 3), (4, 2), (100, 1)] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("corpus");
        let manifest = write(&out, Shards { pairs, ..Shards::default() });
        assert_eq!(manifest.counts.splits, Split::ALL.map(|split| (split, 6)).into());
        let names: Vec<_> =
            manifest.files.iter().filter(|file| file.path.starts_with("data/")).collect();
        assert_eq!(names.len(), 3 * shards_of_a_split);
        assert!(names.iter().all(|file| file.rows.unwrap() <= pairs));
        let expected = format!("data/test-00000-of-{shards_of_a_split:05}.parquet");
        assert!(names.iter().any(|file| file.path == expected), "{names:?}");
        let read = CorpusReader::open(&out).unwrap().documents().unwrap();
        assert_eq!(as_text(read.map(Result::unwrap).collect()), as_text(documents()));
    }
}

#[test]
fn a_file_ends_after_the_row_group_that_reaches_the_limit_in_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = write(&folder.path().join("corpus"), Shards { bytes: 5, ..Shards::default() });
    // No row group is complete before the end: there are the four bytes that every Parquet file begins with.
    assert!(manifest.files.iter().any(|file| file.path == "data/train-00000-of-00001.parquet"));
}

#[test]
fn the_card_lists_the_splits() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    write(&out, Shards::default());
    let card = std::fs::read_to_string(out.join("README.md")).unwrap();
    let listed = "  - split: train\n    path: data/train-*\n  - split: validation\n    path: data/validation-*\n  \
                  - split: test\n    path: data/test-*\n";
    assert!(card.contains(listed), "{card}");
    assert!(card.contains("| pairs, test | 6 |"), "{card}");
}

#[test]
fn failed_inputs_are_read_back_in_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    crate::write(&out, &[Made::new("b", &["zh: 甲。"])]);
    let records: Vec<_> =
        CorpusReader::open(&out).unwrap().records().unwrap().map(Result::unwrap).collect();
    assert!(matches!(&records[0], Record::Document(document) if document.id == "b"));
    let Record::Failed(failed) = &records[1] else { panic!("{records:?}") };
    assert_eq!((&*failed.path, &*failed.reason), ("in/broken.bin", "it is no text"));
    assert_eq!(failed.hint.as_deref(), Some("leave it out"));
}
