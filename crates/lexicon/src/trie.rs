use crate::characters::Glyph;

/// Finds the words of the lexicon that begin at a place of the text.
///
/// A node is a prefix of a word; the step from a node by a symbol is looked up in one table for all nodes.
#[derive(Debug, Clone)]
pub(crate) struct Trie {
    /// `node << 40 | symbol << 24 | next node`, 0 for a free place. The length is a power of two.
    steps: Vec<u64>,
    /// For each node the number of the word that ends there, plus one.
    words: Vec<u32>,
}

/// The nodes along a word, to go on from with the next one: a list in order is put in without looking anything up.
#[derive(Debug, Default)]
pub(crate) struct Path {
    symbols: Vec<u16>,
    nodes: Vec<u32>,
}

const NEXT: u64 = (1 << 24) - 1;

impl Trie {
    /// Room for `nodes` prefixes; there can be sixteen million.
    pub(crate) fn with_capacity(nodes: usize) -> Self {
        let length = (nodes * 2).next_power_of_two().max(64);
        let mut words = Vec::with_capacity(nodes + 1);
        words.push(0);
        Self { steps: vec![0; length], words }
    }

    /// Puts in a word, given by its symbols, none of them 0. The number of a word that is there is replaced.
    pub(crate) fn insert(&mut self, symbols: &[u16], word: u32) {
        let mut node = 0;
        for &symbol in symbols {
            node = match self.step(node, symbol) {
                Some(next) => next,
                None => self.grow(node, symbol),
            };
        }
        self.words[node as usize] = word + 1;
    }

    /// Puts in the next word of a list in which words with the same beginning stand together. `path` belongs to the
    /// list and is empty at its start; the trie must be empty, too.
    pub(crate) fn append(&mut self, path: &mut Path, symbols: &[u16], word: u32) {
        let same = path.symbols.iter().zip(symbols).take_while(|(a, b)| a == b).count();
        path.symbols.truncate(same);
        path.nodes.truncate(same);
        for &symbol in &symbols[same..] {
            let node = self.grow(path.nodes.last().copied().unwrap_or(0), symbol);
            path.symbols.push(symbol);
            path.nodes.push(node);
        }
        self.words[path.nodes.last().copied().unwrap_or(0) as usize] = word + 1;
    }

    /// The word of exactly these symbols.
    pub(crate) fn find(&self, symbols: impl IntoIterator<Item = u16>) -> Option<u32> {
        let mut node = 0;
        for symbol in symbols {
            node = self.step(node, symbol)?;
        }
        self.words[node as usize].checked_sub(1)
    }

    /// Calls `found` with the length and number of every word that begins `glyphs`, shortest first.
    #[inline]
    pub(crate) fn prefixes(&self, glyphs: &[Glyph], mut found: impl FnMut(usize, u32)) {
        let mut node = 0;
        for (position, glyph) in glyphs.iter().enumerate() {
            if glyph.symbol == 0 {
                return;
            }
            match self.step(node, glyph.symbol) {
                Some(next) => node = next,
                None => return,
            }
            if let Some(word) = self.words[node as usize].checked_sub(1) {
                found(position + 1, word);
            }
        }
    }

    #[inline]
    fn step(&self, node: u32, symbol: u16) -> Option<u32> {
        let step = (u64::from(node) << 16) | u64::from(symbol);
        let mask = self.steps.len() - 1;
        let mut at = place(step) & mask;
        loop {
            let there = self.steps[at];
            if there >> 24 == step {
                return (there != 0).then_some((there & NEXT) as u32);
            }
            if there == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// A new node after `node`.
    fn grow(&mut self, node: u32, symbol: u16) -> u32 {
        if self.words.len() * 3 > self.steps.len() * 2 {
            let old = std::mem::take(&mut self.steps);
            self.steps = vec![0; old.len() * 2];
            for entry in old.into_iter().filter(|entry| *entry != 0) {
                self.put(entry);
            }
        }
        let next = self.words.len() as u32;
        self.words.push(0);
        self.put((u64::from(node) << 40) | (u64::from(symbol) << 24) | (u64::from(next) & NEXT));
        next
    }

    fn put(&mut self, entry: u64) {
        let mask = self.steps.len() - 1;
        let mut at = place(entry >> 24) & mask;
        while self.steps[at] != 0 {
            at = (at + 1) & mask;
        }
        self.steps[at] = entry;
    }
}

fn place(step: u64) -> usize {
    let mixed = step.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::{Path, Trie};

    #[test]
    fn words_are_found_whichever_way_they_were_put_in() {
        let words: [&[u16]; 5] = [&[1], &[1, 2], &[1, 2, 3], &[2, 2], &[3]];
        let (mut inserted, mut appended) = (Trie::with_capacity(0), Trie::with_capacity(0));
        let mut path = Path::default();
        for (number, word) in words.iter().enumerate() {
            inserted.insert(word, number as u32);
            appended.append(&mut path, word, number as u32);
        }
        for trie in [inserted, appended] {
            for (number, word) in words.iter().enumerate() {
                assert_eq!(trie.find(word.iter().copied()), Some(number as u32));
            }
            assert_eq!(trie.find([2]), None, "a prefix is no word");
            assert_eq!(trie.find([1, 2, 3, 4]), None);
        }
    }
}
