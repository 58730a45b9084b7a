//! Where English sentences end.
//!
//! One pass over the bytes that stops at gaps where a sentence may end. Rules settle the clear ones; for the rest a
//! logistic model adds up the weights of what stands around the gap. Every look around is bounded, so the whole is
//! linear.

mod abbreviations;
mod clear;
mod eight;
mod features;
mod gap;
mod markers;
mod marks;
mod model;
mod rules;
#[cfg(feature = "training")]
pub(crate) mod training;
mod vocabulary;

use gap::{Gap, Tail};
use marks::Marks;
use rules::Verdict;

use crate::characters::{
    char_at, char_before, is_ellipsis, is_line_break, is_wide_stop, skip_space,
};
use crate::scan::Scan;
use crate::{LineBreaks, Options};

/// Whether `word` is an abbreviation that is written with a period.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    abbreviations::class(word, false).is_some()
}

/// The ends of a paragraph's sentences, in order, without the end of the paragraph.
pub(crate) struct Cuts<'t> {
    text: &'t str,
    options: Options,
    /// The places still to judge.
    scan: Scan<Marks>,
    /// Everything before is judged.
    at: usize,
    /// Where the sentence in hand starts.
    start: usize,
    /// What the gap last judged stands before.
    judged: usize,
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
        // A line break is to be judged in any case.
        let also = if options.split_semicolons { b';' } else { b'\n' };
        let scan = Scan::new(text.as_bytes(), Marks { also });
        Self { text, options, scan, at: 0, start: 0, judged: 0 }
    }

    /// The next place where a sentence ends.
    pub(crate) fn next_cut(&mut self) -> Option<usize> {
        while let Some(place) = self.next_place() {
            let cut = match place {
                Place::Certain(cut) => Some(cut),
                Place::Gap(gap) => ends(&gap).then_some(gap.end),
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
            let at = self.scan.next(bytes, self.at)?;
            if clear::runs_on(bytes, self.start, at) {
                self.at = at + 1;
                continue;
            }
            if let Some((space, ends)) = self.clear(at) {
                if ends {
                    return Some(Place::Certain(space));
                }
                continue;
            }
            let place = self.unclear(at);
            if place.is_some() {
                return place;
            }
        }
    }

    /// Judges the common space at `at` or before it by its bytes alone and moves on: where it is, and whether a sentence ends
    /// there. `None` if there is no such space or it takes a closer look.
    fn clear(&mut self, at: usize) -> Option<(usize, bool)> {
        let bytes = self.text.as_bytes();
        let space = if bytes[at] == b' ' { at } else { at.checked_sub(1)? };
        let next = space + 1;
        if bytes[space] != b' ' || space < self.start + 2 || next == self.judged {
            return None;
        }
        let ends = clear::verdict(bytes, self.start, space)?;
        // A semicolon may end a sentence itself.
        self.at = next + usize::from(bytes[next] != b';');
        self.judged = next;
        Some((space, ends))
    }

    /// The place at `at`, or before it, of which the bytes alone don't tell what it is.
    #[inline(never)]
    fn unclear(&mut self, at: usize) -> Option<Place<'t>> {
        self.at = at + 1;
        let spaced = at > 0 && self.text.as_bytes()[at - 1] == b' ';
        if spaced && self.judged != at { self.before(at) } else { self.here(at) }
    }

    /// The gap before what starts at `at`, or else the place there.
    fn before(&mut self, at: usize) -> Option<Place<'t>> {
        let place = self.gap(self.space_start(at), at);
        if !self.is_rare(self.text.as_bytes()[at]) {
            return place;
        }
        if place.is_none() {
            return self.here(at);
        }
        // Comes back to the same place.
        self.at = at;
        place
    }

    /// The place at the mark, white space or capital that stands at `at`.
    fn here(&mut self, at: usize) -> Option<Place<'t>> {
        match self.text.as_bytes()[at] {
            b' ' => self.gap(at, self.skip_space(at)),
            b';' if self.options.split_semicolons => Some(Place::Certain(at + 1)),
            byte if self.is_rare(byte) => self.rare(at),
            b'A'..=b'Z' if at > 0 && self.judged != at => self.glued(at).map(Place::Gap),
            _ => None,
        }
    }

    /// Whether something may end a sentence at `byte` itself, whatever stands before.
    fn is_rare(&self, byte: u8) -> bool {
        matches!(byte, 0..b' ' | 0x80..) || (byte == b';' && self.options.split_semicolons)
    }

    /// White space other than a common space, or a character of several bytes.
    fn rare(&mut self, at: usize) -> Option<Place<'t>> {
        let c = char_at(self.text, at)?;
        self.at = at + c.len_utf8();
        if is_line_break(c) && self.options.line_breaks == LineBreaks::Hard {
            Some(Place::Certain(self.at))
        } else if c.is_whitespace() {
            self.gap(self.space_start(at), self.skip_space(at))
        } else if is_wide_stop(c) || is_ellipsis(c) {
            self.glued(self.at).map(Place::Gap)
        } else if at > 0 && matches!(self.text.as_bytes()[at - 1], b'.' | b'!' | b'?') {
            self.glued(at).map(Place::Gap)
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
        if following.is_ascii_alphanumeric() {
            self.at = next + 1;
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
            end: at,
            next: at,
            hard_breaks: self.options.line_breaks == LineBreaks::Hard,
        })
    }
}

/// Whether the sentence ends at `gap`.
#[inline(never)]
fn ends(gap: &Gap<'_>) -> bool {
    let (tail, right) = (gap.tail(), gap.right());
    match rules::judge(gap, &tail, &right) {
        Verdict::Ends => true,
        Verdict::GoesOn => false,
        Verdict::Open => model::ends(gap, &tail, &right, is_likely(gap, &tail)),
    }
}

/// Whether the marks alone speak for an end: a stop stands before the gap, and no small letter behind it.
fn is_likely(gap: &Gap<'_>, tail: &Tail<'_>) -> bool {
    tail.is_terminal() && !gap.following().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cuts, Gap, Place, clear, ends};
    use crate::{LineBreaks, Options};

    /// What English is made of, where it is hard: fragments that stand beside each other with or without a space.
    const PIECES: &[&str] = &[
        "word",
        "other",
        "of",
        "a",
        "to",
        "hundredth-part",
        "don't",
        "don’t",
        "Dear",
        "Bob",
        "Regards",
        "The",
        "She",
        "I",
        "A",
        "And",
        "Theo",
        "However",
        "Nevertheless",
        "Mr",
        "St",
        "Inc",
        "No",
        "etc",
        "vs",
        "vs. Bob",
        "p",
        "U.S",
        "e.g",
        "a.m",
        "NATO",
        "REPORT",
        "Xi",
        "said",
        "asked",
        "é",
        "Élan",
        "7",
        "12",
        "1995",
        "4.8",
        "v2",
        "b)",
        "(c)",
        "1.",
        "2.",
        "1. word other 2. word",
        "(b) word other (c) word",
        "3)",
        "IV.",
        "[1]",
        "[...]",
        ".",
        "?",
        "!",
        "...",
        "…",
        ",",
        ":",
        ";",
        "-",
        "—",
        "\"",
        "'",
        "“",
        "”",
        "‘",
        "’",
        "(",
        ")",
        "`",
        "*",
        "。",
        "•",
        "\u{a0}",
        "\n",
        " ",
    ];

    /// Follows the cuts of `text` and compares what the bytes alone say of a gap with what the rules and the model say of it.
    fn compare(text: &str, options: Options) -> Result<usize, TestCaseError> {
        let mut cuts = Cuts::new(text, options);
        let mut compared = 0;
        while let Some(at) = cuts.scan.next(text.as_bytes(), cuts.at) {
            let start = cuts.start;
            if clear::runs_on(text.as_bytes(), start, at) {
                let mut whole = Cuts { ..cuts };
                let ends = match whole.unclear(at) {
                    Some(Place::Gap(gap)) => ends(&gap),
                    place => place.is_some(),
                };
                prop_assert!(!ends, "at {} of {:?} from {}", at, text, start);
                compared += 1;
                cuts.at = at + 1;
                continue;
            }
            if let Some((end, says)) = cuts.clear(at) {
                let hard_breaks = options.line_breaks == LineBreaks::Hard;
                let gap = Gap { text, start, end, next: end + 1, hard_breaks };
                prop_assert_eq!(says, ends(&gap), "at {} of {:?} from {}", end, text, start);
                compared += 1;
                cuts.start = if says { end } else { start };
                continue;
            }
            match cuts.unclear(at) {
                Some(Place::Certain(cut)) => cuts.start = cut,
                Some(Place::Gap(gap)) if ends(&gap) => cuts.start = gap.end,
                _ => {}
            }
        }
        Ok(compared)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn the_bytes_alone_say_what_the_whole_way_says(
            pieces in prop::collection::vec((prop::sample::select(PIECES), 0..4_u8), 0..60),
            hard in any::<bool>(),
        ) {
            let spaced = |(piece, space): &(&str, u8)| format!("{piece}{}", if *space > 0 { " " } else { "" });
            let text: String = pieces.iter().map(spaced).collect();
            let line_breaks = if hard { LineBreaks::Hard } else { LineBreaks::Wrap };
            compare(&text, Options { line_breaks, ..Options::default() })?;
        }
    }

    #[test]
    fn the_bytes_alone_are_enough_for_common_gaps() {
        let text =
            "He told us that the old man of Beijing had paid 4.8 yuan for it. The U.S. firm left.";
        // Beijing, 4.8, The, U.S.
        assert_eq!(compare(text, Options::default()).ok(), Some(4));
    }
}
