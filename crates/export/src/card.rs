//! The dataset card, `README.md`, in the form that Hugging Face reads.

use std::fmt::{self, Write};

use duizhao_bitext::{Feature, Split};

use crate::column::Column;
use crate::manifest::Counts;
use crate::schema;

/// The card of a corpus with these counts and feature columns.
pub(crate) fn text(counts: &Counts, features: &[Feature]) -> String {
    let mut card = String::new();
    // A string takes everything that is written to it.
    let _ = write(&mut card, counts, features);
    card
}

fn write(card: &mut String, counts: &Counts, features: &[Feature]) -> fmt::Result {
    header(card, counts)?;
    writeln!(
        card,
        "# A Chinese–English corpus\n\nSentence-aligned by duizhao {} from {} documents. The texts \
         keep the rights of their authors: say under which licence you share them in the field `license` above.\n",
        env!("CARGO_PKG_VERSION"),
        counts.documents
    )?;
    writeln!(
        card,
        "```python\nfrom datasets import load_dataset\n\n\
         pairs = load_dataset(\".\", split=\"train\")\nprint(pairs[0][\"translation\"])\n```\n"
    )?;
    how_much(card, counts)?;
    writeln!(card, "\n## Pairs: `data/`\n")?;
    table(card, &schema::pairs(features))?;
    writeln!(card, "\n## Sentences without a counterpart: `unpaired.parquet`\n")?;
    table(card, &schema::unpaired())?;
    writeln!(
        card,
        "\n## What was kept out: `dropped.parquet`\n\n\
         The columns of a rejected pair are null for a block, and the other way round.\n"
    )?;
    table(card, &schema::dropped(features))?;
    writeln!(card, "\n## Documents and failed inputs: `documents.parquet`\n")?;
    table(card, &schema::documents())?;
    writeln!(
        card,
        "\n`manifest.json` holds the settings, the inputs with their SHA-256, these counts and every file's SHA-256."
    )
}

fn header(card: &mut String, counts: &Counts) -> fmt::Result {
    writeln!(card, "---")?;
    writeln!(card, "license: other")?;
    writeln!(card, "language:\n- en\n- zh")?;
    writeln!(card, "task_categories:\n- translation")?;
    writeln!(card, "size_categories:\n- {}", size_category(counts.pairs))?;
    writeln!(card, "configs:\n- config_name: en-zh\n  default: true\n  data_files:")?;
    for split in splits(counts) {
        writeln!(card, "  - split: {split}\n    path: data/{split}-*")?;
    }
    writeln!(card, "---\n")
}

/// The splits that have files: `train` always, the others if they have pairs.
fn splits(counts: &Counts) -> impl Iterator<Item = Split> {
    let is_there = |split: &Split| *split == Split::Train || counts.splits.contains_key(split);
    Split::ALL.into_iter().filter(is_there)
}

fn how_much(card: &mut String, counts: &Counts) -> fmt::Result {
    writeln!(card, "| what | how many |\n| --- | ---: |")?;
    let mut row = |what: &str, count: u64| writeln!(card, "| {what} | {count} |");
    row("documents", counts.documents)?;
    for (layout, count) in &counts.layouts {
        row(&format!("documents, {layout}"), *count)?;
    }
    row("failed inputs", counts.failed_inputs)?;
    row("Chinese sentences", counts.zh_sentences)?;
    row("English sentences", counts.en_sentences)?;
    row("pairs", counts.pairs)?;
    for (split, count) in counts.splits.iter().filter(|_| counts.splits.len() > 1) {
        row(&format!("pairs, {split}"), *count)?;
    }
    for (category, count) in &counts.categories {
        row(&format!("pairs, {category}"), *count)?;
    }
    for (filter, count) in &counts.rejected_pairs {
        row(&format!("pairs rejected, `{filter}`"), *count)?;
    }
    for (kind, masked) in &counts.masked {
        row(&format!("pairs with a masked `{kind}`"), masked.pairs)?;
        row(&format!("masked, `{kind}`, all occurrences"), masked.occurrences)?;
    }
    row("Chinese sentences without a counterpart", counts.zh_unpaired)?;
    row("English sentences without a counterpart", counts.en_unpaired)?;
    for (rule, count) in &counts.dropped_blocks {
        row(&format!("blocks dropped, `{rule}`"), *count)?;
    }
    Ok(())
}

fn table<R: 'static>(card: &mut String, columns: &[Column<R>]) -> fmt::Result {
    writeln!(card, "| column | type | meaning |\n| --- | --- | --- |")?;
    for Column { name, type_name, description, .. } in columns {
        writeln!(card, "| `{name}` | {type_name} | {} |", description.replace('|', "\\|"))?;
    }
    Ok(())
}

/// Hugging Face's classes of size.
fn size_category(pairs: u64) -> &'static str {
    match pairs {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        10_000_000..100_000_000 => "10M<n<100M",
        _ => "100M<n<1B",
    }
}
