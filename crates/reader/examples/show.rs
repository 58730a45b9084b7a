//! Shows what the reader makes of files and folders: `show [--all] PATH…` prints each document's layout, metadata and blocks.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use duizhao_reader::{Options, discover, read};

fn main() {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let inputs: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let mut discovery = discover(&inputs);
    for entry in discovery.by_ref() {
        let document = match entry.and_then(|entry| read(&entry, &Options::default())) {
            Ok(document) => document,
            Err(error) => {
                println!("! {error}");
                continue;
            }
        };
        let charsets: Vec<&str> = document.texts.iter().map(|text| text.charset.as_str()).collect();
        println!(
            "# {} {} {} {:?}",
            document.id,
            document.layout,
            charsets.join("+"),
            document.script
        );
        println!("  {:?}", document.metadata);
        if flags.iter().any(|flag| flag == "--all") {
            for block in &document.blocks {
                let label = block.label.map(|label| label.of(&document.texts[block.text].content));
                let reason = block.dropped.as_deref().unwrap_or("");
                println!(
                    "{} {:?} {} {reason} {}| {}",
                    block.text,
                    block.language,
                    block.role,
                    label.unwrap_or(""),
                    document.content(block)
                );
            }
        }
    }
    println!("{:?}", discovery.skipped());
}
