//! How likely a bead is right, and a pair of texts a translation.

use duizhao_bitext::Bead;

use crate::numeric::sigmoid;

/// Probability that even the clearest bead is wrong: no gold has fewer mistakes.
pub const NEVER_SURE: f64 = 0.01;

/// Constant of the logistic model of a bead's clearness, and its weight, fitted by the example `calibrate` on beads of all sets.
const CONSTANT: f64 = -1.454;
const WEIGHT: f64 = 6.107;

/// Margins count up to here.
const MOST_MARGIN: f32 = 15.0;
/// A document's typical margin before any bead is seen, and how many beads that counts for.
const USUAL_MARGIN: (f32, f32) = (8.0, 5.0);

/// How clear every bead of a path is: the square root of its margin as a share of the document's own.
///
/// Where sentences are long and full of names, all margins are large, the wrong ones' too. The root makes more of the differences
/// between small margins, among which the wrong beads are.
pub(crate) fn clearness(beads: &[Bead]) -> Vec<f32> {
    let typical = typical_margin(beads);
    let share = |bead: &Bead| bead.margin.clamp(0.0, MOST_MARGIN) / (typical + 1.0);
    beads.iter().map(|bead| libm::sqrtf(share(bead))).collect()
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

/// The probability that a bead of this clearness is right.
pub(crate) fn probability(clearness: f32) -> f32 {
    let sum = CONSTANT + WEIGHT * f64::from(clearness);
    ((1.0 - NEVER_SURE) * sigmoid(sum)) as f32
}

/// Least agreement of texts that are taken for translations of each other.
pub(crate) const LEAST_AGREEMENT: f32 = 0.05;

#[cfg(test)]
mod tests {
    use duizhao_bitext::Bead;

    use super::{NEVER_SURE, clearness, probability};

    /// The probabilities of 1-1 beads with these margins.
    fn judged(margins: &[f32]) -> Vec<f32> {
        let bead = |(at, margin): (usize, &f32)| Bead {
            margin: *margin,
            ..Bead::new(at..at + 1, at..at + 1)
        };
        let beads: Vec<Bead> = margins.iter().enumerate().map(bead).collect();
        clearness(&beads).into_iter().map(probability).collect()
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
