//! Which types of the two sides the lexicon links, and what those links are worth before anything was learned.

use std::ops::Range;

use duizhao_lexicon::{Lexicon, TokenKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::aligner::LONG;
use crate::evidence::{Links, Model, TypeWeights};
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
    let of_types = |types: Range<usize>| {
        let mut links = Vec::new();
        let mut senses = Vec::new();
        let mut of_type: Vec<(u32, f32)> = Vec::new();
        for number in types {
            let keys = &zh.keys[number];
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
    };
    let types = zh.types();
    if types < LONG {
        return of_types(0..types);
    }
    let chunks: Vec<Range<usize>> =
        (0..types).step_by(TYPES).map(|start| start..types.min(start + TYPES)).collect();
    let chunks: Vec<Vec<DictionaryLink>> = chunks.into_par_iter().map(of_types).collect();
    chunks.concat()
}

/// Zh types that one thread looks up at a time.
const TYPES: usize = 512;

/// What the types say by the lexicon alone.
///
/// A type with links is found opposite with the probability of its kind, and by chance as often as the linked types
/// occur at all; a type whose counterparts the other side doesn't have at all says nothing.
pub(crate) fn model(
    links: &[DictionaryLink],
    (zh, en): (&Tokens, &Tokens),
    weights: &Weights,
) -> Model {
    let of_zh = links.iter().map(|link| (link.zh, link.en, link.strength));
    let of_en = links.iter().map(|link| (link.en, link.zh, link.strength));
    let zh_side = Expected::of(of_zh, (zh, en), (Side::Zh, weights));
    let en_side = Expected::of(of_en, (en, zh), (Side::En, weights));
    let mut matrix = Links::with_capacity(zh.types(), links.len());
    let mut rest = links.iter().peekable();
    for kind in 0..zh.types() as u32 {
        while let Some(link) = rest.next_if(|link| link.zh == kind) {
            let gains = [zh_side.gain(kind, link.strength), en_side.gain(link.en, link.strength)];
            matrix.push(link.en, gains, link.strength * zh_side.hit[kind as usize]);
        }
        matrix.end_row();
    }
    Model {
        zh: zh_side.weights((Side::Zh, zh), weights),
        en: en_side.weights((Side::En, en), weights),
        links: matrix,
        cap: weights.hit_cap,
    }
}

/// What the lexicon lets the types of one side expect of the other.
struct Expected {
    /// How many tokens opposite each type is linked to, by the links' strength.
    tokens: Vec<f32>,
    /// How often each type finds its counterpart in the right place.
    hit: Vec<f32>,
    /// All tokens opposite.
    total: f32,
}

impl Expected {
    /// Sums up links (type of this side, type opposite, strength).
    fn of(
        links: impl Iterator<Item = (u32, u32, f32)>,
        (this, other): (&Tokens, &Tokens),
        (side, weights): (Side, &Weights),
    ) -> Self {
        let mut tokens = vec![0.0_f32; this.types()];
        let mut strongest = vec![0.0_f32; this.types()];
        for (kind, opposite, strength) in links {
            tokens[kind as usize] += strength * other.count[opposite as usize] as f32;
            strongest[kind as usize] = strongest[kind as usize].max(strength);
        }
        let hit = this.kind.iter().zip(&strongest).map(|(kind, strongest)| {
            hit_rate(*kind, side, weights) * (1.0 - weights.hit_by_strength * (1.0 - strongest))
        });
        Self { hit: hit.collect(), tokens, total: other.total() as f32 + weights.unseen }
    }

    /// The gain of a type of this side from a link of this strength.
    fn gain(&self, kind: u32, strength: f32) -> f32 {
        let kind = kind as usize;
        self.hit[kind] * strength * self.total / (self.tokens[kind] + 0.5)
    }

    fn weights(&self, (side, this): (Side, &Tokens), weights: &Weights) -> TypeWeights {
        let weight =
            this.kind.iter().zip(&self.tokens).map(|(kind, tokens)| {
                if *tokens > 0.0 { weight(*kind, side, weights) } else { 0.0 }
            });
        TypeWeights {
            weight: weight.collect(),
            miss: self.hit.iter().map(|hit| 1.0 - hit).collect(),
        }
    }
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
