//! The lexicon's model with what was learned from the document mixed in.

use crate::dictionary;
use crate::evidence::{Links, Model, TypeWeights};
use crate::learn::LearnedLink;
use crate::tokens::{Side, Tokens};
use crate::weights::Weights;

impl Model {
    /// The model with what was learned from the document mixed in. Takes a step for each link of both.
    pub(crate) fn with_learned(
        &self,
        learned: &[LearnedLink],
        (zh, en): (&Tokens, &Tokens),
        weights: &Weights,
    ) -> Self {
        let mut sides = [Mix::of(zh, weights), Mix::of(en, weights)];
        let known = &self.links;
        let mut links = Links::with_capacity(zh.types(), known.targets.len() + learned.len());
        let mut learned = learned.iter().peekable();
        for kind in 0..zh.types() as u32 {
            let mut row = known.row(kind).peekable();
            loop {
                let next = learned.peek().filter(|link| link.zh == kind).map(|link| link.en);
                let target = match (next, row.peek().map(|link| known.targets[*link])) {
                    (Some(next), Some(target)) => next.min(target),
                    (Some(only), None) | (None, Some(only)) => only,
                    (None, None) => break,
                };
                let own = row.next_if(|link| known.targets[*link] == target);
                let found = learned.next_if(|_| next == Some(target));
                let found = found.map_or([0.0; 2], |link| [link.zh_given_en, link.en_given_zh]);
                let gains = own.map_or([0.0; 2], |link| known.gains[link]);
                let probability = own.map_or(0.0, |link| known.probability[link]);
                let types = [kind, target];
                let gain = |side: usize| sides[side].gain(types[side], gains[side], found[side]);
                let share = sides[0].share[kind as usize];
                let probability = share * probability + (1.0 - share) * found[0];
                links.push(target, [gain(0), gain(1)], probability);
                for (side, (kind, found)) in sides.iter_mut().zip(types.iter().zip(found)) {
                    side.is_learned[*kind as usize] |= found > 0.0;
                }
            }
            links.end_row();
        }
        let [zh_mix, en_mix] = &sides;
        Self {
            zh: zh_mix.weights(&self.zh, (Side::Zh, zh), weights),
            en: en_mix.weights(&self.en, (Side::En, en), weights),
            links,
            cap: self.cap,
        }
    }
}

/// How the types of one side are mixed.
struct Mix {
    /// The dictionary's share in each type. Where it has the only say, what was learned explains nothing.
    share: Vec<f32>,
    /// What a learned probability of each type is multiplied by.
    scale: Vec<f32>,
    /// Whether anything was learned about each type.
    is_learned: Vec<bool>,
}

impl Mix {
    fn of(side: &Tokens, weights: &Weights) -> Self {
        let share: Vec<f32> =
            side.kind.iter().map(|kind| dictionary::share(*kind, weights)).collect();
        let total = side.total().max(1) as f32;
        let scale = side.count.iter().zip(&share).map(|(count, share)| {
            let anywhere = *count as f32 / total;
            (1.0 - share) * weights.hit_learned / anywhere
        });
        Self { scale: scale.collect(), share, is_learned: vec![false; side.types()] }
    }

    fn gain(&self, kind: u32, known: f32, learned: f32) -> f32 {
        self.share[kind as usize] * known + self.scale[kind as usize] * learned
    }

    fn weights(
        &self,
        known: &TypeWeights,
        (side, tokens): (Side, &Tokens),
        weights: &Weights,
    ) -> TypeWeights {
        let miss_learned = 1.0 - weights.hit_learned;
        let mut mixed = TypeWeights {
            weight: known.weight.clone(),
            miss: Vec::with_capacity(known.miss.len()),
        };
        for (kind, share) in self.share.iter().enumerate() {
            if self.is_learned[kind] && *share < 1.0 {
                mixed.weight[kind] = dictionary::weight(tokens.kind[kind], side, weights);
            }
            let miss = if known.weight[kind] > 0.0 { known.miss[kind] } else { 1.0 };
            mixed.miss.push(share * miss + (1.0 - share) * miss_learned);
        }
        mixed
    }
}
