use std::io::{self, Write};

use super::xml::escaped;
use super::{Direction, LanguageCodes, Sink};
use crate::row::{PairRow, StoredDocument};

/// Writes XLIFF 1.2, the version that every translator's tool reads: a `file` for each document, a `trans-unit` for each
/// pair, with score, category and sentences as a note.
///
/// Characters that XML does not allow are left out.
#[derive(Debug)]
pub struct Xliff<W> {
    out: W,
    codes: LanguageCodes,
    direction: Direction,
}

const BEGINNING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">"#;

impl<W: Write> Xliff<W> {
    /// A sink that writes to `out`. Writes the beginning.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn new(mut out: W, codes: LanguageCodes, direction: Direction) -> io::Result<Self> {
        writeln!(out, "{BEGINNING}")?;
        Ok(Self { out, codes, direction })
    }

    fn unit(&mut self, pair: &PairRow) -> io::Result<()> {
        let [source, target] =
            self.direction.order(&pair.zh.text, &pair.en.text).map(|text| escaped(text));
        let out = &mut self.out;
        writeln!(out, r#"      <trans-unit id="{}" xml:space="preserve">"#, escaped(&pair.id))?;
        writeln!(out, "        <source>{source}</source>")?;
        writeln!(out, r#"        <target state="translated">{target}</target>"#)?;
        let note = format!("score {:.4}, category {}", pair.score, pair.category());
        writeln!(out, r#"        <note from="duizhao">{note}</note>"#)?;
        writeln!(out, "      </trans-unit>")
    }
}

impl<W: Write> Sink for Xliff<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let Some(first) = document.pairs.first() else { return Ok(()) };
        let [source, target] = self.codes.of(first, self.direction).map(escaped);
        writeln!(
            self.out,
            "  <file original=\"{}\" source-language=\"{source}\" target-language=\"{target}\" datatype=\"plaintext\">\n    \
             <header><tool tool-id=\"duizhao\" tool-name=\"duizhao\" tool-version=\"{}\"/></header>\n    <body>",
            escaped(&document.id),
            env!("CARGO_PKG_VERSION"),
        )?;
        document.pairs.iter().try_for_each(|pair| self.unit(pair))?;
        writeln!(self.out, "    </body>\n  </file>")
    }

    fn finish(&mut self) -> io::Result<()> {
        writeln!(self.out, "</xliff>")?;
        self.out.flush()
    }
}
