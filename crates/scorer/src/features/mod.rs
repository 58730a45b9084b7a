//! What is measured of a pair: a file for each feature.

mod adequacy;
mod boilerplate;
mod completeness;
mod context;
mod copied;
mod copied_stretch;
mod coverage;
mod damage;
mod length;
mod length_deviation;
mod length_ratio;
mod letters;
mod markup;
mod mojibake;
mod number_conflicts;
mod numbers;
mod own;
mod private;
mod repetition;
mod rival;
mod script_share;
mod symbols;
mod terminal;
mod unfinished;

use duizhao_bitext::Feature;

use crate::sides::Sides;

pub(crate) use context::contexts;
pub(crate) use own::Own;

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
    adequacy::MEASURE,
    context::MEASURE,
    completeness::MEASURE,
    length_deviation::MEASURE,
    number_conflicts::MEASURE,
    unfinished::MEASURE,
    length::MEASURE,
    symbols::MEASURE,
    markup::MEASURE,
    mojibake::MEASURE,
    repetition::MEASURE,
    copied_stretch::MEASURE,
    boilerplate::MEASURE,
    damage::MEASURE,
    private::MEASURE,
    rival::MEASURE,
];

/// The places of features that are filled in when all pairs of a document are there.
pub(crate) const ADEQUACY: usize = 8;
pub(crate) const CONTEXT: usize = 9;
pub(crate) const COMPLETENESS: usize = 10;
pub(crate) const RIVAL: usize = 23;

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
    let background = crate::background::Background::new(lexicon);
    let texts = crate::sides::Texts { joined: [zh, en], sentences: [&[zh], &[en]] };
    (measure.of)(&crate::sides::Reader::new(lexicon).sides(texts, &background))
}
