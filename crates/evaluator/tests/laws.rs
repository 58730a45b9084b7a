//! What must hold for any gold and any prediction.

use std::cmp::Ordering;

use duizhao_bitext::{Bead, Ladder};
use duizhao_evaluator::{
    AlignmentReport, BoundaryReport, Judgement, LadderFormat, Scores, StatedBead, parse_ladder,
};
use proptest::prelude::*;

/// Monotone and complete ladders with scores, of up to forty beads.
fn ladders() -> impl Strategy<Value = Ladder> {
    let shape =
        (0usize..4, 0usize..4, 0u8..=20).prop_filter("not empty", |(zh, en, _)| zh + en > 0);
    prop::collection::vec(shape, 0..40).prop_map(|shapes| {
        let (mut zh, mut en) = (0, 0);
        let beads = shapes.into_iter().map(|(more_zh, more_en, score)| {
            let mut bead = Bead::new(zh..zh + more_zh, en..en + more_en);
            bead.score = f32::from(score) / 20.0;
            (zh, en) = (bead.zh.end, bead.en.end);
            bead
        });
        Ladder::new(beads.collect())
    })
}

fn stated(ladder: &Ladder) -> Vec<StatedBead> {
    ladder.beads.iter().map(StatedBead::from).collect()
}

fn report(gold: &Ladder, predicted: &Ladder, coarse: bool) -> AlignmentReport {
    let judgement = Judgement::new("any", stated(gold), stated(predicted));
    AlignmentReport::of([if coarse { judgement.coarse() } else { judgement }])
}

/// The ladder whose paired beads are each cut into two where both sides allow it.
fn cut_finer(ladder: &Ladder) -> Ladder {
    let cut = |bead: &Bead| {
        if bead.zh.len() < 2 || bead.en.len() < 2 {
            return vec![bead.clone()];
        }
        let (zh, en) = (bead.zh.start + 1, bead.en.start + 1);
        vec![
            Bead::new(bead.zh.start..zh, bead.en.start..en),
            Bead::new(zh..bead.zh.end, en..bead.en.end),
        ]
    };
    Ladder::new(ladder.beads.iter().flat_map(cut).collect())
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(ladder in ladders()) {
        let read = parse_ladder(&ladder.to_string(), LadderFormat::Beads).unwrap();
        prop_assert_eq!(read.len(), ladder.beads.len());
        for (read, written) in read.iter().zip(&ladder.beads) {
            prop_assert_eq!((&read.zh, &read.en), (&written.zh.clone().collect(), &written.en.clone().collect()));
            prop_assert!((read.score.unwrap() - f64::from(written.score)).abs() < 1e-4);
        }
    }

    #[test]
    fn gold_agrees_with_itself(ladder in ladders(), coarse: bool) {
        let report = report(&ladder, &ladder, coarse);
        prop_assert_eq!(report.quality.predicted.strict, report.quality.predicted.beads);
        prop_assert_eq!(report.quality.gold.strict, report.quality.gold.beads);
        prop_assert_eq!(report.nulls.beads.common, report.nulls.beads.gold);
        prop_assert!(report.documents[0].breaches.is_empty());
    }

    #[test]
    fn a_finer_cut_costs_nothing_where_gold_is_coarse(ladder in ladders()) {
        let report = report(&ladder, &cut_finer(&ladder), true);
        prop_assert_eq!(report.quality.predicted.strict, report.quality.predicted.beads);
        prop_assert_eq!(report.quality.gold.strict, report.quality.gold.beads);
    }

    #[test]
    fn counts_keep_their_order_and_their_sums(gold in ladders(), predicted in ladders(), coarse: bool) {
        let report = report(&gold, &predicted, coarse);
        let quality = report.quality;
        for tally in [quality.predicted, quality.gold] {
            prop_assert!(tally.strict <= tally.lax && tally.lax <= tally.beads);
        }
        let sum = |count: fn(&duizhao_evaluator::AlignmentReport) -> Vec<usize>| count(&report).iter().sum::<usize>();
        prop_assert_eq!(sum(|report| report.categories.iter().map(|score| score.predicted).collect()), quality.predicted.beads);
        prop_assert_eq!(sum(|report| report.categories.iter().map(|score| score.right).collect()), quality.predicted.strict);
        let all_gold = quality.gold.beads + report.nulls.beads.gold;
        prop_assert_eq!(sum(|report| report.categories.iter().map(|score| score.gold).collect()), all_gold);
    }

    #[test]
    fn calibration_stays_on_its_scales(gold in ladders(), predicted in ladders()) {
        if let Scores::Measured(calibration) = report(&gold, &predicted, false).scores {
            for value in [calibration.ece, calibration.brier, calibration.auc.unwrap_or(0.5)] {
                prop_assert!((0.0..=1.0).contains(&value), "{}", value);
            }
            prop_assert_eq!(calibration.bins.iter().map(|bin| bin.beads).sum::<usize>(), calibration.beads);
        }
    }

    #[test]
    fn the_curve_counts_every_pair(outcomes in prop::collection::vec((0u8..5, any::<bool>()), 2..40)) {
        let bead = |(number, &(score, _)): (usize, &(u8, bool))| StatedBead {
            zh: vec![number], en: vec![number], score: Some(f64::from(score) / 4.0),
        };
        let predicted: Vec<_> = outcomes.iter().enumerate().map(bead).collect();
        let gold = predicted.iter().zip(&outcomes).filter(|(_, (_, right))| *right).map(|(bead, _)| bead.clone());
        let report = AlignmentReport::of([Judgement::new("any", gold.collect(), predicted.clone())]);
        let Scores::Measured(calibration) = report.scores else { panic!("every bead has a score") };
        let (mut ahead, mut pairs) = (0.0, 0.0);
        for &(right, _) in outcomes.iter().filter(|(_, right)| *right) {
            for &(wrong, _) in outcomes.iter().filter(|(_, right)| !right) {
                ahead += match right.cmp(&wrong) {
                    Ordering::Greater => 1.0,
                    Ordering::Equal => 0.5,
                    Ordering::Less => 0.0,
                };
                pairs += 1.0;
            }
        }
        match calibration.auc {
            Some(auc) => prop_assert!((auc - ahead / pairs).abs() < 1e-12),
            None => prop_assert!(pairs == 0.0),
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]0-9,:.\t\n -]{0,80}") {
        for format in [LadderFormat::Beads, LadderFormat::Hunalign] {
            if let Ok(beads) = parse_ladder(&text, format) {
                let report = AlignmentReport::of([Judgement::new("any", beads.clone(), beads)]);
                prop_assert!(report.to_string().contains("strict"));
            }
        }
    }

    #[test]
    fn gold_boundaries_agree_with_themselves(sentences in prop::collection::vec("[天地a-c .]{0,6}[。.]", 1..12)) {
        let mut end = 0;
        let ends = sentences.iter().map(|sentence| { end += sentence.chars().count(); end });
        let ends: Vec<_> = ends.collect();
        let gold = serde_json::json!({ "text": sentences.concat(), "ends": ends }).to_string();
        let report = BoundaryReport::of(&gold, &sentences.join("\n")).unwrap();
        prop_assert_eq!((report.right, report.exact), (report.gold, 1));
        prop_assert_eq!(report.right, sentences.len() - 1);
        prop_assert!(report.altered.is_empty());
    }
}
