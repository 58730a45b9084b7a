//! XLSX: the visible cells of every sheet, in the order of the sheets. Hidden sheets stay out.

use super::columns::Table;
use super::package::{Package, resolve};
use super::xml::{Element, Step, Walk};
use crate::error::Problem;
use crate::extract::{Builder, Extract};
use crate::options::Options;

const WORKBOOK: &str = "xl/workbook.xml";
/// A cell further to the right is none of a table that people read.
const MOST_COLUMNS: usize = 1000;

/// The tables of a workbook.
pub(crate) fn extract(bytes: Vec<u8>, options: &Options) -> Result<Extract, Problem> {
    let mut package = Package::open(bytes, options)?;
    let workbook = package.needed(WORKBOOK)?;
    let relations = package.needed("xl/_rels/workbook.xml.rels")?;
    let strings = match package.text("xl/sharedStrings.xml")? {
        Some(text) => shared_strings(&text)?,
        None => Vec::new(),
    };
    let mut builder = Builder::default();
    let mut units = 0;
    for (name, path) in sheets(&workbook, &relations)? {
        let sheet = package.needed(&path)?;
        let mut table = Table::of_rows(rows(&sheet, &path, &strings)?);
        table.row_name = format!("{name} row");
        units = table.write(&mut builder, units);
    }
    Ok(builder.into_extract())
}

/// The names and paths of the sheets that are shown.
fn sheets(workbook: &str, relations: &str) -> Result<Vec<(String, String)>, Problem> {
    let mut targets: Vec<(String, String)> = Vec::new();
    let mut walk = Walk::new(relations, "xl/_rels/workbook.xml.rels");
    while let Some(step) = walk.step()? {
        if let Step::Open(element) = step
            && let (Some(id), Some(target)) = (element.attribute("Id"), element.attribute("Target"))
        {
            targets.push((id, resolve(WORKBOOK, &target)));
        }
    }
    let mut sheets = Vec::new();
    let mut walk = Walk::new(workbook, WORKBOOK);
    while let Some(step) = walk.step()? {
        let Step::Open(element) = step else { continue };
        if element.name() != "sheet" || element.attribute("state").is_some_and(|s| s != "visible") {
            continue;
        }
        // `r:id` and `sheetId` are different attributes; the local name of the first is `id`.
        let id = element.attribute("id").unwrap_or_default();
        if let Some((_, path)) = targets.iter().find(|(own, _)| *own == id) {
            sheets.push((element.attribute("name").unwrap_or_default(), path.clone()));
        }
    }
    Ok(sheets)
}

/// The strings that cells refer to. Readings (`rPh`) are no text.
fn shared_strings(text: &str) -> Result<Vec<String>, Problem> {
    let mut walk = Walk::new(text, "xl/sharedStrings.xml");
    let mut strings = Vec::new();
    let (mut in_text, mut readings) = (false, 0_usize);
    while let Some(step) = walk.step()? {
        match step {
            Step::Open(element) => match element.name() {
                "si" => strings.push(String::new()),
                "t" => in_text = true,
                "rPh" => readings += 1,
                _ => {}
            },
            Step::Close(name) => match name.as_str() {
                "t" => in_text = false,
                "rPh" => readings = readings.saturating_sub(1),
                _ => {}
            },
            Step::Text(text) => {
                if let Some(last) = strings.last_mut().filter(|_| in_text && readings == 0) {
                    last.push_str(&text);
                }
            }
        }
    }
    Ok(strings)
}

/// The rows of a sheet with their numbers; empty ones are left out.
fn rows(sheet: &str, path: &str, strings: &[String]) -> Result<Vec<(usize, Vec<String>)>, Problem> {
    let mut walk = Walk::new(sheet, path);
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut cell = Cell::default();
    let mut number = 0;
    while let Some(step) = walk.step()? {
        match step {
            Step::Open(element) => match element.name() {
                "row" => {
                    let given = element.attribute("r").and_then(|number| number.parse().ok());
                    number = given.unwrap_or(number + 1);
                    rows.push((number, Vec::new()));
                    cell.column = 0;
                }
                "c" => cell.open(&element),
                "v" | "t" => cell.is_open = true,
                "f" | "rPh" => cell.is_open = false,
                _ => {}
            },
            Step::Close(name) => match name.as_str() {
                "v" | "t" => cell.is_open = false,
                "c" => {
                    let text = cell.value(strings);
                    if let Some((_, cells)) = rows.last_mut().filter(|_| cell.column < MOST_COLUMNS)
                        && !text.is_empty()
                    {
                        cells.resize(cell.column.max(cells.len()), String::new());
                        cells.push(text);
                    }
                    cell.column += 1;
                }
                _ => {}
            },
            Step::Text(text) if cell.is_open => cell.text.push_str(&text),
            Step::Text(_) => {}
        }
    }
    rows.retain(|(_, cells)| !cells.is_empty());
    Ok(rows)
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    /// Its column, counted from 0.
    column: usize,
    is_shared: bool,
    is_text: bool,
    is_open: bool,
    text: String,
}

impl Cell {
    fn open(&mut self, element: &Element<'_>) {
        let kind = element.attribute("t").unwrap_or_default();
        self.is_shared = kind == "s";
        self.is_text = matches!(kind.as_str(), "inlineStr" | "str");
        self.text.clear();
        if let Some(column) = element.attribute("r").and_then(|reference| column(&reference)) {
            self.column = column;
        }
    }

    /// Its text; numbers and dates are no text.
    fn value(&mut self, strings: &[String]) -> String {
        let text = std::mem::take(&mut self.text);
        if self.is_shared {
            let number: Option<usize> = text.trim().parse().ok();
            number.and_then(|number| strings.get(number)).cloned().unwrap_or_default()
        } else if self.is_text {
            text
        } else {
            String::new()
        }
    }
}

/// The column of a reference such as `AB12`, counted from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).take(4);
    let number = letters.fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::formats::package::tests::packed;
    use crate::options::Options;

    #[test]
    fn cells_of_all_kinds_stand_in_their_columns() {
        let workbook = "<workbook xmlns:r='r'><sheets><sheet name='文本' sheetId='1' r:id='rId1'/><sheet name='x' sheetId='2' state='hidden' r:id='rId2'/></sheets></workbook>";
        let relations = "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>";
        let strings = "<sst><si><t>桥开了。</t><rPh><t>qiáo</t></rPh></si><si><r><t>The bridge </t></r><r><t>is open.</t></r></si></sst>";
        let sheet = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>id</t></is></c><c r='B1' t='inlineStr'><is><t>中文</t></is></c><c r='D1' t='str'><f>x</f><v>English</v></c></row>\
                     <row r='3'><c r='A3'><v>17</v></c><c r='B3' t='s'><v>0</v></c><c r='D3' t='s'><v>1</v></c></row></sheetData></worksheet>";
        let bytes = packed(&[
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet1.xml", sheet),
        ]);
        let extract = extract(bytes, &Options::default()).expect("a workbook");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| (piece.unit, piece.dropped, piece.span.of(&extract.text)))
            .collect();
        assert_eq!(
            found,
            [
                (None, Some("column-names"), "id"),
                (None, Some("column-names"), "中文"),
                (None, Some("column-names"), "English"),
                (Some(0), None, "桥开了。"),
                (Some(0), None, "The bridge is open."),
            ]
        );
        assert_eq!(extract.pieces[4].place.as_deref(), Some("文本 row 3"));
    }
}
