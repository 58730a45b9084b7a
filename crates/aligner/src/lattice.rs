//! Every bead the search may take inside a band, with its score.

use crate::aligner::both;
use crate::band::Band;
use crate::category::{CATEGORIES, FIRST, LONGEST_EN, LONGEST_ZH, Shape};
use crate::cuts::{CutModel, CutScores, QuoteTable};
use crate::evidence::Model;
use crate::fits::{Categories, Fits, Limits, en_spans};
use crate::kept::Kept;
use crate::length::LengthModel;
use crate::matches::{Matches, Sides};
use crate::measure::{Evidence, Measure, View};
use crate::tokens::{Occurrences, Tokens};
use crate::units;
use crate::weights::Weights;

/// What a bead is scored by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scoring<'a> {
    /// The Chinese side.
    pub(crate) zh: &'a Tokens,
    /// The English side.
    pub(crate) en: &'a Tokens,
    /// Where en types occur.
    pub(crate) en_occurrences: &'a Occurrences,
    /// What types say about each other.
    pub(crate) model: &'a Model,
    /// What zh types count.
    pub(crate) zh_measure: &'a Measure,
    /// What en types count.
    pub(crate) en_measure: &'a Measure,
    /// Lengths, nulls and quotes.
    pub(crate) estimates: &'a Estimates,
    /// Where a cut is likely.
    pub(crate) cuts: CutModel<'a>,
    /// Constants.
    pub(crate) weights: &'a Weights,
    /// Most sentences of a bead's side in this pass.
    pub(crate) longest: usize,
    /// The beads that a pass before left; all if there was none.
    pub(crate) kept: Option<&'a Kept>,
}

/// The beads of a band: for each cell those that end there.
#[derive(Debug)]
pub(crate) struct Lattice {
    /// The cells; rows are zh cuts.
    pub(crate) band: Band,
    /// First cell of each row.
    pub(crate) cell_starts: Vec<u32>,
    /// Which categories end at each cell.
    pub(crate) categories: Vec<Categories>,
    /// Where the scores of each cell begin.
    pub(crate) score_starts: Vec<u32>,
    /// Scores of the beads, null beads left out, by cell, then category.
    pub(crate) scores: Vec<f32>,
    /// Cost of the first null bead of a run.
    pub(crate) null_open: f32,
    /// Cost of each further one.
    pub(crate) null_extend: f32,
    /// Most sentences of a bead's side.
    pub(crate) longest: usize,
}

impl Lattice {
    /// The number of the cell at these two cuts, which must lie in the band.
    pub(crate) fn cell(&self, row: usize, column: usize) -> usize {
        let place = row - self.band.first;
        self.cell_starts[place] as usize + column - self.band.low[place] as usize
    }

    /// The cell where the bead of this category starts that ends at the two cuts.
    pub(crate) fn start(&self, row: usize, column: usize, category: usize) -> usize {
        let (zh, en) = CATEGORIES[category];
        self.cell(row - zh, column - en)
    }

    /// The beads that end at the two cuts, null beads left out, by the number of their zh sentences.
    pub(crate) fn beads(&self, row: usize, column: usize) -> impl Iterator<Item = EqualBeads<'_>> {
        let cell = self.cell(row, column);
        let mut scores =
            &self.scores[self.score_starts[cell] as usize..self.score_starts[cell + 1] as usize];
        let mut rest = self.categories[cell] >> FIRST[0] << FIRST[0];
        std::iter::from_fn(move || {
            let category = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            let zh = CATEGORIES[category].0;
            let (shortest, longest) = en_spans(rest, zh)?;
            let (own, others) = scores.split_at(longest + 1 - shortest);
            scores = others;
            // A shift by as many bits as there are would be none.
            rest = rest >> (FIRST[zh - 1] + longest - 1) >> 1 << (FIRST[zh - 1] + longest - 1) << 1;
            let last = self.cell(row - zh, column - shortest);
            Some(EqualBeads { category, scores: own, starts: last + 1 - own.len()..last + 1 })
        })
    }

    /// Scores every bead inside `band`.
    pub(crate) fn build(scoring: &Scoring<'_>, band: Band) -> Self {
        let Scoring { zh, en, longest, kept, .. } = *scoring;
        let Estimates { length, null, .. } = scoring.estimates;
        let mut fits = Fits::find(Limits { zh, en, length, longest, kept }, &band);
        // To narrow a band one side's evidence is enough.
        let is_coarse = longest == 1;
        if is_coarse {
            fits.en.clear();
        }
        let beside = fits.zh.stretches();
        let matches = Matches::find(
            scoring.model,
            (zh, en),
            scoring.en_occurrences,
            (fits.zh.first, &beside),
            if is_coarse { Sides::Zh } else { Sides::Both },
        );
        let zh_view =
            View { this: zh, other: en, matches: &matches[0], measure: scoring.zh_measure };
        let en_view =
            View { this: en, other: zh, matches: &matches[1], measure: scoring.en_measure };
        // Windows are few in all but the longest documents: the last ones are shared by threads that have none.
        let (of_zh, of_en) = (fits.zh, fits.en);
        let ((zh_evidence, cuts), en_evidence) = both(
            2 * band.rows(),
            || (zh_view.evidence(of_zh), CutScores::new(scoring.cuts, &band)),
            || en_view.evidence(of_en),
        );
        let builder = Builder {
            scoring,
            zh_share: if is_coarse { 2.0 } else { 1.0 },
            zh: zh_evidence,
            en: en_evidence,
            cuts,
            priors: CATEGORIES.map(|shape| prior(shape, scoring.weights)),
        };
        let beads: u32 = fits.categories.iter().map(|categories| categories.count_ones()).sum();
        let mut lattice = Self {
            cell_starts: Vec::with_capacity(band.rows()),
            score_starts: Vec::with_capacity(fits.categories.len() + 1),
            scores: Vec::with_capacity(beads as usize),
            categories: fits.categories,
            null_open: *null,
            null_extend: null * scoring.weights.null_extend,
            longest,
            band,
        };
        let mut cells = 0;
        for (low, high) in lattice.band.low.iter().zip(&lattice.band.high) {
            lattice.cell_starts.push(cells);
            cells += high - low + 1;
        }
        let mut memory = Vec::new();
        for row in lattice.band.first..=lattice.band.last() {
            memory = builder.row(row, memory, &mut lattice);
        }
        lattice.score_starts.push(lattice.scores.len() as u32);
        lattice
    }
}

/// What is estimated of a document from a path, apart from what its words mean.
#[derive(Debug, Clone)]
pub(crate) struct Estimates {
    /// Lengths.
    pub(crate) length: LengthModel,
    /// Cost of the first null bead of a run.
    pub(crate) null: f32,
    /// Scores of quote states at a cut.
    pub(crate) quotes: QuoteTable,
}

impl Lattice {
    /// The same beads after other estimates than those that they were scored `by`. Takes a few steps for each.
    pub(crate) fn rescored(self, by: &Scoring<'_>, now: &Estimates) -> Self {
        let Scoring { zh, en, estimates: before, weights, .. } = *by;
        let quotes = |row: usize, column: usize| {
            let (zh, en) = (usize::from(zh.quotes[row]), usize::from(en.quotes[column]));
            0.5 * weights.quote * (now.quotes[zh][en] - before.quotes[zh][en])
        };
        let mut scores = Vec::with_capacity(self.scores.len());
        for row in self.band.first..=self.band.last() {
            let (low, high) = self.band.row(row);
            for column in low..=high {
                let at_end = quotes(row, column);
                for beads in self.beads(row, column) {
                    let (zh_sentences, shortest) = CATEGORIES[beads.category];
                    let start = row - zh_sentences;
                    let zh_characters = zh.characters_in(start, row);
                    for (en_sentences, score) in (shortest..).zip(beads.scores) {
                        let en_start = column - en_sentences;
                        let en_characters = en.characters_in(en_start, column);
                        let length = before.length.cost(zh_characters, en_characters)
                            - now.length.cost(zh_characters, en_characters);
                        scores.push(score + at_end + quotes(start, en_start) + length);
                    }
                }
            }
        }
        Self { scores, null_open: now.null, null_extend: now.null * weights.null_extend, ..self }
    }
}

/// The beads with as many zh sentences that end at the same cell, from the shortest to the longest.
#[derive(Debug)]
pub(crate) struct EqualBeads<'a> {
    /// The category of the shortest; the others are numbered from there on.
    pub(crate) category: usize,
    /// Their scores.
    pub(crate) scores: &'a [f32],
    /// The cells where they start, that of the longest first.
    pub(crate) starts: std::ops::Range<usize>,
}

impl EqualBeads<'_> {
    /// Those among them that have at most `longest` sentences on either side.
    pub(crate) fn up_to(self, longest: usize) -> Option<Self> {
        let (zh, shortest) = CATEGORIES[self.category];
        let count = (longest + 1).saturating_sub(shortest).min(self.scores.len());
        (zh <= longest && count > 0).then(|| Self {
            category: self.category,
            scores: &self.scores[..count],
            starts: self.starts.end - count..self.starts.end,
        })
    }
}

/// All that beads are scored by, measured.
struct Builder<'a> {
    scoring: &'a Scoring<'a>,
    /// How much the zh evidence counts.
    zh_share: f32,
    zh: Evidence,
    en: Evidence,
    cuts: CutScores<'a>,
    priors: [f32; CATEGORIES.len()],
}

/// Beads of as many zh sentences that end at the same cell.
struct Beads {
    zh: (usize, usize),
    end: usize,
    /// The shortest and the longest en side.
    spans: (usize, usize),
}

/// What the en sentences before some cells of a row say for each number of zh sentences before the row.
struct Opposite {
    /// The first sentence.
    first: usize,
    sentences: usize,
    values: Vec<f32>,
}

impl Opposite {
    /// Looks up all sentences that a bead may hold that ends at a cell of the row.
    /// No bead has more than `most` zh sentences.
    fn beside(
        (row, most): (usize, usize),
        (first, end): (usize, usize),
        en: &Evidence,
        into: Vec<f32>,
    ) -> Self {
        let sentences = end - first;
        let mut opposite = Self { first, sentences, values: into };
        opposite.values.clear();
        opposite.values.resize(sentences * most, 0.0);
        for place in 0..sentences {
            let (shortest, values) = en.ending(first + place, row);
            for (zh, value) in (shortest..).zip(values) {
                opposite.values[(zh - 1) * sentences + place] = *value;
            }
        }
        opposite
    }

    /// What sentences `start..end` say for `zh` zh sentences.
    fn of(&self, zh: usize, (start, end): (usize, usize)) -> &[f32] {
        let before = (zh - 1) * self.sentences;
        &self.values[before + start - self.first..before + end - self.first]
    }
}

impl Builder<'_> {
    fn row(&self, row: usize, memory: Vec<f32>, lattice: &mut Lattice) -> Vec<f32> {
        let (low, high) = lattice.band.row(row);
        let most = self.scoring.longest.min(LONGEST_ZH).min(row - lattice.band.first);
        let first = low.saturating_sub(self.scoring.longest).max(lattice.band.low[0] as usize);
        let opposite = Opposite::beside((row, most), (first, high), &self.en, memory);
        for (cell, end) in (lattice.cell(row, low)..).zip(low..=high) {
            lattice.score_starts.push(lattice.scores.len() as u32);
            let categories = lattice.categories[cell];
            if categories >> FIRST[0] == 0 {
                continue;
            }
            let most = (1..=most).rev().find(|zh| en_spans(categories, *zh).is_some());
            let mut said = [0.0; LONGEST_EN];
            for zh in 1..=most.unwrap_or(0) {
                let (shortest, values) = self.zh.ending(row - zh, end);
                for (sum, value) in said[shortest - 1..].iter_mut().zip(values) {
                    *sum += value;
                }
                if let Some(spans) = en_spans(categories, zh) {
                    let beads = Beads { zh: (row - zh, row), end, spans };
                    self.score(&beads, (&said, &opposite), lattice);
                }
            }
        }
        opposite.values
    }

    /// Scores beads, with what their zh sentences say for each number of en ones, and what the en sentences say.
    fn score(
        &self,
        beads: &Beads,
        (said, opposite): (&[f32; LONGEST_EN], &Opposite),
        lattice: &mut Lattice,
    ) {
        let &Beads { zh, end, spans: (shortest, longest) } = beads;
        let cells = (lattice.cell(zh.0, end - shortest), lattice.cell(zh.1, end));
        let Scoring { zh: zh_side, en: en_side, estimates, .. } = self.scoring;
        let zh_characters = zh_side.characters_in(zh.0, zh.1);
        let opposite = opposite.of(zh.1 - zh.0, (end - longest, end));
        let first = FIRST[zh.1 - zh.0 - 1] - 1;
        let (rest, last) = opposite.split_at(longest + 1 - shortest);
        let mut sum: f32 = last.iter().sum();
        for (more, evidence) in rest.iter().rev().enumerate() {
            sum += evidence;
            let span = shortest + more;
            let en = (end - span, end);
            let score = self.zh_share * said[span - 1]
                + sum
                + self.cuts.score(zh, en, (cells.0 - more, cells.1))
                + units::given((zh_side, en_side), zh, en)
                - self.priors[first + span]
                - estimates.length.cost(zh_characters, en_side.characters_in(en.0, en.1));
            lattice.scores.push(score);
        }
    }
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
