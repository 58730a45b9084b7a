//! Texts with a word a line and tags between them, as corpus query systems take them.

use std::io::{self, Write};

use duizhao_bitext::Language;
use duizhao_lexicon::Lexicon;

use super::line;
use super::sentences::Unit;
use super::words::Words;
use super::xml::escaped;
use crate::row::StoredDocument;

/// The attributes of a document's tag, beside its id.
pub(crate) const DOCUMENT_ATTRIBUTES: [&str; 6] =
    ["document", "title", "date", "publisher", "layout", "script"];
/// The attributes of a sentence's tag, beside its id. The last three are empty for a sentence without a pair.
pub(crate) const SENTENCE_ATTRIBUTES: [&str; 4] = ["role", "pair", "category", "score"];

/// What the systems see differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Corpus Workbench: documents are `text`, and a second column says whether a space follows, `True` or `False`, as
    /// cwb-vrt reads it.
    Cwb,
    /// Sketch Engine: documents are `doc`, and `<g/>` stands between words that touch.
    Sketch,
}

/// Writes one language of a corpus.
#[derive(Debug)]
pub(crate) struct Vertical<'a, W> {
    out: W,
    dialect: Dialect,
    language: Language,
    words: Words<'a>,
    documents: usize,
    sentences: usize,
}

impl<'a, W: Write> Vertical<'a, W> {
    pub(crate) fn new(out: W, dialect: Dialect, language: Language, lexicon: &'a Lexicon) -> Self {
        Self { out, dialect, language, words: Words::new(lexicon), documents: 0, sentences: 0 }
    }

    /// How many sentences were written.
    pub(crate) fn sentences(&self) -> usize {
        self.sentences
    }

    /// The id of a unit in the document being written, or written last.
    pub(crate) fn id(&self, unit: &Unit<'_>) -> String {
        let letter = if self.language == Language::Zh { 'z' } else { 'e' };
        format!("{letter}{}.{}", self.documents, unit.sentences.start + 1)
    }

    pub(crate) fn document(
        &mut self,
        document: &StoredDocument,
        units: &[Unit<'_>],
    ) -> io::Result<()> {
        self.words.forget();
        self.documents += 1;
        self.begin(document)?;
        let mut paragraph = None;
        for unit in units {
            if unit.block != paragraph {
                self.paragraph(paragraph, unit.block)?;
                paragraph = unit.block;
            }
            self.sentence(unit)?;
        }
        self.paragraph(paragraph, None)?;
        writeln!(self.out, "</{}>", self.tag())
    }

    fn tag(&self) -> &'static str {
        match self.dialect {
            Dialect::Cwb => "text",
            Dialect::Sketch => "doc",
        }
    }

    fn begin(&mut self, document: &StoredDocument) -> io::Result<()> {
        let row = &document.row;
        let values = [
            Some(&*line::name(&document.id)),
            row.title.as_deref(),
            row.date.as_deref(),
            row.publisher.as_deref(),
            row.layout.as_deref(),
            row.zh_variant.as_deref(),
        ];
        write!(self.out, r#"<{} id="t{}""#, self.tag(), self.documents)?;
        for (name, value) in DOCUMENT_ATTRIBUTES.iter().zip(values) {
            self.attribute(name, value.unwrap_or_default())?;
        }
        writeln!(self.out, ">")
    }

    fn attribute(&mut self, name: &str, value: &str) -> io::Result<()> {
        write!(self.out, r#" {name}="{}""#, escaped(&line::text(value)))
    }

    /// Ends a paragraph and begins another.
    fn paragraph(&mut self, before: Option<usize>, next: Option<usize>) -> io::Result<()> {
        if before.is_some() {
            writeln!(self.out, "</p>")?;
        }
        if let Some(block) = next {
            writeln!(self.out, r#"<p id="t{}.p{}">"#, self.documents, block + 1)?;
        }
        Ok(())
    }

    fn sentence(&mut self, unit: &Unit<'_>) -> io::Result<()> {
        self.sentences += 1;
        let pair = unit
            .pair
            .map(|pair| (&*pair.id, pair.category().to_string(), format!("{:.4}", pair.score)));
        let (id, category, score) = pair.unwrap_or_default();
        write!(self.out, r#"<s id="{}""#, self.id(unit))?;
        for (name, value) in SENTENCE_ATTRIBUTES.iter().zip([unit.role, id, &category, &score]) {
            self.attribute(name, value)?;
        }
        writeln!(self.out, ">")?;
        let text = line::text(&unit.text);
        let words = self.words.of(&text, self.language);
        for (index, word) in words.iter().enumerate() {
            let is_last = index + 1 == words.len();
            // Between sentences there is a space in English.
            let ends_chinese = is_last && self.language == Language::Zh;
            let space = if word.is_glued || ends_chinese { "False" } else { "True" };
            write!(self.out, "{}", token(word.text))?;
            match self.dialect {
                Dialect::Cwb => writeln!(self.out, "\t{space}")?,
                Dialect::Sketch if word.is_glued && !is_last => writeln!(self.out, "\n<g/>")?,
                Dialect::Sketch => writeln!(self.out)?,
            }
        }
        writeln!(self.out, "</s>")
    }

    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A word with the three characters escaped that make tags; quotes stay, which need it only in attributes.
fn token(word: &str) -> String {
    word.chars().fold(String::with_capacity(word.len()), |mut token, c| {
        match c {
            '&' => token.push_str("&amp;"),
            '<' => token.push_str("&lt;"),
            '>' => token.push_str("&gt;"),
            _ => token.push(c),
        }
        token
    })
}

/// The name of a corpus as the query systems take one: ASCII capitals, digits and `_`, beginning with a letter.
pub(crate) fn corpus_id(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_uppercase());
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    let id = id.trim_end_matches('_');
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id.to_owned()
    } else {
        format!("CORPUS_{id}").trim_end_matches('_').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::corpus_id;

    #[test]
    fn a_corpus_is_called_what_the_systems_can_say() {
        assert_eq!(corpus_id("news-2024.v2"), "NEWS_2024_V2");
        assert_eq!(corpus_id("2024 报告"), "CORPUS_2024");
        assert_eq!(corpus_id("报告"), "CORPUS");
    }
}
