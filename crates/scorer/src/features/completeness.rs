use duizhao_bitext::Feature;

use super::Measure;
use super::length_deviation::deviation;
use super::terminal::{Ending, ending, ends_alike};
use crate::conventions::{Conventions, Shown};
use crate::evidence::{Evidence, Words};
use crate::sides::Sides;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "completeness",
        description: "probability that neither side was cut off, by lengths, the last mark, whether the words at the end \
            of each side have counterparts, and what is usual in the document, 0 to 1",
    },
    of: |sides| completeness(&Own::of(sides), &Conventions::default()),
};

/// The probability that neither side of a pair in such a document was cut off.
pub(crate) fn completeness(own: &Own, document: &Conventions) -> f32 {
    crate::logistic::probability(&WEIGHTS, &own.inputs(document)) as f32
}

/// How many inputs the model has: those of the pair, and those that set it in its document.
const OWN: usize = 30;
const INPUTS: usize = OWN + 6;

/// Weights of the logistic model, fitted by `scripts/fit-adequacy`.
const WEIGHTS: [f64; INPUTS] = [
    1.958, 0.456, 0.607, -4.097, -2.456, -0.640, -2.049, -0.714, 2.700, 2.248, 0.775, 0.087, 0.119,
    0.052, 0.089, 0.058, 0.030, -0.005, -0.721, -2.320, -2.719, -0.151, -0.717, -0.017, 2.731,
    0.013, -0.030, -0.116, -0.106, 0.640, -1.438, -1.277, -2.060, -0.115, -2.093, -2.038,
];

/// What the model looks at in the pair itself; the first is constant.
#[derive(Debug, Clone)]
pub(crate) struct Own([f64; OWN]);

impl Own {
    pub(crate) fn of(sides: &Sides<'_>) -> Self {
        Self(inputs(sides))
    }

    /// What the pair shows of its document's conventions.
    pub(crate) fn shown(&self) -> Shown {
        let Self(own) = self;
        Shown { bare: [own[1] > 0.0, own[2] > 0.0], ratio: own[6] - own[7] }
    }

    /// All that the model looks at.
    pub(crate) fn inputs(&self, document: &Conventions) -> [f64; INPUTS] {
        let mut inputs = [0.0; INPUTS];
        inputs[..OWN].copy_from_slice(&self.0);
        let shown = self.shown();
        let excess = document.excess(shown).clamp(-2.0, 2.0);
        // Short texts may differ more: the same spread as behind length_deviation.
        let letters = libm::exp(self.0[OWN - 1]) * 0.5 * (1.0 + libm::exp(shown.ratio));
        let deviation = (excess / libm::sqrt(0.04 + 2.9 / letters)).clamp(-8.0, 8.0);
        let [zh, en] = document.surprise(shown);
        inputs[OWN..].copy_from_slice(&[
            zh,
            en,
            excess.max(0.0),
            (-excess).max(0.0),
            deviation.max(0.0),
            (-deviation).max(0.0),
        ]);
        inputs
    }
}

fn inputs(sides: &Sides<'_>) -> [f64; OWN] {
    let Evidence { zh, en, zh_numbers, en_numbers, marks, .. } = sides.evidence;
    let ends = [ending(sides.zh), ending(sides.en)];
    let bare = ends.map(|ending| ending == Ending::Bare);
    let flag = |yes: bool| f64::from(u8::from(yes));
    let missing = |words: Words| words.found.no as f64 / (words.found.all() as f64 + 3.0);
    let mean = |words: Words| f64::from(words.nats) / (words.found.all() as f64 + 2.0);
    let tail =
        |words: Words| (f64::from(words.tail) / (words.in_tail as f64 + 1.0)).clamp(-6.0, 6.0);
    let some = |count: usize, most: usize| count.min(most) as f64;
    let ratio = libm::log((sides.en_letters.weight() + 10.0) / (sides.zh_letters.weight() + 10.0))
        .clamp(-3.0, 3.0);
    let deviation = deviation(sides).clamp(-8.0, 8.0);
    let (longer, shorter) = (ratio.max(0.0), (-ratio).max(0.0));
    [
        1.0,
        flag(bare[0] && !bare[1]),
        flag(bare[1] && !bare[0]),
        flag(bare[0] && bare[1]),
        flag(bare[1] && ends_in_function_word(sides.en)),
        flag(bare[0] && ends_in_particle(sides.zh)),
        longer,
        shorter,
        longer * longer,
        shorter * shorter,
        deviation.max(0.0),
        (-deviation).max(0.0),
        tail(zh),
        tail(en),
        tail(zh) - mean(zh),
        tail(en) - mean(en),
        mean(zh),
        mean(en),
        missing(zh),
        missing(en),
        libm::fabs(missing(zh) - missing(en)),
        some(zh_numbers.no, 3),
        some(en_numbers.no, 3),
        some(marks.no, 6),
        flag(ends_alike(sides)),
        f64::from(zh.against_last).min(15.0),
        f64::from(en.against_last).min(15.0),
        f64::from(zh.against_last - zh.against_first).clamp(-15.0, 15.0),
        f64::from(en.against_last - en.against_first).clamp(-15.0, 15.0),
        libm::log(sides.zh_letters.weight() + 10.0),
    ]
}

/// Whether the last word is one that something must follow.
fn ends_in_function_word(en: &str) -> bool {
    const WORDS: [&str; 48] = [
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "for",
        "from", "had", "has", "have", "her", "his", "if", "in", "into", "is", "its", "my", "not",
        "of", "on", "or", "our", "than", "that", "the", "their", "these", "this", "to", "was",
        "were", "when", "which", "who", "whose", "will", "with", "without", "would", "your",
    ];
    let last = en.split_whitespace().next_back().unwrap_or_default();
    last.len() <= 7 && WORDS.binary_search(&last.to_ascii_lowercase().as_str()).is_ok()
}

/// Whether the last character is one that rarely ends a Chinese clause.
fn ends_in_particle(zh: &str) -> bool {
    let last = zh.trim_end().chars().next_back();
    last.is_some_and(|c| "的和在与是把被对为从到不也都就而且或一这那各有其".contains(c))
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured_with;
    use duizhao_lexicon::Lexicon;

    #[test]
    fn half_a_sentence_is_not_complete() {
        let lexicon = Lexicon::bundled().unwrap();
        let measured = |zh, en| measured_with(&lexicon, &MEASURE, zh, en);
        let zh = "春天，农民在山坡上种苹果树，秋天把苹果运到城里去卖。";
        let en = "In spring the farmers plant apple trees on the hillside, and in autumn they sell the apples in town.";
        let whole = measured(zh, en);
        let cut = [
            measured(zh, "In spring the farmers plant apple trees on the"),
            measured("春天，农民在山坡上种", en),
        ];
        assert!(whole > 0.9 && cut.iter().all(|cut| *cut < 0.2), "{whole} {cut:?}");
    }
}
