//! One pass over a band of any length, in windows that run in parallel and agree where they overlap.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::band::Band;
use crate::lattice::Lattice;
use crate::search::{Search, Step};

/// Rows of a window; memory is a few kilobytes a row.
const ROWS: usize = 2048;
/// Rows that neighbouring windows share, so that both find the same path in the middle of them.
const OVERLAP: usize = 128;
/// A cell stays in the band if a path through it is at most this much worse than the best, in nats.
const TOLERANCE: f32 = 12.0;

/// What a pass is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The best path and the band for the next pass.
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
    /// The cells on or near the best path.
    pub(crate) band: Band,
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

    /// Runs the pass, with `build` making the lattice of a stretch, after `narrow` left of it what is worth looking at.
    pub(crate) fn pass(
        &self,
        aim: Aim,
        narrow: impl Fn(Band) -> Band + Sync,
        build: impl Fn(Band) -> Lattice + Sync,
    ) -> Pass {
        let window = |&(start, end): &(usize, usize)| {
            let band = narrow(self.band.stretch(start, end));
            let starts = if start == 0 { self.opening() } else { cells(band.row(start)) };
            let ends =
                if end == self.band.last() { self.ending(end) } else { cells(band.row(end)) };
            Window::search(&build(band), starts, ends, aim)
        };
        let found: Vec<Window> = match self.rows.as_slice() {
            [only] => vec![window(only)],
            rows => rows.par_iter().map(window).collect(),
        };
        let mut joined = Joined::default();
        for (mut next, &(start, end)) in found.into_iter().zip(&self.rows) {
            if start > 0 && !joined.meets(&next, (start + OVERLAP / 2, OVERLAP / 2)) {
                let (row, column) = joined.cut_before(start + OVERLAP / 2);
                let lattice = build(self.band.stretch(row, end));
                next = Window::search(&lattice, column..=column, self.ending(end), aim);
                joined.meets(&next, (row, 0));
            }
            joined.append(&next);
        }
        let last = self.band.row(self.band.last()).1;
        let band = Band::repaired(joined.low, joined.high, last);
        Pass { path: joined.path, gains: joined.gains, margins: joined.margins, band }
    }

    /// The corner where the first window begins.
    fn opening(&self) -> RangeInclusive<usize> {
        let (low, _) = self.band.row(0);
        low..=low
    }

    fn ending(&self, row: usize) -> RangeInclusive<usize> {
        let (low, high) = self.band.row(row);
        if row == self.band.last() { high..=high } else { low..=high }
    }
}

fn cells((low, high): (usize, usize)) -> RangeInclusive<usize> {
    low..=high
}

/// What was found in one window.
struct Window {
    first: usize,
    path: Vec<Step>,
    gains: Vec<f32>,
    margins: Vec<f32>,
    low: Vec<u32>,
    high: Vec<u32>,
}

impl Window {
    fn search(
        lattice: &Lattice,
        starts: RangeInclusive<usize>,
        ends: RangeInclusive<usize>,
        aim: Aim,
    ) -> Self {
        let search = Search::run(lattice, starts);
        let path = search.path(search.best_end(ends.clone()));
        let backward = search.backward(ends);
        let mut window = Self {
            first: lattice.band.first,
            gains: search.gains(&path),
            margins: Vec::new(),
            low: lattice.band.low.clone(),
            high: lattice.band.high.clone(),
            path,
        };
        match aim {
            Aim::Margins => window.margins = search.margins(&window.path, &backward),
            Aim::Path => {
                window.margins = vec![0.0; window.path.len()];
                window.narrow(lattice, &search.losses(&backward));
            }
        }
        window
    }

    /// Leaves of each row what lies between the outermost cells that are near the best path, and one more on each side.
    fn narrow(&mut self, lattice: &Lattice, losses: &[f32]) {
        for row in 0..self.low.len() {
            let (from, to) = (lattice.band.low[row], lattice.band.high[row]);
            let cells = lattice.cell_starts[row] as usize;
            let near = |column: &u32| losses[cells + (column - from) as usize] <= TOLERANCE;
            self.low[row] =
                (from..=to).find(near).map_or(to, |column| column.saturating_sub(1)).max(from);
            self.high[row] = (from..=to).rev().find(near).map_or(from, |column| column + 1).min(to);
        }
    }
}

/// The windows put together so far.
#[derive(Default)]
struct Joined {
    path: Vec<Step>,
    gains: Vec<f32>,
    margins: Vec<f32>,
    low: Vec<u32>,
    high: Vec<u32>,
    /// Where the next window's path takes over: its step of this number.
    take_over: usize,
}

impl Joined {
    /// Finds the cut nearest to row `middle`, at most `reach` rows away, that both paths pass, and drops what lies behind
    /// it. Whether there is one.
    fn meets(&mut self, next: &Window, (middle, reach): (usize, usize)) -> bool {
        let mut best: Option<(usize, usize, usize)> = None;
        let mut own = 0;
        for (number, step) in next.path.iter().enumerate() {
            while own < self.path.len()
                && (self.path[own].zh, self.path[own].en) < (step.zh, step.en)
            {
                own += 1;
            }
            let distance = step.zh.abs_diff(middle);
            let end = (self.path.len(), self.path.last().map(|step| step.end()));
            let same = match self.path.get(own) {
                Some(found) => (found.zh, found.en) == (step.zh, step.en),
                None => end.1 == Some((step.zh, step.en)),
            };
            if same && distance <= reach && best.is_none_or(|best| distance < best.0) {
                best = Some((distance, own, number));
            }
        }
        let Some((_, own, number)) = best else { return false };
        self.path.truncate(own);
        self.gains.truncate(own);
        self.margins.truncate(own);
        self.take_over = number;
        true
    }

    /// The last cut of the path that is not behind row `row`.
    fn cut_before(&self, row: usize) -> (usize, usize) {
        self.path
            .iter()
            .map(|step| (step.zh, step.en))
            .take_while(|cut| cut.0 <= row)
            .last()
            .unwrap_or((0, 0))
    }

    fn append(&mut self, next: &Window) {
        let row = next.path.get(self.take_over).map_or(next.first, |step| step.zh);
        self.low.truncate(row);
        self.high.truncate(row);
        self.low.extend(&next.low[row - next.first..]);
        self.high.extend(&next.high[row - next.first..]);
        self.path.extend(&next.path[self.take_over..]);
        self.gains.extend(&next.gains[self.take_over..]);
        self.margins.extend(&next.margins[self.take_over..]);
    }
}
