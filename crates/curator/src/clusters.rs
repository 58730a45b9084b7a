//! Which pairs are near duplicates of each other: sorted bands, candidates, and a look at their shingles.

use rayon::prelude::*;

use crate::CurateError;
use crate::bands::{BLOCK, Bands, Of};
use crate::scratch::Sketches;
use crate::sketch::Sketch;

/// In a band's bucket, most pairs to which further ones are compared: it bounds the cost where thousands of short pairs share
/// the one shingle that the band fell on. Only in buckets larger than this the order of pairs can decide what is found.
const COMPARED: usize = 64;
/// Buckets are looked through in so many parts of the sorted band.
const PARTS: usize = 64;

/// The clusters of the pairs: a forest in which each pair knows its root, the first pair of its cluster.
#[derive(Debug)]
pub(crate) struct Clusters {
    roots: Vec<u32>,
}

impl Clusters {
    /// Each pair by itself, but for the roots given.
    pub(crate) fn new(roots: Vec<u32>) -> Self {
        Self { roots }
    }

    pub(crate) fn root(&self, pair: u32) -> u32 {
        self.roots[pair as usize]
    }

    /// Joins the clusters of all pairs that are near duplicates.
    ///
    /// Of exact duplicates only the roots are compared. Costs the bands of each pair, a sort a band, and a comparison
    /// for each two pairs of a bucket that are not in one cluster yet. Takes 40 bytes a pair while it runs.
    pub(crate) fn join_near(
        &mut self,
        sketches: &Sketches,
        bands: &Bands,
        threshold: f32,
    ) -> Result<(), CurateError> {
        let exact = self.roots.clone();
        for block in 0..bands.blocks() {
            for mut band in columns(sketches, bands, block, &exact)? {
                band.par_sort_unstable();
                let found: Result<Vec<_>, _> = parts(&band)
                    .into_par_iter()
                    .map(|part| self.look_through(part, sketches, threshold))
                    .collect();
                for (one, other) in found?.into_iter().flatten() {
                    self.union(one, other);
                }
                self.flatten();
            }
        }
        Ok(())
    }

    /// The near duplicates in some buckets that are in different clusters so far.
    fn look_through(
        &self,
        part: &[u64],
        sketches: &Sketches,
        threshold: f32,
    ) -> Result<Vec<(u32, u32)>, CurateError> {
        let mut found = Vec::new();
        let mut members: Vec<Member> = Vec::new();
        let buckets = part.chunk_by(|one, next| one >> 32 == next >> 32);
        for bucket in buckets.filter(|bucket| self.has_news(bucket)) {
            members.clear();
            for &entry in bucket {
                let pair = entry as u32;
                let mut new = Member { pair, cluster: self.root(pair), sketch: None };
                for at in 0..members.len() {
                    let cluster = members[at].cluster;
                    if cluster != new.cluster
                        && members[at].is_near(&mut new, sketches, threshold)?
                    {
                        found.push((members[at].pair, pair));
                        let same = members.iter_mut().filter(|member| member.cluster == cluster);
                        same.for_each(|member| member.cluster = new.cluster);
                    }
                }
                if members.len() < COMPARED {
                    members.push(new);
                }
            }
        }
        Ok(found)
    }

    /// Whether the pairs of a bucket are of more than one cluster.
    fn has_news(&self, bucket: &[u64]) -> bool {
        bucket.iter().any(|entry| self.root(*entry as u32) != self.root(bucket[0] as u32))
    }

    fn union(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        self.roots[one.max(other) as usize] = one.min(other);
    }

    fn find(&mut self, mut pair: u32) -> u32 {
        while self.roots[pair as usize] != pair {
            let above = self.roots[pair as usize];
            self.roots[pair as usize] = self.roots[above as usize];
            pair = above;
        }
        pair
    }

    /// Lets each pair point at its root. A root comes before its cluster, so one pass is enough.
    fn flatten(&mut self) {
        for pair in 0..self.roots.len() {
            self.roots[pair] = self.roots[self.roots[pair] as usize];
        }
    }
}

/// A pair in a bucket.
#[derive(Debug)]
struct Member {
    pair: u32,
    /// Its cluster, as far as this bucket shows.
    cluster: u32,
    /// Read when it is first needed.
    sketch: Option<Sketch>,
}

impl Member {
    fn is_near(
        &mut self,
        other: &mut Self,
        sketches: &Sketches,
        threshold: f32,
    ) -> Result<bool, CurateError> {
        let (own, other) = (self.sketch(sketches)?, other.sketch(sketches)?);
        Ok(own.as_sides().both_near(other.as_sides(), threshold))
    }

    fn sketch(&mut self, sketches: &Sketches) -> Result<&Sketch, CurateError> {
        match &mut self.sketch {
            Some(sketch) => Ok(sketch),
            empty => Ok(empty.insert(sketches.read(self.pair as usize)?)),
        }
    }
}

/// The bands of a block: for each, the hash and the number of every pair that is the first of its exact duplicates.
fn columns(
    sketches: &Sketches,
    bands: &Bands,
    block: usize,
    exact: &[u32],
) -> Result<[Vec<u64>; BLOCK], CurateError> {
    let mut columns: [Vec<u64>; BLOCK] = Default::default();
    sketches.for_each_chunk(|chunk| {
        let hashes: Vec<_> = (0..chunk.len())
            .into_par_iter()
            .with_min_len(256)
            .filter(|at| exact[chunk.first + at] as usize == chunk.first + at)
            .filter_map(|at| {
                Some((chunk.first + at, bands.block(block, chunk.sides(at), Of::Both)?))
            })
            .collect();
        for (column, band) in columns.iter_mut().zip(0..) {
            let entries = hashes.iter();
            column.extend(entries.map(|(pair, hashes)| {
                let hashes: &[u32; BLOCK] = hashes;
                u64::from(hashes[band]) << 32 | *pair as u64
            }));
        }
        Ok(())
    })?;
    Ok(columns)
}

/// Cuts a sorted band between its buckets.
fn parts(mut band: &[u64]) -> Vec<&[u64]> {
    let size = band.len() / PARTS + 1;
    let mut parts = Vec::new();
    while !band.is_empty() {
        let bucket = band[(size - 1).min(band.len() - 1)] >> 32;
        let (part, rest) = band.split_at(band.partition_point(|entry| entry >> 32 <= bucket));
        parts.push(part);
        band = rest;
    }
    parts
}
