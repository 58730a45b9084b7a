use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "context",
        description: "probability that the pair stands in a stretch of translations and not in one where lines have slipped, by \
            the adequacy of the pairs around it in its document, 0 to 1; null for a pair that stands by itself",
    },
    of: |_| f32::NAN,
};

/// How often a stretch of one kind ends at a pair, and how often a document begins with a wrong one.
const CHANGE: f64 = 0.01;
const WRONG_AT_FIRST: f64 = 0.03;
/// Log-odds of a pair count up to here, so that it does not speak for the others.
const MOST: f64 = 4.0;
/// Fewer pairs than these have no context.
const FEWEST: usize = 3;

/// The context of each of the pairs of a document, of which these are the adequacies in order.
///
/// A chain of two states, translations and other pairs, of which every pair's adequacy is the evidence: the forward-backward
/// algorithm (Rabiner 1989) gives the probability of the first state. Linear.
pub(crate) fn contexts(adequacies: &[f32]) -> Vec<f32> {
    if adequacies.len() < FEWEST {
        return vec![f32::NAN; adequacies.len()];
    }
    let likelihoods: Vec<f64> = adequacies
        .iter()
        .map(|probability| {
            let probability = f64::from(*probability).clamp(1e-6, 1.0 - 1e-6);
            libm::exp(libm::log(probability / (1.0 - probability)).clamp(-MOST, MOST))
        })
        .collect();
    // Probability of the first state before each pair, given those before it; then the same from the other end.
    let mut before = Vec::with_capacity(likelihoods.len());
    let mut right = 1.0 - WRONG_AT_FIRST;
    for likelihood in &likelihoods {
        before.push(right);
        right = step(right * likelihood, 1.0 - right);
    }
    let mut after = 0.5;
    let mut contexts = vec![0.0; likelihoods.len()];
    for at in (0..likelihoods.len()).rev() {
        let right = before[at] * likelihoods[at] * after;
        let wrong = (1.0 - before[at]) * (1.0 - after);
        contexts[at] = (right / (right + wrong)) as f32;
        after = step(after * likelihoods[at], 1.0 - after);
    }
    contexts
}

/// The probability of the first state one pair on, from the weights of both.
fn step(right: f64, wrong: f64) -> f64 {
    let right = right / (right + wrong);
    right * (1.0 - CHANGE) + (1.0 - right) * CHANGE
}

#[cfg(test)]
mod tests {
    use super::contexts;

    #[test]
    fn a_stretch_of_bad_pairs_is_seen_from_end_to_end_and_one_bad_pair_is_not() {
        let mut adequacies = vec![0.99; 30];
        adequacies[5] = 0.02;
        adequacies[15..22].fill(0.1);
        let contexts = contexts(&adequacies);
        assert!(contexts[5] > 0.5, "{contexts:?}");
        assert!(contexts[15..22].iter().all(|context| *context < 0.2), "{contexts:?}");
        assert!(contexts[14] > 0.9 && contexts[22] > 0.9, "{contexts:?}");
    }

    #[test]
    fn pairs_that_say_nothing_are_judged_by_their_neighbours() {
        let mut adequacies = vec![0.02; 11];
        adequacies[5] = 0.6;
        assert!(contexts(&adequacies)[5] < 0.1);
        assert!(contexts(&[0.95, 0.5, 0.95])[1] > 0.9);
    }

    #[test]
    fn a_short_document_has_none() {
        assert!(contexts(&[0.5; 2]).iter().all(|context| context.is_nan()));
        assert!(contexts(&[]).is_empty());
    }
}
