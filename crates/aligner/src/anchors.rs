//! The first, coarse band: around all good chains of rare words that mean the same.

use crate::aligner::both;
use crate::band::Band;
use crate::dictionary::DictionaryLink;
use crate::numeric::median;
use crate::points::{Point, Telling, points};
use crate::tokens::{Occurrences, Tokens};
use crate::units;

/// A point stays if a chain through it is at most this much worse than the best one, in nats.
const TOLERANCE: f64 = 12.0;
/// Sentences on either side within which points bear each other out, and the gain that they must have together, in nats.
const NEIGHBOURHOOD: u32 = 8;
const CORROBORATION: f32 = 12.0;
/// By how many rows the edges are moved apart.
const SLACK_ROWS: usize = 1;
/// Cells of the first band for each sentence of both sides, beyond which its widest rows are cut down.
const CELLS_A_SENTENCE: usize = 128;
/// Least and most cells of a row in a stretch without points; in between a quarter of its rows.
const WIDEST: (u32, u32) = (120, 600);
/// Cells that stay on either side of the way where a text or such a stretch begins and ends.
const LEAST_REACH: u32 = 16;

/// How far anchors are trusted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trust {
    /// How many points (a zh and an en sentence that share something) are looked at for each sentence.
    pub(crate) points_a_sentence: usize,
    /// Cells added on either side of what the points leave, each of which may be wrong by a few sentences.
    pub(crate) slack: u32,
}

/// Where the band stays as it is until a first pass narrows it, before it looks at long beads.
pub(crate) const LASTING: Trust = Trust { points_a_sentence: 32, slack: 6 };
/// Where other anchors narrow it stretch by stretch: they find the way if it is inside, and a wide band costs them little.
/// Links that are rare in a long document are few, and between them lie wrong ones.
pub(crate) const PASSING: Trust = Trust { points_a_sentence: 16, slack: 64 };
/// Where anchors narrow a stretch.
pub(crate) const NARROWING: Trust = Trust { points_a_sentence: 16, slack: 4 };

/// The cells around every chain of anchors that is not much worse than the best.
///
/// An anchor is a pair of sentences that share linked types; its gain is the log-odds that they do so not by chance. The
/// rarest links are taken first, so that the number of points, and with it the cost, grows with the length of the text
/// only. The best chain is the heaviest one that rises on both sides (a Fenwick tree of maxima, n log n). A row of the
/// band reaches from the earliest to the latest place that any remaining chain leaves open.
pub(crate) fn band(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    occurrences: (&Occurrences, &Occurrences),
    trust: Trust,
) -> Band {
    let telling = Telling::rarest(links, (zh, en), occurrences, trust.points_a_sentence);
    let mut points = points(&telling, (zh, en), occurrences.1);
    if !zh.units.is_empty() {
        points.retain(|point| zh.unit(point.zh as usize) == en.unit(point.en as usize));
    }
    keep_best_chains(&mut points, en.sentences(), 1.0);
    let points = corroborated(&points);
    staircase(&points, &units::corners(zh, en), (zh, en), trust.slack)
}

/// Drops every point through which no good chain runs, and all if the best weighs no more than chance would make it: where
/// all sentences are made of the same few words, a chain over any of them says nothing.
///
/// The points lie in so many `columns`, in a band of which one row covers the `stretches`th part. The longest chain of n
/// points that fell into a rectangle by chance has 2√n of them (Vershik and Kerov 1977, Logan and Shepp 1977), and a band
/// is a row of rectangles.
pub(crate) fn keep_best_chains(points: &mut Vec<Point>, columns: usize, stretches: f64) {
    let last = columns as u32;
    let (ends_at, starts_at) = both(
        points.len(),
        || heaviest_chains(points.iter().copied(), columns, |point| point.en),
        || heaviest_chains(points.iter().rev().copied(), columns, |point| last - 1 - point.en),
    );
    let mut through = ends_at;
    for ((through, starts_at), point) in
        through.iter_mut().zip(starts_at.iter().rev()).zip(&*points)
    {
        *through += starts_at - f64::from(point.gain);
    }
    let heaviest = through.iter().copied().fold(0.0, f64::max);
    let count = points.len() as f64;
    let mean = points.iter().map(|point| f64::from(point.gain)).sum::<f64>() / count;
    if heaviest <= 2.0 * (count * stretches).sqrt() * mean {
        points.clear();
        return;
    }
    let least = heaviest - TOLERANCE;
    let mut through = through.into_iter();
    points.retain(|_| through.next().is_some_and(|through| through >= least));
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
    let mut weights: Vec<f64> = Vec::with_capacity(points.size_hint().0);
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
fn staircase(
    points: &[Point],
    corners: &[(usize, usize)],
    sides: (&Tokens, &Tokens),
    slack: u32,
) -> Band {
    let (rows, columns) = (sides.0.sentences(), sides.1.sentences());
    let mut corners = corners.to_vec();
    corners.extend([(0, 0), (rows, columns)]);
    let (low, high) = edges((points, &corners), (0, rows), sides, slack);
    Band::repaired(low, high, columns).limited(CELLS_A_SENTENCE)
}

/// The first and the last cell of each cut from `first` to `last`, both of which must be corners, with `slack` cells more on
/// either side; where the text begins or ends no more on one side than there are on the other, so that what later keeps only
/// the middle of a row keeps what was in its middle.
pub(crate) fn edges(
    (points, corners): (&[Point], &[(usize, usize)]),
    (first, last): (usize, usize),
    sides: (&Tokens, &Tokens),
    slack: u32,
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
    let columns = sides.1.sentences() as u32;
    let with_slack = |cut: usize| {
        let low = lowest[cut.saturating_sub(SLACK_ROWS)];
        let high = highest[(cut + SLACK_ROWS).min(rows)];
        let room = low.min(columns.saturating_sub(high)).max(LEAST_REACH);
        let slack = slack.min(room);
        (low.saturating_sub(slack), high.saturating_add(slack))
    };
    (0..=rows).map(with_slack).unzip()
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
    // No further to one side than to the other, so that the line is in the middle.
    let reach = (middle - left).min(right - middle).clamp(LEAST_REACH, widest / 2);
    (middle.saturating_sub(reach).max(left), (middle + reach).min(right))
}

#[cfg(test)]
mod tests {
    use super::{corroborated, keep_best_chains};
    use crate::points::Point;

    #[test]
    fn a_long_chain_is_kept_to_the_last_point() {
        let gain = |at: u32| 3.1 + 0.37 * (at % 11) as f32;
        let chain: Vec<Point> =
            (0..300_000).map(|at| Point { zh: at, en: at, gain: gain(at) }).collect();
        let mut kept = chain.clone();
        keep_best_chains(&mut kept, chain.len(), 1.0);
        assert!(kept == chain, "{} of {} points are left", kept.len(), chain.len());
    }

    #[test]
    fn a_chain_that_chance_would_make_is_none() {
        let among = |way: u32| {
            let mut points: Vec<Point> = (0..4000_u32)
                .map(|at| at.wrapping_mul(2_654_435_761) >> 8)
                .map(|at| Point { zh: at % 1000, en: at / 1000 % 1000, gain: 1.0 })
                .chain((0..way).map(|at| Point { zh: 2 * at, en: 2 * at, gain: 1.0 }))
                .collect();
            points.sort_by_key(|point| (point.zh, point.en));
            keep_best_chains(&mut points, 1000, 1.0);
            points.len()
        };
        assert_eq!(among(0), 0);
        assert!(among(400) > 400);
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
