//! The weights of the logistic model.

/// Bits of a feature's hash that choose its weight.
pub(crate) const BITS: u32 = 17;

/// The weights, trained by `scripts/train-english-boundaries` on UD English EWT, and behind them the margin; see
/// `data/segmenter/`.
static WEIGHTS: &[u8; (1 << BITS) + 1] =
    include_bytes!("../../../../data/segmenter/english-boundaries.i8");

/// Whether the features say that a sentence ends. What the marks alone say (`likely`) is overruled only by more than the
/// margin: the smallest with which, in cross-validation, the model cuts no more sentences in two than the marks do.
pub(super) fn ends(features: &[u32], likely: bool) -> bool {
    let weight = |hash: &u32| i32::from(WEIGHTS[(hash >> (32 - BITS)) as usize] as i8);
    let sum: i32 = features.iter().map(weight).sum();
    let margin = i32::from(WEIGHTS[1 << BITS]);
    if likely { sum >= -margin } else { sum > margin }
}
