//! Counts the English stems of paragraphs: makes `data/scorer/english-stems.tsv`.
//!
//! ```text
//! cargo run --release -p duizhao-scorer --example count_stems -- TRAIN.jsonl >data/scorer/english-stems.tsv
//! ```
//!
//! TRAIN.jsonl holds a paragraph a line, `{"text": …}`, made from the training part of UD English EWT.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, TokenKind, Vocabulary};

/// Stems that were met less often are left out.
const LEAST: u64 = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give the file of paragraphs")?;
    let lexicon = Lexicon::bundled()?;
    let mut vocabulary = Vocabulary::new(&lexicon);
    let (mut counts, mut total) = (BTreeMap::<String, u64>::new(), 0_u64);
    for line in std::fs::read_to_string(path)?.lines() {
        let paragraph: serde_json::Value = serde_json::from_str(line)?;
        let text = paragraph["text"].as_str().ok_or("a line without text")?;
        let mut tokens = Vec::new();
        lexicon.tokenise(text, Language::En, &mut vocabulary, &mut tokens);
        for token in tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            total += 1;
            for key in token.keys() {
                *counts.entry(vocabulary.text(&lexicon, key).to_owned()).or_default() += 1;
            }
        }
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Stems of English words and how often they stand in UD English EWT (CC BY-SA 4.0); first their sum."
    )?;
    writeln!(out, "{total}")?;
    for (stem, count) in counts.iter().filter(|(_, count)| **count >= LEAST) {
        writeln!(out, "{stem}\t{count}")?;
    }
    Ok(())
}
