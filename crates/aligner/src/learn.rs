//! A lexicon of the document's own, from its beads.

use crate::dictionary::DictionaryLink;
use crate::search::Step;
use crate::tokens::Tokens;

/// Beads looked at; a longer document is sampled evenly.
const MOST_BEADS: usize = 40_000;
/// Candidates kept for one type besides what the dictionary has.
const MOST_CANDIDATES: usize = 24;
const ROUNDS: usize = 5;
/// What a dictionary link counts in every round, as if it had been seen so often.
const DICTIONARY_COUNT: f32 = 0.5;
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
/// chance has it; with the dictionary as pseudo-counts.
///
/// Costs, for each bead, the product of its sides' tokens once and a few links a token in each round.
pub(crate) fn learn(
    path: &[Step],
    (zh, en): (&Tokens, &Tokens),
    dictionary: &[DictionaryLink],
) -> Vec<LearnedLink> {
    let beads = Beads::sampled(path);
    let mut pairs = candidates(&beads, (zh, en), dictionary);
    let instances = Instances::find(&beads, (zh, en), &mut pairs);
    let mut table = Table::new(&pairs, (zh, en));
    for round in 0..ROUNDS {
        table.round(&instances, &pairs, if round + 1 == ROUNDS { DISCOUNT } else { 0.0 });
    }
    (0..pairs.zh.len())
        .filter(|pair| table.zh_given_en[*pair] > 0.0 || table.en_given_zh[*pair] > 0.0)
        .map(|pair| LearnedLink {
            zh: pairs.zh[pair],
            en: pairs.en[pair],
            zh_given_en: table.zh_given_en[pair],
            en_given_zh: table.en_given_zh[pair],
        })
        .collect()
}

/// The beads to learn from.
struct Beads {
    /// Ranges of zh and en sentences.
    spans: Vec<[u32; 4]>,
}

impl Beads {
    fn sampled(path: &[Step]) -> Self {
        let paired: Vec<&Step> = path.iter().filter(|step| !step.is_null()).collect();
        let step = paired.len().div_ceil(MOST_BEADS).max(1);
        let spans = paired
            .iter()
            .step_by(step)
            .map(|step| {
                let (zh_end, en_end) = step.end();
                [step.zh as u32, zh_end as u32, step.en as u32, en_end as u32]
            })
            .collect();
        Self { spans }
    }

    /// The bags of one bead: distinct types, each once, with multiplicity.
    fn bag(side: &Tokens, start: u32, end: u32, into: &mut Vec<(u32, u32)>) {
        into.clear();
        into.extend((start..end).flat_map(|sentence| side.bag(sentence as usize)));
        if end - start > 1 {
            into.sort_unstable();
            into.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
        }
    }
}

/// Pairs of types that may translate each other, by zh type, then en type.
struct Pairs {
    starts: Vec<u32>,
    zh: Vec<u32>,
    en: Vec<u32>,
    in_dictionary: Vec<f32>,
}

/// Whether types of this kind are learned about.
fn is_learned(kind: duizhao_lexicon::TokenKind) -> bool {
    use duizhao_lexicon::TokenKind;
    !matches!(kind, TokenKind::Punctuation | TokenKind::Enumerator)
}

fn candidates(beads: &Beads, (zh, en): (&Tokens, &Tokens), dictionary: &[DictionaryLink]) -> Pairs {
    // The beads as two sides of their own, so that occurrences are counted in beads.
    let mut in_beads = vec![0_u32; en.types()];
    let mut en_bags: Vec<u32> = Vec::new();
    let mut en_starts = vec![0_u32];
    let mut bag = Vec::new();
    let mut zh_places: Vec<(u32, u32)> = Vec::new();
    for (number, &[zh_start, zh_end, en_start, en_end]) in beads.spans.iter().enumerate() {
        Beads::bag(en, en_start, en_end, &mut bag);
        for &(kind, _) in bag.iter().filter(|entry| is_learned(en.kind[entry.0 as usize])) {
            in_beads[kind as usize] += 1;
            en_bags.push(kind);
        }
        en_starts.push(en_bags.len() as u32);
        Beads::bag(zh, zh_start, zh_end, &mut bag);
        zh_places.extend(
            bag.iter()
                .filter(|entry| is_learned(zh.kind[entry.0 as usize]))
                .map(|entry| (entry.0, number as u32)),
        );
    }
    zh_places.sort_unstable();
    let total = beads.spans.len() as f32;
    let mut pairs =
        Pairs { starts: vec![0], zh: Vec::new(), en: Vec::new(), in_dictionary: Vec::new() };
    let mut together = vec![0_u32; en.types()];
    let mut met: Vec<u32> = Vec::new();
    let mut chosen: Vec<(u32, f32)> = Vec::new();
    let (mut place, mut link) = (0, 0);
    for kind in 0..zh.types() as u32 {
        met.clear();
        chosen.clear();
        let first = place;
        while zh_places.get(place).is_some_and(|at| at.0 == kind) {
            let bead = zh_places[place].1 as usize;
            for &other in &en_bags[en_starts[bead] as usize..en_starts[bead + 1] as usize] {
                if together[other as usize] == 0 {
                    met.push(other);
                }
                together[other as usize] += 1;
            }
            place += 1;
        }
        let own = (place - first) as f32;
        chosen.extend(met.iter().filter_map(|&other| {
            let both = together[other as usize] as f32;
            let others = in_beads[other as usize] as f32;
            let surprising = both >= 2.0 && both * total > 1.5 * own * others;
            // How much of the two types' occurrences is shared, less what one meeting may be by chance.
            surprising.then(|| (other, (both - 1.0) / (own + others)))
        }));
        if chosen.len() > MOST_CANDIDATES {
            chosen.select_nth_unstable_by(MOST_CANDIDATES, |a, b| {
                b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
            });
            chosen.truncate(MOST_CANDIDATES);
        }
        for entry in &mut chosen {
            entry.1 = 0.0;
        }
        while dictionary.get(link).is_some_and(|entry| entry.zh == kind) {
            chosen.push((dictionary[link].en, dictionary[link].strength));
            link += 1;
        }
        chosen.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        chosen.dedup_by_key(|entry| entry.0);
        for &(other, strength) in &chosen {
            pairs.zh.push(kind);
            pairs.en.push(other);
            pairs.in_dictionary.push(strength);
        }
        pairs.starts.push(pairs.zh.len() as u32);
        for other in &met {
            together[*other as usize] = 0;
        }
    }
    pairs
}

/// Where pairs meet: for each bead the places of its tokens and the pair's number.
struct Instances {
    beads: Vec<Bead>,
    meetings: Vec<Meeting>,
    zh_tokens: Vec<(u32, u32)>,
    en_tokens: Vec<(u32, u32)>,
}

/// Where a bead's meetings and tokens begin.
struct Bead {
    meeting: u32,
    zh: u32,
    en: u32,
}

#[derive(Clone, Copy)]
struct Meeting {
    pair: u32,
    zh: u16,
    en: u16,
}

impl Instances {
    fn find(beads: &Beads, (zh, en): (&Tokens, &Tokens), pairs: &mut Pairs) -> Self {
        let mut found = Self {
            beads: Vec::with_capacity(beads.spans.len() + 1),
            meetings: Vec::new(),
            zh_tokens: Vec::new(),
            en_tokens: Vec::new(),
        };
        let mut slot = vec![u16::MAX; en.types()];
        let mut bag = Vec::new();
        for &[zh_start, zh_end, en_start, en_end] in &beads.spans {
            let bead = found.next_bead();
            Beads::bag(en, en_start, en_end, &mut bag);
            bag.retain(|entry| is_learned(en.kind[entry.0 as usize]));
            bag.truncate(usize::from(u16::MAX) - 1);
            for (place, &(kind, _)) in bag.iter().enumerate() {
                slot[kind as usize] = place as u16;
            }
            found.en_tokens.extend(&bag);
            Beads::bag(zh, zh_start, zh_end, &mut bag);
            bag.retain(|entry| is_learned(zh.kind[entry.0 as usize]));
            bag.truncate(usize::from(u16::MAX) - 1);
            for (place, &(kind, _)) in bag.iter().enumerate() {
                for pair in pairs.starts[kind as usize]..pairs.starts[kind as usize + 1] {
                    let en = slot[pairs.en[pair as usize] as usize];
                    if en != u16::MAX {
                        found.meetings.push(Meeting { pair, zh: place as u16, en });
                    }
                }
            }
            found.zh_tokens.extend(&bag);
            for &(kind, _) in &found.en_tokens[bead.en as usize..] {
                slot[kind as usize] = u16::MAX;
            }
            found.beads.push(bead);
        }
        let end = found.next_bead();
        found.beads.push(end);
        found
    }

    fn next_bead(&self) -> Bead {
        Bead {
            meeting: self.meetings.len() as u32,
            zh: self.zh_tokens.len() as u32,
            en: self.en_tokens.len() as u32,
        }
    }
}

struct Table {
    zh_given_en: Vec<f32>,
    en_given_zh: Vec<f32>,
    /// Probability of each type anywhere, which is what remains when nothing explains it.
    zh_anywhere: Vec<f32>,
    en_anywhere: Vec<f32>,
}

impl Table {
    fn new(pairs: &Pairs, (zh, en): (&Tokens, &Tokens)) -> Self {
        let anywhere = |side: &Tokens| {
            let total = side.total().max(1) as f32;
            side.count.iter().map(|count| *count as f32 / total).collect::<Vec<f32>>()
        };
        let start = |pair: usize| 0.02 + 0.2 * pairs.in_dictionary[pair];
        Self {
            zh_given_en: (0..pairs.zh.len()).map(start).collect(),
            en_given_zh: (0..pairs.zh.len()).map(start).collect(),
            zh_anywhere: anywhere(zh),
            en_anywhere: anywhere(en),
        }
    }

    /// Distributes every token over what may explain it, and takes the shares as the new probabilities.
    fn round(&mut self, instances: &Instances, pairs: &Pairs, discount: f32) {
        let mut zh_counts = vec![0.0_f32; pairs.zh.len()];
        let mut en_counts = vec![0.0_f32; pairs.zh.len()];
        let (mut zh_sums, mut en_sums) = (Vec::new(), Vec::new());
        for ends in instances.beads.windows(2) {
            let zh = &instances.zh_tokens[ends[0].zh as usize..ends[1].zh as usize];
            let en = &instances.en_tokens[ends[0].en as usize..ends[1].en as usize];
            let meetings = &instances.meetings[ends[0].meeting as usize..ends[1].meeting as usize];
            zh_sums.clear();
            zh_sums.extend(zh.iter().map(|token| self.zh_anywhere[token.0 as usize]));
            en_sums.clear();
            en_sums.extend(en.iter().map(|token| self.en_anywhere[token.0 as usize]));
            for meeting in meetings {
                zh_sums[usize::from(meeting.zh)] += self.zh_given_en[meeting.pair as usize];
                en_sums[usize::from(meeting.en)] += self.en_given_zh[meeting.pair as usize];
            }
            for (sum, token) in zh_sums.iter_mut().zip(zh) {
                *sum = token.1 as f32 / *sum;
            }
            for (sum, token) in en_sums.iter_mut().zip(en) {
                *sum = token.1 as f32 / *sum;
            }
            for meeting in meetings {
                let pair = meeting.pair as usize;
                zh_counts[pair] += self.zh_given_en[pair] * zh_sums[usize::from(meeting.zh)];
                en_counts[pair] += self.en_given_zh[pair] * en_sums[usize::from(meeting.en)];
            }
        }
        let mut zh_totals = vec![0.0_f32; self.en_anywhere.len()];
        let mut en_totals = vec![0.0_f32; self.zh_anywhere.len()];
        for pair in 0..pairs.zh.len() {
            let prior = DICTIONARY_COUNT * pairs.in_dictionary[pair];
            zh_counts[pair] += prior;
            en_counts[pair] += prior;
            zh_totals[pairs.en[pair] as usize] += zh_counts[pair];
            en_totals[pairs.zh[pair] as usize] += en_counts[pair];
        }
        for pair in 0..pairs.zh.len() {
            self.zh_given_en[pair] =
                (zh_counts[pair] - discount).max(0.0) / zh_totals[pairs.en[pair] as usize].max(0.1);
            self.en_given_zh[pair] =
                (en_counts[pair] - discount).max(0.0) / en_totals[pairs.zh[pair] as usize].max(0.1);
        }
    }
}
