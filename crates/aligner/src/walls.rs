//! Borders between blocks that a bead should not run over on one side only.

use duizhao_bitext::{Block, Damage, Role};

use crate::clauses;

/// One side: its sentences, which of them begin a block, and the block of each.
type Blocks<'a> = (&'a [&'a str], &'a [bool], &'a [Option<&'a Block>]);

/// For each sentence of both sides whether a wall stands before it: where another speaker begins, where a numbered clause
/// begins, around a heading, and around a garbled block. Empty for a side without any.
///
/// Speakers and numbers say something only if both sides mark them.
pub(crate) fn between(sides: [Blocks<'_>; 2]) -> [Vec<bool>; 2] {
    let turns = sides.map(|side| starts(side, |block, _| is_turn(block)));
    let [zh_clauses, en_clauses] = clauses(sides);
    let is_marked = turns.iter().all(|side| side.contains(&true));
    let mut walls = sides.map(|side| around(side));
    for (side, turns) in walls.iter_mut().zip(&turns).filter(|_| is_marked) {
        join(side, turns);
    }
    join(&mut walls[0], &zh_clauses);
    join(&mut walls[1], &en_clauses);
    walls.map(|side| if side.contains(&true) { side } else { Vec::new() })
}

fn join(walls: &mut [bool], more: &[bool]) {
    for (wall, more) in walls.iter_mut().zip(more) {
        *wall |= more;
    }
}

/// The sentences that begin a block of which something holds.
fn starts(
    (sentences, starts, blocks): Blocks<'_>,
    holds: impl Fn(&Block, &str) -> bool,
) -> Vec<bool> {
    let all = sentences.iter().zip(starts).zip(blocks);
    all.map(|((text, start), block)| *start && block.is_some_and(|block| holds(block, text)))
        .collect()
}

fn is_turn(block: &Block) -> bool {
    block.role == Role::Turn && block.label.is_some()
}

/// Whether a block may be a heading; numbered ones look like list items. Only one without a final mark is taken for one.
pub(crate) fn is_heading(block: &Block) -> bool {
    matches!(block.role, Role::Title | Role::Heading | Role::ListItem)
}

/// Walls before and after headings that stand beside running text, and garbled blocks.
fn around((sentences, starts, blocks): Blocks<'_>) -> Vec<bool> {
    let is_ended = |at: usize| crate::read::ends_sentence(sentences[at]);
    let is_heading = |at: usize| {
        let is_item = blocks[at].is_some_and(|block| block.role == Role::ListItem);
        blocks[at].is_some_and(is_heading) && !(is_item && is_ended(at))
    };
    let is_garbled =
        |at: usize| blocks[at].is_some_and(|block| block.damage.contains(&Damage::Mojibake));
    let is_text = |at: usize| !is_heading(at) && is_ended(at);
    let parts = |before: usize, at: usize| {
        is_garbled(before)
            || is_garbled(at)
            || is_heading(before) && is_text(at)
            || is_text(before) && is_heading(at)
    };
    (0..sentences.len()).map(|at| at > 0 && starts[at] && parts(at - 1, at)).collect()
}

/// Fewer numbered blocks are no numbering.
const FEWEST: usize = 2;

/// The sentences that begin numbered clauses, if both sides number theirs alike: at least half of the numbers of the side
/// with fewer stand on the other side too. A clause without its number on the other side is then one that was not
/// translated, and not the rest of the clause before it.
fn clauses(sides: [Blocks<'_>; 2]) -> [Vec<bool>; 2] {
    let [zh, en] = sides.map(|(sentences, starts, _)| {
        let numbers = sentences.iter().zip(starts);
        numbers
            .map(|(text, start)| if *start { clauses::number(text) } else { None })
            .collect::<Vec<_>>()
    });
    let count = |side: &[Option<Vec<u32>>]| side.iter().flatten().count();
    let fewer = count(&zh).min(count(&en));
    let mut known: Vec<&Vec<u32>> = en.iter().flatten().collect();
    known.sort_unstable();
    let shared = zh.iter().flatten().filter(|number| known.binary_search(number).is_ok()).count();
    if fewer < FEWEST || 2 * shared < fewer {
        return [Vec::new(), Vec::new()];
    }
    [zh, en].map(|side| side.iter().map(Option::is_some).collect())
}
