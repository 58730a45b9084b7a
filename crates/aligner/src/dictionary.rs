//! Which types of the two sides the lexicon links, and what those links are worth before anything was learned.

use duizhao_lexicon::{Lexicon, TokenKind};
use rustc_hash::FxHashMap;

use crate::evidence::{Links, Model, transposed};
use crate::tokens::{Side, Tokens};
use crate::weights::Weights;

/// A zh and an en type that the lexicon says mean the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DictionaryLink {
    /// Type on the Chinese side.
    pub(crate) zh: u32,
    /// Type on the English side.
    pub(crate) en: u32,
    /// How telling the link is, from 0 to 1.
    pub(crate) strength: f32,
}

/// The links between two sides, ordered by zh type, then en type; each pair once.
///
/// Types are linked that share a key, or of which the en one is among the zh one's translations or was learned to be one.
pub(crate) fn links(
    lexicon: &Lexicon,
    (zh, en): (&Tokens, &Tokens),
    weights: &Weights,
) -> Vec<DictionaryLink> {
    let mut by_key: Vec<(u32, u32)> = Vec::with_capacity(en.types());
    for (number, keys) in en.keys.iter().enumerate() {
        by_key.extend(
            keys.iter()
                .filter(|key| **key != duizhao_lexicon::NO_KEY)
                .map(|key| (*key, number as u32)),
        );
    }
    by_key.sort_unstable();
    let mut places: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    for (place, &(key, _)) in by_key.iter().enumerate() {
        places.entry(key).or_insert((place as u32, 0)).1 += 1;
    }
    let with_key = |key: u32| {
        let (start, count) = places.get(&key).copied().unwrap_or((0, 0));
        by_key[start as usize..(start + count) as usize].iter().map(|&(_, number)| number)
    };
    let mut links = Vec::new();
    let mut senses = Vec::new();
    let mut of_type: Vec<(u32, f32)> = Vec::new();
    for (number, keys) in zh.keys.iter().enumerate() {
        of_type.clear();
        for key in keys.iter().copied().filter(|key| *key != duizhao_lexicon::NO_KEY) {
            of_type.extend(with_key(key).map(|en| (en, 1.0)));
        }
        for translation in lexicon.translations(keys[0]) {
            let strength = translation.weight();
            of_type.extend(with_key(translation.stem).map(|en| (en, strength)));
        }
        senses.clear();
        lexicon.senses(keys[0], &mut senses);
        for &(stem, strength) in &senses {
            of_type.extend(with_key(stem).map(|en| (en, strength * weights.sense)));
        }
        for pair in lexicon.learned().into_iter().flat_map(|table| table.pairs(keys[0])) {
            let strength = pair.en_given_zh.max(pair.zh_given_en);
            of_type.extend(with_key(pair.en).map(|en| (en, strength)));
        }
        of_type.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        of_type.dedup_by_key(|link| link.0);
        links.extend(of_type.iter().map(|&(en, strength)| DictionaryLink {
            zh: number as u32,
            en,
            strength,
        }));
    }
    links
}

/// What the types of `this` say by the lexicon alone.
///
/// A type with links is found opposite with the probability of its kind, and by chance as often as the linked types
/// occur at all; a type whose counterparts the other side doesn't have at all says nothing.
fn model(
    entries: &[(u32, u32, f32)],
    (this, other): (&Tokens, &Tokens),
    side: Side,
    weights: &Weights,
) -> Model {
    let mut expected = vec![0.0_f32; this.types()];
    let mut strongest = vec![0.0_f32; this.types()];
    for &(number, opposite, strength) in entries {
        expected[number as usize] += strength * other.count[opposite as usize] as f32;
        strongest[number as usize] = strongest[number as usize].max(strength);
    }
    let total = other.total() as f32 + weights.unseen;
    let hit: Vec<f32> = this
        .kind
        .iter()
        .zip(&strongest)
        .map(|(kind, strongest)| {
            hit_rate(*kind, side, weights) * (1.0 - weights.hit_by_strength * (1.0 - strongest))
        })
        .collect();
    let gain = |&(number, opposite, strength): &(u32, u32, f32)| {
        let number_ = number as usize;
        (number, opposite, hit[number_] * strength * total / (expected[number_] + 0.5))
    };
    let weight =
        (0..this.types())
            .map(|number| {
                if expected[number] > 0.0 { weight(this.kind[number], side, weights) } else { 0.0 }
            })
            .collect();
    Model {
        weight,
        miss: hit.iter().map(|hit| 1.0 - hit).collect(),
        links: Links::from_sorted(this.types(), entries.iter().map(gain)),
        probability: entries.iter().map(|entry| entry.2 * hit[entry.0 as usize]).collect(),
        cap: weights.hit_cap,
    }
}

/// The model of the Chinese side.
pub(crate) fn zh_model(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    weights: &Weights,
) -> Model {
    let entries: Vec<(u32, u32, f32)> = entries(links).collect();
    model(&entries, (zh, en), Side::Zh, weights)
}

/// The model of the English side.
pub(crate) fn en_model(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    weights: &Weights,
) -> Model {
    model(&transposed(entries(links), en.types()), (en, zh), Side::En, weights)
}

/// The links as entries of a matrix with a row for each zh type.
fn entries(links: &[DictionaryLink]) -> impl Iterator<Item = (u32, u32, f32)> + Clone {
    links.iter().map(|link| (link.zh, link.en, link.strength))
}

/// The share of the dictionary for types of this kind, once a lexicon was learned.
pub(crate) fn share(kind: TokenKind, weights: &Weights) -> f32 {
    match kind {
        TokenKind::Punctuation | TokenKind::Enumerator | TokenKind::Number => 1.0,
        _ => weights.dictionary_share,
    }
}

/// How often a token of this kind finds its counterpart in the right place.
pub(crate) fn hit_rate(kind: TokenKind, side: Side, weights: &Weights) -> f32 {
    match (kind, side) {
        (TokenKind::Word, Side::Zh) => weights.hit_word,
        (TokenKind::Character, _) => weights.hit_character,
        (TokenKind::Word, Side::En) => weights.hit_en_word,
        (TokenKind::Number, _) => weights.hit_number,
        (TokenKind::Enumerator, _) => weights.hit_enumerator,
        (TokenKind::Punctuation, _) => weights.hit_punctuation,
        (TokenKind::Name, _) => weights.hit_name,
        (TokenKind::Latin, _) => weights.hit_latin,
    }
}

/// How much the evidence of such a token counts.
pub(crate) fn weight(kind: TokenKind, side: Side, weights: &Weights) -> f32 {
    match (side, kind) {
        (Side::Zh, TokenKind::Word) => weights.zh_word,
        (Side::Zh, TokenKind::Character) => weights.zh_character,
        (Side::Zh, TokenKind::Number | TokenKind::Enumerator) => weights.zh_number,
        (Side::Zh, TokenKind::Punctuation) => weights.zh_punctuation,
        (Side::Zh, TokenKind::Name) => weights.zh_name,
        (Side::Zh, TokenKind::Latin) => weights.zh_latin,
        (Side::En, TokenKind::Word | TokenKind::Character) => weights.en_word,
        (Side::En, TokenKind::Number | TokenKind::Enumerator) => weights.en_number,
        (Side::En, TokenKind::Punctuation) => weights.en_punctuation,
        (Side::En, TokenKind::Name) => weights.en_name,
        (Side::En, TokenKind::Latin) => weights.en_latin,
    }
}
