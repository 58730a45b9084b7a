use std::fmt;

use super::calibration::{Calibration, Scores};
use super::nulls::Agreement;
use super::quality::Measures;
use super::report::{AlignmentReport, DocumentScore};

impl fmt::Display for AlignmentReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_quality(f)?;
        self.write_categories(f)?;
        self.write_documents(f)?;
        write_scores(&self.scores, f)?;
        self.write_breaches(f)
    }
}

impl AlignmentReport {
    fn write_quality(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (predicted, gold) = (self.quality.predicted, self.quality.gold);
        writeln!(f, "{:<20}{HEADS}", "")?;
        row(
            f,
            "strict",
            self.quality.strict(),
            (predicted.strict, predicted.beads),
            (gold.strict, gold.beads),
        )?;
        row(
            f,
            "lax",
            self.quality.lax(),
            (predicted.lax, predicted.beads),
            (gold.lax, gold.beads),
        )?;
        agreement(f, "null beads", &self.nulls.beads)?;
        agreement(f, "unpaired sentences", &self.nulls.sentences)?;
        writeln!(
            f,
            "Convention: strict and lax precision count every predicted bead, null beads too; recall counts only gold \
             beads with\nboth sides filled. Strict: the very same bead. Lax: one common link is enough."
        )?;
        match self.documents.iter().filter(|document| document.coarse).count() {
            0 => Ok(()),
            coarse => writeln!(
                f,
                "{coarse} of {} documents are coarse: consecutive beads inside one unit of gold were joined first.",
                self.documents.len()
            ),
        }
    }

    fn write_categories(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{:<20}{HEADS}", "category (strict)")?;
        self.categories.iter().try_for_each(|score| {
            row(
                f,
                &score.category,
                score.measures(),
                (score.right, score.predicted),
                (score.found, score.gold),
            )
        })
    }

    fn write_documents(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{:<20}{HEADS}    lax F", "document (strict)")?;
        for document in &self.documents {
            let DocumentScore { quality, document: name, .. } = document;
            let (strict, said, found) = (quality.strict(), quality.predicted, quality.gold);
            cells(f, name, strict, (said.strict, said.beads), (found.strict, found.beads))?;
            writeln!(
                f,
                "   {:.4}{}",
                quality.lax().f1,
                if document.predicted { "" } else { "   no prediction" }
            )?;
        }
        Ok(())
    }

    fn write_breaches(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let broken = self.documents.iter().filter(|document| !document.breaches.is_empty()).count();
        let judged = self.documents.iter().filter(|document| document.predicted).count();
        writeln!(
            f,
            "\nEvery sentence in exactly one bead: {} of {judged} documents",
            judged - broken
        )?;
        for document in &self.documents {
            for breach in &document.breaches {
                writeln!(f, "  {}: {breach}", document.document)?;
            }
            for breach in &document.gold_breaches {
                writeln!(f, "  gold of {}: {breach}", document.document)?;
            }
        }
        Ok(())
    }
}

const HEADS: &str = "       P       R       F      right/said      found/gold";

type Counts = (usize, usize);

fn row(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    measures: Measures,
    said: Counts,
    found: Counts,
) -> fmt::Result {
    cells(f, name, measures, said, found)?;
    writeln!(f)
}

fn cells(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    measures: Measures,
    said: Counts,
    found: Counts,
) -> fmt::Result {
    let Measures { precision, recall, f1 } = measures;
    let fraction = |(part, whole): Counts| format!("{part}/{whole}");
    write!(
        f,
        "{name:<20}  {precision:.4}  {recall:.4}  {f1:.4} {:>15} {:>15}",
        fraction(said),
        fraction(found)
    )
}

fn agreement(f: &mut fmt::Formatter<'_>, name: &str, agreement: &Agreement) -> fmt::Result {
    let Agreement { predicted, gold, common } = *agreement;
    row(f, name, agreement.measures(), (common, predicted), (common, gold))
}

fn write_scores(scores: &Scores, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match scores {
        Scores::Absent { scored, beads } => {
            writeln!(f, "\nCalibration: not measured, {scored} of {beads} beads carry a score")
        }
        Scores::NotProbabilities { lowest, highest } => {
            writeln!(
                f,
                "\nCalibration: not measured, the scores run from {lowest:.4} to {highest:.4}, not from 0 to 1"
            )
        }
        Scores::Measured(calibration) => write_calibration(calibration, f),
    }
}

fn write_calibration(calibration: &Calibration, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Calibration { beads, ece, brier, auc, precision_at_recall, bins } = calibration;
    let auc = auc.map_or_else(|| "undefined".to_owned(), |auc| format!("{auc:.4}"));
    writeln!(
        f,
        "\nCalibration of {beads} beads (null beads left out): ECE {ece:.4}  Brier {brier:.4}  AUC {auc}"
    )?;
    for level in precision_at_recall {
        match level.best {
            Some(best) => writeln!(
                f,
                "  precision at recall .{}: {:.4}, keeping scores from {:.4}",
                level.recall_percent, best.precision, best.score
            )?,
            None => writeln!(
                f,
                "  precision at recall .{}: so much recall is not reached",
                level.recall_percent
            )?,
        }
    }
    writeln!(f, "  score       beads   mean score   right")?;
    for bin in bins {
        let to = bin.from + 0.1;
        writeln!(
            f,
            "  {:.1}–{to:.1} {:>9} {:>12.4} {:>7.4}",
            bin.from, bin.beads, bin.mean_score, bin.right
        )?;
    }
    Ok(())
}
