/// The probability that a logistic model gives, with these weights of its inputs.
pub(crate) fn probability(weights: &[f64], inputs: &[f64]) -> f64 {
    let odds: f64 = weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum();
    1.0 / (1.0 + libm::exp(-odds))
}
