use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::{Sink, line};
use crate::row::StoredDocument;

/// Writes a JSON object a line, in the form that the translation examples of `transformers` take:
/// `{"id":"2f6d…","translation":{"en":"Hello.","zh":"你好。"}}`.
#[derive(Debug)]
pub struct Jsonl<W> {
    out: W,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    translation: Texts<'a>,
}

#[derive(Serialize)]
struct Texts<'a> {
    en: &'a str,
    zh: &'a str,
}

impl<W: Write> Jsonl<W> {
    /// A sink that writes to `out`, which should be buffered.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Sink for Jsonl<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        for pair in &document.pairs {
            let translation = Texts { en: &pair.en.text, zh: &pair.zh.text };
            let json = serde_json::to_string(&Line { id: &pair.id, translation })?;
            self.out.write_all(in_one_line(&json).as_bytes())?;
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// JSON lets U+0085, U+2028 and U+2029 stand as they are, and programs split lines there.
fn in_one_line(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if line::breaks(c) {
            // A string takes everything that is written to it.
            let _ = write!(escaped, "\\u{:04x}", c as u32);
        } else {
            escaped.push(c);
        }
    }
    escaped
}
