use duizhao_bitext::{Bead, Ladder};

use crate::confidence::LEAST_AGREEMENT;

/// A ladder with what can be said about it as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignment {
    /// The beads.
    pub ladder: Ladder,
    /// How much likelier the two texts are under the lexicon beside each other than each alone, in nats for each token of
    /// the side with fewer: clearly above 0 for translations, below for texts that have nothing to do with each other. How
    /// the blocks stand has no part in it.
    pub agreement: f32,
    /// For each bead what its score is made of: the square root of its margin as a share of what is usual in the document.
    pub clearness: Vec<f32>,
}

impl Alignment {
    /// Whether the two texts are translations of each other at all. Texts without any words to judge by are not.
    pub fn is_translation(&self) -> bool {
        self.agreement >= LEAST_AGREEMENT
    }

    /// Of two sides one of which is empty: null beads only.
    pub(crate) fn of_nulls(zh: usize, en: usize) -> Self {
        let zh = (0..zh).map(|zh| Bead::new(zh..zh + 1, 0..0));
        let end = zh.len();
        let en = (0..en).map(|en| Bead::new(end..end, en..en + 1));
        let beads: Vec<Bead> = zh.chain(en).collect();
        Self { clearness: vec![0.0; beads.len()], ladder: Ladder::new(beads), agreement: f32::MIN }
    }
}
