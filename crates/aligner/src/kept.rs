//! The beads that a pass leaves for the next one.

use crate::fits::Categories;

/// For each cell of some rows the categories of the beads that end there and lie on a path that is not much worse than the
/// best.
///
/// A pass looks at some hundred beads for each row, of which two or three are ever near the best path. The next pass, whose
/// scores differ by what was learned in between, looks at these only.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// First cell of each row.
    low: Vec<u32>,
    /// Where each row's cells begin; one more entry than rows, unless there are none.
    starts: Vec<u32>,
    beads: Vec<Categories>,
}

impl Kept {
    /// Adds a row whose cells begin at `low`.
    pub(crate) fn push_row(&mut self, low: u32, beads: impl Iterator<Item = Categories>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.low.push(low);
        self.beads.extend(beads);
        self.starts.push(self.beads.len() as u32);
    }

    /// What lies between two rows of the other, from row `row` of this one on, whose own rows behind that are dropped.
    pub(crate) fn replace_from(&mut self, row: usize, other: &Self, from: usize) {
        self.low.truncate(row);
        self.starts.truncate(row + 1);
        self.beads.truncate(self.starts.last().map_or(0, |end| *end as usize));
        for row in from..other.low.len() {
            let cells = other.starts[row] as usize..other.starts[row + 1] as usize;
            self.push_row(other.low[row], other.beads[cells].iter().copied());
        }
    }

    /// The beads that end at these two cuts; `None` if the pass didn't look there.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<Categories> {
        let ends = self.starts.get(row..row + 2)?;
        let place = column.checked_sub(self.low[row] as usize)?;
        self.beads[ends[0] as usize..ends[1] as usize].get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn rows_are_found_by_their_columns_and_replaced_from_behind() {
        let mut kept = Kept::default();
        kept.push_row(3, [4, 8].into_iter());
        kept.push_row(7, [16].into_iter());
        let at = |kept: &Kept, row, column| kept.at(row, column).unwrap_or(1);
        let found = [(0, 2), (0, 4), (0, 5), (1, 7)].map(|(row, column)| at(&kept, row, column));
        assert_eq!(found, [1, 8, 1, 16]);
        let mut other = Kept::default();
        other.push_row(0, [32].into_iter());
        other.push_row(5, [64, 128].into_iter());
        kept.replace_from(1, &other, 1);
        let found = [(0, 3), (1, 7), (1, 6), (2, 0)].map(|(row, column)| at(&kept, row, column));
        assert_eq!(found, [4, 1, 128, 1]);
    }
}
