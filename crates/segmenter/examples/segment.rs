//! One paragraph a line in; one sentence a line out, an empty line after each paragraph.
//!
//! `cargo run --release -p duizhao-segmenter --example segment -- zh < paragraphs.txt`

use std::io::{self, BufRead, BufWriter, Write};

use duizhao_bitext::Language;
use duizhao_segmenter::{Segmenter, language_of};

fn main() -> io::Result<()> {
    let language = match std::env::args().nth(1).as_deref() {
        Some("zh") => Some(Language::Zh),
        Some("en") => Some(Language::En),
        _ => None,
    };
    let segmenter = Segmenter::default();
    let mut out = BufWriter::new(io::stdout().lock());
    for paragraph in io::stdin().lock().lines() {
        let paragraph = paragraph?;
        let language = language.unwrap_or_else(|| language_of(&paragraph));
        for span in segmenter.sentences(&paragraph, language) {
            writeln!(out, "{}", span.of(&paragraph))?;
        }
        writeln!(out)?;
    }
    out.flush()
}
