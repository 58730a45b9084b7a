//! Measures how long the lexicon takes to load and to tokenise: `measure-speed NAME.zh NAME.en`, one sentence a line.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::fs;
use std::time::Instant;

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Vocabulary};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut loads = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        let lexicon = Lexicon::bundled()?;
        loads.push(start.elapsed().as_secs_f64() * 1e3);
        drop(lexicon);
    }
    let best = loads.iter().copied().fold(f64::MAX, f64::min);
    println!("load: first {:.1} ms, best {best:.1} ms", loads[0]);
    let lexicon = Lexicon::bundled()?;
    for file in std::env::args().skip(1) {
        let language = if file.ends_with("en") { Language::En } else { Language::Zh };
        let text = fs::read_to_string(&file)?;
        let lines: Vec<&str> = text.lines().collect();
        let mut best = f64::MAX;
        let mut count = 0;
        for _ in 0..5 {
            let mut vocabulary = Vocabulary::new(&lexicon);
            let mut tokens = Vec::new();
            let start = Instant::now();
            for line in &lines {
                lexicon.tokenise(line, language, &mut vocabulary, &mut tokens);
            }
            best = best.min(start.elapsed().as_secs_f64());
            count = tokens.len();
        }
        println!(
            "{file}: {:.2} µs a sentence, {:.1} MB/s, {:.1} tokens a sentence",
            best * 1e6 / lines.len() as f64,
            text.len() as f64 / best / 1e6,
            count as f64 / lines.len() as f64
        );
    }
    Ok(())
}
