//! Gold alignments, read and compared with: shared by the examples that fit constants.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

pub(crate) type Numbers = Vec<usize>;
pub(crate) type GoldBead = (Numbers, Numbers);

/// A document of a set.
pub(crate) struct Document {
    pub(crate) set: usize,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) gold: Vec<GoldBead>,
}

/// A folder of documents.
pub(crate) struct Set {
    pub(crate) name: String,
    /// Gold units may hold several beads, which count together.
    pub(crate) coarse: bool,
    /// Measured, never fitted to.
    #[allow(dead_code, reason = "not every example leaves sets out")]
    pub(crate) left_out: bool,
}

impl Set {
    /// What sets of the same source have in common: the letters that their names begin with.
    pub(crate) fn group(&self) -> &str {
        let end = self.name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.name.len());
        &self.name[..end]
    }
}

/// All sets below `folder`; those of the groups in `without` are marked.
pub(crate) fn read(
    folder: &Path,
    without: &[String],
) -> Result<(Vec<Set>, Vec<Document>), Box<dyn Error>> {
    let mut sets = Vec::new();
    let mut documents = Vec::new();
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths.into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("pydocs") {
            continue;
        }
        let mut files: Vec<_> = fs::read_dir(&path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
        for file in
            files.into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "gold"))
        {
            let stem = file.to_string_lossy().trim_end_matches("gold").to_owned();
            documents.push(Document {
                set: sets.len(),
                zh: fs::read_to_string(format!("{stem}zh"))?,
                en: fs::read_to_string(format!("{stem}en"))?,
                gold: fs::read_to_string(&file)?.lines().filter_map(gold_bead).collect(),
            });
        }
        let mut set = Set { coarse: path.join("COARSE").exists(), name, left_out: false };
        set.left_out = without.iter().any(|group| group == set.group());
        sets.push(set);
    }
    documents.sort_by_key(|document| std::cmp::Reverse(document.zh.len()));
    Ok((sets, documents))
}

fn gold_bead(line: &str) -> Option<GoldBead> {
    let numbers = |side: &str| {
        side.split(',').filter_map(|number| number.trim().parse().ok()).collect::<Numbers>()
    };
    let (zh, en) = line.split_once('\t').unwrap_or((line, ""));
    let bead = (numbers(zh), numbers(en.split('\t').next().unwrap_or("")));
    (!bead.0.is_empty() || !bead.1.is_empty()).then_some(bead)
}

/// Joins consecutive beads that lie inside one gold bead.
pub(crate) fn merged(gold: &[GoldBead], beads: Vec<GoldBead>) -> Vec<GoldBead> {
    let mut units: [BTreeMap<usize, usize>; 2] = Default::default();
    for (number, bead) in gold.iter().enumerate() {
        units[0].extend(bead.0.iter().map(|zh| (*zh, number)));
        units[1].extend(bead.1.iter().map(|en| (*en, number)));
    }
    let mut merged: Vec<GoldBead> = Vec::new();
    let mut last = None;
    for (zh, en) in beads {
        let mut inside: Vec<Option<&usize>> = zh.iter().map(|zh| units[0].get(zh)).collect();
        inside.extend(en.iter().map(|en| units[1].get(en)));
        inside.dedup();
        let unit = match inside.as_slice() {
            [Some(unit)] if !zh.is_empty() && !en.is_empty() => Some(**unit),
            _ => None,
        };
        match merged.last_mut() {
            Some(bead) if unit.is_some() && unit == last => {
                bead.0.extend(zh);
                bead.1.extend(en);
            }
            _ => merged.push((zh, en)),
        }
        last = unit;
    }
    merged
}
