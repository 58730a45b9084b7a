//! Tables that hold the two languages side by side.

use std::collections::BTreeMap;

use crate::extract::Piece;
use crate::formats::columns;

/// Where a piece stands in the tables of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellPlace {
    /// The number of the innermost table, in the document.
    pub(crate) table: u32,
    /// The number of the row, in the document from 1; 0 for what stands beside the rows.
    pub(crate) row: u32,
    /// The number of the cell in its row.
    pub(crate) column: usize,
}

/// Fewer rows with both languages may be anything.
const FEWEST: usize = 3;

/// Makes units of the rows of tables in which two columns hold each other's translations. Tables that only place other things
/// on the page are left alone, and so are the columns beside.
pub(crate) fn side_by_side(text: &str, pieces: &mut [Piece]) {
    let mut tables: BTreeMap<u32, Vec<(usize, CellPlace)>> = BTreeMap::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| is_open(piece)) {
        if let Some(place) = piece.cell.filter(|place| place.row > 0) {
            tables.entry(place.table).or_default().push((at, place));
        }
    }
    for cells in tables.into_values() {
        pair_columns(text, pieces, &cells);
    }
}

/// Takes it back, where each language has a file of its own: what stands beside a text there is no translation of it, and the
/// rows of two files need not have the same numbers.
pub(crate) fn forget_rows(pieces: &mut [Piece]) {
    for piece in pieces.iter_mut().filter(|piece| piece.cell.is_some()) {
        piece.unit = None;
    }
}

fn is_open(piece: &Piece) -> bool {
    piece.dropped.is_none() && piece.unit.is_none()
}

fn pair_columns(text: &str, pieces: &mut [Piece], cells: &[(usize, CellPlace)]) {
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (at, place) in cells {
        let row = rows.entry(place.row).or_default();
        row.resize((place.column + 1).max(row.len()), String::new());
        row[place.column].push_str(pieces[*at].span.of(text));
        row[place.column].push('\n');
    }
    let rows: Vec<(usize, Vec<String>)> =
        rows.into_iter().map(|(row, cells)| (row as usize, cells)).collect();
    let pairs = columns::pairs(&[], &rows);
    let [pair] = pairs[..] else { return };
    let filled = |row: &(usize, Vec<String>)| {
        [pair.zh, pair.en]
            .iter()
            .all(|column| row.1.get(*column).is_some_and(|cell| !cell.is_empty()))
    };
    if rows.iter().filter(|row| filled(row)).count() < FEWEST {
        return;
    }
    let names = rows.first().filter(|(_, cells)| columns::is_header(cells)).map(|(row, _)| *row);
    for (at, place) in cells {
        if names == Some(place.row as usize) {
            pieces[*at].dropped = Some("column-names");
        } else if place.column == pair.zh || place.column == pair.en {
            pieces[*at].unit = Some(place.row);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read_bytes};
    use duizhao_bitext::Layout;

    fn layout(markup: &str) -> Layout {
        let document = read_bytes("page.html", markup.as_bytes().to_vec(), &Options::default());
        document.expect("a page").layout
    }

    #[test]
    fn rows_of_two_columns_are_units() {
        let rows = "<tr><td>桥是旧的。</td><td>The bridge is old.</td></tr><tr><td>船是新的。<td><p>The boat</p><p>is new.</p>\
                    <tr><td>河很宽。<td>The river is wide.<tr><td>塔很高。<td></tr>";
        assert_eq!(layout(&format!("<h1>老桥</h1><table>{rows}</table>")), Layout::Units);
        let named = format!("<table><tr><th>中文<th>English</tr>{rows}</table>");
        let document = read_bytes("page.html", named.into(), &Options::default()).expect("a page");
        let dropped =
            document.blocks.iter().filter(|block| block.dropped == Some("column-names".into()));
        assert_eq!(dropped.count(), 2);
        // Fewer rows, and a table that only places the text on the page.
        assert_eq!(
            layout("<table><tr><td>桥是旧的。<td>The bridge is old.</table>"),
            Layout::Sequential
        );
        let page = "<table><tr><td>首页<td><p>桥是旧的。</p><p>The bridge is old.</p><p>船是新的。</p><p>The boat is new.</p>\
                    <p>河很宽。</p><p>The river is wide.</p></table>";
        assert_eq!(layout(page), Layout::Interleaved);
    }
}
