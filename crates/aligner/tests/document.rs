//! Whole documents: blocks that cross, layouts, missing paragraphs. The texts were written for this project.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use duizhao_aligner::{Aligner, Settings};
use duizhao_bitext::{
    Block, BlockLanguage, Document, Language, Layout, Metadata, Sentence, Span, normalise,
};
use duizhao_lexicon::Lexicon;

/// A document of these blocks, each a list of sentences.
fn document(
    layout: Layout,
    blocks: &[(Language, &[&str])],
) -> (Document, Vec<Sentence>, Vec<Sentence>) {
    let (mut zh, mut en, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (language, sentences)) in blocks.iter().enumerate() {
        let kind = if *language == Language::Zh { BlockLanguage::Zh } else { BlockLanguage::En };
        made.push(Block::paragraph(0, Span::new(0, 0), kind));
        let list = if *language == Language::Zh { &mut zh } else { &mut en };
        list.extend(sentences.iter().map(|text| Sentence {
            language: *language,
            block: number,
            span: Span::new(0, 0),
            text: normalise(text).into_owned(),
        }));
    }
    let document = Document {
        id: "test".into(),
        texts: Vec::new(),
        blocks: made,
        layout,
        script: None,
        metadata: Metadata::default(),
    };
    (document, zh, en)
}

fn beads(layout: Layout, blocks: &[(Language, &[&str])]) -> Vec<String> {
    let (document, zh, en) = document(layout, blocks);
    let lexicon = Lexicon::bundled().unwrap();
    let ladder =
        Aligner::new(&lexicon, Settings::default()).align_document(&document, &zh, &en).ladder;
    assert!(ladder.is_complete(zh.len(), en.len()));
    ladder.beads.iter().map(|bead| format!("{:?} {:?}", bead.zh, bead.en)).collect()
}

use Language::{En, Zh};

#[test]
fn a_title_finds_its_translation_at_the_end_of_the_page() {
    let found = beads(
        Layout::Sequential,
        &[
            (Zh, &["中国城市公园将迎来新的发展机遇"]),
            (Zh, &["记者问：你能介绍一下今年的公园建设计划吗？", "预算是多少？"]),
            (
                Zh,
                &[
                    "发言人：今年全市将新建二十五个公园。",
                    "总投资三亿元。",
                    "中国城市公园将迎来新的发展机遇。",
                ],
            ),
            (
                En,
                &[
                    "A reporter asked: Could you tell us about this year's plan for building parks?",
                    "What is the budget?",
                ],
            ),
            (
                En,
                &[
                    "Spokesperson: The city will build twenty-five new parks this year.",
                    "Total investment comes to 300 million yuan.",
                    "China's city parks will welcome new opportunities for development.",
                ],
            ),
            (En, &["China's city parks will welcome new opportunities for development"]),
        ],
    );
    assert_eq!(
        found,
        ["0..1 5..6", "1..2 0..1", "2..3 1..2", "3..4 2..3", "4..5 3..4", "5..6 4..5"]
    );
}

#[test]
fn a_missing_paragraph_does_not_shift_what_follows() {
    let found = beads(
        Layout::Interleaved,
        &[
            (Zh, &["图书馆星期一闭馆。"]),
            (En, &["The library is closed on Mondays."]),
            (Zh, &["儿童阅览室在二楼。"]),
            (Zh, &["请不要在阅览室里吃东西。"]),
            (En, &["Please do not eat in the reading room."]),
            (Zh, &["谢谢您的合作。"]),
            (En, &["Thank you for your cooperation."]),
        ],
    );
    assert_eq!(found, ["0..1 0..1", "1..2 1..1", "2..3 1..2", "3..4 2..3"]);
}

/// The beads of a document whose blocks belong to these units.
fn beads_of_units(blocks: &[(Language, Option<u32>, &[&str])]) -> Vec<String> {
    let plain: Vec<(Language, &[&str])> =
        blocks.iter().map(|(language, _, sentences)| (*language, *sentences)).collect();
    let (mut document, zh, en) = document(Layout::Units, &plain);
    for (block, (_, unit, _)) in document.blocks.iter_mut().zip(blocks) {
        block.unit = *unit;
    }
    let lexicon = Lexicon::bundled().unwrap();
    let ladder =
        Aligner::new(&lexicon, Settings::default()).align_document(&document, &zh, &en).ladder;
    assert!(ladder.is_complete(zh.len(), en.len()));
    ladder.beads.iter().map(|bead| format!("{:?} {:?}", bead.zh, bead.en)).collect()
}

#[test]
fn units_are_respected_although_the_words_say_otherwise() {
    let found = beads_of_units(&[
        (Zh, Some(0), &["图书馆星期一闭馆。"]),
        (En, Some(0), &["Please do not eat in the reading room."]),
        (Zh, Some(1), &["请不要在阅览室里吃东西。", "谢谢您的合作。"]),
        (En, Some(1), &["Thank you for your cooperation."]),
        (En, Some(2), &["The library is closed on Mondays."]),
    ]);
    // A unit with a single sentence on one side is a pair, because it was given as one.
    assert_eq!(found, ["0..1 0..1", "1..3 1..2", "3..3 2..3"]);
}

#[test]
fn units_stand_in_any_order_with_text_between_them() {
    let found = beads_of_units(&[
        (Zh, Some(1), &["图书馆星期一闭馆。"]),
        (Zh, None, &["儿童阅览室在二楼。"]),
        (Zh, Some(0), &["请不要在阅览室里吃东西。"]),
        (En, Some(0), &["Please do not eat in the reading room."]),
        (En, Some(1), &["The library is closed on Mondays."]),
        (En, None, &["The children's reading room is on the second floor."]),
    ]);
    assert_eq!(found, ["0..1 1..2", "1..2 2..3", "2..3 0..1"]);
}
