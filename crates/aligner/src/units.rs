//! Translation units that a format gives: sentences are paired inside a unit only.

use std::ops::Range;

use duizhao_bitext::{Bead, Ladder};

use crate::Alignment;
use crate::tokens::Tokens;

/// The unit of sentences that belong to none. They are aligned with each other, after all units.
const NONE: u32 = u32::MAX;

/// Both sides' sentences in the order of their units, so that a monotone ladder can hold every unit.
#[derive(Debug)]
pub(crate) struct UnitOrder {
    /// The number of each zh sentence before sorting.
    pub(crate) zh: Vec<usize>,
    /// The number of each en sentence before sorting.
    pub(crate) en: Vec<usize>,
    /// The units of the zh sentences, sorted.
    pub(crate) zh_units: Vec<u32>,
    /// The units of the en sentences, sorted.
    pub(crate) en_units: Vec<u32>,
}

impl UnitOrder {
    /// Sorts both sides by unit, otherwise leaving their order; `None` where nothing belongs to a unit.
    pub(crate) fn of(zh: &[Option<u32>], en: &[Option<u32>]) -> Option<Self> {
        if zh.iter().chain(en).all(Option::is_none) {
            return None;
        }
        let sorted = |units: &[Option<u32>]| {
            let mut order: Vec<usize> = (0..units.len()).collect();
            order.sort_by_key(|sentence| units[*sentence].unwrap_or(NONE));
            let units = order.iter().map(|sentence| units[*sentence].unwrap_or(NONE)).collect();
            (order, units)
        };
        let ((zh, zh_units), (en, en_units)) = (sorted(zh), sorted(en));
        Some(Self { zh, en, zh_units, en_units })
    }

    /// For each sorted zh cut the sorted en cut that `partners`, which go by the order before, put beside it.
    pub(crate) fn partners(&self, partners: &[u32]) -> Vec<u32> {
        let mut places = vec![u32::MAX; self.en.len()];
        for (place, sentence) in self.en.iter().enumerate() {
            places[*sentence] = place as u32;
        }
        let place = |sentence: &usize| {
            let partner = partners.get(*sentence).copied().unwrap_or(u32::MAX);
            places.get(partner as usize).copied().unwrap_or(u32::MAX)
        };
        if partners.is_empty() { Vec::new() } else { self.zh.iter().map(place).collect() }
    }

    /// The alignment with the sentences' numbers from before, its beads in the order of their Chinese sentences. A bead
    /// whose sentences don't follow each other there, because a unit stands between them, falls apart into null beads.
    pub(crate) fn restored(&self, alignment: Alignment) -> Alignment {
        let mut beads: Vec<(Bead, _)> = Vec::with_capacity(alignment.ladder.beads.len());
        for (bead, clearness) in alignment.ladder.beads.into_iter().zip(alignment.clearness) {
            if let (Some(zh), Some(en)) =
                (original(&bead.zh, &self.zh), original(&bead.en, &self.en))
            {
                beads.push((Bead { zh, en, ..bead }, clearness));
                continue;
            }
            let at =
                |order: &[usize], place: usize| order.get(place).copied().unwrap_or(order.len());
            let (zh_at, en_at) = (at(&self.zh, bead.zh.start), at(&self.en, bead.en.start));
            let alone = |sentence: &usize| *sentence..*sentence + 1;
            let zh = self.zh[bead.zh].iter().map(|zh| Bead::new(alone(zh), en_at..en_at));
            let en = self.en[bead.en].iter().map(|en| Bead::new(zh_at..zh_at, alone(en)));
            beads.extend(zh.chain(en).map(|bead| (bead, Default::default())));
        }
        beads.sort_by_key(|(bead, _)| (bead.zh.start, bead.zh.end, bead.en.start));
        let (beads, clearness) = beads.into_iter().unzip();
        Alignment { ladder: Ladder::new(beads), clearness, ..alignment }
    }
}

/// The run of sentences by their numbers before sorting, if it is one there too.
fn original(sorted: &Range<usize>, order: &[usize]) -> Option<Range<usize>> {
    let Some(first) = order.get(sorted.start).copied() else {
        return Some(order.len()..order.len());
    };
    let is_run = order[sorted.clone()].iter().zip(first..).all(|(is, should)| *is == should);
    is_run.then_some(first..first + sorted.len())
}

/// What it is worth, in nats, that a format gives two texts as each other's translation, if one of them is a single sentence.
const GIVEN: f32 = 20.0;

/// What a bead is worth because it is a whole unit of which one side is a single sentence. Of larger units the words decide
/// how they fall apart.
pub(crate) fn given(
    (zh, en): (&Tokens, &Tokens),
    zh_run: (usize, usize),
    en_run: (usize, usize),
) -> f32 {
    let is_single = zh_run.1 - zh_run.0 == 1 || en_run.1 - en_run.0 == 1;
    let is_whole = |side: &Tokens, (start, end): (usize, usize)| {
        let unit = side.units.get(start);
        let before = start.checked_sub(1).and_then(|before| side.units.get(before));
        unit.is_some_and(|unit| *unit != NONE) && before != unit && side.units.get(end) != unit
    };
    if is_single && is_whole(zh, zh_run) && is_whole(en, en_run) { GIVEN } else { 0.0 }
}

/// The cuts between units, on both sides, where units are given.
pub(crate) fn corners(zh: &Tokens, en: &Tokens) -> Vec<(usize, usize)> {
    let (mut zh_at, mut en_at) = (0, 0);
    let mut corners = Vec::new();
    while let (Some(zh_unit), Some(en_unit)) =
        (zh.units.get(zh_at).copied(), en.units.get(en_at).copied())
    {
        let unit = zh_unit.min(en_unit);
        zh_at += zh.units[zh_at..].iter().take_while(|other| **other == unit).count();
        en_at += en.units[en_at..].iter().take_while(|other| **other == unit).count();
        corners.push((zh_at, en_at));
    }
    corners
}
