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
