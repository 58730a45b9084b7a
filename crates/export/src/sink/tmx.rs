use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::Sink;
use crate::row::PairRow;
use crate::row::StoredDocument;

/// What the two languages are called in a translation memory. Many tools take only the code they expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageCodes {
    /// Chinese in simplified characters. Default: `zh-CN`.
    pub simplified: String,
    /// Chinese in traditional characters. Default: `zh-TW`.
    pub traditional: String,
    /// English. Default: `en-US`.
    pub english: String,
}

impl Default for LanguageCodes {
    fn default() -> Self {
        let [simplified, traditional, english] = ["zh-CN", "zh-TW", "en-US"].map(str::to_owned);
        Self { simplified, traditional, english }
    }
}

/// Writes a translation memory in the form of TMX 1.4b: a unit a pair with two variants, Chinese first, and the
/// document, the category and the score as properties.
///
/// Characters that XML does not allow are left out. Units in traditional characters say so in a `srclang` of their own.
#[derive(Debug)]
pub struct Tmx<W> {
    out: W,
    codes: LanguageCodes,
}

const DOCTYPE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">"#;

impl<W: Write> Tmx<W> {
    /// A sink that writes to `out`, which should be buffered. Writes the header.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn new(mut out: W, codes: LanguageCodes) -> io::Result<Self> {
        writeln!(out, "{DOCTYPE}")?;
        writeln!(
            out,
            "  <header creationtool=\"duizhao\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"duizhao\" \
             adminlang=\"en\" srclang=\"{}\" datatype=\"PlainText\"/>",
            env!("CARGO_PKG_VERSION"),
            escaped(&codes.simplified)
        )?;
        writeln!(out, "  <body>")?;
        Ok(Self { out, codes })
    }

    fn unit(&mut self, pair: &PairRow) -> io::Result<()> {
        let Self { out, codes } = self;
        let traditional = pair.zh_variant.as_deref() == Some("zh-Hant");
        let zh_code = escaped(if traditional { &codes.traditional } else { &codes.simplified });
        write!(out, r#"    <tu tuid="{}""#, escaped(&pair.id))?;
        if zh_code != escaped(&codes.simplified) {
            write!(out, r#" srclang="{zh_code}""#)?;
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
        for (code, text) in [(zh_code, &pair.zh.text), (escaped(&codes.english), &pair.en.text)] {
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

/// A text as XML holds it, in an element or between double quotes.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c| !matches!(c, '&' | '<' | '>' | '"' | '\t' | '\n' | '\r') && is_legal(c);
    if text.chars().all(is_plain) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // An XML parser would read these as spaces or as another line break.
            '\t' | '\n' | '\r' => {
                // A string takes everything that is written to it.
                let _ = write!(escaped, "&#{};", c as u32);
            }
            _ if is_legal(c) => escaped.push(c),
            _ => {}
        }
    }
    escaped.into()
}

/// Whether XML 1.0 allows the character.
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn xml_s_own_characters_are_escaped_and_illegal_ones_left_out() {
        assert_eq!(escaped("R&D <b> \"1\"\u{1}\u{fffe}\n"), "R&amp;D &lt;b&gt; &quot;1&quot;&#10;");
        assert_eq!(escaped("对照"), "对照");
    }
}
