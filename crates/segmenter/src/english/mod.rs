//! Where English sentences end.

mod abbreviations;

use abbreviations::Class;

use crate::characters::{
    char_at, char_before, is_digit, is_ellipsis, is_line_break, is_wide_stop, skip_space,
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
    at: usize,
    start: usize,
}

impl<'t> Cuts<'t> {
    pub(crate) fn new(text: &'t str, options: Options) -> Self {
        Self { text, options, at: 0, start: 0 }
    }

    /// The next place where a sentence ends.
    pub(crate) fn next_cut(&mut self) -> Option<usize> {
        while let Some((at, c)) = self.next_mark() {
            self.at = at + c.len_utf8();
            if let Some(cut) = self.visit(at, c) {
                self.start = cut;
                self.at = cut;
                return Some(cut);
            }
        }
        None
    }

    fn next_mark(&self) -> Option<(usize, char)> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            match *bytes.get(at)? {
                b'!' | b'.' | b'?' | b';' | b'\n'..=b'\r' | 0xC2 | 0xE2 | 0xE3 | 0xEF => break,
                _ => at += 1,
            }
        }
        Some((at, char_at(self.text, at)?))
    }

    fn visit(&mut self, at: usize, c: char) -> Option<usize> {
        if is_line_break(c) {
            return (self.options.line_breaks == LineBreaks::Hard).then_some(self.at);
        }
        if c == ';' {
            return self.options.split_semicolons.then_some(self.at);
        }
        if !(matches!(c, '.' | '!' | '?') || is_wide_stop(c) || is_ellipsis(c)) {
            return None;
        }
        let mut end = self.at;
        let mut dots = usize::from(c == '.') + 3 * usize::from(is_ellipsis(c));
        let mut strong = !(c == '.' || is_ellipsis(c));
        let mut quoted = false;
        loop {
            let Some(c) = char_at(self.text, end) else { break };
            if matches!(c, '!' | '?') || is_wide_stop(c) {
                strong = true;
            } else if c == '.' {
                dots += 1;
            } else if is_ellipsis(c) {
                dots += 3;
            } else if matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '}' | '»') {
                quoted = true;
            } else if c == ' ' && dots > 0 && char_at(self.text, end + 1) == Some('.') {
                // . . .
            } else {
                break;
            }
            end += c.len_utf8();
        }
        self.at = end;
        let hard = self.options.line_breaks == LineBreaks::Hard;
        let next = skip_space(self.text, end, hard);
        let n = char_at(self.text, next)?;
        if is_line_break(n) {
            return None;
        }
        let spaced = next > end;
        let word = word_at(self.text, next);
        let starter = abbreviations::is_starter(word);
        if !spaced && !is_wide_stop(c) {
            return None;
        }
        if n.is_lowercase() {
            return None;
        }
        if dots == 1 && !strong && !quoted {
            let before = word_before(self.text, at);
            let class = abbreviations::class(before, is_digit(n));
            let ends = match class {
                None => true,
                Some(Class::Title | Class::NeverEnd | Class::BeforeNumber) => false,
                Some(Class::Initial) => before == "I" && starter,
                Some(Class::Company | Class::MayEnd | Class::Acronym) => starter,
            };
            let prefix = self.text[self.start..at].trim_start();
            if !ends || (prefix.len() <= 4 && prefix.bytes().all(|b| b.is_ascii_digit())) {
                return None;
            }
        } else if dots > 1 && !strong && !quoted && !starter {
            return None;
        }
        if quoted && !starter && is_speaker_tag(&self.text[next..]) {
            return None;
        }
        Some(end)
    }
}

/// The run of letters, digits and inner marks that ends before `at`.
fn word_before(text: &str, at: usize) -> &str {
    let mut start = at;
    while let Some(c) = char_before(text, start) {
        if !(c.is_alphanumeric() || matches!(c, '.' | '-' | '°')) || at - start > 40 {
            break;
        }
        start -= c.len_utf8();
    }
    &text[start..at]
}

/// The run of letters that starts at `at`.
fn word_at(text: &str, at: usize) -> &str {
    const LONGEST: usize = 24;
    let rest = &text[at..];
    let letters =
        rest.chars().take(LONGEST).take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'));
    &rest[..letters.map(char::len_utf8).sum()]
}

/// Whether `rest` starts with a capitalised name and a verb of saying: `John asked`.
fn is_speaker_tag(rest: &str) -> bool {
    const VERBS: [&str; 12] = [
        "said",
        "asked",
        "shouted",
        "replied",
        "cried",
        "answered",
        "whispered",
        "yelled",
        "called",
        "says",
        "asks",
        "added",
    ];
    let mut words = rest.split(' ').take(4);
    words.any(|word| VERBS.contains(&word.trim_end_matches(['.', ',', ':'])))
}
