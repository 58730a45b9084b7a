use duizhao_bitext::Feature;

use super::Measure;
use super::length_deviation::deviation;
use super::terminal::ends_alike;
use crate::evidence::{Evidence, Words};
use crate::sides::Sides;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "adequacy",
        description: "probability that the texts translate each other rather than stand beside each other by mistake, by their \
            words, numbers, marks and lengths alone, 0 to 1",
    },
    of: |sides| crate::logistic::probability(&WEIGHTS, &inputs(sides)) as f32,
};

/// How many inputs the model has.
const INPUTS: usize = 29;

/// What the model looks at.
pub(crate) type Inputs = [f64; INPUTS];

/// Weights of the logistic model, fitted by `scripts/fit-adequacy`.
const WEIGHTS: [f64; INPUTS] = [
    4.142, 0.139, -0.539, -0.109, 0.718, 0.484, 0.340, 0.160, -1.225, 0.159, -0.057, 0.089, 3.285,
    -3.272, -2.214, -0.327, -1.797, 0.850, -0.540, -1.617, 1.172, 0.620, -0.344, -0.277, -0.043,
    -0.530, -0.032, -1.365, 1.712,
];

/// What the model looks at; the first is constant.
pub(crate) fn inputs(sides: &Sides<'_>) -> Inputs {
    let Evidence { zh, en, names, zh_numbers, en_numbers, marks } = sides.evidence;
    let words = (zh.found.all() + en.found.all()) as f64;
    let missing = |words: Words| words.found.no as f64 / (words.found.all() as f64 + 3.0);
    let mean = |words: Words| f64::from(words.nats) / (words.found.all() as f64 + 2.0);
    let rooted = |words: Words| f64::from(words.nats) / libm::sqrt(words.found.all() as f64 + 2.0);
    let sum = |words: Words| f64::from(words.nats).clamp(-20.0, 40.0);
    let some = |count: usize, most: usize| count.min(most) as f64;
    let length = deviation(sides).clamp(-6.0, 6.0);
    let total = (f64::from(zh.nats) + f64::from(en.nats)) / libm::sqrt(words + 2.0);
    [
        1.0,
        (total + 2.0).max(0.0),
        total.max(0.0),
        (total - 2.0).max(0.0),
        rooted(zh).min(rooted(en)),
        f64::from(u8::from(zh.found.yes + en.found.yes + names.yes + zh_numbers.yes == 0)),
        rooted(zh),
        rooted(en),
        mean(zh),
        mean(en),
        sum(zh),
        sum(en),
        (zh.found.yes + en.found.yes + 1) as f64 / (words + 3.0),
        missing(zh).min(missing(en)),
        missing(zh).max(missing(en)),
        some(names.yes, 4),
        some(names.no, 4),
        some(zh_numbers.yes + en_numbers.yes, 6),
        some(zh_numbers.no, 3),
        some(en_numbers.no, 3),
        some(zh_numbers.no.min(en_numbers.no), 2),
        some(marks.yes, 6),
        some(marks.no, 6),
        f64::from(u8::from(ends_alike(sides))),
        length * length,
        libm::fabs(length),
        length,
        libm::log(sides.zh_letters.weight() + 10.0),
        libm::log(words + 1.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured_with;
    use duizhao_lexicon::Lexicon;

    #[test]
    fn a_translation_is_told_from_another_sentence_of_its_length() {
        let lexicon = Lexicon::bundled().unwrap();
        let measured = |en| measured_with(&lexicon, &MEASURE, "春天，农民在山坡上种苹果树。", en);
        let right = measured("In spring the farmers plant apple trees on the hillside.");
        let wrong = measured("The committee published its annual report on Thursday.");
        assert!(right > 0.95 && wrong < 0.2, "{right} {wrong}");
    }

    #[test]
    fn a_short_exchange_is_no_mistake() {
        let lexicon = Lexicon::bundled().unwrap();
        for (zh, en) in
            [("好的。", "All right."), ("你是谁？", "Who are you?"), ("第3章", "Chapter 3")]
        {
            let adequacy = measured_with(&lexicon, &MEASURE, zh, en);
            assert!(adequacy > 0.3, "{zh} {adequacy}");
        }
    }
}
