//! Where English sentences end.
//!
//! One pass over the bytes that stops at gaps where a sentence may end. Rules settle the clear ones; for the rest a
//! logistic model adds up the weights of what stands around the gap. Every look around is bounded, so the whole is
//! linear.

mod abbreviations;
mod features;
mod gap;
mod markers;
mod model;
mod rules;
#[cfg(feature = "training")]
pub(crate) mod training;

use gap::Gap;
use rules::Verdict;

use crate::characters::{char_at, is_ellipsis, is_line_break, is_wide_stop, skip_space};
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
        Self { text, options, at: 0, start: 0, line: 0 }
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
            let at = self.at;
            let byte = *bytes.get(at)?;
            match byte {
                b'\n'..=b'\r' => {
                    self.at += 1;
                    if self.options.line_breaks == LineBreaks::Hard {
                        self.line = self.at;
                        return Some(Place::Certain(self.at));
                    }
                }
                b';' if self.options.split_semicolons => {
                    self.at += 1;
                    return Some(Place::Certain(self.at));
                }
                b' ' | 0xC2 | 0xE2 | 0xE3 => {
                    let c = char_at(self.text, at)?;
                    self.at += c.len_utf8();
                    if is_line_break(c) && self.options.line_breaks == LineBreaks::Hard {
                        self.line = self.at;
                        return Some(Place::Certain(self.at));
                    }
                    if c.is_whitespace() {
                        if let Some(gap) = self.gap(at) {
                            return Some(Place::Gap(gap));
                        }
                    } else if (is_wide_stop(c) || is_ellipsis(c))
                        && let Some(gap) = self.glued(self.at)
                    {
                        return Some(Place::Gap(gap));
                    }
                }
                b'.' | b'!' | b'?' => {
                    self.at += 1;
                    if let Some(gap) = self.glued(self.at) {
                        return Some(Place::Gap(gap));
                    }
                }
                0..0x80 => self.at += 1,
                _ => self.at += char_at(self.text, at)?.len_utf8(),
            }
        }
    }

    /// The gap of white space that starts at `end`, if a sentence may end there.
    fn gap(&mut self, end: usize) -> Option<Gap<'t>> {
        let next = skip_space(self.text, end, self.options.line_breaks == LineBreaks::Hard);
        self.at = next;
        if end <= self.start || char_at(self.text, next).is_none_or(is_line_break) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let plain = bytes[end - 1].is_ascii_alphanumeric()
            || matches!(bytes[end - 1], b',' | b';' | b'-' | b'\'');
        let lettered = matches!(bytes.get(next + 1), Some(b'.' | b')'));
        if plain && bytes[next].is_ascii_lowercase() && !lettered {
            return None;
        }
        Some(Gap { text: self.text, start: self.start, first: self.start == self.line, end, next })
    }

    /// The place before `at`, behind a mark, if a sentence may end there without a space.
    fn glued(&self, at: usize) -> Option<Gap<'t>> {
        let c = char_at(self.text, at)?;
        let wide = crate::characters::char_before(self.text, at).is_some_and(is_wide_stop);
        (c.is_uppercase() || (wide && !c.is_whitespace())).then_some(Gap {
            text: self.text,
            start: self.start,
            first: self.start == self.line,
            end: at,
            next: at,
        })
    }
}

/// Whether the sentence ends at `gap`.
fn ends(gap: Gap<'_>) -> bool {
    let (tail, right) = (gap.tail(), gap.right());
    match rules::judge(gap, tail, right) {
        Verdict::Ends => true,
        Verdict::GoesOn => false,
        Verdict::Open => model::ends(&features::of(gap, tail, right), tail.is_terminal()),
    }
}
