//! Damage that pages suffer on their way, repaired where that is certain. What the file said stays known: every repair is
//! listed in the source text.

mod characters;
mod columns;
mod digits;
mod edit;
mod numbering;
mod salutation;

use crate::extract::Extract;
use crate::options::Options;
use edit::Edit;

/// Finds one kind of damage: joins and cuts the pieces itself, and gives the changes of the text.
type Find = fn(&mut Extract) -> Vec<Edit>;

/// The repairs by name, in the order in which they are tried.
const REPAIRS: [(&str, Find); 6] = [
    ("radical-forms", |extract| characters::radicals(extract)),
    ("readings-in-brackets", |extract| characters::readings(extract)),
    ("inserted-numbers", numbering::inserted_numbers),
    ("shifted-digits", digits::shifted_digits),
    ("flattened-columns", columns::flattened_columns),
    ("salutation-lines", salutation::salutation_lines),
];

/// How many of them, from the first on, leave the borders of pieces alone.
const OF_CHARACTERS: usize = 2;

/// Repairs the extracted text, except by the rules that are switched off. Linear.
pub(crate) fn repair(extract: &mut Extract, options: &Options) {
    // Where the format says what a piece is, its borders are right.
    let is_given = extract.pieces.iter().any(|piece| piece.unit.is_some() || piece.time.is_some());
    let repairs = if is_given { &REPAIRS[..OF_CHARACTERS] } else { &REPAIRS[..] };
    for &(name, find) in repairs {
        if options.has_rule(name) {
            let edits = find(extract);
            edit::apply(extract, edits);
        }
    }
}

/// Joins piece `at` and those after it up to `last` into one; what stands between them is kept, as a wrap.
fn join(extract: &mut Extract, at: usize, last: usize) {
    let end = extract.pieces[last].span.end;
    let piece = &mut extract.pieces[at];
    piece.span.end = end;
    piece.wrapped = true;
    extract.pieces.drain(at + 1..=last);
}

/// The piece's text.
fn content(extract: &Extract, at: usize) -> &str {
    extract.pieces.get(at).map_or("", |piece| piece.span.of(&extract.text))
}
