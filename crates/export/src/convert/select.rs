//! Which pairs of a document go where.

use duizhao_bitext::Split;

use crate::Manifest;
use crate::row::{DroppedRow, PairRow, StoredDocument};

/// The splits that a corpus has.
pub(super) fn splits(manifest: &Manifest) -> Vec<Option<Split>> {
    let has = |split: &Split| {
        *split == Split::Train || manifest.counts.splits.get(split).is_some_and(|pairs| *pairs > 0)
    };
    Split::ALL.into_iter().filter(has).map(Some).collect()
}

/// Takes pairs with a smaller score out of the accepted ones.
pub(super) fn demote(document: &mut StoredDocument, min_score: f32) {
    let is_kept = |pair: &PairRow| pair.score >= min_score;
    let (kept, demoted): (Vec<_>, Vec<_>) =
        std::mem::take(&mut document.pairs).into_iter().partition(is_kept);
    document.pairs = kept;
    document.dropped.extend(demoted.into_iter().map(|pair| DroppedRow::Pair {
        reason: "min_score".into(),
        duplicate_of: None,
        pair: Box::new(pair),
    }));
}

/// A document by split. What is in no pair belongs to the split of the whole document, or to that of all its pairs; in
/// a document whose pairs are in several splits it is in none, so that no text is in two.
pub(super) fn parts(mut document: StoredDocument) -> Vec<(Option<Split>, StoredDocument)> {
    let split = document.row.split.or(document.pairs.first().map(|pair| pair.split));
    let split = split.unwrap_or_default();
    if document.pairs.iter().all(|pair| pair.split == split) {
        return vec![(Some(split), document)];
    }
    let pairs = std::mem::take(&mut document.pairs);
    let part = |split: Split| {
        let pairs: Vec<_> = pairs.iter().filter(|pair| pair.split == split).cloned().collect();
        let (id, row) = (document.id.clone(), document.row.clone());
        (Some(split), StoredDocument { id, row, pairs, unpaired: vec![], dropped: vec![] })
    };
    Split::ALL.into_iter().map(part).filter(|(_, part)| !part.pairs.is_empty()).collect()
}
