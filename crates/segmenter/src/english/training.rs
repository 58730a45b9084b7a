//! What a trainer needs: the gaps that the rules leave open, as the segmenter will see them.

use super::features::{FAR, Features, NEAR};
use super::rules::{self, Verdict};
use super::{Cuts, Place};
use crate::Options;

/// Bits of a feature's hash that choose its weight.
pub const BITS: u32 = super::model::BITS;

/// No weight may be larger than this, in the steps in which they are stored.
pub const LARGEST: u8 = super::model::LARGEST;

/// A gap that the rules leave open, with its features and whether a sentence ends there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Hashes of its features.
    pub features: [u32; NEAR + FAR],
    /// Whether a sentence ends there.
    pub ends: bool,
    /// Whether the marks alone speak for it, which is what the rules would say.
    pub likely: bool,
    /// Where in the text it is.
    pub at: usize,
}

/// The gaps of a paragraph that the rules leave open; `is_end` says whether a sentence ends at a byte.
pub fn examples(text: &str, is_end: impl Fn(usize) -> bool) -> Vec<Example> {
    let mut cuts = Cuts::new(text, Options::default());
    let mut examples = Vec::new();
    while let Some(place) = cuts.next_place() {
        let at = match place {
            Place::Certain(cut) => cut,
            Place::Gap(gap) => {
                let (tail, right) = (gap.tail(), gap.right());
                if rules::judge(&gap, &tail, &right) == Verdict::Open {
                    let (common, near) = Features::of(&gap, &tail, &right);
                    let far = common.far();
                    let features = std::array::from_fn(|number| {
                        near.get(number).copied().unwrap_or_else(|| far[number - NEAR])
                    });
                    let likely = super::is_likely(&gap, &tail);
                    examples.push(Example { features, ends: is_end(gap.end), likely, at: gap.end });
                }
                gap.end
            }
        };
        if is_end(at) {
            cuts.start = at;
        }
    }
    examples
}

/// The ends of a paragraph's sentences as the rules alone would have them: at a gap that they leave open, what the marks say.
pub fn ends_without_model(text: &str) -> Vec<usize> {
    let mut cuts = Cuts::new(text, Options::default());
    let mut ends = Vec::new();
    while let Some(place) = cuts.next_place() {
        let end = match place {
            Place::Certain(cut) => Some(cut),
            Place::Gap(gap) => {
                let (tail, right) = (gap.tail(), gap.right());
                let ends = match rules::judge(&gap, &tail, &right) {
                    Verdict::Ends => true,
                    Verdict::GoesOn => false,
                    Verdict::Open => super::is_likely(&gap, &tail),
                };
                ends.then_some(gap.end)
            }
        };
        if let Some(end) = end {
            cuts.start = end;
            ends.push(end);
        }
    }
    ends
}
