//! Segmenters side by side, in one run: boundary F1 on gold sets and speed on plain text, as Markdown tables.
//!
//! usage: compare-segmenters SETS TEXTS
//!
//! SETS is a folder of `zh_*.jsonl` and `en_*.jsonl`, a paragraph a line: `{"text": …, "ends": [character offsets]}`. Boundaries are
//! counted over non-space characters, and the end of a paragraph is free. TEXTS is a folder of `*.zh` and `*.en`, a paragraph a
//! line: the speed is measured on each.

mod quality;
mod speed;

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use duizhao_bitext::Language;
use duizhao_segmenter::Segmenter;
use unicode_segmentation::UnicodeSegmentation;

/// A tool: its name, and the ends of the sentences that it finds, handed one by one to a visitor.
struct Tool {
    name: &'static str,
    ends: fn(&str, Language, &mut dyn FnMut(usize)),
}

/// The tools in the order of the tables.
const TOOLS: [Tool; 5] = [
    Tool {
        name: "duizhao",
        ends: |text, language, visit| {
            for span in Segmenter::default().sentences(text, language) {
                visit(span.end);
            }
        },
    },
    Tool {
        name: "duizhao, rules alone",
        ends: |text, language, visit| {
            if language == Language::En {
                for end in duizhao_segmenter::training::ends_without_model(text) {
                    visit(end);
                }
            } else {
                // Chinese has no model.
                for span in Segmenter::default().sentences(text, language) {
                    visit(span.end);
                }
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
            let segmenter = icu_segmenter::SentenceSegmenter::new(
                icu_segmenter::options::SentenceBreakInvariantOptions::default(),
            );
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

/// The tool that the speed of all is compared with.
const BASE: usize = 3;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sets, texts] = arguments.as_slice() else {
        bail!("usage: compare-segmenters SETS TEXTS");
    };
    for language in [Language::Zh, Language::En] {
        let sets = quality::read(Path::new(sets), language)?;
        let texts = texts_of(Path::new(texts), language)?;
        let scores = sets.iter().map(|set| set.name.clone());
        let speeds = texts.iter().map(|(name, _)| format!("{name}, MB/s | × {}", TOOLS[BASE].name));
        let columns: Vec<String> = scores.chain(speeds).collect();
        println!("## {language}\n");
        println!("| tool | {} |", columns.join(" | "));
        println!("|---|{}", "---|".repeat(sets.len() + 2 * texts.len()));
        let speeds: Vec<_> =
            texts.iter().map(|(_, text)| speed::measure(&TOOLS, BASE, text, language)).collect();
        for (number, tool) in TOOLS.iter().enumerate() {
            let scores = sets.iter().map(|set| format!("{:.2}", set.score(tool, language)));
            let speeds = speeds
                .iter()
                .map(|of| format!("{:.0} | {:.2}", of[number].megabytes, of[number].ratio));
            println!(
                "| {} | {} |",
                tool.name,
                scores.chain(speeds).collect::<Vec<_>>().join(" | ")
            );
        }
        println!();
        for (name, text) in &texts {
            let (size, lines) = (text.len() as f64 / 1e6, text.lines().count());
            let distinct = text.lines().collect::<HashSet<_>>().len();
            let scan = speed::scan(text, language);
            println!(
                "{name}: {size:.0} MB, {lines} paragraphs, {distinct} of them distinct; a memchr scan for the terminators runs at {scan:.0} MB/s."
            );
        }
        println!();
    }
    Ok(())
}

/// Bytes of a text below which a clock of hundredths of a second tells nothing.
const LEAST_TEXT: usize = 1_000_000;

/// The texts of a language by their names.
fn texts_of(folder: &Path, language: Language) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == language.code()) {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            ensure!(
                text.len() >= LEAST_TEXT,
                "{} is too short to be timed: it takes {LEAST_TEXT} bytes",
                path.display()
            );
            texts.push((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), text));
        }
    }
    ensure!(!texts.is_empty(), "no *.{language} in {}", folder.display());
    texts.sort();
    Ok(texts)
}

/// The number of sentences that a tool finds in paragraphs, so that no work can be left out.
fn sentences(tool: &Tool, paragraphs: &[&str], language: Language) -> usize {
    let mut count = 0;
    for paragraph in paragraphs {
        (tool.ends)(paragraph, language, &mut |_| count += 1);
    }
    count
}
