//! The columns of a batch, each as an array of its type.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Float32Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use duizhao_bitext::Span;

use crate::ExportError;

/// A batch of rows, and the file it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch<'a> {
    pub(crate) path: &'a Path,
    pub(crate) rows: &'a RecordBatch,
    /// Whether every column was read. In a batch that has only some of them the others' values are empty, or 0.
    pub(crate) is_whole: bool,
}

pub(crate) type Decoded<T> = Result<T, ExportError>;

impl<'a> Batch<'a> {
    /// A column; `None` if it was not asked for.
    fn column(&self, name: &str) -> Decoded<Option<&'a ArrayRef>> {
        let column = self.rows.column_by_name(name);
        if column.is_none() && self.is_whole {
            return Err(self.inconsistent(format!("there is no column `{name}`")));
        }
        Ok(column)
    }

    /// A column as an array of its type.
    fn array<T>(
        &self,
        name: &str,
        typed: impl FnOnce(&'a ArrayRef) -> Option<&'a T>,
    ) -> Decoded<Option<&'a T>> {
        let Some(column) = self.column(name)? else { return Ok(None) };
        self.typed(name, typed(column)).map(Some)
    }

    /// The same of a column that not every table has; `None` if it is not there.
    pub(crate) fn optional_array<T>(
        &self,
        name: &str,
        typed: impl FnOnce(&'a ArrayRef) -> Option<&'a T>,
    ) -> Decoded<Option<&'a T>> {
        let column = self.rows.column_by_name(name);
        column.map(|column| self.typed(name, typed(column))).transpose()
    }

    pub(crate) fn inconsistent(&self, problem: String) -> ExportError {
        ExportError::Inconsistent { path: self.path.to_owned(), problem }
    }

    fn typed<T>(&self, name: &str, array: Option<&'a T>) -> Decoded<&'a T> {
        array.ok_or_else(|| self.inconsistent(format!("`{name}` is of another type")))
    }

    pub(crate) fn texts(&self, name: &'static str) -> Decoded<Texts<'a>> {
        let array = self.array(name, |column| column.as_string_opt::<i32>())?;
        Ok(Texts { batch: *self, name, array })
    }

    /// A column that older versions lack.
    pub(crate) fn newer_texts(&self, name: &'static str) -> Decoded<Option<Texts<'a>>> {
        self.rows.column_by_name(name).map(|_| self.texts(name)).transpose()
    }

    pub(crate) fn numbers(&self, name: &'static str) -> Decoded<Numbers<'a>> {
        let array = self.array(name, |column| column.as_primitive_opt::<Int64Type>())?;
        Ok(Numbers { batch: *self, name, array })
    }

    /// A column that older versions lack.
    pub(crate) fn newer_numbers(&self, name: &'static str) -> Decoded<Option<Numbers<'a>>> {
        self.rows.column_by_name(name).map(|_| self.numbers(name)).transpose()
    }

    /// Lists of numbers in a column that older versions lack.
    pub(crate) fn newer_number_lists(
        &self,
        name: &'static str,
    ) -> Decoded<Option<NumberLists<'a>>> {
        self.rows.column_by_name(name).map(|_| self.number_lists(name)).transpose()
    }

    pub(crate) fn number_lists(&self, name: &'static str) -> Decoded<NumberLists<'a>> {
        let lists = self.lists(name)?;
        let numbers =
            |lists: &'a ListArray| self.typed(name, lists.values().as_primitive_opt::<Int64Type>());
        let array = lists.map(numbers).transpose()?;
        Ok(NumberLists { lists, numbers: Numbers { batch: *self, name, array } })
    }

    pub(crate) fn reals(&self, name: &str) -> Decoded<Reals<'a>> {
        Ok(Reals(self.array(name, |column| column.as_primitive_opt::<Float32Type>())?))
    }

    pub(crate) fn lists(&self, name: &str) -> Decoded<Option<&'a ListArray>> {
        self.array(name, |column| column.as_list_opt::<i32>())
    }

    /// The structs of a column of lists of them.
    pub(crate) fn structs_in(
        &self,
        name: &str,
        lists: Option<&'a ListArray>,
    ) -> Decoded<Option<&'a StructArray>> {
        lists.map(|lists| self.typed(name, lists.values().as_struct_opt())).transpose()
    }

    pub(crate) fn structs(&self, name: &str) -> Decoded<Option<&'a StructArray>> {
        self.array(name, |column| column.as_struct_opt())
    }

    /// The columns of a struct, or of the structs in a list.
    pub(crate) fn inside(
        &self,
        name: &'static str,
        parent: Option<&'a StructArray>,
        child: &str,
    ) -> Decoded<Numbers<'a>> {
        let array = |parent: &'a StructArray| {
            let column = parent.column_by_name(child);
            self.typed(name, column.and_then(|column| column.as_primitive_opt::<Int64Type>()))
        };
        Ok(Numbers { batch: *self, name, array: parent.map(array).transpose()? })
    }

    pub(crate) fn texts_inside(
        &self,
        name: &'static str,
        parent: Option<&'a StructArray>,
        child: &str,
    ) -> Decoded<Texts<'a>> {
        let array = |parent: &'a StructArray| {
            let column = parent.column_by_name(child);
            self.typed(name, column.and_then(|column| column.as_string_opt::<i32>()))
        };
        Ok(Texts { batch: *self, name, array: parent.map(array).transpose()? })
    }
}

/// A column of strings.
pub(crate) struct Texts<'a> {
    batch: Batch<'a>,
    name: &'static str,
    array: Option<&'a StringArray>,
}

impl Texts<'_> {
    pub(crate) fn borrowed(&self, row: usize) -> Option<&str> {
        self.array.filter(|array| array.is_valid(row)).map(|array| array.value(row))
    }

    pub(crate) fn optional(&self, row: usize) -> Option<String> {
        self.borrowed(row).map(str::to_owned)
    }

    pub(crate) fn required(&self, row: usize) -> Decoded<String> {
        self.present(row).map(str::to_owned)
    }

    pub(crate) fn present(&self, row: usize) -> Decoded<&str> {
        match (self.borrowed(row), self.array) {
            (Some(text), _) => Ok(text),
            (None, None) => Ok(""),
            (None, Some(_)) => {
                Err(self.batch.inconsistent(format!("`{}` is null in a row", self.name)))
            }
        }
    }

    /// One of few names, which mostly need no memory of their own.
    pub(crate) fn name(&self, row: usize) -> Decoded<Cow<'static, str>> {
        self.present(row).map(known)
    }

    pub(crate) fn optional_name(&self, row: usize) -> Option<Cow<'static, str>> {
        self.borrowed(row).map(known)
    }
}

/// The names that most rows hold, as they are in the program.
fn known(name: &str) -> Cow<'static, str> {
    const KNOWN: [&str; 10] = [
        "paragraph",
        "zh",
        "en",
        "zh-Hans",
        "zh-Hant",
        "heading",
        "list_item",
        "turn",
        "cell",
        "title",
    ];
    let known = KNOWN.into_iter().find(|known| *known == name);
    known.map_or_else(|| name.to_owned().into(), Cow::Borrowed)
}

/// A column of measurements; what is null is NaN.
pub(crate) struct Reals<'a>(Option<&'a Float32Array>);

impl Reals<'_> {
    pub(crate) fn row(&self, row: usize) -> f32 {
        self.0.filter(|array| array.is_valid(row)).map_or(f32::NAN, |array| array.value(row))
    }
}

/// A column of counts or places.
pub(crate) struct Numbers<'a> {
    batch: Batch<'a>,
    name: &'static str,
    array: Option<&'a Int64Array>,
}

impl Numbers<'_> {
    pub(crate) fn required(&self, row: usize) -> Decoded<usize> {
        let Some(array) = self.array else { return Ok(0) };
        let number = array.is_valid(row).then(|| array.value(row));
        number.and_then(|number| usize::try_from(number).ok()).ok_or_else(|| {
            self.batch.inconsistent(format!("`{}` is null or negative in a row", self.name))
        })
    }
}

/// A column of lists of numbers.
pub(crate) struct NumberLists<'a> {
    pub(crate) lists: Option<&'a ListArray>,
    pub(crate) numbers: Numbers<'a>,
}

impl NumberLists<'_> {
    pub(crate) fn row(&self, row: usize) -> Decoded<Vec<usize>> {
        items(self.lists, row).map(|item| self.numbers.required(item)).collect()
    }
}

/// A column of spans.
pub(crate) struct Spans<'a> {
    start: Numbers<'a>,
    end: Numbers<'a>,
}

impl<'a> Spans<'a> {
    pub(crate) fn new(
        batch: &Batch<'a>,
        name: &'static str,
        parent: Option<&'a StructArray>,
    ) -> Decoded<Self> {
        let child = |child| batch.inside(name, parent, child);
        Ok(Self { start: child("start")?, end: child("end")? })
    }

    pub(crate) fn required(&self, row: usize) -> Decoded<Span> {
        let (start, end) = (self.start.required(row)?, self.end.required(row)?);
        if start > end {
            let problem = format!("`{}` ends before it starts", self.start.name);
            return Err(self.start.batch.inconsistent(problem));
        }
        Ok(Span { start, end })
    }
}

/// Which items belong to a row's list.
pub(crate) fn items(lists: Option<&ListArray>, row: usize) -> Range<usize> {
    lists.map_or(0..0, |lists| {
        let ends = lists.value_offsets();
        ends[row] as usize..ends[row + 1] as usize
    })
}
