//! Which beads the band and the lengths leave, and which runs of sentences they put beside each sentence.

use crate::band::Band;
use crate::category::{EN_NULL, FIRST, LONGEST_EN, LONGEST_ZH, MOST_EN, ZH_NULL};
use crate::kept::Kept;
use crate::length::LengthModel;
use crate::tokens::Tokens;

/// The categories that end at a cell: bit k for number k of [`crate::category::CATEGORIES`].
pub(crate) type Categories = u64;

/// The shortest and the longest en side of the beads with `zh` zh sentences among `categories`; those between are there too.
pub(crate) fn en_spans(categories: Categories, zh: usize) -> Option<(usize, usize)> {
    let own = categories >> FIRST[zh - 1] & ((1 << MOST_EN[zh - 1]) - 1);
    let longest = 64 - own.leading_zeros() as usize;
    (own != 0).then(|| (own.trailing_zeros() as usize + 1, longest))
}

/// For each sentence of one side and each cut of the other: which runs that end there some bead puts beside it.
#[derive(Debug)]
pub(crate) struct Runs {
    /// The first sentence.
    pub(crate) first: usize,
    /// For each sentence the first cut.
    pub(crate) low: Vec<u32>,
    /// For each sentence where its cuts begin in `spans`; one more entry than sentences.
    pub(crate) starts: Vec<u32>,
    /// Sentences in the shortest and in the longest run; the longest is 0 where there is none.
    pub(crate) spans: Vec<[u8; 2]>,
}

impl Runs {
    /// No runs, with room for all inside `band`, whose rows are the cuts of the side; beads hold at most `longest` sentences.
    fn inside(band: &Band, longest: usize) -> Self {
        let sentences = band.rows() - 1;
        let low = band.low[1..].to_vec();
        let mut starts = Vec::with_capacity(sentences + 1);
        let mut total = 0;
        for (sentence, low) in low.iter().enumerate() {
            starts.push(total);
            total += band.high[(sentence + longest).min(sentences)] - low + 1;
        }
        starts.push(total);
        Self { first: band.first, low, starts, spans: vec![[u8::MAX, 0]; total as usize] }
    }

    /// Drops all runs.
    pub(crate) fn clear(&mut self) {
        self.spans.fill([u8::MAX, 0]);
    }

    fn include(&mut self, (sentence, end): (usize, usize), (shortest, longest): (usize, usize)) {
        let row = sentence - self.first;
        let cell = self.starts[row] as usize + end - self.low[row] as usize;
        let spans = &mut self.spans[cell];
        *spans = [spans[0].min(shortest as u8), spans[1].max(longest as u8)];
    }

    /// For each sentence the stretch of sentences opposite that its runs are made of; neither end ever moves back.
    pub(crate) fn stretches(&self) -> Vec<(usize, usize)> {
        let mut stretches: Vec<(usize, usize)> = (0..self.low.len())
            .map(|row| {
                let (low, spans) = self.of(self.first + row);
                let used = || (low..).zip(spans).filter(|(_, spans)| spans[1] > 0);
                let start = used().map(|(end, spans)| end - usize::from(spans[1])).min();
                let end = used().map(|(end, _)| end).last();
                (start.unwrap_or(usize::MAX), end.unwrap_or(0))
            })
            .collect();
        let last = stretches.iter().map(|stretch| stretch.1).max().unwrap_or(0);
        let mut start = last;
        for stretch in stretches.iter_mut().rev() {
            start = start.min(stretch.0);
            stretch.0 = start;
        }
        let mut end = start;
        for stretch in &mut stretches {
            end = end.max(stretch.1).max(stretch.0);
            stretch.1 = end;
        }
        stretches
    }

    /// The cuts of one sentence: the first, and the runs that end at each.
    pub(crate) fn of(&self, sentence: usize) -> (usize, &[[u8; 2]]) {
        let row = sentence - self.first;
        let spans = self.starts[row] as usize..self.starts[row + 1] as usize;
        (self.low[row] as usize, &self.spans[spans])
    }
}

/// What limits the beads of a pass.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits<'a> {
    /// The Chinese side.
    pub(crate) zh: &'a Tokens,
    /// The English side.
    pub(crate) en: &'a Tokens,
    /// Which lengths go together.
    pub(crate) length: &'a LengthModel,
    /// Most sentences of a bead's side.
    pub(crate) longest: usize,
    /// The only beads there are, if a pass before has left some.
    pub(crate) kept: Option<&'a Kept>,
}

/// The beads of a band.
#[derive(Debug)]
pub(crate) struct Fits {
    /// For each cell, row by row, the categories that end there.
    pub(crate) categories: Vec<Categories>,
    /// What stands beside zh sentences.
    pub(crate) zh: Runs,
    /// What stands beside en sentences.
    pub(crate) en: Runs,
}

impl Fits {
    /// Finds every bead of `band` within `limits`. Costs a few steps for each bead.
    pub(crate) fn find(limits: Limits<'_>, band: &Band) -> Self {
        let mut fits = Self {
            categories: Vec::with_capacity(band.cells()),
            zh: Runs::inside(band, limits.longest),
            en: Runs::inside(&band.transposed(), limits.longest),
        };
        // Where beads were kept, lengths have been looked at for nearly all cells.
        let columns = band.low[0] as usize..band.row(band.last()).1 + 1;
        let columns = if limits.kept.is_some() { 0..0 } else { columns };
        let ends: Vec<EnSpans> = columns.map(|end| EnSpans::before(end, limits)).collect();
        for row in band.first..=band.last() {
            let starts = Starts::before(row, limits, band);
            let (low, high) = band.row(row);
            for column in low..=high {
                let mut categories = nulls((row, column), band);
                let kept = limits.kept.map(|kept| kept.at(row, column));
                let spans = match kept {
                    Some(Some(0)) => {
                        fits.categories.push(categories);
                        continue;
                    }
                    Some(Some(kept)) => starts.kept_spans(column, kept),
                    Some(None) => starts.en_spans(column, &EnSpans::before(column, limits)),
                    None => starts.en_spans(column, &ends[column - band.low[0] as usize]),
                };
                for (zh, (shortest, longest)) in (1..).zip(&spans[..starts.count]) {
                    if shortest <= longest {
                        let bits = (1 << (longest + 1 - shortest)) - 1;
                        categories |= bits << (FIRST[zh - 1] + shortest - 1);
                    }
                }
                fits.categories.push(categories);
                fits.include((row, column), &spans[..starts.count]);
            }
        }
        fits
    }

    /// Puts the beads that end at a cell beside each of their sentences.
    fn include(&mut self, (row, column): (usize, usize), spans: &[(usize, usize)]) {
        if let [(1, 1)] = spans {
            self.zh.include((row - 1, column), (1, 1));
            self.en.include((column - 1, row), (1, 1));
            return;
        }
        let mut beside = [(usize::MAX, 0); LONGEST_EN + 1];
        let mut opposite = (usize::MAX, 0);
        for (zh, &(shortest, longest)) in spans.iter().enumerate().rev() {
            let zh = zh + 1;
            if shortest <= longest {
                opposite = (opposite.0.min(shortest), opposite.1.max(longest));
                beside[longest] = (zh, beside[longest].1.max(zh));
            }
            if opposite.1 > 0 {
                self.zh.include((row - zh, column), opposite);
            }
        }
        let most_en = opposite.1;
        let mut opposite = (usize::MAX, 0);
        for (en, &(fewest, most)) in beside.iter().enumerate().take(most_en + 1).skip(1).rev() {
            opposite = (opposite.0.min(fewest), opposite.1.max(most));
            if opposite.1 > 0 {
                self.en.include((column - en, row), opposite);
            }
        }
    }
}

/// The runs of en sentences that end at a cut, by their length less one.
#[derive(Debug, Clone, Copy)]
struct EnSpans {
    characters: [f32; LONGEST_EN],
    /// Most characters opposite.
    most_zh: [f32; LONGEST_EN],
    /// The translation unit before the cut, and how many of its sentences.
    unit: u32,
    in_unit: usize,
}

impl EnSpans {
    fn before(end: usize, limits: Limits<'_>) -> Self {
        let (unit, in_unit) = unit_before(limits.en, end, limits.longest.min(end));
        let mut spans =
            Self { characters: [0.0; LONGEST_EN], most_zh: [0.0; LONGEST_EN], unit, in_unit };
        for span in 1..=limits.longest.min(end) {
            let characters = limits.en.characters_in(end - span, end);
            spans.characters[span - 1] = characters as f32;
            spans.most_zh[span - 1] = limits.length.most_zh(characters);
        }
        spans
    }
}

/// The runs of zh sentences that end at a cut, by their length less one.
struct Starts {
    count: usize,
    /// First and last cell of the row where each begins.
    cells: [(usize, usize); LONGEST_ZH],
    characters: [f32; LONGEST_ZH],
    /// Most characters opposite.
    most_en: [f32; LONGEST_ZH],
    /// The translation unit before the cut.
    unit: u32,
}

impl Starts {
    fn before(row: usize, limits: Limits<'_>, band: &Band) -> Self {
        let most = limits.longest.min(LONGEST_ZH).min(row - band.first);
        let (unit, count) = unit_before(limits.zh, row, most);
        let mut starts = Self {
            count,
            unit,
            cells: [(0, 0); LONGEST_ZH],
            characters: [0.0; LONGEST_ZH],
            most_en: [0.0; LONGEST_ZH],
        };
        for zh in 1..=starts.count {
            let characters = limits.zh.characters_in(row - zh, row);
            starts.cells[zh - 1] = band.row(row - zh);
            starts.characters[zh - 1] = characters as f32;
            starts.most_en[zh - 1] = limits.length.most_en(characters);
        }
        starts
    }

    /// For each run that ends here the shortest and the longest en run of the beads `kept` that lie in the band.
    fn kept_spans(&self, column: usize, kept: Categories) -> [(usize, usize); LONGEST_ZH] {
        std::array::from_fn(|number| {
            if number >= self.count {
                return (1, 0);
            }
            let (low, high) = self.cells[number];
            en_spans(kept, number + 1).map_or((1, 0), |(shortest, longest)| {
                let reach = (column.saturating_sub(high), column.saturating_sub(low));
                (shortest.max(reach.0), longest.min(reach.1))
            })
        })
    }

    /// For each run that ends here the shortest and the longest en run that ends before `column` and fits it; where none
    /// fits, the longest is shorter than the shortest.
    fn en_spans(&self, column: usize, ends: &EnSpans) -> [(usize, usize); LONGEST_ZH] {
        let mut spans = [(1, 0); LONGEST_ZH];
        if self.unit != ends.unit {
            return spans;
        }
        for (number, span) in spans.iter_mut().enumerate().take(self.count) {
            let (low, high) = self.cells[number];
            let most = MOST_EN[number].min(ends.in_unit).min(column.saturating_sub(low));
            let fitting = ends.characters[..most]
                .iter()
                .take_while(|characters| **characters <= self.most_en[number]);
            let longest = fitting.count();
            let shortest = column.saturating_sub(high).max(1);
            let short = ends.most_zh[shortest.min(longest + 1) - 1..longest]
                .iter()
                .take_while(|most| self.characters[number] > **most);
            *span = (shortest + short.count(), longest);
        }
        spans
    }
}

/// The translation unit of the sentence before a cut, and how many of the `most` before the cut belong to it.
fn unit_before(side: &Tokens, cut: usize, most: usize) -> (u32, usize) {
    let Some(last) = cut.checked_sub(1) else { return (0, 0) };
    let unit = side.unit(last);
    (unit, (1..=most).take_while(|back| side.unit(cut - back) == unit).count())
}

/// The null beads that end at a cell, as bits.
fn nulls((row, column): (usize, usize), band: &Band) -> Categories {
    let mut categories = 0;
    if row > band.first && column <= band.row(row - 1).1 {
        categories |= u64::from(column >= band.row(row - 1).0) << ZH_NULL;
    }
    categories | u64::from(column > band.row(row).0) << EN_NULL
}
