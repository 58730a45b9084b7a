use duizhao_bitext::Span;

use super::content;
use super::edit::Edit;
use crate::extract::{Extract, Piece};
use crate::language::{ends_sentence, is_closer, is_final, is_han, is_latin};

/// Fewer numbered pieces show no pattern.
const FEWEST: usize = 3;

/// Numbers that a site put before every piece of a text that it had cut by length: `1、There are two we` `2、lls here.`
///
/// They count all pieces without a gap, and at least a third of the cuts, two at the least, go through a word of a sentence
/// that is not the piece's first. The numbers go, and a piece that breaks off is joined with the next. A list of the
/// author's is cut between its items.
pub(super) fn inserted_numbers(extract: &mut Extract) -> Vec<Edit> {
    let count = extract.pieces.len();
    let Some(prefixes) = prefixes(extract) else { return Vec::new() };
    let body = |at: usize| &content(extract, at)[prefixes[at]..];
    let cuts_word = |at: usize| {
        has_sentence_inside(body(at))
            && body(at).ends_with(|c: char| c.is_ascii_lowercase())
            && body(at + 1).starts_with(|c: char| c.is_ascii_lowercase())
    };
    let cut_words = (0..count - 1).filter(|at| cuts_word(*at)).count();
    if cut_words < 2 || cut_words * 3 < count - 1 {
        return Vec::new();
    }
    let joins: Vec<bool> = (0..count - 1)
        .map(|at| {
            let goes_on = body(at + 1).chars().next().is_some_and(|c| is_han(c) || is_latin(c));
            goes_on && !ends_sentence(body(at))
        })
        .collect();
    let rule = "inserted-numbers";
    let mut edits = Vec::with_capacity(count);
    let mut pieces: Vec<Piece> = Vec::with_capacity(count);
    for (at, piece) in extract.pieces.iter().enumerate() {
        let start = piece.span.start + prefixes[at];
        match pieces.last_mut() {
            Some(last) if joins[at - 1] => {
                let span = Span::new(last.span.end, start);
                let new = if span.of(&extract.text).contains([' ', '\u{3000}']) { " " } else { "" };
                edits.push(Edit { span, new: new.to_owned(), rule });
                last.span.end = piece.span.end;
            }
            _ => {
                edits.push(Edit {
                    span: Span::new(piece.span.start, start),
                    new: String::new(),
                    rule,
                });
                pieces.push(Piece { span: Span::new(start, piece.span.end), ..piece.clone() });
            }
        }
    }
    extract.pieces = pieces;
    edits
}

/// Whether a sentence ends before the text does.
fn has_sentence_inside(text: &str) -> bool {
    text.trim_end_matches(|c| is_final(c) || is_closer(c)).contains(is_final)
}

/// The length of each piece's number with its `、`, if they count on from piece to piece.
fn prefixes(extract: &Extract) -> Option<Vec<usize>> {
    if extract.pieces.len() < FEWEST {
        return None;
    }
    let mut expected: Option<u32> = None;
    let mut prefixes = Vec::new();
    for at in 0..extract.pieces.len() {
        let text = content(extract, at);
        let (number, rest) = text.split_once('、').filter(|(number, _)| number.len() <= 4)?;
        let number: u32 = number.parse().ok()?;
        if expected.is_some_and(|expected| expected != number) || rest.is_empty() {
            return None;
        }
        expected = number.checked_add(1);
        prefixes.push(text.len() - rest.len());
    }
    Some(prefixes)
}

#[cfg(test)]
mod tests {
    use super::inserted_numbers;
    use crate::formats::text;
    use crate::repair::edit;

    fn repaired(lines: &[&str]) -> Vec<String> {
        let mut extract = text::extract(lines.join("\n"));
        let edits = inserted_numbers(&mut extract);
        edit::apply(&mut extract, edits);
        extract.pieces.iter().map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn numbers_of_pages_cut_by_length_go() {
        let lines = [
            "1、城北有一座老桥。There is an old bri",
            "2、dge north of the town.人们要做两件事：一是加固；2、刷漆。They wa",
            "3、nt to do two things.",
            "4、九月开放。",
        ];
        assert_eq!(
            repaired(&lines),
            [
                "城北有一座老桥。There is an old bridge north of the town.人们要做两件事：一是加固；2、刷漆。They want to do two things.",
                "九月开放。",
            ]
        );
    }

    #[test]
    fn lists_keep_their_numbers() {
        for lines in
            [["1、桥墩加固", "2、桥面更换", "3、刷漆"], ["1、piers", "2、deck", "3、paint"]]
        {
            assert_eq!(repaired(&lines), lines);
        }
        let gap = ["1、two bri", "3、dges and a tow", "4、er"];
        assert_eq!(repaired(&gap), gap);
    }
}
