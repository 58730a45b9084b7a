//! What the words of a sentence say about every run of sentences opposite.

use crate::band::Band;
use crate::numeric::ln;
use crate::tokens::{Occurrences, Tokens};

/// Which types opposite speak for a type, and how strongly: a sparse matrix with a row for each type of this side.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Where each row begins.
    pub(crate) starts: Vec<u32>,
    /// The types opposite with their gain: the probability of this type beside that one over its probability anywhere.
    pub(crate) targets: Vec<(u32, f32)>,
}

impl Links {
    /// A matrix from entries (this type, type opposite, gain), which must be sorted.
    pub(crate) fn from_sorted(
        types: usize,
        entries: impl Iterator<Item = (u32, u32, f32)>,
    ) -> Self {
        let mut links = Self { starts: vec![0; types + 1], targets: Vec::new() };
        for (this, other, gain) in entries {
            links.starts[this as usize + 1] += 1;
            links.targets.push((other, gain));
        }
        for row in 0..types {
            links.starts[row + 1] += links.starts[row];
        }
        links
    }

    /// The types opposite that speak for `kind`.
    pub(crate) fn row(&self, kind: u32) -> &[(u32, f32)] {
        &self.targets[self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize]
    }
}

/// How much one side's types count, and what they say of the other side.
///
/// A token of type z beside n tokens, of which some are linked to it, contributes
/// `weight · ln(miss + Σ gain / n)`: its probability given the sentences opposite over its probability anywhere.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Weight of each type; 0 leaves it out.
    pub(crate) weight: Vec<f32>,
    /// Probability ratio of each type when nothing opposite explains it.
    pub(crate) miss: Vec<f32>,
    /// What explains it.
    pub(crate) links: Links,
    /// For each link the probability of the counterpart, given that the type stands in the right place.
    pub(crate) probability: Vec<f32>,
    /// Most nats one token contributes, before its weight.
    pub(crate) cap: f32,
}

/// The evidence of each sentence of one side for each run of sentences of the other, inside a band.
#[derive(Debug)]
pub(crate) struct Evidence {
    band: Band,
    starts: Vec<u32>,
    longest: usize,
    values: Vec<f32>,
}

impl Evidence {
    /// What sentence `sentence` says for the `span` sentences opposite that end before `end`.
    pub(crate) fn of(&self, sentence: usize, end: usize, span: usize) -> f32 {
        let row = sentence - self.band.first;
        let cell = self.starts[row] as usize + end - self.band.low[row] as usize;
        self.values[cell * self.longest + span - 1]
    }
}

/// Which runs of sentences opposite are worth looking at for each sentence.
pub(crate) trait Reach {
    /// The longest run ending before `end` that a bead with `sentence` in it can hold.
    fn longest_span(&self, sentence: usize, end: usize) -> usize;
}

/// One side's view: its sentences are measured against the other's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The side whose sentences are measured.
    pub(crate) this: &'a Tokens,
    /// The side they are measured against.
    pub(crate) other: &'a Tokens,
    /// Where the other side's types occur.
    pub(crate) occurrences: &'a Occurrences,
    /// What this side's types count.
    pub(crate) model: &'a Model,
}

impl View<'_> {
    /// The evidence of sentences `band.first..` for runs that end at the band's cells, at most `longest` sentences long.
    ///
    /// Costs, for each sentence, its links inside the band and a logarithm for each run that holds one of them.
    pub(crate) fn evidence(&self, band: Band, longest: usize, reach: &impl Reach) -> Evidence {
        let mut starts = Vec::with_capacity(band.rows() + 1);
        let mut cells = 0;
        for (low, high) in band.low.iter().zip(&band.high) {
            starts.push(cells);
            cells += high - low + 1;
        }
        starts.push(cells);
        let mut evidence =
            Evidence { band, starts, longest, values: vec![0.0; cells as usize * longest] };
        let mut row = Row::new(self, &evidence.band, longest);
        for sentence in evidence.band.first..=evidence.band.last() {
            let place = sentence - evidence.band.first;
            let values = evidence.starts[place] as usize * longest
                ..evidence.starts[place + 1] as usize * longest;
            row.measure(sentence, evidence.band.row(sentence), reach, &mut evidence.values[values]);
        }
        evidence
    }
}

/// Working memory for one sentence after the other.
struct Row<'a> {
    view: &'a View<'a>,
    longest: usize,
    /// First place in the list of occurrences of each type opposite that lies in the window; `UNSEEN` before first use.
    cursors: Vec<u32>,
    /// One over the number of tokens of each run, from the band's first cell on.
    reciprocals: Vec<f32>,
    first_end: usize,
    /// Longest run worth looking at for each end.
    spans: Vec<u8>,
    /// Gains of one type for each sentence opposite in the window.
    gains: Vec<f32>,
}

const UNSEEN: u32 = u32::MAX;

impl<'a> Row<'a> {
    fn new(view: &'a View<'a>, band: &Band, longest: usize) -> Self {
        let first_end = band.low[0] as usize;
        let last_end = band.high[band.rows() - 1] as usize;
        let mut reciprocals = Vec::with_capacity((last_end + 1 - first_end) * longest);
        for end in first_end..=last_end {
            for span in 1..=longest {
                let tokens = view.other.tokens_in(end.saturating_sub(span), end).max(1);
                reciprocals.push(1.0 / tokens as f32);
            }
        }
        Self {
            view,
            longest,
            cursors: vec![UNSEEN; view.other.types()],
            reciprocals,
            first_end,
            spans: Vec::new(),
            gains: Vec::new(),
        }
    }

    fn measure(
        &mut self,
        sentence: usize,
        (low, high): (usize, usize),
        reach: &impl Reach,
        values: &mut [f32],
    ) {
        let longest = self.longest;
        self.spans.clear();
        self.spans.extend(
            (low..=high).map(|end| reach.longest_span(sentence, end).min(longest).min(end) as u8),
        );
        let window = low.saturating_sub(longest);
        self.gains.clear();
        self.gains.resize(high - window, 0.0);
        let model = self.view.model;
        let largest = libm::expf(model.cap);
        let mut base = 0.0;
        for &(kind, times) in self.view.this.bag(sentence) {
            let weight = model.weight[kind as usize] * times as f32;
            if weight == 0.0 {
                continue;
            }
            let miss = model.miss[kind as usize];
            base += weight * ln(miss);
            let Some((first, last)) = self.collect(kind, window, high) else { continue };
            let scale = 1.0 / miss;
            let ceiling = largest * scale;
            for end in low.max(first + 1)..=high.min(last + longest) {
                let span = usize::from(self.spans[end - low]);
                // Runs that end before the next occurrence hold none; the others come with growing length.
                let row = &mut values[(end - low) * longest..][..span];
                let reciprocals = &self.reciprocals[(end - self.first_end) * longest..][..span];
                let gains = &self.gains[end - span - window..end - window];
                let mut sum = 0.0;
                for ((gain, reciprocal), value) in gains.iter().rev().zip(reciprocals).zip(row) {
                    sum += gain;
                    if sum > 0.0 {
                        *value += weight * ln((1.0 + sum * scale * reciprocal).min(ceiling));
                    }
                }
            }
            self.gains[first - window..=last - window].fill(0.0);
        }
        for value in values {
            *value += base;
        }
    }

    /// Adds up what occurs in sentences `window..high` for `kind`; the first and last of them that have something.
    fn collect(&mut self, kind: u32, window: usize, high: usize) -> Option<(usize, usize)> {
        let mut found: Option<(usize, usize)> = None;
        for &(other, gain) in self.view.model.links.row(kind) {
            let places = self.view.occurrences.places(other);
            let cursor = &mut self.cursors[other as usize];
            if *cursor == UNSEEN {
                *cursor = places.partition_point(|place| (place.0 as usize) < window) as u32;
            }
            while let Some(place) = places.get(*cursor as usize)
                && (place.0 as usize) < window
            {
                *cursor += 1;
            }
            for &(place, times) in &places[*cursor as usize..] {
                let place = place as usize;
                if place >= high {
                    break;
                }
                self.gains[place - window] += gain * times as f32;
                found =
                    Some(found.map_or((place, place), |(first, last)| {
                        (first.min(place), last.max(place))
                    }));
            }
        }
        found
    }
}
