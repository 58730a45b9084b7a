//! The level above sentences: blocks, of which a few may cross.

use std::ops::Range;

use duizhao_bitext::{Bead, Block, Document, Ladder, Layout, Role, Sentence};

use crate::Alignment;

use crate::aligner::{Aligner, Side};
use crate::likeness::Likeness;
use crate::units::UnitOrder;
use crate::walls;

/// Nats by which a crossing pair of blocks must be likelier to be each other's translation than not.
const CLEAR: f32 = 8.0;
/// Nats by which it must beat every other partner of either block.
const CLEARER: f32 = 3.0;
/// Probability that a pair of blocks that is so clear is right.
const CROSSING_SCORE: f32 = 0.95;
/// The same for the titles in both languages: that they are titles speaks for them.
const CLEAR_TITLE: f32 = 1.0;
/// How often blocks are looked for that cross, without those that the rest runs over.
const TRIES: usize = 3;
/// Most sentences of a block that may cross.
const SHORT: usize = 2;

/// Sentences of one language with the blocks they stand in.
struct Blocks<'a> {
    sentences: Vec<&'a str>,
    /// Index of each sentence's block in the document.
    block: Vec<usize>,
}

impl<'a> Blocks<'a> {
    fn of(sentences: &'a [Sentence]) -> Self {
        Self {
            sentences: sentences.iter().map(|sentence| sentence.text.as_str()).collect(),
            block: sentences.iter().map(|sentence| sentence.block).collect(),
        }
    }

    fn starts(&self) -> Vec<bool> {
        (0..self.block.len()).map(|at| at == 0 || self.block[at] != self.block[at - 1]).collect()
    }

    /// Whether each sentence stands in a block that may be a heading.
    fn headings(&self, document: &Document) -> Vec<bool> {
        let blocks = self.of_document(document);
        blocks.iter().map(|block| block.is_some_and(walls::is_heading)).collect()
    }

    /// The block of each sentence, where the document has it.
    fn of_document<'d>(&self, document: &'d Document) -> Vec<Option<&'d Block>> {
        self.block.iter().map(|block| document.blocks.get(*block)).collect()
    }

    /// Each block's sentences, in order.
    fn ranges(&self) -> Vec<Range<usize>> {
        let starts: Vec<usize> = self
            .starts()
            .iter()
            .enumerate()
            .filter(|(_, start)| **start)
            .map(|(at, _)| at)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([self.block.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The translation unit of each sentence.
    fn units(&self, document: &Document) -> Vec<Option<u32>> {
        self.block
            .iter()
            .map(|block| document.blocks.get(*block).and_then(|block| block.unit))
            .collect()
    }

    /// The sentences in another order.
    fn reordered(&self, order: &[usize]) -> Self {
        Self {
            sentences: order.iter().map(|sentence| self.sentences[*sentence]).collect(),
            block: order.iter().map(|sentence| self.block[*sentence]).collect(),
        }
    }

    /// The side without the given sentences, and the numbers of those that remain.
    fn without<'r>(&self, left_out: impl Iterator<Item = &'r Range<usize>>) -> (Self, Vec<usize>) {
        let mut is_kept = vec![true; self.block.len()];
        for range in left_out {
            is_kept[range.clone()].fill(false);
        }
        let kept: Vec<usize> =
            (0..self.block.len()).filter(|sentence| is_kept[*sentence]).collect();
        let sentences = kept.iter().map(|sentence| self.sentences[*sentence]).collect();
        let block = kept.iter().map(|sentence| self.block[*sentence]).collect();
        (Self { sentences, block }, kept)
    }
}

impl Aligner<'_> {
    /// The alignment of a document whose sentences are given by language, each list in reading order.
    ///
    /// Blocks are evidence, not constraints: a cut between paragraphs on both sides is likely, a bead over a paragraph
    /// break of one side only is not, and where the layout puts blocks side by side, they probably belong together.
    /// Headings and other blocks of one or two sentences may cross everything else if they find no partner in their
    /// place and clearly one elsewhere: a title whose translation stands at the end of the page. Where the format gives
    /// translation units, sentences are paired inside their unit only, wherever it stands on the other side; what belongs
    /// to no unit is paired with what belongs to none. Everything else is
    /// monotone. No bead runs over a wall on one side only: from one speaker or numbered clause to the next, where both
    /// languages mark them, from a heading into the text, or into a garbled block. The beads are ordered by their Chinese
    /// sentences. How clear beads are that cross is not measured.
    pub fn align_document(
        &self,
        document: &Document,
        zh: &[Sentence],
        en: &[Sentence],
    ) -> Alignment {
        let (zh, en) = (Blocks::of(zh), Blocks::of(en));
        let alignment = self.align_blocks(document, &zh, &en);
        let mut crossing = self.crossing(document, (&zh, &en), &alignment.ladder);
        for _ in 0..TRIES {
            if crossing.is_empty() {
                break;
            }
            let (zh_rest, zh_kept) = zh.without(crossing.iter().map(|pair| &pair.0));
            let (en_rest, en_kept) = en.without(crossing.iter().map(|pair| &pair.1));
            let Alignment { ladder, agreement, .. } =
                self.align_blocks(document, &zh_rest, &en_rest);
            let zh_run_over = run_over(&ladder, |bead| &bead.zh, &zh_kept, zh.block.len());
            let en_run_over = run_over(&ladder, |bead| &bead.en, &en_kept, en.block.len());
            let found = crossing.len();
            crossing.retain(|(zh, en)| !zh_run_over[zh.start] && !en_run_over[en.start]);
            if crossing.len() == found {
                let ladder = with_crossing(ladder, (&zh_kept, &en_kept), crossing);
                return Alignment { ladder, agreement, clearness: Vec::new() };
            }
        }
        alignment
    }

    fn align_blocks(&self, document: &Document, zh: &Blocks<'_>, en: &Blocks<'_>) -> Alignment {
        let partners = match document.layout {
            Layout::Interleaved => partners(&zh.block, &en.block),
            _ => Vec::new(),
        };
        let Some(order) = UnitOrder::of(&zh.units(document), &en.units(document)) else {
            return self.align_in_order(document, (zh, en), (&partners, [&[], &[]]));
        };
        let sorted = (&zh.reordered(&order.zh), &en.reordered(&order.en));
        let units = [order.zh_units.as_slice(), &order.en_units];
        let alignment = self.align_in_order(document, sorted, (&order.partners(&partners), units));
        order.restored(alignment)
    }

    /// Aligns blocks that stand in one order, given for the zh cuts the en cuts beside them, and the sentences' units.
    fn align_in_order(
        &self,
        document: &Document,
        (zh, en): (&Blocks<'_>, &Blocks<'_>),
        (partners, [zh_units, en_units]): (&[u32], [&[u32]; 2]),
    ) -> Alignment {
        let (zh_starts, en_starts) = (zh.starts(), en.starts());
        let [zh_walls, en_walls] = walls::between([
            (&zh.sentences, &zh_starts, &zh.of_document(document)),
            (&en.sentences, &en_starts, &en.of_document(document)),
        ]);
        let zh_side = Side {
            sentences: &zh.sentences,
            paragraph_starts: &zh_starts,
            walls: &zh_walls,
            headings: &zh.headings(document),
            units: zh_units,
        };
        let en_side = Side {
            sentences: &en.sentences,
            paragraph_starts: &en_starts,
            walls: &en_walls,
            headings: &en.headings(document),
            units: en_units,
        };
        self.align_with_partners(&zh_side, &en_side, partners)
    }

    /// Pairs of blocks, by sentences, that belong together although the monotone ladder has them apart.
    fn crossing(
        &self,
        document: &Document,
        (zh, en): (&Blocks<'_>, &Blocks<'_>),
        ladder: &Ladder,
    ) -> Vec<(Range<usize>, Range<usize>)> {
        let may_cross = |blocks: &Blocks<'_>, misplaced: &dyn Fn(&Range<usize>) -> bool| {
            blocks
                .ranges()
                .into_iter()
                .filter(|range| {
                    let block = document.blocks.get(blocks.block[range.start]);
                    let may =
                        block.is_none_or(|block| block.role != Role::Cell && block.unit.is_none());
                    range.len() <= SHORT && may && misplaced(range)
                })
                .collect::<Vec<_>>()
        };
        let (zh_beads, en_beads) =
            (bead_of_each(ladder, |bead| &bead.zh), bead_of_each(ladder, |bead| &bead.en));
        let zh_open = may_cross(zh, &|range| is_misplaced(&zh_beads, range, |bead| &bead.zh));
        let en_open = may_cross(en, &|range| is_misplaced(&en_beads, range, |bead| &bead.en));
        let titles = titles(document, (zh, en), ladder);
        if titles.is_none() && (zh_open.is_empty() || en_open.is_empty()) {
            return Vec::new();
        }
        let texts = |blocks: &Blocks<'_>, ranges: &[Range<usize>]| {
            ranges
                .iter()
                .map(|range| blocks.sentences[range.clone()].join(" "))
                .collect::<Vec<String>>()
        };
        let (zh_texts, en_texts) = (texts(zh, &zh_open), texts(en, &en_open));
        let measure = |zh_texts: &[String], en_texts: &[String]| {
            Likeness::measure(self, (&zh.sentences, &en.sentences), (zh_texts, en_texts))
        };
        if let Some((zh_title, en_title)) = titles {
            let zh_text = texts(zh, std::slice::from_ref(&zh_title));
            let en_text = texts(en, std::slice::from_ref(&en_title));
            if !measure(&zh_text, &en_text).clear_pairs(CLEAR_TITLE, 0.0).is_empty() {
                return vec![(zh_title, en_title)];
            }
        }
        measure(&zh_texts, &en_texts)
            .clear_pairs(CLEAR, CLEARER)
            .into_iter()
            .map(|(zh, en)| (zh_open[zh].clone(), en_open[en].clone()))
            .filter(|(zh, en)| zh_beads[zh.start].zh != *zh || zh_beads[zh.start].en != *en)
            .collect()
    }
}

/// The sentences of the titles in both languages, if the ladder has them apart.
fn titles(
    document: &Document,
    (zh, en): (&Blocks<'_>, &Blocks<'_>),
    ladder: &Ladder,
) -> Option<(Range<usize>, Range<usize>)> {
    let title = |blocks: &Blocks<'_>| {
        blocks.ranges().into_iter().find(|range| {
            let block = document.blocks.get(blocks.block[range.start]);
            block.is_some_and(|block| block.role == Role::Title)
        })
    };
    let (zh, en) = (title(zh)?, title(en)?);
    let is_paired = |bead: &Bead| {
        bead.zh.start < zh.end
            && zh.start < bead.zh.end
            && bead.en.start < en.end
            && en.start < bead.en.end
    };
    (zh.len() <= SHORT && en.len() <= SHORT && !ladder.beads.iter().any(is_paired))
        .then_some((zh, en))
}

/// The bead of each sentence of a side.
fn bead_of_each(ladder: &Ladder, side: fn(&Bead) -> &Range<usize>) -> Vec<&Bead> {
    let of_bead = |bead| side(bead).clone().map(move |sentence| (sentence, bead));
    let mut beads: Vec<(usize, &Bead)> = ladder.beads.iter().flat_map(of_bead).collect();
    beads.sort_by_key(|(sentence, _)| *sentence);
    beads.into_iter().map(|(_, bead)| bead).collect()
}

/// Whether the sentences of a block found no partner of their own: they are unpaired, or in a bead that reaches beyond
/// the block.
fn is_misplaced(
    bead_of_each: &[&Bead],
    block: &Range<usize>,
    side: fn(&Bead) -> &Range<usize>,
) -> bool {
    bead_of_each[block.clone()]
        .iter()
        .all(|bead| bead.is_null() || side(bead).start < block.start || side(bead).end > block.end)
}

/// Which of a side's sentences were left out and stand inside a bead of the rest, whose sentences have the numbers `kept`: a
/// block there does not cross.
fn run_over(
    rest: &Ladder,
    side: fn(&Bead) -> &Range<usize>,
    kept: &[usize],
    sentences: usize,
) -> Vec<bool> {
    let mut run_over = vec![false; sentences];
    for bead in &rest.beads {
        for pair in kept[side(bead).clone()].windows(2) {
            run_over[pair[0] + 1..pair[1]].fill(true);
        }
    }
    run_over
}

/// The beads of the rest and those that cross, ordered by their Chinese sentences, numbered as in the document.
fn with_crossing(
    rest: Ladder,
    (zh_kept, en_kept): (&[usize], &[usize]),
    crossing: Vec<(Range<usize>, Range<usize>)>,
) -> Ladder {
    let original = |range: &Range<usize>, kept: &[usize]| match kept[range.clone()] {
        [] => {
            let behind = kept.last().map_or(0, |last| last + 1);
            let at = kept.get(range.start).copied().unwrap_or(behind);
            at..at
        }
        [first, .., last] => first..last + 1,
        [only] => only..only + 1,
    };
    let mut crossing = crossing
        .into_iter()
        .map(|(zh, en)| Bead { margin: CLEAR, score: CROSSING_SCORE, ..Bead::new(zh, en) })
        .peekable();
    let mut beads = Vec::with_capacity(rest.beads.len() + crossing.len());
    for bead in rest.beads {
        let (zh, en) = (original(&bead.zh, zh_kept), original(&bead.en, en_kept));
        if !zh.is_empty() {
            beads.extend(std::iter::from_fn(|| crossing.next_if(|next| next.zh.start < zh.start)));
        }
        beads.push(Bead { zh, en, ..bead });
    }
    beads.extend(crossing);
    Ladder::new(beads)
}

/// For each zh sentence that begins a block the en sentence that begins the block beside it; `u32::MAX` elsewhere.
///
/// Which of its two neighbours a run of blocks in one language belongs to is told by the language that comes first in
/// the document. Two runs say something only if they hold as many blocks: where a paragraph is missing, the words decide,
/// and what follows is not shifted.
fn partners(zh: &[usize], en: &[usize]) -> Vec<u32> {
    let mut partners = vec![u32::MAX; zh.len()];
    let runs = runs(zh, en);
    for pair in runs.windows(2) {
        let [(first_is_zh, first), (_, second)] = pair else { continue };
        if *first_is_zh != runs[0].0 || first.len() != second.len() {
            continue;
        }
        let (zh, en) = if *first_is_zh { (first, second) } else { (second, first) };
        for (zh, en) in zh.iter().zip(en) {
            partners[*zh] = *en as u32;
        }
    }
    partners
}

/// The runs of blocks in one language, in document order: whether it is Chinese, and each block's first sentence.
fn runs(zh: &[usize], en: &[usize]) -> Vec<(bool, Vec<usize>)> {
    let firsts = |blocks: &[usize], is_zh: bool| {
        (0..blocks.len())
            .filter(|at| *at == 0 || blocks[*at] != blocks[at - 1])
            .map(|at| (blocks[at], is_zh, at))
            .collect::<Vec<_>>()
    };
    let mut blocks = firsts(zh, true);
    blocks.extend(firsts(en, false));
    blocks.sort_unstable();
    let mut runs: Vec<(bool, Vec<usize>)> = Vec::new();
    for (_, is_zh, sentence) in blocks {
        match runs.last_mut() {
            Some((same, run)) if *same == is_zh => run.push(sentence),
            _ => runs.push((is_zh, vec![sentence])),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use duizhao_bitext::{Bead, Ladder};

    use super::{partners, run_over, with_crossing};

    #[test]
    fn what_a_bead_of_the_rest_runs_over_does_not_cross() {
        // Of six sentences the second and the last were left out.
        let kept = [0, 2, 3, 4];
        let rest = Ladder::new(vec![Bead::new(0..2, 0..1), Bead::new(2..4, 1..2)]);
        let over = run_over(&rest, |bead| &bead.zh, &kept, 6);
        assert_eq!(over, [false, true, false, false, false, false]);
        let rest = Ladder::new(vec![Bead::new(0..1, 0..1), Bead::new(1..4, 1..2)]);
        assert!(!run_over(&rest, |bead| &bead.zh, &kept, 6).contains(&true));
        let whole = with_crossing(rest, (&kept, &[1, 3]), vec![(1..2, 2..3), (5..6, 0..1)]);
        let places: Vec<_> = whole.beads.into_iter().map(|bead| (bead.zh, bead.en)).collect();
        assert_eq!(places, [(0..1, 1..2), (1..2, 2..3), (2..5, 3..4), (5..6, 0..1)]);
    }

    const NONE: u32 = u32::MAX;

    #[test]
    fn runs_of_as_many_blocks_stand_side_by_side() {
        assert_eq!(partners(&[0, 0, 1, 4], &[2, 3, 5]), [0, NONE, 1, 2]);
        assert_eq!(partners(&[1, 3, 3], &[0, 2]), [0, 1, NONE]);
    }

    #[test]
    fn where_a_block_is_missing_nothing_is_said() {
        assert_eq!(partners(&[0, 2, 3, 5], &[1, 4, 6]), [0, NONE, NONE, 2]);
    }
}
