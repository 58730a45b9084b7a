use crate::characters::Glyph;

/// Finds the words of the lexicon that begin at a place of the text.
///
/// A node is a prefix of a word; the step from a node by a symbol is looked up in one table for all nodes.
#[derive(Debug, Clone)]
pub(crate) struct Trie {
    /// `node << 16 | symbol`, 0 for a free place. The length is a power of two.
    steps: Vec<u64>,
    /// The node that the step leads to.
    nodes: Vec<u32>,
    /// For each node the number of the word that ends there, plus one.
    words: Vec<u32>,
}

impl Trie {
    /// Room for `nodes` prefixes.
    pub(crate) fn with_capacity(nodes: usize) -> Self {
        let length = (nodes * 2).next_power_of_two().max(64);
        let mut words = Vec::with_capacity(nodes + 1);
        words.push(0);
        Self { steps: vec![0; length], nodes: vec![0; length], words }
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
            if there == step {
                return Some(self.nodes[at]);
            }
            if there == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self, node: u32, symbol: u16) -> u32 {
        if self.words.len() * 3 > self.steps.len() * 2 {
            let mut larger = Self {
                steps: vec![0; self.steps.len() * 2],
                nodes: vec![0; self.steps.len() * 2],
                words: Vec::new(),
            };
            for (step, next) in self.steps.iter().zip(&self.nodes).filter(|(step, _)| **step != 0) {
                larger.put(*step, *next);
            }
            (self.steps, self.nodes) = (larger.steps, larger.nodes);
        }
        let next = self.words.len() as u32;
        self.words.push(0);
        self.put((u64::from(node) << 16) | u64::from(symbol), next);
        next
    }

    fn put(&mut self, step: u64, next: u32) {
        let mask = self.steps.len() - 1;
        let mut at = place(step) & mask;
        while self.steps[at] != 0 {
            at = (at + 1) & mask;
        }
        self.steps[at] = step;
        self.nodes[at] = next;
    }
}

fn place(step: u64) -> usize {
    let mixed = step.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize
}
