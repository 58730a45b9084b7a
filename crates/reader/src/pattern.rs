//! The program's own regular expressions, which most texts are told not to match by their first byte alone.

use regex::{Captures, Match, Regex};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use regex_syntax::utf8::Utf8Sequences;

/// A regular expression, and by which bytes its matches may begin if they can only stand at the text's beginning.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    first: Option<Box<[bool; 256]>>,
}

impl Pattern {
    /// A pattern of the program itself.
    pub(crate) fn new(pattern: &str) -> Self {
        let regex = compile(pattern);
        let first = regex_syntax::parse(pattern).ok().and_then(|hir| first_bytes(&hir));
        Self { regex, first }
    }

    /// Whether the pattern matches anywhere in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.regex.is_match(text)
    }

    /// The first match in `text`.
    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        if self.may_match(text) { self.regex.find(text) } else { None }
    }

    /// The first match in `text` with its groups.
    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        if self.may_match(text) { self.regex.captures(text) } else { None }
    }

    fn may_match(&self, text: &str) -> bool {
        let Some(first) = &self.first else { return true };
        text.as_bytes().first().is_some_and(|byte| first[usize::from(*byte)])
    }
}

/// A regular expression of the program itself, as it is.
pub(crate) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constants")
}

/// The bytes by which a match may begin; `None` if it may be empty, or stand elsewhere than at the beginning.
fn first_bytes(hir: &Hir) -> Option<Box<[bool; 256]>> {
    if !hir.properties().look_set_prefix().contains(Look::Start) {
        return None;
    }
    let mut first = Box::new([false; 256]);
    (!add_first(hir, &mut first)).then_some(first)
}

/// Adds the bytes by which a match of `hir` may begin; gives whether it may be empty.
fn add_first(hir: &Hir, first: &mut [bool; 256]) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.first().is_none_or(|byte| {
            first[usize::from(*byte)] = true;
            false
        }),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().for_each(|range| add_range(range.start()..=range.end(), first));
            false
        }
        HirKind::Class(Class::Unicode(class)) => {
            for range in class.iter() {
                for sequence in Utf8Sequences::new(range.start(), range.end()) {
                    let lead = sequence.as_slice()[0];
                    add_range(lead.start..=lead.end, first);
                }
            }
            false
        }
        HirKind::Repetition(repetition) => add_first(&repetition.sub, first) || repetition.min == 0,
        HirKind::Capture(capture) => add_first(&capture.sub, first),
        HirKind::Concat(parts) => parts.iter().all(|part| add_first(part, first)),
        HirKind::Alternation(parts) => {
            parts.iter().filter(|part| add_first(part, first)).count() > 0
        }
    }
}

fn add_range(range: std::ops::RangeInclusive<u8>, first: &mut [bool; 256]) {
    first[usize::from(*range.start())..=usize::from(*range.end())].fill(true);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Pattern;

    const PATTERNS: [&str; 10] = [
        r"^(?:a|桥\s?)b?c$",
        r"^[\[(]?(?:x|yz)*",
        r"^\s*(?i:k)",
        r"a|^b",
        r"^a|^b",
        r"^\W{0,3}[A-C]",
        r"^(?P<first>[^a桥]){2}",
        r"\bab",
        r"^(?:(?:\d|[一二])+|)(?-u:\b)c",
        r"(?m)^a",
    ];

    #[test]
    fn the_first_byte_counts_only_where_it_must() {
        let first = |pattern: &str| Pattern::new(pattern).first.is_some();
        let found = PATTERNS.map(first);
        assert_eq!(found, [true, false, true, false, true, true, true, false, true, false]);
    }

    proptest! {
        #[test]
        fn every_pattern_matches_what_its_expression_matches(text in "[abckxyzKABD桥一1 \\[\n]{0,5}") {
            for pattern in PATTERNS {
                let pattern = Pattern::new(pattern);
                prop_assert_eq!(pattern.is_match(&text), pattern.regex.is_match(&text));
                prop_assert_eq!(pattern.find(&text), pattern.regex.find(&text));
                prop_assert_eq!(pattern.captures(&text).is_some(), pattern.regex.is_match(&text));
            }
        }
    }
}
