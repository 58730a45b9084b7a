use duizhao_bitext::Feature;

use super::Measure;
use super::completeness::DOCUMENT;
use super::length_deviation::deviation;
use super::terminal::ends_alike;
use crate::evidence::{Evidence, Words};
use crate::sides::Sides;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "adequacy",
        description: "probability that the texts translate each other rather than stand beside each other by mistake, by their \
            words, numbers, marks and lengths, and by what is usual in the document, 0 to 1",
    },
    of: |sides| crate::logistic::probability(&WEIGHTS, &inputs(sides)) as f32,
};

/// How many inputs the model has.
pub(super) const INPUTS: usize = 29;

/// What the model looks at.
pub(crate) type Inputs = [f64; INPUTS];

/// Weights of the logistic model of a pair alone, fitted by `scripts/fit-adequacy`.
const WEIGHTS: [f64; INPUTS] = [
    4.142, 0.139, -0.539, -0.109, 0.718, 0.484, 0.340, 0.160, -1.225, 0.159, -0.057, 0.089, 3.285,
    -3.272, -2.214, -0.327, -1.797, 0.850, -0.540, -1.617, 1.172, 0.620, -0.344, -0.277, -0.043,
    -0.530, -0.032, -1.365, 1.712,
];

/// Weights of the model of a pair in its document, fitted by the same script: of what that of a pair alone looks at, and of
/// what sets the pair in its document.
const WEIGHTS_IN_DOCUMENT: [f64; INPUTS + DOCUMENT] = [
    2.585, 0.008, -0.416, -0.239, 0.786, 0.672, 0.603, 0.098, -1.120, 0.168, -0.098, 0.139, 2.818,
    -3.177, -2.026, -0.249, -1.612, 0.936, -0.517, -1.610, 0.940, 0.465, -0.615, -0.445, 0.158,
    -0.006, 0.115, -0.331, 0.437, -0.317, -0.122, -0.152, 0.132, -0.697, 0.497, -0.535, -0.773,
    0.087, 0.135, 0.528, 1.277, 1.280, -0.544, -0.406, -0.865, -0.808, 0.186, -0.125, -0.699,
    0.059, 0.176, -0.525, 0.116,
];

/// The probability that a pair's texts translate each other, given what sets the pair in its document.
pub(crate) fn in_document(alone: &Inputs, document: &[f64; DOCUMENT]) -> f32 {
    crate::logistic::probability(&WEIGHTS_IN_DOCUMENT, &inputs_in_document(alone, document)) as f32
}

/// What the model of a pair in its document looks at.
pub(crate) fn inputs_in_document(
    alone: &Inputs,
    document: &[f64; DOCUMENT],
) -> [f64; INPUTS + DOCUMENT] {
    let mut inputs = [0.0; INPUTS + DOCUMENT];
    inputs[..INPUTS].copy_from_slice(alone);
    inputs[INPUTS..].copy_from_slice(document);
    inputs
}

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
