//! Which tokens of nearby sentences speak for each other.

use std::ops::Range;

use crate::evidence::Model;
use crate::sliding::Sliding;
use crate::tokens::{Occurrences, Tokens};

/// For each entry in the bags of some sentences of one side: where what speaks for it stands on the other.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    /// The first entry's place in the side's bag.
    first: usize,
    /// Where the matches of each entry begin; one more than entries.
    starts: Vec<u32>,
    /// A sentence opposite, and what a token gains by standing beside it.
    found: Vec<(u32, f32)>,
}

impl Matches {
    /// What speaks for the entry at this place in the side's bag.
    pub(crate) fn of(&self, place: usize) -> &[(u32, f32)] {
        let Some(row) = place.checked_sub(self.first) else { return &[] };
        let Some(ends) = self.starts.get(row..row + 2) else { return &[] };
        &self.found[ends[0] as usize..ends[1] as usize]
    }
}

/// Whose evidence is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sides {
    /// What zh sentences say.
    Zh,
    /// What both say.
    Both,
}

/// A token of each side that speak for each other.
#[derive(Debug, Clone, Copy)]
struct Match {
    /// Their places in the bags of their sides.
    places: [u32; 2],
    /// Their sentences.
    sentences: [u32; 2],
    /// What each gains by the other.
    gains: [f32; 2],
}

impl Matches {
    /// Finds the matches between zh sentences, from number `first` on, and the stretch of en sentences beside each, neither
    /// end of which ever moves back. Gives them by zh sentence and by en sentence, where those are wanted.
    ///
    /// Costs a step for each link of each zh type, and a few for each match. The sides are not looked up apart: an English
    /// word has several times as many links as a Chinese one.
    pub(crate) fn find(
        model: &Model,
        (zh, en): (&Tokens, &Tokens),
        en_occurrences: &Occurrences,
        (first, stretches): (usize, &[(usize, usize)]),
        sides: Sides,
    ) -> [Self; 2] {
        let Some((start, end)) = stretches.first().zip(stretches.last()) else {
            return Default::default();
        };
        let (start, end) = (start.0, end.1.max(start.0));
        let mut near = Sliding::new(en_occurrences, start);
        let mut found: Vec<Match> = Vec::new();
        for (sentence, stretch) in (first..).zip(stretches) {
            near.move_to(*stretch, |sentence| en.bag(sentence).iter().map(|entry| entry.0));
            for place in zh.places(sentence..sentence + 1) {
                let (kind, times) = zh.bag[place];
                let row = model.links.row(kind);
                for (link, target) in row.clone().zip(&model.links.targets[row]) {
                    if !near.holds(*target) {
                        continue;
                    }
                    let [zh_gain, en_gain] = model.links.gains[link];
                    found.extend(near.places(*target).map(|(opposite, en_place)| Match {
                        places: [place as u32, en_place],
                        sentences: [sentence as u32, opposite as u32],
                        gains: [
                            zh_gain * en.bag[en_place as usize].1 as f32,
                            en_gain * times as f32,
                        ],
                    }));
                }
            }
        }
        let zh_places = zh.places(first..first + stretches.len());
        let by_zh = Self::listed(zh_places, &found, 0);
        match sides {
            Sides::Zh => [by_zh, Self::default()],
            Sides::Both => [by_zh, Self::listed(en.places(start..end), &found, 1)],
        }
    }

    /// The matches by the entries of one side, which stand at `places`.
    fn listed(places: Range<usize>, found: &[Match], side: usize) -> Self {
        let row = |found: &Match| found.places[side] as usize - places.start;
        let mut starts = vec![0_u32; places.len() + 1];
        for found in found {
            starts[row(found) + 1] += 1;
        }
        for place in 0..places.len() {
            starts[place + 1] += starts[place];
        }
        let mut next = starts.clone();
        let mut by_place = vec![(0, 0.0); found.len()];
        for found in found {
            let next = &mut next[row(found)];
            by_place[*next as usize] = (found.sentences[1 - side], found.gains[side]);
            *next += 1;
        }
        Self { first: places.start, starts, found: by_place }
    }
}
