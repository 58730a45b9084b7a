//! How much likelier short texts are each other's translations than not, wherever they stand.

use crate::aligner::{Aligner, Side};
use crate::dictionary;
use crate::estimate;
use crate::evidence::{Links, Model, TypeWeights};
use crate::length::{LengthModel, REFERENCE_VARIANCE};
use crate::numeric::ln;
use crate::points::places_of_smallest;
use crate::tokens::{Occurrences, Tokens};
use crate::weights::Weights;

/// Tokens added to each side: what is frequent in a short document may be rare in the world.
const UNSEEN: f32 = 5000.0;

/// Pairs of texts up to which all are looked at, and how many are for each text where there are more.
const FEW_PAIRS: usize = 1 << 16;
const PAIRS_A_TEXT: usize = 32;

/// Scores of pairs of a zh and an en text, in nats.
#[derive(Debug)]
pub(crate) struct Likeness {
    /// The texts of each pair and its score, ordered by the texts; what is missing has nothing rare in common.
    scores: Vec<(usize, usize, f32)>,
}

impl Likeness {
    /// Measures by the lexicon and lengths, with the frequencies of the whole document's sentences. Where there are many texts,
    /// only pairs that share something rare are looked at: costs a few steps for each text.
    pub(crate) fn measure(
        aligner: &Aligner<'_>,
        (zh, en): (&[&str], &[&str]),
        (zh_texts, en_texts): (&[String], &[String]),
    ) -> Self {
        // The texts are read behind the document's sentences, so that what is rare in the document counts more.
        let zh_all: Vec<&str> =
            zh.iter().copied().chain(zh_texts.iter().map(String::as_str)).collect();
        let en_all: Vec<&str> =
            en.iter().copied().chain(en_texts.iter().map(String::as_str)).collect();
        let side = |sentences| Side { sentences, ..Side::default() };
        let (zh_tokens, en_tokens) = aligner.read(&side(&zh_all), &side(&en_all));
        let (lexicon, weights) = aligner.lexicon();
        let weights = &Weights { unseen: UNSEEN, ..weights.clone() };
        let links = dictionary::links(lexicon, (&zh_tokens, &en_tokens), weights);
        let model = dictionary::model(&links, (&zh_tokens, &en_tokens), weights);
        let length = LengthModel::new(
            estimate::overall_ratio(&zh_tokens, &en_tokens),
            REFERENCE_VARIANCE,
            weights,
        );
        let score = |zh_text: usize, en_text: usize| {
            let (zh_at, en_at) = (zh.len() + zh_text, en.len() + en_text);
            let characters = |tokens: &Tokens, at: usize| tokens.characters_in(at, at + 1);
            evidence(&model, (&zh_tokens, zh_at), (&en_tokens, en_at))
                - length.cost(characters(&zh_tokens, zh_at), characters(&en_tokens, en_at))
        };
        let pairs: Vec<(usize, usize)> = if zh_texts.len() * en_texts.len() <= FEW_PAIRS {
            (0..zh_texts.len()).flat_map(|zh| (0..en_texts.len()).map(move |en| (zh, en))).collect()
        } else {
            sharing(&model.links, (&zh_tokens, zh.len()), (&en_tokens, en.len()))
        };
        Self { scores: pairs.into_iter().map(|(zh, en)| (zh, en, score(zh, en))).collect() }
    }

    /// The pairs that score at least `least`, and `ahead` more than any other pair with one of their texts. Costs a look at
    /// each score.
    pub(crate) fn clear_pairs(&self, least: f32, ahead: f32) -> Vec<(usize, usize)> {
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        for &(zh, en, score) in &self.scores {
            rows.resize(rows.len().max(zh + 1), Best::default());
            columns.resize(columns.len().max(en + 1), Best::default());
            rows[zh].add(en, score);
            columns[en].add(zh, score);
        }
        let is_clear = |&&(zh, en, score): &&(usize, usize, f32)| {
            let rival = rows[zh].beside(en).max(columns[en].beside(zh));
            score >= least && score >= rival + ahead
        };
        self.scores.iter().filter(is_clear).map(|&(zh, en, _)| (zh, en)).collect()
    }
}

/// The pairs of texts that share a link, in their order, by the rarest links first: as many links as make [`PAIRS_A_TEXT`] for
/// each text. The texts are the sentences from a number on.
fn sharing(
    links: &Links,
    (zh, first_zh): (&Tokens, usize),
    (en, first_en): (&Tokens, usize),
) -> Vec<(usize, usize)> {
    let (zh_occurrences, en_occurrences) = (Occurrences::of(zh), Occurrences::of(en));
    let zh_texts = |kind: u32| places_from(&zh_occurrences, kind, first_zh);
    let en_texts = |link: usize| places_from(&en_occurrences, links.targets[link], first_en);
    let products: Vec<u64> = (0..links.types() as u32)
        .flat_map(|kind| links.row(kind).map(move |link| (kind, link)))
        .map(|(kind, link)| (zh_texts(kind).len() * en_texts(link).len()) as u64)
        .collect();
    let texts = zh.sentences() - first_zh + en.sentences() - first_en;
    let mut is_rare = vec![false; products.len()];
    for link in places_of_smallest(&products, (PAIRS_A_TEXT * texts) as u64) {
        is_rare[link] = true;
    }
    let mut pairs = Vec::new();
    let mut met: Vec<u32> = Vec::new();
    for zh_at in first_zh..zh.sentences() {
        for (kind, _) in zh.bag(zh_at) {
            for link in links.row(*kind).filter(|link| is_rare[*link]) {
                met.extend(en_texts(link).iter().map(|(en_at, _)| en_at));
            }
        }
        met.sort_unstable();
        met.dedup();
        pairs.extend(met.drain(..).map(|en_at| (zh_at - first_zh, en_at as usize - first_en)));
    }
    pairs
}

/// The places of a type in the sentences from a number on.
fn places_from(occurrences: &Occurrences, kind: u32, first: usize) -> &[(u32, u32)] {
    let places = occurrences.places(kind);
    &places[places.partition_point(|(sentence, _)| (*sentence as usize) < first)..]
}

/// The best of a row or column, and the best of the others.
#[derive(Debug, Clone, Copy)]
struct Best {
    at: usize,
    score: f32,
    next: f32,
}

impl Default for Best {
    fn default() -> Self {
        Self { at: usize::MAX, score: f32::NEG_INFINITY, next: f32::NEG_INFINITY }
    }
}

impl Best {
    fn add(&mut self, at: usize, score: f32) {
        if score > self.score {
            *self = Self { at, score, next: self.score };
        } else {
            self.next = self.next.max(score);
        }
    }

    /// The best of all but this one.
    fn beside(&self, at: usize) -> f32 {
        if at == self.at { self.next } else { self.score }
    }
}

/// What a zh and an en sentence say for each other.
fn evidence(model: &Model, (zh, zh_at): (&Tokens, usize), (en, en_at): (&Tokens, usize)) -> f32 {
    let (zh_bag, en_bag) = (zh.bag(zh_at), en.bag(en_at));
    let (mut zh_gains, mut en_gains) = (vec![0.0; zh_bag.len()], vec![0.0; en_bag.len()]);
    for (&(kind, times), zh_gain) in zh_bag.iter().zip(&mut zh_gains) {
        for link in model.links.row(kind) {
            let target = model.links.targets[link];
            if let Some(place) = en_bag.iter().position(|entry| entry.0 == target) {
                let [gain, opposite] = model.links.gains[link];
                *zh_gain += gain * en_bag[place].1 as f32;
                en_gains[place] += opposite * times as f32;
            }
        }
    }
    let tokens = |side: &Tokens, at: usize| side.tokens_in(at, at + 1).max(1) as f32;
    one_side((&model.zh, model.cap), (zh_bag, &zh_gains), tokens(en, en_at))
        + one_side((&model.en, model.cap), (en_bag, &en_gains), tokens(zh, zh_at))
}

/// What the types of one side say, by what each gains by the `tokens` opposite.
fn one_side(
    (types, cap): (&TypeWeights, f32),
    (bag, gains): (&[(u32, u32)], &[f32]),
    tokens: f32,
) -> f32 {
    let of_type = |(&(kind, times), gain): (&(u32, u32), &f32)| {
        let weight = types.weight[kind as usize] * times as f32;
        (weight > 0.0).then(|| weight * ln(types.miss[kind as usize] + gain / tokens).min(cap))
    };
    bag.iter().zip(gains).filter_map(of_type).sum()
}

#[cfg(test)]
mod tests {
    use super::Likeness;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_clear_pair_is_ahead_of_all_others_of_its_row_and_column(
            scores in (1_usize..6, 1_usize..6).prop_flat_map(|(zh, en)| {
                prop::collection::vec(prop::collection::vec((-4_i8..5).prop_map(f32::from), en), zh)
            }),
            least in -2_i8..3,
            ahead in 0_i8..3,
        ) {
            let (least, ahead) = (f32::from(least), f32::from(ahead));
            let mut expected = Vec::new();
            for (zh, row) in scores.iter().enumerate() {
                for (en, score) in row.iter().enumerate() {
                    let others = (0..scores.len()).flat_map(|z| (0..row.len()).map(move |e| (z, e)));
                    let mut others = others.filter(|&(z, e)| (z == zh) != (e == en));
                    if *score >= least && others.all(|(z, e)| *score >= scores[z][e] + ahead) {
                        expected.push((zh, en));
                    }
                }
            }
            let of_row = |(zh, row): (usize, Vec<f32>)| {
                row.into_iter().enumerate().map(move |(en, score)| (zh, en, score))
            };
            let scores = scores.into_iter().enumerate().flat_map(of_row).collect();
            prop_assert_eq!(Likeness { scores }.clear_pairs(least, ahead), expected);
        }
    }
}
