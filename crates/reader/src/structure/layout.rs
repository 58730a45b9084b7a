//! How the two languages stand in a document.

use std::ops::Range;

use duizhao_bitext::{Block, Language, Layout, Role};

use super::Draft;

/// With less than this share of the lighter language against the heavier one the document is in one language only.
const LEAST_BALANCE: f64 = 0.05;
/// The share of a language's weight that stands in one run, if the document is one language after the other.
const LEAST_RUN: f64 = 0.85;

/// The share of the other language that may stand inside a run: a line of furniture that no rule knows.
const MOST_BETWEEN: f64 = 0.03;

/// The layout of a whole document. Titles are left aside: the second one may stand anywhere.
pub(super) fn find(drafts: &[Draft], is_pair: bool) -> Layout {
    let [zh, en] = Language::BOTH.map(|language| {
        weight(
            drafts.iter().filter(|draft| !is_pair || Language::BOTH[draft.block.text] == language),
            language,
        )
    });
    if zh.min(en) <= LEAST_BALANCE * zh.max(en) {
        return Layout::Monolingual;
    }
    if is_pair {
        return Layout::Pair;
    }
    let in_units = |draft: &&Draft| draft.block.unit.is_some();
    let of_units: f64 = Language::BOTH
        .into_iter()
        .map(|language| weight(drafts.iter().filter(in_units), language))
        .sum();
    if 2.0 * of_units > zh + en {
        return Layout::Units;
    }
    let is_run = |language: Language| run_of(drafts, language).is_none_or(|run| run.is_whole);
    if Language::BOTH.into_iter().all(is_run) { Layout::Sequential } else { Layout::Interleaved }
}

/// Makes the blocks fit a layout that the user says the document has: for units, the first Chinese block goes with the first
/// English one, and so on; for the layouts of running text there are no units.
pub(super) fn impose(layout: Layout, blocks: &mut [Block]) {
    let mut next = [0_u32; 2];
    for block in blocks {
        block.unit = match block.kept() {
            Some(language) if layout == Layout::Units => {
                let own = &mut next[language as usize];
                *own += 1;
                Some(*own - 1)
            }
            _ => None,
        };
    }
}

/// Kept blocks in one language that follow each other with next to nothing of the other language between.
pub(super) struct Run {
    /// From the first to the last of them.
    pub(super) blocks: Range<usize>,
    /// Whether hardly anything in this language stands outside.
    pub(super) is_whole: bool,
}

/// The heaviest run of `language`, titles not counted; `None` without a block in that language.
pub(super) fn run_of(drafts: &[Draft], language: Language) -> Option<Run> {
    let mut best: Option<(f64, Range<usize>)> = None;
    let mut current: Option<(f64, Range<usize>)> = None;
    let mut whole = 0.0;
    let bearable = MOST_BETWEEN * weight(drafts.iter(), language.other());
    let mut between = 0.0;
    for (at, draft) in
        drafts.iter().enumerate().filter(|(_, draft)| draft.block.role != Role::Title)
    {
        match draft.block.kept() {
            Some(found) if found == language => {
                let (sum, run) = current.take().unwrap_or((0.0, at..at));
                current = Some((sum + draft.tally.weight(), run.start..at + 1));
                whole += draft.tally.weight();
            }
            Some(_) => {
                between += draft.tally.weight();
                if between > bearable {
                    (current, between) = (None, 0.0);
                }
            }
            None => {}
        }
        if let Some((sum, run)) = &current
            && best.as_ref().is_none_or(|(most, _)| sum > most)
        {
            best = Some((*sum, run.clone()));
        }
    }
    best.map(|(sum, blocks)| Run { blocks, is_whole: sum >= LEAST_RUN * whole })
}

/// Whether the first file of a pair is the English one.
pub(super) fn is_swapped(first: &[Draft], second: &[Draft]) -> bool {
    let is_mainly = |side: &[Draft], language: Language| {
        weight(side.iter(), language) > 2.0 * weight(side.iter(), language.other())
    };
    is_mainly(first, Language::En) && is_mainly(second, Language::Zh)
}

fn weight<'a>(drafts: impl Iterator<Item = &'a Draft>, language: Language) -> f64 {
    drafts
        .filter(|draft| draft.block.kept() == Some(language))
        .map(|draft| draft.tally.weight())
        .sum()
}
