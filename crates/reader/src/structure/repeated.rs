use duizhao_bitext::Span;

use crate::extract::Extract;

/// A shorter common ending comes about by itself, in characters.
const SHORTEST: usize = 15;
/// In how many blocks at least.
const FEWEST: usize = 3;

/// For each piece, where an ending starts that sites glue to many paragraphs against copying: the same characters at the end
/// of at least three pieces that each say something else before. Sorting makes it O(n log n) in the number of pieces.
pub(super) fn endings(extract: &Extract) -> Vec<Option<usize>> {
    let mut endings = vec![None; extract.pieces.len()];
    let content = |at: usize| extract.pieces[at].span.of(&extract.text);
    let mut order: Vec<usize> =
        (0..extract.pieces.len()).filter(|at| extract.pieces[*at].dropped.is_none()).collect();
    // Pieces with the same ending stand together when sorted from their last byte.
    order.sort_by(|one, other| content(*one).bytes().rev().cmp(content(*other).bytes().rev()));
    let shared: Vec<usize> =
        order.windows(2).map(|pair| common_ending(content(pair[0]), content(pair[1]))).collect();
    let mut at = 0;
    while at < shared.len() {
        let run = shared[at..].iter().take_while(|length| **length > 0).count();
        if run + 1 >= FEWEST {
            let length = shared[at..at + run].iter().copied().min().unwrap_or(0);
            let members = &order[at..=at + run];
            let has_own = |member: &&usize| content(**member).len() > length;
            if members.iter().filter(has_own).count() >= FEWEST
                && reaches_out(content(members[0]), length)
            {
                for member in members {
                    endings[*member] = Some(extract.pieces[*member].span.end - length);
                }
            }
        }
        at += run + 1;
    }
    endings
}

/// Whether the ending is more than the end of a sentence that several paragraphs share: it starts after a sentence's end and
/// holds an address or the like, or is a sentence of its own.
fn reaches_out(content: &str, length: usize) -> bool {
    let ending = &content[content.len() - length..];
    ["http", "www.", ".com", ".cn", "本文", "转载", "轉載", "来源", "來源", "版权", "版權"]
        .iter()
        .any(|sign| ending.contains(sign))
}

/// How many bytes the two texts end with in common, cut back to where a sentence of both ended before it; 0 if that is less
/// than fifteen characters.
fn common_ending(one: &str, other: &str) -> usize {
    let common = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let mut start = one.len() - common;
    while !one.is_char_boundary(start) {
        start += 1;
    }
    // Both sentences may end with the same stop, which belongs to them.
    while let Some(c) = one[start..]
        .chars()
        .next()
        .filter(|c| crate::language::is_final(*c) || crate::language::is_closer(*c))
    {
        start += c.len_utf8();
    }
    let ending = Span::new(start, one.len());
    if ending.of(one).chars().count() >= SHORTEST { ending.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::endings;
    use crate::formats::text;

    #[test]
    fn an_ending_glued_to_every_line_is_found_behind_the_full_stop() {
        let glued = "本文来自某网站www.bridge.example";
        let lines = ["桥是旧的。", "The bridge is old.", "河是新的。", "So is the river!"];
        let extract = text::extract(lines.map(|line| format!("{line}{glued}\n")).concat());
        let found: Vec<&str> = extract
            .pieces
            .iter()
            .zip(endings(&extract))
            .map(|(piece, start)| &extract.text[piece.span.start..start.expect("glued")])
            .collect();
        assert_eq!(found, lines);
    }

    #[test]
    fn a_refrain_is_no_glued_ending() {
        let lines = "One, and the old bridge stands for ever.\nTwo, and the old bridge stands for ever.\nThree, and the old bridge stands for ever.\n";
        assert!(endings(&text::extract(lines.to_owned())).iter().all(Option::is_none));
    }
}
