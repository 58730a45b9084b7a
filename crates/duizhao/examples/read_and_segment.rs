//! Reads files and archives and splits their text into sentences, on one core: what `scripts/measure-readers` measures.
//!
//! usage: `read_and_segment PATH …`     (prints documents, blocks kept, sentences, and the bytes of text)

#![allow(clippy::print_stdout, reason = "an example's output")]

use std::path::PathBuf;

use duizhao_bitext::{BlockLanguage, Language};
use duizhao_reader::{Options, discover, read};
use duizhao_segmenter::Segmenter;

fn main() {
    let inputs: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let segmenter = Segmenter::default();
    let (mut documents, mut blocks, mut sentences, mut bytes) = (0_u64, 0_u64, 0_usize, 0_usize);
    for entry in discover(&inputs) {
        let Ok(document) = entry.and_then(|entry| read(&entry, &Options::default())) else {
            continue;
        };
        documents += 1;
        for block in document.blocks.iter().filter(|block| block.dropped.is_none()) {
            let language = match block.language {
                BlockLanguage::Zh => Language::Zh,
                BlockLanguage::En => Language::En,
                _ => continue,
            };
            let text = document.content(block);
            blocks += 1;
            bytes += text.len();
            sentences += segmenter.sentences(text, language).count();
        }
    }
    println!("{documents}\t{blocks}\t{sentences}\t{bytes}");
}
