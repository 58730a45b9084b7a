//! MinHash bands (Broder 1997; Indyk and Motwani 1998): sets that are alike probably share one.

use crate::hash::{chain, mix};
use crate::sketch::Sides;

/// Minima that make a band.
const ROWS: usize = 4;
/// Bands that are computed together: their minima fit the registers.
pub(crate) const BLOCK: usize = 5;
const LANES: usize = ROWS * BLOCK;
/// The share of pairs at the threshold that may share no band.
const MISSED: f64 = 0.0005;

/// Which shingles of a pair go into a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Zh,
    En,
    Both,
}

/// As many bands as it takes to find all but one in two thousand of the sets that are just alike enough.
///
/// Two sets of similarity s share a band with probability s⁴, and one of b bands with 1 − (1 − s⁴)ᵇ: with the 15 bands
/// for a threshold of .8 that is .9996 at .8, .99999 at .9, and .006 at .15.
#[derive(Debug, Clone)]
pub(crate) struct Bands {
    blocks: Vec<Block>,
}

/// The permutations of a block's minima: an exclusive or, then a multiplication by an odd number.
#[derive(Debug, Clone)]
struct Block {
    flips: [u32; LANES],
    factors: [u32; LANES],
}

impl Bands {
    pub(crate) fn new(threshold: f32) -> Self {
        let in_one = libm::pow(f64::from(threshold), ROWS as f64);
        let needed = libm::log(MISSED) / libm::log1p(-in_one.min(1.0 - 1e-9));
        let count = (libm::ceil(needed / BLOCK as f64) as usize).clamp(1, 200);
        Self { blocks: (0..count as u64).map(Block::new).collect() }
    }

    /// How many blocks of [`BLOCK`] bands there are.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The hashes of a block's bands; `None` for a set without shingles.
    pub(crate) fn block(&self, number: usize, sides: Sides<'_>, of: Of) -> Option<[u32; BLOCK]> {
        let block = self.blocks.get(number)?;
        let sets: &[&[u32]] = match of {
            Of::Zh => &[sides.zh],
            Of::En => &[sides.en],
            Of::Both => &[sides.zh, sides.en],
        };
        if sets.iter().all(|set| set.is_empty()) {
            return None;
        }
        let mut minima = [i32::MAX; LANES];
        for set in sets {
            block.lower(&mut minima, set);
        }
        let mut bands = [0; BLOCK];
        for (band, rows) in bands.iter_mut().zip(minima.chunks_exact(ROWS)) {
            let hash = rows.iter().fold(number as u64, |hash, row| {
                hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) ^ u64::from(*row as u32)
            });
            *band = mix(hash) as u32;
        }
        Some(bands)
    }
}

impl Block {
    fn new(number: u64) -> Self {
        let constant =
            |kind: u64, lane: usize| chain(kind, number * LANES as u64 + lane as u64) as u32;
        Self {
            flips: std::array::from_fn(|lane| constant(1, lane)),
            factors: std::array::from_fn(|lane| constant(2, lane) | 1),
        }
    }

    /// Written so that the compiler makes vector instructions of it: no branch, and signed minima, which every x86-64
    /// can compare.
    fn lower(&self, minima: &mut [i32; LANES], set: &[u32]) {
        for &shingle in set {
            let permutations = self.flips.iter().zip(&self.factors);
            for (minimum, (flip, factor)) in minima.iter_mut().zip(permutations) {
                *minimum = (*minimum).min((shingle ^ flip).wrapping_mul(*factor) as i32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bands, Of};
    use crate::hash::chain;
    use crate::sketch::{Sides, jaccard};

    /// Two sets of so many shingles with so many in common.
    fn sets(size: u64, common: u64, seed: u64) -> [Vec<u32>; 2] {
        [0, 1].map(|side| {
            let own = |item: u64| if item < common { item } else { item + 1000 * (side + 1) };
            let mut set: Vec<_> = (0..size).map(|item| chain(seed, own(item)) as u32).collect();
            set.sort_unstable();
            set
        })
    }

    /// Of how many pairs of sets like these a band is shared.
    fn found(size: u64, common: u64, tries: u64) -> f64 {
        let bands = Bands::new(0.8);
        let shared = (0..tries).filter(|&seed| {
            let [one, other] = sets(size, common, seed);
            assert!(
                (jaccard(&one, &other) - common as f32 / (2 * size - common) as f32).abs() < 1e-6
            );
            let sides = |zh| Sides { zh, en: &[] };
            (0..bands.blocks()).any(|block| {
                let [one, other] =
                    [&one, &other].map(|set| bands.block(block, sides(set), Of::Zh).unwrap());
                one.iter().zip(other).any(|(one, other)| *one == other)
            })
        });
        shared.count() as f64 / tries as f64
    }

    #[test]
    fn what_is_just_alike_enough_is_found() {
        assert!(found(36, 32, 20_000) > 0.999); // similarity .8
        assert!(found(9, 8, 20_000) > 0.999);
        assert!(found(180, 160, 5_000) > 0.999);
    }

    #[test]
    fn what_is_little_alike_is_rarely_looked_at() {
        assert!(found(40, 8, 5_000) < 0.01); // similarity .11
    }

    #[test]
    fn a_lower_threshold_takes_more_bands() {
        assert_eq!(Bands::new(0.8).blocks(), 3);
        assert!(Bands::new(0.6).blocks() > 10);
        assert_eq!(Bands::new(1.0).blocks(), 1);
    }
}
