//! Any text, both languages, all options: the segmenter ends, does not panic, and loses nothing but white space.
//!
//! `cargo fuzz run segment`, or `cargo fuzz run segment -s none` with the stable compiler.

#![no_main]

use duizhao_bitext::Language;
use duizhao_segmenter::{LineBreaks, Options, Segmenter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (bits, text) = input;
    let segmenter = Segmenter::new(Options {
        split_quotes: bits & 1 > 0,
        split_semicolons: bits & 2 > 0,
        line_breaks: if bits & 4 > 0 { LineBreaks::Wrap } else { LineBreaks::Hard },
    });
    for language in Language::BOTH {
        let mut end = 0;
        for span in segmenter.sentences(text, language) {
            assert!(text[end..span.start].trim().is_empty(), "lost before {span:?}");
            assert!(!span.is_empty() && span.trimmed(text) == span, "{span:?} is not trimmed");
            end = span.end;
        }
        assert!(text[end..].trim().is_empty(), "lost at the end");
    }
});
