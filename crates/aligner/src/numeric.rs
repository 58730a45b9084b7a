//! Logarithms that are the same on every machine.

/// Natural logarithm of a positive, normal number, with an absolute error below 2e-5.
///
/// Only additions and multiplications, so that every platform gives the same bits, and about five times as fast as
/// `libm::logf`: the evidence of a document takes some thousand logarithms for each sentence. The mantissa's polynomial
/// is a degree-six minimax fit of log2 on [1, 2).
pub(crate) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    let polynomial = 3.115_79
        + mantissa
            * (-3.324_199
                + mantissa
                    * (2.598_845_2
                        + mantissa
                            * (-1.231_530_3
                                + mantissa * (0.318_213_37 - 0.034_436_006 * mantissa))));
    (polynomial * (mantissa - 1.0) + exponent as f32) * std::f32::consts::LN_2
}

/// The logistic function.
pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The value in the middle of `values`, which it reorders; `None` for no values.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    values.get(middle)?;
    Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::ln;

    #[test]
    fn the_fast_logarithm_is_close() {
        let mut x = 1e-6_f32;
        while x < 1e9 {
            assert!((ln(x) - libm::logf(x)).abs() < 2e-5, "{x}: {} {}", ln(x), libm::logf(x));
            x *= 1.003;
        }
    }
}
