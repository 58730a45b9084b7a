//! Which pairs are near duplicates of each other: sorted bands, candidates, and a look at their shingles.

use rayon::prelude::*;

use crate::CurateError;
use crate::bands::{BLOCK, Bands, Of};
use crate::scratch::Sketches;
use crate::sketch::Sketch;

/// In a band's bucket, most pairs that are unlike each other and to which further ones are compared: it bounds the cost
/// where thousands of short pairs share the one shingle that the band fell on.
const LEADERS: usize = 64;
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
        let mut leaders: Vec<(u32, Sketch)> = Vec::new();
        let buckets = part.chunk_by(|one, next| one >> 32 == next >> 32);
        for bucket in buckets.filter(|bucket| self.has_news(bucket)) {
            leaders.clear();
            for &entry in bucket {
                let pair = entry as u32;
                if leaders.iter().any(|(leader, _)| self.root(*leader) == self.root(pair)) {
                    continue;
                }
                let sketch = sketches.read(pair as usize)?;
                let near = |leader: &&(u32, Sketch)| {
                    leader.1.as_sides().both_near(sketch.as_sides(), threshold)
                };
                match leaders.iter().find(near) {
                    Some((leader, _)) => found.push((*leader, pair)),
                    None if leaders.len() < LEADERS => leaders.push((pair, sketch)),
                    None => {}
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
