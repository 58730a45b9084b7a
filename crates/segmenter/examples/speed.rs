//! Speed of the segmenter alone: `speed zh|en TEXT [ROUNDS]`, in MB/s of a text with a paragraph a line.
#![expect(clippy::print_stdout, reason = "its output is for a person")]

use std::time::Instant;

use duizhao_bitext::Language;
use duizhao_segmenter::Segmenter;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let language =
        if arguments.next().as_deref() == Some("zh") { Language::Zh } else { Language::En };
    let text = std::fs::read_to_string(arguments.next().unwrap_or_default())?;
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    let segmenter = Segmenter::default();
    for _ in 0..rounds {
        let start = Instant::now();
        let count: usize =
            text.lines().map(|line| segmenter.sentences(line, language).count()).sum();
        println!(
            "{count} sentences, {:.0} MB/s",
            text.len() as f64 / 1e6 / start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}
