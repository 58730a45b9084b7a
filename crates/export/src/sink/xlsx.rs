use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::Sink;
use super::archive::Archive;
use super::xml;
use crate::row::{PairRow, SideRow, StoredDocument};

/// Writes a workbook for people: a row a pair with both texts, score, category, role, document, place and id; a new
/// sheet whenever one is full.
///
/// Rows go straight into the file, so memory does not grow. A text longer than a cell may be is cut, and the column
/// `note` says so. Every character comes back: what XML cannot hold is written as `_x0001_`, as Excel does.
///
/// The few parts that a workbook needs are written here: `rust_xlsxwriter` panics when the disk is full while it streams.
#[derive(Debug)]
pub struct Xlsx<W: Write> {
    archive: Option<Archive<W>>,
    sheets: usize,
    rows: usize,
    /// The most rows of a sheet.
    limit: usize,
}

/// The most rows that a sheet has, and the most UTF-16 units of a cell.
const ROWS: usize = 1_048_576;
const CELL: usize = 32_767;

/// The columns: title, width in characters, and whether long texts are wrapped.
const COLUMNS: [(&str, u32, bool); 10] = [
    ("zh", 60, true),
    ("en", 60, true),
    ("score", 8, false),
    ("category", 9, false),
    ("role", 10, false),
    ("document", 30, false),
    ("zh_place", 16, false),
    ("en_place", 16, false),
    ("id", 18, false),
    ("note", 20, false),
];

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Styles 0 (plain), 1 (bold, for the titles), 2 (wrapped, at the top) and 3 (at the top).
const STYLES: &str = r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>"#;

impl<W: Write> Xlsx<W> {
    /// A sink that writes to `out`.
    pub fn new(out: W) -> Self {
        Self { archive: Some(Archive::new(out)), sheets: 0, rows: ROWS, limit: ROWS }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        match &mut self.archive {
            Some(archive) => archive.write_all(text.as_bytes()),
            None => Ok(()),
        }
    }

    fn part(&mut self, name: &str) -> io::Result<()> {
        if let Some(archive) = &mut self.archive {
            archive.file(name)?;
        }
        self.write(DECLARATION)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        self.rows = 1;
        self.part(&format!("xl/worksheets/sheet{}.xml", self.sheets))?;
        let mut beginning = format!(
            "<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" \
             topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
        );
        for (number, (_, width, _)) in (1..).zip(COLUMNS) {
            // A string takes everything that is written to it.
            let _ = write!(
                beginning,
                r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#
            );
        }
        beginning.push_str("</cols><sheetData><row>");
        for (title, ..) in COLUMNS {
            push_text(&mut beginning, title, 1);
        }
        beginning.push_str("</row>\n");
        self.write(&beginning)
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        let last = char::from(b'A' + COLUMNS.len() as u8 - 1);
        let end = format!("</sheetData><autoFilter ref=\"A1:{last}{}\"/></worksheet>", self.rows);
        self.write(&end)
    }

    fn pair(&mut self, pair: &PairRow, document: &StoredDocument) -> io::Result<()> {
        if self.rows >= self.limit {
            if self.sheets > 0 {
                self.end_sheet()?;
            }
            self.begin_sheet()?;
        }
        self.rows += 1;
        let is_cut = [&pair.zh.text, &pair.en.text].iter().any(|text| cell(text).1);
        let note = if is_cut { "cut to the length of a cell" } else { "" };
        let category = pair.category().to_string();
        let places = [place(&pair.zh, document), place(&pair.en, document)];
        let texts = [
            &*pair.zh.text,
            &pair.en.text,
            "",
            &category,
            &pair.role,
            &document.id,
            &places[0],
            &places[1],
            &pair.id,
            note,
        ];
        let mut row = String::from("<row>");
        for ((title, _, is_wrapped), text) in COLUMNS.into_iter().zip(texts) {
            if title == "score" {
                let _ = write!(row, r#"<c s="3"><v>{:.4}</v></c>"#, pair.score);
            } else {
                push_text(&mut row, text, if is_wrapped { 2 } else { 3 });
            }
        }
        row.push_str("</row>\n");
        self.write(&row)
    }

    /// The parts beside the sheets, which name them.
    fn end(&mut self) -> io::Result<()> {
        if self.sheets == 0 {
            self.begin_sheet()?;
        }
        self.end_sheet()?;
        let name =
            |sheet: usize| if sheet == 1 { "pairs".to_owned() } else { format!("pairs {sheet}") };
        let (mut sheets, mut types, mut relations) = (String::new(), String::new(), String::new());
        for sheet in 1..=self.sheets {
            let _ = write!(
                sheets,
                r#"<sheet name="{}" sheetId="{sheet}" r:id="rId{sheet}"/>"#,
                name(sheet)
            );
            let _ = write!(
                types,
                r#"<Override PartName="/xl/worksheets/sheet{sheet}.xml" ContentType="{KIND}.worksheet+xml"/>"#
            );
            let _ = write!(
                relations,
                r#"<Relationship Id="rId{sheet}" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet{sheet}.xml"/>"#
            );
        }
        let parts = [
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{sheets}</sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId{}\" \
                     Type=\"{DOCUMENT}/styles\" Target=\"styles.xml\"/></Relationships>",
                    self.sheets + 1
                ),
            ),
            ("xl/styles.xml", format!(r#"<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>"#)),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                     Type=\"{DOCUMENT}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                     ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
                     ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" \
                     ContentType=\"{KIND}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" \
                     ContentType=\"{KIND}.styles+xml\"/>{types}</Types>"
                ),
            ),
        ];
        for (part, content) in parts {
            self.part(part)?;
            self.write(&content)?;
        }
        Ok(())
    }
}

impl<W: Write> Sink for Xlsx<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        document.pairs.iter().try_for_each(|pair| self.pair(pair, document))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.end()?;
        self.archive.take().map_or(Ok(()), Archive::finish)
    }
}

/// `FILE:120-180`, in characters of the extracted text; without the file where the document has but one.
fn place(side: &SideRow, document: &StoredDocument) -> String {
    let Some(first) = side.sources.first() else { return String::new() };
    let span = side.span().unwrap_or(first.span);
    match &document.row.files[..] {
        files if files.len() > 1 => {
            let path = files.get(first.file).map_or("", |file| &file.path);
            format!("{path}:{}-{}", span.start, span.end)
        }
        _ => format!("{}-{}", span.start, span.end),
    }
}

fn push_text(row: &mut String, text: &str, style: u32) {
    if text.is_empty() {
        row.push_str("<c/>");
        return;
    }
    let _ = write!(
        row,
        r#"<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
        encoded(cell(text).0)
    );
}

/// As much of a text as a cell may hold, and whether that is less than all.
fn cell(text: &str) -> (&str, bool) {
    if text.len() <= CELL {
        return (text, false);
    }
    let mut length = 0;
    let end = text.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length > CELL
    });
    end.map_or((text, false), |(at, _)| (&text[..at], true))
}

/// A text as a workbook's XML holds it: what XML cannot hold becomes `_xHHHH_`, and so does the `_` of what only looks
/// like that.
fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        // A line break as it is would come back as a space or as another one.
        if !xml::is_legal(c) || c == '\r' {
            let _ = write!(safe, "_x{:04X}_", c as u32);
        } else if c == '_' && looks_encoded(after.as_bytes()) {
            safe.push_str("_x005F_");
        } else {
            safe.push(c);
        }
        rest = after;
    }
    match xml::escaped(&safe) {
        Cow::Borrowed(_) => safe,
        Cow::Owned(escaped) => escaped,
    }
}

/// Whether `xHHHH_` stands at the beginning.
fn looks_encoded(after: &[u8]) -> bool {
    matches!(after, [b'x', digits @ .., ] if digits.len() >= 5
        && digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use duizhao_bitext::Split;

    use super::{CELL, Xlsx, cell, encoded};
    use crate::row::{DocumentRow, PairRow, SideRow, StoredDocument};
    use crate::sink::Sink;

    fn pair(text: &str) -> PairRow {
        let side = SideRow {
            text: text.into(),
            original: None,
            sentences: 0..1,
            sources: vec![],
            blocks: vec![],
            place: None,
        };
        PairRow {
            id: "0".into(),
            document: "a".into(),
            zh_variant: None,
            zh: side.clone(),
            en: side,
            role: "paragraph".into(),
            score: 0.5,
            margin: 1.0,
            features: vec![],
            split: Split::Train,
            cluster: None,
        }
    }

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let pairs = ["一", "二", "三", "四", "五"].map(pair).to_vec();
        let row = DocumentRow::default();
        let document =
            StoredDocument { id: "a".into(), row, pairs, unpaired: vec![], dropped: vec![] };
        let mut bytes = Vec::new();
        let mut sink = Xlsx::new(&mut bytes);
        sink.limit = 3; // the titles and two pairs
        sink.document(&document).unwrap();
        sink.finish().unwrap();
        drop(sink);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let rows = [1, 2, 3]
            .map(|sheet| read(&format!("xl/worksheets/sheet{sheet}.xml")).matches("<row>").count());
        assert_eq!(rows, [3, 3, 2]);
        assert!(read("xl/worksheets/sheet3.xml").ends_with("ref=\"A1:J2\"/></worksheet>"));
        assert_eq!(read("xl/workbook.xml").matches("<sheet ").count(), 3);
        assert_eq!(read("[Content_Types].xml").matches("worksheets/sheet").count(), 3);
    }

    #[test]
    fn every_character_has_a_form() {
        assert_eq!(encoded("a\u{1}b<\u{ffff}\r"), "a_x0001_b&lt;_xFFFF__x000D_");
        assert_eq!(encoded("_x0041_ _x00"), "_x005F_x0041_ _x00");
    }

    #[test]
    fn a_cell_ends_between_characters() {
        let text = "𠀀".repeat(CELL);
        assert_eq!(cell(&text).0.chars().count(), CELL / 2);
        assert!(cell(&text).1);
        assert_eq!(cell("对照"), ("对照", false));
    }
}
