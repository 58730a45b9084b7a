//! What a document does in all its pairs: leaves out the marks at the end of a side, ends it at a pause, translates at length.

/// What a pair shows of its document's conventions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shown {
    /// Whether this side ends without a mark, or at a pause, where the other ends as sentences do: Chinese and English.
    pub(crate) bare: [bool; 2],
    pub(crate) paused: [bool; 2],
    /// Logarithm of the English length over the Chinese one, a Chinese character as 3.5 letters.
    pub(crate) ratio: f64,
    /// What the last words of each side say against, in nats.
    pub(crate) against: [f64; 2],
}

/// The conventions of a document: subtitles have no full stops on one side, where books have them, and one translator
/// is terser than another.
#[derive(Debug, Clone, Default)]
pub struct Conventions {
    pairs: usize,
    /// For each side the pairs in which it is not much shorter than usual, and in how many of these it is bare, and paused:
    /// how a side ends that was cut off is no convention.
    whole: [usize; 2],
    bare: [usize; 2],
    paused: [usize; 2],
    /// The ratios of the pairs, sorted.
    ratios: Vec<f64>,
    /// What the last words of each side say against, sorted.
    against: [Vec<f64>; 2],
}

/// Of how many pairs, and how often bare or paused, a document is believed to consist before it is read.
const BELIEVED: f64 = 4.0;
const BELIEVED_RATE: f64 = 0.1;
/// What its last words say against, and how far its ratios of lengths are spread.
const BELIEVED_AGAINST: f64 = 1.0;
const BELIEVED_SPREAD: f64 = 0.25;
/// Rates below this are not told from mistakes.
const LEAST_RATE: f64 = 0.001;
/// A side is not much shorter than usual if the logarithm of its length, by the other's, is above the middle less this.
const SHORTER: f64 = 0.2;

impl Conventions {
    pub(crate) fn of(shown: impl Iterator<Item = Shown>) -> Self {
        let shown: Vec<Shown> = shown.collect();
        let mut conventions = Self { pairs: shown.len(), ..Self::default() };
        let sorted = |value: fn(&Shown) -> f64| {
            let mut values: Vec<f64> = shown.iter().map(value).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        conventions.ratios = sorted(|shown| shown.ratio);
        conventions.against = [sorted(|shown| shown.against[0]), sorted(|shown| shown.against[1])];
        for shown in shown {
            for (side, whole) in conventions.whole(shown).into_iter().enumerate() {
                conventions.whole[side] += usize::from(whole);
                conventions.bare[side] += usize::from(whole && shown.bare[side]);
                conventions.paused[side] += usize::from(whole && shown.paused[side]);
            }
        }
        conventions
    }

    /// Whether each side is not much shorter than usual.
    fn whole(&self, shown: Shown) -> [bool; 2] {
        let longer = shown.ratio - self.middle();
        [longer < SHORTER, longer > -SHORTER]
    }

    /// The ratio of lengths that is in the middle.
    fn middle(&self) -> f64 {
        middle(&self.ratios)
    }

    /// How unusual it is in this document, the pair itself aside, that a side is bare: the negative logarithm of the rate,
    /// for the Chinese and the English side, 0 for a side that is not.
    pub(crate) fn surprise(&self, own: Shown) -> [f64; 2] {
        [0, 1].map(|side| self.surprise_of(own, side, own.bare[side], self.bare[side]))
    }

    /// The same of a side that is paused.
    pub(crate) fn surprise_at_pause(&self, own: Shown) -> [f64; 2] {
        [0, 1].map(|side| self.surprise_of(own, side, own.paused[side], self.paused[side]))
    }

    /// How unusual it is that a side ends in a way, as it does in so many pairs.
    fn surprise_of(&self, own: Shown, side: usize, ends_so: bool, pairs: usize) -> f64 {
        if !ends_so {
            return 0.0;
        }
        let itself = usize::from(self.whole(own)[side]);
        let others = self.whole[side].saturating_sub(itself) as f64;
        let believed = BELIEVED * BELIEVED_RATE;
        let rate = (pairs.saturating_sub(itself) as f64 + believed) / (others + BELIEVED);
        -libm::log(rate.max(LEAST_RATE))
    }

    /// What the last words of a side say against in the pair of the document that is in the middle: a free translation leaves
    /// more of them without counterpart.
    pub(crate) fn usual_against(&self) -> [f64; 2] {
        let pairs = self.pairs as f64;
        [0, 1].map(|side| {
            let believed = BELIEVED * BELIEVED_AGAINST;
            (middle(&self.against[side]) * pairs + believed) / (pairs + BELIEVED)
        })
    }

    /// How far the ratios of lengths are spread in this document: half of what the middle two thirds span.
    pub(crate) fn spread(&self) -> f64 {
        let at = |share: usize| {
            self.ratios.get(self.ratios.len() * share / 6).copied().unwrap_or_default()
        };
        let count = self.ratios.len() as f64;
        ((at(5) - at(1)) / 2.0 * count + BELIEVED_SPREAD * BELIEVED) / (count + BELIEVED)
    }

    /// By how much the pair's ratio of lengths is above what its document has in the middle; a short document's middle counts
    /// for less.
    pub(crate) fn excess(&self, own: Shown) -> f64 {
        let others = self.pairs.saturating_sub(1) as f64;
        own.ratio - self.middle() * others / (others + BELIEVED)
    }
}

/// The value in the middle of sorted ones; 0 of none.
fn middle(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Conventions, Shown};

    fn shown(bare: [bool; 2]) -> Shown {
        Shown { bare, paused: [false; 2], ratio: 0.3, against: [1.0, 2.0] }
    }

    #[test]
    fn a_bare_side_is_no_surprise_among_others_and_one_among_marks() {
        let own = shown([true, false]);
        let subtitles = Conventions::of((0..50).map(|_| own));
        let book = Conventions::of((0..50).map(|at| shown([at == 7, false])));
        assert!(subtitles.surprise(own)[0] < 0.2);
        assert!(book.surprise(own)[0] > 3.0);
        assert_eq!(book.surprise(shown([false; 2])), [0.0; 2]);
    }

    #[test]
    fn a_pause_where_the_other_side_ends_is_a_convention_of_its_own() {
        let own = Shown { paused: [true, false], ..shown([false; 2]) };
        let report = Conventions::of((0..50).map(|_| own));
        let book = Conventions::of((0..50).map(|_| shown([false; 2])));
        assert!(report.surprise_at_pause(own)[0] < 0.2 && report.surprise(own) == [0.0; 2]);
        assert!(book.surprise_at_pause(own)[0] > 3.0);
    }

    #[test]
    fn sides_that_were_cut_off_make_no_convention() {
        let cut = Shown { ratio: 0.9, ..shown([true, false]) };
        let spoilt =
            Conventions::of((0..100).map(|at| if at % 5 == 0 { cut } else { shown([false; 2]) }));
        assert!(spoilt.surprise(cut)[0] > 4.0, "{:?}", spoilt.surprise(cut));
        // Where the sides are as long as ever they are bare on purpose.
        let bare = shown([true, false]);
        let subtitles =
            Conventions::of((0..100).map(|at| if at % 5 == 0 { bare } else { shown([false; 2]) }));
        assert!(subtitles.surprise(bare)[0] < 2.0, "{:?}", subtitles.surprise(bare));
    }

    #[test]
    fn a_few_pairs_do_not_change_what_is_usual() {
        let odd = Shown { against: [9.0, 0.0], ..shown([false; 2]) };
        let document =
            Conventions::of((0..100).map(|at| if at % 7 == 0 { odd } else { shown([false; 2]) }));
        let [zh, en] = document.usual_against();
        assert!((zh - 1.0).abs() < 0.01 && (en - 2.0).abs() < 0.05, "{zh} {en}");
    }

    #[test]
    fn a_document_of_one_ratio_has_less_spread_than_one_of_many() {
        let even = Conventions::of((0..100).map(|_| shown([false; 2])));
        let uneven = (0..100).map(|at| Shown { ratio: f64::from(at) / 50.0, ..shown([false; 2]) });
        assert!(even.spread() < 0.02 && Conventions::of(uneven).spread() > 0.6);
    }

    #[test]
    fn a_ratio_is_measured_from_the_middle_of_the_others() {
        let own = shown([false; 2]);
        assert_eq!(Conventions::default().excess(own), 0.3);
        assert!(Conventions::of((0..100).map(|_| own)).excess(own).abs() < 0.02);
    }
}
