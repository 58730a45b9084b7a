use std::path::{Path, PathBuf};

use duizhao_bitext::Split;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::bands::Bands;
use crate::clusters::Clusters;
use crate::pairs::Pairs;
use crate::resolve::{self, Verdicts};
use crate::settings::{Duplicates, SplitBy, Translations};
use crate::splits::{Assignment, position};
use crate::{CurateError, Decision, Item, Reference, Relation, Settings, fold, hash, leaks};

/// Is given the pairs of a corpus in order, and decides what becomes of each.
///
/// Remembers 36 bytes of each pair, and while it decides up to 90 more; the shingles, about 300 bytes a pair, are in a
/// file without name, if near duplicates or splits are asked for. Both passes are linear in the corpus. Works on the
/// threads of the rayon pool it is called in, and decides the same on any number of them.
#[derive(Debug)]
pub struct Curator {
    settings: Settings,
    scratch: PathBuf,
    pairs: Option<Pairs>,
    references: Vec<Reference>,
    pinned: FxHashMap<u64, Split>,
}

impl Curator {
    /// A curator without pairs yet. The file of the shingles will be in the folder `scratch`.
    ///
    /// # Errors
    /// [`CurateError::Scratch`].
    pub fn new(settings: Settings, scratch: &Path) -> Result<Self, CurateError> {
        let (references, pinned) = (Vec::new(), FxHashMap::default());
        Ok(Self { settings, scratch: scratch.to_owned(), pairs: None, references, pinned })
    }

    /// Compares the pairs with another corpus too. To be called before the first pair is added.
    pub fn compare_with(&mut self, reference: Reference) {
        self.references.push(reference);
    }

    /// Keeps a document in the split that it was in before. To be called before the first pair is added.
    pub fn pin_document(&mut self, id: &str, split: Split) {
        self.pinned.insert(position(hash::of_text(id)), split);
    }

    /// Keeps the pairs with this Chinese in the split that they were in before, if pairs are split.
    pub fn pin_pair(&mut self, zh: &str, split: Split) {
        let key = fold::fold(duizhao_bitext::Language::Zh, zh, |_| ());
        self.pinned.insert(position(key), split);
    }

    /// Adds the next pairs; thousands at a time keep all threads busy.
    ///
    /// # Errors
    /// [`CurateError::Scratch`] and [`CurateError::TooMany`].
    pub fn add(&mut self, items: &[Item<'_>]) -> Result<(), CurateError> {
        if self.pairs.is_none() {
            self.pairs = Some(self.no_pairs()?);
        }
        self.pairs.as_mut().map_or(Ok(()), |pairs| pairs.add(items))
    }

    fn no_pairs(&self) -> Result<Pairs, CurateError> {
        let held_out = |reference: &Reference| reference.relation() == Relation::HeldOut;
        let alike = self.settings.duplicates == Duplicates::Near
            || self.has_splits()
            || self.references.iter().any(held_out);
        Pairs::new(alike.then_some(self.scratch.as_path()))
    }

    /// Whether pairs are set apart now, or were before.
    fn has_splits(&self) -> bool {
        self.settings.has_splits() || !self.pinned.is_empty()
    }

    /// Decides about all pairs.
    ///
    /// # Errors
    /// [`CurateError::Scratch`], and [`CurateError::NoDocumentFits`] for a split whose size no document fits.
    pub fn decide(mut self) -> Result<Decisions, CurateError> {
        let mut pairs = match self.pairs.take() {
            Some(pairs) => pairs,
            None => self.no_pairs()?,
        };
        let (settings, has_splits) = (&self.settings, self.has_splits());
        let sketches = pairs.scratch.take().map(crate::scratch::Scratch::finish).transpose()?;
        let mut verdicts = Verdicts::new(pairs.len());
        for reference in self.references {
            reference.apply(settings, &pairs.keys, sketches.as_ref(), &mut verdicts)?;
        }
        let (mut clusters, translations) = exact_clusters(&pairs);
        let near = sketches.as_ref().filter(|_| settings.duplicates == Duplicates::Near);
        if let Some(sketches) = near {
            let bands = Bands::new(settings.similarity);
            clusters.join_near(sketches, &bands, settings.similarity)?;
        }
        let copies = copies(&clusters, pairs.len());
        let assignment = assignment(settings, self.pinned, &pairs, &clusters, &verdicts)?;
        let split = |pair| assignment.split(position(unit(settings, &pairs, pair)));
        if settings.duplicates != Duplicates::Keep {
            let near = near.map(|sketches| (sketches, settings.similarity));
            resolve::duplicates(&pairs, (&clusters, &copies), near, split, &mut verdicts)?;
        }
        if settings.translations == Translations::Best {
            resolve::other_translations(&pairs, &translations, split, &mut verdicts);
        }
        if let Some(sketches) = sketches.as_ref().filter(|_| has_splits) {
            leaks::drop_leaks(&pairs, sketches, settings.similarity, split, &mut verdicts)?;
        }
        let splits = (0..pairs.len()).into_par_iter().map(split).collect();
        let contents = smallest_contents(&pairs, &clusters);
        Ok(Decisions { splits, verdicts, clusters, contents, copies, translations })
    }
}

/// What stays together when splits are drawn.
fn unit(settings: &Settings, pairs: &Pairs, pair: usize) -> u64 {
    match settings.split_by {
        SplitBy::Document => pairs.document(pair),
        SplitBy::Pair => pairs.keys[pair][0],
    }
}

fn assignment(
    settings: &Settings,
    pinned: FxHashMap<u64, Split>,
    pairs: &Pairs,
    clusters: &Clusters,
    verdicts: &Verdicts,
) -> Result<Assignment, CurateError> {
    let mut assignment = Assignment::new(settings, pinned);
    if settings.counts_out() {
        let cluster = |pair: usize| match settings.duplicates {
            Duplicates::Keep => pair as u32,
            Duplicates::Exact | Duplicates::Near => clusters.root(pair as u32),
        };
        let mut units: Vec<_> = (0..pairs.len())
            .into_par_iter()
            .filter(|pair| verdicts.is_kept(*pair))
            .map(|pair| (position(unit(settings, pairs, pair)), cluster(pair)))
            .collect();
        units.par_sort_unstable();
        assignment.count_out(settings, &units)?;
    }
    Ok(assignment)
}

/// The clusters of exact duplicates; and for each pair how many different English sides its Chinese has.
fn exact_clusters(pairs: &Pairs) -> (Clusters, Vec<u32>) {
    let mut sorted: Vec<([u64; 2], u32)> = pairs.keys.iter().copied().zip(0..).collect();
    sorted.par_sort_unstable();
    // Each by itself, and then only those that are not: the others' places would be touched in no order.
    let mut roots: Vec<u32> = (0..sorted.len() as u32).collect();
    let mut translations = vec![1; sorted.len()];
    let same_zh = sorted.chunk_by(|one, next| one.0[0] == next.0[0]);
    for same_zh in same_zh.filter(|same| same.len() > 1) {
        let different = same_zh.chunk_by(|one, next| one.0 == next.0);
        let count = different.clone().count() as u32;
        for same in different {
            for (_, pair) in same {
                roots[*pair as usize] = same[0].1;
                translations[*pair as usize] = count;
            }
        }
    }
    (Clusters::new(roots), translations)
}

/// At each root the number of pairs in its cluster.
fn copies(clusters: &Clusters, pairs: usize) -> Vec<u32> {
    let mut copies = vec![0; pairs];
    for pair in 0..pairs as u32 {
        copies[clusters.root(pair) as usize] += 1;
    }
    copies
}

/// At each root the smallest content hash in its cluster.
fn smallest_contents(pairs: &Pairs, clusters: &Clusters) -> Vec<u64> {
    let mut smallest = vec![u64::MAX; pairs.len()];
    for pair in 0..pairs.len() {
        let root = clusters.root(pair as u32) as usize;
        smallest[root] = smallest[root].min(pairs.content(pair));
    }
    smallest
}

/// What becomes of each pair: about 30 bytes a pair.
#[derive(Debug)]
pub struct Decisions {
    splits: Vec<Split>,
    verdicts: Verdicts,
    clusters: Clusters,
    contents: Vec<u64>,
    copies: Vec<u32>,
    translations: Vec<u32>,
}

impl Decisions {
    /// How many pairs were given.
    pub fn len(&self) -> usize {
        self.splits.len()
    }

    /// Whether there were none.
    pub fn is_empty(&self) -> bool {
        self.splits.is_empty()
    }

    /// What becomes of a pair, by its place in the order in which pairs were added.
    ///
    /// # Panics
    /// If there are not so many pairs.
    pub fn of(&self, pair: usize) -> Decision {
        let root = self.clusters.root(pair as u32) as usize;
        Decision {
            split: self.splits[pair],
            dropped: self.verdicts.of(pair),
            cluster: self.contents[root],
            copies: self.copies[root],
            translations: self.translations[pair],
        }
    }

    /// The split of a document with pairs, and none for one of which pairs are in several splits.
    pub fn split_of(&self, pairs: std::ops::Range<usize>) -> Option<Split> {
        let mut splits = self.splits.get(pairs)?.iter();
        let first = splits.next()?;
        splits.all(|split| split == first).then_some(*first)
    }
}
