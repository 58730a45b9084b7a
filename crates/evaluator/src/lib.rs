//! Judges alignments and segmentations against gold, by the conventions of the field and with the conventions stated.
//!
//! Stands beside the flow, not in it: it reads what duizhao and other aligners wrote,
//! and depends on none of them. [`AlignmentReport`] holds strict and lax precision, recall and F1, by category and by
//! document, null beads apart, calibration where scores are given, and every breach of the law that each sentence stands
//! in exactly one bead. [`BoundaryReport`] does the same for sentence boundaries.
//!
//! ```
//! use duizhao_evaluator::{AlignmentReport, Judgement, LadderFormat, parse_ladder};
//!
//! let gold = parse_ladder("0\t0\n1\t1,2\n2\t\n", LadderFormat::Beads)?;
//! let predicted = parse_ladder("[0]:[0]:0.9\n[1,2]:[1,2]:0.4\n", LadderFormat::Beads)?;
//! let report = AlignmentReport::of(vec![Judgement::new("letter", gold, predicted)]);
//! let strict = report.quality.strict();
//! assert_eq!((strict.precision, strict.recall), (0.5, 0.5));
//! assert_eq!(report.quality.lax().f1, 1.0);
//! # Ok::<(), duizhao_evaluator::EvaluationError>(())
//! ```

mod alignment;
mod error;
mod segmentation;

pub use alignment::calibration::Scores;
pub use alignment::document::Judgement;
pub use alignment::files::{Formats, judge_alignments};
pub use alignment::ladder::{LadderFormat, StatedBead, parse_ladder};
pub use alignment::report::AlignmentReport;
pub use error::EvaluationError;
pub use segmentation::BoundaryReport;
