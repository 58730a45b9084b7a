//! How likely a bead is right, and a pair of texts a translation.

use duizhao_bitext::Bead;

use crate::numeric::sigmoid;

/// How many features a bead's probability is made of.
pub(crate) const FEATURES: usize = 2;

/// Their names, in order.
///
/// The two margins are shares of the document's own: where sentences are long and full of names, all margins are large, the
/// wrong ones' too.
pub const FEATURE_NAMES: [&str; FEATURES] = ["margin", "least_neighbour_margin"];

/// Probability that even the clearest bead is wrong: no gold has fewer mistakes.
pub const NEVER_SURE: f64 = 0.01;

/// Constant and weights of the logistic model, fitted by the example `calibrate` on beads of all sets.
const CONSTANT: f64 = -0.298;
const WEIGHTS: [f64; FEATURES] = [5.972, -0.224];

/// Margins count up to here.
const MOST_MARGIN: f32 = 15.0;
/// A document's typical margin before any bead is seen, and how many beads that counts for.
const USUAL_MARGIN: (f32, f32) = (8.0, 5.0);

/// The features of every bead of a path.
pub(crate) fn features(beads: &[Bead]) -> Vec<[f32; FEATURES]> {
    let typical = typical_margin(beads);
    let margin = |bead: &Bead| bead.margin.min(MOST_MARGIN) / (typical + 1.0);
    (0..beads.len())
        .map(|at| {
            let bead = &beads[at];
            let before = at.checked_sub(1).map(|before| &beads[before]);
            let neighbours = before.into_iter().chain(beads.get(at + 1));
            let least = neighbours.map(margin).fold(MOST_MARGIN / (typical + 1.0), f32::min);
            [margin(bead), least]
        })
        .collect()
}

/// The median margin of the beads that pair something, drawn towards the usual one where they are few.
fn typical_margin(beads: &[Bead]) -> f32 {
    let mut margins: Vec<f32> =
        beads.iter().filter(|bead| !bead.is_null()).map(|bead| bead.margin).collect();
    let middle = margins.len() / 2;
    let median = match margins.get(middle) {
        Some(_) => *margins.select_nth_unstable_by(middle, f32::total_cmp).1,
        None => 0.0,
    };
    let (count, (usual, weight)) = (margins.len() as f32, USUAL_MARGIN);
    (median.clamp(0.0, MOST_MARGIN) * count + usual * weight) / (count + weight)
}

/// The probability that a bead with these features is right.
pub(crate) fn probability(features: [f32; FEATURES]) -> f32 {
    let sum: f64 =
        features.iter().zip(WEIGHTS).map(|(value, weight)| f64::from(*value) * weight).sum();
    ((1.0 - NEVER_SURE) * sigmoid(CONSTANT + sum)) as f32
}

/// Least agreement of texts that are taken for translations of each other.
pub(crate) const LEAST_AGREEMENT: f32 = 0.05;

#[cfg(test)]
mod tests {
    use duizhao_bitext::Bead;

    use super::{NEVER_SURE, features, probability};

    /// The probabilities of 1-1 beads with these margins.
    fn judged(margins: &[f32]) -> Vec<f32> {
        let bead = |(at, margin): (usize, &f32)| Bead {
            margin: *margin,
            ..Bead::new(at..at + 1, at..at + 1)
        };
        let beads: Vec<Bead> = margins.iter().enumerate().map(bead).collect();
        features(&beads).into_iter().map(probability).collect()
    }

    #[test]
    fn a_clear_bead_is_likelier_than_an_unclear_one_and_none_is_sure() {
        let mut margins = vec![8.0; 30];
        (margins[10], margins[20]) = (1.0, 1e9);
        let judged = judged(&margins);
        assert!(judged[10] < 0.8 && judged[0] > 0.95 && judged[20] > judged[0], "{judged:?}");
        assert!(f64::from(judged[20]) <= 1.0 - NEVER_SURE);
    }

    #[test]
    fn a_margin_counts_for_less_where_all_are_large() {
        let with = |usual: f32| {
            let mut margins = vec![usual; 99];
            margins[50] = 4.0;
            judged(&margins)[50]
        };
        assert!(with(12.0) < with(8.0) && with(8.0) < with(4.0));
    }

    #[test]
    fn two_beads_do_not_say_what_is_usual() {
        let judged = judged(&[0.5, 0.5]);
        assert!(judged[0] < 0.6, "{judged:?}");
    }
}
