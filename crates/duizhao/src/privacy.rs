//! Private details, masked in all that is written of a document.

use duizhao_export::row::{DroppedRow, SideRow, StoredDocument};
use duizhao_scorer::Masker;

/// Masks the private details of a document: in pairs, accepted or not, in sentences without counterpart, in dropped blocks and in
/// what the document says of itself. The same detail has the same placeholder everywhere in the document, in both languages.
///
/// Of a text that was masked the original goes too. Identifiers and places stay: who has the source finds the text again.
pub(crate) fn mask(document: &mut StoredDocument) {
    let mut masker = Masker::default();
    let rejected = document.dropped.iter_mut();
    let rejected = rejected.filter_map(|dropped| match dropped {
        DroppedRow::Pair { pair, .. } => Some(&mut **pair),
        DroppedRow::Block(_) => None,
    });
    for pair in document.pairs.iter_mut().chain(rejected) {
        for SideRow { text, original, .. } in [&mut pair.zh, &mut pair.en] {
            one(&mut masker, text, original);
        }
    }
    for sentence in &mut document.unpaired {
        one(&mut masker, &mut sentence.text, &mut sentence.original);
    }
    for dropped in &mut document.dropped {
        if let DroppedRow::Block(block) = dropped {
            one(&mut masker, &mut block.text, &mut None);
        }
    }
    let row = &mut document.row;
    let named = [&mut row.title, &mut row.publisher].into_iter().flatten();
    for text in named.chain(row.metadata.values_mut()) {
        one(&mut masker, text, &mut None);
    }
}

fn one(masker: &mut Masker, text: &mut String, original: &mut Option<String>) {
    let masked = masker.mask(text).into_owned();
    // The original may hold a detail that normalising took apart, so it is looked at too.
    let leaks = original.as_deref().is_some_and(|original| masker.mask(original) != original);
    if masked != *text || leaks {
        *original = None;
    }
    *text = masked;
}

#[cfg(test)]
mod tests {
    use duizhao_export::PLACEHOLDERS;
    use duizhao_scorer::{Masker, PrivateKind};

    #[test]
    fn every_kind_of_placeholder_is_counted() {
        assert_eq!(PLACEHOLDERS.map(|(name, _)| name), PrivateKind::ALL.map(PrivateKind::name));
        let texts = [
            "li@example.org",
            "电话：+86 10 6552 9988",
            "11010519491231002X",
            "4111 1111 1111 1111",
        ];
        for (text, (_, start)) in texts.into_iter().zip(PLACEHOLDERS) {
            let masked = Masker::default().mask(text).into_owned();
            assert!(masked.contains(&format!("{start}1>")), "{masked}");
        }
    }
}
