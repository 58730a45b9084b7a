//! Which types occur in a stretch of sentences, while the stretch moves on.

use crate::tokens::Occurrences;

/// First use of a type: its place in the list of occurrences is still to be looked up.
const UNSEEN: u32 = u32::MAX;

/// A stretch of sentences that only moves forward, with the types that occur in it.
///
/// Most links of a type lead to types that are not near: one bit each says so. Moving costs a few steps for each token that
/// comes in or falls out.
#[derive(Debug)]
pub(crate) struct Sliding<'a> {
    occurrences: &'a Occurrences,
    /// A bit for each type.
    present: Vec<u64>,
    /// For each type the number of its first occurrence that is not behind the stretch.
    next: Vec<u32>,
    start: usize,
    end: usize,
}

impl<'a> Sliding<'a> {
    /// An empty stretch before sentence `start`, over a side of which `occurrences` tells everything.
    pub(crate) fn new(occurrences: &'a Occurrences, start: usize) -> Self {
        let types = occurrences.types();
        Self {
            occurrences,
            present: vec![0; types.div_ceil(64)],
            next: vec![UNSEEN; types],
            start,
            end: start,
        }
    }

    /// Moves on to the sentences `start..end`; neither end may move back. `types` gives a sentence's types, as often as the
    /// occurrences list it.
    pub(crate) fn move_to<T: Iterator<Item = u32>>(
        &mut self,
        (start, end): (usize, usize),
        types: impl Fn(usize) -> T,
    ) {
        while self.end < end {
            for kind in types(self.end) {
                self.enter(kind);
            }
            self.end += 1;
        }
        while self.start < start.min(self.end) {
            for kind in types(self.start) {
                self.leave(kind);
            }
            self.start += 1;
        }
    }

    fn enter(&mut self, kind: u32) {
        self.present[kind as usize / 64] |= 1 << (kind % 64);
        let next = &mut self.next[kind as usize];
        if *next == UNSEEN {
            let places = self.occurrences.places(kind);
            let before = places.partition_point(|place| (place.0 as usize) < self.end);
            *next = self.occurrences.start(kind) + before as u32;
        }
    }

    fn leave(&mut self, kind: u32) {
        let next = &mut self.next[kind as usize];
        *next += 1;
        let gone = *next == self.occurrences.start(kind + 1)
            || self.occurrences.place(*next).0 as usize >= self.end;
        if gone {
            self.present[kind as usize / 64] &= !(1 << (kind % 64));
        }
    }

    /// Whether a type occurs in the stretch.
    pub(crate) fn holds(&self, kind: u32) -> bool {
        self.present[kind as usize / 64] >> (kind % 64) & 1 != 0
    }

    /// The occurrences in the stretch of a type that it holds: sentence and place, in order.
    pub(crate) fn places(&self, kind: u32) -> impl Iterator<Item = (usize, u32)> {
        let last = self.occurrences.start(kind + 1);
        self.occurrences
            .places_between(self.next[kind as usize], last)
            .iter()
            .map(|&(sentence, place)| (sentence as usize, place))
            .take_while(|(sentence, _)| *sentence < self.end)
    }
}
