use duizhao_bitext::Span;

use super::content;
use super::edit::Edit;
use crate::extract::Extract;
use crate::language::is_han;

/// How many pieces away the number may stand whole.
const NEAR: usize = 3;

/// Digits that a shifted line break took from the end of an English line to the beginning of the Chinese one after it:
/// `June 12, 201` `3各位来宾`. They go back if the whole number stands close by,
/// in another line, and the broken one does not.
pub(super) fn shifted_digits(extract: &mut Extract) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in 1..extract.pieces.len() {
        let (before, text) = (content(extract, at - 1), content(extract, at));
        let tail = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let body = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let head = text.len() - body.len();
        if head == 0 || head > 3 || tail == 0 || tail > 8 || !body.starts_with(is_han) {
            continue;
        }
        let is_english = before.chars().all(|c| !is_han(c));
        let (broken, moved) = (&before[before.len() - tail..], &text[..head]);
        let whole = format!("{broken}{moved}");
        let near = at.saturating_sub(1 + NEAR)..(at + 1 + NEAR).min(extract.pieces.len());
        let stands_near = |number: &str| {
            let others = near.clone().filter(|other| *other != at && *other + 1 != at);
            others.into_iter().any(|other| has_number(content(extract, other), number))
        };
        if is_english && !has_number(before, &whole) && stands_near(&whole) && !stands_near(broken)
        {
            let (end, start) = (extract.pieces[at - 1].span.end, extract.pieces[at].span.start);
            let edit = |span, new: &str| Edit { span, new: new.to_owned(), rule: "shifted-digits" };
            edits.push(edit(Span::new(end, end), moved));
            edits.push(edit(Span::new(start, start + head), ""));
        }
    }
    edits
}

/// Whether the text holds the number, and not as a part of a longer one.
fn has_number(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        !text[..at].ends_with(|c: char| c.is_ascii_digit())
            && !text[at + number.len()..].starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::shifted_digits;
    use crate::formats::text;
    use crate::repair::edit;

    fn repaired(lines: &[&str]) -> Vec<String> {
        let mut extract = text::extract(lines.join("\n"));
        let edits = shifted_digits(&mut extract);
        edit::apply(&mut extract, edits);
        extract.pieces.iter().map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn the_last_digits_of_a_year_come_back() {
        assert_eq!(
            repaired(&["2019年9月1日", "September 1, 20", "19朋友们，大家好。", "Hello, friends."]),
            ["2019年9月1日", "September 1, 2019", "朋友们，大家好。", "Hello, friends."]
        );
    }

    #[test]
    fn a_line_may_begin_with_a_number() {
        for lines in [
            ["桥长20米。", "It is 20", "3人受伤。"],
            ["203路开了。", "Bus 203, stop 20", "3人受伤。"],
        ] {
            assert_eq!(repaired(&lines), lines);
        }
    }
}
