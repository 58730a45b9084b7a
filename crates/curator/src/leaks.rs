use duizhao_bitext::Split;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::index::{Index, Near};
use crate::pairs::{Pairs, content};
use crate::reference::INDEXED;
use crate::resolve::Verdicts;
use crate::scratch::Sketches;
use crate::sketch::{Sketch, jaccard};
use crate::{CurateError, Item, Reason};

/// Of the pairs that are kept so far, drops those that leak: from validation into test, and from train into either.
///
/// A pair leaks if one of its sides is near that of the other, or if both say the same. The evaluation splits are kept
/// as they are, so that they do not change when the corpus grows.
pub(crate) fn drop_leaks(
    pairs: &Pairs,
    sketches: &Sketches,
    similarity: f32,
    split: impl Fn(usize) -> Split + Sync,
    verdicts: &mut Verdicts,
) -> Result<(), CurateError> {
    for evaluation in [Split::Test, Split::Validation] {
        let reason = match evaluation {
            Split::Test => Reason::LeaksIntoTest,
            Split::Validation | Split::Train => Reason::LeaksIntoValidation,
        };
        let of_split: Vec<usize> = (0..pairs.len())
            .filter(|pair| split(*pair) == evaluation && verdicts.is_kept(*pair))
            .collect();
        for part in of_split.chunks(INDEXED) {
            let held: Vec<Sketch> =
                part.iter().map(|pair| sketches.read(*pair)).collect::<Result<_, _>>()?;
            let index = Index::new(held, similarity, Near::Either);
            // Texts without letters have no shingles; they are told by their content.
            let contents: FxHashMap<u64, usize> =
                part.iter().enumerate().map(|(at, pair)| (pairs.content(*pair), at)).collect();
            let found = sketches.probe(
                |pair| split(pair) < evaluation && verdicts.is_kept(pair),
                |pair, sides| {
                    let same = contents.get(&pairs.content(pair)).copied();
                    same.or_else(|| index.find(sides))
                },
            )?;
            for (pair, at) in found {
                verdicts.drop(pair, reason, pairs.ids[part[at]]);
            }
        }
    }
    Ok(())
}

/// Pairs that should be seen in no other corpus, ready to be looked for.
///
/// Takes about 500 bytes of memory for each pair. What it finds does not depend on how the corpora were made.
#[derive(Debug)]
pub struct Leaks {
    index: Index,
    sketches: Vec<([u64; 2], u64)>,
    contents: FxHashMap<u64, usize>,
}

/// A pair that was found where it should not be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leak {
    /// The id of the pair that should be seen nowhere else.
    pub id: u64,
    /// Whether both sides are the same but for case, punctuation, spaces and full-width forms.
    pub exact: bool,
    /// The Jaccard similarity of the Chinese sides.
    pub zh: f32,
    /// The Jaccard similarity of the English sides.
    pub en: f32,
}

impl Leaks {
    /// Takes the pairs that should be seen nowhere else. Two sides are nearly the same from `similarity` on.
    pub fn new(items: &[Item<'_>], similarity: f32) -> Self {
        let all: Vec<_> = items.par_iter().map(|item| Sketch::of(item.zh, item.en)).collect();
        let contents = all.iter().zip(0..).map(|((keys, _), at)| (content(*keys), at)).collect();
        let (keys, sketches): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let ids = items.iter().map(|item| item.id);
        Self {
            index: Index::new(sketches, similarity, Near::Either),
            sketches: keys.into_iter().zip(ids).collect(),
            contents,
        }
    }

    /// For each of these pairs the one that it repeats, exactly or nearly, on one side or both.
    pub fn find(&self, items: &[Item<'_>]) -> Vec<Option<Leak>> {
        items.par_iter().map(|item| self.leak(item)).collect()
    }

    fn leak(&self, item: &Item<'_>) -> Option<Leak> {
        let (keys, sketch) = Sketch::of(item.zh, item.en);
        let same = self.contents.get(&content(keys)).copied();
        let at = same.or_else(|| self.index.find(sketch.as_sides()))?;
        let other = self.index.sides(at);
        let (known, id) = self.sketches[at];
        Some(Leak {
            id,
            exact: known == keys,
            zh: jaccard(&sketch.sides[0], other.zh),
            en: jaccard(&sketch.sides[1], other.en),
        })
    }
}
