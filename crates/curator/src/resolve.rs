//! Which members of a cluster are kept.

use duizhao_bitext::Split;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::clusters::Clusters;
use crate::pairs::Pairs;
use crate::scratch::Sketches;
use crate::{CurateError, Reason};

/// For each pair whether it is kept, or else why not and for which pair.
#[derive(Debug)]
pub(crate) struct Verdicts {
    reasons: Vec<Option<Reason>>,
    of: Vec<u64>,
}

impl Verdicts {
    /// All pairs are kept.
    pub(crate) fn new(pairs: usize) -> Self {
        Self { reasons: vec![None; pairs], of: vec![0; pairs] }
    }

    pub(crate) fn is_kept(&self, pair: usize) -> bool {
        self.reasons[pair].is_none()
    }

    pub(crate) fn of(&self, pair: usize) -> Option<(Reason, u64)> {
        self.reasons[pair].map(|reason| (reason, self.of[pair]))
    }

    pub(crate) fn drop(&mut self, pair: usize, reason: Reason, of: u64) {
        self.reasons[pair] = Some(reason);
        self.of[pair] = of;
    }
}

/// A pair's place among those that it competes with: by what they share, then the split that comes first, then the
/// better score, then the smaller id.
type Place = (u64, u8, u32, u64, u32);

fn place(pairs: &Pairs, shared: u64, split: Split, pair: usize) -> Place {
    let split = Split::Test as u8 - split as u8;
    (shared, split, !ascending(pairs.scores[pair]), pairs.ids[pair], pair as u32)
}

/// A number that is larger for a larger score; the smallest for NaN.
fn ascending(score: f32) -> u32 {
    let bits = score.to_bits();
    if score.is_nan() {
        0
    } else if score.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 31
    }
}

/// Of the pairs that are kept so far, drops those that are duplicates of better ones.
///
/// In a cluster pairs are taken in the order of their places. One that is an exact duplicate of an earlier one, or near
/// one that is kept, is dropped; so nothing is dropped only because a chain of others leads from it to what is kept.
/// Without `near` only exact duplicates are.
pub(crate) fn duplicates(
    pairs: &Pairs,
    clusters: (&Clusters, &[u32]),
    near: Option<(&Sketches, f32)>,
    split: impl Fn(usize) -> Split + Sync,
    verdicts: &mut Verdicts,
) -> Result<(), CurateError> {
    let (clusters, copies) = clusters;
    let mut places: Vec<Place> = (0..pairs.len())
        .into_par_iter()
        .filter(|pair| verdicts.is_kept(*pair) && copies[clusters.root(*pair as u32) as usize] > 1)
        .map(|pair| place(pairs, u64::from(clusters.root(pair as u32)), split(pair), pair))
        .collect();
    places.par_sort_unstable();
    let dropped: Result<Vec<_>, _> = places
        .par_chunk_by(|one, next| one.0 == next.0)
        .map(|cluster| in_cluster(pairs, cluster, near))
        .collect();
    for (pair, reason, of) in dropped?.into_iter().flatten() {
        verdicts.drop(pair as usize, reason, pairs.ids[of as usize]);
    }
    Ok(())
}

/// The pairs of a cluster that are dropped, each with the pair that is kept in its place.
fn in_cluster(
    pairs: &Pairs,
    cluster: &[Place],
    near: Option<(&Sketches, f32)>,
) -> Result<Vec<(u32, Reason, u32)>, CurateError> {
    let mut dropped = Vec::new();
    let mut kept = Vec::new();
    let mut contents: FxHashMap<u64, (Reason, u32)> = FxHashMap::default();
    for &(.., pair) in cluster {
        let content = pairs.content(pair as usize);
        if let Some((reason, of)) = contents.get(&content) {
            dropped.push((pair, *reason, *of));
            continue;
        }
        let mut verdict = (Reason::Duplicate, pair);
        if let Some((sketches, threshold)) = near {
            let sketch = sketches.read(pair as usize)?;
            let mut alike = kept.iter();
            let is_near = |(_, other): &&(u32, crate::sketch::Sketch)| {
                sketch.as_sides().both_near(other.as_sides(), threshold)
            };
            if let Some((of, _)) = alike.find(is_near) {
                verdict = (Reason::NearDuplicate, *of);
                dropped.push((pair, verdict.0, verdict.1));
            } else {
                kept.push((pair, sketch));
            }
        }
        contents.insert(content, verdict);
    }
    Ok(dropped)
}

/// Of the pairs that are kept so far, drops those whose Chinese a better one has too.
pub(crate) fn other_translations(
    pairs: &Pairs,
    translations: &[u32],
    split: impl Fn(usize) -> Split + Sync,
    verdicts: &mut Verdicts,
) {
    let mut places: Vec<Place> = (0..pairs.len())
        .into_par_iter()
        .filter(|pair| verdicts.is_kept(*pair) && translations[*pair] > 1)
        .map(|pair| place(pairs, pairs.keys[pair][0], split(pair), pair))
        .collect();
    places.par_sort_unstable();
    for same in places.chunk_by(|one, next| one.0 == next.0) {
        let best = pairs.ids[same[0].4 as usize];
        for &(.., pair) in &same[1..] {
            // Duplicates that were to be kept are no other translation.
            if pairs.keys[pair as usize] != pairs.keys[same[0].4 as usize] {
                verdicts.drop(pair as usize, Reason::OtherTranslation, best);
            }
        }
    }
}
