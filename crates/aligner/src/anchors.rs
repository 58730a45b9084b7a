//! The first, coarse band: around all good chains of rare words that mean the same.

use crate::aligner::both;
use crate::band::Band;
use crate::dictionary::DictionaryLink;
use crate::numeric::{ln, median};
use crate::tokens::{Occurrences, Tokens};
use crate::units;

/// How many points (a zh and an en sentence that share something) are looked at for each sentence.
pub(crate) const POINTS_A_SENTENCE: usize = 32;
/// A point stays if a chain through it is at most this much worse than the best one, in nats.
const TOLERANCE: f64 = 12.0;
/// Sentences on either side within which points bear each other out, and the gain that they must have together, in nats.
const NEIGHBOURHOOD: u32 = 8;
const CORROBORATION: f32 = 12.0;
/// Cells added on either side of what the points leave. A point may be wrong by a few sentences; the first pass narrows
/// the band again before it looks at long beads.
const SLACK: u32 = 6;
/// By how many rows the edges are moved apart.
const SLACK_ROWS: usize = 1;
/// Cells of the first band for each sentence of both sides, beyond which its widest rows are cut down.
const CELLS_A_SENTENCE: usize = 128;
/// Least and most cells of a row in a stretch without points; in between a quarter of its rows.
const WIDEST: (u32, u32) = (120, 600);

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

/// The cells around every chain of anchors that is not much worse than the best.
///
/// An anchor is a pair of sentences that share linked types; its gain is the log-odds that they do so not by chance. The
/// rarest links are taken first, so that the number of points, and with it the cost, grows with the length of the text
/// only. The best chain is the heaviest one that rises on both sides (a Fenwick tree of maxima, n log n). A row of the
/// band reaches from the earliest to the latest place that any remaining chain leaves open.
pub(crate) fn band(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    (zh_occurrences, en_occurrences): (&Occurrences, &Occurrences),
) -> Band {
    let mut points = points(links, (zh, en), (zh_occurrences, en_occurrences));
    points.retain(|point| zh.unit(point.zh as usize) == en.unit(point.en as usize));
    keep_best_chains(&mut points, en.sentences());
    let points = corroborated(&points);
    staircase(&points, &units::corners(zh, en), (zh, en))
}

fn points(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    (zh_occurrences, en_occurrences): (&Occurrences, &Occurrences),
) -> Vec<Point> {
    let budget = POINTS_A_SENTENCE * (zh.sentences() + en.sentences());
    let chosen = rarest(links, (zh, en), (zh_occurrences, en_occurrences), budget);
    let mut starts = vec![0_u32; zh.sentences() + 1];
    for &(link, _) in &chosen {
        let en_places = en_occurrences.places(links[link].en);
        for &(sentence, _) in zh_occurrences.places(links[link].zh) {
            starts[sentence as usize + 1] += en_places.len() as u32;
        }
    }
    for sentence in 0..zh.sentences() {
        starts[sentence + 1] += starts[sentence];
    }
    let mut next = starts.clone();
    let mut shared = vec![(0_u32, 0.0_f32); starts[zh.sentences()] as usize];
    for (link, gain) in chosen {
        let link = &links[link];
        for &(sentence, _) in zh_occurrences.places(link.zh) {
            for &(en, _) in en_occurrences.places(link.en) {
                shared[next[sentence as usize] as usize] = (en, gain);
                next[sentence as usize] += 1;
            }
        }
    }
    summed(&starts, &shared, en.sentences())
}

/// The rarest links that tell more than chance, with their gain, in their order: as many as make no more than `budget` pairs of
/// sentences.
pub(crate) fn rarest(
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
    let (largest, mut of_largest) = smallest_within(&products, budget as u64);
    let gain = |link: &DictionaryLink| {
        let share = |places: usize, side: &Tokens| places as f32 / side.sentences() as f32;
        let chance = share(zh_occurrences.places(link.zh).len(), zh)
            .max(share(en_occurrences.places(link.en).len(), en));
        0.5 * ln(0.5 + 0.5 * link.strength / chance)
    };
    let mut rarest = Vec::new();
    for (number, (link, product)) in links.iter().zip(&products).enumerate() {
        if *product > largest || *product == largest && of_largest == 0 {
            continue;
        }
        of_largest -= usize::from(*product == largest);
        let gain = gain(link);
        if gain > 0.0 {
            rarest.push((number, gain));
        }
    }
    rarest
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

/// The points of what each zh sentence, from `starts` on, shares with en sentences: one for each pair of sentences.
fn summed(starts: &[u32], shared: &[(u32, f32)], columns: usize) -> Vec<Point> {
    let mut gains = vec![0.0_f32; columns];
    let mut met: Vec<u32> = Vec::new();
    let mut points = Vec::new();
    for (zh, ends) in starts.windows(2).enumerate() {
        for &(en, gain) in &shared[ends[0] as usize..ends[1] as usize] {
            if gains[en as usize] == 0.0 {
                met.push(en);
            }
            gains[en as usize] += gain;
        }
        met.sort_unstable();
        for en in met.drain(..) {
            let gain = std::mem::take(&mut gains[en as usize]);
            points.push(Point { zh: zh as u32, en, gain });
        }
    }
    points
}

/// Drops every point through which no good chain runs.
pub(crate) fn keep_best_chains(points: &mut Vec<Point>, columns: usize) {
    let last = columns as u32;
    let (ends_at, mut starts_at) = both(
        points.len(),
        || heaviest_chains(points.iter().copied(), columns, |point| point.en),
        || heaviest_chains(points.iter().rev().copied(), columns, |point| last - 1 - point.en),
    );
    starts_at.reverse();
    let through =
        |place: usize, point: &Point| ends_at[place] + starts_at[place] - f64::from(point.gain);
    let best =
        points.iter().enumerate().map(|(place, point)| through(place, point)).fold(0.0, f64::max);
    let mut place = 0;
    points.retain(|point| {
        let keep = through(place, point) >= best - TOLERANCE;
        place += 1;
        keep
    });
}

/// The points that others bear out: their gains within [`NEIGHBOURHOOD`] sentences on both sides add up to
/// [`CORROBORATION`], or to half of what is usual among these points if that is less.
///
/// A lone point off the way would have the search leave out all that lies between it and the next one on both sides; a
/// lone point on it costs a wider band where it is missing.
fn corroborated(points: &[Point]) -> Vec<Point> {
    let mut first = 0;
    let gain = |point: &Point| {
        while points[first].zh + NEIGHBOURHOOD < point.zh {
            first += 1;
        }
        let near = points[first..].iter().take_while(|other| other.zh <= point.zh + NEIGHBOURHOOD);
        let mut found = 0.0;
        for other in near.filter(|other| other.en.abs_diff(point.en) <= NEIGHBOURHOOD) {
            found += other.gain;
            if found >= 2.0 * CORROBORATION {
                break;
            }
        }
        f64::from(found)
    };
    let found: Vec<f64> = points.iter().map(gain).collect();
    let usual = median(&mut found.clone()).unwrap_or(0.0);
    let least = (0.5 * usual).min(f64::from(CORROBORATION));
    points
        .iter()
        .zip(&found)
        .filter(|(_, found)| **found >= least)
        .map(|(point, _)| *point)
        .collect()
}

/// For each point the weight of the heaviest chain that ends there; points come sorted by their first side, `column`
/// gives the second. In double precision: a chain of some hundred thousand points weighs so much that single precision
/// would round by more than the tolerance, differently from both ends.
fn heaviest_chains(
    points: impl Iterator<Item = Point>,
    columns: usize,
    column: impl Fn(&Point) -> u32,
) -> Vec<f64> {
    let mut best = vec![0.0_f64; columns + 1];
    let mut weights: Vec<f64> = Vec::new();
    let mut waiting: Vec<(u32, f64)> = Vec::new();
    let mut row = u32::MAX;
    for point in points {
        if point.zh != row {
            row = point.zh;
            for (column, weight) in waiting.drain(..) {
                raise(&mut best, column, weight);
            }
        }
        let weight = f64::from(point.gain) + highest_before(&best, column(&point));
        weights.push(weight);
        waiting.push((column(&point), weight));
    }
    weights
}

/// Fenwick tree of prefix maxima: raises the value at `column`.
fn raise(tree: &mut [f64], column: u32, weight: f64) {
    let mut node = column as usize + 1;
    // A node's value is never below that of a node it contains.
    while node < tree.len() && weight > tree[node] {
        tree[node] = weight;
        node += node & node.wrapping_neg();
    }
}

/// The highest value at any column before `column`.
fn highest_before(tree: &[f64], column: u32) -> f64 {
    let mut node = column as usize;
    let mut highest = 0.0_f64;
    while node > 0 {
        if tree[node] > highest {
            highest = tree[node];
        }
        node &= node - 1;
    }
    highest
}

/// The band between the points, through the given corners: a cut beside points spans them all, a cut between them what lies between.
fn staircase(points: &[Point], corners: &[(usize, usize)], sides: (&Tokens, &Tokens)) -> Band {
    let (rows, columns) = (sides.0.sentences(), sides.1.sentences());
    let mut corners = corners.to_vec();
    corners.extend([(0, 0), (rows, columns)]);
    let (low, high) = edges(points, &corners, (0, rows), sides);
    Band::repaired(low, high, columns).limited(CELLS_A_SENTENCE)
}

/// The first and the last cell of each cut from `first` to `last`, both of which must be corners.
pub(crate) fn edges(
    points: &[Point],
    corners: &[(usize, usize)],
    (first, last): (usize, usize),
    sides: (&Tokens, &Tokens),
) -> (Vec<u32>, Vec<u32>) {
    let rows = last - first;
    let mut lowest = vec![u32::MAX; rows + 1];
    let mut highest = vec![0_u32; rows + 1];
    let mut corner = |cut: usize, column: u32| {
        lowest[cut - first] = lowest[cut - first].min(column);
        highest[cut - first] = highest[cut - first].max(column);
    };
    for &(cut, column) in corners {
        corner(cut, column as u32);
    }
    for point in points {
        corner(point.zh as usize, point.en);
        corner(point.zh as usize + 1, point.en + 1);
    }
    let occupied: Vec<usize> = (0..=rows).filter(|cut| lowest[*cut] != u32::MAX).collect();
    for pair in occupied.windows(2).rev() {
        lowest[pair[0]] = lowest[pair[0]].min(lowest[pair[1]]);
    }
    for pair in occupied.windows(2) {
        highest[pair[1]] = highest[pair[1]].max(highest[pair[0]]);
    }
    for pair in occupied.windows(2) {
        let edges = (lowest[pair[0]], highest[pair[1]]);
        let ends = (first + pair[0], first + pair[1]);
        for cut in pair[0] + 1..pair[1] {
            (lowest[cut], highest[cut]) = corridor(first + cut, ends, edges, sides);
        }
    }
    let low = (0..=rows).map(|cut| lowest[cut.saturating_sub(SLACK_ROWS)].saturating_sub(SLACK));
    let high = (0..=rows).map(|cut| highest[(cut + SLACK_ROWS).min(rows)].saturating_add(SLACK));
    (low.collect(), high.collect())
}

/// The cells of a cut between two occupied ones: all between their edges or, where that is too wide, those around the
/// line on which both sides have used up the same share of their characters.
fn corridor(
    cut: usize,
    (upper, lower): (usize, usize),
    (left, right): (u32, u32),
    (zh, en): (&Tokens, &Tokens),
) -> (u32, u32) {
    let widest = ((lower - upper) as u32 / 4).clamp(WIDEST.0, WIDEST.1);
    if right - left <= widest {
        return (left, right);
    }
    let used = zh.characters_in(upper, cut) as f32 / zh.characters_in(upper, lower).max(1) as f32;
    let goal = en.characters_before[left as usize] as f32
        + used * en.characters_in(left as usize, right as usize) as f32;
    let middle = en.characters_before.partition_point(|before| (*before as f32) < goal) as u32;
    (middle.saturating_sub(widest / 2).max(left), (middle + widest / 2).min(right))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Point, corroborated, keep_best_chains, smallest_within};

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

    #[test]
    fn a_long_chain_is_kept_to_the_last_point() {
        let gain = |at: u32| 3.1 + 0.37 * (at % 11) as f32;
        let chain: Vec<Point> =
            (0..300_000).map(|at| Point { zh: at, en: at, gain: gain(at) }).collect();
        let mut kept = chain.clone();
        keep_best_chains(&mut kept, chain.len());
        assert!(kept == chain, "{} of {} points are left", kept.len(), chain.len());
    }

    #[test]
    fn a_lone_point_says_nothing_and_a_row_of_weak_ones_does() {
        let row = (0..20).map(|at| Point { zh: at, en: at + 2, gain: 2.0 });
        let lone = Point { zh: 40, en: 90, gain: 9.0 };
        let strong = Point { zh: 60, en: 70, gain: 15.0 };
        let points: Vec<Point> = row.chain([lone, strong]).collect();
        let kept = corroborated(&points);
        assert_eq!(kept.len(), 21);
        assert!(kept.contains(&strong) && !kept.contains(&lone));
        let sparse: Vec<Point> =
            (0..20).map(|at| Point { zh: 30 * at, en: 31 * at, gain: 3.0 }).collect();
        assert_eq!(corroborated(&sparse), sparse);
    }
}
