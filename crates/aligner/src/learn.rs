//! A lexicon of the document's own, from its beads.

use crate::dictionary::DictionaryLink;
use crate::expectation::{Meetings, Table};
use crate::search::Step;
use crate::tokens::Tokens;

/// Beads looked at; a longer document is sampled evenly.
const MOST_BEADS: usize = 40_000;
/// Candidates kept for one type besides what the dictionary has.
const MOST_CANDIDATES: usize = 24;
const ROUNDS: usize = 5;
/// Taken off every count in the end, so that what was seen once proves nothing.
const DISCOUNT: f32 = 0.7;

/// How a zh and an en type translate each other, as learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LearnedLink {
    /// Type on the Chinese side.
    pub(crate) zh: u32,
    /// Type on the English side.
    pub(crate) en: u32,
    /// Probability of the zh type given the en one.
    pub(crate) zh_given_en: f32,
    /// Probability of the en type given the zh one.
    pub(crate) en_given_zh: f32,
}

/// IBM model 1 in both directions at once, over pairs of types that the dictionary links or that meet more often than
/// chance has it; with the dictionary as pseudo-counts. The links are ordered by zh type, then en type.
///
/// Costs, for each bead, the product of its sides' tokens once and a few links a token in each round.
pub(crate) fn learn(
    path: &[Step],
    (zh, en): (&Tokens, &Tokens),
    dictionary: &[DictionaryLink],
) -> Vec<LearnedLink> {
    let spans = sampled(path);
    let zh_bags = Bags::of(zh, spans.iter().map(|span| (span[0], span[1])));
    let en_bags = Bags::of(en, spans.iter().map(|span| (span[2], span[3])));
    let pairs = candidates((&zh_bags, zh.types()), (&en_bags, en.types()), dictionary);
    let meetings = Meetings::find((&zh_bags, &en_bags), &pairs, en.types());
    let mut table = Table::new(&pairs, (zh, en));
    for round in 0..ROUNDS {
        table.round(&meetings, &pairs, if round + 1 == ROUNDS { DISCOUNT } else { 0.0 });
    }
    let link = |pair: usize| LearnedLink {
        zh: pairs.zh[pair],
        en: pairs.en[pair],
        zh_given_en: table.given[pair][0],
        en_given_zh: table.given[pair][1],
    };
    (0..pairs.zh.len())
        .filter(|pair| table.given[*pair].iter().any(|p| *p > 0.0))
        .map(link)
        .collect()
}

/// The beads to learn from: ranges of zh and en sentences.
fn sampled(path: &[Step]) -> Vec<[u32; 4]> {
    let paired = || path.iter().filter(|step| !step.is_null());
    let step = paired().count().div_ceil(MOST_BEADS).max(1);
    paired()
        .step_by(step)
        .map(|step| {
            let (zh_end, en_end) = step.end();
            [step.zh as u32, zh_end as u32, step.en as u32, en_end as u32]
        })
        .collect()
}

/// One side of the beads: what is learned about, each distinct type of a bead once.
pub(crate) struct Bags {
    /// Where each bead begins; one more entry than beads.
    pub(crate) starts: Vec<u32>,
    /// Types with how often they occur in the bead.
    pub(crate) entries: Vec<(u32, u32)>,
}

impl Bags {
    fn of(side: &Tokens, spans: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut bags = Self { starts: vec![0], entries: Vec::new() };
        let mut joined: Vec<(u32, u32)> = Vec::new();
        let is_learned = |entry: &(u32, u32)| is_learned(side.kind[entry.0 as usize]);
        for (start, end) in spans {
            if end - start == 1 {
                bags.entries
                    .extend(side.bag(start as usize).iter().filter(|entry| is_learned(entry)));
            } else {
                joined.clear();
                joined.extend((start..end).flat_map(|sentence| side.bag(sentence as usize)));
                joined.retain(is_learned);
                joined.sort_unstable();
                joined.dedup_by(|next, kept| {
                    let same = next.0 == kept.0;
                    if same {
                        kept.1 += next.1;
                    }
                    same
                });
                bags.entries.append(&mut joined);
            }
            bags.starts.push(bags.entries.len() as u32);
        }
        bags
    }

    /// Number of beads.
    pub(crate) fn beads(&self) -> usize {
        self.starts.len() - 1
    }

    /// The places of one bead's entries.
    pub(crate) fn range(&self, bead: usize) -> std::ops::Range<usize> {
        self.starts[bead] as usize..self.starts[bead + 1] as usize
    }

    /// In how many beads each type occurs.
    fn counts(&self, types: usize) -> Vec<u32> {
        let mut counts = vec![0_u32; types];
        for entry in &self.entries {
            counts[entry.0 as usize] += 1;
        }
        counts
    }

    /// The beads of each type: where they begin, and their numbers in order.
    fn places(&self, counts: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut total = 0;
        for count in counts {
            starts.push(total);
            total += count;
        }
        let mut next = starts.clone();
        starts.push(total);
        let mut places = vec![0_u32; total as usize];
        for bead in 0..self.beads() {
            for &(kind, _) in &self.entries[self.range(bead)] {
                places[next[kind as usize] as usize] = bead as u32;
                next[kind as usize] += 1;
            }
        }
        (starts, places)
    }
}

/// Whether types of this kind are learned about.
fn is_learned(kind: duizhao_lexicon::TokenKind) -> bool {
    use duizhao_lexicon::TokenKind;
    !matches!(kind, TokenKind::Punctuation | TokenKind::Enumerator)
}

/// Pairs of types that may translate each other, by zh type, then en type.
pub(crate) struct Pairs {
    /// Where the pairs of each zh type begin.
    pub(crate) starts: Vec<u32>,
    /// The zh type of each pair.
    pub(crate) zh: Vec<u32>,
    /// The en type of each pair.
    pub(crate) en: Vec<u32>,
    /// How strongly the dictionary links them.
    pub(crate) in_dictionary: Vec<f32>,
}

fn candidates(
    (zh, zh_types): (&Bags, usize),
    (en, en_types): (&Bags, usize),
    dictionary: &[DictionaryLink],
) -> Pairs {
    let (zh_counts, en_counts) = (zh.counts(zh_types), en.counts(en_types));
    let (zh_starts, zh_places) = zh.places(&zh_counts);
    let mut candidates = Candidates::among(en, en_counts);
    let mut pairs =
        Pairs { starts: vec![0], zh: Vec::new(), en: Vec::new(), in_dictionary: Vec::new() };
    let mut link = 0;
    for kind in 0..zh_types {
        let beads = &zh_places[zh_starts[kind] as usize..zh_starts[kind + 1] as usize];
        candidates.choose(beads);
        while let Some(entry) = dictionary.get(link).filter(|entry| entry.zh as usize == kind) {
            candidates.chosen.push((entry.en, entry.strength));
            link += 1;
        }
        let chosen = &mut candidates.chosen;
        chosen.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        chosen.dedup_by_key(|entry| entry.0);
        for &(other, strength) in &*chosen {
            pairs.zh.push(kind as u32);
            pairs.en.push(other);
            pairs.in_dictionary.push(strength);
        }
        pairs.starts.push(pairs.zh.len() as u32);
    }
    pairs
}

/// Working memory to find the en types that meet a zh type more often than chance has it.
struct Candidates {
    /// The en types of each bead that occur in another one too.
    starts: Vec<u32>,
    types: Vec<u32>,
    counts: Vec<u32>,
    together: Vec<u32>,
    met: Vec<u32>,
    chosen: Vec<(u32, f32)>,
}

impl Candidates {
    fn among(en: &Bags, counts: Vec<u32>) -> Self {
        let (mut starts, mut types) = (vec![0], Vec::with_capacity(en.entries.len()));
        for bead in 0..en.beads() {
            let bag = en.entries[en.range(bead)].iter().map(|entry| entry.0);
            types.extend(bag.filter(|kind| counts[*kind as usize] > 1));
            starts.push(types.len() as u32);
        }
        let together = vec![0; counts.len()];
        Self { starts, types, counts, together, met: Vec::new(), chosen: Vec::new() }
    }

    /// Chooses the candidates of a type that occurs in `beads`.
    fn choose(&mut self, beads: &[u32]) {
        self.chosen.clear();
        // What meets once may do so by chance.
        if beads.len() < 2 {
            return;
        }
        self.met.clear();
        for bead in beads {
            let bead = *bead as usize;
            for &other in &self.types[self.starts[bead] as usize..self.starts[bead + 1] as usize] {
                let together = &mut self.together[other as usize];
                if *together == 0 {
                    self.met.push(other);
                }
                *together += 1;
            }
        }
        let own = beads.len() as f32;
        let total = (self.starts.len() - 1) as f32;
        for &other in &self.met {
            let both = std::mem::take(&mut self.together[other as usize]);
            if both < 2 {
                continue;
            }
            let both = both as f32;
            let others = self.counts[other as usize] as f32;
            if both * total > 1.5 * own * others {
                // How much of the two types' occurrences is shared, less what one meeting may be by chance.
                self.chosen.push((other, (both - 1.0) / (own + others)));
            }
        }
        if self.chosen.len() > MOST_CANDIDATES {
            self.chosen.select_nth_unstable_by(MOST_CANDIDATES, |a, b| {
                b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
            });
            self.chosen.truncate(MOST_CANDIDATES);
        }
        for entry in &mut self.chosen {
            entry.1 = 0.0;
        }
    }
}
