//! A corpus that keeps the laws passes, in every version; each way to break one is found and placed.

use std::path::Path;

use duizhao_export::row::{DroppedRow, StoredDocument};
use duizhao_export::verify::{self, Check, Laws};
use duizhao_export::{CorpusReader, Manifest, Record};

use crate::made::varied;
use crate::write;

fn records(corpus: &Path) -> Vec<Record> {
    CorpusReader::open(corpus).unwrap().records().unwrap().map(Result::unwrap).collect()
}

fn laws(manifest: &Manifest, records: &[Record]) -> Check {
    let mut laws = Laws::new(manifest);
    for record in records {
        laws.record(record);
    }
    laws.finish()
}

/// What the laws say after the first document was changed.
fn after(change: impl FnOnce(&mut StoredDocument)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let manifest = write(&out, &[varied()]);
    let mut records = records(&out);
    if let Record::Document(document) = &mut records[0] {
        change(document);
    }
    laws(&manifest, &records).problems.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn is_found(problems: &[String], expected: &str) {
    assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:#?}");
}

#[test]
fn a_corpus_of_every_version_passes() {
    let folder = tempfile::tempdir().unwrap();
    let version = write(&folder.path().join("corpus"), &[varied()]).schema_version;
    for version in 1..=version {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/corpora/{version}"));
        let manifest = Manifest::read(&corpus).unwrap();
        assert_eq!(manifest.schema_version, version);
        let checks = [
            verify::files(&corpus, &manifest),
            verify::tables(&corpus, &manifest),
            laws(&manifest, &records(&corpus)),
        ];
        for check in checks {
            assert!(check.is_passed(), "version {version}: {check:#?}");
        }
    }
}

#[test]
fn a_changed_manifest_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    let manifest = write(&corpus, &[varied()]);
    assert!(verify::files(&corpus, &manifest).is_passed());
    let path = corpus.join("manifest.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"documents\": 1", "\"documents\": 2", 1)).unwrap();
    let check = verify::files(&corpus, &manifest);
    let problems: Vec<_> = check.problems.iter().map(ToString::to_string).collect();
    is_found(&problems, "manifest.json: its SHA-256 is not the one in manifest.sha256");
}

#[test]
fn a_lost_or_doubled_sentence_is_found() {
    let lost = after(|document| document.unpaired.truncate(1));
    is_found(&lost, "documents.parquet, row 0, news/桥.txt, en sentence 2: is nowhere");
    is_found(&lost, "counts 1 unpaired English sentences, and there are 0");
    let doubled = after(|document| document.unpaired[0].sentence = 0);
    is_found(&doubled, "zh sentence 0: is there 2 times");
    let beyond = after(|document| document.unpaired[0].sentence = 9);
    is_found(&beyond, "zh sentence 9: is one of only 4");
}

#[test]
fn a_changed_pair_is_found() {
    let changed = after(|document| document.pairs[0].zh.text.push('了'));
    is_found(&changed, "data/train-00000-of-00001.parquet, row 0");
    is_found(&changed, "for which its id was not made");
    let moved = after(|document| document.pairs[0].en.sources[0].span.start += 1);
    is_found(&moved, "for which its id was not made");
    let rejected = after(|document| {
        if let Some(DroppedRow::Pair { pair, .. }) = document.dropped.get_mut(1) {
            pair.score = 1.5;
        }
    });
    is_found(&rejected, "dropped.parquet, row 1");
    is_found(&rejected, "has the score 1.5");
}

#[test]
fn two_pairs_of_one_id_are_found() {
    let doubled = after(|document| {
        let id = document.pairs[0].id.clone();
        if let Some(DroppedRow::Pair { pair, .. }) = document.dropped.get_mut(1) {
            pair.id = id;
        }
    });
    is_found(&doubled, "manifest.json: two pairs have the id");
}

#[test]
fn pairs_that_cross_inside_a_block_are_found() {
    let crossed = after(|document| {
        let first = document.pairs[0].clone();
        if let Some(DroppedRow::Pair { pair, .. }) = document.dropped.get_mut(1) {
            (pair.zh.blocks, pair.en.blocks) = (first.zh.blocks, first.en.blocks);
            pair.en.sentences = 0..1;
        }
        document.pairs[0].en.sentences = 2..4;
    });
    is_found(&crossed, "inside one block");
}

#[test]
fn a_lost_document_is_found_by_the_counts() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let manifest = write(&out, &[varied()]);
    let check = laws(&manifest, &records(&out)[1..]);
    assert!(
        check
            .problems
            .iter()
            .any(|problem| problem.problem.contains("`documents` is 1, and there are 0"))
    );
}
