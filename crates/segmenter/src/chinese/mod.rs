//! Where Chinese sentences end.
//!
//! One pass over the bytes that skips ideographs and stops at marks. A mark that may end a sentence is judged by what
//! stands before it, which quotations and brackets are open around it, and what comes after it. Every look ahead is
//! bounded, so the whole is linear.

mod brackets;
mod following;
mod headings;
mod marks;
mod period;

use brackets::{Pair, Stack};
use marks::Marks;

use crate::characters::{
    char_at, char_before, is_digit, is_ellipsis, is_ideograph, is_line_break, is_wide_stop,
    skip_space,
};
use crate::scan::Scan;
use crate::{LineBreaks, Options};

/// The ends of a paragraph's sentences, in order, without the end of the paragraph.
pub(crate) struct Cuts<'t> {
    text: &'t str,
    options: Options,
    /// The places still to judge.
    scan: Scan<Marks>,
    /// Everything before is decided.
    at: usize,
    /// Where the sentence in hand starts.
    start: usize,
    /// Where it ends if it is a heading.
    heading: Option<usize>,
    open: Stack,
}

/// How strongly a run of marks ends a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// An ellipsis or a dash that breaks off: only under conditions.
    Pause,
    /// A full stop, question or exclamation mark.
    Full,
}

/// A run of marks that may end a sentence, with the closing marks behind it.
struct Ending {
    strength: Strength,
    /// Where the first mark stands.
    start: usize,
    /// First byte after the run.
    end: usize,
    /// Whether a quotation closes in it.
    quotation: bool,
}

impl<'t> Cuts<'t> {
    pub(crate) fn new(text: &'t str, options: Options) -> Self {
        let scan = Scan::new(text.as_bytes(), Marks);
        let mut cuts =
            Self { text, options, scan, at: 0, start: 0, heading: None, open: Stack::EMPTY };
        cuts.start_at(0);
        cuts
    }

    /// The next place where a sentence ends.
    pub(crate) fn next_cut(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if let Some(cut) = self.heading.take() {
            return Some(self.start_at(cut));
        }
        while let Some(at) = self.scan.next(bytes, self.at) {
            if let Some(cut) = self.plain_stop(at) {
                return Some(self.start_at(cut));
            }
            let Some(c) = char_at(self.text, at) else {
                self.at = at + 1;
                continue;
            };
            self.at = at + c.len_utf8();
            if let Some(cut) = self.visit(at, c) {
                return Some(self.start_at(cut));
            }
        }
        None
    }

    /// Starts a sentence.
    fn start_at(&mut self, at: usize) -> usize {
        self.start = at;
        self.at = at;
        self.heading = headings::end_of(self.text, at);
        at
    }

    /// The end of a full stop with an ideograph behind it, if that is what stands at `at`: the commonest end of all, and
    /// what the rules would say of it, only sooner.
    fn plain_stop(&self, at: usize) -> Option<usize> {
        let (stop, next) = self.text.as_bytes()[at..].split_first_chunk::<3>()?;
        let full = matches!(stop, b"\xE3\x80\x82" | b"\xEF\xBC\x81" | b"\xEF\xBC\x9F");
        let ideograph = matches!(next.first(), Some(0xE4..=0xE9));
        let outside = self.options.split_quotes || self.open.is_empty();
        (full && ideograph && outside).then_some(at + 3)
    }

    /// Judges the mark `c` at `at`; `self.at` stands behind it and may be moved on.
    fn visit(&mut self, at: usize, c: char) -> Option<usize> {
        if is_line_break(c) {
            return self.line_break();
        }
        if let Some(strength) = self.strength(at, c) {
            return self.ending(at, strength);
        }
        if c == '"' && !self.open.holds(Pair::Straight) {
            self.open.open(Pair::Straight);
        } else if let Some(pair) = Pair::opened_by(c) {
            return self.opening(at, pair);
        } else if let Some(pair) = closed_by(c) {
            self.open.close(pair);
            if pair.is_quotation()
                && char_before(self.text, at).is_some_and(|c| matches!(c, '—' | '─'))
            {
                let ending =
                    Ending { strength: Strength::Pause, start: at, end: self.at, quotation: true };
                return self.close(&ending);
            }
        }
        None
    }

    fn line_break(&mut self) -> Option<usize> {
        if self.options.line_breaks == LineBreaks::Wrap {
            return None;
        }
        self.open.clear();
        Some(self.at)
    }

    /// How strongly `c`, the first mark of a run, may end the sentence; `None` if it can't.
    fn strength(&self, at: usize, c: char) -> Option<Strength> {
        if is_wide_stop(c) {
            return Some(Strength::Full);
        }
        let ends = match c {
            '.' | '．' => {
                if char_at(self.text, at + c.len_utf8()) == Some(c) {
                    return Some(Strength::Pause);
                }
                period::ends(self.text, self.start, at)
            }
            '?' | '!' => period::question_ends(self.text, at),
            '；' | ';' => self.options.split_semicolons && self.open.is_empty(),
            _ if is_ellipsis(c) => return Some(Strength::Pause),
            _ => false,
        };
        ends.then_some(Strength::Full)
    }

    /// Goes on from the first mark of a run to the end of the run and judges it.
    fn ending(&mut self, start: usize, strength: Strength) -> Option<usize> {
        let mut ending = Ending { strength, start, end: self.at, quotation: false };
        while let Some(c) = char_at(self.text, ending.end) {
            let after = ending.end + c.len_utf8();
            if is_wide_stop(c) || matches!(c, '!' | '?') {
                ending.strength = Strength::Full;
            } else if let Some(pair) = self.closing(c, ending.end) {
                ending.quotation |= pair.is_quotation();
                self.open.close(pair);
            } else if c == ' ' {
                // 摔交。 ”: a space before a closing mark that belongs to an open quotation.
                let next = char_at(self.text, after);
                let close = next.and_then(Pair::closed_by);
                let ellipsis = next.is_some_and(is_ellipsis);
                if !ellipsis
                    && !close.is_some_and(|pair| pair.is_quotation() && self.open.holds(pair))
                {
                    break;
                }
            } else if !(matches!(c, '.' | '．' | '~' | '～') || is_ellipsis(c)) {
                break;
            }
            ending.end = after;
        }
        if ending.strength == Strength::Full {
            ending.end = skip_citation(self.text, ending.end);
            ending.end = following::skip_credit(self.text, ending.end);
        }
        self.close(&ending)
    }

    /// The pair that `c` closes behind an ending; a straight mark closes only if one is open.
    fn closing(&self, c: char, at: usize) -> Option<Pair> {
        match c {
            '"' => self.open.holds(Pair::Straight).then_some(Pair::Straight),
            '\'' => {
                let next = char_at(self.text, at + 1);
                (!next.is_some_and(|c| c.is_ascii_alphanumeric())).then_some(Pair::SingleCurly)
            }
            _ => Pair::closed_by(c),
        }
    }

    /// Whether the sentence ends behind `ending`.
    fn close(&mut self, ending: &Ending) -> Option<usize> {
        self.at = ending.end;
        let hard = self.options.line_breaks == LineBreaks::Hard;
        let next = skip_space(self.text, ending.end, hard);
        let c = char_at(self.text, next)?;
        let attribution =
            matches!(c, '—' | '─') && ending.strength == Strength::Full && !ending.quotation;
        if is_line_break(c) || (following::goes_on(c) && !attribution) {
            return None;
        }
        if !self.options.split_quotes && !self.open.is_empty() {
            return None;
        }
        let rest = &self.text[next..];
        let ends = if ending.quotation {
            !following::continues_quotation(rest)
        } else {
            ending.strength == Strength::Full || self.pause_ends(ending)
        };
        ends.then_some(ending.end)
    }

    /// Whether an ellipsis without a closing mark ends the sentence: not in speech, where it is hesitation, and not after
    /// a few words.
    fn pause_ends(&self, ending: &Ending) -> bool {
        const ENOUGH: usize = 5;
        let before = &self.text[self.start..ending.start];
        self.open.is_empty()
            && !before.chars().rev().take(24).take_while(|c| *c != '，').any(|c| c == '、')
            && before.chars().rev().take(ENOUGH).filter(|c| is_ideograph(*c)).count() == ENOUGH
    }

    /// An opening mark: asides and titles are passed over whole, quotations are put on the stack.
    fn opening(&mut self, at: usize, pair: Pair) -> Option<usize> {
        if !pair.is_quotation() {
            let end = following::end_of(self.text, self.at, pair)?;
            self.at = end;
            // A bracketed sentence of its own: （全剧终。）下面…
            let alone = self.text[self.start..at].trim_start().is_empty() && pair == Pair::Round;
            let full = self.text[..end].trim_end_matches([')', '）']).chars().next_back();
            let ends = alone && full.is_some_and(is_wide_stop);
            return ends.then_some(end);
        }
        if let Some(end) = following::embedded_quotation(self.text, at, pair) {
            self.at = end;
        } else {
            self.open.open(pair);
        }
        None
    }
}

fn closed_by(c: char) -> Option<Pair> {
    if c == '"' { Some(Pair::Straight) } else { Pair::closed_by(c) }
}

/// Passes over citations that stand directly behind a full stop: `下文。[1][2]`.
fn skip_citation(text: &str, mut at: usize) -> usize {
    while let Some(open @ ('[' | '［' | '〔')) = char_at(text, at) {
        let inside = at + open.len_utf8();
        let number: usize = text[inside..]
            .chars()
            .take(12)
            .take_while(|c| is_digit(*c) || matches!(c, ',' | '-' | '–' | '，'))
            .map(char::len_utf8)
            .sum();
        match char_at(text, inside + number) {
            Some(close @ (']' | '］' | '〕')) if number > 0 => {
                at = inside + number + close.len_utf8();
            }
            _ => break,
        }
    }
    at
}
