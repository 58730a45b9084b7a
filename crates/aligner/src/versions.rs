//! Texts that a document gives in more than one translation.

use std::ops::Range;

use duizhao_bitext::{Bead, Ladder, Sentence};

use crate::aligner::{Aligner, Side};
use crate::alignment::Alignment;

/// Fewer sentences without a counterpart are no second translation.
const FEWEST: usize = 3;
/// The share of a translation's sentences that find their counterpart, in percent.
const FOUND: usize = 80;
/// Least agreement of a second translation with the original; as a rule half of what good translations have.
const LEAST_AGREEMENT: f32 = 0.3;
/// Of two versions in one language, one is at most so many times as long as the other.
const MOST_LONGER: usize = 2;

/// The sentences of one side.
type Texts<'a> = &'a [Sentence];

impl Aligner<'_> {
    /// The beads of further translations: runs of sentences that `ladder` leaves without a counterpart, and that translate what
    /// another run of their language translates already, just before them on the page. A poem may be given in the words of
    /// two translators, or an English one in two Chinese versions.
    ///
    /// The sentences of the original stand in these beads and in those of the ladder; those of the further translation in
    /// these only. Costs nothing where no run of three sentences is left over.
    pub fn further_translations(&self, zh: Texts<'_>, en: Texts<'_>, ladder: &Ladder) -> Vec<Bead> {
        let of_en = left_over(ladder, en.len(), |bead| &bead.en);
        let mut beads = Vec::new();
        for run in of_en {
            let before =
                ladder.beads.iter().filter(|bead| !bead.is_null() && bead.en.end <= run.start);
            let Some(end) = before.map(|bead| bead.zh.end).max() else { continue };
            let version = self.version((zh, reach(end, run.len())), (en, run));
            if is_as_long((&version, |bead| &bead.zh), (en, |bead| &bead.en), ladder) {
                beads.extend(version);
            }
        }
        let of_zh = left_over(ladder, zh.len(), |bead| &bead.zh);
        for run in of_zh {
            let count = run.len();
            let before =
                ladder.beads.iter().filter(|bead| !bead.is_null() && bead.zh.end <= run.start);
            let Some(end) = before.map(|bead| bead.en.end).max() else { continue };
            let version = self.version((zh, run), (en, reach(end, count)));
            if is_as_long((&version, |bead| &bead.en), (zh, |bead| &bead.zh), ladder) {
                beads.extend(version);
            }
        }
        beads
    }

    /// The beads of two runs of which one may translate the other or a part of it; none if it doesn't.
    fn version(
        &self,
        (zh, zh_run): (Texts<'_>, Range<usize>),
        (en, en_run): (Texts<'_>, Range<usize>),
    ) -> Vec<Bead> {
        let wide = self.align_runs((zh, &zh_run), (en, &en_run));
        let paired = || wide.ladder.beads.iter().filter(|bead| !bead.is_null());
        let (Some(first), Some(last)) = (paired().next(), paired().next_back()) else {
            return Vec::new();
        };
        // Of the side that is longer only the part that the other one translates.
        let zh_run = zh_run.start + first.zh.start..zh_run.start + last.zh.end;
        let en_run = en_run.start + first.en.start..en_run.start + last.en.end;
        let close = self.align_runs((zh, &zh_run), (en, &en_run));
        let found: usize = close
            .ladder
            .beads
            .iter()
            .filter(|bead| !bead.is_null())
            .map(|bead| bead.zh.len() + bead.en.len())
            .sum();
        let all = zh_run.len() + en_run.len();
        let is_short = zh_run.len().min(en_run.len()) < FEWEST - 1;
        if is_short || found * 100 < all * FOUND || close.agreement < LEAST_AGREEMENT {
            return Vec::new();
        }
        let moved = |range: &Range<usize>, by: usize| range.start + by..range.end + by;
        let beads = close.ladder.beads.into_iter().filter(|bead| !bead.is_null());
        beads
            .map(|bead| Bead {
                zh: moved(&bead.zh, zh_run.start),
                en: moved(&bead.en, en_run.start),
                ..bead
            })
            .collect()
    }

    fn align_runs(
        &self,
        (zh, zh_run): (Texts<'_>, &Range<usize>),
        (en, en_run): (Texts<'_>, &Range<usize>),
    ) -> Alignment {
        let starts = |side: Texts<'_>, run: &Range<usize>| -> Vec<bool> {
            run.clone().map(|at| at == run.start || side[at].block != side[at - 1].block).collect()
        };
        let (zh_starts, en_starts) = (starts(zh, zh_run), starts(en, en_run));
        let [zh, en] = [&zh[zh_run.clone()], &en[en_run.clone()]]
            .map(|side| side.iter().map(|one| one.text.as_str()).collect::<Vec<_>>());
        let zh = Side { sentences: &zh, paragraph_starts: &zh_starts, ..Side::default() };
        let en = Side { sentences: &en, paragraph_starts: &en_starts, ..Side::default() };
        self.align_and_judge(&zh, &en)
    }
}

/// One side of beads.
type SideOf = fn(&Bead) -> &Range<usize>;

/// Whether a version is about as long as the one that `ladder` has of the same original: captions that share a name with a
/// paragraph are no version of it. `original` is the side that stands in both, `texts` are of the other.
fn is_as_long(
    (version, original): (&[Bead], SideOf),
    (texts, side): (Texts<'_>, SideOf),
    ladder: &Ladder,
) -> bool {
    let characters = |bead: &Bead| -> usize {
        texts[side(bead).clone()].iter().map(|text| text.text.chars().count()).sum()
    };
    let (Some(first), Some(last)) = (version.first(), version.last()) else { return false };
    let whole = original(first).start..original(last).end;
    let in_ladder = ladder.beads.iter().filter(|bead| !bead.is_null());
    let known: usize = in_ladder
        .filter(|bead| original(bead).start < whole.end && whole.start < original(bead).end)
        .map(characters)
        .sum();
    let new: usize = version.iter().map(characters).sum();
    known <= new * MOST_LONGER && new <= known * MOST_LONGER
}

/// As many sentences before `end` as `count` may translate.
fn reach(end: usize, count: usize) -> Range<usize> {
    end.saturating_sub(2 * count + 2)..end
}

/// The runs of at least [`FEWEST`] consecutive sentences of one side that stand in null beads.
fn left_over(
    ladder: &Ladder,
    sentences: usize,
    side: fn(&Bead) -> &Range<usize>,
) -> Vec<Range<usize>> {
    let mut is_alone = vec![false; sentences];
    for bead in ladder.beads.iter().filter(|bead| bead.is_null()) {
        is_alone[side(bead).clone()].fill(true);
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in (0..sentences).filter(|at| is_alone[*at]) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs.retain(|run| run.len() >= FEWEST);
    runs
}
