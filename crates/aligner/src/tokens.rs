//! A side as the aligner sees it: numbers for tokens, and what each sentence measures.

use duizhao_lexicon::TokenKind;

/// Which side of the bitext something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// The tokens of one side, as indices of *types*: distinct tokens of this side, numbered from 0 as they first occur.
///
/// A sentence's tokens are kept twice: in order, for what stands at its beginning, and as a bag of distinct types with
/// their multiplicity, which is what evidence is summed over.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    /// Where each sentence begins in `bag`; one more entry than sentences.
    pub(crate) bag_starts: Vec<u32>,
    /// Distinct types of each sentence with how often they occur in it, in order of first occurrence.
    pub(crate) bag: Vec<(u32, u32)>,
    /// How many tokens stand before each sentence; one more entry than sentences.
    pub(crate) words_before: Vec<u32>,
    /// How many characters, without spaces, stand before each sentence; one more entry than sentences.
    pub(crate) characters_before: Vec<u32>,
    /// The first types of each sentence, punctuation left out: [`HEAD`] slots a sentence, empty ones [`NO_TYPE`].
    pub(crate) heads: Vec<u32>,
    /// What kind of token each type is.
    pub(crate) kind: Vec<TokenKind>,
    /// The keys of each type: its own, and two that it may have besides.
    pub(crate) keys: Vec<[u32; 3]>,
    /// The state of quotations at each cut; see [`crate::quotes::states`].
    pub(crate) quotes: Vec<u8>,
    /// How many paragraphs begin before each cut or at it, the first left out.
    pub(crate) breaks_before: Vec<u32>,
    /// How many sentences before each cut end without a mark that ends sentences.
    pub(crate) lines_before: Vec<u32>,
    /// How many walls stand before each cut or at it, the first left out.
    pub(crate) walls_before: Vec<u32>,
    /// How many sentences before each cut are headings without a final mark.
    pub(crate) headings_before: Vec<u32>,
    /// How many sentences before each cut are of any of these kinds: ending without a mark, or before a break or a wall.
    pub(crate) special_before: Vec<u32>,
    /// The translation unit of each sentence, where units are given on both sides; empty otherwise.
    pub(crate) units: Vec<u32>,
    /// How often each type occurs on this side.
    pub(crate) count: Vec<u32>,
}

/// How many types at the beginning of a sentence are kept in order.
pub(crate) const HEAD: usize = 6;
/// An empty slot of [`Tokens::heads`].
pub(crate) const NO_TYPE: u32 = u32::MAX;

impl Tokens {
    /// Ends a sentence: adds what it has to all sums, and lets the next begin.
    pub(crate) fn start_sentence(
        &mut self,
        tokens: u32,
        characters: u32,
        [breaks, walls, lines, headings]: [u32; 4],
    ) {
        self.bag_starts.push(self.bag.len() as u32);
        let special = (breaks + walls + lines + headings).min(1);
        let more = [tokens, characters, breaks, walls, lines, headings, special];
        for (before, more) in self.sums_before().into_iter().zip(more) {
            before.push(before.last().copied().unwrap_or(0) + more);
        }
    }

    /// What is counted before each cut.
    pub(crate) fn sums_before(&mut self) -> [&mut Vec<u32>; 7] {
        [
            &mut self.words_before,
            &mut self.characters_before,
            &mut self.breaks_before,
            &mut self.walls_before,
            &mut self.lines_before,
            &mut self.headings_before,
            &mut self.special_before,
        ]
    }

    /// Replaces the keys from number `first` on by `keys`.
    pub(crate) fn rename(&mut self, first: u32, keys: &[u32]) {
        for key in self.keys.iter_mut().flatten().filter(|key| **key != duizhao_lexicon::NO_KEY) {
            if let Some(own) = key.checked_sub(first) {
                *key = keys[own as usize];
            }
        }
    }

    /// Whether a paragraph begins at this cut; the beginning of the side is none.
    pub(crate) fn is_break(&self, cut: usize) -> bool {
        cut > 0 && self.breaks_before[cut] > self.breaks_before[cut - 1]
    }

    /// Whether a run of sentences holds none that ends without a mark, or before a break or a wall.
    pub(crate) fn is_plain(&self, (start, end): (usize, usize)) -> bool {
        self.special_before[start] == self.special_before[end]
    }

    /// Whether a run of sentences is nothing but headings.
    pub(crate) fn is_heading(&self, (start, end): (usize, usize)) -> bool {
        self.headings_before[end] - self.headings_before[start] == (end - start) as u32
    }

    /// Whether the last of a run of sentences ends with a mark that ends sentences.
    pub(crate) fn is_ended(&self, end: usize) -> bool {
        self.lines_before[end] == self.lines_before[end - 1]
    }

    /// Whether a paragraph begins or a wall stands anywhere but at the beginning of the side, or a sentence ends
    /// without a mark.
    pub(crate) fn has_breaks(&self) -> bool {
        let any = |before: &[u32]| before.last().is_some_and(|last| *last > 0);
        any(&self.breaks_before) || any(&self.walls_before) || any(&self.lines_before)
    }

    /// The translation unit of a sentence; the same for all where none are given.
    pub(crate) fn unit(&self, sentence: usize) -> u32 {
        self.units.get(sentence).copied().unwrap_or_default()
    }

    /// Number of sentences.
    pub(crate) fn sentences(&self) -> usize {
        self.bag_starts.len().saturating_sub(1)
    }

    /// Number of distinct tokens.
    pub(crate) fn types(&self) -> usize {
        self.kind.len()
    }

    /// The distinct types of a sentence with their multiplicities.
    pub(crate) fn bag(&self, sentence: usize) -> &[(u32, u32)] {
        &self.bag[self.bag_starts[sentence] as usize..self.bag_starts[sentence + 1] as usize]
    }

    /// The places in the bag of the types of some sentences.
    pub(crate) fn places(&self, sentences: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.bag_starts[sentences.start] as usize..self.bag_starts[sentences.end] as usize
    }

    /// The first types of a sentence.
    pub(crate) fn head(&self, sentence: usize) -> &[u32] {
        &self.heads[sentence * HEAD..(sentence + 1) * HEAD]
    }

    /// The types in [`Self::head`], empty slots left out.
    pub(crate) fn head_types(&self, sentence: usize) -> impl Iterator<Item = u32> + Clone {
        self.head(sentence).iter().copied().filter(|kind| *kind != NO_TYPE)
    }

    /// Tokens in a run of sentences.
    pub(crate) fn tokens_in(&self, start: usize, end: usize) -> u32 {
        self.words_before[end] - self.words_before[start]
    }

    /// Characters in a run of sentences, spaces not counted.
    pub(crate) fn characters_in(&self, start: usize, end: usize) -> u32 {
        self.characters_before[end] - self.characters_before[start]
    }

    /// All tokens of the side.
    pub(crate) fn total(&self) -> u32 {
        self.words_before.last().copied().unwrap_or(0)
    }
}

/// In which sentences each type of a side occurs.
#[derive(Debug)]
pub(crate) struct Occurrences {
    starts: Vec<u32>,
    /// Sentence, and place in the list that was counted through; ordered by type, then sentence. An occurrence's number is
    /// its place here.
    places: Vec<(u32, u32)>,
}

impl Occurrences {
    /// Counts through the bags of the side once.
    pub(crate) fn of(side: &Tokens) -> Self {
        let bags = (0..side.sentences())
            .flat_map(|sentence| side.bag(sentence).iter().map(move |entry| (sentence, entry.0)));
        Self::listed(side.types(), bags)
    }

    /// The same for what stands at the beginning of sentences, punctuation left out; a type that stands there twice is
    /// listed twice.
    pub(crate) fn of_heads(side: &Tokens) -> Self {
        let heads = (0..side.sentences())
            .flat_map(|sentence| side.head_types(sentence).map(move |kind| (sentence, kind)));
        Self::listed(side.types(), heads)
    }

    /// Sorts entries (sentence, type), which come by sentence, by type.
    fn listed(types: usize, entries: impl Iterator<Item = (usize, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; types + 1];
        for (_, kind) in entries.clone() {
            starts[kind as usize + 1] += 1;
        }
        for kind in 0..types {
            starts[kind + 1] += starts[kind];
        }
        let mut next = starts.clone();
        let mut places = vec![(0, 0); starts[types] as usize];
        for (place, (sentence, kind)) in (0..).zip(entries) {
            places[next[kind as usize] as usize] = (sentence as u32, place);
            next[kind as usize] += 1;
        }
        Self { starts, places }
    }

    /// Number of types.
    pub(crate) fn types(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of the first occurrence of `kind`; for the type after the last, the number of occurrences.
    pub(crate) fn start(&self, kind: u32) -> u32 {
        self.starts[kind as usize]
    }

    /// Occurrence number `number`: sentence and place.
    pub(crate) fn place(&self, number: u32) -> (u32, u32) {
        self.places[number as usize]
    }

    /// The occurrences from one number up to another.
    pub(crate) fn places_between(&self, start: u32, end: u32) -> &[(u32, u32)] {
        &self.places[start as usize..end as usize]
    }

    /// The sentences that hold `kind`, in order, with its place there.
    pub(crate) fn places(&self, kind: u32) -> &[(u32, u32)] {
        &self.places[self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize]
    }
}
