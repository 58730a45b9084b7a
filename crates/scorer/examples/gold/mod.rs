//! Gold alignments as pairs of texts, and pairs put wrong on purpose: shared by the examples that fit and check.

use std::error::Error;
use std::fs;
use std::path::Path;

use duizhao_bitext::{Language, normalise};
use duizhao_scorer::join;

/// A Chinese and an English text.
pub(crate) type Texts = (String, String);

/// A folder of documents.
pub(crate) struct Set {
    pub(crate) name: String,
    /// The pairs of each document, in order.
    pub(crate) documents: Vec<Vec<Texts>>,
}

/// The set that no model is fitted on.
pub(crate) const LARGE: &str = "pydocs-large";

/// The sets below `folder` whose names are `taken`, and the folder itself if it holds documents: `NAME.zh`, `NAME.en`, `NAME.gold`, a sentence a
/// line, a bead a line as `0,1<TAB>0` or `[0,1]:[0]`.
pub(crate) fn read(
    folder: &Path,
    taken: impl Fn(&str) -> bool,
) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut folders = vec![folder.to_owned()];
    for entry in fs::read_dir(folder)? {
        folders.push(entry?.path());
    }
    folders.sort();
    let mut sets = Vec::new();
    for path in folders.into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut golds: Vec<_> = fs::read_dir(&path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        golds.retain(|path| path.extension().is_some_and(|end| end == "gold"));
        golds.sort();
        let documents: Vec<_> =
            golds.iter().map(|gold| document(gold)).collect::<Result<_, _>>()?;
        if !documents.is_empty() && taken(&name) {
            sets.push(Set { name, documents });
        }
    }
    Ok(sets)
}

fn document(gold: &Path) -> std::io::Result<Vec<Texts>> {
    let side = |end| -> std::io::Result<Vec<String>> {
        let text = fs::read_to_string(gold.with_extension(end))?;
        Ok(text.lines().map(|line| normalise(line).into_owned()).collect())
    };
    let (zh, en) = (side("zh")?, side("en")?);
    let text = |language, lines: &[String], numbers: &[usize]| {
        join(language, numbers.iter().filter_map(|number| lines.get(*number)).map(String::as_str))
    };
    let pairs = fs::read_to_string(gold)?;
    let pairs = pairs.lines().filter_map(|line| {
        let (zh_numbers, en_numbers) = line.split_once('\t').or_else(|| line.split_once("]:["))?;
        let (zh_numbers, en_numbers) = (numbers(zh_numbers), numbers(en_numbers));
        let both = !zh_numbers.is_empty() && !en_numbers.is_empty();
        both.then(|| (text(Language::Zh, &zh, &zh_numbers), text(Language::En, &en, &en_numbers)))
    });
    Ok(pairs.filter(|(zh, en)| !zh.is_empty() && !en.is_empty()).collect())
}

fn numbers(side: &str) -> Vec<usize> {
    let side = side.split(['\t', ':']).next().unwrap_or_default();
    let digits = |part: &str| part.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    side.split(',').filter_map(digits).collect()
}

/// The English side cut off after a share of its words; `None` if it is too short for that.
pub(crate) fn cut_en(en: &str, share: f64) -> Option<String> {
    let words: Vec<&str> = en.split(' ').collect();
    let kept = (words.len() as f64 * share) as usize;
    (words.len() >= 6 && kept > 0).then(|| words[..kept].join(" "))
}

/// The Chinese side cut off after a share of its characters; `None` if it is too short for that.
pub(crate) fn cut_zh(zh: &str, share: f64) -> Option<String> {
    let count = zh.chars().count();
    let kept = (count as f64 * share) as usize;
    (count >= 8 && kept > 0).then(|| zh.chars().take(kept).collect())
}
