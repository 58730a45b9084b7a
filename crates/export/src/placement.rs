//! Documents written from the tables that their rows were read from.

use std::borrow::Cow;
use std::ops::Range;

use duizhao_bitext::Split;

use crate::carried::CarriedDocument;
use crate::read_batch::ReadBatch;
use crate::row::{Cluster, DroppedRow, PairRow, SideRow};
use crate::table::Fresh;
use crate::{CorpusWriter, ExportError, masked};

/// The columns that are given anew: of accepted pairs and of what stays dropped; then of pairs that are dropped now, with those
/// that only blocks have.
const CURATED: &[&str] = &["cluster", "copies", "translations"];
const DROPPED_NOW: &[&str] = &[
    "kind",
    "reason",
    "duplicate_of",
    "language",
    "file",
    "span",
    "text",
    "cluster",
    "copies",
    "translations",
];

/// Where curation puts a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The part of the corpus that it is in.
    pub split: Split,
    /// What was found of pairs like it.
    pub cluster: Cluster,
    /// If it is dropped: the reason, and the id of the pair that it repeats or leaks into.
    pub dropped: Option<(Cow<'static, str>, String)>,
}

impl CorpusWriter {
    /// Adds a document whose rows are in tables still, with a placement for each of its pairs: the same as
    /// [`stored`](Self::stored) for the document with its pairs in their places, and cheaper. The tables must have this
    /// corpus's features.
    ///
    /// # Errors
    /// As for [`stored`](Self::stored), and [`ExportError::Inconsistent`] for a table that is not as it should be.
    ///
    /// # Panics
    /// If there are fewer placements than pairs.
    pub fn carried(
        &mut self,
        document: &CarriedDocument,
        placements: Vec<Placement>,
    ) -> Result<(), ExportError> {
        let places = || document.dropped.iter().map(|place| document.at(*place));
        let mut row = document.row.clone();
        if let Some(counts) = &mut row.counts {
            let dropped = placements.iter().filter(|placement| placement.dropped.is_some()).count();
            let rejected = places().filter(|(batch, row)| batch.is_dropped_pair(*row)).count()
                + document.rejected.len();
            (counts.pairs, counts.pairs_rejected) =
                (document.pairs() - dropped, rejected + dropped);
        }
        self.document_row(&document.id, &row)?;
        self.counts.add_row(&row);
        let blank = [blank_dropped(Cow::Borrowed(""), None)];
        for (batch, row) in places() {
            let fresh = Fresh { names: CURATED, rows: &blank };
            self.dropped.copy(batch, row..row + 1, &fresh)?;
            self.counts.add_dropped(batch.is_dropped_pair(row), batch.columns.reason.value(row));
        }
        for (place, reason) in &document.rejected {
            self.counts.add_dropped(true, reason);
            self.drop_pair(document.at(*place), blank_dropped(reason.clone(), None))?;
        }
        for (batch, rows) in &document.unpaired {
            let mut rows = rows.clone();
            while !rows.is_empty() {
                rows.start +=
                    self.unpaired.copy(batch, rows.clone(), &Fresh { names: &[], rows: &[] })?;
            }
        }
        self.place(document, placements)
    }

    fn place(
        &mut self,
        document: &CarriedDocument,
        placements: Vec<Placement>,
    ) -> Result<(), ExportError> {
        // Pairs that follow each other in their table and stay together are copied at once.
        let (mut run, mut fresh): (Option<(&ReadBatch, Range<usize>)>, Vec<PairRow>) =
            (None, Vec::new());
        for (place, placement) in document.pairs.iter().zip(placements) {
            let (batch, row) = document.at(*place);
            if let Some((reason, of)) = placement.dropped {
                self.counts.add_dropped(true, &reason);
                let dropped = blank_dropped(reason, Some((of, placement.cluster)));
                self.drop_pair((batch, row), dropped)?;
                continue;
            }
            self.counts.add_pair(batch.category(row), placement.split);
            if self.is_masked {
                let texts = [batch.columns.zh.value(row), batch.columns.en.value(row)];
                masked::add(&mut self.counts.masked, texts);
            }
            match &mut run {
                Some((of, rows))
                    if std::ptr::eq(*of, batch)
                        && rows.end == row
                        && fresh.last().is_some_and(|last| last.split == placement.split) =>
                {
                    rows.end += 1;
                }
                _ => {
                    self.copy_run(run.take(), &fresh)?;
                    fresh.clear();
                    run = Some((batch, row..row + 1));
                }
            }
            fresh.push(blank_pair(placement.split, Some(placement.cluster)));
        }
        self.copy_run(run, &fresh)
    }

    /// Writes a pair that is dropped now; `fresh` holds its reason and what curation gives.
    fn drop_pair(
        &mut self,
        (batch, row): (&ReadBatch, usize),
        fresh: DroppedRow,
    ) -> Result<(), ExportError> {
        let fresh = Fresh { names: DROPPED_NOW, rows: &[fresh] };
        self.dropped.copy(batch, row..row + 1, &fresh).map(drop)
    }

    fn copy_run(
        &mut self,
        run: Option<(&ReadBatch, Range<usize>)>,
        fresh: &[PairRow],
    ) -> Result<(), ExportError> {
        match (run, fresh.first()) {
            (Some(run), Some(first)) => {
                self.pairs.copy(first.split, run, Fresh { names: CURATED, rows: fresh })
            }
            _ => Ok(()),
        }
    }
}

/// A pair that has nothing but what curation gives.
fn blank_pair(split: Split, cluster: Option<Cluster>) -> PairRow {
    let side = || SideRow {
        text: String::new(),
        original: None,
        sentences: 0..0,
        sources: Vec::new(),
        blocks: Vec::new(),
        place: None,
    };
    PairRow {
        id: String::new(),
        document: String::new(),
        zh_variant: None,
        zh: side(),
        en: side(),
        role: Cow::Borrowed(""),
        score: f32::NAN,
        margin: f32::NAN,
        features: Vec::new(),
        split,
        cluster,
    }
}

/// A dropped pair that has nothing but that, and what curation gives if it is what drops it: the pair that is kept, and the
/// cluster.
fn blank_dropped(reason: Cow<'static, str>, curated: Option<(String, Cluster)>) -> DroppedRow {
    let (duplicate_of, cluster) = curated.unzip();
    let pair = Box::new(blank_pair(Split::default(), cluster));
    DroppedRow::Pair { reason, duplicate_of, pair }
}
