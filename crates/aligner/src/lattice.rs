//! Every bead the search may take inside a band, with its score.

use crate::band::Band;
use crate::category::{
    CATEGORIES, EN_NULL, FIRST, LONGEST_EN, LONGEST_ZH, MOST_EN, Shape, ZH_NULL, most_en_beside,
    most_zh_beside,
};
use crate::cuts::CutScores;
use crate::evidence::{Evidence, Model, Reach, View};
use crate::length::LengthModel;
use crate::tokens::{Occurrences, Tokens};
use crate::weights::Weights;

/// What a bead is scored by.
#[derive(Debug)]
pub(crate) struct Scoring<'a> {
    /// The Chinese side.
    pub(crate) zh: &'a Tokens,
    /// The English side.
    pub(crate) en: &'a Tokens,
    /// Where zh types occur.
    pub(crate) zh_occurrences: &'a Occurrences,
    /// Where en types occur.
    pub(crate) en_occurrences: &'a Occurrences,
    /// What zh types say about English.
    pub(crate) zh_model: &'a Model,
    /// What en types say about Chinese.
    pub(crate) en_model: &'a Model,
    /// Lengths.
    pub(crate) length: &'a LengthModel,
    /// Where a cut is likely.
    pub(crate) cuts: &'a CutScores<'a>,
    /// Constants.
    pub(crate) weights: &'a Weights,
    /// Cost of the first null bead of a run.
    pub(crate) null: f32,
    /// Most sentences of a bead's side in this pass.
    pub(crate) longest: usize,
}

/// The beads of a band: for each cell those that end there.
#[derive(Debug)]
pub(crate) struct Lattice {
    /// The cells; rows are zh cuts.
    pub(crate) band: Band,
    /// First cell of each row.
    pub(crate) cell_starts: Vec<u32>,
    /// Which categories end at each cell: bit k for `CATEGORIES[k]`.
    pub(crate) categories: Vec<u64>,
    /// Where the scores of each cell begin.
    pub(crate) score_starts: Vec<u32>,
    /// Scores of the beads, null beads left out, by cell, then category.
    pub(crate) scores: Vec<f32>,
    /// Cost of the first null bead of a run.
    pub(crate) null_open: f32,
    /// Cost of each further one.
    pub(crate) null_extend: f32,
}

impl Lattice {
    /// The number of the cell at these two cuts, which must lie in the band.
    pub(crate) fn cell(&self, row: usize, column: usize) -> usize {
        let place = row - self.band.first;
        self.cell_starts[place] as usize + column - self.band.low[place] as usize
    }

    /// Scores every bead inside `band`.
    pub(crate) fn build(scoring: &Scoring<'_>, band: Band) -> Self {
        let reach = Reaches::new(scoring);
        let zh = View {
            this: scoring.zh,
            other: scoring.en,
            occurrences: scoring.en_occurrences,
            model: scoring.zh_model,
        };
        let en = View {
            this: scoring.en,
            other: scoring.zh,
            occurrences: scoring.zh_occurrences,
            model: scoring.en_model,
        };
        let transposed = band.transposed();
        let zh = zh.evidence(widened(&band, scoring.longest), scoring.longest, &OfZh(&reach));
        let en = en.evidence(widened(&transposed, scoring.longest), scoring.longest, &OfEn(&reach));
        let priors = CATEGORIES.map(|shape| prior(shape, scoring.weights));
        let mut lattice = Self {
            cell_starts: Vec::with_capacity(band.rows()),
            categories: Vec::with_capacity(band.cells()),
            score_starts: Vec::with_capacity(band.cells() + 1),
            scores: Vec::new(),
            null_open: scoring.null,
            null_extend: scoring.null * scoring.weights.null_extend,
            band,
        };
        let builder = Builder { scoring, zh: &zh, en: &en, priors: &priors };
        for row in lattice.band.first..=lattice.band.last() {
            lattice.cell_starts.push(lattice.categories.len() as u32);
            builder.row(row, &mut lattice);
        }
        lattice.score_starts.push(lattice.scores.len() as u32);
        lattice
    }
}

/// The band whose row r holds, for the sentence between cuts r and r+1, the ends of all runs it can be beside.
fn widened(band: &Band, longest: usize) -> Band {
    let rows = band.rows() - 1;
    let low = band.low[1..].to_vec();
    let high = (0..rows).map(|row| band.high[(row + longest).min(rows)]).collect();
    Band { first: band.first, low, high }
}

struct Builder<'a> {
    scoring: &'a Scoring<'a>,
    zh: &'a Evidence,
    en: &'a Evidence,
    priors: &'a [f32; CATEGORIES.len()],
}

impl Builder<'_> {
    fn row(&self, row: usize, lattice: &mut Lattice) {
        let (low, high) = lattice.band.row(row);
        for column in low..=high {
            lattice.score_starts.push(lattice.scores.len() as u32);
            let mut categories = nulls((row, column), &lattice.band);
            for zh in 1..=self.scoring.longest.min(row - lattice.band.first) {
                let first = row - zh;
                let (start_low, start_high) = lattice.band.row(first);
                let zh_characters = self.scoring.zh.characters_in(first, row);
                let most_en = self.scoring.length.most_en(zh_characters);
                let longest =
                    MOST_EN[zh - 1].min(self.scoring.longest).min(column.saturating_sub(start_low));
                for en in 1..=longest {
                    let start = column - en;
                    let en_characters = self.scoring.en.characters_in(start, column);
                    if en_characters as f32 > most_en {
                        break;
                    }
                    if start > start_high
                        || zh_characters as f32 > self.scoring.length.most_zh(en_characters)
                    {
                        continue;
                    }
                    let number = FIRST[zh - 1] + en - 1;
                    categories |= 1 << number;
                    let score = self.bead((first, row), (start, column))
                        - self.priors[number]
                        - self.scoring.length.cost(zh_characters, en_characters);
                    lattice.scores.push(score);
                }
            }
            lattice.categories.push(categories);
        }
    }

    /// What the words and the cuts of a bead say.
    fn bead(&self, zh: (usize, usize), en: (usize, usize)) -> f32 {
        let mut score = self.scoring.cuts.score(zh, en);
        for sentence in zh.0..zh.1 {
            score += self.zh.of(sentence, en.1, en.1 - en.0);
        }
        for sentence in en.0..en.1 {
            score += self.en.of(sentence, zh.1, zh.1 - zh.0);
        }
        score
    }
}

/// The null beads that end at a cell, as bits.
fn nulls((row, column): (usize, usize), band: &Band) -> u64 {
    let mut categories = 0;
    if row > band.first && column <= band.row(row - 1).1 {
        categories |= u64::from(column >= band.row(row - 1).0) << ZH_NULL;
    }
    categories | u64::from(column > band.row(row).0) << EN_NULL
}

/// Cost of a category before its sentences are looked at, in nats.
fn prior((zh, en): Shape, weights: &Weights) -> f32 {
    match (zh, en) {
        (0, _) | (_, 0) | (1, 1) => 0.0,
        (1, en) => weights.one_two + weights.one_more_en * (en - 2) as f32,
        (zh, 1) => weights.two_one + weights.one_more_zh * (zh - 2) as f32,
        (zh, en) => weights.two_two + weights.one_more * (zh + en - 4) as f32,
    }
}

/// Which runs a sentence may be beside, by length alone; the same bounds as for beads, so that none is left without
/// evidence.
struct Reaches<'a> {
    scoring: &'a Scoring<'a>,
    zh_beside: [usize; LONGEST_EN + 1],
    en_beside: [usize; LONGEST_ZH + 1],
}

impl<'a> Reaches<'a> {
    fn new(scoring: &'a Scoring<'a>) -> Self {
        Self {
            scoring,
            zh_beside: std::array::from_fn(most_zh_beside),
            en_beside: std::array::from_fn(most_en_beside),
        }
    }
}

struct OfZh<'a>(&'a Reaches<'a>);
struct OfEn<'a>(&'a Reaches<'a>);

/// The most characters in a run of at most `most` sentences around `sentence`, an upper bound.
fn around(side: &Tokens, sentence: usize, most: usize) -> u32 {
    side.characters_in((sentence + 1).saturating_sub(most), (sentence + most).min(side.sentences()))
}

impl Reach for OfZh<'_> {
    fn longest_span(&self, sentence: usize, end: usize) -> usize {
        let Scoring { zh, en, length, .. } = self.0.scoring;
        let fits = |span: &usize| {
            let most = around(zh, sentence, self.0.zh_beside[*span]);
            en.characters_in(end - span, end) as f32 <= length.most_en(most)
        };
        (1..=self.0.scoring.longest.min(end)).take_while(fits).count()
    }
}

impl Reach for OfEn<'_> {
    fn longest_span(&self, sentence: usize, end: usize) -> usize {
        let Scoring { zh, en, length, .. } = self.0.scoring;
        let fits = |span: &usize| {
            let most = around(en, sentence, self.0.en_beside[*span]);
            zh.characters_in(end - span, end) as f32 <= length.most_zh(most)
        };
        (1..=self.0.scoring.longest.min(end)).take_while(fits).count()
    }
}
