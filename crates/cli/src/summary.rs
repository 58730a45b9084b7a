//! What a person wants to know of a corpus that was just built.

use std::fmt;
use std::path::Path;

use duizhao_export::{Counts, Manifest};

/// How many categories are named before the rest is added up.
const CATEGORIES: usize = 8;

/// A corpus in a few lines: documents, sentences, pairs by category, what was left unpaired or dropped and why.
pub(crate) struct Summary<'a> {
    corpus: &'a Path,
    counts: &'a Counts,
}

impl<'a> Summary<'a> {
    pub(crate) fn new(corpus: &'a Path, manifest: &'a Manifest) -> Self {
        Self { corpus, counts: &manifest.counts }
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts;
        writeln!(f, "{}", self.corpus.display())?;
        let layouts = counts.layouts.iter().map(|(name, count)| (name.clone(), *count));
        row(f, "documents", counts.documents, layouts)?;
        row(f, "failed inputs", counts.failed_inputs, std::iter::empty())?;
        let languages =
            [("zh".to_owned(), counts.zh_sentences), ("en".to_owned(), counts.en_sentences)];
        row(f, "sentences", counts.zh_sentences + counts.en_sentences, languages)?;
        row(f, "pairs", counts.pairs, categories(counts))?;
        let unpaired =
            [("zh".to_owned(), counts.zh_unpaired), ("en".to_owned(), counts.en_unpaired)];
        row(f, "unpaired", counts.zh_unpaired + counts.en_unpaired, unpaired)?;
        row(
            f,
            "rejected pairs",
            counts.rejected_pairs.values().sum(),
            by_count(&counts.rejected_pairs),
        )?;
        row(
            f,
            "dropped blocks",
            counts.dropped_blocks.values().sum(),
            by_count(&counts.dropped_blocks),
        )?;
        for (kind, masked) in &counts.masked {
            let name = format!("masked {}", kind.replace('_', " "));
            row(f, &name, masked.occurrences, [("in pairs".to_owned(), masked.pairs)])?;
        }
        Ok(())
    }
}

/// A line with a total and its parts, if there is anything to tell.
fn row(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    total: u64,
    parts: impl IntoIterator<Item = (String, u64)>,
) -> fmt::Result {
    write!(f, "  {name:<15}{total:>9}")?;
    if total > 0 {
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        if !parts.is_empty() {
            write!(f, "   {}", parts.join(", "))?;
        }
    }
    writeln!(f)
}

/// The commonest categories, and the rest as one.
fn categories(counts: &Counts) -> Vec<(String, u64)> {
    let mut categories: Vec<_> =
        counts.categories.iter().map(|(category, count)| (category.to_string(), *count)).collect();
    categories.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let rest =
        categories.split_off(CATEGORIES.min(categories.len())).iter().map(|(_, count)| count).sum();
    categories.push(("other".to_owned(), rest));
    categories
}

fn by_count(reasons: &std::collections::BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut reasons: Vec<_> = reasons.iter().map(|(name, count)| (name.clone(), *count)).collect();
    reasons.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    reasons
}
