//! What a cut between beads looks like on the two sides: the first words after it, open quotes, paragraph breaks.

use crate::band::Band;
use crate::evidence::Links;
use crate::numeric::ln;
use crate::quotes::CLASSES;
use crate::search::Step;
use crate::sliding::Sliding;
use crate::tokens::{Occurrences, Tokens};
use crate::weights::Weights;

/// How many of a zh sentence's first types are compared with the first of an en sentence.
const ZH_HEAD: usize = 3;
/// Most nats a pair of quote states may give or take.
const QUOTE_BOUND: f32 = 3.0;

/// Nats that it costs a bead to run over a wall on one side only, from one speaker to the next.
const ACROSS_WALLS: f32 = 12.0;

/// Nats that it costs a bead to hold headings on one side and running text on the other.
const HEADING_AS_TEXT: f32 = 5.0;

/// Scores of pairs of quote states at a cut, by zh class, then en class.
pub(crate) type QuoteTable = [[f32; CLASSES]; CLASSES];

/// What is known of two sides before the cuts of a band are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CutModel<'a> {
    /// The Chinese side.
    pub(crate) zh: &'a Tokens,
    /// The English side.
    pub(crate) en: &'a Tokens,
    /// Scores of quote states.
    pub(crate) quotes: &'a QuoteTable,
    /// For each zh cut the en cut that the layout puts beside it; may be empty.
    pub(crate) partners: &'a [u32],
    /// What the first words say.
    pub(crate) heads: &'a Heads<'a>,
    /// Constants.
    pub(crate) weights: &'a Weights,
}

/// The cut features of every cell of a band.
#[derive(Debug)]
pub(crate) struct CutScores<'a> {
    model: CutModel<'a>,
    /// Whether a paragraph or line begins, or a wall stands, anywhere that a bead may run over.
    breaks: bool,
    /// Score of each cell's quote states.
    quotes: Vec<f32>,
    /// Weighted score of the first words after each cell.
    heads: Vec<f32>,
}

impl<'a> CutScores<'a> {
    /// Measures every cell of `band`.
    pub(crate) fn new(model: CutModel<'a>, band: &Band) -> Self {
        let mut heads = model.heads.scores((model.zh, model.en), band);
        for score in &mut heads {
            *score *= model.weights.head;
        }
        let mut quotes = Vec::with_capacity(heads.len());
        for row in band.first..=band.last() {
            let (low, high) = band.row(row);
            let own = &model.quotes[usize::from(model.zh.quotes[row])];
            quotes.extend(model.en.quotes[low..=high].iter().map(|state| own[usize::from(*state)]));
        }
        let any = |side: &Tokens| side.has_breaks();
        Self { model, breaks: any(model.zh) || any(model.en), quotes, heads }
    }

    /// What the two ends of a bead add to its score; `zh` and `en` are the cuts it runs between, `cells` their cells.
    pub(crate) fn score(
        &self,
        zh: (usize, usize),
        en: (usize, usize),
        cells: (usize, usize),
    ) -> f32 {
        let CutModel { weights, .. } = self.model;
        let quotes = 0.5 * (self.quotes[cells.0] + self.quotes[cells.1]);
        let score = weights.quote * quotes + self.heads[cells.0];
        let score = if self.breaks { self.broken(score, zh, en) } else { score };
        let partner = self.model.partners.get(zh.0).is_some_and(|partner| *partner == en.0 as u32);
        if partner { score + weights.adjacent } else { score }
    }

    /// The score less what the breaks cost that a bead runs over.
    fn broken(&self, score: f32, zh: (usize, usize), en: (usize, usize)) -> f32 {
        let CutModel { zh: zh_side, en: en_side, weights, .. } = self.model;
        let agree = zh_side.is_break(zh.0) && en_side.is_break(en.0);
        let score = if agree { score + weights.paragraph } else { score };
        if zh_side.is_plain(zh) && en_side.is_plain(en) {
            return score;
        }
        let inside = |before: &[u32], (start, end): (usize, usize)| before[end - 1] - before[start];
        let difference = |zh_before: &[u32], en_before: &[u32]| {
            inside(zh_before, zh).abs_diff(inside(en_before, en)) as f32
        };
        let breaks = difference(&zh_side.breaks_before, &en_side.breaks_before);
        let walls = difference(&zh_side.walls_before, &en_side.walls_before);
        let lines = inside(&zh_side.lines_before, zh) + inside(&en_side.lines_before, en);
        let is_odd = zh_side.is_heading(zh) && en_side.is_ended(en.1)
            || en_side.is_heading(en) && zh_side.is_ended(zh.1);
        let heading = if is_odd { HEADING_AS_TEXT } else { 0.0 };
        score
            - weights.across_paragraphs * breaks
            - weights.across_lines * lines as f32
            - ACROSS_WALLS * walls
            - heading
    }
}

/// How much better the first words of two sentences go together than chance.
#[derive(Debug)]
pub(crate) struct Heads<'a> {
    links: &'a Links,
    /// Where each en type stands at the beginning of sentences.
    occurrences: &'a Occurrences,
    /// For each zh type the probability that an en sentence anywhere begins with its counterpart.
    anywhere: Vec<f32>,
}

impl<'a> Heads<'a> {
    /// Takes one step for each link of the model.
    pub(crate) fn new(links: &'a Links, occurrences: &'a Occurrences, sentences: usize) -> Self {
        let anywhere = |kind: usize| {
            let found = |link: usize| {
                links.probability[link] * occurrences.places(links.targets[link]).len() as f32
            };
            let sum: f32 = links.row(kind as u32).map(found).sum();
            sum / sentences as f32
        };
        let types = links.types();
        Self { links, occurrences, anywhere: (0..types).map(anywhere).collect() }
    }

    /// The score of every cell of `band`, row by row.
    fn scores(&self, (zh, en): (&Tokens, &Tokens), band: &Band) -> Vec<f32> {
        let mut scores = vec![0.0; band.cells()];
        let mut rest = scores.as_mut_slice();
        let mut near = Sliding::new(self.occurrences, band.low[0] as usize);
        let mut best = Vec::new();
        for row in band.first..=band.last() {
            let (low, high) = band.row(row);
            let (cells, behind) = rest.split_at_mut(high + 1 - low);
            rest = behind;
            if row == zh.sentences() {
                continue;
            }
            near.move_to((low, (high + 1).min(en.sentences())), |sentence| en.head_types(sentence));
            for kind in zh.head_types(row).take(ZH_HEAD) {
                let mean = self.anywhere[kind as usize];
                if mean == 0.0 {
                    continue;
                }
                best.clear();
                best.resize(cells.len(), 0.0_f32);
                let row = self.links.row(kind);
                for (link, &other) in row.clone().zip(&self.links.targets[row]) {
                    if near.holds(other) {
                        let probability = self.links.probability[link];
                        for (sentence, _) in near.places(other) {
                            best[sentence - low] = best[sentence - low].max(probability);
                        }
                    }
                }
                let missed = contrast(0.0, mean);
                for (value, best) in cells.iter_mut().zip(&best) {
                    *value += if *best > 0.0 { contrast(*best, mean) } else { missed };
                }
            }
        }
        scores
    }
}

fn contrast(here: f32, mean: f32) -> f32 {
    ln(0.4 + 0.6 * here / (mean + 0.02)).clamp(-1.0, 3.0)
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

#[cfg(test)]
mod tests {
    use duizhao_lexicon::Lexicon;

    use super::{CutModel, CutScores, Heads, NO_QUOTES};
    use crate::Side;
    use crate::band::Band;
    use crate::dictionary;
    use crate::tokens::Occurrences;
    use crate::weights::Weights;

    /// What a bead of sentences 0 to 2 (not included) on both sides gains and loses by its cuts, with these paragraphs.
    fn score(zh_starts: &[bool], en_starts: &[bool], en: [&str; 3]) -> f32 {
        let lexicon = Lexicon::empty();
        let zh = ["一。", "二。", "三。"];
        let side =
            |sentences, paragraph_starts| Side { sentences, paragraph_starts, ..Side::default() };
        let sides = (&side(&zh, zh_starts), &side(&en, en_starts));
        let (zh, en) = crate::read::sides(&lexicon, sides);
        let weights = Weights::default();
        let model = dictionary::model(&[], (&zh, &en), &weights);
        let band = Band::repaired(vec![0; 4], vec![3; 4], 3);
        let occurrences = Occurrences::of_heads(&en);
        let heads = Heads::new(&model.links, &occurrences, 3);
        let cuts = CutModel {
            zh: &zh,
            en: &en,
            quotes: &NO_QUOTES,
            partners: &[],
            heads: &heads,
            weights: &weights,
        };
        CutScores::new(cuts, &band).score((0, 2), (0, 2), (0, 10))
    }

    const SENTENCES: [&str; 3] = ["A.", "B.", "C."];

    #[test]
    fn a_bead_pays_for_breaks_within_it_and_not_for_that_at_its_end() {
        let none = score(&[true, false, false], &[true, false, false], SENTENCES);
        let within = score(&[true, true, false], &[true, false, false], SENTENCES);
        let at_end = score(&[true, false, true], &[true, false, false], SENTENCES);
        assert!((none - within - Weights::default().across_paragraphs).abs() < 1e-6);
        assert!((none - at_end).abs() < 1e-6);
    }

    #[test]
    fn a_bead_pays_for_a_line_within_it_that_ends_without_a_full_stop() {
        let flags = [true, false, false];
        let none = score(&flags, &flags, SENTENCES);
        let within = score(&flags, &flags, ["A", "B.", "C."]);
        let at_end = score(&flags, &flags, ["A.", "B", "C."]);
        assert!((none - within - Weights::default().across_lines).abs() < 1e-6);
        assert!((none - at_end).abs() < 1e-6);
    }
}
