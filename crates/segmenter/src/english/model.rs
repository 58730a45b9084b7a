//! The weights of the logistic model.

/// Bits of a feature's hash that choose its weight.
pub(crate) const BITS: u32 = 15;

/// The weights, trained by `scripts/train-english-boundaries` on UD English EWT; see `data/segmenter/`.
static WEIGHTS: &[u8; 1 << BITS] =
    include_bytes!("../../../../data/segmenter/english-boundaries.i8");

/// Steps of a weight for one unit of log-odds.
pub(crate) const STEPS: i32 = 32;

/// Whether the features say that a sentence ends. Where the marks speak against it (none before the gap, or a small letter
/// behind it) the features must say so by one and a half units of log-odds: a sentence cut in two costs more than two in one.
pub(super) fn ends(features: &[u32], likely: bool) -> bool {
    let weight = |hash: &u32| i32::from(WEIGHTS[(hash >> (32 - BITS)) as usize] as i8);
    let sum: i32 = features.iter().map(weight).sum();
    sum > if likely { 0 } else { STEPS + STEPS / 2 }
}
