//! Compiles the text form of a lexicon, from stdin, into the bytes of its file, on stdout.
//! `scripts/build-lexicon` calls it.

use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut source = String::new();
    std::io::stdin().read_to_string(&mut source)?;
    std::io::stdout().write_all(&duizhao_lexicon::Lexicon::compile(&source)?)?;
    Ok(())
}
