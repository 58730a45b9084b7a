use rustc_hash::FxHashMap;

use super::ladder::StatedBead;

/// Joins consecutive beads that lie inside one unit of a coarse gold.
///
/// Where gold's units are larger than beads (verses, messages, paragraphs), an aligner that cuts finer is not wrong.
/// Null beads are never joined, and they part their neighbours. A joined bead is as sure as its least sure part.
pub(super) fn merged(predicted: &[StatedBead], gold: &[StatedBead]) -> Vec<StatedBead> {
    let units = Units::of(gold);
    let mut merged: Vec<StatedBead> = Vec::with_capacity(predicted.len());
    let mut last = None;
    for bead in predicted {
        let unit = units.holding(bead);
        match merged.last_mut() {
            Some(joined) if unit.is_some() && unit == last => {
                joined.zh.extend(&bead.zh);
                joined.en.extend(&bead.en);
                joined.score = joined.score.zip(bead.score).map(|(one, other)| one.min(other));
            }
            _ => merged.push(bead.clone()),
        }
        last = unit;
    }
    merged
}

/// Which unit of gold a sentence belongs to.
struct Units {
    zh: FxHashMap<usize, usize>,
    en: FxHashMap<usize, usize>,
}

impl Units {
    fn of(gold: &[StatedBead]) -> Self {
        let of_side = |side: fn(&StatedBead) -> &Vec<usize>| {
            let numbered = gold.iter().enumerate();
            numbered
                .flat_map(|(unit, bead)| side(bead).iter().map(move |&sentence| (sentence, unit)))
                .collect()
        };
        Self { zh: of_side(|bead| &bead.zh), en: of_side(|bead| &bead.en) }
    }

    /// The one unit that holds all sentences of `bead`, if it has both sides.
    fn holding(&self, bead: &StatedBead) -> Option<usize> {
        let zh = bead.zh.iter().map(|sentence| self.zh.get(sentence));
        let en = bead.en.iter().map(|sentence| self.en.get(sentence));
        let mut units = zh.chain(en);
        let first = *units.next()??;
        (!bead.is_null() && units.all(|unit| unit == Some(&first))).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::merged;
    use crate::{LadderFormat, StatedBead, parse_ladder};

    fn beads(text: &str) -> Vec<StatedBead> {
        parse_ladder(text, LadderFormat::Beads).unwrap()
    }

    #[test]
    fn beads_inside_a_unit_are_joined_at_the_lowest_score() {
        let gold = beads("0,1\t0,1\n2\t2\n");
        assert_eq!(
            merged(&beads("0\t0\t.9\n1\t1\t.4\n2\t2\t.8\n"), &gold),
            beads("0,1\t0,1\t.4\n2\t2\t.8\n")
        );
    }

    #[test]
    fn null_beads_and_beads_across_units_stay_apart() {
        let gold = beads("0,1,2\t0,1\n3\t2\n");
        for untouched in ["0\t0\n1\t\n2\t1\n3\t2\n", "0\t0\n1,2,3\t1,2\n", "3\t2\n9\t9\n"] {
            assert_eq!(merged(&beads(untouched), &gold), beads(untouched));
        }
    }
}
