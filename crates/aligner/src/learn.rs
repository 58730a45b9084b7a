//! A lexicon of the document's own, from its beads.

use std::ops::Range;

use rayon::prelude::*;

use crate::aligner::{LONG, both};
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
/// Costs, for each bead, the product of its sides' tokens once and a few links a token in each round; what the dictionary
/// links and never meets takes part as a sum only, for no share of any token falls to it.
pub(crate) fn learn(
    path: &[Step],
    (zh, en): (&Tokens, &Tokens),
    dictionary: &[DictionaryLink],
) -> Vec<LearnedLink> {
    let spans = sampled(path);
    let (zh_bags, en_bags) = both(
        spans.len(),
        || Bags::of(zh, spans.iter().map(|span| (span[0], span[1]))),
        || Bags::of(en, spans.iter().map(|span| (span[2], span[3]))),
    );
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

/// Pairs of types that may translate each other and do meet, by zh type, then en type.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Where the pairs of each zh type begin.
    pub(crate) starts: Vec<u32>,
    /// The zh type of each pair.
    pub(crate) zh: Vec<u32>,
    /// The en type of each pair.
    pub(crate) en: Vec<u32>,
    /// How strongly the dictionary links them.
    pub(crate) in_dictionary: Vec<f32>,
    /// For each zh type how strongly the dictionary links it to types that it doesn't meet, and for each en type.
    pub(crate) unmet: [Vec<f32>; 2],
}

/// Occurrences of zh types that one thread looks at at a time, which is what a type costs.
const OCCURRENCES: u32 = 4096;

/// The pairs that the dictionary links or that meet more often than chance has it.
fn candidates(
    (zh, zh_types): (&Bags, usize),
    (en, en_types): (&Bags, usize),
    dictionary: &[DictionaryLink],
) -> Pairs {
    let (zh_counts, en_counts) = (zh.counts(zh_types), en.counts(en_types));
    let (zh_starts, zh_places) = zh.places(&zh_counts);
    let beads = |kind: usize| &zh_places[zh_starts[kind] as usize..zh_starts[kind + 1] as usize];
    let choose = |candidates: &mut Candidates<'_>, kinds: Range<usize>| {
        let first = dictionary.partition_point(|link| (link.zh as usize) < kinds.start);
        let mut links = dictionary[first..].iter().peekable();
        let mut chosen = Chosen::default();
        for kind in kinds {
            candidates.choose(beads(kind));
            let links = std::iter::from_fn(|| links.next_if(|link| link.zh as usize == kind));
            candidates.merge(links, &mut chosen);
        }
        chosen
    };
    let chunks: Vec<Range<usize>> = zh_starts[..zh_types]
        .chunk_by(|one, next| one / OCCURRENCES == next / OCCURRENCES)
        .scan(0, |end, chunk| {
            let start = *end;
            *end += chunk.len();
            Some(start..*end)
        })
        .collect();
    let memory = || Candidates::among(en, &en_counts);
    let chosen: Vec<Chosen> = if zh.beads() < LONG {
        let mut memory = memory();
        chunks.into_iter().map(|kinds| choose(&mut memory, kinds)).collect()
    } else {
        chunks.into_par_iter().map_init(memory, choose).collect()
    };
    let mut pairs = Pairs {
        starts: vec![0],
        unmet: [Vec::with_capacity(zh_types), vec![0.0; en_types]],
        ..Pairs::default()
    };
    for chosen in chosen {
        let mut entries = chosen.pairs.iter();
        for (count, unmet) in chosen.counts.iter().zip(chosen.zh_unmet) {
            let kind = pairs.unmet[0].len() as u32;
            for (en, strength) in entries.by_ref().take(*count as usize) {
                pairs.zh.push(kind);
                pairs.en.push(*en);
                pairs.in_dictionary.push(*strength);
            }
            pairs.starts.push(pairs.zh.len() as u32);
            pairs.unmet[0].push(unmet);
        }
        for (en, strength) in chosen.unmet {
            pairs.unmet[1][en as usize] += strength;
        }
    }
    pairs
}

/// What was found for some zh types.
#[derive(Debug, Default)]
struct Chosen {
    /// Number of pairs of each.
    counts: Vec<u32>,
    /// For each pair its en type, and how strongly the dictionary links it.
    pairs: Vec<(u32, f32)>,
    /// For each zh type how strongly the dictionary links it to types that it doesn't meet.
    zh_unmet: Vec<f32>,
    /// The en types of these links, with their strength.
    unmet: Vec<(u32, f32)>,
}

/// Working memory to find the en types that meet a zh type more often than chance has it.
struct Candidates<'a> {
    en: &'a Bags,
    /// In how many beads each en type occurs.
    counts: &'a [u32],
    /// In how many of them together with the zh type looked at.
    together: Vec<u32>,
    met: Vec<u32>,
    chosen: Vec<(u32, f32)>,
}

impl<'a> Candidates<'a> {
    fn among(en: &'a Bags, counts: &'a [u32]) -> Self {
        let together = vec![0; counts.len()];
        Self { en, counts, together, met: Vec::new(), chosen: Vec::new() }
    }

    /// Counts what a type meets that occurs in `beads`, and chooses its candidates, by en type.
    fn choose(&mut self, beads: &[u32]) {
        self.met.clear();
        self.chosen.clear();
        for bead in beads {
            for &(other, _) in &self.en.entries[self.en.range(*bead as usize)] {
                let together = &mut self.together[other as usize];
                if *together == 0 {
                    self.met.push(other);
                }
                *together += 1;
            }
        }
        // What meets once may do so by chance.
        if beads.len() < 2 {
            return;
        }
        let own = beads.len() as f32;
        let total = self.en.beads() as f32;
        for &other in &self.met {
            let both = self.together[other as usize];
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
        self.chosen.sort_unstable_by_key(|entry| entry.0);
    }

    /// Appends the candidates and those of the type's dictionary `links` that it meets; forgets what was counted.
    fn merge<'l>(&mut self, links: impl Iterator<Item = &'l DictionaryLink>, into: &mut Chosen) {
        let before = into.pairs.len();
        let mut unmet = 0.0;
        let mut chosen = self.chosen.iter().map(|entry| entry.0).peekable();
        for link in links {
            while let Some(other) = chosen.next_if(|other| *other < link.en) {
                into.pairs.push((other, 0.0));
            }
            chosen.next_if_eq(&link.en);
            if self.together[link.en as usize] > 0 {
                into.pairs.push((link.en, link.strength));
            } else {
                unmet += link.strength;
                into.unmet.push((link.en, link.strength));
            }
        }
        into.pairs.extend(chosen.map(|other| (other, 0.0)));
        into.counts.push((into.pairs.len() - before) as u32);
        into.zh_unmet.push(unmet);
        for other in self.met.drain(..) {
            self.together[other as usize] = 0;
        }
    }
}
