/// An English key that a Chinese key was seen to be translated by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LearnedPair {
    /// The English key.
    pub en: u32,
    /// The probability that the English word yields the Chinese one.
    pub zh_given_en: f32,
    /// The probability that the Chinese word yields the English one.
    pub en_given_zh: f32,
}

/// Translation probabilities learned from beads, in both directions.
///
/// Keys are those of the lexicon and the vocabulary that the beads were read with. Immutable; see
/// [`LearnedTable::learn`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LearnedTable {
    pub(super) rows: Rows,
    /// The Chinese keys, ascending, and what each was seen to yield, in tokens.
    pub(super) zh_keys: Vec<u32>,
    pub(super) zh_mass: Vec<f32>,
    /// The same for English.
    pub(super) en_keys: Vec<u32>,
    pub(super) en_mass: Vec<f32>,
}

/// The pairs of each Chinese key, one key after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Rows {
    pub(super) pairs: Vec<LearnedPair>,
    pub(super) ends: Vec<u32>,
}

impl Rows {
    pub(super) fn of(&self, row: usize) -> &[LearnedPair] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.pairs[start..self.ends[row] as usize]
    }
}

impl LearnedTable {
    pub(super) fn new(rows: Rows, zh: (Vec<u32>, Vec<f32>), en: (Vec<u32>, Vec<f32>)) -> Self {
        Self { rows, zh_keys: zh.0, zh_mass: zh.1, en_keys: en.0, en_mass: en.1 }
    }

    /// The pairs of a Chinese key, ordered by English key. Costs a binary search over the Chinese keys.
    pub fn pairs(&self, zh: u32) -> &[LearnedPair] {
        match self.zh_keys.binary_search(&zh) {
            Ok(row) => self.rows.of(row),
            Err(_) => &[],
        }
    }

    /// All Chinese keys with their pairs, by key.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[LearnedPair])> {
        self.zh_keys.iter().enumerate().map(|(row, key)| (*key, self.rows.of(row)))
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.rows.pairs.len()
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.rows.pairs.is_empty()
    }
}
