//! A batch of a table whose rows stay in it, with the columns that are looked at.

use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float32Array, Int64Array, ListArray, RecordBatch, StringArray};
use duizhao_bitext::Category;

use crate::ExportError;
use crate::batch::{Batch, Decoded, items};

/// A batch that was read, with the columns that are looked at.
#[derive(Debug)]
pub(crate) struct ReadBatch {
    path: PathBuf,
    pub(crate) rows: RecordBatch,
    pub(crate) columns: LookedAt,
    /// For each row the most bytes that it and those before it may take in a table being written.
    most_bytes: Vec<usize>,
}

/// The columns that are looked at; without rows where the table has no such column.
#[derive(Debug)]
pub(crate) struct LookedAt {
    pub(crate) document: StringArray,
    pub(crate) id: StringArray,
    pub(crate) zh: StringArray,
    pub(crate) en: StringArray,
    pub(crate) score: Reals,
    pub(crate) margin: Reals,
    /// In the order of the features.
    pub(crate) features: Vec<Reals>,
    pub(crate) zh_sentences: Sentences,
    pub(crate) en_sentences: Sentences,
    kind: StringArray,
    pub(crate) reason: StringArray,
    pub(crate) duplicate_of: StringArray,
}

/// A column of measurements.
#[derive(Debug)]
pub(crate) struct Reals(Float32Array);

impl Reals {
    /// NaN for what is null or not there.
    pub(crate) fn row(&self, row: usize) -> f32 {
        let is_there = row < self.0.len() && self.0.is_valid(row);
        if is_there { self.0.value(row) } else { f32::NAN }
    }
}

/// A column of the numbers of sentences.
#[derive(Debug)]
pub(crate) struct Sentences(Option<(ListArray, Int64Array)>);

impl Sentences {
    fn of(lists: &ListArray) -> Option<Self> {
        let numbers = lists.values().as_primitive_opt::<Int64Type>()?;
        Some(Self(Some((lists.clone(), numbers.clone()))))
    }

    fn count(&self, row: usize) -> usize {
        self.0.as_ref().map_or(0, |(lists, _)| items(Some(lists), row).len())
    }

    pub(crate) fn first(&self, row: usize) -> i64 {
        let Some((lists, numbers)) = &self.0 else { return 0 };
        items(Some(lists), row).next().map_or(0, |item| numbers.value(item))
    }
}

impl ReadBatch {
    /// `features` are the names of the columns of features that were read, if the table has them.
    pub(crate) fn new(
        path: &Path,
        rows: RecordBatch,
        features: &[String],
        is_whole: bool,
    ) -> Decoded<Self> {
        let batch = Batch { path, rows: &rows, is_whole };
        let texts = |name| -> Decoded<StringArray> {
            let column = batch.optional_array(name, |column| column.as_string_opt::<i32>())?;
            Ok(column.cloned().unwrap_or_else(|| StringArray::new_null(0)))
        };
        let sentences = |name| -> Decoded<Sentences> {
            let typed = |column: &'_ ArrayRef| Sentences::of(column.as_list_opt::<i32>()?);
            match batch.rows.column_by_name(name) {
                None => Ok(Sentences(None)),
                Some(column) => typed(column)
                    .ok_or_else(|| batch.inconsistent(format!("`{name}` is of another type"))),
            }
        };
        let translation = batch.optional_array("translation", |column| column.as_struct_opt())?;
        let side = |language| -> Decoded<StringArray> {
            let column = translation.and_then(|column| column.column_by_name(language));
            let texts = column.and_then(|column| column.as_string_opt::<i32>());
            match (texts, translation) {
                (Some(texts), _) => Ok(texts.clone()),
                (None, None) => Ok(StringArray::new_null(0)),
                (None, Some(_)) => {
                    Err(batch.inconsistent("`translation` is of another type".into()))
                }
            }
        };
        let reals = |name| -> Decoded<Reals> {
            let column =
                batch.optional_array(name, |column| column.as_primitive_opt::<Float32Type>())?;
            Ok(Reals(column.cloned().unwrap_or_else(|| Float32Array::new_null(0))))
        };
        let columns = LookedAt {
            document: texts("document")?,
            id: texts("id")?,
            zh: side("zh")?,
            en: side("en")?,
            score: reals("score")?,
            margin: reals("margin")?,
            features: features.iter().map(|name| reals(name)).collect::<Result<_, _>>()?,
            zh_sentences: sentences("zh_sentences")?,
            en_sentences: sentences("en_sentences")?,
            kind: texts("kind")?,
            reason: texts("reason")?,
            duplicate_of: texts("duplicate_of")?,
        };
        let most_bytes = if is_whole { most_bytes(&rows) } else { Vec::new() };
        Ok(Self { path: path.to_owned(), rows, columns, most_bytes })
    }

    /// The most bytes that these rows may take in a table being written.
    pub(crate) fn most_bytes(&self, rows: Range<usize>) -> usize {
        let before = |row: usize| row.checked_sub(1).map_or(0, |row| self.most_bytes[row]);
        before(rows.end) - before(rows.start)
    }

    pub(crate) fn category(&self, row: usize) -> Category {
        let LookedAt { zh_sentences, en_sentences, .. } = &self.columns;
        Category { zh: zh_sentences.count(row), en: en_sentences.count(row) }
    }

    /// Whether a row of what was dropped is a pair.
    pub(crate) fn is_dropped_pair(&self, row: usize) -> bool {
        self.columns.kind.value(row) == "pair"
    }

    pub(crate) fn of_another_type(&self, column: &str) -> ExportError {
        self.inconsistent(format!("`{column}` is of another type, or null in a row"))
    }

    pub(crate) fn without_column(&self, column: &str) -> ExportError {
        self.inconsistent(format!("there is no column `{column}`"))
    }

    fn inconsistent(&self, problem: String) -> ExportError {
        ExportError::Inconsistent { path: self.path.clone(), problem }
    }

    /// Whether the row can stand among the pairs.
    pub(crate) fn check_pair(&self, row: usize) -> Decoded<()> {
        let LookedAt { id, zh, en, zh_sentences, en_sentences, .. } = &self.columns;
        let lists = [("zh_sentences", zh_sentences), ("en_sentences", en_sentences)];
        let missing = [("id", id), ("translation", zh), ("translation", en)]
            .into_iter()
            .find(|(_, texts)| texts.len() <= row || texts.is_null(row))
            .map(|(name, _)| name)
            .or_else(|| lists.into_iter().find(|(_, s)| s.count(row) == 0).map(|(name, _)| name));
        match missing {
            None => Ok(()),
            Some(name) => Err(self.inconsistent(format!("`{name}` is null or empty in a row"))),
        }
    }

    /// Whether the row can stand among what was dropped.
    pub(crate) fn check_dropped(&self, row: usize) -> Decoded<()> {
        let LookedAt { kind, reason, .. } = &self.columns;
        match kind.is_valid(row).then(|| kind.value(row)) {
            Some("pair" | "block") if reason.is_valid(row) => Ok(()),
            Some("pair" | "block") => Err(self.inconsistent("`reason` is null in a row".into())),
            Some(other) => {
                let problem = format!("`kind` is `{other}`, neither `block` nor `pair`");
                Err(self.inconsistent(problem))
            }
            None => Err(self.inconsistent("`kind` is null in a row".into())),
        }
    }
}

/// A bound on the bytes that the rows take in a table being written, summed up: exact for texts and lists, and for each column
/// what a value of fixed width takes at most.
fn most_bytes(rows: &RecordBatch) -> Vec<usize> {
    const WIDEST: usize = 16;
    /// For the columns that curation gives anew.
    const FRESH: usize = 256;
    let mut bytes = vec![WIDEST * rows.num_columns() + FRESH; rows.num_rows()];
    for column in rows.columns() {
        add_bytes(column, &mut bytes);
    }
    let mut sum = 0;
    for bytes in &mut bytes {
        sum += *bytes;
        *bytes = sum;
    }
    bytes
}

fn add_bytes(column: &ArrayRef, bytes: &mut [usize]) {
    /// The widest item of a list: a file and a span.
    const ITEM: i32 = 24;
    let mut add = |ends: &[i32], each: i32| {
        for (bytes, ends) in bytes.iter_mut().zip(ends.windows(2)) {
            *bytes += (each * (ends[1] - ends[0])) as usize;
        }
    };
    if let Some(texts) = column.as_string_opt::<i32>() {
        add(texts.value_offsets(), 1);
    } else if let Some(lists) = column.as_list_opt::<i32>() {
        add(lists.value_offsets(), ITEM);
    } else if let Some(structs) = column.as_struct_opt() {
        structs.columns().iter().for_each(|column| add_bytes(column, bytes));
    }
}
