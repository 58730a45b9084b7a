//! Segmenters side by side, in one run: boundary F1 on gold sets and speed on plain text, as a Markdown table.
//!
//! usage: compare-segmenters SETS ZH_TEXT EN_TEXT
//!
//! SETS is a folder of `zh_*.jsonl` and `en_*.jsonl`, a paragraph a line: `{"text": …, "ends": [character offsets]}`. Boundaries are
//! counted over non-space characters, and the end of a paragraph is free. The texts hold a paragraph a line.

mod quality;
mod speed;

use std::path::Path;

use anyhow::{Context, Result, bail};
use duizhao_bitext::Language;
use duizhao_segmenter::Segmenter;
use unicode_segmentation::UnicodeSegmentation;

/// A tool: its name, and the ends of the sentences that it finds, handed one by one to a visitor.
struct Tool {
    name: &'static str,
    ends: fn(&str, Language, &mut dyn FnMut(usize)),
}

/// The tools in the order of the table; the last two only read the text and show what is possible.
const TOOLS: [Tool; 4] = [
    Tool {
        name: "duizhao",
        ends: |text, language, visit| {
            for span in Segmenter::default().sentences(text, language) {
                visit(span.end);
            }
        },
    },
    Tool {
        name: "unicode-segmentation (UAX 29)",
        ends: |text, _, visit| {
            for (start, sentence) in text.split_sentence_bound_indices() {
                visit(start + sentence.len());
            }
        },
    },
    Tool {
        name: "icu_segmenter (UAX 29)",
        ends: |text, _, visit| {
            let segmenter = icu_segmenter::SentenceSegmenter::new(icu_segmenter::options::SentenceBreakInvariantOptions::default());
            for end in segmenter.segment_str(text).skip(1) {
                visit(end);
            }
        },
    },
    Tool {
        name: "sentencex",
        ends: |text, language, visit| {
            let mut end = 0;
            for sentence in sentencex::segment(language.code(), text) {
                end += text[end..].find(sentence).unwrap_or(0) + sentence.len();
                visit(end);
            }
        },
    },
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sets, zh, en] = arguments.as_slice() else {
        bail!("usage: compare-segmenters SETS ZH_TEXT EN_TEXT");
    };
    println!("# Segmenters side by side\n");
    println!("Made by `scripts/compare-segmenters`; every number is from one run on one machine.\n");
    for (language, text) in [(Language::Zh, zh), (Language::En, en)] {
        let text = std::fs::read_to_string(text).with_context(|| format!("cannot read {text}"))?;
        let sets = quality::read(Path::new(sets), language)?;
        let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
        println!("## {language}\n");
        println!("| tool | {} | MB/s |", names.join(" | "));
        println!("|---|{}", "---|".repeat(names.len() + 1));
        let speeds = speed::measure(&text, language);
        for (tool, speed) in TOOLS.iter().zip(speeds) {
            let scores = sets.iter().map(|set| format!("{:.2}", set.score(tool, language)));
            println!("| {} | {} | {speed:.0} |", tool.name, scores.collect::<Vec<_>>().join(" | "));
        }
        println!("\nOn the same text a memchr scan for the terminators runs at {:.0} MB/s.\n", speed::scan(&text, language));
    }
    Ok(())
}
