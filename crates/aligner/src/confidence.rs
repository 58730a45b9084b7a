//! How likely a bead is right.

use crate::numeric::sigmoid;

/// The probability that a bead with this margin is right.
pub(crate) fn probability(margin: f32) -> f32 {
    sigmoid(0.2 + 0.45 * f64::from(margin.min(12.0))) as f32
}
