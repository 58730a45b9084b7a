//! The program's own regular expressions, which most texts are told not to match by their first character alone.

use regex::{Captures, Match, Regex};

use crate::sieve::{Range, first_characters};

/// A regular expression, and by which characters its matches may begin if they can only stand at the text's beginning.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    /// In order of where they begin.
    first: Option<Vec<Range>>,
}

impl Pattern {
    /// A pattern of the program itself.
    pub(crate) fn new(pattern: &str) -> Self {
        let regex = compile(pattern);
        let first = regex_syntax::parse(pattern).ok().and_then(|hir| first_characters(&hir));
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
        let holds = |character| {
            let mut before = first.iter().take_while(|(start, _)| *start <= character);
            before.any(|(_, end)| character <= *end)
        };
        text.chars().next().is_some_and(holds)
    }
}

/// A regular expression of the program itself, as it is.
pub(crate) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constants")
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::Pattern;

    pub(crate) const PATTERNS: [&str; 10] = [
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
    fn the_first_character_counts_only_where_it_must() {
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
