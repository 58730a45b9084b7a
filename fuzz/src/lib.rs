//! What the fuzz targets of the reader have in common.

use duizhao_bitext::Document;
use duizhao_reader::{Format, Options, read_bytes};

/// Reads bytes as a file of this name and format.
///
/// # Panics
/// If the document breaks a law, or the error says no way out.
pub fn read_as(name: &str, format: Option<Format>, bytes: &[u8]) {
    let options = Options { format, ..Options::default() };
    match read_bytes(name, bytes.to_vec(), &options) {
        Ok(document) => check(&document),
        Err(error) => {
            assert!(error.way_out().is_some_and(|way| !way.is_empty()), "no way out: {error}")
        }
    }
}

/// Spans run in order through each text, on character boundaries, without overlap and without white space at their ends;
/// every block is kept in a language or dropped with a reason; what was repaired leads back to what stood there.
///
/// # Panics
/// If it is not so.
pub fn check(document: &Document) {
    let mut last = (0, 0);
    for block in &document.blocks {
        let text = &document.texts[block.text];
        for span in block.label.into_iter().chain([block.span]) {
            assert!((block.text, span.start) >= last, "overlap at {span:?}");
            assert!(!span.is_empty() && span == span.trimmed(&text.content), "{span:?}");
            last = (block.text, span.end);
            drop(text.original(span));
        }
        assert!(block.kept().is_some() != block.dropped.is_some());
    }
}
