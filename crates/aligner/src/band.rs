//! The cells that the search may visit.

/// A staircase of cells. Row `r` stands for the cut before sentence `r` of one side, its cells for cuts of the other.
///
/// Both ends never decrease from row to row and neighbouring rows overlap, so that a path exists. Rows are numbered as in
/// the document; a band may hold only a stretch of them, from `first` on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Band {
    /// The document's number of the first row.
    pub(crate) first: usize,
    /// First cell of each row.
    pub(crate) low: Vec<u32>,
    /// Last cell of each row.
    pub(crate) high: Vec<u32>,
}

/// Cells that any band may have.
const SMALL: usize = 1 << 15;

impl Band {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.low.len()
    }

    /// The last row's number.
    pub(crate) fn last(&self) -> usize {
        self.first + self.rows() - 1
    }

    /// First and last cell of row `row`.
    pub(crate) fn row(&self, row: usize) -> (usize, usize) {
        (self.low[row - self.first] as usize, self.high[row - self.first] as usize)
    }

    /// All cells.
    pub(crate) fn cells(&self) -> usize {
        self.low.iter().zip(&self.high).map(|(low, high)| (high - low) as usize + 1).sum()
    }

    /// Makes any pair of edges a band that starts at cell 0 and ends at `columns`: edges are widened, never narrowed.
    pub(crate) fn repaired(mut low: Vec<u32>, mut high: Vec<u32>, columns: usize) -> Self {
        let columns = columns as u32;
        if let (Some(first), Some(last)) = (low.first_mut(), high.last_mut()) {
            *first = 0;
            *last = columns;
        }
        for high in &mut high {
            *high = (*high).min(columns);
        }
        Self::connected(0, low, high)
    }

    /// The same for a stretch from row `first` on, whose ends may be anywhere.
    pub(crate) fn connected(first: usize, mut low: Vec<u32>, mut high: Vec<u32>) -> Self {
        for row in (1..low.len()).rev() {
            low[row - 1] = low[row - 1].min(low[row]);
        }
        for row in 1..high.len() {
            high[row] = high[row].max(high[row - 1]);
            low[row] = low[row].min(high[row - 1]);
        }
        Self { first, low, high }
    }

    /// The band with no more than `cells` for each row and column: if it has more, the widest rows keep what lies around their
    /// middle. Connected as before, so a passage missing on one side costs its length and no more.
    ///
    /// Time and memory of a pass are linear in the number of cells; this is what bounds them for texts without anchors.
    pub(crate) fn limited(self, cells: usize) -> Self {
        let columns = self.high[self.rows() - 1] - self.low[0];
        let most = cells * (self.rows() + columns as usize) + SMALL;
        if self.cells() <= most {
            return self;
        }
        let width = |row: usize| self.high[row] - self.low[row] + 1;
        let within = |widest: u32| {
            (0..self.rows()).map(|row| width(row).min(widest) as usize).sum::<usize>() <= most
        };
        let (mut enough, mut too_many) = (1, columns + 1);
        while enough + 1 < too_many {
            let middle = enough.midpoint(too_many);
            if within(middle) {
                enough = middle;
            } else {
                too_many = middle;
            }
        }
        let (mut low, mut high) = (self.low, self.high);
        let last = low.len() - 1;
        for (row, (low, high)) in low.iter_mut().zip(&mut high).enumerate() {
            let excess = (*high - *low + 1).saturating_sub(enough);
            // The corners stay, for a path begins and ends there.
            if row > 0 {
                *low += excess / 2;
            }
            if row < last {
                *high -= excess.div_ceil(2);
            }
        }
        Self::connected(self.first, low, high)
    }

    /// The part of the band that paths from cell `start` of its first row to cell `end` of its last may pass.
    pub(crate) fn between(mut self, start: usize, end: usize) -> Self {
        let (start, end) = (start as u32, end as u32);
        for edge in self.low.iter_mut().chain(&mut self.high) {
            *edge = (*edge).clamp(start, end);
        }
        if let (Some(low), Some(high)) = (self.low.first_mut(), self.high.last_mut()) {
            (*low, *high) = (start, end);
        }
        Self::connected(self.first, self.low, self.high)
    }

    /// The rows from `start` to `end`, both included.
    pub(crate) fn stretch(&self, start: usize, end: usize) -> Self {
        let rows = start - self.first..=end - self.first;
        Self { first: start, low: self.low[rows.clone()].to_vec(), high: self.high[rows].to_vec() }
    }

    /// The same cells seen from the other side.
    pub(crate) fn transposed(&self) -> Self {
        let first = self.low[0] as usize;
        let last = self.high[self.rows() - 1] as usize;
        let mut low = Vec::with_capacity(last - first + 1);
        let mut high = Vec::with_capacity(last - first + 1);
        let (mut top, mut bottom) = (0, 0);
        for column in first..=last {
            while (self.high[top] as usize) < column {
                top += 1;
            }
            while bottom + 1 < self.rows() && self.low[bottom + 1] as usize <= column {
                bottom += 1;
            }
            low.push((self.first + top) as u32);
            high.push((self.first + bottom) as u32);
        }
        Self { first, low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::Band;

    #[test]
    fn transposing_twice_gives_the_band_back() {
        let band = Band::repaired(vec![0, 1, 2, 4], vec![2, 3, 6, 6], 6);
        assert_eq!(band.transposed().transposed(), band);
        assert_eq!(band.transposed().cells(), band.cells());
    }

    #[test]
    fn repairing_connects_the_rows() {
        let band = Band::repaired(vec![0, 5, 3], vec![1, 5, 9], 9);
        assert_eq!((band.low, band.high), (vec![0, 1, 3], vec![1, 5, 9]));
    }

    #[test]
    fn a_limited_band_is_small_and_keeps_its_corners() {
        let wide = Band::repaired(vec![0; 3001], vec![3000; 3001], 3000);
        let band = wide.clone().limited(10);
        // The ways to the two corners come on top.
        let most = 10 * 6001 + super::SMALL;
        assert!(band.cells() <= most + 6001 && band.cells() > most / 2, "{}", band.cells());
        assert_eq!((band.row(0).0, band.row(3000).1), (0, 3000));
        let edges = band.low.iter().zip(&band.high);
        assert!(
            edges
                .clone()
                .zip(edges.skip(1))
                .all(|(one, next)| { one.0 <= next.0 && one.1 <= next.1 && next.0 <= one.1 })
        );
        assert_eq!(wide.clone().limited(3000), wide);
    }

    #[test]
    fn a_part_between_two_cells_begins_and_ends_there() {
        let band = Band::repaired(vec![0, 1, 2, 4], vec![2, 3, 6, 6], 6).stretch(1, 3);
        let part = band.between(2, 5);
        assert_eq!((part.low, part.high), (vec![2, 2, 4], vec![3, 5, 5]));
    }

    #[test]
    fn no_row_reaches_beyond_the_columns() {
        let band = Band::repaired(vec![0, 0, 2], vec![7, 9, 3], 3);
        assert_eq!((band.low, band.high), (vec![0, 0, 2], vec![3, 3, 3]));
    }
}
