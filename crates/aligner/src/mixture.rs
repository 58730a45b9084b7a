//! The lexicon's model of a side with what was learned from the document mixed in.

use crate::dictionary;
use crate::evidence::{Links, Model, transposed};
use crate::learn::LearnedLink;
use crate::tokens::{Side, Tokens};
use crate::weights::Weights;

impl Model {
    /// The model with what was learned from the document mixed in.
    pub(crate) fn with_learned(
        &self,
        learned: &[LearnedLink],
        (side, this): (Side, &Tokens),
        weights: &Weights,
    ) -> Self {
        let entries: Vec<(u32, u32, f32)> = match side {
            Side::Zh => {
                let links = learned.iter().map(|link| (link.zh, link.en, link.zh_given_en));
                links.filter(|entry| entry.2 > 0.0).collect()
            }
            Side::En => {
                let links = learned.iter().map(|link| (link.zh, link.en, link.en_given_zh));
                transposed(links.filter(|entry| entry.2 > 0.0), this.types())
            }
        };
        let total = this.total().max(1) as f32;
        let mut mixed = Vec::with_capacity(entries.len());
        let mut model = Self {
            weight: self.weight.clone(),
            miss: Vec::with_capacity(this.types()),
            links: Links::default(),
            probability: Vec::new(),
            cap: self.cap,
        };
        let mut place = 0;
        for kind in 0..this.types() as u32 {
            let share = dictionary::share(this.kind[kind as usize], weights);
            let anywhere = this.count[kind as usize] as f32 / total;
            let first = mixed.len();
            let before = place;
            while entries.get(place).is_some_and(|entry| entry.0 == kind) {
                place += 1;
            }
            let own = self.links.starts[kind as usize] as usize
                ..self.links.starts[kind as usize + 1] as usize;
            // Where the dictionary has the only say, what was learned explains nothing.
            let counted = if share < 1.0 { before..place } else { place..place };
            let learned = entries[counted].iter().map(|&(_, other, probability)| {
                let gain = weights.hit_learned * probability / anywhere;
                (other, (1.0 - share) * gain, (1.0 - share) * probability)
            });
            let known = own.map(|link| {
                let (other, gain) = self.links.targets[link];
                (other, share * gain, share * self.probability[link])
            });
            merge(learned, known, &mut mixed);
            if place > before && share < 1.0 {
                model.weight[kind as usize] =
                    dictionary::weight(this.kind[kind as usize], side, weights);
            }
            let known = self.weight[kind as usize] > 0.0;
            let miss_learned = 1.0 - weights.hit_learned;
            model.miss.push(if known {
                share * self.miss[kind as usize] + (1.0 - share) * miss_learned
            } else {
                share + (1.0 - share) * miss_learned
            });
            model.links.starts.push(first as u32);
        }
        model.links.starts.push(mixed.len() as u32);
        model.links.targets = mixed.iter().map(|entry| (entry.0, entry.1)).collect();
        model.probability = mixed.iter().map(|entry| entry.2).collect();
        model
    }
}

/// Appends what two lists, sorted by type, say of each type; what both speak of is added up.
fn merge(
    first: impl Iterator<Item = (u32, f32, f32)>,
    second: impl Iterator<Item = (u32, f32, f32)>,
    into: &mut Vec<(u32, f32, f32)>,
) {
    let (mut first, mut second) = (first.peekable(), second.peekable());
    loop {
        match (first.peek(), second.peek()) {
            (Some(one), Some(other)) if one.0 == other.0 => {
                into.push((one.0, one.1 + other.1, one.2 + other.2));
                first.next();
                second.next();
            }
            (Some(one), other) if other.is_none_or(|other| one.0 < other.0) => {
                into.push(*one);
                first.next();
            }
            (_, Some(other)) => {
                into.push(*other);
                second.next();
            }
            (_, None) => break,
        }
    }
}
