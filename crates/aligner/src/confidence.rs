//! How likely a bead is right, and a pair of texts a translation.

use duizhao_bitext::Bead;

use crate::length::LengthModel;
use crate::numeric::sigmoid;
use crate::tokens::Tokens;

/// How many features a bead's probability is made of.
pub(crate) const FEATURES: usize = 8;

/// Their names, in order.
pub const FEATURE_NAMES: [&str; FEATURES] = [
    "margin",
    "margin_squared",
    "least_neighbour_margin",
    "gain",
    "length_cost",
    "one_to_many",
    "many_to_many",
    "beside_null",
];

/// Constant and weights of the logistic model, fitted by the example `calibrate` on beads of all sets.
const CONSTANT: f64 = 0.275;
const WEIGHTS: [f64; FEATURES] = [0.617, -0.0215, 0.075, -1.060, -0.177, -0.298, -1.897, -0.063];

/// Margins count up to here.
const MOST_MARGIN: f32 = 15.0;

/// The features of every bead of a path; `gains` are the beads' own scores.
pub(crate) fn features(
    beads: &[Bead],
    gains: &[f32],
    (zh, en): (&Tokens, &Tokens),
    length: &LengthModel,
) -> Vec<[f32; FEATURES]> {
    let margin = |bead: &Bead| bead.margin.min(MOST_MARGIN);
    (0..beads.len())
        .map(|at| {
            let bead = &beads[at];
            let before = at.checked_sub(1).map(|before| &beads[before]);
            let neighbours = [before, beads.get(at + 1)];
            let least =
                neighbours.iter().flatten().map(|bead| margin(bead)).fold(MOST_MARGIN, f32::min);
            let beside_null = neighbours.iter().flatten().any(|bead| bead.is_null());
            let characters = (
                zh.characters_in(bead.zh.start, bead.zh.end),
                en.characters_in(bead.en.start, bead.en.end),
            );
            let tokens =
                zh.tokens_in(bead.zh.start, bead.zh.end) + en.tokens_in(bead.en.start, bead.en.end);
            let (a, b) = (bead.zh.len(), bead.en.len());
            let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
            [
                margin(bead),
                margin(bead) * margin(bead),
                least,
                (gains[at] / (tokens as f32 + 4.0)).clamp(-2.0, 4.0),
                length.cost(characters.0, characters.1),
                flag((a == 1) != (b == 1)),
                flag(a > 1 && b > 1),
                flag(beside_null),
            ]
        })
        .collect()
}

/// The probability that a bead with these features is right.
pub(crate) fn probability(features: &[f32; FEATURES]) -> f32 {
    let sum: f64 =
        features.iter().zip(WEIGHTS).map(|(value, weight)| f64::from(*value) * weight).sum();
    sigmoid(CONSTANT + sum) as f32
}

/// Least agreement of texts that are taken for translations of each other.
pub(crate) const LEAST_AGREEMENT: f32 = 0.05;
