//! A table of a document: its pieces have been written already, and get their units once all cells are known.

use crate::extract::Builder;
use crate::formats::columns;

/// A table whose rows are being read.
pub(super) struct OpenTable {
    /// The number of its first piece.
    first: usize,
    row: usize,
    column: usize,
    /// Row and column of each piece of its own; pieces of a table inside a cell belong to that table alone.
    places: Vec<(usize, usize)>,
    is_in_row: bool,
}

impl OpenTable {
    /// A table whose first piece will have this number.
    pub(super) fn new(first: usize) -> Self {
        Self { first, row: 0, column: 0, places: Vec::new(), is_in_row: false }
    }

    pub(super) fn begin_row(&mut self) {
        self.row += usize::from(self.is_in_row);
        self.is_in_row = true;
        self.column = 0;
    }

    pub(super) fn begin_cell(&mut self) {
        self.column += 1;
    }

    /// Takes note of a piece that was written into the open cell.
    pub(super) fn note_piece(&mut self) {
        self.places.push((self.row, self.column.saturating_sub(1)));
    }

    /// Gives the rows units, numbered from `units` on, if columns belong together; gives the next free number.
    pub(super) fn finish(self, builder: &mut Builder, units: u32) -> u32 {
        let (text, pieces) = builder.text_and_pieces_mut();
        let inner = pieces.len().saturating_sub(self.first + self.places.len());
        if inner > 0 {
            // The pieces of tables inside this one stand between its own.
            return units;
        }
        let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
        let own = &mut pieces[self.first..];
        for (piece, (row, column)) in own.iter().zip(&self.places) {
            while rows.len() <= *row {
                rows.push((rows.len(), Vec::new()));
            }
            let cells = &mut rows[*row].1;
            cells.resize((column + 1).max(cells.len()), String::new());
            cells[*column].push_str(piece.span.of(text));
            cells[*column].push('\n');
        }
        let has_header = rows.first().is_some_and(|(_, cells)| columns::is_header(cells));
        let names = if has_header { rows[0].1.clone() } else { Vec::new() };
        let pairs = columns::pairs(&names, &rows[usize::from(has_header)..]);
        if pairs.is_empty() {
            return units;
        }
        let step = pairs.len() as u32;
        for (piece, (row, column)) in own.iter_mut().zip(&self.places) {
            let number = pairs.iter().position(|pair| pair.zh == *column || pair.en == *column);
            if has_header && *row == 0 {
                piece.dropped = piece.dropped.or(Some("column-names"));
            } else if let Some(number) = number {
                piece.unit = Some(units + *row as u32 * step + number as u32);
            } else {
                piece.dropped = piece.dropped.or(Some("other-column"));
            }
        }
        units + rows.len() as u32 * step
    }
}
