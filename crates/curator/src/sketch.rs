//! A pair's shingles: what near duplicates are told by.

use duizhao_bitext::Language;

use crate::fold::fold;

/// Most shingles of a side that are kept: the smallest. A longer text's likeness is estimated from them.
pub(crate) const MOST: usize = 256;

/// The shingles of both sides of a pair: sorted hashes, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    pub(crate) sides: [Vec<u32>; 2],
}

/// A borrowed [`Sketch`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub(crate) zh: &'a [u32],
    pub(crate) en: &'a [u32],
}

impl Sketch {
    /// The keys and the shingles of a pair.
    pub(crate) fn of(zh: &str, en: &str) -> ([u64; 2], Self) {
        let side = |language, text: &str| {
            let mut shingles = Vec::with_capacity(text.len() / 3);
            let key = fold(language, text, |shingle| shingles.push(shingle));
            shingles.sort_unstable();
            shingles.dedup();
            shingles.truncate(MOST);
            (key, shingles)
        };
        let ((zh_key, zh), (en_key, en)) = (side(Language::Zh, zh), side(Language::En, en));
        ([zh_key, en_key], Self { sides: [zh, en] })
    }

    /// The keys alone.
    pub(crate) fn keys_of(zh: &str, en: &str) -> [u64; 2] {
        [fold(Language::Zh, zh, |_| ()), fold(Language::En, en, |_| ())]
    }

    pub(crate) fn as_sides(&self) -> Sides<'_> {
        Sides { zh: &self.sides[0], en: &self.sides[1] }
    }
}

impl Sides<'_> {
    /// Whether both sides are at least so much alike.
    pub(crate) fn both_near(self, other: Self, threshold: f32) -> bool {
        near(self.zh, other.zh, threshold) && near(self.en, other.en, threshold)
    }

    /// Whether one side or both are at least so much alike.
    pub(crate) fn one_near(self, other: Self, threshold: f32) -> bool {
        near(self.zh, other.zh, threshold) || near(self.en, other.en, threshold)
    }
}

/// Whether the Jaccard similarity of two sets is at least `threshold`. Sets without shingles are like nothing.
fn near(one: &[u32], other: &[u32], threshold: f32) -> bool {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // The intersection is no larger than the smaller set, and the union no smaller than the larger.
    short > 0 && short as f32 >= threshold * long as f32 && jaccard(one, other) >= threshold
}

/// The Jaccard similarity of two sorted sets: exact below [`MOST`] shingles, from there on estimated from the smallest
/// of the union (the bottom-k sketch of Broder 1997).
pub(crate) fn jaccard(one: &[u32], other: &[u32]) -> f32 {
    // Beyond the last shingle of a set that was cut, nothing is known of it.
    let end = |set: &[u32]| match set.last() {
        Some(&last) if set.len() == MOST => last,
        _ => u32::MAX,
    };
    let end = end(one).min(end(other));
    let (mut at, mut to, mut common, mut union) = (0, 0, 0_u32, 0_u32);
    while at < one.len() || to < other.len() {
        let (left, right) = (one.get(at), other.get(to));
        let next = match (left, right) {
            (Some(&left), Some(&right)) => left.min(right),
            (Some(&only), None) | (None, Some(&only)) => only,
            (None, None) => break,
        };
        if next > end {
            break;
        }
        let (in_one, in_other) = (left == Some(&next), right == Some(&next));
        common += u32::from(in_one && in_other);
        union += 1;
        at += usize::from(in_one);
        to += usize::from(in_other);
    }
    if union == 0 { 0.0 } else { common as f32 / union as f32 }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Sketch, jaccard};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn the_similarity_is_jaccards(one in set(200), other in set(200)) {
            let sets = [&one, &other].map(|set| set.iter().copied().collect::<BTreeSet<_>>());
            let common = sets[0].intersection(&sets[1]).count() as f32;
            let union = sets[0].union(&sets[1]).count().max(1) as f32;
            prop_assert!((jaccard(&one, &other) - common / union).abs() < 1e-6);
        }
    }

    fn set(most: usize) -> impl Strategy<Value = Vec<u32>> {
        prop::collection::btree_set(0_u32..300, 0..most).prop_map(|set| set.into_iter().collect())
    }

    #[test]
    fn a_long_texts_similarity_is_estimated_closely() {
        let words: Vec<_> = (0..1000).map(|word| format!("w{word}")).collect();
        let mut changed = words.clone();
        for place in (0..1000).step_by(20) {
            changed[place] = format!("x{place}");
        }
        let sketch = |words: &[String]| Sketch::of("中", &words.join(" ")).1;
        let (one, other) = (sketch(&words), sketch(&changed));
        assert_eq!(one.sides[1].len(), MOST);
        let truth = 900.0 / 1098.0; // 100 of 999 pairs of neighbours changed, less one at the edge
        assert!((jaccard(&one.sides[1], &other.sides[1]) - truth).abs() < 0.08);
    }

    #[test]
    fn near_needs_both_sides_or_one() {
        let [one, other] = ["The bridge was opened in May.", "Something else was said there."]
            .map(|en| Sketch::of("桥在五月通车了", en).1);
        assert!(!one.as_sides().both_near(other.as_sides(), 0.8));
        assert!(one.as_sides().one_near(other.as_sides(), 0.8));
        assert!(one.as_sides().both_near(one.as_sides(), 1.0));
    }

    #[test]
    fn texts_without_letters_are_like_nothing() {
        let (dots, dashes) = (Sketch::of("……", "..."), Sketch::of("——", "--"));
        assert!(!dots.1.as_sides().one_near(dashes.1.as_sides(), 0.0001));
        assert_ne!(dots.0, dashes.0);
    }
}
