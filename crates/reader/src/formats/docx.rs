//! DOCX: what a reader of the printed page sees. Headers and footers are other parts and never read; footnotes and endnotes
//! follow the text, kept out by name; deleted and hidden text is none. Rows of a table whose columns hold each other's
//! translations are translation units.

mod table;

use duizhao_bitext::{Role, Span};

use super::package::{Package, resolve};
use super::xml::{Element, Step, Walk};
use crate::date;
use crate::error::Problem;
use crate::extract::{Builder, Extract, Piece};
use crate::options::Options;
use table::OpenTable;

const MAIN: &str = "word/document.xml";

/// The text of a document.
pub(crate) fn extract(bytes: Vec<u8>, options: &Options) -> Result<Extract, Problem> {
    let mut package = Package::open(bytes, options)?;
    let main = match package.text("_rels/.rels")? {
        Some(relations) => related(&relations, "_rels/.rels", "/officeDocument")?,
        None => None,
    };
    let main = main.map_or_else(|| MAIN.to_owned(), |target| resolve("", &target));
    let relations_path =
        resolve(&main, &format!("_rels/{}.rels", main.rsplit('/').next().unwrap_or_default()));
    let relations = package.text(&relations_path)?.unwrap_or_default();
    let part = |kind: &str| -> Result<Option<String>, Problem> {
        let target = related(&relations, &relations_path, kind)?;
        Ok(target.map(|target| resolve(&main, &target)))
    };
    let styles = match part("/styles")? {
        Some(path) => headings(&package.text(&path)?.unwrap_or_default(), &path)?,
        None => Vec::new(),
    };
    let mut reader = Reader::new(&styles);
    reader.part(&package.needed(&main)?, &main)?;
    for (kind, reason) in [("/footnotes", "footnote"), ("/endnotes", "endnote")] {
        if let Some(path) = part(kind)?
            && let Some(text) = package.text(&path)?
        {
            reader.dropped = Some(reason);
            reader.part(&text, &path)?;
        }
    }
    let mut extract = reader.builder.into_extract();
    if let Some(core) = package.text("docProps/core.xml")? {
        properties(&core, &mut extract)?;
    }
    Ok(extract)
}

/// The target of the first relation whose type ends like this.
fn related(relations: &str, path: &str, kind: &str) -> Result<Option<String>, Problem> {
    let mut walk = Walk::new(relations, path);
    while let Some(step) = walk.step()? {
        if let Step::Open(element) = step
            && element.attribute("Type").is_some_and(|own| own.ends_with(kind))
        {
            return Ok(element.attribute("Target"));
        }
    }
    Ok(None)
}

/// The styles that make headings, with their level from 0; `title` is above all.
fn headings(styles: &str, path: &str) -> Result<Vec<(String, u32)>, Problem> {
    let mut walk = Walk::new(styles, path);
    let mut found = Vec::new();
    let mut style = String::new();
    while let Some(step) = walk.step()? {
        let Step::Open(element) = step else { continue };
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            "style" => style = element.attribute("styleId").unwrap_or_default(),
            "name" => {
                let name = value().to_ascii_lowercase();
                let level = name.strip_prefix("heading ").and_then(|level| level.parse().ok());
                let level: Option<u32> = if name == "title" { Some(0) } else { level };
                found.extend(level.map(|level| (style.clone(), level.saturating_sub(1))));
            }
            "outlineLvl" => {
                if let Some(level) = value().parse::<u32>().ok().filter(|level| *level < 9) {
                    found.push((style.clone(), level));
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Title, author and date as the program that wrote the file keeps them.
fn properties(core: &str, extract: &mut Extract) -> Result<(), Problem> {
    let mut walk = Walk::new(core, "docProps/core.xml");
    let mut name = String::new();
    while let Some(step) = walk.step()? {
        match step {
            Step::Open(element) => element.name().clone_into(&mut name),
            Step::Close(_) => name.clear(),
            Step::Text(text) if !text.trim().is_empty() => {
                let metadata = &mut extract.metadata;
                match name.as_str() {
                    "title" => metadata.title = Some(text),
                    "creator" => {
                        metadata.other.insert("author".to_owned(), text);
                    }
                    "created" => metadata.date = date::find(text.get(..10).unwrap_or_default()),
                    _ => {}
                }
            }
            Step::Text(_) => {}
        }
    }
    Ok(())
}

/// A walk over the paragraphs of a part.
struct Reader<'a> {
    builder: Builder,
    styles: &'a [(String, u32)],
    /// The reason for which everything in the part is kept out.
    dropped: Option<&'static str>,
    tables: Vec<OpenTable>,
    paragraphs: usize,
    units: u32,
    /// What the open paragraph is.
    role: Role,
    is_top_heading: bool,
    /// Whether the open run is text, and whether it is hidden.
    in_text: bool,
    is_hidden: bool,
    /// Elements open inside one whose content does not count.
    skipped: usize,
}

impl<'a> Reader<'a> {
    fn new(styles: &'a [(String, u32)]) -> Self {
        Self {
            builder: Builder::default(),
            styles,
            dropped: None,
            tables: Vec::new(),
            paragraphs: 0,
            units: 0,
            role: Role::Paragraph,
            is_top_heading: false,
            in_text: false,
            is_hidden: false,
            skipped: 0,
        }
    }

    fn part(&mut self, text: &str, path: &str) -> Result<(), Problem> {
        let mut walk = Walk::new(text, path);
        while let Some(step) = walk.step()? {
            match step {
                Step::Open(_) if self.skipped > 0 => self.skipped += 1,
                Step::Open(element) => self.open(&element),
                Step::Close(_) if self.skipped > 0 => self.skipped -= 1,
                Step::Close(name) => self.close(&name),
                Step::Text(text) if self.in_text && self.skipped == 0 && !self.is_hidden => {
                    self.builder.push(&text);
                }
                Step::Text(_) => {}
            }
        }
        self.finish();
        Ok(())
    }

    fn open(&mut self, element: &Element<'_>) {
        let value = || element.attribute("val");
        let is_on = || !matches!(value().as_deref(), Some("0" | "false" | "off" | "none"));
        match element.name() {
            // What was deleted, what stands beside the newer form of the same, codes of fields, formulas' markup.
            "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "rt" => self.skipped = 1,
            // Separators between text and notes.
            "footnote" | "endnote"
                if element.attribute("type").is_some_and(|kind| kind != "normal") =>
            {
                self.skipped = 1;
            }
            "p" => {
                self.finish();
                self.paragraphs += 1;
                self.role = Role::Paragraph;
                self.is_top_heading = false;
            }
            "pStyle" => {
                let style = value().unwrap_or_default();
                if let Some((_, level)) = self.styles.iter().find(|(own, _)| *own == style) {
                    self.role = Role::Heading;
                    self.is_top_heading = *level == 0;
                }
            }
            "numPr" if self.role == Role::Paragraph => self.role = Role::ListItem,
            "outlineLvl" => {
                if let Some(level) = value().and_then(|level| level.parse::<u32>().ok())
                    && level < 9
                {
                    self.role = Role::Heading;
                    self.is_top_heading = level == 0;
                }
            }
            "r" => self.is_hidden = false,
            "vanish" => self.is_hidden = is_on(),
            "t" => self.in_text = true,
            "tab" | "ptab" if !self.is_hidden => self.builder.push(" "),
            "noBreakHyphen" if !self.is_hidden => self.builder.push("-"),
            "br" | "cr" => self.finish(),
            "tbl" => {
                self.finish();
                self.tables.push(OpenTable::new(self.builder.pieces_mut().len()));
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row();
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell();
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" | "tc" => self.finish(),
            "tbl" => {
                self.finish();
                if let Some(table) = self.tables.pop() {
                    self.units = table.finish(&mut self.builder, self.units);
                }
            }
            _ => {}
        }
    }

    /// Ends the open piece.
    fn finish(&mut self) {
        let mut piece = Piece::new(Span::default(), self.role);
        piece.is_top_heading = self.is_top_heading && self.tables.is_empty();
        piece.dropped = self.dropped;
        piece.place = Some(format!("paragraph {}", self.paragraphs));
        if !self.tables.is_empty() {
            piece.role = Role::Cell;
        }
        let before = self.builder.pieces_mut().len();
        self.builder.finish(&piece);
        if self.builder.pieces_mut().len() > before
            && let Some(table) = self.tables.last_mut()
        {
            table.note_piece();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::formats::package::tests::packed;
    use crate::options::Options;
    use duizhao_bitext::Role::{Cell, Heading, ListItem, Paragraph};

    fn document(body: &str) -> Vec<u8> {
        let relations = "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='word/document.xml'/></Relationships>";
        let parts = "<Relationships><Relationship Id='b' Type='http://x/styles' Target='styles.xml'/><Relationship Id='c' Type='http://x/footnotes' Target='footnotes.xml'/></Relationships>";
        let styles = "<w:styles><w:style w:styleId='Ttl'><w:name w:val='Title'/></w:style><w:style w:styleId='H2'><w:name w:val='heading 2'/></w:style></w:styles>";
        let notes = "<w:footnotes><w:footnote w:type='separator'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote><w:footnote w:id='1'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        packed(&[
            ("_rels/.rels", relations),
            ("word/_rels/document.xml.rels", parts),
            ("word/styles.xml", styles),
            ("word/footnotes.xml", notes),
            ("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>")),
            ("docProps/core.xml", "<c><dc:title>老桥</dc:title><dc:creator>张三</dc:creator></c>"),
        ])
    }

    #[test]
    fn paragraphs_headings_lists_and_notes() {
        let body = "<w:p><w:pPr><w:pStyle w:val='Ttl'/></w:pPr><w:r><w:t>The old </w:t></w:r><w:r><w:t xml:space='preserve'>bridge</w:t></w:r></w:p>\
            <w:p><w:pPr><w:pStyle w:val='H2'/></w:pPr><w:r><w:t>Piers</w:t></w:r></w:p>\
            <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t></w:r></w:p>\
            <w:p><w:r><w:t>It opens</w:t></w:r><w:del><w:r><w:delText>closes</w:delText></w:r></w:del><w:ins><w:r><w:t> again.</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
            <w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:br/><w:t>老桥开了。</w:t></w:r></w:p>";
        let extract = extract(document(body), &Options::default()).expect("a document");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| (piece.role, piece.dropped, piece.span.of(&extract.text)))
            .collect();
        assert_eq!(
            found,
            [
                (Heading, None, "The old bridge"),
                (Heading, None, "Piers"),
                (ListItem, None, "one two"),
                (Paragraph, None, "It opens again."),
                (Paragraph, None, "老桥开了。"),
                (Paragraph, Some("footnote"), "A note."),
            ]
        );
        assert!(extract.pieces[0].is_top_heading && !extract.pieces[1].is_top_heading);
        assert_eq!(extract.metadata.title.as_deref(), Some("老桥"));
        assert_eq!(extract.pieces[4].place.as_deref(), Some("paragraph 4"));
    }

    #[test]
    fn rows_of_a_two_column_table_are_units() {
        let cell = |paragraphs: &[&str]| {
            let between = "</w:t></w:r></w:p><w:p><w:r><w:t>";
            let inner = paragraphs.join(between);
            format!("<w:tc><w:p><w:r><w:t>{inner}</w:t></w:r></w:p></w:tc>")
        };
        let row = |number: &str, zh: &[&str], en: &[&str]| {
            format!("<w:tr>{}{}{}</w:tr>", cell(&[number]), cell(zh), cell(en))
        };
        let body = format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row("No", &["中文"], &["English"]),
            row("1", &["桥开了。", "雨停了。"], &["The bridge is open.", "The rain has stopped."]),
            row("2", &["走吧。"], &["Let us go."])
        );
        let extract = extract(document(&body), &Options::default()).expect("a document");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .filter(|piece| piece.dropped.is_none())
            .map(|piece| (piece.role, piece.unit, piece.span.of(&extract.text)))
            .collect();
        assert_eq!(
            found,
            [
                (Cell, Some(1), "桥开了。"),
                (Cell, Some(1), "雨停了。"),
                (Cell, Some(1), "The bridge is open."),
                (Cell, Some(1), "The rain has stopped."),
                (Cell, Some(2), "走吧。"),
                (Cell, Some(2), "Let us go."),
            ]
        );
    }
}
