//! The weights of the logistic model.

use super::features::{FAR, Features};
use super::gap::{Gap, Right, Tail};

/// Bits of a feature's hash that choose its weight.
pub(crate) const BITS: u32 = 15;

/// No weight is larger than this, by training: so it is soon known of most gaps what the sum will say.
pub(crate) const LARGEST: u8 = 32;

/// The weights, trained by `scripts/train-english-boundaries` on UD English EWT, and behind them the margin; see
/// `data/segmenter/`.
static WEIGHTS: &[u8; (1 << BITS) + 1] =
    include_bytes!("../../../../data/segmenter/english-boundaries.i8");

/// Whether a sentence ends at `gap`. What the marks alone say (`likely`) is overruled only by more than the margin: the
/// smallest with which, in cross-validation, the model cuts no more sentences in two than the marks do.
pub(super) fn ends(gap: &Gap<'_>, tail: &Tail<'_>, right: &Right<'_>, likely: bool) -> bool {
    const FURTHER: i32 = FAR as i32 * LARGEST as i32;
    let margin = i32::from(WEIGHTS[1 << BITS]);
    let needed = if likely { -margin } else { margin + 1 };
    let (features, near) = Features::of(gap, tail, right);
    let sum = sum(near);
    if sum.abs_diff(needed) > FURTHER.unsigned_abs() {
        return sum >= needed;
    }
    sum + self::sum(features.far()) >= needed
}

fn sum<const COUNT: usize>(hashes: [u32; COUNT]) -> i32 {
    hashes.iter().map(|hash| i32::from(WEIGHTS[(hash >> (32 - BITS)) as usize] as i8)).sum()
}

#[cfg(test)]
mod tests {
    use super::{BITS, LARGEST, WEIGHTS};

    #[test]
    fn no_weight_is_larger_than_the_largest() {
        let weights = &WEIGHTS[..1 << BITS];
        assert!(weights.iter().all(|weight| (*weight as i8).unsigned_abs() <= LARGEST));
        assert!(weights.iter().any(|weight| *weight != 0));
    }
}
