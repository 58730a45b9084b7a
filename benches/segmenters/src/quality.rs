//! Boundary F1 on gold sets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use duizhao_bitext::Language;
use serde::Deserialize;

use crate::Tool;

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    ends: Vec<usize>,
}

/// A gold set.
pub struct Set {
    /// Its name: the file's.
    pub name: String,
    paragraphs: Vec<Paragraph>,
}

/// Reads the sets of a language, by name, without those to train on.
pub fn read(folder: &Path, language: Language) -> Result<Vec<Set>> {
    let mut sets = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let wanted = name.starts_with(&format!("{language}_")) && !name.ends_with("_train");
        if !wanted || path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let lines = fs::read_to_string(&path)?;
        let paragraphs = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>();
        sets.push(Set {
            paragraphs: paragraphs.with_context(|| format!("{}", path.display()))?,
            name,
        });
    }
    ensure!(!sets.is_empty(), "no {language}_*.jsonl in {}", folder.display());
    sets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sets)
}

impl Set {
    /// The boundary F1 of a tool, in percent.
    pub fn score(&self, tool: &Tool, language: Language) -> f64 {
        let (mut right, mut said, mut gold) = (0, 0, 0);
        for Paragraph { text, ends } in &self.paragraphs {
            // Line breaks are given as spaces: they would give the boundary away.
            let line = text.replace('\n', " ");
            let squeezed = squeezed_offsets(&line);
            let total = squeezed[line.len()];
            let characters: Vec<usize> =
                line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
            let inner = |at: &usize| *at != 0 && *at != total;
            let want: BTreeSet<usize> =
                ends.iter().map(|end| squeezed[characters[*end]]).filter(inner).collect();
            let mut got = BTreeSet::new();
            (tool.ends)(&line, language, &mut |end| {
                got.insert(squeezed[end]);
            });
            got.retain(|at| inner(at));
            right += want.intersection(&got).count();
            said += got.len();
            gold += want.len();
        }
        200.0 * right as f64 / (said + gold).max(1) as f64
    }
}

/// For every byte offset the number of non-space characters before it.
fn squeezed_offsets(text: &str) -> Vec<usize> {
    let mut offsets = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        offsets[at..at + c.len_utf8()].fill(count);
        count += usize::from(!c.is_whitespace());
    }
    offsets[text.len()] = count;
    offsets
}
