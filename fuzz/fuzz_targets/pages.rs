//! Any bytes as plain text, HTML, Markdown, or what the content says that it is: charset, markup, repairs and layout are found
//! without a panic, and the document keeps its laws.
//!
//! `cargo fuzz run pages`, or `cargo fuzz run pages -s none` with the stable compiler.

#![no_main]

use duizhao_fuzz::read_as;
use duizhao_reader::Format;
use libfuzzer_sys::fuzz_target;

const FORMATS: [Option<Format>; 4] =
    [Some(Format::Text), Some(Format::Html), Some(Format::Markdown), None];

fuzz_target!(|input: &[u8]| {
    if let Some((first, page)) = input.split_first() {
        read_as("any", FORMATS[usize::from(*first) % FORMATS.len()], page);
    }
});
