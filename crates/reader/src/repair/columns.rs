use duizhao_bitext::{Role, Span};

use super::edit::Edit;
use super::{content, join};
use crate::extract::Extract;
use crate::language::{ends_sentence, is_han};

/// The most English lines between the halves of a Chinese sentence.
const MOST_LINES: usize = 8;

/// A table of two columns that was read row by row, so that a sentence goes on behind the other language: `我向来宾表示`
/// `Let me welcome` `all our guests.` `欢迎。` The English lines are joined, the Chinese end is moved to its beginning.
///
/// Certain only if both sentences break off and both end: the Chinese in the middle and behind the English, the English
/// with lower case in each of its further lines and a full stop in the last.
pub(super) fn flattened_columns(extract: &mut Extract) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while at + 3 < extract.pieces.len() {
        let Some(last) = english_sentence(extract, at) else {
            at += 1;
            continue;
        };
        let end = extract.pieces[at].span.end;
        let rest = extract.pieces[last + 1].span;
        let edit = |span, new: &str| Edit { span, new: new.to_owned(), rule: "flattened-columns" };
        edits.push(edit(Span::new(end, end), rest.of(&extract.text)));
        edits.push(edit(rest, ""));
        extract.pieces.remove(last + 1);
        join(extract, at + 1, last);
        at += 2;
    }
    edits
}

/// The last of the English lines after the broken Chinese line `at`, if a Chinese line follows that ends its sentence.
fn english_sentence(extract: &Extract, at: usize) -> Option<usize> {
    let is_paragraph = |at: usize| {
        extract.pieces.get(at).is_some_and(|piece| {
            piece.role == Role::Paragraph && piece.dropped.is_none() && !piece.wrapped
        })
    };
    let text = content(extract, at);
    let breaks_off = text.chars().next_back().is_some_and(is_han) && text.chars().count() >= 6;
    if !breaks_off || !is_paragraph(at) || !content(extract, at + 1).starts_with(is_capital) {
        return None;
    }
    let mut last = at + 1;
    while !ends_sentence(content(extract, last)) {
        last += 1;
        let goes_on = content(extract, last).starts_with(|c: char| c.is_ascii_lowercase());
        if !goes_on || last > at + MOST_LINES {
            return None;
        }
    }
    let rest = content(extract, last + 1);
    let ends_here = rest.starts_with(is_han) && ends_sentence(rest) && !has_end_inside(rest);
    (last > at + 1 && ends_here && (at..=last + 1).all(is_paragraph)).then_some(last)
}

fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase()
}

/// Whether a sentence ends before the text does.
fn has_end_inside(text: &str) -> bool {
    let inside = text.trim_end_matches(|c: char| !is_han(c));
    inside.contains(['。', '！', '？'])
}

#[cfg(test)]
mod tests {
    use super::flattened_columns;
    use crate::formats::text;
    use crate::repair::edit;

    fn repaired(lines: &[&str]) -> Vec<String> {
        let mut extract = text::extract(lines.join("\n"));
        let edits = flattened_columns(&mut extract);
        edit::apply(&mut extract, edits);
        extract.pieces.iter().map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn halves_of_a_sentence_come_together() {
        assert_eq!(
            repaired(&[
                "我代表北城市政府感谢",
                "On behalf of the city",
                "the mayor thanks all builders",
                "of the bridge.",
                "建桥的工人。",
                "谢谢！",
            ]),
            [
                "我代表北城市政府感谢建桥的工人。",
                "On behalf of the city\nthe mayor thanks all builders\nof the bridge.",
                "谢谢！"
            ]
        );
    }

    #[test]
    fn headings_and_verse_stay() {
        for lines in [
            &[
                "夜来山雨打城头",
                "Rain fell on the wall",
                "the whole night through,",
                "晓看杏花稀。",
            ][..],
            &["北城老桥重新开放", "The Old Bridge Opens", "The mayor is glad.", "市长很高兴。"],
            &["北城老桥重新开放", "The bridge opens.", "市长很高兴。", "The mayor is glad."],
        ] {
            assert_eq!(repaired(lines), lines);
        }
    }
}
