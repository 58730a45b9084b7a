use duizhao_bitext::{Repair, Span};

use crate::extract::Extract;

/// A change of the extracted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced; empty for an insertion.
    pub(super) span: Span,
    /// What takes its place; empty for what is taken out.
    pub(super) new: String,
    /// The name of the repair.
    pub(super) rule: &'static str,
}

/// Changes the text. The pieces and what else points into it move along; a piece keeps what is inserted at its end.
///
/// An edit that overlaps the one before, or a part of an earlier repair, is left out. Linear but for the sorting.
pub(super) fn apply(extract: &mut Extract, mut edits: Vec<Edit>) {
    edits.sort_by_key(|edit| edit.span);
    let mut end = 0;
    edits.retain(|edit| {
        let is_apart = edit.span.start >= end && !cuts_a_repair(&extract.repairs, edit.span);
        end = if is_apart { edit.span.end } else { end };
        is_apart
    });
    if edits.is_empty() {
        return;
    }
    let mut text = String::with_capacity(extract.text.len());
    let mut places = Vec::with_capacity(edits.len());
    let mut done = 0;
    for edit in &edits {
        text.push_str(&extract.text[done..edit.span.start]);
        places.push(Span::new(text.len(), text.len() + edit.new.len()));
        text.push_str(&edit.new);
        done = edit.span.end;
    }
    text.push_str(&extract.text[done..]);
    let repairs = repairs(extract, &edits, &places);
    let moved = |span: Span| moved(span, &edits, &places);
    for piece in &mut extract.pieces {
        piece.span = moved(piece.span).trimmed(&text);
    }
    extract.pieces.retain(|piece| !piece.span.is_empty());
    for span in &mut extract.verbatim {
        *span = moved(*span);
    }
    extract.verbatim.retain(|span| !span.is_empty());
    extract.text = text;
    extract.repairs = repairs;
}

/// Where a span of the old text is in the new one, in which the edits stand at `places`.
fn moved(span: Span, edits: &[Edit], places: &[Span]) -> Span {
    let offset = |old: usize| {
        let after = edits.partition_point(|edit| edit.span.end <= old);
        if edits.get(after).is_some_and(|edit| edit.span.start < old) {
            return places[after].start;
        }
        match after.checked_sub(1) {
            Some(last) => places[last].end + (old - edits[last].span.end),
            None => old,
        }
    };
    let start = offset(span.start);
    Span::new(start, offset(span.end).max(start))
}

fn cuts_a_repair(repairs: &[Repair], span: Span) -> bool {
    let after = repairs.partition_point(|repair| repair.span.end <= span.start);
    repairs[after..]
        .iter()
        .take_while(|repair| repair.span.start < span.end)
        .any(|repair| repair.span.start < span.start || repair.span.end > span.end)
}

/// The repairs of before in their new places, and those of the edits; one that an edit covers becomes part of it.
fn repairs(extract: &Extract, edits: &[Edit], places: &[Span]) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::with_capacity(extract.repairs.len() + edits.len());
    let mut earlier = extract.repairs.iter().peekable();
    let shifted = |repair: &Repair, old: usize, new: usize| {
        let place = |at: usize| new + at - old;
        let span = Span::new(place(repair.span.start), place(repair.span.end));
        Repair { span, ..repair.clone() }
    };
    // Between two edits the text moves as a whole, from `old` to `new`.
    let (mut old, mut new) = (0, 0);
    for (edit, place) in edits.iter().zip(places) {
        while let Some(repair) = earlier.next_if(|repair| repair.span.end <= edit.span.start) {
            repairs.push(shifted(repair, old, new));
        }
        let mut original = String::new();
        let mut done = edit.span.start;
        while let Some(repair) = earlier.next_if(|repair| repair.span.end <= edit.span.end) {
            original.push_str(&extract.text[done..repair.span.start]);
            original.push_str(&repair.original);
            done = repair.span.end;
        }
        original.push_str(&extract.text[done..edit.span.end]);
        repairs.push(Repair { span: *place, original, rule: edit.rule });
        (old, new) = (edit.span.end, place.end);
    }
    repairs.extend(earlier.map(|repair| shifted(repair, old, new)));
    repairs
}

#[cfg(test)]
mod tests {
    use duizhao_bitext::{Role, Span};
    use proptest::prelude::*;

    use super::{Edit, apply};
    use crate::extract::{Extract, Piece};

    fn extract(lines: &[&str]) -> Extract {
        let mut extract = Extract::default();
        for line in lines {
            let start = extract.text.len();
            extract.text.push_str(line);
            let span = Span::new(start, extract.text.len());
            extract.pieces.push(Piece::new(span, Role::Paragraph));
            extract.text.push('\n');
        }
        extract
    }

    fn edit(start: usize, end: usize, new: &str) -> Edit {
        Edit { span: Span::new(start, end), new: new.to_owned(), rule: "made-up" }
    }

    fn original(extract: &Extract) -> String {
        let mut original = String::new();
        let mut done = 0;
        for repair in &extract.repairs {
            original.push_str(&extract.text[done..repair.span.start]);
            original.push_str(&repair.original);
            done = repair.span.end;
        }
        original + &extract.text[done..]
    }

    #[test]
    fn pieces_move_with_the_text_and_keep_what_is_put_at_their_end() {
        let mut extract = extract(&["June 12, 201", "3 friends"]);
        extract.pieces[1].span.start += 1;
        apply(&mut extract, vec![edit(13, 14, ""), edit(12, 12, "3")]);
        let pieces: Vec<&str> =
            extract.pieces.iter().map(|piece| piece.span.of(&extract.text)).collect();
        assert_eq!(pieces, ["June 12, 2013", "friends"]);
        assert_eq!(original(&extract), "June 12, 201\n3 friends\n");
    }

    proptest! {
        #[test]
        fn taking_all_repairs_back_gives_the_text_as_it_was(
            rounds in prop::collection::vec(
                prop::collection::vec((0usize..40, 0usize..6, "[a-c]{0,4}"), 0..6), 1..4)
        ) {
            let mut extract = extract(&["abcdefghij", "klmnopqrst", "uvwxyz"]);
            let before = extract.text.clone();
            for round in rounds {
                let length = extract.text.len();
                let edits = round.into_iter().map(|(start, long, new)| {
                    let start = start.min(length);
                    edit(start, (start + long).min(length), &new)
                });
                apply(&mut extract, edits.collect());
                prop_assert_eq!(original(&extract), before.clone());
                prop_assert!(extract.repairs.is_sorted_by_key(|repair| repair.span));
                prop_assert!(extract.pieces.iter().all(|piece| piece.span.end <= extract.text.len()));
            }
        }
    }
}
