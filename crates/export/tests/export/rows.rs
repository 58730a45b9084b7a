//! Every sentence is accounted for, and can be found again in its source.

use duizhao_bitext::{Span, Verdict};
use duizhao_export::row::{DroppedRow, Location, SideRow, StoredDocument};
use duizhao_export::{CorpusReader, CorpusWriter, ExportError};
use proptest::prelude::*;

use crate::made::{Made, varied};
use crate::{options, write};

fn read(out: &std::path::Path) -> Vec<StoredDocument> {
    CorpusReader::open(out).unwrap().documents().unwrap().collect::<Result<_, _>>().unwrap()
}

fn written(documents: &[Made]) -> Vec<StoredDocument> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    write(&out, documents);
    read(&out)
}

#[test]
fn a_pair_keeps_its_texts_places_and_measurements() {
    let documents = written(&[varied()]);
    let pair = &documents[0].pairs[0];
    assert_eq!(pair.id.len(), 16);
    assert_eq!((&*pair.document, pair.zh_variant.as_deref()), ("news/桥.txt", Some("zh-Hans")));
    assert_eq!(pair.zh.text, "桥建好了。全长12 公里。");
    assert_eq!(pair.zh.original.as_deref(), Some("桥建好了。全长１２\u{a0}公里。"));
    assert_eq!(pair.en.text, "The bridge is built. It is 12 km long.");
    assert_eq!(
        pair.en.original.as_deref(),
        Some("The bridge is built.\u{2002}It is 12\u{a0}km long.")
    );
    assert_eq!(pair.zh.sentences, 0..2);
    let spans: Vec<_> =
        pair.zh.sources.iter().map(|source| (source.span.start, source.span.end)).collect();
    assert_eq!(spans, [(14, 19), (19, 27)]);
    assert_eq!(pair.zh.span(), Some(Span::new(14, 27)));
    assert_eq!((pair.score, pair.margin, pair.features[0]), (0.875, 4.5, 0.25));
    assert!(pair.features[1].is_nan());
    assert_eq!(pair.category().to_string(), "2-2");
}

#[test]
fn what_is_left_over_is_unpaired_or_dropped_with_its_reason() {
    let documents = written(&[varied()]);
    let document = &documents[0];
    let unpaired: Vec<_> =
        document.unpaired.iter().map(|row| (&*row.language, row.sentence, &*row.text)).collect();
    assert_eq!(unpaired, [("zh", 2, "没有译文。"), ("en", 2, "Nobody said this.")]);
    let dropped: Vec<_> = document
        .dropped
        .iter()
        .map(|row| match row {
            DroppedRow::Block(block) => ("block", &*block.reason, &*block.text),
            DroppedRow::Pair { reason, pair, .. } => ("pair", &**reason, &*pair.zh.text),
        })
        .collect();
    assert_eq!(dropped, [("block", "date", "日期：2024-05-06"), ("pair", "empty", "2024")]);
    let row = &document.row;
    assert_eq!((row.title.as_deref(), row.date.as_deref()), (Some("桥"), Some("2024-05-06")));
    assert_eq!(row.metadata["author"], "\"王\"");
    let counts = row.counts.unwrap();
    assert_eq!(
        (counts.blocks, counts.blocks_dropped, counts.pairs, counts.pairs_rejected),
        (5, 1, 1, 1)
    );
    assert_eq!((counts.zh_sentences, counts.zh_unpaired, counts.en_unpaired), (4, 1, 1));
}

#[test]
fn the_sides_of_a_pair_of_files_are_found_in_their_files() {
    let mut made = Made::new("pair", &["zh: 你好。"]).pair((0, 1), (0, 0));
    let english = Made::new("pair", &["en: Hello."]);
    made.document.texts.extend(english.document.texts);
    made.document.blocks.extend(english.document.blocks);
    made.document.blocks[1].text = 1;
    made.en = english.en;
    made.en[0].block = 1;
    made.pairs.clear();
    let made = made.pair((0, 1), (0, 1));
    let pair = &written(&[made])[0].pairs[0];
    assert_eq!(pair.zh.sources, [Location { file: 0, span: Span::new(0, 3) }]);
    assert_eq!(pair.en.sources, [Location { file: 1, span: Span::new(0, 6) }]);
}

#[test]
fn a_pair_has_the_same_id_whatever_else_is_in_the_corpus() {
    let alone = written(&[varied()]).remove(0);
    let mut other = varied();
    other.pairs.remove(1);
    other.pairs[0].score = 0.1;
    let among = written(&[Made::new("a", &["zh: 甲。"]), other]).remove(1);
    assert_eq!(alone.pairs[0].id, among.pairs[0].id);
    let mut renamed = varied();
    renamed.document.id = "elsewhere".into();
    assert_ne!(alone.pairs[0].id, written(&[renamed])[0].pairs[0].id);
}

#[test]
fn the_same_texts_at_another_place_are_another_pair() {
    let made = Made::new("d", &["zh: 好。|好。", "en: Good.|Good."]);
    let stored = written(&[made.pair((0, 1), (0, 1)).pair((1, 1), (1, 1))]).remove(0);
    assert_eq!(stored.pairs[0].zh.text, stored.pairs[1].zh.text);
    assert_ne!(stored.pairs[0].id, stored.pairs[1].id);
}

#[test]
fn a_record_that_breaks_a_law_is_refused_by_name() {
    type Spoil = fn(&mut Made);
    let cases: [(&str, Spoil); 6] = [
        ("of both sides of pair 1 are in other pairs", |made| {
            made.pairs[1] = made.pairs[0].clone();
        }),
        ("of 4", |made| made.pairs[1].zh = 3..9),
        ("of 4", |made| made.pairs[1].en = 2..2),
        ("no stretch of text 0", |made| made.zh[0].span.end += 1),
        ("block 99", |made| made.en[0].block = 99),
        ("features instead of 2", |made| made.pairs[0].features.clear()),
    ];
    for (expected, spoil) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = CorpusWriter::create(&folder.path().join("out"), options()).unwrap();
        let mut made = varied();
        spoil(&mut made);
        let error = writer.document(&made.record()).unwrap_err();
        assert!(matches!(error, ExportError::Unlawful { .. }), "{error:?}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn a_document_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = CorpusWriter::create(&folder.path().join("out"), options()).unwrap();
    writer.document(&varied().record()).unwrap();
    let error = writer.document(&varied().record()).unwrap_err();
    assert!(error.to_string().contains("news/桥.txt"), "{error}");
}

/// Blocks of a few sentences, with whatever white space and characters.
fn blocks() -> impl Strategy<Value = Vec<String>> {
    let text = "[a-z甲乙。𠀀\u{a0}\u{2028}\t\n１é\"<&]{0,12}x";
    let block = (prop::sample::select(vec!["zh", "en", "rule"]), prop::collection::vec(text, 1..4));
    prop::collection::vec(
        block.prop_map(|(kind, texts)| format!("{kind}: {}", texts.join("|"))),
        0..8,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_sentence_is_accounted_for_once(
        blocks in blocks(),
        shapes in prop::collection::vec((0_usize..3, 0_usize..3, any::<bool>()), 0..10),
    ) {
        let blocks: Vec<_> = blocks.iter().map(String::as_str).collect();
        let mut made = Made::new("d", &blocks);
        let (mut zh, mut en) = (0, 0);
        for (zh_count, en_count, reject) in shapes {
            if zh_count > 0 && en_count > 0 && zh + zh_count <= made.zh.len() && en + en_count <= made.en.len() {
                made = made.pair((zh, zh_count), (en, en_count));
                made = if reject { made.rejected("filter") } else { made };
            }
            zh += zh_count;
            en += en_count;
        }
        let stored = written(std::slice::from_ref(&made)).remove(0);
        let content = &made.document.texts[0].content;

        let mut seen = [vec![0; made.zh.len()], vec![0; made.en.len()]];
        let rejected = stored.dropped.iter().filter_map(DroppedRow::pair);
        for pair in stored.pairs.iter().chain(rejected) {
            for (side, language, sentences) in [(&pair.zh, 0, &made.zh), (&pair.en, 1, &made.en)] {
                for (number, source) in side.sentences.clone().zip(&side.sources) {
                    seen[language][number] += 1;
                    prop_assert_eq!(found(content, source), sentences[number].span.of(content));
                }
                prop_assert_eq!(side.original.is_some(), is_changed(side, content, sentences));
            }
        }
        for row in &stored.unpaired {
            let (side, sentences) = if row.language == "zh" { (0, &made.zh) } else { (1, &made.en) };
            seen[side][row.sentence] += 1;
            prop_assert_eq!(found(content, &row.source), sentences[row.sentence].span.of(content));
            prop_assert_eq!(&row.text, &sentences[row.sentence].text);
        }
        prop_assert!(seen.iter().flatten().all(|times| *times == 1), "{:?}", seen);

        let blocks = stored.dropped.iter().filter_map(DroppedRow::block).count();
        prop_assert_eq!(blocks, made.document.blocks.iter().filter(|block| block.dropped.is_some()).count());
        let accepted = made.pairs.iter().filter(|pair| pair.verdict == Verdict::Accepted).count();
        prop_assert_eq!(stored.pairs.len(), accepted);
    }
}

fn found(content: &str, source: &Location) -> String {
    content.chars().skip(source.span.start).take(source.span.end - source.span.start).collect()
}

fn is_changed(side: &SideRow, content: &str, sentences: &[duizhao_bitext::Sentence]) -> bool {
    sentences[side.sentences.clone()]
        .iter()
        .any(|sentence| sentence.span.of(content) != sentence.text)
}
