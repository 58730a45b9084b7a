//! Aligns every pair of files NAME.zh and NAME.en of a folder and writes NAME.align into another.
//!
//! usage: `align_folder IN OUT [--no-dictionary] [name=value …]`, where names are those of the constants of the score.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a tool that prints"
)]

use std::error::Error;
use std::time::Instant;
use std::{env, fs, path::Path};

use duizhao_aligner::{Aligner, Settings, Side};
use duizhao_lexicon::Lexicon;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, changes @ ..] = arguments.as_slice() else {
        return Err("usage: align_folder IN OUT [name=value …]".into());
    };
    let mut settings = Settings::default();
    let mut without = false;
    for change in changes {
        if change == "--no-dictionary" {
            without = true;
            continue;
        }
        let (name, value) = change.split_once('=').ok_or("expected name=value")?;
        *settings.weights.named(name).ok_or_else(|| format!("no constant is called {name}"))? =
            value.parse()?;
    }
    let start = Instant::now();
    let lexicon = if without { Lexicon::empty() } else { Lexicon::bundled()? };
    let loaded = start.elapsed();
    fs::create_dir_all(output)?;
    let aligner = Aligner::new(&lexicon, settings);
    let start = Instant::now();
    let mut sentences = 0;
    let mut names: Vec<_> = fs::read_dir(input)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    names.sort();
    for zh_file in names.iter().filter(|path| path.extension().is_some_and(|kind| kind == "zh")) {
        let zh_text = fs::read_to_string(zh_file)?;
        let en_text = fs::read_to_string(zh_file.with_extension("en"))?;
        let zh: Vec<&str> = zh_text.lines().collect();
        let en: Vec<&str> = en_text.lines().collect();
        sentences += zh.len() + en.len();
        let ladder = aligner.align(
            &Side { sentences: &zh, ..Side::default() },
            &Side { sentences: &en, ..Side::default() },
        );
        let name = zh_file.file_stem().unwrap_or_default().to_string_lossy();
        fs::write(Path::new(output).join(format!("{name}.align")), ladder.to_string())?;
    }
    let seconds = start.elapsed().as_secs_f64();
    eprintln!(
        "{sentences} sentences in {seconds:.3} s, {:.0} a second; dictionary {:.0} ms",
        sentences as f64 / seconds,
        loaded.as_secs_f64() * 1e3
    );
    Ok(())
}
