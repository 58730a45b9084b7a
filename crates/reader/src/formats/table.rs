//! Tables as text: TSV as it stands, CSV with its quotes.

use super::columns::Table;
use crate::extract::Extract;

/// So many lines are looked at to tell tabs from commas.
const SAMPLE: usize = 20;

/// A longer quoted cell is one that was never closed, in characters.
const LONGEST: usize = 100_000;

/// The cells of a table.
pub(crate) fn extract(text: &str) -> Extract {
    let delimiter = delimiter(text);
    let mut cells = Cells { text, at: 0, delimiter };
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut row = Vec::new();
    while let Some((cell, ends_row)) = cells.next() {
        row.push(cell);
        if ends_row {
            rows.push((rows.len() + 1, std::mem::take(&mut row)));
        }
    }
    if !row.is_empty() {
        rows.push((rows.len() + 1, row));
    }
    Table::of_rows(rows).into_extract()
}

/// The sign between cells: a tab where lines hold any, else a semicolon or a comma, whichever is in more lines.
fn delimiter(text: &str) -> char {
    let lines_with = |c: char| text.lines().take(SAMPLE).filter(|line| line.contains(c)).count();
    match (lines_with('\t'), lines_with(';'), lines_with(',')) {
        (1.., ..) => '\t',
        (0, semicolons, commas) if semicolons > commas => ';',
        _ => ',',
    }
}

/// The cells in order, each with whether it is the last of its row.
struct Cells<'a> {
    text: &'a str,
    at: usize,
    delimiter: char,
}

impl Cells<'_> {
    fn next(&mut self) -> Option<(String, bool)> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        // In TSV a quotation mark is a character like any other.
        let quoted = rest.strip_prefix('"').filter(|_| self.delimiter != '\t');
        let (mut cell, quoted) = quoted.and_then(unquoted).unwrap_or_default();
        let bare = &rest[quoted..];
        let bare = &bare[..bare.find([self.delimiter, '\n', '\r']).unwrap_or(bare.len())];
        cell.push_str(bare);
        let length = quoted + bare.len();
        let behind = &rest[length..];
        let end = if behind.starts_with("\r\n") {
            2
        } else {
            behind.chars().next().map_or(0, char::len_utf8)
        };
        self.at += length + end;
        Some((cell, !behind.starts_with(self.delimiter)))
    }
}

/// The content of a quoted cell whose opening quote stands before `text`, and its length with both quotes; `None` if the quote
/// is not closed, so that one slip does not swallow the rest of the file.
fn unquoted(text: &str) -> Option<(String, usize)> {
    let mut cell = String::new();
    let mut characters = text.char_indices().take(LONGEST).peekable();
    while let Some((at, c)) = characters.next() {
        match (c, characters.peek()) {
            ('"', Some((_, '"'))) => {
                cell.push('"');
                characters.next();
            }
            ('"', _) => return Some((cell, at + 2)),
            _ => cell.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::extract;

    fn cells(text: &str) -> Vec<String> {
        let extract = extract(text);
        let kept = extract.pieces.iter().filter(|piece| piece.dropped.is_none());
        kept.map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn cells_come_row_by_row_without_the_column_names() {
        assert_eq!(
            cells("zh\ten\r\n桥，\"旧\"。\tThe bridge, \"old\".\r\n\t\n河\triver"),
            ["桥，\"旧\"。", "The bridge, \"old\".", "河", "river"]
        );
    }

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        let table = "1,\"桥，\n开了。\",\"The \"\"old\"\" bridge, open.\"\n2,河,river\n";
        assert_eq!(cells(table), ["桥，开了。", "The \"old\" bridge, open.", "河", "river"]);
        assert_eq!(cells("\"open,1\n河,river\n"), ["\"open", "1", "河", "river"]);
        assert_eq!(cells("\"a\"b,河\n"), ["ab", "河"]);
        assert_eq!(cells("桥\tbridge\t"), ["桥", "bridge"]);
        assert_eq!(cells("桥;bridge\n河;river, stream\n"), ["桥", "bridge", "河", "river, stream"]);
    }
}
