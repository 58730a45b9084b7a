//! The gaps that need no weighing.

use std::ops::Range;

use super::abbreviations::{self, Class};
use super::eight;
use super::gap::{self, Gap, Right, Tail};
use super::markers::{self, Marker};
use super::vocabulary::Lists;
use crate::characters::{char_at, char_before, is_ellipsis};

/// What the rules say of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A sentence ends here.
    Ends,
    /// The sentence goes on.
    GoesOn,
    /// The rules leave it open.
    Open,
}

use Verdict::{Ends, GoesOn, Open};

/// The lengths, in bytes, of what may stand before another sentence without a mark: a heading or a line, no single word and no
/// long sentence.
pub(super) const UNMARKED: Range<usize> = 8..81;

/// Judges a gap.
pub(super) fn judge(gap: &Gap<'_>, tail: &Tail<'_>, right: &Right<'_>) -> Verdict {
    let Some(next) = gap.following() else { return GoesOn };
    if gap.next == gap.end {
        return glued(gap, tail, right);
    }
    if next == '.' || is_ellipsis(next) || is_elision(gap) {
        let attached = char_before(gap.text, tail.start).is_some_and(char::is_alphanumeric);
        let omission = tail.dots == 1 && attached && is_omission(&gap.text[gap.next..]);
        return if omission { Ends } else { GoesOn };
    }
    if let Some(verdict) = list_item(gap, tail, next) {
        return verdict;
    }
    if !tail.is_terminal() {
        return soft(gap, tail, right);
    }
    if tail.wide {
        return Ends;
    }
    if tail.citation {
        return if next.is_lowercase() { GoesOn } else { Ends };
    }
    if next.is_lowercase() {
        return before_lower_case(gap, tail);
    }
    if tail.quotation || tail.bracket {
        return if tail.quotation && is_speaker_tag(gap, right) { GoesOn } else { closed(right) };
    }
    if tail.dots == 1 && !tail.strong {
        return period(gap, tail, right);
    }
    if tail.dots > 1 && !tail.strong {
        return ellipsis(gap, tail, right);
    }
    let plain = tail.word.len() > 1 && tail.word.bytes().all(|b| b.is_ascii_lowercase());
    if tail.dots == 0 && right.starter && plain { Ends } else { Open }
}

/// A gap without white space.
fn glued(gap: &Gap<'_>, tail: &Tail<'_>, right: &Right<'_>) -> Verdict {
    let before = tail.word;
    let word = before.len() > 1 && before.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'');
    let capitalised = right.word.len() > 1
        && right.word.bytes().skip(1).all(|b| b.is_ascii_lowercase() || b == b'\'');
    let pronoun = right.word == "I";
    let behind = right.at + right.word.len();
    let mark = char_at(gap.text, behind);
    let address =
        mark.is_some_and(|c| matches!(c, '@' | '/' | '_' | '=' | '(') || c.is_alphanumeric());
    let dotted =
        mark == Some('.') && char_at(gap.text, behind + 1).is_some_and(char::is_alphanumeric);
    if tail.strong && tail.wide {
        Ends
    } else if word && (capitalised || pronoun) && !address && !dotted {
        Open
    } else {
        GoesOn
    }
}

/// `[...]`, `[…]`, `[4]`: a bracket that belongs to what stands before it.
fn is_elision(gap: &Gap<'_>) -> bool {
    let Some(inside) = gap.text[gap.next..].strip_prefix('[') else { return false };
    let length = inside
        .chars()
        .take(12)
        .take_while(|c| matches!(c, '0'..='9' | ',' | '-' | '–' | '.' | '…' | ' '))
        .map(char::len_utf8)
        .sum();
    length > 0 && inside[length..].starts_with(']')
}

/// ` . . . The`: three spaced dots before a capital, behind a full stop. What was left out stood before the capital.
fn is_omission(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(". . . ") else { return false };
    rest.starts_with(|c: char| c.is_uppercase())
}

/// A gap behind or before the marker of a list item.
fn list_item(gap: &Gap<'_>, tail: &Tail<'_>, next: char) -> Option<Verdict> {
    const LONGEST_MARKER: usize = 12;
    let rest = &gap.text[gap.next..];
    let marked = if next.is_ascii_alphanumeric() {
        let start = eight::word(gap.text.as_bytes(), gap.next, 5);
        eight::holds(start, b'.') || eight::holds(start, b')')
    } else {
        next == '(' || markers::is_bullet(next)
    };
    if gap.end - gap.start > LONGEST_MARKER && !marked {
        return None;
    }
    let sentence = gap.text[gap.start..gap.end].trim_start();
    let own = markers::at_start(sentence);
    if own.is_some_and(|(_, length)| length >= sentence.len()) {
        return Some(GoesOn);
    }
    if !marked {
        return None;
    }
    let (marker, _) = markers::at_start(rest).filter(|(_, length)| *length < rest.len())?;
    // p. 12. It: the number belongs to the abbreviation.
    if tail.dots == 1 && abbreviations::class(tail.word, true).is_some() {
        return None;
    }
    if marker == Marker::Bullet || own.is_some_and(|(own, _)| own.is_followed_by(marker)) {
        return Some(Ends);
    }
    (tail.is_terminal() && matches!(marker, Marker::Number(_))).then_some(Open)
}

/// A gap without a mark that ends sentences.
fn soft(gap: &Gap<'_>, tail: &Tail<'_>, right: &Right<'_>) -> Verdict {
    let last = char_before(gap.text, gap.end);
    if last == Some(',') && (is_farewell(gap, right) || is_salutation(gap, right)) {
        return Ends;
    }
    let wants_more = |c: char| matches!(c, ',' | ':' | ';' | '&' | '@' | '|' | '<' | '#');
    if last.is_some_and(wants_more) || matches!(gap.following(), Some('&' | '@' | '|' | '>')) {
        return GoesOn;
    }
    let numbers = [last, gap.following()].iter().flatten().filter(|c| c.is_ascii_digit()).count();
    if numbers == 2 {
        return GoesOn;
    }
    if let Some(dash @ ('-' | '–' | '—')) = last
        && right.opener.is_none()
    {
        return after_dash(gap, dash, right);
    }
    if tail.quotation && char_before(gap.text, tail.start).is_some_and(|c| matches!(c, '—' | '–'))
    {
        return if right.starts_sentence() && !is_speaker_tag(gap, right) { Ends } else { GoesOn };
    }
    if is_shouted_heading(gap, right) {
        return Ends;
    }
    let no_heading = !UNMARKED.contains(&(gap.end - gap.start));
    if no_heading || (last.is_some_and(char::is_lowercase) && runs_on(gap, right)) {
        GoesOn
    } else {
        Open
    }
}

/// A dash before a capital: speech that breaks off, unless the capital is a name's or the pronoun's.
fn after_dash(gap: &Gap<'_>, dash: char, right: &Right<'_>) -> Verdict {
    if right.word.split(['\'', '’']).next() == Some("I") {
        return GoesOn;
    }
    let attached = gap.text[..gap.end - dash.len_utf8()].ends_with(char::is_alphanumeric);
    if dash == '-' || attached || !right.starter { Open } else { Ends }
}

/// `Best regards, Bob`: the end of a letter before a name.
fn is_farewell(gap: &Gap<'_>, right: &Right<'_>) -> bool {
    const LONGEST: usize = 24;
    gap.end - gap.start <= LONGEST
        && Lists::of(gap.word_before(gap.end - 1)).has(Lists::FAREWELL)
        && right.word.starts_with(char::is_uppercase)
        && !right.starter
}

/// `Dear Ms Hill, Thank you`: a salutation with a name, before a word that starts a sentence.
fn is_salutation(gap: &Gap<'_>, right: &Right<'_>) -> bool {
    const LONGEST: usize = 40;
    let mut words = gap.text[gap.start..gap.end - 1].split_whitespace().take(LONGEST);
    let greeting = |word: &str| matches!(word, "Dear" | "Hi" | "Hello" | "Hey");
    let thanks = right.word.starts_with("Thank");
    gap.end - gap.start <= LONGEST
        && (right.starter || thanks)
        && words.next().is_some_and(greeting)
        && words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether nothing but a common word or a name stands before the gap, and nothing that starts sentences behind it.
fn runs_on(gap: &Gap<'_>, right: &Right<'_>) -> bool {
    let number = right.word.starts_with(|c: char| c.is_ascii_digit());
    let aside = right.opener.is_some() || right.word.is_empty();
    if !gap::may_be_address(gap.text.as_bytes(), gap.end) && (aside || !(number || right.starter)) {
        return true;
    }
    let left = gap.word_before(gap.end);
    if !left.bytes().skip(1).all(|b| b.is_ascii_lowercase() || matches!(b, b'\'' | b'-')) {
        return false;
    }
    if aside {
        return true;
    }
    if number {
        return left.trim_start_matches(['\'', '-']).starts_with(char::is_lowercase);
    }
    !right.starter || Lists::of(left).has(Lists::INSIDE)
}

/// `ANNUAL REPORT We are`: a heading in capitals before a word that starts a sentence.
fn is_shouted_heading(gap: &Gap<'_>, right: &Right<'_>) -> bool {
    const LONGEST: usize = 80;
    let heading = &gap.text[gap.start..gap.end];
    heading.len() > 7
        && heading.len() < LONGEST
        && right.starter
        && heading.bytes().all(|b| !b.is_ascii_lowercase())
        && heading.bytes().filter(u8::is_ascii_uppercase).count() > 5
        && heading.ends_with(|c: char| c.is_alphanumeric())
}

/// A mark that ends sentences, before a lower-case letter.
fn before_lower_case(gap: &Gap<'_>, tail: &Tail<'_>) -> Verdict {
    if tail.quotation || tail.bracket {
        return GoesOn;
    }
    if tail.spaced || is_bare_tag(gap) {
        return GoesOn;
    }
    let word = tail.word;
    if tail.strong && (is_title_word(gap, tail, word) || is_interjection(gap, tail)) {
        return GoesOn;
    }
    let name = if tail.strong {
        Lists::of(word).has(Lists::SHOUTED_NAME)
    } else {
        tail.dots == 1 && abbreviations::class(word, false).is_some()
    };
    if name { GoesOn } else { Open }
}

/// `Don't give up! she said`: a speaker tag behind speech without quotation marks.
fn is_bare_tag(gap: &Gap<'_>) -> bool {
    let mut words = gap.text[gap.next..].splitn(3, ' ');
    let pronoun = words.next().is_some_and(|word| matches!(word, "he" | "she" | "they" | "we"));
    pronoun
        && words.next().is_some_and(|word| {
            Lists::of(word.trim_end_matches(['.', ','])).has(Lists::SPEECH_VERB)
        })
}

/// `Alas! he is gone`: one exclamation mark before a small letter, in a text that starts its sentences with capitals.
fn is_interjection(gap: &Gap<'_>, tail: &Tail<'_>) -> bool {
    const REACH: usize = 200;
    let sentence = gap.text[gap.start..gap.end].trim_start();
    // Who writes i for I writes small letters at the start of sentences, too.
    let careless = sentence.len() > REACH
        || sentence.contains(" i ")
        || gap.word_at(gap.next).split('\'').next() == Some("i");
    &gap.text[tail.start..gap.end] == "!" && sentence.starts_with(char::is_uppercase) && !careless
}

/// `Who Moved My Cheese? sold well`: the last of several capitalised words.
fn is_title_word(gap: &Gap<'_>, tail: &Tail<'_>, word: &str) -> bool {
    let before = gap.text[gap.start..tail.start - word.len()].trim_end();
    let previous = before.rfind(' ').map_or(before, |at| &before[at + 1..]);
    let capitalised = |word: &str| {
        word.starts_with(char::is_uppercase) && word.bytes().skip(1).any(|b| b.is_ascii_lowercase())
    };
    capitalised(word) && capitalised(previous)
}

/// A closed quotation or bracket with a stop inside, before something that may start a sentence.
fn closed(right: &Right<'_>) -> Verdict {
    if right.starts_sentence() { Ends } else { Open }
}

/// A single period before something that is not in lower case.
fn period(gap: &Gap<'_>, tail: &Tail<'_>, right: &Right<'_>) -> Verdict {
    let word = tail.word;
    let capital = right.word.starts_with(|c: char| c.is_uppercase());
    let starter = right.starter;
    let digit = right.opener.is_none() && right.word.starts_with(|c: char| c.is_ascii_digit());
    let address = gap.text[..tail.start - word.len()].ends_with(['=', '/', '?', '#']);
    if address && starter {
        return Ends;
    }
    match abbreviations::class(word, digit) {
        None => {
            let lower = word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
            let title = gap.text[right.at + right.word.len()..].starts_with('.')
                && abbreviations::class(right.word, false) == Some(Class::Title);
            if capital && (lower || title || (starter && word.len() != 1)) { Ends } else { Open }
        }
        Some(Class::Initial) if starter && right.word.len() > 1 => Open,
        Some(Class::Title | Class::NeverEnd | Class::BeforeNumber | Class::Initial) => GoesOn,
        Some(_) if starter => Ends,
        Some(Class::Time) => after_time(gap, right),
        Some(Class::Company | Class::Acronym) if capital => GoesOn,
        Some(Class::Company | Class::Acronym | Class::MayEnd) => Open,
    }
}

/// `a.m.` before a capital: a weekday, month or time zone goes on; the title of a person starts a new sentence if the
/// one in hand is more than a phrase.
fn after_time(gap: &Gap<'_>, right: &Right<'_>) -> Verdict {
    const PHRASE: usize = 4;
    let time =
        gap.text[gap.start..gap.end].trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
    if !time.ends_with(|c: char| c.is_ascii_digit()) {
        return GoesOn;
    }
    if Lists::of(right.word).has(Lists::CALENDAR) {
        return GoesOn;
    }
    let words = gap.text[gap.start..gap.end].split_whitespace().take(PHRASE + 1).count();
    if abbreviations::class(right.word, false) == Some(Class::Title) {
        return if words > PHRASE { Ends } else { GoesOn };
    }
    Open
}

/// Three dots or more before something that is not in lower case.
fn ellipsis(gap: &Gap<'_>, tail: &Tail<'_>, right: &Right<'_>) -> Verdict {
    if gap.text[gap.start..gap.end].trim_start().starts_with('.') && tail.start <= gap.start + 2 {
        return GoesOn;
    }
    let hesitation = tail.start - gap.start.min(tail.start) < 12 || (tail.spaced && tail.dots == 3);
    if hesitation && right.word.starts_with('I') && right.starter { GoesOn } else { Open }
}

/// Whether a name of up to three words and a verb of saying follow, with no more than a manner behind:
/// `“Are you coming?” John asked softly.`
fn is_speaker_tag(gap: &Gap<'_>, right: &Right<'_>) -> bool {
    const LONGEST_NAME: usize = 3;
    const REACH: usize = 80;
    if right.opener.is_some() || right.starter {
        return false;
    }
    let rest = &gap.text[right.at..];
    let end = rest.char_indices().nth(REACH).map_or(rest.len(), |(end, _)| end);
    let mut words = rest[..end].split(' ');
    for number in 0..=LONGEST_NAME {
        let Some(word) = words.next() else { return false };
        let bare = word.trim_end_matches(['.', ',', ';', ':', '!']);
        if number > 0 && Lists::of(bare).has(Lists::SPEECH_VERB) {
            return bare.len() < word.len() || words.next().is_some_and(is_manner);
        }
        let title = abbreviations::class(bare, false) == Some(Class::Title);
        if !(title || (word.len() == bare.len() && word.starts_with(char::is_uppercase))) {
            return false;
        }
    }
    false
}

/// Whether `word`, behind a verb of saying, tells how, when or where rather than what.
fn is_manner(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';']);
    word.len() > 4 && word.ends_with("ly")
        || matches!(
            word,
            "in" | "with"
                | "from"
                | "as"
                | "at"
                | "after"
                | "again"
                | "back"
                | "out"
                | "without"
                | "through"
                | "when"
                | "while"
        )
}
