//! Finds, for any pair, a likely near duplicate among pairs that are held in memory.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::bands::{Bands, Of};
use crate::hash::{chain, mix};
use crate::sketch::{Sides, Sketch};

/// Which sides of two pairs must be near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Near {
    Both,
    Either,
}

/// Sketches in memory, and where their bands lie.
///
/// About 8 bytes for each band and side (240 for a threshold of .8) and 4 for each shingle of a pair.
#[derive(Debug)]
pub(crate) struct Index {
    bands: Bands,
    threshold: f32,
    sides: Near,
    sketches: Vec<Sketch>,
    /// Where the entries begin whose hash begins with each number of `bits` bits; and the end.
    starts: Vec<u32>,
    bits: u32,
    /// The hash of a band, and the number of a sketch, sorted.
    entries: Vec<u64>,
}

impl Index {
    pub(crate) fn new(sketches: Vec<Sketch>, threshold: f32, sides: Near) -> Self {
        let bands = Bands::new(threshold);
        let wanted = match sides {
            Near::Both => vec![[true; 2]; sketches.len()],
            Near::Either => first_of_each_side(&sketches),
        };
        let mut entries: Vec<u64> = sketches
            .par_iter()
            .enumerate()
            .flat_map_iter(|(number, sketch)| {
                let hashes = hashes(&bands, sketch.as_sides(), wanted[number]);
                hashes.into_iter().map(move |hash| u64::from(hash) << 32 | number as u64)
            })
            .collect();
        entries.par_sort_unstable();
        let bits = entries.len().max(2).ilog2().min(28);
        let mut starts = vec![0; (1 << bits) + 1];
        for entry in &entries {
            starts[1 + (entry >> (64 - bits)) as usize] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        Self { bands, threshold, sides, sketches, starts, bits, entries }
    }

    /// A sketch by its number.
    pub(crate) fn sides(&self, number: usize) -> Sides<'_> {
        self.sketches[number].as_sides()
    }

    /// The first of the sketches that is near.
    pub(crate) fn find(&self, sides: Sides<'_>) -> Option<usize> {
        let mut candidates: Vec<u32> = Vec::new();
        for hash in hashes(&self.bands, sides, [true; 2]) {
            let slot = (hash >> (32 - self.bits)) as usize;
            let entries = &self.entries[self.starts[slot] as usize..self.starts[slot + 1] as usize];
            let same = entries.iter().filter(|entry| (*entry >> 32) as u32 == hash);
            candidates.extend(same.map(|entry| *entry as u32));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let near = |number: &usize| {
            let other = self.sketches[*number].as_sides();
            match self.sides {
                Near::Both => sides.both_near(other, self.threshold),
                Near::Either => sides.one_near(other, self.threshold),
            }
        };
        candidates.into_iter().map(|number| number as usize).find(near)
    }
}

/// For each sketch and side whether no earlier sketch has the same side: where a thousand pairs have one formula, one of
/// them is enough to find.
fn first_of_each_side(sketches: &[Sketch]) -> Vec<[bool; 2]> {
    let mut seen = [FxHashSet::default(), FxHashSet::default()];
    let is_first = |sketch: &Sketch| {
        [0, 1].map(|side| {
            let set = &sketch.sides[side];
            seen[side].insert(set.iter().fold(0, |hash, &shingle| chain(hash, u64::from(shingle))))
        })
    };
    sketches.iter().map(is_first).collect()
}

/// The hashes of all bands of the wanted sides, each with its band and side in it.
fn hashes(bands: &Bands, sides: Sides<'_>, wanted: [bool; 2]) -> Vec<u32> {
    let mut hashes = Vec::with_capacity(2 * bands.blocks() * crate::bands::BLOCK);
    for (side, of) in [Of::Zh, Of::En].into_iter().enumerate().filter(|(side, _)| wanted[*side]) {
        for block in 0..bands.blocks() {
            for (band, hash) in bands.block(block, sides, of).into_iter().flatten().enumerate() {
                let place = ((2 * block + side) << 8 | band) as u64;
                hashes.push(mix(place << 32 | u64::from(hash)) as u32);
            }
        }
    }
    hashes
}
