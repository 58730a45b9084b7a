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
pub(crate) const INPUTS: usize = 29;

/// Weights of the logistic model, fitted by `scripts/fit-adequacy`.
const WEIGHTS: [f64; INPUTS] = [
    3.289, 0.094, -0.509, -0.139, 0.710, 0.586, 0.398, 0.246, -1.224, 0.040, -0.057, 0.079, 3.194,
    -3.375, -2.311, -0.388, -1.859, 0.841, -0.537, -1.566, 1.044, 0.690, -0.284, 0.871, -0.031,
    -0.565, -0.005, -1.226, 1.529,
];

/// What the model looks at; the first is constant.
pub(crate) fn inputs(sides: &Sides<'_>) -> [f64; INPUTS] {
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
