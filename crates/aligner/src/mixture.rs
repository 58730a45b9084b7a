//! The lexicon's model of a side with what was learned from the document mixed in.

use crate::dictionary;
use crate::evidence::{Links, Model};
use crate::learn::LearnedLink;
use crate::tokens::{Side, Tokens};
use crate::weights::Weights;

impl Model {
    /// The model with what was learned from the document mixed in.
    pub(crate) fn with_learned(
        self,
        learned: &[LearnedLink],
        (side, this): (Side, &Tokens),
        weights: &Weights,
    ) -> Self {
        let mut entries: Vec<(u32, u32, f32)> = learned
            .iter()
            .map(|link| match side {
                Side::Zh => (link.zh, link.en, link.zh_given_en),
                Side::En => (link.en, link.zh, link.en_given_zh),
            })
            .filter(|entry| entry.2 > 0.0)
            .collect();
        entries.sort_unstable_by_key(|entry| (entry.0, entry.1));
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
            while entries.get(place).is_some_and(|entry| entry.0 == kind) {
                let (_, other, probability) = entries[place];
                place += 1;
                let gain = weights.hit_learned * probability / anywhere;
                mixed.push((other, (1.0 - share) * gain, (1.0 - share) * probability));
            }
            let learned_any = mixed.len() > first;
            let range = self.links.starts[kind as usize] as usize
                ..self.links.starts[kind as usize + 1] as usize;
            for own in range {
                let (other, gain) = self.links.targets[own];
                mixed.push((other, share * gain, share * self.probability[own]));
            }
            if learned_any && share < 1.0 {
                model.weight[kind as usize] =
                    dictionary::weight(this.kind[kind as usize], side, weights);
            }
            let row = &mut mixed[first..];
            row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let mut kept = first;
            for at in first..mixed.len() {
                if kept > first && mixed[kept - 1].0 == mixed[at].0 {
                    mixed[kept - 1].1 += mixed[at].1;
                    mixed[kept - 1].2 += mixed[at].2;
                } else {
                    mixed[kept] = mixed[at];
                    kept += 1;
                }
            }
            mixed.truncate(kept);
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
