//! Subtitles matched by time: cues that are shown at the same time translate each other, whether both languages stand in one
//! cue, in two cues of one file, or in two files whose clocks differ.

use duizhao_bitext::BlockLanguage;

use crate::extract::{CueTime, Extract};
use crate::language::Tally;

/// Cues belong together if they share this part of the shorter one's time, in hundredths.
const LEAST_SHARED: u64 = 50;
/// Of the cues of the side with fewer, so many hundredths must find a partner.
const LEAST_FOUND: usize = 60;
/// Two starts are the same if they are no further apart, in milliseconds.
const SAME_START: i64 = 250;
/// So many cues of each file are tried against each other to find how far the clocks are apart.
const TRIED: usize = 40;
/// Another clock must explain so many hundredths of the starts that the same clock explains.
const CLEARLY_MORE: usize = 150;
/// And more than so many hundredths of the cues of the side with fewer, and than two.
const LEAST_SHIFTED: usize = 40;

/// A cue of one side: its time on the common clock, and the number of its piece.
#[derive(Debug, Clone, Copy)]
struct Cue {
    start: i64,
    end: i64,
    piece: usize,
}

/// Makes translation units of the cues of one file, if it holds both languages at the same times.
pub(crate) fn match_within(extract: &mut Extract) {
    let language = |at: &usize| {
        let content = extract.pieces[*at].span.of(&extract.text);
        Tally::of(content).by_grammar()
    };
    let of = |wanted: BlockLanguage| {
        let all = cues(extract).into_iter();
        all.filter(|cue| language(&cue.piece) == wanted).collect::<Vec<_>>()
    };
    let (zh, en) = (of(BlockLanguage::Zh), of(BlockLanguage::En));
    if let Some((zh_units, en_units)) = units(&zh, &en) {
        for (cue, unit) in zh.iter().zip(zh_units).chain(en.iter().zip(en_units)) {
            extract.pieces[cue.piece].unit = Some(unit);
        }
    }
}

/// Makes translation units of the cues of two files, if their times go together, perhaps shifted.
pub(crate) fn match_between(one: &mut Extract, other: &mut Extract) {
    let is_given = |extract: &Extract| extract.pieces.iter().any(|piece| piece.unit.is_some());
    if is_given(one) || is_given(other) {
        // Units that two files number by themselves are not the same.
        let units = one.pieces.iter().filter_map(|piece| piece.unit);
        let taken = units.max().map_or(0, |last| last.saturating_add(1));
        for piece in &mut other.pieces {
            piece.unit = piece.unit.map(|unit| unit.saturating_add(taken));
        }
        return;
    }
    let (first, mut second) = (cues(one), cues(other));
    let shift = shift(&first, &second);
    for cue in &mut second {
        cue.start += shift;
        cue.end += shift;
    }
    if let Some((first_units, second_units)) = units(&first, &second) {
        for (cue, unit) in first.iter().zip(first_units) {
            one.pieces[cue.piece].unit = Some(unit);
        }
        for (cue, unit) in second.iter().zip(second_units) {
            other.pieces[cue.piece].unit = Some(unit);
        }
    }
}

/// The cues in the order of their starts.
fn cues(extract: &Extract) -> Vec<Cue> {
    let mut cues: Vec<Cue> = extract
        .pieces
        .iter()
        .enumerate()
        .filter_map(|(piece, found)| {
            let CueTime { start, end } = found.time?;
            Some(Cue { start: start.into(), end: end.max(start).into(), piece })
        })
        .collect();
    cues.sort_by_key(|cue| (cue.start, cue.piece));
    cues
}

/// How far the second file's clock is behind the first one's, in milliseconds: 0 unless another shift makes many more cues
/// start together. A constant number of shifts is tried, each in time n log n.
fn shift(first: &[Cue], second: &[Cue]) -> i64 {
    let explained = |shift: i64| {
        let starts_together = |cue: &&Cue| {
            let after = first.partition_point(|other| other.start < cue.start + shift - SAME_START);
            first.get(after).is_some_and(|other| other.start <= cue.start + shift + SAME_START)
        };
        second.iter().filter(starts_together).count()
    };
    let chance = (first.len().min(second.len()) * LEAST_SHIFTED / 100).max(2);
    let mut best = ((explained(0) * CLEARLY_MORE / 100).max(chance), 0_i64);
    for one in first.iter().take(TRIED) {
        for other in second.iter().take(TRIED) {
            let shift = one.start - other.start;
            let count = explained(shift);
            if count > best.0 || count == best.0 && best.1 != 0 && shift.abs() < best.1.abs() {
                best = (count, shift);
            }
        }
    }
    best.1
}

/// The unit of each cue of both sides: cues that overlap, directly or through others, are one. `None` if too few do.
fn units(one: &[Cue], other: &[Cue]) -> Option<(Vec<u32>, Vec<u32>)> {
    // Every cue of the first side begins as a unit of its own; a cue of the other side joins those that it overlaps.
    let mut groups: Vec<usize> = (0..one.len()).collect();
    let mut joined: Vec<Option<usize>> = vec![None; other.len()];
    let mut from = 0;
    for (at, cue) in other.iter().enumerate() {
        while from < one.len() && one[from].end <= cue.start {
            from += 1;
        }
        for near in (from..one.len()).take_while(|near| one[*near].start < cue.end) {
            if !belong_together(&one[near], cue) {
                continue;
            }
            let group = root(&groups, near);
            match joined[at].map(|own| root(&groups, own)) {
                None => joined[at] = Some(group),
                Some(own) => groups[own.max(group)] = own.min(group),
            }
        }
    }
    let found = joined.iter().flatten().count();
    let mut has_partner = vec![false; one.len()];
    for group in joined.iter().flatten() {
        has_partner[root(&groups, *group)] = true;
    }
    let covered = (0..one.len()).filter(|at| has_partner[root(&groups, *at)]).count();
    let fewer = one.len().min(other.len());
    if fewer == 0 || found.min(covered) * 100 < fewer * LEAST_FOUND {
        return None;
    }
    let units = (0..one.len()).map(|at| root(&groups, at) as u32).collect();
    let alone = |at: usize| (one.len() + at) as u32;
    let others = joined
        .iter()
        .enumerate()
        .map(|(at, group)| group.map_or(alone(at), |group| root(&groups, group) as u32))
        .collect();
    Some((units, others))
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while groups[at] != at {
        at = groups[at];
    }
    at
}

fn belong_together(one: &Cue, other: &Cue) -> bool {
    let shared = (one.end.min(other.end) - one.start.max(other.start)).max(0).unsigned_abs();
    let shorter = (one.end - one.start).min(other.end - other.start).max(1).unsigned_abs();
    shared * 100 >= shorter * LEAST_SHARED
}

#[cfg(test)]
mod tests {
    use super::{match_between, match_within};
    use crate::extract::Extract;
    use crate::formats::subtitles;

    fn file(cues: &[(u32, u32, &str)]) -> Extract {
        let time =
            |ms: u32| format!("00:{:02}:{:02},{:03}", ms / 60_000, ms / 1000 % 60, ms % 1000);
        let cue = |(start, end, text): &(u32, u32, &str)| {
            format!("1\n{} --> {}\n{text}\n\n", time(*start), time(*end))
        };
        subtitles::extract(&cues.iter().map(cue).collect::<String>())
    }

    fn units(extract: &Extract) -> Vec<Option<u32>> {
        extract.pieces.iter().map(|piece| piece.unit).collect()
    }

    #[test]
    fn two_files_with_shifted_clocks_find_each_other() {
        let mut zh = file(&[
            (1000, 2000, "桥开了。"),
            (2500, 6000, "雨停了，人都来了。"),
            (9000, 9900, "走吧。"),
            (12_000, 13_000, "好。"),
        ]);
        let mut en = file(&[
            (61_000, 62_100, "The bridge is open."),
            (62_500, 64_000, "The rain is over,"),
            (64_000, 66_000, "and everybody came."),
            (67_000, 67_500, "(noise)"),
            (72_100, 73_000, "Good."),
        ]);
        match_between(&mut zh, &mut en);
        assert_eq!(units(&zh), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(units(&en), [Some(0), Some(1), Some(1), Some(7), Some(3)]);
    }

    #[test]
    fn times_that_have_nothing_in_common_say_nothing() {
        let mut zh = file(&[(1000, 2000, "桥。"), (9000, 9100, "河。"), (20_000, 20_500, "雨。")]);
        let mut en =
            file(&[(4000, 8000, "Bridge"), (31_000, 33_000, "River"), (50_000, 51_000, "R")]);
        match_between(&mut zh, &mut en);
        assert!(units(&zh).iter().all(Option::is_none));
    }

    #[test]
    fn one_file_with_both_languages_in_a_cue_or_in_two() {
        let mut one =
            file(&[(1000, 2000, "桥开了。\nThe bridge is open."), (3000, 4000, "走吧。")]);
        match_within(&mut one);
        assert_eq!(units(&one), [Some(0), Some(0), Some(1)]);
        let mut two = file(&[
            (1000, 2000, "桥开了。"),
            (3000, 4000, "走吧。"),
            (1000, 2000, "The bridge is open."),
            (3000, 4000, "Let us go."),
        ]);
        match_within(&mut two);
        assert_eq!(units(&two), [Some(0), Some(1), Some(0), Some(1)]);
    }
}
