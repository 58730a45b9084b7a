//! Expectation and maximisation over the pairs of types that meet in beads.

use std::ops::Range;

use rayon::prelude::*;

use crate::aligner::both;
use crate::learn::{Bags, Pairs};
use crate::tokens::Tokens;

/// What a dictionary link counts in every round, as if it had been seen so often.
const DICTIONARY_COUNT: f32 = 0.5;
/// Beads, and pairs, that one thread takes at a time.
const BEADS: usize = 1024;
const PAIRS: usize = 8192;

/// Gives every chunk of a work to some thread; a single one isn't worth waking another thread for.
fn for_each<T: Send>(mut chunks: Vec<T>, work: impl Fn(T) + Send + Sync) {
    match chunks.len() {
        1 => chunks.drain(..).for_each(work),
        _ => chunks.into_par_iter().for_each(work),
    }
}

/// Where pairs meet: the same meetings by zh token, for what explains a token, and by pair, for what a pair explains.
pub(crate) struct Meetings<'a> {
    zh: &'a Bags,
    en: &'a Bags,
    /// For each zh token where its meetings begin.
    token_starts: Vec<u32>,
    /// The pair and the en token of each meeting.
    by_token: Vec<[u32; 2]>,
    /// For each pair where its meetings begin.
    pair_starts: Vec<u32>,
    /// The zh and the en token of each meeting.
    by_pair: Vec<[u32; 2]>,
}

const NOT_HERE: u32 = u32::MAX;

impl<'a> Meetings<'a> {
    /// Looks every pair of every zh token up among the en tokens of its bead.
    pub(crate) fn find((zh, en): (&'a Bags, &'a Bags), pairs: &Pairs, en_types: usize) -> Self {
        let find = |token_of: &mut Vec<u32>, beads: Range<usize>| {
            let mut found = Found::default();
            for bead in beads {
                found.look_through(bead, (zh, en), (pairs, token_of));
            }
            found
        };
        let none = || vec![NOT_HERE; en_types];
        let chunks: Vec<Range<usize>> = (0..zh.beads())
            .step_by(BEADS)
            .map(|start| start..zh.beads().min(start + BEADS))
            .collect();
        let found: Vec<Found> = match chunks.as_slice() {
            [only] => vec![find(&mut none(), only.clone())],
            many => many
                .par_iter()
                .map_init(none, |memory, beads| find(memory, beads.clone()))
                .collect(),
        };
        let ((token_starts, by_token), (pair_starts, by_pair)) =
            both(zh.beads(), || by_token(&found), || by_pair(&found, pairs.zh.len()));
        Self { zh, en, token_starts, by_token, pair_starts, by_pair }
    }

    fn of_token(&self, token: usize) -> &[[u32; 2]] {
        &self.by_token[self.token_starts[token] as usize..self.token_starts[token + 1] as usize]
    }

    fn of_pair(&self, pair: usize) -> &[[u32; 2]] {
        &self.by_pair[self.pair_starts[pair] as usize..self.pair_starts[pair + 1] as usize]
    }
}

/// The meetings of some beads.
#[derive(Default)]
struct Found {
    token_starts: Vec<u32>,
    by_token: Vec<[u32; 2]>,
}

impl Found {
    /// The meetings of each token.
    fn of_tokens(&self) -> impl Iterator<Item = &[[u32; 2]]> {
        let ends = self.token_starts.iter().skip(1).copied().chain([self.by_token.len() as u32]);
        self.token_starts
            .iter()
            .zip(ends)
            .map(|(start, end)| &self.by_token[*start as usize..end as usize])
    }

    /// Looks every pair of a bead's zh tokens up among its en tokens. `token_of` is memory for the place of each en type; what
    /// it holds is [`NOT_HERE`] before and afterwards.
    fn look_through(
        &mut self,
        bead: usize,
        (zh, en): (&Bags, &Bags),
        (pairs, token_of): (&Pairs, &mut [u32]),
    ) {
        let en_tokens = en.range(bead);
        for (token, &(kind, _)) in en_tokens.clone().zip(&en.entries[en_tokens.clone()]) {
            token_of[kind as usize] = token as u32;
        }
        for &(kind, _) in &zh.entries[zh.range(bead)] {
            self.token_starts.push(self.by_token.len() as u32);
            let own = pairs.starts[kind as usize]..pairs.starts[kind as usize + 1];
            let others = &pairs.en[own.start as usize..own.end as usize];
            for (pair, other) in own.zip(others) {
                let token = token_of[*other as usize];
                if token != NOT_HERE {
                    self.by_token.push([pair, token]);
                }
            }
        }
        for &(kind, _) in &en.entries[en_tokens] {
            token_of[kind as usize] = NOT_HERE;
        }
    }
}

/// All meetings by zh token: where those of each token begin, and each one's pair and en token.
fn by_token(found: &[Found]) -> (Vec<u32>, Vec<[u32; 2]>) {
    let total = |count: fn(&Found) -> usize| found.iter().map(count).sum::<usize>();
    let mut starts = Vec::with_capacity(total(|found| found.token_starts.len()) + 1);
    let mut meetings = Vec::with_capacity(total(|found| found.by_token.len()));
    for found in found {
        let before = meetings.len() as u32;
        starts.extend(found.token_starts.iter().map(|start| before + start));
        meetings.extend_from_slice(&found.by_token);
    }
    starts.push(meetings.len() as u32);
    (starts, meetings)
}

/// All meetings by pair, those of a pair in their order: where those of each pair begin, and each one's zh and en token.
fn by_pair(found: &[Found], pairs: usize) -> (Vec<u32>, Vec<[u32; 2]>) {
    let mut starts = vec![0_u32; pairs + 1];
    for [pair, _] in found.iter().flat_map(|found| &found.by_token) {
        starts[*pair as usize + 1] += 1;
    }
    for pair in 0..pairs {
        starts[pair + 1] += starts[pair];
    }
    let mut next = starts.clone();
    let mut meetings = vec![[0; 2]; starts[pairs] as usize];
    let of_tokens = found.iter().flat_map(Found::of_tokens);
    for (zh, of_token) in of_tokens.enumerate() {
        for &[pair, en] in of_token {
            meetings[next[pair as usize] as usize] = [zh as u32, en];
            next[pair as usize] += 1;
        }
    }
    (starts, meetings)
}

/// The probabilities that are learned.
pub(crate) struct Table {
    /// For each pair the probability of its zh type given the en one, and the other way round.
    pub(crate) given: Vec<[f32; 2]>,
    /// Probability of each type anywhere, which is what remains when nothing explains it.
    zh_anywhere: Vec<f32>,
    en_anywhere: Vec<f32>,
    /// For each token of the beads its multiplicity over all that explains it.
    zh_shares: Vec<f32>,
    en_shares: Vec<f32>,
}

impl Table {
    /// What the dictionary lets expect.
    pub(crate) fn new(pairs: &Pairs, (zh, en): (&Tokens, &Tokens)) -> Self {
        let anywhere = |side: &Tokens| {
            let total = side.total().max(1) as f32;
            side.count.iter().map(|count| *count as f32 / total).collect::<Vec<f32>>()
        };
        Self {
            given: pairs.in_dictionary.iter().map(|strength| [0.02 + 0.2 * strength; 2]).collect(),
            zh_anywhere: anywhere(zh),
            en_anywhere: anywhere(en),
            zh_shares: Vec::new(),
            en_shares: Vec::new(),
        }
    }

    /// Distributes every token over what may explain it, and takes the shares as the new probabilities.
    ///
    /// Threads share the work; every sum is added up in the same order on any number of them.
    pub(crate) fn round(&mut self, meetings: &Meetings<'_>, pairs: &Pairs, discount: f32) {
        self.share(meetings);
        let mut counts = vec![[0.0_f32; 2]; pairs.zh.len()];
        let chunks: Vec<_> = (0..).step_by(PAIRS).zip(counts.chunks_mut(PAIRS)).collect();
        for_each(chunks, |chunk| self.count(meetings, pairs, chunk));
        let totals = |side: usize, kinds: &[u32]| {
            let mut totals: Vec<f32> =
                pairs.unmet[1 - side].iter().map(|unmet| DICTIONARY_COUNT * unmet).collect();
            for (kind, count) in kinds.iter().zip(&counts) {
                totals[*kind as usize] += count[side];
            }
            totals
        };
        let (zh_totals, en_totals) =
            both(meetings.zh.beads(), || totals(0, &pairs.en), || totals(1, &pairs.zh));
        let chunks: Vec<_> = (0..).step_by(PAIRS).zip(self.given.chunks_mut(PAIRS)).collect();
        for_each(chunks, |(first, given)| {
            for (pair, given) in (first..).zip(given) {
                let totals =
                    [zh_totals[pairs.en[pair] as usize], en_totals[pairs.zh[pair] as usize]];
                let share =
                    |side: usize| (counts[pair][side] - discount).max(0.0) / totals[side].max(0.1);
                *given = [share(0), share(1)];
            }
        });
    }

    /// Adds up what explains each token.
    fn share(&mut self, meetings: &Meetings<'_>) {
        let mut zh_shares = std::mem::take(&mut self.zh_shares);
        let mut en_shares = std::mem::take(&mut self.en_shares);
        zh_shares.resize(meetings.zh.entries.len(), 0.0);
        en_shares.resize(meetings.en.entries.len(), 0.0);
        let (mut zh_rest, mut en_rest) = (zh_shares.as_mut_slice(), en_shares.as_mut_slice());
        let mut chunks = Vec::new();
        let beads = meetings.zh.beads();
        for start in (0..beads).step_by(BEADS) {
            let chunk = start..beads.min(start + BEADS);
            let tokens = |bags: &Bags| (bags.starts[chunk.end] - bags.starts[start]) as usize;
            let (zh, rest) = zh_rest.split_at_mut(tokens(meetings.zh));
            zh_rest = rest;
            let (en, rest) = en_rest.split_at_mut(tokens(meetings.en));
            en_rest = rest;
            chunks.push((chunk, zh, en));
        }
        for_each(chunks, |(beads, zh, en)| self.share_in(meetings, beads, (zh, en)));
        (self.zh_shares, self.en_shares) = (zh_shares, en_shares);
    }

    fn share_in(
        &self,
        meetings: &Meetings<'_>,
        beads: Range<usize>,
        (zh_shares, en_shares): (&mut [f32], &mut [f32]),
    ) {
        let (zh, en) = (meetings.zh, meetings.en);
        let zh_before = zh.starts[beads.start] as usize;
        let en_before = en.starts[beads.start] as usize;
        let zh_tokens = zh_before..zh.starts[beads.end] as usize;
        let en_tokens = &en.entries[en_before..en.starts[beads.end] as usize];
        for (share, &(kind, _)) in en_shares.iter_mut().zip(en_tokens) {
            *share = self.en_anywhere[kind as usize];
        }
        for (share, token) in zh_shares.iter_mut().zip(zh_tokens) {
            let (kind, times) = zh.entries[token];
            let mut sum = self.zh_anywhere[kind as usize];
            for &[pair, en] in meetings.of_token(token) {
                let given = self.given[pair as usize];
                sum += given[0];
                en_shares[en as usize - en_before] += given[1];
            }
            *share = times as f32 / sum;
        }
        for (share, &(_, times)) in en_shares.iter_mut().zip(en_tokens) {
            *share = times as f32 / *share;
        }
    }

    /// What the pairs from number `first` on explain, and what the dictionary counts for them.
    fn count(
        &self,
        meetings: &Meetings<'_>,
        pairs: &Pairs,
        (first, counts): (usize, &mut [[f32; 2]]),
    ) {
        for (pair, count) in (first..).zip(counts) {
            let given = self.given[pair];
            for &[zh, en] in meetings.of_pair(pair) {
                count[0] += given[0] * self.zh_shares[zh as usize];
                count[1] += given[1] * self.en_shares[en as usize];
            }
            let prior = DICTIONARY_COUNT * pairs.in_dictionary[pair];
            *count = [count[0] + prior, count[1] + prior];
        }
    }
}
