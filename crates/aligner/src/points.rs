//! Which sentences share something, and how much.

use std::ops::Range;

use rayon::prelude::*;

use crate::aligner::LONG;
use crate::dictionary::DictionaryLink;
use crate::numeric::ln;
use crate::tokens::{Occurrences, Tokens};

/// What a point has at least of the gain of its zh sentence's best one. Most points have less, and no chain needs them.
const LEAST_SHARE: f32 = 0.25;
/// Zh sentences that one thread looks at at a time.
const SENTENCES: usize = 512;

/// A zh and an en sentence that share linked types.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    /// The zh sentence.
    pub(crate) zh: u32,
    /// The en sentence.
    pub(crate) en: u32,
    /// Log-odds that they share them not by chance.
    pub(crate) gain: f32,
}

/// The links that tell more than chance, by zh type.
#[derive(Debug)]
pub(crate) struct Telling {
    /// Where the links of each zh type begin; one more entry than types.
    starts: Vec<u32>,
    /// The en type of each link, with its gain.
    links: Vec<(u32, f32)>,
}

impl Telling {
    /// The rarest links: as many as make no more than so many pairs of sentences for each sentence.
    pub(crate) fn rarest(
        links: &[DictionaryLink],
        (zh, en): (&Tokens, &Tokens),
        occurrences: (&Occurrences, &Occurrences),
        points_a_sentence: usize,
    ) -> Self {
        let budget = points_a_sentence * (zh.sentences() + en.sentences());
        let chosen = rarest(links, (zh, en), occurrences, budget);
        let mut starts = vec![0_u32; zh.types() + 1];
        for (link, _) in &chosen {
            starts[links[*link].zh as usize + 1] += 1;
        }
        for kind in 0..zh.types() {
            starts[kind + 1] += starts[kind];
        }
        let links = chosen.into_iter().map(|(link, gain)| (links[link].en, gain)).collect();
        Self { starts, links }
    }

    /// The links of a zh type.
    pub(crate) fn of(&self, kind: u32) -> &[(u32, f32)] {
        let kind = kind as usize;
        &self.links[self.starts[kind] as usize..self.starts[kind + 1] as usize]
    }
}

/// The points of a whole document, in the order of the Chinese, then of the English. Costs a few steps for each pair of
/// sentences that share a link.
pub(crate) fn points(
    telling: &Telling,
    (zh, en): (&Tokens, &Tokens),
    en_occurrences: &Occurrences,
) -> Vec<Point> {
    let of_sentences = |sentences: Range<usize>, row: &mut Row| {
        let mut points = Vec::new();
        for sentence in sentences {
            for &(kind, _) in zh.bag(sentence) {
                for &(other, gain) in telling.of(kind) {
                    for &(place, _) in en_occurrences.places(other) {
                        row.add(place as usize, gain);
                    }
                }
            }
            row.give(sentence, &mut points);
        }
        points
    };
    let count = zh.sentences();
    if count < LONG {
        return of_sentences(0..count, &mut Row::new(en.sentences()));
    }
    let chunks: Vec<Range<usize>> =
        (0..count).step_by(SENTENCES).map(|start| start..count.min(start + SENTENCES)).collect();
    let found: Vec<Vec<Point>> = chunks
        .into_par_iter()
        .map_init(|| Row::new(en.sentences()), |row, sentences| of_sentences(sentences, row))
        .collect();
    found.concat()
}

/// What one zh sentence after the other shares with the sentences of a stretch.
#[derive(Debug)]
pub(crate) struct Row {
    gains: Vec<f32>,
    /// The sentences of the stretch that have a gain.
    met: Vec<u32>,
}

impl Row {
    /// For a stretch of so many sentences.
    pub(crate) fn new(sentences: usize) -> Self {
        Self { gains: vec![0.0; sentences], met: Vec::new() }
    }

    /// Adds what a link gains that is shared with this sentence of the stretch; more than 0.
    pub(crate) fn add(&mut self, sentence: usize, gain: f32) {
        let sum = &mut self.gains[sentence];
        if *sum == 0.0 {
            self.met.push(sentence as u32);
        }
        *sum += gain;
    }

    /// Gives the points of a zh sentence, those left out that have too little beside its best one, and is empty again.
    pub(crate) fn give(&mut self, zh: usize, points: &mut Vec<Point>) {
        let Self { gains, met } = self;
        let best = met.iter().map(|en| gains[*en as usize]).fold(0.0, f32::max);
        let before = points.len();
        for en in met.drain(..) {
            let gain = std::mem::take(&mut gains[en as usize]);
            if gain >= LEAST_SHARE * best {
                points.push(Point { zh: zh as u32, en, gain });
            }
        }
        points[before..].sort_unstable_by_key(|point| point.en);
    }
}

/// The rarest links that tell more than chance, with their gain, in their order: as many as make no more than `budget` pairs of
/// sentences.
fn rarest(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    (zh_occurrences, en_occurrences): (&Occurrences, &Occurrences),
    budget: usize,
) -> Vec<(usize, f32)> {
    let product = |link: &DictionaryLink| {
        let is_mark = zh.kind[link.zh as usize] == duizhao_lexicon::TokenKind::Punctuation;
        let zh_places = zh_occurrences.places(link.zh).len();
        let places = (zh_places * en_occurrences.places(link.en).len()) as u64;
        if is_mark { u64::MAX } else { places }
    };
    let products: Vec<u64> = links.iter().map(product).collect();
    let gain = |link: &DictionaryLink| {
        let share = |places: usize, side: &Tokens| places as f32 / side.sentences() as f32;
        let chance = share(zh_occurrences.places(link.zh).len(), zh)
            .max(share(en_occurrences.places(link.en).len(), en));
        0.5 * ln(0.5 + 0.5 * link.strength / chance)
    };
    let chosen = places_of_smallest(&products, budget as u64);
    chosen.map(|number| (number, gain(&links[number]))).filter(|(_, gain)| *gain > 0.0).collect()
}

/// Where the smallest numbers stand whose sum is no more than `budget`, in their order; of equal ones the first.
pub(crate) fn places_of_smallest(numbers: &[u64], budget: u64) -> impl Iterator<Item = usize> {
    let (largest, mut of_largest) = smallest_within(numbers, budget);
    let is_chosen = move |(_, number): &(usize, &u64)| {
        let is_largest = **number == largest;
        let is_chosen = **number < largest || is_largest && of_largest > 0;
        of_largest -= usize::from(is_largest && is_chosen);
        is_chosen
    };
    numbers.iter().enumerate().filter(is_chosen).map(|(place, _)| place)
}

/// The smallest numbers whose sum is no more than `budget`: the largest of them, and how many like it are among them.
///
/// All are sorted into powers of two; only those of the power in which the budget ends are looked at one by one.
fn smallest_within(numbers: &[u64], budget: u64) -> (u64, usize) {
    let power = |number: u64| 64 - number.leading_zeros() as usize;
    let mut sums = [0_u64; 65];
    for number in numbers {
        let sum = &mut sums[power(*number)];
        *sum = sum.saturating_add(*number);
    }
    let (mut left, mut last) = (budget, 0);
    while last < sums.len() && sums[last] <= left {
        left -= sums[last];
        last += 1;
    }
    let mut ending: Vec<u64> =
        numbers.iter().copied().filter(|number| power(*number) == last).collect();
    ending.sort_unstable();
    let within = ending.iter().take_while(|number| match left.checked_sub(**number) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    });
    match within.count() {
        // All of the powers below, and none of this one.
        0 => (u64::MAX.checked_shr(65 - last as u32).unwrap_or(0), usize::MAX),
        count => {
            let largest = ending[count - 1];
            (largest, ending[..count].iter().filter(|number| **number == largest).count())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Point, Row, smallest_within};

    #[test]
    fn points_come_in_order_without_those_that_say_little_beside_the_best() {
        let mut row = Row::new(6);
        for (sentence, gain) in [(4, 3.0), (1, 1.5), (4, 1.0), (0, 0.9)] {
            row.add(sentence, gain);
        }
        let mut points = Vec::new();
        row.give(7, &mut points);
        row.add(0, 0.9);
        row.give(8, &mut points);
        let point = |zh, en, gain| Point { zh, en, gain };
        assert_eq!(points, [point(7, 1, 1.5), point(7, 4, 4.0), point(8, 0, 0.9)]);
    }

    proptest! {
        #[test]
        fn the_smallest_within_a_budget_are_those_that_sorting_finds(
            numbers in prop::collection::vec(prop_oneof![1_u64..40, 1_u64..5000, Just(u64::MAX)], 0..200),
            budget in 0_u64..20_000,
        ) {
            let (largest, of_largest) = smallest_within(&numbers, budget);
            let below = numbers.iter().filter(|number| **number < largest).count();
            let equal = numbers.iter().filter(|number| **number == largest).count();
            let mut sorted = numbers;
            sorted.sort_unstable();
            let mut sum = 0_u64;
            let fits = |number: &&u64| {
                sum = sum.saturating_add(**number);
                sum <= budget
            };
            prop_assert_eq!(below + equal.min(of_largest), sorted.iter().take_while(fits).count());
        }
    }
}
