//! Small cases with every count worked out by hand, by the usual convention: precision over all predicted beads, recall
//! over the gold beads with both sides filled.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use duizhao_evaluator::{AlignmentReport, Judgement, LadderFormat, StatedBead, parse_ladder};

fn beads(text: &str) -> Vec<StatedBead> {
    parse_ladder(text, LadderFormat::Beads).unwrap()
}

fn report(gold: &str, predicted: &str) -> AlignmentReport {
    AlignmentReport::of([Judgement::new("case", beads(gold), beads(predicted))])
}

fn close(measured: f64, by_hand: f64) {
    assert!((measured - by_hand).abs() < 1e-12, "measured {measured}, by hand {by_hand}");
}

const GOLD: &str = "0\t0\n1,2\t1\n3\t2,3\n4\t\n5\t4\n";

#[test]
fn null_beads_count_in_precision_but_not_in_recall() {
    // Right: 0-0, the null bead 4, and 5-4. Wrong: 1-1 and 2- (one link of the gold bead), 3-2,3 with a sentence too many.
    let report = report(GOLD, "0\t0\n1\t1\n2\t\n3\t2\n\t3\n4\t\n5\t4\n");
    let strict = report.quality.strict();
    close(strict.precision, 3.0 / 7.0);
    close(strict.recall, 2.0 / 4.0);
    close(strict.f1, 2.0 * (3.0 / 7.0) * 0.5 / (3.0 / 7.0 + 0.5));
    let lax = report.quality.lax();
    close(lax.precision, 5.0 / 7.0); // 1-1 and 3-2 share a link; the null beads 2 and 3 cannot
    close(lax.recall, 1.0);
}

#[test]
fn null_beads_are_also_judged_apart() {
    let report = report("0\t0\n1,2\t\n3\t1\n", "0\t0\n1\t\n2\t\n3\t\n\t1\n");
    assert_eq!(
        (report.nulls.beads.predicted, report.nulls.beads.gold, report.nulls.beads.common),
        (4, 1, 0)
    );
    // Of the four unpaired sentences zh 1, zh 2, zh 3 and en 1 the first two are right.
    close(report.nulls.sentences.measures().precision, 0.5);
    close(report.nulls.sentences.measures().recall, 1.0);
}

#[test]
fn categories_are_judged_by_their_own_shape() {
    let report = report(GOLD, "0\t0\n1,2\t1\n3\t2\n4\t3\n5\t4\n");
    let of = |name: &str| {
        let score = report.categories.iter().find(|score| score.category == name).unwrap();
        (score.gold, score.found, score.predicted, score.right)
    };
    assert_eq!(of("1-1"), (2, 2, 4, 2));
    assert_eq!(of("2-1"), (1, 1, 1, 1));
    assert_eq!(of("1-2"), (1, 0, 0, 0));
    assert_eq!(of("1-0"), (1, 0, 0, 0));
    assert_eq!(report.categories[0].category, "1-1", "the most frequent shape comes first");
}

#[test]
fn the_order_of_numbers_is_part_of_a_bead() {
    close(report("0,1\t0\n", "1,0\t0\n").quality.strict().f1, 0.0);
    close(report("0,1\t0\n", "1,0\t0\n").quality.lax().f1, 1.0);
}

#[test]
fn coarse_gold_forgives_a_finer_cut_but_not_a_wrong_one() {
    let judged = |predicted: &str| {
        let judgement =
            Judgement::new("case", beads("0,1,2\t0,1\n3\t2\n"), beads(predicted)).coarse();
        let strict = AlignmentReport::of([judgement]).quality.strict();
        (strict.precision, strict.recall)
    };
    assert_eq!(judged("0\t0\n1,2\t1\n3\t2\n"), (1.0, 1.0));
    assert_eq!(judged("0\t0\n1,2\t1,2\n3\t\n"), (0.0, 0.0));
    // A null bead inside a unit parts it, and is itself wrong.
    assert_eq!(judged("0\t0\n1\t\n2\t1\n3\t2\n"), (1.0 / 4.0, 1.0 / 2.0));
}

#[test]
fn counts_are_summed_over_documents_and_a_missing_one_finds_nothing() {
    let mut missing = Judgement::new("missing", beads("0\t0\n1\t1\n"), Vec::new());
    missing.predicted = None;
    let found = Judgement::new("found", beads("0\t0\n1\t1\n"), beads("0\t0\n1\t\n\t1\n"));
    let report = AlignmentReport::of([missing, found]);
    close(report.quality.strict().precision, 1.0 / 3.0);
    close(report.quality.strict().recall, 1.0 / 4.0);
    assert_eq!(report.missing().collect::<Vec<_>>(), ["missing"]);
}

#[test]
fn nothing_at_all_is_judged_without_a_division_by_zero() {
    let report = report("", "");
    assert_eq!((report.quality.strict().f1, report.quality.lax().f1), (0.0, 0.0));
    let tables = report.to_string();
    assert!(tables.contains("Calibration: not measured") && !tables.contains("NaN"), "{tables}");
}
