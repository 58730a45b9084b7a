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
        let columns = Columns::default();
        writeln!(f, "{}", columns.heads(""))?;
        let strict = Row(
            self.quality.strict(),
            (predicted.strict, predicted.beads),
            (gold.strict, gold.beads),
        );
        writeln!(f, "{}", columns.row("strict", strict))?;
        let lax = Row(self.quality.lax(), (predicted.lax, predicted.beads), (gold.lax, gold.beads));
        writeln!(f, "{}", columns.row("lax", lax))?;
        writeln!(f, "{}", columns.row("null beads", Row::of(&self.nulls.beads)))?;
        writeln!(f, "{}", columns.row("unpaired sentences", Row::of(&self.nulls.sentences)))?;
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
        let columns = Columns::default();
        writeln!(f, "\n{}", columns.heads("category (strict)"))?;
        self.categories.iter().try_for_each(|score| {
            let row =
                Row(score.measures(), (score.right, score.predicted), (score.found, score.gold));
            writeln!(f, "{}", columns.row(&score.category, row))
        })
    }

    fn write_documents(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns =
            Columns::for_names(self.documents.iter().map(|score| score.document.as_str()));
        writeln!(f, "\n{}    lax F", columns.heads("document (strict)"))?;
        for DocumentScore { quality, document, predicted, .. } in &self.documents {
            let (said, found) = (quality.predicted, quality.gold);
            let row = Row(quality.strict(), (said.strict, said.beads), (found.strict, found.beads));
            let note = if *predicted { "" } else { "   no prediction" };
            writeln!(f, "{}   {:.4}{note}", columns.row(document, row), quality.lax().f1)?;
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

type Counts = (usize, usize);

/// A line of figures: the measures, right of said, found of gold.
struct Row(Measures, Counts, Counts);

impl Row {
    fn of(agreement: &Agreement) -> Self {
        let Agreement { predicted, gold, common } = *agreement;
        Self(agreement.measures(), (common, predicted), (common, gold))
    }
}

/// Where the figures of a table stand.
struct Columns {
    names: usize,
}

impl Default for Columns {
    fn default() -> Self {
        Self { names: 20 }
    }
}

impl Columns {
    fn for_names<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let longest = names.map(|name| name.chars().count()).max().unwrap_or(0);
        Self { names: longest.clamp(20, 60) }
    }

    fn heads(&self, name: &str) -> String {
        format!("{name:<0$}       P       R       F      right/said      found/gold", self.names)
    }

    fn row(&self, name: &str, Row(measures, said, found): Row) -> String {
        let Measures { precision, recall, f1 } = measures;
        let fraction = |(part, whole): Counts| format!("{part}/{whole}");
        let (said, found) = (fraction(said), fraction(found));
        format!(
            "{name:<0$}  {precision:.4}  {recall:.4}  {f1:.4} {said:>15} {found:>15}",
            self.names
        )
    }
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
