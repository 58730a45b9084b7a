use serde::Serialize;

use super::ladder::StatedBead;
use super::quality::{Reference, share};

/// Number of bins between 0 and 1 over which calibration is measured.
const BINS: usize = 10;

/// Levels of recall, in percent, at which precision is measured.
const RECALL_LEVELS: [usize; 3] = [80, 90, 95];

/// What the scores of the predicted beads allow to be measured. Null beads claim no translation and are left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Scores {
    /// Not every bead carries a score.
    Absent {
        /// Beads with a score.
        scored: usize,
        /// Beads that could have one.
        beads: usize,
    },
    /// There are scores, but not between 0 and 1: costs, or qualities of another scale.
    NotProbabilities {
        /// The lowest.
        lowest: f64,
        /// The highest.
        highest: f64,
    },
    /// The scores can be read as probabilities.
    Measured(Calibration),
}

/// How well the scores, read as probabilities that a bead is right, agree with how often beads are right.
///
/// Right means strictly right: the very same bead is in gold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Beads that were measured.
    pub beads: usize,
    /// Expected calibration error: the gap between mean score and share of right beads in a bin, averaged over all beads
    /// (Naeini, Cooper and Hauskrecht 2015, with ten bins of equal width). 0 is perfect.
    pub ece: f64,
    /// Mean squared difference between score and outcome (Brier 1950). 0 is perfect.
    pub brier: f64,
    /// Probability that a right bead has a higher score than a wrong one, equal scores counting half; `None` where all
    /// beads are right or all are wrong.
    pub auc: Option<f64>,
    /// What is gained by keeping only the surest beads.
    pub precision_at_recall: Vec<PrecisionAtRecall>,
    /// Ten bins; a score on an edge belongs to the upper bin, 1 to the last.
    pub bins: Vec<Bin>,
}

/// The best precision among the thresholds that keep at least this recall.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PrecisionAtRecall {
    /// Percent of the gold beads with both sides filled that are found.
    pub recall_percent: usize,
    /// The precision of what is kept, and the lowest score in it; `None` if so much recall is never reached.
    pub best: Option<Threshold>,
}

/// A threshold on the score and the precision above it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Threshold {
    /// The share of right beads among those kept.
    pub precision: f64,
    /// The lowest score that is kept.
    pub score: f64,
}

/// The beads whose scores fall into one tenth of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Bin {
    /// Lower edge.
    pub from: f64,
    /// How many beads.
    pub beads: usize,
    /// Their mean score; 0 for an empty bin.
    pub mean_score: f64,
    /// The share of them that is right; 0 for an empty bin.
    pub right: f64,
}

/// A scored bead and whether it is right.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    score: f64,
    right: bool,
}

/// Collects the scores of any number of documents.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    scored: Vec<Outcome>,
    unscored: usize,
    gold: usize,
}

impl Outcomes {
    pub(super) fn add(&mut self, predicted: &[StatedBead], gold: &[StatedBead]) {
        let reference = Reference::of(gold);
        self.gold += gold.iter().filter(|bead| !bead.is_null()).count();
        for bead in predicted.iter().filter(|bead| !bead.is_null()) {
            match bead.score {
                Some(score) => self.scored.push(Outcome { score, right: reference.holds(bead) }),
                None => self.unscored += 1,
            }
        }
    }

    /// Costs a sort of the scores.
    pub(super) fn measure(mut self) -> Scores {
        self.scored.sort_by(|one, other| other.score.total_cmp(&one.score));
        let (Some(highest), Some(lowest), 0) =
            (self.scored.first(), self.scored.last(), self.unscored)
        else {
            let scored = self.scored.len();
            return Scores::Absent { scored, beads: scored + self.unscored };
        };
        if lowest.score < 0.0 || highest.score > 1.0 {
            return Scores::NotProbabilities { lowest: lowest.score, highest: highest.score };
        }
        Scores::Measured(self.calibration())
    }

    fn calibration(&self) -> Calibration {
        let beads = self.scored.len();
        let bins = bins(&self.scored);
        let gap = |bin: &Bin| bin.beads as f64 * (bin.mean_score - bin.right).abs();
        let error = |outcome: &Outcome| {
            let difference = outcome.score - f64::from(u8::from(outcome.right));
            difference * difference
        };
        Calibration {
            beads,
            ece: bins.iter().map(gap).sum::<f64>() / beads as f64,
            brier: self.scored.iter().map(error).sum::<f64>() / beads as f64,
            auc: area_under_curve(&self.scored),
            precision_at_recall: self.precision_at_recall(),
            bins,
        }
    }

    fn precision_at_recall(&self) -> Vec<PrecisionAtRecall> {
        let mut levels =
            RECALL_LEVELS.map(|recall_percent| PrecisionAtRecall { recall_percent, best: None });
        let (mut kept, mut right) = (0, 0);
        for equal in self.scored.chunk_by(|one, other| one.score.total_cmp(&other.score).is_eq()) {
            kept += equal.len();
            right += count_right(equal);
            let here = Threshold { precision: share(right, kept), score: equal[0].score };
            for level in &mut levels {
                let enough = right * 100 >= level.recall_percent * self.gold;
                if enough && level.best.is_none_or(|best| best.precision < here.precision) {
                    level.best = Some(here);
                }
            }
        }
        levels.to_vec()
    }
}

fn count_right(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| outcome.right).count()
}

fn bins(outcomes: &[Outcome]) -> Vec<Bin> {
    let mut sums = [(0, 0.0, 0); BINS];
    for outcome in outcomes {
        let (beads, score, right) =
            &mut sums[((outcome.score * BINS as f64) as usize).min(BINS - 1)];
        *beads += 1;
        *score += outcome.score;
        *right += usize::from(outcome.right);
    }
    let bin = |(number, (beads, score, right)): (usize, (usize, f64, usize))| Bin {
        from: number as f64 / BINS as f64,
        beads,
        mean_score: if beads == 0 { 0.0 } else { score / beads as f64 },
        right: share(right, beads),
    };
    sums.into_iter().enumerate().map(bin).collect()
}

/// The Mann–Whitney statistic, scaled to 0…1. `outcomes` are in descending order of their scores.
fn area_under_curve(outcomes: &[Outcome]) -> Option<f64> {
    let right = count_right(outcomes);
    let wrong = outcomes.len() - right;
    // Twice the number of (right, wrong) pairs in which the right one is ahead; equal scores are half ahead.
    let mut twice_ahead = 0;
    let mut right_before = 0;
    for equal in outcomes.chunk_by(|one, other| one.score.total_cmp(&other.score).is_eq()) {
        let right_here = count_right(equal);
        twice_ahead += (equal.len() - right_here) * (2 * right_before + right_here);
        right_before += right_here;
    }
    (right > 0 && wrong > 0).then(|| twice_ahead as f64 / (2.0 * right as f64 * wrong as f64))
}

#[cfg(test)]
mod tests {
    use super::{Calibration, Outcomes, Scores, Threshold};
    use crate::{LadderFormat, StatedBead, parse_ladder};

    fn beads(text: &str) -> Vec<StatedBead> {
        parse_ladder(text, LadderFormat::Beads).unwrap()
    }

    fn scores(predicted: &str, gold: &str) -> Scores {
        let mut outcomes = Outcomes::default();
        outcomes.add(&beads(predicted), &beads(gold));
        outcomes.measure()
    }

    fn measured(predicted: &str, gold: &str) -> Calibration {
        match scores(predicted, gold) {
            Scores::Measured(calibration) => calibration,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn by_hand() {
        // Right at .95, .9 and .35, wrong at .9 and .1.
        let calibration = measured(
            "0\t0\t.95\n1\t1\t.9\n2\t2\t.9\n3\t3\t.35\n4\t4,5\t.1\n5\t\t0\n",
            "0\t0\n1\t1\n2\t\n3\t3\n4\t4\n5\t5\n",
        );
        let close =
            |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} is not {other}");
        assert_eq!(calibration.beads, 5);
        // Last bin: three beads, mean 2.75/3, two right. Fourth: one bead at .35, right. Second: one at .1, wrong.
        close(calibration.ece, ((2.75 - 2.0) + (1.0 - 0.35) + 0.1) / 5.0);
        close(calibration.brier, (0.0025 + 0.01 + 0.81 + 0.4225 + 0.01) / 5.0);
        // Of the six (right, wrong) pairs: .95 ahead of both, .9 level with .9 and ahead of .1, .35 ahead of .1.
        close(calibration.auc.unwrap(), (2.0 + 1.5 + 1.0) / 6.0);
        assert_eq!(calibration.bins[9].beads, 3);
        // Five gold beads have both sides: three found are .6 of them, so .8 is never reached.
        assert!(calibration.precision_at_recall.iter().all(|level| level.best.is_none()));
    }

    #[test]
    fn precision_at_recall_takes_the_best_threshold_that_keeps_enough() {
        let gold = "0\t0\n1\t1\n2\t2\n3\t3\n4\t4\n";
        let levels = measured("0\t0\t.9\n1\t1\t.8\n2\t2\t.7\n3\t3\t.6\n9\t9\t.5\n4\t4\t.4\n", gold);
        let best = |precision, score| Some(Threshold { precision, score });
        let found: Vec<_> = levels.precision_at_recall.iter().map(|level| level.best).collect();
        assert_eq!(found, [best(1.0, 0.6), best(5.0 / 6.0, 0.4), best(5.0 / 6.0, 0.4)]);
    }

    #[test]
    fn scores_that_are_none_are_not_measured() {
        assert_eq!(scores("0\t0\t.5\n1\t1\n", "0\t0\n"), Scores::Absent { scored: 1, beads: 2 });
        assert_eq!(scores("", "0\t0\n"), Scores::Absent { scored: 0, beads: 0 });
        let costs = scores("0\t0\t1.5\n1\t1\t-.5\n", "0\t0\n");
        assert_eq!(costs, Scores::NotProbabilities { lowest: -0.5, highest: 1.5 });
    }

    #[test]
    fn without_a_wrong_bead_there_is_no_curve() {
        assert_eq!(measured("0\t0\t1\n", "0\t0\n").auc, None);
    }
}
