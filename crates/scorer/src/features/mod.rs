//! What is measured of a pair: a file for each feature.

mod copied;
mod coverage;
mod length_ratio;
mod letters;
mod numbers;
mod script_share;
mod terminal;

use duizhao_bitext::Feature;

use crate::sides::Sides;

/// A feature, and how it is measured. NaN where it cannot be.
pub(crate) struct Measure {
    pub(crate) feature: Feature,
    pub(crate) of: fn(&Sides<'_>) -> f32,
}

/// In the order of the corpus's columns. A new one goes to the end.
pub(crate) const MEASURES: &[Measure] = &[
    length_ratio::MEASURE,
    numbers::MEASURE,
    coverage::MEASURE,
    copied::MEASURE,
    script_share::ZH,
    script_share::EN,
    terminal::MEASURE,
    letters::MEASURE,
];

/// The features of every scored pair, in the order of [`Pair::features`](duizhao_bitext::Pair::features).
pub fn features() -> Vec<Feature> {
    MEASURES.iter().map(|measure| measure.feature).collect()
}

/// The place of a feature in that order.
pub(crate) fn position(name: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.feature.name == name)
}

#[cfg(test)]
pub(crate) fn measured(measure: &Measure, zh: &str, en: &str) -> f32 {
    measured_with(&duizhao_lexicon::Lexicon::empty(), measure, zh, en)
}

#[cfg(test)]
pub(crate) fn measured_with(
    lexicon: &duizhao_lexicon::Lexicon,
    measure: &Measure,
    zh: &str,
    en: &str,
) -> f32 {
    use duizhao_bitext::{Language, Sentence, Span};

    let [zh_sentence, en_sentence] = [(Language::Zh, zh), (Language::En, en)].map(|side| {
        let (language, text) = side;
        Sentence { language, block: 0, span: Span::new(0, text.len()), text: text.into() }
    });
    let mut reader = crate::sides::Reader::new(lexicon);
    (measure.of)(&reader.sides([zh, en], [&[zh_sentence], &[en_sentence]]))
}
