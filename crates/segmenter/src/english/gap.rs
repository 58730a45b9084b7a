//! A place between two words where a sentence may end, and what stands around it.

use super::vocabulary::Lists;
use super::{abbreviations, eight};
use crate::characters::{char_at, char_before, is_ellipsis, is_line_break, is_wide_stop};

/// The ASCII characters that a word may hold, for a look back from its end.
static INSIDE_WORD: [bool; 256] = ascii_letters(b".-'/@_&");

/// The ASCII characters that a word may hold, for a look ahead from its start.
static STARTS_WORD: [bool; 256] = ascii_letters(b"'-");

/// A table of the ASCII letters and digits and some marks.
const fn ascii_letters(marks: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
}

/// A place where a sentence may end: white space, or nothing where a space was forgotten.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap<'t> {
    pub(super) text: &'t str,
    /// Where the sentence in hand starts.
    pub(super) start: usize,
    /// First byte after the word and marks before the gap.
    pub(super) end: usize,
    /// First byte of what follows.
    pub(super) next: usize,
    /// Whether a line break ends the sentence, so that nothing beyond it may count.
    pub(super) hard_breaks: bool,
}

/// The marks at the end of what stands before a gap.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says that one kind of mark is there")]
pub(super) struct Tail<'t> {
    /// The word before the marks.
    pub(super) word: &'t str,
    /// Where the marks start, which is where the word ends.
    pub(super) start: usize,
    /// Periods; an ellipsis character counts three.
    pub(super) dots: usize,
    /// Whether there is a question or exclamation mark, or a Chinese mark that ends sentences.
    pub(super) strong: bool,
    /// Whether a quotation mark closes behind the other marks.
    pub(super) quotation: bool,
    /// Whether a bracket closes behind the other marks.
    pub(super) bracket: bool,
    /// Whether a citation (`[12]`) stands behind the other marks.
    pub(super) citation: bool,
    /// Whether there are spaces between the dots.
    pub(super) spaced: bool,
    /// Whether one of the marks is a Chinese one.
    pub(super) wide: bool,
}

impl<'t> Tail<'t> {
    /// Whether there is a mark that can end a sentence.
    pub(super) fn is_terminal(&self) -> bool {
        self.strong || self.dots > 0
    }

    /// The marks of `gap`: stops, with closing quotation marks and brackets behind them.
    fn of(gap: &Gap<'t>) -> Self {
        let mut tail = Self { start: before_citation(gap), ..Self::default() };
        tail.citation = tail.start < gap.end;
        if !tail.citation && gap.text.as_bytes()[gap.end - 1].is_ascii_alphanumeric() {
            tail.word = gap.word_before(gap.end);
            return tail;
        }
        while let Some(c) = char_before(gap.text, tail.start).filter(|c| !c.is_ascii_alphanumeric())
        {
            match c {
                '.' => tail.dots += 1,
                '!' | '?' => tail.strong = true,
                '"' | '”' | '\'' | '’' | '»' if !tail.is_terminal() => tail.quotation = true,
                ')' | ']' | '}' if !tail.is_terminal() => tail.bracket = true,
                ' ' if tail.dots > 0 && gap.text[..tail.start - 1].ends_with('.') => {
                    tail.spaced = true;
                }
                _ if is_ellipsis(c) => tail.dots += 3,
                _ if is_wide_stop(c) => {
                    tail.strong = true;
                    tail.wide = true;
                }
                _ => break,
            }
            tail.start -= c.len_utf8();
            if tail.start <= gap.start || gap.end - tail.start > 64 {
                break;
            }
        }
        let elided = tail.bracket && gap.text[..tail.start].ends_with(['[', '(']);
        if elided || (tail.citation && !tail.is_terminal()) {
            tail = Self { start: gap.end, ..Self::default() };
        }
        tail.word = gap.word_before(tail.start);
        tail
    }
}

/// Where the citations end that stand directly before the gap: `text. [12][13]`.
fn before_citation(gap: &Gap<'_>) -> usize {
    let mut at = gap.end;
    while at - gap.start > 3 && gap.text.as_bytes()[at - 1] == b']' {
        let inside = &gap.text[..at - 1];
        let number: usize = inside
            .bytes()
            .rev()
            .take(12)
            .take_while(|b| matches!(b, b'0'..=b'9' | b',' | b'-' | b' '))
            .count();
        let open = at - 1 - number;
        if number == 0 || !gap.text[..open].ends_with('[') || open <= gap.start {
            break;
        }
        at = gap.text[..open - 1].trim_end_matches(' ').len().max(gap.start);
    }
    at
}

/// What follows a gap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Right<'t> {
    /// An opening quotation mark or bracket.
    pub(super) opener: Option<char>,
    /// Where the word starts.
    pub(super) at: usize,
    /// The word; empty if something else follows.
    pub(super) word: &'t str,
    /// Whether the word shows that a sentence starts with it.
    pub(super) starter: bool,
}

impl Right<'_> {
    /// Whether a sentence can start so: with a capital, or with a quotation.
    pub(super) fn starts_sentence(&self) -> bool {
        self.word.starts_with(|c: char| c.is_uppercase())
            || self
                .opener
                .is_some_and(|c| matches!(c, '"' | '\'' | '“' | '‘') && !self.word.is_empty())
    }
}

/// Whether one of the eight bytes before `end` is a digit or a mark that a number or an address may hold.
pub(super) fn may_be_address(bytes: &[u8], end: usize) -> bool {
    eight::hold_between(eight::before(bytes, end), b'.', b'@')
}

impl<'t> Gap<'t> {
    /// The marks before the gap.
    pub(super) fn tail(&self) -> Tail<'t> {
        Tail::of(self)
    }

    /// Whether `c` is a line break beyond which nothing may count.
    pub(super) fn is_border(&self, c: char) -> bool {
        self.hard_breaks && is_line_break(c)
    }

    /// The run of letters, digits and inner marks that ends at `end`, at most some 40 bytes.
    pub(super) fn word_before(&self, end: usize) -> &'t str {
        const LONGEST: usize = 40;
        let bytes = self.text.as_bytes();
        let floor = self.start.max(end.saturating_sub(LONGEST + 1));
        let letters = eight::small_letters(eight::before(bytes, end) | eight::SMALL);
        let mut start = end - eight::run_back(letters).min(end.saturating_sub(floor));
        while start > floor {
            let byte = bytes[start - 1];
            if byte.is_ascii() {
                if !INSIDE_WORD[usize::from(byte)] {
                    break;
                }
                start -= 1;
            } else {
                let other = char_before(self.text, start);
                let Some(c) = other.filter(|c| c.is_alphanumeric() || matches!(c, '°' | '’'))
                else {
                    break;
                };
                start -= c.len_utf8();
            }
        }
        &self.text[start..end]
    }

    /// The run of letters and digits, with inner apostrophes, that starts at `at`.
    pub(super) fn word_at(&self, at: usize) -> &'t str {
        const LONGEST: usize = 24;
        let rest = &self.text[at..];
        let letters = eight::small_letters(eight::from(self.text.as_bytes(), at) | eight::SMALL);
        let mut plain = eight::run(letters);
        let others = rest.as_bytes()[plain..].iter().take(LONGEST - plain);
        plain += others.take_while(|byte| STARTS_WORD[usize::from(**byte)]).count();
        if plain == LONGEST || rest.as_bytes().get(plain).is_none_or(u8::is_ascii) {
            return &rest[..plain];
        }
        let letters = rest
            .chars()
            .take(LONGEST)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'));
        &rest[..letters.map(char::len_utf8).sum()]
    }

    /// What follows.
    pub(super) fn right(&self) -> Right<'t> {
        let opener = self.opener();
        let at = self.next + opener.map_or(0, char::len_utf8);
        let bytes = self.text.as_bytes();
        let start = eight::from(bytes, at);
        let length = eight::run(eight::small_letters(start | eight::SMALL));
        let behind = bytes.get(at + length).copied().unwrap_or(b' ');
        if length < 8 && behind.is_ascii() && !STARTS_WORD[usize::from(behind)] {
            let capital = start as u8 & 0x20 == 0 && length > 0;
            let starter = capital && Lists::STARTER.hold_packed(eight::lowest(start, length));
            return Right { opener, at, word: &self.text[at..at + length], starter };
        }
        let word = self.word_at(at);
        Right { opener, at, word, starter: abbreviations::is_starter(word) }
    }

    /// The opening quotation mark or bracket that follows.
    fn opener(&self) -> Option<char> {
        if self.text.as_bytes().get(self.next).is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        self.following().filter(|c| matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '«'))
    }

    /// The character that follows.
    pub(super) fn following(&self) -> Option<char> {
        char_at(self.text, self.next)
    }
}
