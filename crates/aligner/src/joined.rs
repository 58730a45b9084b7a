//! Windows put together to one path.

use crate::kept::Kept;
use crate::search::Step;
use crate::windows::Window;

/// A cut between sentences, on both sides.
type Cut = (usize, usize);

/// The windows put together so far.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    /// The path.
    pub(crate) path: Vec<Step>,
    /// What each bead adds to the score.
    pub(crate) gains: Vec<f32>,
    /// For each bead how much worse the best path without it is.
    pub(crate) margins: Vec<f32>,
    /// First cell of each row.
    pub(crate) low: Vec<u32>,
    /// Last cell of each row.
    pub(crate) high: Vec<u32>,
    /// The beads that are worth looking at in the next pass.
    pub(crate) kept: Kept,
    /// Where the next window's path takes over: its step of this number.
    take_over: usize,
}

/// How a window goes on from those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seam {
    /// Both paths pass the same cut; the next window takes over there.
    Met,
    /// They don't, but a way from one to the other is left.
    Bridge {
        /// Where it leaves the path so far.
        from: Cut,
        /// Where it comes to the next window's.
        to: Cut,
    },
    /// The next window's path runs behind the one so far: the window is to be searched again from here.
    Crossed(Cut),
}

impl Joined {
    /// Finds where the next window goes on, in the `overlap` rows from row `start` on, and drops what lies behind it.
    ///
    /// Where sentences repeat, the two paths may run beside each other through all of the overlap; then a stretch of its
    /// length is searched for the way across, and not the window once more.
    pub(crate) fn seam(&mut self, next: &Window, start: usize, overlap: usize) -> Seam {
        if start == 0 || self.meets(next, (start + overlap / 2, overlap / 2)) {
            return Seam::Met;
        }
        let own = self.path.partition_point(|step| step.zh <= start + overlap / 4);
        let own = own.saturating_sub(1);
        let number = next.path.partition_point(|step| step.zh < start + overlap * 3 / 4);
        if let (Some(from), Some(to)) = (self.path.get(own), next.path.get(number)) {
            let (from, to) = ((from.zh, from.en), (to.zh, to.en));
            if from.0 < to.0 && from.1 <= to.1 {
                self.truncate(own);
                return Seam::Bridge { from, to };
            }
        }
        let own = self.path.partition_point(|step| step.zh <= start + overlap / 2);
        let own = own.saturating_sub(1);
        let cut = self.path.get(own).map_or((0, 0), |step| (step.zh, step.en));
        self.truncate(own);
        Seam::Crossed(cut)
    }

    /// Finds the cut nearest to row `middle`, at most `reach` rows away, that both paths pass, and drops what lies behind
    /// it. Whether there is one.
    fn meets(&mut self, next: &Window, (middle, reach): (usize, usize)) -> bool {
        let mut best: Option<(usize, usize, usize)> = None;
        let mut own = self.path.partition_point(|step| step.zh + reach < middle);
        for (number, step) in next.path.iter().enumerate() {
            if step.zh > middle + reach {
                break;
            }
            while own < self.path.len()
                && (self.path[own].zh, self.path[own].en) < (step.zh, step.en)
            {
                own += 1;
            }
            let distance = step.zh.abs_diff(middle);
            let end = self.path.last().map(|step| step.end());
            let same = match self.path.get(own) {
                Some(found) => (found.zh, found.en) == (step.zh, step.en),
                None => end == Some((step.zh, step.en)),
            };
            if same && distance <= reach && best.is_none_or(|best| distance < best.0) {
                best = Some((distance, own, number));
            }
        }
        let Some((_, own, number)) = best else { return false };
        self.truncate(own);
        self.take_over = number;
        true
    }

    fn truncate(&mut self, steps: usize) {
        self.path.truncate(steps);
        self.gains.truncate(steps);
        self.margins.truncate(steps);
        self.take_over = 0;
    }

    /// Puts a bridge at the end, to go on with `next` from the cut to which it comes.
    pub(crate) fn append_bridge(&mut self, bridge: &Window, (next, to): (&Window, Cut)) {
        self.append(bridge);
        self.take_over = next.path.partition_point(|step| (step.zh, step.en) < to);
    }

    /// Puts a window at the end, from where it takes over.
    pub(crate) fn append(&mut self, next: &Window) {
        let row = next.path.get(self.take_over).map_or(next.first, |step| step.zh);
        self.low.truncate(row);
        self.high.truncate(row);
        self.low.extend(&next.low[row - next.first..]);
        self.high.extend(&next.high[row - next.first..]);
        self.kept.replace_from(row, &next.kept, row - next.first);
        self.path.extend(&next.path[self.take_over..]);
        self.gains.extend(&next.gains[self.take_over..]);
        self.margins.extend(&next.margins[self.take_over..]);
    }
}
