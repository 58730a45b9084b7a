//! One pass over a band of any length, in windows that run in parallel and agree where they overlap.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::band::Band;
use crate::category::{LONGEST_EN, LONGEST_ZH};
use crate::joined::{Joined, Seam};
use crate::kept::Kept;
use crate::lattice::Lattice;
use crate::search::{Search, Step};

/// Most sentences of a bead's side.
pub(crate) const LONGEST: usize = if LONGEST_EN > LONGEST_ZH { LONGEST_EN } else { LONGEST_ZH };
/// Most of them in the first path, which only finds the way: a longer bead is a shorter one with nulls.
const LONGEST_AT_FIRST: usize = 6;
/// Rows of a window; memory is a few kilobytes a row. A longer document has more than one.
pub(crate) const ROWS: usize = 2048;
/// Rows that neighbouring windows share, so that both find the same path in the middle of them.
const OVERLAP: usize = 128;
/// A cell stays in the band if a path through it is at most this much worse than the best, in nats.
const TOLERANCE: f32 = 10.0;
/// The same for a bead to be looked at again.
const KEPT: f32 = 16.0;
/// The same for a cell when the beads hold a single sentence a side, which makes of any other a run of nulls.
const COARSE_TOLERANCE: f32 = 12.0;
/// Cells that stay beside these on either side, for beads that only the next pass scores as they deserve. After single
/// sentences there need be none: the nulls that a longer bead is made of pass through its cells already.
const BESIDE: u32 = 1;
/// Cells that stay on either side of the path however good others are. Where all sentences are alike, nothing else would
/// bound what the next pass costs.
const REACH: u32 = 32;
/// Cells in which each of several windows is searched for each sentence of both sides. Between anchors it takes five to ten;
/// where there are none, the outermost are left out.
const CELLS_A_SENTENCE: usize = 24;

/// What a pass is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The best path and the band for the next pass, in a band that is wide yet.
    Way,
    /// The best path, in a band that a pass before left, and the lattices to go through once more.
    Path,
    /// The best path and its margins.
    Margins,
}

/// What a pass found.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// The best path.
    pub(crate) path: Vec<Step>,
    /// What each bead adds to the score.
    pub(crate) gains: Vec<f32>,
    /// For each bead how much worse the best path without it is, in nats; empty unless asked for.
    pub(crate) margins: Vec<f32>,
    /// The cells on or near the best path, if that was on the way.
    pub(crate) band: Band,
    /// The beads on or near it, likewise.
    pub(crate) kept: Kept,
    /// The lattice of each window, if a path was asked for.
    pub(crate) lattices: Vec<Lattice>,
}

/// Where a pass has its lattices from.
pub(crate) struct Lattices<'a> {
    /// Leaves of a stretch of the band what is worth looking at.
    pub(crate) narrow: &'a (dyn Fn(Band) -> Band + Sync),
    /// Makes the lattice of a stretch, of beads with so many sentences a side at most.
    pub(crate) build: &'a (dyn Fn(Band, usize) -> Lattice + Sync),
    /// The lattice of each window, where they are there already.
    pub(crate) ready: Vec<Lattice>,
}

/// A band cut into overlapping stretches.
#[derive(Debug)]
pub(crate) struct Windows<'a> {
    band: &'a Band,
    /// First and last row of each.
    rows: Vec<(usize, usize)>,
}

impl<'a> Windows<'a> {
    /// Cuts a band that covers a whole document.
    pub(crate) fn over(band: &'a Band) -> Self {
        let last = band.last();
        let mut rows = vec![(0, last.min(ROWS))];
        while let Some(&(_, end)) = rows.last()
            && end < last
        {
            let start = end - OVERLAP;
            // A short rest joins the window before it.
            let end = if last - start < ROWS + OVERLAP { last } else { start + ROWS };
            rows.push((start, end));
        }
        Self { band, rows }
    }

    /// Whether there is more than one.
    pub(crate) fn are_many(&self) -> bool {
        self.rows.len() > 1
    }

    /// Runs the pass.
    pub(crate) fn pass(&self, aim: Aim, lattices: &Lattices<'_>) -> Pass {
        let Lattices { narrow, build, ready } = lattices;
        let search = |mut band: Band, (mut starts, mut ends): Ends| {
            if aim == Aim::Way {
                band = Window::search(&build(band, 1), (starts.clone(), ends.clone()), aim).band();
                starts = within(&starts, band.row(band.first));
                ends = within(&ends, band.row(band.last()));
            }
            let lattice = build(band, LONGEST);
            (Window::search(&lattice, (starts, ends), aim), lattice)
        };
        let ends = |band: &Band| {
            let first = band.row(band.first);
            let starts = if band.first == 0 { first.0..=first.0 } else { cells(first) };
            (starts, self.ending(band))
        };
        let window = |(number, &(start, end)): (usize, &(usize, usize))| {
            if let Some(lattice) = ready.get(number) {
                return (Window::search(lattice, ends(&lattice.band), aim), None);
            }
            let band = narrow(self.band.stretch(start, end));
            let band = if self.are_many() { band.limited(CELLS_A_SENTENCE) } else { band };
            let ends = ends(&band);
            let (window, lattice) = search(band, ends);
            (window, (aim == Aim::Path).then_some(lattice))
        };
        let found: Vec<(Window, Option<Lattice>)> = match self.rows.as_slice() {
            [only] => vec![window((0, only))],
            rows => rows.par_iter().enumerate().map(window).collect(),
        };
        let mut lattices = Vec::new();
        let mut joined = Joined::default();
        for ((mut next, lattice), &(start, end)) in found.into_iter().zip(&self.rows) {
            lattices.extend(lattice);
            match joined.seam(&next, start, OVERLAP) {
                Seam::Met => {}
                Seam::Bridge { from, to } => {
                    let band = self.band.stretch(from.0, to.0).between(from.1, to.1);
                    let (bridge, _) = search(band, (from.1..=from.1, to.1..=to.1));
                    joined.append_bridge(&bridge, (&next, to));
                }
                Seam::Crossed((row, column)) => {
                    let band = self.band.stretch(row, end);
                    let last = band.row(end).1.max(column);
                    let band = band.between(column, last);
                    let ends = self.ending(&band);
                    (next, _) = search(band, (column..=column, ends));
                }
            }
            joined.append(&next);
        }
        let last = self.band.row(self.band.last()).1;
        let band = Band::repaired(joined.low, joined.high, last);
        let Joined { path, gains, margins, kept, .. } = joined;
        Pass { path, gains, margins, band, kept, lattices }
    }

    /// Where a path through `band` may end: in the document's last row in its corner.
    fn ending(&self, band: &Band) -> RangeInclusive<usize> {
        let (low, high) = band.row(band.last());
        if band.last() == self.band.last() { high..=high } else { low..=high }
    }
}

/// The cells of the first row where a path may start, and those of the last where it may end.
type Ends = (RangeInclusive<usize>, RangeInclusive<usize>);

/// Those of `cells` that are left in a row.
fn within(cells: &RangeInclusive<usize>, (low, high): (usize, usize)) -> RangeInclusive<usize> {
    low.max(*cells.start())..=high.min(*cells.end())
}

fn cells((low, high): (usize, usize)) -> RangeInclusive<usize> {
    low..=high
}

/// What was found in one window.
#[derive(Debug)]
pub(crate) struct Window {
    /// Its first row.
    pub(crate) first: usize,
    /// The best path.
    pub(crate) path: Vec<Step>,
    /// What each bead adds to the score.
    pub(crate) gains: Vec<f32>,
    /// For each bead how much worse the best path without it is; 0 unless asked for.
    pub(crate) margins: Vec<f32>,
    /// First cell of each row that is worth looking at in the next pass.
    pub(crate) low: Vec<u32>,
    /// Last cell of each row.
    pub(crate) high: Vec<u32>,
    /// The beads that are worth looking at.
    pub(crate) kept: Kept,
}

impl Window {
    /// Searches a lattice. In the first pass the path is of shorter beads than the others; a lattice of single sentences is
    /// there for its band only.
    fn search(lattice: &Lattice, (starts, ends): Ends, aim: Aim) -> Self {
        let longest = if aim == Aim::Way { LONGEST_AT_FIRST } else { LONGEST };
        let search = Search::run((lattice, longest), starts);
        let path = search.path(search.best_end(ends.clone()));
        let mut window = Self {
            first: lattice.band.first,
            gains: search.gains(&path),
            margins: vec![0.0; path.len()],
            low: lattice.band.low.clone(),
            high: lattice.band.high.clone(),
            kept: Kept::default(),
            path,
        };
        if aim == Aim::Path {
            return window;
        }
        let backward = search.backward(ends);
        let losses = || search.losses(&backward);
        if aim == Aim::Margins {
            window.margins = search.margins(&window.path, &backward);
        } else if lattice.longest == 1 {
            window.narrow(lattice, &losses(), (COARSE_TOLERANCE, 0));
        } else {
            window.narrow(lattice, &losses(), (TOLERANCE, BESIDE));
            window.keep(lattice, &search, &backward);
        }
        window
    }

    /// The rows that are left, with both ends of the path.
    fn band(mut self) -> Band {
        let ends = self.path.first().zip(self.path.last());
        if let Some((first, last)) = ends
            && let (Some(low), Some(high)) = (self.low.first_mut(), self.high.last_mut())
        {
            *low = (*low).min(first.en as u32);
            *high = (*high).max(last.end().1 as u32);
        }
        Band::connected(self.first, self.low, self.high)
    }

    /// Leaves of each row what lies between the outermost cells that are within `tolerance` of the best path, and some
    /// `beside` them, but no more than [`REACH`] beside the path.
    fn narrow(&mut self, lattice: &Lattice, losses: &[f32], (tolerance, beside): (f32, u32)) {
        let mut steps = self.path.iter().peekable();
        let mut passed = match (self.path.first(), self.low.first()) {
            (Some(step), _) => step.en as u32,
            (None, low) => low.copied().unwrap_or_default(),
        };
        for row in 0..self.low.len() {
            let (from, to) = (lattice.band.low[row], lattice.band.high[row]);
            let first = passed;
            while let Some(step) = steps.next_if(|step| step.zh <= lattice.band.first + row) {
                passed = step.end().1 as u32;
            }
            let (from_path, to_path) =
                (from.max(first.saturating_sub(REACH)), to.min(passed.saturating_add(REACH)));
            let cells = lattice.cell_starts[row] as usize;
            let near = |column: &u32| losses[cells + (column - from) as usize] <= tolerance;
            self.low[row] = (from_path..=to_path)
                .find(near)
                .map_or(to_path, |column| column.saturating_sub(beside))
                .max(from);
            self.high[row] = (from_path..=to_path)
                .rev()
                .find(near)
                .map_or(from_path, |column| column + beside)
                .min(to);
        }
    }

    /// Keeps of the rows that are left the beads near the best path.
    fn keep(&mut self, lattice: &Lattice, search: &Search<'_>, backward: &[[f64; 2]]) {
        let beads = search.near(backward, KEPT);
        for row in 0..self.low.len() {
            let first = lattice.cell_starts[row] + self.low[row] - lattice.band.low[row];
            let first = first as usize;
            let count = (self.high[row] + 1).saturating_sub(self.low[row]) as usize;
            self.kept.push_row(self.low[row], beads[first..first + count].iter().copied());
        }
    }
}
