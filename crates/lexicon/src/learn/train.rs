use super::LearnedTable;
use super::cells::Cells;
use super::table::{LearnedPair, Rows};
use crate::Lexicon;

/// The keys of a bead's tokens on both sides, each token once with its first key; see [`Token`](crate::Token).
#[derive(Debug, Clone, Copy)]
pub struct BeadKeys<'a> {
    /// Of the Chinese sentences.
    pub zh: &'a [u32],
    /// Of the English sentences.
    pub en: &'a [u32],
}

/// How a table is learned. The defaults are set by judgement; nothing was fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// Rounds of expectation and maximisation; 6 by default.
    pub iterations: usize,
    /// How often a certain dictionary pair counts as seen before the first bead; 0.5 by default.
    pub prior: f32,
    /// What is taken from every count at the end, so that words that met once don't confirm each other; 0.7 by default.
    pub discount: f32,
    /// How many words each side holds that the other doesn't say; 1 by default.
    pub null: f32,
}

impl Default for Training {
    fn default() -> Self {
        Self { iterations: 6, prior: 0.5, discount: 0.7, null: 1.0 }
    }
}

impl LearnedTable {
    /// Learns which words translate each other in `beads`, by IBM Model 1 in both directions.
    ///
    /// Brown et al. (1993), "The mathematics of statistical machine translation"; the dictionary enters as a Dirichlet
    /// prior. Time grows with the iterations and the pairs of tokens that share a bead, memory with those pairs. The result
    /// depends on nothing but the arguments.
    pub fn learn(lexicon: &Lexicon, beads: &[BeadKeys<'_>], training: &Training) -> Self {
        let cells = Cells::new(lexicon, beads);
        let mut model = Model::new(&cells, training);
        for _ in 0..training.iterations {
            model.expect(&cells, training);
            model.maximise(&cells, training, 0.0);
        }
        model.maximise_last(&cells, training);
        model.into_table(cells)
    }
}

/// Both directions of Model 1. Each vector has a value for each pair of [`Cells`].
struct Model {
    zh_given_en: Vec<f32>,
    en_given_zh: Vec<f32>,
    zh_counts: Vec<f32>,
    en_counts: Vec<f32>,
    /// For each row the sum of its counts of English; for each column the sum of its counts of Chinese.
    zh_mass: Vec<f32>,
    en_mass: Vec<f32>,
}

impl Model {
    /// All that meet are equally likely, dictionary pairs more so.
    fn new(cells: &Cells, training: &Training) -> Self {
        let pairs = cells.columns.len();
        let mut model = Self {
            zh_given_en: vec![0.0; pairs],
            en_given_zh: vec![0.0; pairs],
            zh_counts: vec![0.0; pairs],
            en_counts: vec![0.0; pairs],
            zh_mass: vec![0.0; cells.zh_keys.len()],
            en_mass: vec![0.0; cells.en_keys.len()],
        };
        for row in 0..cells.zh_keys.len() {
            let zh = cells.zh_counts[row] as f32;
            for pair in cells.row_starts[row] as usize..cells.row_starts[row + 1] as usize {
                let en = cells.en_counts[cells.columns[pair] as usize] as f32;
                // As the pair would count if the two were independent in a bead of ordinary length.
                model.zh_counts[pair] = 0.05 * zh.min(en);
                model.en_counts[pair] = model.zh_counts[pair];
            }
        }
        model.maximise(cells, training, 0.0);
        model
    }

    /// Counts how often each pair is expected to translate each other, given the probabilities so far.
    fn expect(&mut self, cells: &Cells, training: &Training) {
        let zh_total: u64 = cells.zh_counts.iter().map(|count| u64::from(*count)).sum();
        let en_total: u64 = cells.en_counts.iter().map(|count| u64::from(*count)).sum();
        let en_null = training.null / en_total.max(1) as f32;
        let mut en_sums: Vec<f32> = cells
            .en_tokens
            .iter()
            .map(|column| en_null * cells.en_counts[*column as usize] as f32)
            .collect();
        for_each_meeting(cells, |_, pairs, places, start| {
            for (sum, place) in en_sums[start..start + places.len()].iter_mut().zip(places) {
                *sum += self.en_given_zh[pairs + *place as usize];
            }
        });
        for sum in &mut en_sums {
            *sum = 1.0 / sum.max(f32::MIN_POSITIVE);
        }
        self.zh_counts.fill(0.0);
        self.en_counts.fill(0.0);
        let zh_null = training.null / zh_total.max(1) as f32;
        for_each_meeting(cells, |row, pairs, places, start| {
            let mut sum = zh_null * cells.zh_counts[row] as f32;
            for place in places {
                sum += self.zh_given_en[pairs + *place as usize];
            }
            let share = 1.0 / sum.max(f32::MIN_POSITIVE);
            for (place, en_share) in places.iter().zip(&en_sums[start..start + places.len()]) {
                let pair = pairs + *place as usize;
                self.zh_counts[pair] += self.zh_given_en[pair] * share;
                self.en_counts[pair] += self.en_given_zh[pair] * en_share;
            }
        });
    }

    /// Makes the counts, and the dictionary's, probabilities. `discount` is taken from each count after the sums.
    fn maximise(&mut self, cells: &Cells, training: &Training, discount: f32) {
        self.zh_mass.fill(0.0);
        self.en_mass.fill(0.0);
        for row in 0..cells.zh_keys.len() {
            for pair in cells.row_starts[row] as usize..cells.row_starts[row + 1] as usize {
                let belief = training.prior * cells.beliefs[pair];
                self.en_mass[cells.columns[pair] as usize] += self.zh_counts[pair] + belief;
                self.zh_mass[row] += self.en_counts[pair] + belief;
            }
        }
        for row in 0..cells.zh_keys.len() {
            for pair in cells.row_starts[row] as usize..cells.row_starts[row + 1] as usize {
                let belief = training.prior * cells.beliefs[pair] - discount;
                let en_mass = self.en_mass[cells.columns[pair] as usize];
                self.zh_given_en[pair] =
                    (self.zh_counts[pair] + belief).max(0.0) / en_mass.max(f32::MIN_POSITIVE);
                self.en_given_zh[pair] = (self.en_counts[pair] + belief).max(0.0)
                    / self.zh_mass[row].max(f32::MIN_POSITIVE);
            }
        }
    }

    fn maximise_last(&mut self, cells: &Cells, training: &Training) {
        self.maximise(cells, training, training.discount);
    }

    /// The pairs that are left, row by row, columns ascending.
    fn into_table(self, cells: Cells) -> LearnedTable {
        let mut rows = Rows::default();
        for row in 0..cells.zh_keys.len() {
            let first = rows.pairs.len();
            for pair in cells.row_starts[row] as usize..cells.row_starts[row + 1] as usize {
                let learned = LearnedPair {
                    en: cells.en_keys[cells.columns[pair] as usize],
                    zh_given_en: self.zh_given_en[pair],
                    en_given_zh: self.en_given_zh[pair],
                };
                if learned.zh_given_en > 0.0 || learned.en_given_zh > 0.0 {
                    rows.pairs.push(learned);
                }
            }
            rows.pairs[first..].sort_unstable_by_key(|pair| pair.en);
            rows.ends.push(rows.pairs.len() as u32);
        }
        LearnedTable::new(rows, (cells.zh_keys, self.zh_mass), (cells.en_keys, self.en_mass))
    }
}

/// Calls `visit` for each meeting with its row, the row's first pair, the pairs' places in the row, and the place of
/// the bead's first English token.
#[inline]
fn for_each_meeting(cells: &Cells, mut visit: impl FnMut(usize, usize, &[u32], usize)) {
    let mut at = 0;
    for row in 0..cells.zh_keys.len() {
        let pairs = cells.row_starts[row] as usize;
        let meetings = cells.meeting_starts[row] as usize..cells.meeting_starts[row + 1] as usize;
        for &(start, count) in &cells.meetings[meetings] {
            let after = at + count as usize;
            visit(row, pairs, &cells.places[at..after], start as usize);
            at = after;
        }
    }
}
