//! The passes, in order.

use duizhao_bitext::{Bead, Ladder};
use duizhao_lexicon::{Lexicon, Vocabulary};

use crate::band::Band;
use crate::cuts::{CutScores, NO_QUOTES, QuoteTable, quote_table};
use crate::dictionary::{self, DictionaryLink};
use crate::evidence::{Links, Model};
use crate::lattice::{Lattice, Scoring};
use crate::learn::{LearnedLink, learn};
use crate::length::{LengthModel, REFERENCE_VARIANCE};
use crate::search::{Search, Step};
use crate::tokens::{self, Occurrences, Tokens};
use crate::weights::Weights;
use crate::{anchors, estimate};

/// The sentences of one language, in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Side<'a> {
    /// Their texts, normalised.
    pub sentences: &'a [&'a str],
    /// Whether each begins a paragraph; empty if that is unknown.
    pub paragraph_starts: &'a [bool],
}

/// How to align.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The constants of the score.
    pub weights: Weights,
}

/// Pairs the sentences of two sides.
#[derive(Debug, Clone)]
pub struct Aligner<'a> {
    lexicon: &'a Lexicon,
    settings: Settings,
}

impl<'a> Aligner<'a> {
    /// An aligner with this lexicon, which may be empty.
    pub fn new(lexicon: &'a Lexicon, settings: Settings) -> Self {
        Self { lexicon, settings }
    }

    /// The ladder of the two sides: monotone, with every sentence in exactly one bead.
    pub fn align(&self, zh: &Side<'_>, en: &Side<'_>) -> Ladder {
        let mut vocabulary = Vocabulary::new(self.lexicon);
        let read = |side, text: &Side<'_>, vocabulary: &mut Vocabulary| {
            Tokens::read(side, text.sentences, text.paragraph_starts, (self.lexicon, vocabulary))
        };
        let zh = read(tokens::Side::Zh, zh, &mut vocabulary);
        let en = read(tokens::Side::En, en, &mut vocabulary);
        if zh.sentences() == 0 || en.sentences() == 0 {
            let nulls = (0..zh.sentences())
                .map(|zh| Bead::new(zh..zh + 1, 0..0))
                .chain((0..en.sentences()).map(|en| Bead::new(0..0, en..en + 1)));
            return Ladder::new(nulls.collect());
        }
        Run::new(self.lexicon, &self.settings.weights, &zh, &en).ladder()
    }
}

/// What is known of a document while it is aligned.
struct Run<'a> {
    weights: &'a Weights,
    zh: &'a Tokens,
    en: &'a Tokens,
    zh_occurrences: Occurrences,
    en_occurrences: Occurrences,
    links: Vec<DictionaryLink>,
    zh_model: Model,
    en_model: Model,
    length: LengthModel,
    null: f32,
    quotes: QuoteTable,
}

impl<'a> Run<'a> {
    fn new(lexicon: &Lexicon, weights: &'a Weights, zh: &'a Tokens, en: &'a Tokens) -> Self {
        let links = dictionary::links(lexicon, zh, en);
        let ratio = estimate::overall_ratio(zh, en);
        Self {
            weights,
            zh,
            en,
            zh_occurrences: Occurrences::of(zh),
            en_occurrences: Occurrences::of(en),
            zh_model: dictionary::zh_model(&links, (zh, en), weights),
            en_model: dictionary::en_model(&links, (zh, en), weights),
            links,
            length: LengthModel::new(ratio, REFERENCE_VARIANCE, weights),
            null: weights.null_open,
            quotes: NO_QUOTES,
        }
    }

    fn ladder(mut self) -> Ladder {
        let band = anchors::band(
            &self.links,
            (self.zh, self.en),
            (&self.zh_occurrences, &self.en_occurrences),
        );
        let lattice = self.lattice(band);
        let mut path = best_path(&lattice);
        let mut band = narrowed(&lattice);
        drop(lattice);
        for _ in 0..2 {
            self.adapt(&path);
            let lattice = self.lattice(band);
            path = best_path(&lattice);
            band = narrowed(&lattice);
        }
        Ladder::new(
            path.iter()
                .map(|step| {
                    let (zh, en) = step.end();
                    Bead::new(step.zh..zh, step.en..en)
                })
                .collect(),
        )
    }

    fn adapt(&mut self, path: &[Step]) {
        self.length = estimate::length(path, (self.zh, self.en), self.weights);
        self.null = estimate::null_cost(path, self.weights);
        let cuts: Vec<(usize, usize)> = path.iter().map(|step| step.end()).collect();
        self.quotes = quote_table(&cuts, self.zh, self.en);
        let learned = learn(path, (self.zh, self.en), &self.links);
        self.zh_model = dictionary::zh_model(&self.links, (self.zh, self.en), self.weights)
            .with_learned(&learned, tokens::Side::Zh, self.zh, self.weights);
        self.en_model = dictionary::en_model(&self.links, (self.zh, self.en), self.weights)
            .with_learned(&learned, tokens::Side::En, self.en, self.weights);
    }

    fn lattice(&self, band: Band) -> Lattice {
        let cuts =
            CutScores::new((self.zh, self.en), &self.quotes, (&self.zh_model, &band), self.weights);
        let scoring = Scoring {
            zh: self.zh,
            en: self.en,
            zh_occurrences: &self.zh_occurrences,
            en_occurrences: &self.en_occurrences,
            zh_model: &self.zh_model,
            en_model: &self.en_model,
            length: &self.length,
            cuts: &cuts,
            weights: self.weights,
            null: self.null,
        };
        Lattice::build(&scoring, band)
    }
}

fn best_path(lattice: &Lattice) -> Vec<Step> {
    let (low, _) = lattice.band.row(lattice.band.first);
    let (_, high) = lattice.band.row(lattice.band.last());
    Search::run(lattice, low..=low).path(lattice.band.last(), high)
}

/// Cells through which a path runs that is at most this much worse than the best.
const NARROW: f32 = 12.0;

fn narrowed(lattice: &Lattice) -> Band {
    let (first, _) = lattice.band.row(lattice.band.first);
    let (_, last) = lattice.band.row(lattice.band.last());
    let search = Search::run(lattice, first..=first);
    let losses = search.losses(&search.backward(last..=last));
    let mut low = Vec::new();
    let mut high = Vec::new();
    for row in lattice.band.first..=lattice.band.last() {
        let (from, to) = lattice.band.row(row);
        let start = lattice.cell(row, from);
        let near = |column: &usize| losses[start + column - from] <= NARROW;
        low.push((from..=to).find(near).map_or(u32::MAX, |column| column as u32));
        high.push((from..=to).rev().find(near).unwrap_or(0) as u32);
    }
    // A row that every good path jumps over lies between its neighbours.
    for row in (0..low.len()).rev() {
        low[row] = low[row].min(low.get(row + 1).copied().unwrap_or(last as u32)).saturating_sub(0);
    }
    let low = low.iter().map(|edge| edge.saturating_sub(1)).collect();
    let high = high.iter().map(|edge| (edge + 1).min(last as u32)).collect();
    Band::repaired(low, high, last)
}

impl Model {
    /// The model with what was learned from the document mixed in.
    fn with_learned(
        self,
        learned: &[LearnedLink],
        side: tokens::Side,
        this: &Tokens,
        weights: &Weights,
    ) -> Self {
        let mut entries: Vec<(u32, u32, f32)> = learned
            .iter()
            .map(|link| match side {
                tokens::Side::Zh => (link.zh, link.en, link.zh_given_en),
                tokens::Side::En => (link.en, link.zh, link.en_given_zh),
            })
            .filter(|entry| entry.2 > 0.0)
            .collect();
        entries.sort_unstable_by_key(|entry| (entry.0, entry.1));
        let total = this.total().max(1) as f32;
        let mut mixed = Vec::with_capacity(entries.len());
        let mut model = Self {
            weight: self.weight.clone(),
            miss: Vec::with_capacity(this.types()),
            links: Links::default(),
            probability: Vec::new(),
            cap: self.cap,
        };
        let mut place = 0;
        for kind in 0..this.types() as u32 {
            let share = dictionary::share(this.kind[kind as usize], weights);
            let anywhere = this.count[kind as usize] as f32 / total;
            let first = mixed.len();
            while entries.get(place).is_some_and(|entry| entry.0 == kind) {
                let (_, other, probability) = entries[place];
                place += 1;
                let gain = weights.hit_learned * probability / anywhere;
                mixed.push((other, (1.0 - share) * gain, (1.0 - share) * probability));
            }
            let learned_any = mixed.len() > first;
            let range = self.links.starts[kind as usize] as usize
                ..self.links.starts[kind as usize + 1] as usize;
            for own in range {
                let (other, gain) = self.links.targets[own];
                mixed.push((other, share * gain, share * self.probability[own]));
            }
            if learned_any && share < 1.0 {
                model.weight[kind as usize] =
                    dictionary::weight(this.kind[kind as usize], side, weights);
            }
            let row = &mut mixed[first..];
            row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let mut kept = first;
            for at in first..mixed.len() {
                if kept > first && mixed[kept - 1].0 == mixed[at].0 {
                    mixed[kept - 1].1 += mixed[at].1;
                    mixed[kept - 1].2 += mixed[at].2;
                } else {
                    mixed[kept] = mixed[at];
                    kept += 1;
                }
            }
            mixed.truncate(kept);
            let known = self.weight[kind as usize] > 0.0;
            let miss_learned = 1.0 - weights.hit_learned;
            model.miss.push(if known {
                share * self.miss[kind as usize] + (1.0 - share) * miss_learned
            } else {
                share + (1.0 - share) * miss_learned
            });
            model.links.starts.push(first as u32);
        }
        model.links.starts.push(mixed.len() as u32);
        model.links.targets = mixed.iter().map(|entry| (entry.0, entry.1)).collect();
        model.probability = mixed.iter().map(|entry| entry.2).collect();
        model
    }
}
