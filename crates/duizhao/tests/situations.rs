//! Short documents with the pairs that must come out of them; see `situations/README.md` for how to add one.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use duizhao::{Config, Pipeline, Silent};
use duizhao_export::CorpusReader;
use duizhao_export::row::{DroppedRow, PairRow, StoredDocument};
use duizhao_lexicon::Lexicon;
use duizhao_scorer::{Filters, Judge, Preset};

/// What a build with the default settings makes of a document.
fn render(document: &StoredDocument, clean: &Judge) -> String {
    let mut lines = Vec::new();
    let layout = document.row.layout.as_deref().unwrap_or("none");
    let mut pairs: Vec<(Option<&str>, &PairRow)> =
        document.pairs.iter().map(|pair| (None, pair)).collect();
    let mut blocks = Vec::new();
    for row in &document.dropped {
        match row {
            DroppedRow::Pair { reason, pair, .. } => pairs.push((Some(reason), pair)),
            DroppedRow::Block(block) => blocks.push(block),
        }
    }
    pairs.sort_by_key(|(_, pair)| (pair.zh.sentences.start, pair.en.sentences.start));
    for (reason, pair) in pairs {
        let kind = match (reason, clean.verdict(&pair.features, pair.score, pair.margin)) {
            (Some(reason), _) => format!("rejected {reason}"),
            (None, duizhao_bitext::Verdict::Rejected(name)) if name == "damaged" => {
                "pair !damage".to_owned()
            }
            (None, _) => "pair".to_owned(),
        };
        lines.push(format!("{kind} {} | {}", pair.zh.text, pair.en.text));
    }
    let unpaired = document.unpaired.iter();
    lines.extend(unpaired.map(|row| format!("unpaired {} {}", row.language, row.text)));
    lines.extend(blocks.iter().map(|block| format!("dropped {} {}", block.reason, block.text)));
    format!("layout {layout}\n{}\n", lines.join("\n"))
}

#[test]
fn every_situation_gives_the_expected_pairs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/situations");
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    assert!(paths.len() >= 40);
    let lexicon = Lexicon::bundled().expect("the lexicon");
    let pipeline = Pipeline::new(&lexicon, Config { threads: Some(1), ..Config::default() });
    let clean = Filters::preset(Preset::Mt).judge();
    let work = tempfile::tempdir().expect("a folder");
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let out = work.path().join(&name);
        pipeline.build(std::slice::from_ref(&path), &out, &mut Silent).expect("a corpus");
        let corpus = CorpusReader::open(&out).expect("a corpus");
        let mut documents = corpus.documents().expect("documents");
        let found = render(&documents.next().expect("one").expect("a document"), &clean);
        let gold = path.with_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&gold, &found).expect("to be written");
        }
        let expected = fs::read_to_string(&gold).unwrap_or_default();
        if found != expected {
            writeln!(wrong, "== {name}\n-- expected\n{expected}-- found\n{found}")
                .expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
