//! What the words of a sentence say about every run of sentences opposite.

use std::ops::Range;

use crate::evidence::TypeWeights;
use crate::fits::Runs;
use crate::matches::Matches;
use crate::numeric::ln;
use crate::tokens::Tokens;

/// A side's types as the measuring wants them.
#[derive(Debug)]
pub(crate) struct Measure {
    types: Vec<Type>,
    /// Logarithm's argument at most.
    largest: f32,
}

#[derive(Debug, Clone, Copy)]
struct Type {
    weight: f32,
    /// Logarithm of the probability ratio when nothing opposite explains the type.
    missed: f32,
    /// One over that ratio.
    scale: f32,
}

impl Measure {
    /// Takes one step for each type. No token contributes more than `cap` nats, before its weight.
    pub(crate) fn by(side: &TypeWeights, cap: f32) -> Self {
        let entry = |(weight, miss): (&f32, &f32)| Type {
            weight: *weight,
            missed: ln(*miss),
            scale: 1.0 / miss,
        };
        Self {
            types: side.weight.iter().zip(&side.miss).map(entry).collect(),
            largest: libm::expf(cap),
        }
    }
}

/// One side's view: its sentences are measured against the other's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The side whose sentences are measured.
    pub(crate) this: &'a Tokens,
    /// The side they are measured against.
    pub(crate) other: &'a Tokens,
    /// What speaks for this side's tokens.
    pub(crate) matches: &'a Matches,
    /// What this side's types count.
    pub(crate) measure: &'a Measure,
}

impl View<'_> {
    /// The evidence of every sentence for its `runs`.
    ///
    /// Costs, for each sentence, a logarithm for each run and type that is found near it.
    pub(crate) fn evidence(&self, runs: Runs) -> Evidence {
        let mut evidence = Evidence {
            first: runs.first,
            low: Vec::new(),
            starts: Vec::new(),
            shortest: Vec::with_capacity(runs.spans.len()),
            offsets: Vec::with_capacity(runs.spans.len() + 1),
            values: Vec::new(),
        };
        let mut row = Row::new(self);
        for sentence in runs.first..runs.first + runs.low.len() {
            let (low, spans) = runs.of(sentence);
            row.list_runs(low, spans);
            let start = evidence.values.len();
            evidence.shortest.extend(spans.iter().map(|[shortest, _]| shortest));
            let places = row.places[..spans.len()].iter();
            evidence.offsets.extend(places.map(|place| start as u32 + place));
            evidence.values.extend_from_slice(row.measure(sentence));
        }
        evidence.offsets.push(evidence.values.len() as u32);
        evidence.low = runs.low;
        evidence.starts = runs.starts;
        evidence
    }
}

/// The evidence of each sentence of one side for runs of sentences of the other.
#[derive(Debug)]
pub(crate) struct Evidence {
    first: usize,
    low: Vec<u32>,
    starts: Vec<u32>,
    /// For each sentence and cut the sentences of the shortest run.
    shortest: Vec<u8>,
    /// For each sentence and cut the place of the shortest run's value.
    offsets: Vec<u32>,
    values: Vec<f32>,
}

impl Evidence {
    /// What sentence `sentence` says for the runs that end before `end`: the sentences of the shortest run, and a value for
    /// each length from there on. Nothing where there is no run.
    pub(crate) fn ending(&self, sentence: usize, end: usize) -> (usize, &[f32]) {
        let row = sentence - self.first;
        let cut = self.starts[row] + (end as u32).wrapping_sub(self.low[row]);
        if end < self.low[row] as usize || cut >= self.starts[row + 1] {
            return (1, &[]);
        }
        let cut = cut as usize;
        let values = self.offsets[cut] as usize..self.offsets[cut + 1] as usize;
        (usize::from(self.shortest[cut]), &self.values[values])
    }
}

/// Runs that are looked at together. Behind the last run is room for as many without any sentence, so that any run may be the
/// first of them: what is added to those that nobody asked for is 0.
const LANES: usize = 8;

/// Working memory for one sentence after the other: its runs, by the cut where they end, the shortest first.
struct Row<'a> {
    view: &'a View<'a>,
    /// The first cut.
    low: usize,
    /// For each cut, and behind the last, the place of its first run.
    places: Vec<u32>,
    /// Sentences of the longest run.
    longest: usize,
    /// Where each run starts.
    starts: Vec<u32>,
    /// One over the number of tokens of each run.
    reciprocals: Vec<f32>,
    /// Gains of one type for each run.
    sums: Vec<f32>,
    /// What the sentence says for each run.
    values: Vec<f32>,
}

impl<'a> Row<'a> {
    fn new(view: &'a View<'a>) -> Self {
        Self {
            view,
            low: 0,
            places: Vec::new(),
            longest: 0,
            starts: Vec::new(),
            reciprocals: Vec::new(),
            sums: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Moves on to the next sentence, whose runs end at the cuts from `low` on.
    fn list_runs(&mut self, low: usize, spans: &[[u8; 2]]) {
        self.low = low;
        self.longest = 0;
        self.places.clear();
        self.starts.clear();
        self.reciprocals.clear();
        for (end, &[shortest, longest]) in (low..).zip(spans) {
            self.places.push(self.starts.len() as u32);
            if longest == 0 {
                continue;
            }
            let (longest, shortest) = (usize::from(longest), usize::from(shortest));
            self.longest = self.longest.max(longest);
            for start in (end - longest..=end - shortest).rev() {
                self.starts.push(start as u32);
                let tokens = self.view.other.tokens_in(start, end).max(1);
                self.reciprocals.push(1.0 / tokens as f32);
            }
        }
        let runs = self.starts.len();
        self.places.push(runs as u32);
        self.starts.resize(runs + LANES, u32::MAX);
        self.reciprocals.resize(runs + LANES, 0.0);
        self.sums.resize(runs + LANES, 0.0);
        self.values.clear();
        self.values.resize(runs + LANES, 0.0);
    }

    /// Measures the sentence for its runs, and gives a value for each.
    fn measure(&mut self, sentence: usize) -> &[f32] {
        let runs = self.values.len() - LANES;
        if runs == 0 {
            return &[];
        }
        let mut base = 0.0;
        for place in self.view.this.places(sentence..sentence + 1) {
            let (kind, times) = self.view.this.bag[place];
            let entry = self.view.measure.types[kind as usize];
            let weight = entry.weight * times as f32;
            if weight == 0.0 {
                continue;
            }
            base += weight * entry.missed;
            let changed = lanes(self.sum_up(place));
            let ceiling = self.view.measure.largest * entry.scale;
            add_logarithms(
                &mut self.values[changed.clone()],
                (&mut self.sums[changed.clone()], &self.reciprocals[changed]),
                (entry.scale, ceiling, weight),
            );
        }
        let values = &mut self.values[..runs];
        for value in values.iter_mut() {
            *value += base;
        }
        values
    }

    /// Adds up what speaks for an entry of this side's bag in each run; the places of the runs that may have something. The
    /// other sums are 0.
    fn sum_up(&mut self, place: usize) -> Range<usize> {
        let last = self.places.len() - 1;
        let (mut first_changed, mut behind_changed) = (usize::MAX, 0);
        for &(sentence, gain) in self.view.matches.of(place) {
            // The runs that end behind the sentence, and of those the ones that reach back to it.
            let end = sentence as usize + 1;
            let cut = |end: usize| end.saturating_sub(self.low).min(last);
            let (first, behind) = (self.places[cut(end)], self.places[cut(end + self.longest)]);
            let runs = first as usize..behind as usize;
            if runs.is_empty() {
                continue;
            }
            first_changed = first_changed.min(runs.start);
            behind_changed = behind_changed.max(runs.end);
            // Runs behind them start behind the sentence.
            let runs = lanes(runs);
            add_where_held(&mut self.sums[runs.clone()], &self.starts[runs], (sentence, gain));
        }
        first_changed.min(behind_changed)..behind_changed
    }
}

/// The runs of a range, and as many behind it as make whole lanes.
fn lanes(runs: Range<usize>) -> Range<usize> {
    runs.start..runs.start + runs.len().next_multiple_of(LANES)
}

/// Adds a gain to the sums of the runs that start at `sentence` or before it.
fn add_where_held(sums: &mut [f32], starts: &[u32], (sentence, gain): (u32, f32)) {
    let sums = sums.as_chunks_mut::<LANES>().0;
    for (sums, starts) in sums.iter_mut().zip(starts.as_chunks::<LANES>().0) {
        for (sum, start) in sums.iter_mut().zip(starts) {
            *sum += if *start <= sentence { gain } else { 0.0 };
        }
    }
}

/// Adds what a type says for the runs with these sums of gains, which are 0 afterwards.
fn add_logarithms(
    values: &mut [f32],
    (sums, reciprocals): (&mut [f32], &[f32]),
    (scale, ceiling, weight): (f32, f32, f32),
) {
    let values = values.as_chunks_mut::<LANES>().0;
    let sums = sums.as_chunks_mut::<LANES>().0;
    let reciprocals = reciprocals.as_chunks::<LANES>().0;
    for ((values, sums), reciprocals) in values.iter_mut().zip(sums).zip(reciprocals) {
        for ((value, sum), reciprocal) in values.iter_mut().zip(sums).zip(reciprocals) {
            let ratio = 1.0 + std::mem::take(sum) * scale * reciprocal;
            *value += weight * ln(if ratio < ceiling { ratio } else { ceiling });
        }
    }
}
