//! Shows the tokens of sentences: `tokens zh|en < sentences`, one a line; Chinese words with their translations.

use std::io::{BufRead, Write};

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Vocabulary};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let language = match std::env::args().nth(1).as_deref() {
        Some("zh") => Language::Zh,
        Some("en") => Language::En,
        _ => return Err("usage: tokens zh|en < sentences".into()),
    };
    let lexicon = Lexicon::bundled()?;
    let mut vocabulary = Vocabulary::new(&lexicon);
    let mut out = std::io::stdout().lock();
    let mut tokens = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        tokens.clear();
        lexicon.tokenise(&line, language, &mut vocabulary, &mut tokens);
        writeln!(out, "{line}")?;
        for token in &tokens {
            let keys: Vec<_> = token.keys().map(|key| vocabulary.text(&lexicon, key)).collect();
            let mut translations = lexicon.translations(token.key).to_vec();
            translations.sort_by_key(|translation| std::cmp::Reverse(translation.strength));
            let english: Vec<_> = translations
                .iter()
                .take(8)
                .map(|t| format!("{} {:.2}", vocabulary.text(&lexicon, t.stem), t.weight()))
                .collect();
            writeln!(out, "    {:?} {} [{}]", token.kind, keys.join(" | "), english.join(", "))?;
        }
    }
    Ok(())
}
