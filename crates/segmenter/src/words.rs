//! Word lists: plain text files, words separated by white space, `#` starts a comment.

use std::ops::Range;

use rustc_hash::FxHashSet;

/// The words of a list in byte order.
pub(crate) struct WordList {
    words: Vec<&'static str>,
    set: FxHashSet<&'static str>,
}

impl WordList {
    /// Reads a list file.
    pub(crate) fn parse(file: &'static str) -> Self {
        let lines = file.lines().map(|line| line.split('#').next().unwrap_or_default());
        let mut words: Vec<_> = lines.flat_map(str::split_whitespace).collect();
        words.sort_unstable();
        words.dedup();
        let set = words.iter().copied().collect();
        Self { words, set }
    }

    /// The length of the longest word that `text` starts with. Costs a binary search and a look at the words that
    /// share the first character.
    pub(crate) fn longest_prefix(&self, text: &str) -> Option<usize> {
        let first = text.chars().next()?;
        let same = self.range_of(&text[..first.len_utf8()]);
        self.words[same].iter().rev().find(|word| text.starts_with(**word)).map(|word| word.len())
    }

    /// Whether `text` starts with one of the words.
    pub(crate) fn starts(&self, text: &str) -> bool {
        self.longest_prefix(text).is_some()
    }

    /// Whether `text` ends with one of the words. Costs a look at every word.
    pub(crate) fn ends(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.ends_with(word))
    }

    /// Whether one of the words stands in `text`. Costs a search for every word.
    pub(crate) fn contained_in(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.contains(word))
    }

    /// Whether `word` is in the list.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.set.contains(word)
    }

    /// The words, in byte order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }

    fn range_of(&self, first: &str) -> Range<usize> {
        let start = self.words.partition_point(|word| *word < first);
        let end = start + self.words[start..].partition_point(|word| word.starts_with(first));
        start..end
    }
}
