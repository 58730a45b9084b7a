//! What the words of a sentence say about every run of sentences opposite.

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
        let stretches = runs.stretches();
        let mut row = Row::new(self);
        for (sentence, stretch) in (runs.first..).zip(stretches) {
            let (low, spans) = runs.of(sentence);
            let start = evidence.values.len();
            for &[shortest, longest] in spans {
                evidence.shortest.push(shortest);
                evidence.offsets.push(evidence.values.len() as u32);
                let count = (longest + 1).saturating_sub(shortest);
                evidence.values.resize(evidence.values.len() + usize::from(count), 0.0);
            }
            row.move_to(stretch);
            row.measure(sentence, (low, spans), &mut evidence.values[start..]);
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

/// Working memory for one sentence after the other.
struct Row<'a> {
    view: &'a View<'a>,
    /// The first sentence opposite that is near.
    start: usize,
    /// The cuts at which the sentence's runs end, those without any left out.
    cuts: Vec<Cut>,
    /// Sentences of the longest run.
    longest: usize,
    /// One over the number of tokens of each run.
    reciprocals: Vec<f32>,
    /// Gains of one type for each sentence opposite in the stretch.
    gains: Vec<f32>,
    /// Gains of one type for each run.
    sums: Vec<f32>,
}

/// The runs that end at one cut.
#[derive(Debug, Clone, Copy)]
struct Cut {
    end: usize,
    /// Where the longest run begins.
    start: usize,
    /// Sentences of the shortest run.
    shortest: usize,
    /// The place of the shortest run's value, and that behind the longest one's.
    places: (usize, usize),
}

impl<'a> Row<'a> {
    fn new(view: &'a View<'a>) -> Self {
        Self {
            view,
            start: 0,
            cuts: Vec::new(),
            longest: 0,
            reciprocals: Vec::new(),
            gains: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// Moves on to the sentences opposite that the next sentence's runs are made of.
    fn move_to(&mut self, (start, end): (usize, usize)) {
        self.start = start;
        self.gains.clear();
        self.gains.resize(end - start, 0.0);
    }

    /// Measures a sentence for its runs, which end at the cuts from `low` on; `values` takes them in this order.
    fn measure(&mut self, sentence: usize, (low, spans): (usize, &[[u8; 2]]), values: &mut [f32]) {
        if values.is_empty() {
            return;
        }
        self.list_cuts(low, spans);
        self.sums.clear();
        self.sums.resize(values.len(), 0.0);
        let mut base = 0.0;
        for place in self.view.this.places(sentence..sentence + 1) {
            let (kind, times) = self.view.this.bag[place];
            let entry = self.view.measure.types[kind as usize];
            let weight = entry.weight * times as f32;
            if weight == 0.0 {
                continue;
            }
            base += weight * entry.missed;
            let Some((first, last)) = self.collect(place) else { continue };
            let changed = self.sum_up(first, last);
            let ceiling = self.view.measure.largest * entry.scale;
            let runs = values[changed.clone()]
                .iter_mut()
                .zip(&self.sums[changed.clone()])
                .zip(&self.reciprocals[changed]);
            for ((value, sum), reciprocal) in runs {
                let ratio = 1.0 + sum * entry.scale * reciprocal;
                *value += weight * ln(if ratio < ceiling { ratio } else { ceiling });
            }
            self.gains[first - self.start..=last - self.start].fill(0.0);
        }
        for value in values {
            *value += base;
        }
    }

    fn list_cuts(&mut self, low: usize, spans: &[[u8; 2]]) {
        self.cuts.clear();
        self.longest = 0;
        self.reciprocals.clear();
        for (end, &[shortest, longest]) in (low..).zip(spans).filter(|(_, spans)| spans[1] > 0) {
            let (longest, shortest) = (usize::from(longest), usize::from(shortest));
            let start = end - longest;
            self.longest = self.longest.max(longest);
            let place = self.reciprocals.len();
            self.reciprocals.extend((start..=end - shortest).rev().map(|start| {
                let tokens = self.view.other.tokens_in(start, end).max(1);
                1.0 / tokens as f32
            }));
            self.cuts.push(Cut { end, start, shortest, places: (place, self.reciprocals.len()) });
        }
    }

    /// Adds up what speaks for an entry of this side's bag in each sentence near; the first and last of them that have
    /// something.
    fn collect(&mut self, place: usize) -> Option<(usize, usize)> {
        let mut found: Option<(usize, usize)> = None;
        for &(sentence, gain) in self.view.matches.of(place) {
            let sentence = sentence as usize;
            let near = sentence.checked_sub(self.start).and_then(|near| self.gains.get_mut(near));
            let Some(sum) = near else { continue };
            *sum += gain;
            found = Some(match found {
                Some((first, last)) => (first.min(sentence), last.max(sentence)),
                None => (sentence, sentence),
            });
        }
        found
    }

    /// Adds up the gains over every run that may hold one of the sentences `first..=last`; the places of these runs.
    fn sum_up(&mut self, first: usize, last: usize) -> std::ops::Range<usize> {
        let before = self.cuts.iter().take_while(|cut| cut.end <= first).count();
        let cuts = &self.cuts[before..];
        let begin = cuts.first().map_or(0, |cut| cut.places.0);
        let mut end = begin;
        for cut in cuts.iter().take_while(|cut| cut.end <= last + self.longest) {
            let sums = &mut self.sums[cut.places.0..cut.places.1];
            if cut.start > last {
                sums.fill(0.0);
                continue;
            }
            end = cut.places.1;
            let longest = cut.end - cut.start;
            let gains = &self.gains[cut.start - self.start..][..longest];
            if first == last {
                // The runs that hold the one sentence are those that reach back to it.
                let without = (cut.end - first).saturating_sub(cut.shortest).min(sums.len());
                let (without, with) = sums.split_at_mut(without);
                without.fill(0.0);
                with.fill(gains[first - cut.start]);
                continue;
            }
            let (before, within) = gains.split_at(sums.len());
            let mut sum: f32 = within.iter().rev().sum();
            for (gain, total) in before.iter().rev().zip(sums) {
                sum += gain;
                *total = sum;
            }
        }
        begin..end
    }
}
