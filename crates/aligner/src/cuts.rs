//! What a cut between beads looks like on the two sides: the first words after it, open quotes, paragraph breaks.

use crate::band::Band;
use crate::evidence::{Links, Model};
use crate::numeric::ln;
use crate::quotes::CLASSES;
use crate::search::Step;
use crate::tokens::{HEAD, NO_TYPE, Tokens};
use crate::weights::Weights;

/// How many of a zh sentence's first types are compared with the first of an en sentence.
const ZH_HEAD: usize = 3;
/// Most nats a pair of quote states may give or take.
const QUOTE_BOUND: f32 = 3.0;

/// Nats that it costs a bead to run from one speaker to the next on one side only.
const ACROSS_TURNS: f32 = 12.0;

/// Scores of pairs of quote states at a cut, by zh class, then en class.
pub(crate) type QuoteTable = [[f32; CLASSES]; CLASSES];

/// The cut features of a band.
#[derive(Debug)]
pub(crate) struct CutScores<'a> {
    zh: &'a Tokens,
    en: &'a Tokens,
    quotes: &'a QuoteTable,
    partners: &'a [u32],
    heads: HeadScores,
    weights: &'a Weights,
}

impl<'a> CutScores<'a> {
    /// Prepares the features for every cut in `band`.
    pub(crate) fn new(
        (zh, en): (&'a Tokens, &'a Tokens),
        (quotes, partners): (&'a QuoteTable, &'a [u32]),
        (zh_model, band): (&Model, &Band),
        weights: &'a Weights,
    ) -> Self {
        let heads = HeadScores::new((zh, en), zh_model, band);
        Self { zh, en, quotes, partners, heads, weights }
    }

    /// What the two ends of a bead add to its score; `zh` and `en` are the cuts it runs between.
    pub(crate) fn score(&self, zh: (usize, usize), en: (usize, usize)) -> f32 {
        let state = |zh: usize, en: usize| {
            self.quotes[usize::from(self.zh.quotes[zh])][usize::from(self.en.quotes[en])]
        };
        let quotes = 0.5 * (state(zh.0, en.0) + state(zh.1, en.1));
        let inside = |before: &[u32], (start, end): (usize, usize)| before[end] - before[start + 1];
        let difference = |zh_before: &[u32], en_before: &[u32]| {
            inside(zh_before, zh).abs_diff(inside(en_before, en)) as f32
        };
        let breaks = difference(&self.zh.breaks_before, &self.en.breaks_before);
        let turns = difference(&self.zh.turns_before, &self.en.turns_before);
        let starts = (self.zh.is_break(zh.0), self.en.is_break(en.0));
        let agreement = if starts.0 && starts.1 { 1.0 } else { 0.0 };
        let partner = self.partners.get(zh.0).is_some_and(|partner| *partner == en.0 as u32);
        self.weights.quote * quotes
            + self.weights.head * self.heads.at(zh.0, en.0)
            + self.weights.paragraph * agreement
            - self.weights.across_paragraphs * breaks
            - ACROSS_TURNS * turns
            + if partner { self.weights.adjacent } else { 0.0 }
    }
}

/// For each pair of cuts in a band, how much better the first words after them go together than chance.
#[derive(Debug)]
struct HeadScores {
    band: Band,
    starts: Vec<u32>,
    values: Vec<f32>,
}

impl HeadScores {
    fn new((zh, en): (&Tokens, &Tokens), model: &Model, band: &Band) -> Self {
        let occurrences = HeadOccurrences::of(en);
        let mut scores = Self { band: band.clone(), starts: Vec::new(), values: Vec::new() };
        let mut best = Vec::new();
        for row in band.first..=band.last() {
            scores.starts.push(scores.values.len() as u32);
            let (low, high) = band.row(row);
            let values = scores.values.len();
            scores.values.resize(values + high + 1 - low, 0.0);
            if row == zh.sentences() {
                continue;
            }
            for &kind in zh.head(row).iter().take(ZH_HEAD).filter(|kind| **kind != NO_TYPE) {
                best.clear();
                best.resize(high + 1 - low, 0.0_f32);
                let mut anywhere = 0.0;
                for (place, &(other, _)) in model.links.entries(kind) {
                    let probability = model.probability[place];
                    let found = occurrences.sentences(other);
                    anywhere += probability * found.len() as f32;
                    let first = found.partition_point(|sentence| (*sentence as usize) < low);
                    for &sentence in found[first..].iter().take_while(|at| **at as usize <= high) {
                        let value = &mut best[sentence as usize - low];
                        *value = value.max(probability);
                    }
                }
                if anywhere == 0.0 {
                    continue;
                }
                let mean = anywhere / en.sentences() as f32;
                let missed = contrast(0.0, mean);
                for (value, best) in scores.values[values..].iter_mut().zip(&best) {
                    *value += if *best > 0.0 { contrast(*best, mean) } else { missed };
                }
            }
        }
        scores
    }

    fn at(&self, zh: usize, en: usize) -> f32 {
        let row = zh - self.band.first;
        self.values[self.starts[row] as usize + en - self.band.low[row] as usize]
    }
}

fn contrast(here: f32, mean: f32) -> f32 {
    ln(0.4 + 0.6 * here / (mean + 0.02)).clamp(-1.0, 3.0)
}

/// At the beginning of which sentences each type stands.
struct HeadOccurrences {
    starts: Vec<u32>,
    sentences: Vec<u32>,
}

impl HeadOccurrences {
    fn of(side: &Tokens) -> Self {
        let mut starts = vec![0_u32; side.types() + 1];
        for &kind in side.heads.iter().filter(|kind| **kind != NO_TYPE) {
            starts[kind as usize + 1] += 1;
        }
        for kind in 0..side.types() {
            starts[kind + 1] += starts[kind];
        }
        let mut next = starts.clone();
        let mut sentences = vec![0; starts[side.types()] as usize];
        for (slot, &kind) in side.heads.iter().enumerate().filter(|(_, kind)| **kind != NO_TYPE) {
            sentences[next[kind as usize] as usize] = (slot / HEAD) as u32;
            next[kind as usize] += 1;
        }
        Self { starts, sentences }
    }

    fn sentences(&self, kind: u32) -> &[u32] {
        &self.sentences
            [self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize]
    }
}

/// How much likelier each pair of quote states is at the cuts of a path than one sentence off it.
pub(crate) fn quote_table(path: &[Step], zh: &Tokens, en: &Tokens) -> QuoteTable {
    let mut at = [[0.7_f32; CLASSES]; CLASSES];
    let mut off = at;
    let count = |table: &mut QuoteTable, zh_cut: usize, en_cut: usize| {
        table[usize::from(zh.quotes[zh_cut])][usize::from(en.quotes[en_cut])] += 1.0;
    };
    for (zh_cut, en_cut) in path.iter().map(|step| step.end()) {
        count(&mut at, zh_cut, en_cut);
        if zh_cut > 0 {
            count(&mut off, zh_cut - 1, en_cut);
        }
        if zh_cut < zh.sentences() {
            count(&mut off, zh_cut + 1, en_cut);
        }
        if en_cut > 0 {
            count(&mut off, zh_cut, en_cut - 1);
        }
        if en_cut < en.sentences() {
            count(&mut off, zh_cut, en_cut + 1);
        }
    }
    let total = |table: &QuoteTable| table.iter().flatten().sum::<f32>();
    let (at_total, off_total) = (total(&at), total(&off));
    let mut table = at;
    for (row, off_row) in table.iter_mut().zip(&off) {
        for (value, off) in row.iter_mut().zip(off_row) {
            *value = ln((*value / at_total) / (off / off_total)).clamp(-QUOTE_BOUND, QUOTE_BOUND);
        }
    }
    table
}

/// No opinion about any pair.
pub(crate) const NO_QUOTES: QuoteTable = [[0.0; CLASSES]; CLASSES];

impl Links {
    /// The entries of a row with their places in the matrix.
    fn entries(&self, kind: u32) -> impl Iterator<Item = (usize, &(u32, f32))> {
        let range = self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize;
        range.clone().zip(&self.targets[range])
    }
}
