//! What a path says about its document: length ratio and variance, rate of nulls.

use crate::length::{LengthModel, REFERENCE_VARIANCE};
use crate::numeric::median;
use crate::search::Step;
use crate::tokens::Tokens;
use crate::weights::Weights;

/// Beads' worth of belief in the reference variance.
const VARIANCE_PRIOR: f64 = 15.0;
/// Beads' worth of belief in the ratio of the two sides as a whole.
const RATIO_PRIOR: f64 = 3.0;
/// The usual rate of nulls, and the beads' worth of belief in it.
const NULL_RATE: f64 = 0.03;
const NULL_PRIOR: f64 = 20.0;
/// Median of a squared standard normal variable.
const MEDIAN_SQUARE: f64 = 0.455;

/// English characters for each Chinese one, over the whole of both sides.
pub(crate) fn overall_ratio(zh: &Tokens, en: &Tokens) -> f64 {
    let total = |side: &Tokens| f64::from(side.characters_in(0, side.sentences()));
    ((total(en) + 30.0) / (total(zh) + 10.0)).clamp(1.0, 9.0)
}

/// The length model of the document that `path` aligns.
///
/// The ratio is that of the paired sentences; the variance lies between a robust estimate (from the median) and the
/// mean, both shrunk towards the usual.
pub(crate) fn length(
    path: &[Step],
    (zh, en): (&Tokens, &Tokens),
    weights: &Weights,
) -> LengthModel {
    let overall = overall_ratio(zh, en);
    let lengths: Vec<(f64, f64)> = path
        .iter()
        .filter(|step| !step.is_null())
        .map(|step| {
            let (zh_end, en_end) = step.end();
            (
                f64::from(zh.characters_in(step.zh, zh_end)),
                f64::from(en.characters_in(step.en, en_end)),
            )
        })
        .collect();
    let count = lengths.len() as f64;
    let zh_sum: f64 = lengths.iter().map(|pair| pair.0).sum();
    let en_sum: f64 = lengths.iter().map(|pair| pair.1).sum();
    let mean = if count > 0.0 { zh_sum / count } else { 1.0 };
    let ratio =
        ((en_sum + RATIO_PRIOR * overall * mean) / (zh_sum + RATIO_PRIOR * mean)).clamp(1.0, 9.0);
    let mut squares: Vec<f64> = lengths
        .iter()
        .map(|(zh, en)| {
            let expected = ratio * zh;
            (en - expected) * (en - expected) / (0.5 * (en + expected)).max(1.0)
        })
        .collect();
    let mean = squares.iter().map(|square| square.min(100.0)).sum::<f64>() / count.max(1.0);
    let middle = median(&mut squares).map_or(1.0, |median| median / MEDIAN_SQUARE);
    let found = libm::log((middle.max(1.0) * mean.max(1.0)).max(1.0)) / 2.0;
    let variance = libm::exp(
        (VARIANCE_PRIOR * libm::log(REFERENCE_VARIANCE) + count * found) / (VARIANCE_PRIOR + count),
    );
    LengthModel::new(ratio, variance, weights)
}

/// The cost of the first null bead of a run, by the rate of nulls in `path`.
pub(crate) fn null_cost(path: &[Step], weights: &Weights) -> f32 {
    let nulls = path.iter().filter(|step| step.is_null()).count() as f64;
    let rate = (nulls + NULL_PRIOR * NULL_RATE) / (path.len() as f64 + NULL_PRIOR);
    weights.null_open - weights.null_adapt * libm::log(rate / NULL_RATE) as f32
}
