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

/// How many inputs the model has: those of the pair, of which some compare how its sides end, and those that set it in its
/// document.
const GENERAL: usize = 30;
const OWN: usize = GENERAL + 30;
pub(super) const DOCUMENT: usize = 24;
const INPUTS: usize = OWN + DOCUMENT;
/// Among them the logarithm of the Chinese length, and what the last words of each side say against.
const LENGTH: usize = GENERAL - 1;
const AGAINST: usize = GENERAL + 2;
/// Whether a side lacks the mark at its end where the other has one that ends sentences.
const BARE: usize = GENERAL + 22;

/// Weights of the logistic model, fitted by `scripts/fit-adequacy`.
const WEIGHTS: [f64; INPUTS] = [
    2.120, -2.341, -2.773, -2.690, -2.511, -0.643, -0.949, 0.263, 1.019, -0.090, 1.322, 0.584,
    -0.139, 0.138, 0.191, 0.021, -0.330, 0.118, -1.311, -1.400, -1.853, -0.158, -0.697, -0.113,
    0.961, 0.027, -0.030, -0.043, -0.045, 0.873, 1.361, -0.188, -0.091, 0.173, 0.526, 0.417, 0.118,
    -0.938, -1.238, -0.517, -0.845, -0.173, -0.132, -0.147, -0.205, -1.165, -0.500, -0.292, -0.416,
    -0.093, -1.937, -0.010, 2.593, 3.730, -0.678, -0.106, -0.614, 0.115, -1.130, 1.675, -1.335,
    -1.277, -0.883, -0.455, -0.943, 0.649, -0.979, -1.676, 0.433, 0.487, 0.242, -0.158, -0.552,
    -2.127, -1.097, -1.415, -0.339, 0.763, 0.749, -0.036, -0.681, 0.927, -0.331, 1.310,
];

/// What the model looks at in the pair itself; the first is constant. Kept for all pairs of a document, so in few bytes.
#[derive(Debug, Clone)]
pub(crate) struct Own([f32; OWN]);

impl Own {
    pub(crate) fn of(sides: &Sides<'_>) -> Self {
        let mut own = [0.0; OWN];
        own[..GENERAL].copy_from_slice(&general(sides));
        own[GENERAL..].copy_from_slice(&of_endings(sides));
        Self(own.map(|input| input as f32))
    }

    /// What the pair shows of its document's conventions.
    pub(crate) fn shown(&self) -> Shown {
        let own = self.0.map(f64::from);
        Shown {
            bare: [own[BARE] > 0.0, own[BARE + 1] > 0.0],
            paused: [own[GENERAL] > 0.0, own[GENERAL + 1] > 0.0],
            ratio: own[6] - own[7],
            against: [own[AGAINST], own[AGAINST + 1]],
        }
    }

    /// All that the model looks at.
    pub(crate) fn inputs(&self, document: &Conventions) -> [f64; INPUTS] {
        let mut inputs = [0.0; INPUTS];
        inputs[..OWN].copy_from_slice(&self.0.map(f64::from));
        inputs[OWN..].copy_from_slice(&self.in_document(document));
        inputs
    }

    /// What sets the pair in its document.
    pub(crate) fn in_document(&self, document: &Conventions) -> [f64; DOCUMENT] {
        let shown = self.shown();
        let excess = document.excess(shown).clamp(-2.0, 2.0);
        // Short texts may differ more: the same spread as behind length_deviation.
        let letters = libm::exp(f64::from(self.0[LENGTH])) * 0.5 * (1.0 + libm::exp(shown.ratio));
        let deviation = (excess / libm::sqrt(0.04 + 2.9 / letters)).clamp(-8.0, 8.0);
        let [bare, paused] = [document.surprise(shown), document.surprise_at_pause(shown)];
        let (longer, shorter) = (excess.max(0.0), (-excess).max(0.0));
        let (usual, spread) = (document.usual_against(), document.spread());
        let document_deviation = (excess / (spread + 2.0 / libm::sqrt(letters))).clamp(-6.0, 6.0);
        [
            bare[0],
            bare[1],
            paused[0],
            paused[1],
            longer,
            shorter,
            deviation.max(0.0),
            (-deviation).max(0.0),
            deviation.max(0.0) * deviation.max(0.0),
            deviation.min(0.0) * deviation.min(0.0),
            usual[0],
            usual[1],
            spread,
            document_deviation.max(0.0),
            (-document_deviation).max(0.0),
            document_deviation * document_deviation,
            // An end that is unusual here says the more, the shorter its side is.
            bare[0] * longer,
            bare[0] * shorter,
            bare[1] * longer,
            bare[1] * shorter,
            paused[0] * longer,
            paused[0] * shorter,
            paused[1] * longer,
            paused[1] * shorter,
        ]
    }
}

/// How the sides compare as wholes and in their last third.
fn general(sides: &Sides<'_>) -> [f64; GENERAL] {
    let Evidence { zh, en, zh_numbers, en_numbers, marks, .. } = sides.evidence;
    let ends_of = [ending(sides.zh), ending(sides.en)];
    let bare = ends_of.map(|ending| ending == Ending::Bare);
    let missing = |words: Words| words.found.no as f64 / (words.found.all() as f64 + 3.0);
    let mean = |words: Words| f64::from(words.nats) / (words.found.all() as f64 + 2.0);
    let tail =
        |words: Words| (f64::from(words.tail) / (words.in_tail as f64 + 1.0)).clamp(-6.0, 6.0);
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

/// Logarithm of the letters of a short text, ten added: what is said for long ones is not said for all.
const LONG: f64 = 3.5;

/// How the sides end: at which mark, how far what they share reaches, and what of it is behind that.
fn of_endings(sides: &Sides<'_>) -> [f64; OWN - GENERAL] {
    let Evidence { zh, en, .. } = sides.evidence;
    let ends_of = [ending(sides.zh), ending(sides.en)];
    let bare = ends_of.map(|ending| ending == Ending::Bare);
    let deviation = deviation(sides).clamp(-8.0, 8.0);
    let ends = |side: usize| {
        matches!(ends_of[side], Ending::Statement | Ending::Question | Ending::Exclamation)
    };
    let paused =
        [(0, 1), (1, 0)].map(|(side, other)| flag(ends_of[side] == Ending::Pause && ends(other)));
    let apart = f64::from(zh.reach - en.reach);
    let (zh_tail, en_tail) = (f64::from(zh.rare_last).min(8.0), f64::from(en.rare_last).min(8.0));
    let (shorter_zh, shorter_en) = (deviation.clamp(0.0, 4.0), (-deviation).clamp(0.0, 4.0));
    let pauses = [pauses(sides.zh), pauses(sides.en)];
    let stops = [stops(sides.zh), stops(sides.en)];
    [
        paused[0],
        paused[1],
        f64::from(zh.rare_last).min(12.0),
        f64::from(en.rare_last).min(12.0),
        f64::from(zh.rare_last - en.rare_last).clamp(-3.0, 3.0),
        f64::from(zh.reach),
        f64::from(en.reach),
        apart.max(0.0),
        (-apart).max(0.0),
        open(sides.zh) * (1.0 - open(sides.en)),
        open(sides.en) * (1.0 - open(sides.zh)),
        some(pauses[0].saturating_sub(pauses[1]), 5),
        some(pauses[1].saturating_sub(pauses[0]), 5),
        flag(bare[0]) * en_tail,
        flag(bare[1]) * zh_tail,
        flag(bare[0]) * shorter_zh,
        flag(bare[1]) * shorter_en,
        paused[0] * en_tail,
        paused[1] * zh_tail,
        paused[0] * shorter_zh,
        paused[1] * shorter_en,
        zh_tail * shorter_en - en_tail * shorter_zh,
        flag(bare[0] && ends(1)),
        flag(bare[1] && ends(0)),
        some(stops[0].saturating_sub(stops[1]), 3),
        some(stops[1].saturating_sub(stops[0]), 3),
        (zh_tail - en_tail).clamp(0.0, 3.0),
        (libm::log(sides.zh_letters.weight() + 10.0) - LONG).max(0.0),
        flag(bare[0] && is_numbered(sides.zh)),
        flag(bare[1] && is_numbered(sides.zh)),
    ]
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn some(count: usize, most: usize) -> f64 {
    count.min(most) as f64
}

/// How many commas and semicolons the text has.
fn pauses(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, ',' | '，' | ';' | '；' | '、')).count()
}

/// How many runs of marks that end sentences the text has, those before a letter or digit aside.
fn stops(text: &str) -> usize {
    let is_stop = |c| matches!(c, '.' | '!' | '?' | '。' | '！' | '？');
    let mut stops = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let last = is_stop(c) && !characters.peek().is_some_and(|next| is_stop(*next));
        let inside = c.is_ascii() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        stops += usize::from(last && !inside);
    }
    stops
}

/// 1 if a quotation, a bracket or code is left open.
fn open(text: &str) -> f64 {
    let (mut open, mut straight, mut code) = (0_i32, 0_u32, 0_u32);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '“' | '「' | '『' | '（' | '(' | '《' | '[' | '【' => open += 1,
            '”' | '」' | '』' | '）' | ')' | '》' | ']' | '】' => open -= 1,
            '"' => straight += 1,
            '`' => code += u32::from(before != '`'),
            _ => {}
        }
        before = c;
    }
    flag(open > 0 || straight % 2 == 1 || code % 2 == 1)
}

/// Whether the text starts like a numbered heading: `一、`, `（二）`, `3.`, `第四章`.
fn is_numbered(zh: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let inside = zh.trim_start_matches(['（', '(', '第']);
    let behind = inside.trim_start_matches(numeral);
    let marked = behind.starts_with(['、', '）', ')', '.', '．', '章', '节', '部']);
    marked && behind.len() < inside.len()
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
