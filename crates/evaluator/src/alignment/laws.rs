use std::collections::BTreeMap;
use std::fmt;

use duizhao_bitext::Language;
use serde::Serialize;

use super::ladder::StatedBead;

/// How many sentences a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) zh: usize,
    pub(super) en: usize,
}

impl Sizes {
    /// As many as the beads of a gold know of.
    pub(super) fn known_to(beads: &[StatedBead]) -> Self {
        let count = |side: fn(&StatedBead) -> &Vec<usize>| {
            beads
                .iter()
                .flat_map(|bead| side(bead).iter())
                .max()
                .map_or(0, |&last| last.saturating_add(1))
        };
        Self { zh: count(|bead| &bead.zh), en: count(|bead| &bead.en) }
    }

    fn of(self, language: Language) -> usize {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

/// Sentences that break the law of a ladder: every sentence of both sides stands in exactly one bead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// The side.
    pub language: Language,
    /// What is wrong with them.
    pub kind: BreachKind,
    /// How many sentences.
    pub count: usize,
    /// The first of them.
    pub first: usize,
}

/// How a sentence can break the law of a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachKind {
    /// It stands in no bead.
    Missing,
    /// It stands in more than one bead, or twice in one.
    Repeated,
    /// The document has no such sentence.
    Unknown,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            BreachKind::Missing => "in no bead",
            BreachKind::Repeated => "in more than one bead",
            BreachKind::Unknown => "not in the document",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(
            f,
            "{} {} sentence{plural} {kind}, the first is {}",
            self.count, self.language, self.first
        )
    }
}

/// What is wrong with `beads` for a document of `sizes`; nothing, if the law is kept.
pub(super) fn breaches(beads: &[StatedBead], sizes: Sizes) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for language in Language::BOTH {
        let mut found = [Finding::default(); 3];
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for bead in beads {
            for &sentence in if language == Language::Zh { &bead.zh } else { &bead.en } {
                *uses.entry(sentence).or_default() += 1;
            }
        }
        let mut next = 0; // the first sentence not yet accounted for
        for (&sentence, &times) in uses.range(..sizes.of(language)) {
            found[0].note(next, sentence - next);
            found[1].note(sentence, usize::from(times > 1));
            next = sentence + 1;
        }
        found[0].note(next, sizes.of(language).saturating_sub(next));
        for &sentence in uses.range(sizes.of(language)..).map(|(sentence, _)| sentence) {
            found[2].note(sentence, 1);
        }
        let kinds = [BreachKind::Missing, BreachKind::Repeated, BreachKind::Unknown];
        for (kind, Finding { first, count }) in kinds.into_iter().zip(found) {
            breaches.extend(first.map(|first| Breach { language, kind, count, first }));
        }
    }
    breaches
}

#[derive(Debug, Clone, Copy, Default)]
struct Finding {
    first: Option<usize>,
    count: usize,
}

impl Finding {
    fn note(&mut self, sentence: usize, count: usize) {
        if count > 0 {
            self.first.get_or_insert(sentence);
            self.count += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sizes, breaches};
    use crate::{LadderFormat, parse_ladder};

    fn said(text: &str, zh: usize, en: usize) -> Vec<String> {
        let beads = parse_ladder(text, LadderFormat::Beads).unwrap();
        breaches(&beads, Sizes { zh, en }).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_crossing_but_complete_ladder_breaks_nothing() {
        assert_eq!(said("0\t1\n1\t0\n2\t\n", 3, 2), [""; 0]);
        assert_eq!(said("", 0, 0), [""; 0]);
    }

    #[test]
    fn what_is_missing_repeated_or_unknown_is_said() {
        assert_eq!(
            said("0\t0\n2\t0,1\n7\t\n", 5, 3),
            [
                "3 zh sentences in no bead, the first is 1",
                "1 zh sentence not in the document, the first is 7",
                "1 en sentence in no bead, the first is 2",
                "1 en sentence in more than one bead, the first is 0",
            ]
        );
    }

    #[test]
    fn absurd_numbers_cost_nothing() {
        let said = said(&format!("{}\t0\n", usize::MAX), 1, 1);
        assert_eq!(
            said[1],
            format!("1 zh sentence not in the document, the first is {}", usize::MAX)
        );
    }
}
