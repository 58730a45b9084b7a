//! The best path through a lattice, and how much every other one is worse.

use crate::category::{CATEGORIES, EN_NULL, ZH_NULL};
use crate::lattice::Lattice;

/// One bead of a path: the cut it starts at, and its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// First zh sentence.
    pub(crate) zh: usize,
    /// First en sentence.
    pub(crate) en: usize,
    /// Number in [`CATEGORIES`].
    pub(crate) category: usize,
}

impl Step {
    /// The cut at which the bead ends.
    pub(crate) fn end(self) -> (usize, usize) {
        let (zh, en) = CATEGORIES[self.category];
        (self.zh + zh, self.en + en)
    }

    /// Whether one side is empty.
    pub(crate) fn is_null(self) -> bool {
        self.category == ZH_NULL || self.category == EN_NULL
    }
}

/// Best scores up to and from every cell, for the two states a path may be in: after a bead, after a null bead.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    lattice: &'a Lattice,
    forward: Vec<[f64; 2]>,
    /// Category and earlier state of the best way into each cell and state.
    back: Vec<[u8; 2]>,
}

const NEVER: f64 = f64::NEG_INFINITY;
const EARLIER_NULL: u8 = 0x80;

impl<'a> Search<'a> {
    /// Runs through the lattice once. A path starts in any of the cells `starts` of the first row.
    pub(crate) fn run(lattice: &'a Lattice, starts: std::ops::RangeInclusive<usize>) -> Self {
        let cells = lattice.categories.len();
        let mut search =
            Self { lattice, forward: vec![[NEVER; 2]; cells], back: vec![[0; 2]; cells] };
        let band = &lattice.band;
        for column in starts {
            search.forward[lattice.cell(band.first, column)][0] = 0.0;
        }
        for row in band.first..=band.last() {
            let (low, high) = band.row(row);
            for column in low..=high {
                search.enter(row, column);
            }
        }
        search
    }

    fn enter(&mut self, row: usize, column: usize) {
        let lattice = self.lattice;
        let cell = lattice.cell(row, column);
        let mut best = self.forward[cell];
        let mut back = [0_u8; 2];
        for_each_bead(lattice, cell, |category, score| {
            let (zh, en) = CATEGORIES[category];
            let [after_bead, after_null] = self.forward[lattice.cell(row - zh, column - en)];
            let (state, bead, null) = match score {
                Some(score) => (0, after_bead + f64::from(score), after_null + f64::from(score)),
                None => (
                    1,
                    after_bead - f64::from(lattice.null_open),
                    after_null - f64::from(lattice.null_extend),
                ),
            };
            if bead > best[state] {
                (best[state], back[state]) = (bead, category as u8);
            }
            if null > best[state] {
                (best[state], back[state]) = (null, category as u8 | EARLIER_NULL);
            }
        });
        self.forward[cell] = best;
        self.back[cell] = back;
    }

    /// The cell of the last row, among `ends`, with the best path to it.
    pub(crate) fn best_end(&self, ends: std::ops::RangeInclusive<usize>) -> usize {
        let row = self.lattice.band.last();
        let score = |column: usize| {
            let [bead, null] = self.forward[self.lattice.cell(row, column)];
            bead.max(null)
        };
        ends.clone().fold(
            *ends.start(),
            |best, column| if score(column) > score(best) { column } else { best },
        )
    }

    /// The best path to cell `column` of the last row, from its start.
    pub(crate) fn path(&self, column: usize) -> Vec<Step> {
        let lattice = self.lattice;
        let (mut row, mut column) = (lattice.band.last(), column);
        let [bead, null] = self.forward[lattice.cell(row, column)];
        let mut state = usize::from(null > bead);
        let mut steps = Vec::new();
        loop {
            let cell = lattice.cell(row, column);
            if row == lattice.band.first && state == 0 {
                break;
            }
            let back = self.back[cell][state];
            let category = usize::from(back & !EARLIER_NULL);
            let (zh, en) = CATEGORIES[category];
            (row, column) = (row - zh, column - en);
            state = usize::from(back & EARLIER_NULL != 0);
            steps.push(Step { zh: row, en: column, category });
        }
        steps.reverse();
        steps
    }

    /// What each bead of `path` adds to its score, null beads their cost.
    pub(crate) fn gains(&self, path: &[Step]) -> Vec<f32> {
        let at =
            |(zh, en): (usize, usize), state: usize| self.forward[self.lattice.cell(zh, en)][state];
        let mut before = 0;
        path.iter()
            .map(|step| {
                let after = usize::from(step.is_null());
                let gain = at(step.end(), after) - at((step.zh, step.en), before);
                before = after;
                gain as f32
            })
            .collect()
    }

    /// Best scores from every cell on to one of the cells `ends` of the last row, by state on arrival.
    pub(crate) fn backward(&self, ends: std::ops::RangeInclusive<usize>) -> Vec<[f64; 2]> {
        let lattice = self.lattice;
        let band = &lattice.band;
        let mut backward = vec![[NEVER; 2]; lattice.categories.len()];
        for column in ends {
            backward[lattice.cell(band.last(), column)] = [0.0; 2];
        }
        for row in (band.first..=band.last()).rev() {
            let (low, high) = band.row(row);
            for column in (low..=high).rev() {
                let cell = lattice.cell(row, column);
                let rest = backward[cell];
                for_each_bead(lattice, cell, |category, score| {
                    let (zh, en) = CATEGORIES[category];
                    let start = &mut backward[lattice.cell(row - zh, column - en)];
                    let [open, extend] = match score {
                        Some(score) => [rest[0] + f64::from(score); 2],
                        None => [
                            rest[1] - f64::from(lattice.null_open),
                            rest[1] - f64::from(lattice.null_extend),
                        ],
                    };
                    start[0] = start[0].max(open);
                    start[1] = start[1].max(extend);
                });
            }
        }
        backward
    }

    /// For every cell, how much worse than the best the best path through it is; 0 for those on the best path.
    pub(crate) fn losses(&self, backward: &[[f64; 2]]) -> Vec<f32> {
        let through = |cell: usize| {
            let [bead, null] = self.forward[cell];
            (bead + backward[cell][0]).max(null + backward[cell][1])
        };
        let best = (0..backward.len()).map(through).fold(NEVER, f64::max);
        (0..backward.len()).map(|cell| (best - through(cell)) as f32).collect()
    }

    /// For each bead of `path`, how much worse the best path without that very bead is.
    ///
    /// Every path covers each step of the anti-diagonal sum of both sides' numbers by exactly one bead; the best without
    /// a bead is the best of those that cover its first step by another.
    pub(crate) fn margins(&self, path: &[Step], backward: &[[f64; 2]]) -> Vec<f32> {
        let lattice = self.lattice;
        let band = &lattice.band;
        let Some(first) = path.first() else { return Vec::new() };
        let origin = first.zh + first.en;
        let length = path.last().map_or(0, |step| step.end().0 + step.end().1 - origin);
        let mut bead_at = vec![u32::MAX; length];
        for (number, step) in path.iter().enumerate() {
            bead_at[step.zh + step.en - origin] = number as u32;
        }
        let mut best = NEVER;
        let mut others = vec![NEVER; path.len()];
        for row in band.first..=band.last() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let cell = lattice.cell(row, column);
                for_each_bead(lattice, cell, |category, score| {
                    let (zh, en) = CATEGORIES[category];
                    let step = Step { zh: row - zh, en: column - en, category };
                    let [bead, null] = self.forward[lattice.cell(step.zh, step.en)];
                    let through = match score {
                        Some(score) => bead.max(null) + f64::from(score) + backward[cell][0],
                        None => {
                            (bead - f64::from(lattice.null_open))
                                .max(null - f64::from(lattice.null_extend))
                                + backward[cell][1]
                        }
                    };
                    best = best.max(through);
                    for diagonal in step.zh + step.en..row + column {
                        let Some(place) = diagonal.checked_sub(origin) else { continue };
                        let number = bead_at.get(place).copied().unwrap_or(u32::MAX) as usize;
                        if number < path.len() && path[number] != step {
                            others[number] = others[number].max(through);
                        }
                    }
                });
            }
        }
        others.into_iter().map(|other| (best - other).min(MOST) as f32).collect()
    }
}

/// Margins end here: beyond it no other path was in reach.
const MOST: f64 = 50.0;

/// Calls `visit` with every bead that ends at `cell`: its category, and its score unless it is a null bead.
fn for_each_bead(lattice: &Lattice, cell: usize, mut visit: impl FnMut(usize, Option<f32>)) {
    let mut categories = lattice.categories[cell];
    let mut score = lattice.score_starts[cell] as usize;
    while categories != 0 {
        let category = categories.trailing_zeros() as usize;
        categories &= categories - 1;
        if category == ZH_NULL || category == EN_NULL {
            visit(category, None);
        } else {
            visit(category, Some(lattice.scores[score]));
            score += 1;
        }
    }
}
