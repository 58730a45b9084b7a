use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::document::Judgement;
use super::ladder::{LadderFormat, StatedBead, parse_ladder};
use crate::EvaluationError;

/// The file formats of gold and of prediction; by default a bead a line in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Formats {
    /// How gold is written.
    pub gold: LadderFormat,
    /// How the prediction is written.
    pub predicted: LadderFormat,
}

/// Reads gold and prediction: two files, or two folders with `DOCUMENT.gold` in the one and `DOCUMENT.align` in the other.
///
/// Beside gold, `DOCUMENT.zh` and `DOCUMENT.en` (a sentence a line, empty lines not counted) tell how many sentences there
/// are, and a file `COARSE` that the folder's units may be larger than beads. A document without prediction is judged as
/// one without beads; one without gold is not judged.
///
/// # Errors
/// A path that cannot be read, a file that is not UTF-8 or not in its format, a gold folder without gold.
pub fn judge_alignments(
    gold: &Path,
    predicted: &Path,
    formats: Formats,
) -> Result<Vec<Judgement>, EvaluationError> {
    // Asking first gives a missing path its own message.
    let folders =
        [gold, predicted].map(|path| fs::metadata(path).map_err(|source| unreadable(path, source)));
    match folders.map(|found| found.map(|metadata| metadata.is_dir())) {
        [Ok(true), Ok(true)] => {}
        [Ok(false), Ok(false)] => return Ok(vec![judgement(gold, Some(predicted), formats)?]),
        [Ok(_), Ok(_)] => {
            return Err(EvaluationError::FileAndFolder {
                gold: gold.to_owned(),
                predicted: predicted.to_owned(),
            });
        }
        [Err(error), _] | [_, Err(error)] => return Err(error),
    }
    let mut judgements = Vec::new();
    for gold_file in gold_files(gold)? {
        let file =
            predicted.join(gold_file.with_extension("align").file_name().unwrap_or_default());
        judgements.push(judgement(&gold_file, file.exists().then_some(&file), formats)?);
    }
    Ok(judgements)
}

fn gold_files(folder: &Path) -> Result<Vec<PathBuf>, EvaluationError> {
    let entries = fs::read_dir(folder).map_err(|source| unreadable(folder, source))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| unreadable(folder, source))?.path();
        if path.extension() == Some(OsStr::new("gold")) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        Err(EvaluationError::NoGold { path: folder.to_owned() })
    } else {
        Ok(files)
    }
}

fn judgement<P: AsRef<Path>>(
    gold: &Path,
    predicted: Option<P>,
    formats: Formats,
) -> Result<Judgement, EvaluationError> {
    let predicted = predicted.map(|path| ladder(path.as_ref(), formats.predicted)).transpose()?;
    let (zh, en) = (sentences(&gold.with_extension("zh"))?, sentences(&gold.with_extension("en"))?);
    let document = gold.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut judgement = Judgement::new(document, ladder(gold, formats.gold)?, Vec::new());
    judgement.predicted = predicted;
    judgement.coarse = gold.with_file_name("COARSE").exists();
    Ok(match zh.zip(en) {
        Some((zh, en)) => judgement.sized(zh, en),
        None => judgement,
    })
}

fn ladder(path: &Path, format: LadderFormat) -> Result<Vec<StatedBead>, EvaluationError> {
    parse_ladder(&text(path)?, format).map_err(|error| error.in_file(path))
}

/// How many sentences a file holds; `None` if there is no such file.
fn sentences(path: &Path) -> Result<Option<usize>, EvaluationError> {
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(text(path)?.lines().filter(|line| !line.trim().is_empty()).count()))
}

/// The content of a UTF-8 file.
pub(crate) fn text(path: &Path) -> Result<String, EvaluationError> {
    let bytes = fs::read(path).map_err(|source| unreadable(path, source))?;
    String::from_utf8(bytes).map_err(|error| EvaluationError::Encoding {
        path: path.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })
}

fn unreadable(path: &Path, source: std::io::Error) -> EvaluationError {
    EvaluationError::Read { path: path.to_owned(), source }
}
