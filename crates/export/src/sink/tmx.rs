use std::borrow::Cow;
use std::io::{self, Write};

use super::xml::escaped;
use super::{Direction, LanguageCodes, Sink};
use crate::row::{PairRow, StoredDocument};

/// Writes a translation memory in the form of TMX 1.4b: a unit a pair with two variants, the source first, and the
/// document, the category and the score as properties.
///
/// Characters that XML does not allow are left out. A unit whose source has another code than the header says so in a
/// `srclang` of its own.
#[derive(Debug)]
pub struct Tmx<W> {
    out: W,
    codes: LanguageCodes,
    direction: Direction,
}

const DOCTYPE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">"#;

impl<W: Write> Tmx<W> {
    /// A sink that writes to `out`. Writes the header.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn new(out: W, codes: LanguageCodes, direction: Direction) -> io::Result<Self> {
        let mut tmx = Self { out, codes, direction };
        let source = escaped(tmx.source()).into_owned();
        writeln!(tmx.out, "{DOCTYPE}")?;
        writeln!(
            tmx.out,
            "  <header creationtool=\"duizhao\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"duizhao\" \
             adminlang=\"en\" srclang=\"{source}\" datatype=\"PlainText\"/>",
            env!("CARGO_PKG_VERSION"),
        )?;
        writeln!(tmx.out, "  <body>")?;
        Ok(tmx)
    }

    /// The code of the header's source language.
    fn source(&self) -> &str {
        self.direction.order(&self.codes.simplified, &self.codes.english)[0]
    }

    fn unit(&mut self, pair: &PairRow) -> io::Result<()> {
        let codes = self.codes.of(pair, self.direction).map(escaped);
        let is_other = codes[0] != escaped(self.source());
        let out = &mut self.out;
        write!(out, r#"    <tu tuid="{}""#, escaped(&pair.id))?;
        if is_other {
            write!(out, r#" srclang="{}""#, codes[0])?;
        }
        writeln!(out, ">")?;
        let properties = [
            ("source-document", Cow::Borrowed(&*pair.document)),
            ("type", pair.category().to_string().replace('-', ":").into()),
            ("score", format!("{:.4}", pair.score).into()),
        ];
        for (name, value) in properties {
            writeln!(out, r#"      <prop type="x-{name}">{}</prop>"#, escaped(&value))?;
        }
        let texts = self.direction.order(&pair.zh.text, &pair.en.text);
        for (code, text) in codes.iter().zip(texts) {
            writeln!(out, r#"      <tuv xml:lang="{code}"><seg>{}</seg></tuv>"#, escaped(text))?;
        }
        writeln!(out, "    </tu>")
    }
}

impl<W: Write> Sink for Tmx<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        document.pairs.iter().try_for_each(|pair| self.unit(pair))
    }

    fn finish(&mut self) -> io::Result<()> {
        writeln!(self.out, "  </body>\n</tmx>")?;
        self.out.flush()
    }
}
