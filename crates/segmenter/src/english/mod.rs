//! Where English sentences end.
//!
//! One pass over the bytes that stops at gaps where a sentence may end. Rules settle the clear ones; for the rest a
//! logistic model adds up the weights of what stands around the gap. Every look around is bounded, so the whole is
//! linear.

mod abbreviations;
mod clear;
mod features;
mod gap;
mod markers;
mod model;
mod rules;
#[cfg(feature = "training")]
pub(crate) mod training;

use gap::Gap;
use rules::Verdict;

use crate::characters::{
    char_at, char_before, is_ellipsis, is_line_break, is_wide_stop, skip_space,
};
use crate::{LineBreaks, Options};

/// Whether `word` is an abbreviation that is written with a period.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    abbreviations::class(word, false).is_some()
}

/// The ends of a paragraph's sentences, in order, without the end of the paragraph.
pub(crate) struct Cuts<'t> {
    text: &'t str,
    options: Options,
    /// Everything before is judged.
    at: usize,
    /// Where the sentence in hand starts.
    start: usize,
    /// Where the line in hand starts.
    line: usize,
    /// What the gap last judged stands before.
    judged: usize,
}

/// The high bits of those of eight bytes at which something may be to judge: all but lower-case letters and commas, spaces
/// (judged when the next word or the mark before asks for it), and the insides of characters of several bytes.
///
/// Works on all eight at once: no sum of seven bits carries into the next byte.
fn marks_among(bytes: [u8; 8]) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let word = u64::from_le_bytes(bytes);
    let ascii = word & each(0x7F);
    let lower = (ascii + each(0x80 - b'a')) & !(ascii + each(0x7F - b'z'));
    let other_than_space = (ascii ^ each(b' ')) + each(0x7F);
    let other_than_comma = (ascii ^ each(b',')) + each(0x7F);
    let skipped = (lower | !(other_than_space & other_than_comma)) & !word;
    let inside = word & !(word << 1);
    !(skipped | inside) & each(0x80)
}

/// Where the next byte stands, from `at` on, at which something may be to judge.
fn next_mark(bytes: &[u8], mut at: usize) -> Option<usize> {
    const BLOCK: usize = 8;
    let mut rest = bytes.get(at..)?;
    while let Some((block, behind)) = rest.split_first_chunk::<BLOCK>() {
        let marks = marks_among(*block);
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        at += BLOCK;
        rest = behind;
    }
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let marks = marks_among(last);
    (marks != 0).then(|| at + marks.trailing_zeros() as usize / 8)
}

/// Whether the letter, digit or mark at `at` has neighbours on both sides, or before it if it can't end a word, and is
/// none that may end a sentence by itself.
fn is_inside_word(bytes: &[u8], at: usize) -> bool {
    let byte = bytes[at];
    byte.is_ascii_graphic()
        && !matches!(byte, b'.' | b'!' | b'?' | b';')
        && at > 0
        && bytes[at - 1] != b' '
        && (byte.is_ascii_alphanumeric() || bytes.get(at + 1) != Some(&b' '))
}

/// Whether `byte` starts a character of several bytes that is neither white space nor a mark of ours.
fn is_letter_lead(byte: u8) -> bool {
    matches!(byte, 0xC3..=0xE0 | 0xE4..=0xEE | 0xF0..)
}

/// A place to judge.
enum Place<'t> {
    /// A line break or a mark that ends the sentence by the options.
    Certain(usize),
    /// A gap that may end the sentence.
    Gap(Gap<'t>),
}

impl<'t> Cuts<'t> {
    pub(crate) fn new(text: &'t str, options: Options) -> Self {
        Self { text, options, at: 0, start: 0, line: 0, judged: 0 }
    }

    /// The next place where a sentence ends.
    pub(crate) fn next_cut(&mut self) -> Option<usize> {
        while let Some(place) = self.next_place() {
            let cut = match place {
                Place::Certain(cut) => Some(cut),
                Place::Gap(gap) => ends(gap).then_some(gap.end),
            };
            if let Some(cut) = cut {
                self.start = cut;
                return Some(cut);
            }
        }
        None
    }

    /// Goes on to the next place where a sentence may end.
    fn next_place(&mut self) -> Option<Place<'t>> {
        let bytes = self.text.as_bytes();
        loop {
            let at = next_mark(bytes, self.at)?;
            if is_inside_word(bytes, at) || is_letter_lead(bytes[at]) {
                self.at = at + 1;
                continue;
            }
            let place = self.before(at).or_else(|| self.behind(at));
            if place.is_some() {
                return place;
            }
        }
    }

    /// The gap before the word or mark that starts at `at`, unless it is judged already. `self.at` stays there.
    fn before(&mut self, at: usize) -> Option<Place<'t>> {
        self.at = at;
        let bytes = self.text.as_bytes();
        if at < 2 || self.judged == at {
            return None;
        }
        if bytes[at - 1] == b' ' {
            return self.gap(self.space_start(at), at);
        }
        // b. The second item: a letter before a mark may start an item too.
        let lettered = matches!(bytes[at], b'.' | b')')
            && bytes[at - 2] == b' '
            && bytes[at - 1].is_ascii_lowercase();
        if lettered && self.judged != at - 1 && bytes.get(at + 1) == Some(&b' ') {
            let place = self.gap(self.space_start(at - 1), at - 1);
            self.at = at;
            return place;
        }
        None
    }

    /// The place at or behind the mark at `at`; moves on behind it.
    fn behind(&mut self, at: usize) -> Option<Place<'t>> {
        let bytes = self.text.as_bytes();
        self.at = at + 1;
        match bytes[at] {
            byte if byte.is_ascii_alphanumeric() => {
                while bytes.get(self.at).is_some_and(u8::is_ascii_alphanumeric) {
                    self.at += 1;
                }
                None
            }
            b';' if self.options.split_semicolons => Some(Place::Certain(at + 1)),
            _ if bytes.get(at + 1) == Some(&b' ') && bytes[at].is_ascii_graphic() => {
                let close = bytes.get(at + 2).is_some_and(u8::is_ascii_graphic);
                let next = if close { at + 2 } else { self.skip_space(at + 1) };
                self.gap(at + 1, next)
            }
            b'.' | b'!' | b'?' => self.glued(at + 1).map(Place::Gap),
            0..=0x20 | 0x80.. => self.rare(at),
            _ => None,
        }
    }

    /// White space other than a common space, or a character of several bytes.
    fn rare(&mut self, at: usize) -> Option<Place<'t>> {
        let c = char_at(self.text, at)?;
        self.at = at + c.len_utf8();
        if is_line_break(c) && self.options.line_breaks == LineBreaks::Hard {
            self.line = self.at;
            Some(Place::Certain(self.at))
        } else if c.is_whitespace() {
            self.gap(self.space_start(at), self.skip_space(at))
        } else if is_wide_stop(c) || is_ellipsis(c) {
            self.glued(self.at).map(Place::Gap)
        } else {
            None
        }
    }

    /// Where the run of common spaces starts that ends before `at`.
    fn space_start(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut start = at;
        while start > self.start && bytes[start - 1] == b' ' {
            start -= 1;
        }
        start
    }

    /// Where the white space that starts at `at` ends.
    fn skip_space(&self, at: usize) -> usize {
        skip_space(self.text, at, self.options.line_breaks == LineBreaks::Hard)
    }

    /// The gap of white space from `end` to `next`, if a sentence may end there. Moves on to what follows it.
    fn gap(&mut self, end: usize, next: usize) -> Option<Place<'t>> {
        let bytes = self.text.as_bytes();
        self.at = next.max(self.at);
        self.judged = next;
        if end <= self.start {
            return None;
        }
        let following = *bytes.get(next)?;
        let plain = end + 1 == next && end > self.start + 1;
        if plain && !following.is_ascii_lowercase() {
            match clear::verdict(&bytes[self.start..], end - self.start) {
                Some(true) => return Some(Place::Certain(end)),
                Some(false) => return None,
                None => {}
            }
        }
        if following.is_ascii_lowercase() && !self.may_end_before_lower_case(end, next) {
            return None;
        }
        if !(b' '..0x80).contains(&following) {
            char_at(self.text, next).filter(|c| !is_line_break(*c))?;
        }
        Some(Place::Gap(Gap {
            text: self.text,
            start: self.start,
            first: self.start == self.line,
            end,
            next,
            hard_breaks: self.options.line_breaks == LineBreaks::Hard,
        }))
    }

    /// Whether a stop stands before the gap, or the marker of a list item follows.
    fn may_end_before_lower_case(&self, end: usize, next: usize) -> bool {
        let bytes = self.text.as_bytes();
        match bytes[end - 1] {
            b'.' | b'!' | b'?' => true,
            0x80.. => {
                char_before(self.text, end).is_some_and(|c| is_ellipsis(c) || is_wide_stop(c))
            }
            _ => matches!(bytes.get(next + 1), Some(b'.' | b')')),
        }
    }

    /// The place before `at`, behind a mark, if a sentence may end there without a space.
    fn glued(&self, at: usize) -> Option<Gap<'t>> {
        let c = char_at(self.text, at)?;
        let wide = char_before(self.text, at).is_some_and(is_wide_stop);
        (c.is_uppercase() || (wide && !c.is_whitespace())).then_some(Gap {
            text: self.text,
            start: self.start,
            first: self.start == self.line,
            end: at,
            next: at,
            hard_breaks: self.options.line_breaks == LineBreaks::Hard,
        })
    }
}

/// Whether the sentence ends at `gap`.
fn ends(gap: Gap<'_>) -> bool {
    let (tail, right) = (gap.tail(), gap.right());
    match rules::judge(gap, tail, right) {
        Verdict::Ends => true,
        Verdict::GoesOn => false,
        Verdict::Open => {
            let likely = tail.is_terminal() && !gap.following().is_some_and(char::is_lowercase);
            model::ends(&features::of(gap, tail, right), likely)
        }
    }
}
