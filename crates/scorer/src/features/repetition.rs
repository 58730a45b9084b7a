use std::hash::{Hash, Hasher};

use duizhao_bitext::Feature;
use rustc_hash::{FxHashSet, FxHasher};

use super::Measure;
use crate::words::words;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "repetition",
        description: "share of the runs of four words (Chinese: characters) that stood before in the same side, of the side \
            that repeats itself more, 0 to 1; 0 below twelve words",
    },
    of: |sides| share(sides.zh).max(share(sides.en)),
};

const RUN: usize = 4;
const FEWEST: usize = 12;

fn share(text: &str) -> f32 {
    let words: Vec<u64> = words(text).map(hashed).collect();
    if words.len() < FEWEST {
        return 0.0;
    }
    let mut met: FxHashSet<&[u64]> = FxHashSet::default();
    let repeated = words.windows(RUN).filter(|run| !met.insert(run)).count();
    repeated as f32 / (words.len() - RUN + 1) as f32
}

fn hashed(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn what_goes_round_in_circles_repeats_itself() {
        let zh = "他说他很好".repeat(6);
        assert!(measured(&MEASURE, &zh, "He said he was fine.") > 0.7);
        assert!(measured(&MEASURE, "他很好。", &"and then he said ".repeat(6)) > 0.7);
    }

    #[test]
    fn ordinary_text_and_a_short_cry_do_not() {
        let zh = "不，不，不！村里的人都说，这条河从前没有名字，后来才有人叫它白河。";
        let en = "No, no, no! People in the village say that the river had no name and was called White River later.";
        assert!(measured(&MEASURE, zh, en) < 0.1);
    }
}
