//! The best path through a lattice, and how much every other one is worse.

use crate::category::{CATEGORIES, EN_NULL, ZH_NULL};
use crate::fits::Categories;
use crate::lattice::{EqualBeads, Lattice};

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
    /// Most sentences of a side of the beads that the path is made of.
    longest: usize,
    forward: Vec<[f64; 2]>,
    /// The better of the two.
    best: Vec<f64>,
    /// Category and earlier state of the best way into each cell and state.
    back: Vec<[u8; 2]>,
}

const NEVER: f64 = f64::NEG_INFINITY;
const EARLIER_NULL: u8 = 0x80;

impl<'a> Search<'a> {
    /// Runs through the lattice once. A path starts in any of the cells `starts` of the first row, and no side of its beads
    /// has more than `longest` sentences.
    pub(crate) fn run(
        (lattice, longest): (&'a Lattice, usize),
        starts: std::ops::RangeInclusive<usize>,
    ) -> Self {
        let cells = lattice.categories.len();
        let mut search = Self {
            lattice,
            longest,
            forward: vec![[NEVER; 2]; cells],
            best: vec![NEVER; cells],
            back: vec![[0; 2]; cells],
        };
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

    /// The beads that end at the two cuts and may be in the path.
    fn beads(&self, row: usize, column: usize) -> impl Iterator<Item = EqualBeads<'a>> {
        let longest = self.longest;
        self.lattice.beads(row, column).filter_map(move |beads| beads.up_to(longest))
    }

    fn enter(&mut self, row: usize, column: usize) {
        let lattice = self.lattice;
        let cell = lattice.cell(row, column);
        let [mut bead, mut null] = self.forward[cell];
        let mut back = [0_u8; 2];
        for category in null_categories(lattice.categories[cell]) {
            let [after_bead, after_null] = self.forward[lattice.start(row, column, category)];
            let open = after_bead - f64::from(lattice.null_open);
            let extend = after_null - f64::from(lattice.null_extend);
            if open > null {
                (null, back[1]) = (open, category as u8);
            }
            if extend > null {
                (null, back[1]) = (extend, category as u8 | EARLIER_NULL);
            }
        }
        for beads in self.beads(row, column) {
            let before = self.best[beads.starts.clone()].iter().rev();
            for (category, (before, score)) in (beads.category..).zip(before.zip(beads.scores)) {
                let score = before + f64::from(*score);
                if score > bead {
                    (bead, back[0]) = (score, category as u8);
                }
            }
        }
        if bead > NEVER && back[0] != 0 {
            let [bead, null] = self.forward[lattice.start(row, column, usize::from(back[0]))];
            back[0] |= if null > bead { EARLIER_NULL } else { 0 };
        }
        self.forward[cell] = [bead, null];
        self.best[cell] = if null > bead { null } else { bead };
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
        let (open, extend) = (f64::from(lattice.null_open), f64::from(lattice.null_extend));
        let cells = lattice.categories.len();
        // Best scores of what follows a bead, and a null bead, that starts at each cell.
        let (mut by_bead, mut by_null) = (vec![NEVER; cells], vec![NEVER; cells]);
        let mut backward = vec![[NEVER; 2]; cells];
        for column in ends {
            by_bead[lattice.cell(band.last(), column)] = 0.0;
        }
        for row in (band.first..=band.last()).rev() {
            let (low, high) = band.row(row);
            for column in (low..=high).rev() {
                let cell = lattice.cell(row, column);
                let (bead, null) = (by_bead[cell], by_null[cell]);
                let rest = [bead.max(null - open), bead.max(null - extend)];
                backward[cell] = rest;
                for category in null_categories(lattice.categories[cell]) {
                    let start = &mut by_null[lattice.start(row, column, category)];
                    *start = start.max(rest[1]);
                }
                for beads in self.beads(row, column) {
                    let starts = by_bead[beads.starts].iter_mut().rev();
                    for (start, score) in starts.zip(beads.scores) {
                        let score = rest[0] + f64::from(*score);
                        if score > *start {
                            *start = score;
                        }
                    }
                }
            }
        }
        backward
    }

    /// For every cell, how much worse than the best the best path through it is; 0 for those on the best path.
    pub(crate) fn losses(&self, backward: &[[f64; 2]]) -> Vec<f32> {
        let best = self.best_through(backward);
        (0..backward.len()).map(|cell| (best - self.through(cell, backward)) as f32).collect()
    }

    /// For every cell the beads that end there on a path that is at most `tolerance` worse than the best.
    pub(crate) fn near(&self, backward: &[[f64; 2]], tolerance: f32) -> Vec<Categories> {
        let lattice = self.lattice;
        let band = &lattice.band;
        let least = self.best_through(backward) - f64::from(tolerance);
        let mut near = vec![0; backward.len()];
        for row in band.first..=band.last() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let cell = lattice.cell(row, column);
                if self.forward[cell][0] + backward[cell][0] < least {
                    continue;
                }
                for beads in lattice.beads(row, column) {
                    let before = self.best[beads.starts].iter().rev();
                    let scores = (beads.category..).zip(before.zip(beads.scores));
                    for (category, (before, score)) in scores {
                        let through = before + f64::from(*score) + backward[cell][0];
                        near[cell] |= Categories::from(through >= least) << category;
                    }
                }
            }
        }
        near
    }

    /// The score of the best path.
    fn best_through(&self, backward: &[[f64; 2]]) -> f64 {
        (0..backward.len()).map(|cell| self.through(cell, backward)).fold(NEVER, f64::max)
    }

    /// The score of the best path through a cell.
    fn through(&self, cell: usize, backward: &[[f64; 2]]) -> f64 {
        let [bead, null] = self.forward[cell];
        (bead + backward[cell][0]).max(null + backward[cell][1])
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
        let mut visit = |step: Step, through: f64| {
            best = best.max(through);
            let (zh, en) = step.end();
            for diagonal in step.zh + step.en..zh + en {
                let Some(place) = diagonal.checked_sub(origin) else { continue };
                let number = bead_at.get(place).copied().unwrap_or(u32::MAX) as usize;
                if number < path.len() && path[number] != step {
                    others[number] = others[number].max(through);
                }
            }
        };
        for row in band.first..=band.last() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let cell = lattice.cell(row, column);
                let step = |category: usize| {
                    let (zh, en) = CATEGORIES[category];
                    Step { zh: row - zh, en: column - en, category }
                };
                for category in null_categories(lattice.categories[cell]) {
                    let [bead, null] = self.forward[lattice.start(row, column, category)];
                    let open = bead - f64::from(lattice.null_open);
                    let extend = null - f64::from(lattice.null_extend);
                    visit(step(category), open.max(extend) + backward[cell][1]);
                }
                for beads in self.beads(row, column) {
                    let before = self.best[beads.starts].iter().rev();
                    for (more, (before, score)) in before.zip(beads.scores).enumerate() {
                        let through = before + f64::from(*score) + backward[cell][0];
                        visit(step(beads.category + more), through);
                    }
                }
            }
        }
        others.into_iter().map(|other| (best - other).min(MOST) as f32).collect()
    }
}

/// Margins end here: beyond it no other path was in reach.
const MOST: f64 = 50.0;

/// The null beads among `categories`.
fn null_categories(categories: Categories) -> impl Iterator<Item = usize> {
    [ZH_NULL, EN_NULL].into_iter().filter(move |category| categories >> category & 1 != 0)
}
