//! Any bytes as a format that knows which piece translates which: tables, subtitles, catalogues, JSON Lines, translation memories.
//!
//! `cargo fuzz run units`, or `cargo fuzz run units -s none` with the stable compiler.

#![no_main]

use duizhao_fuzz::read_as;
use duizhao_reader::Format;
use libfuzzer_sys::fuzz_target;

const FORMATS: [(&str, Format); 9] = [
    ("any.tsv", Format::Table),
    ("any.csv", Format::Table),
    ("any.srt", Format::Subtitles),
    ("any.vtt", Format::Subtitles),
    ("any.ass", Format::Subtitles),
    ("any.po", Format::Po),
    ("any.jsonl", Format::Jsonl),
    ("any.tmx", Format::Tmx),
    ("any.xlf", Format::Xliff),
];

fuzz_target!(|input: &[u8]| {
    if let Some((first, file)) = input.split_first() {
        let (name, format) = FORMATS[usize::from(*first) % FORMATS.len()];
        read_as(name, Some(format), file);
    }
});
