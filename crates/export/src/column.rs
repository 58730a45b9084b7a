//! A table's columns: each says in one place what it is called, what it means, and where its value comes from.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use arrow_array::ArrayRef;
use arrow_schema::{ArrowError, DataType, Field};

use crate::kind::Kind;

/// A column of a table whose rows are `R`, with the values gathered since the last [`finish`](Self::finish).
pub(crate) struct Column<R> {
    pub(crate) name: Cow<'static, str>,
    /// For the dataset card; a sentence part without a full stop.
    pub(crate) description: Cow<'static, str>,
    /// The type's name for the dataset card.
    pub(crate) type_name: &'static str,
    /// The names of its leaves that no dictionary is made for.
    distinct: Cow<'static, [&'static str]>,
    data_type: DataType,
    cells: Box<dyn Cells<R>>,
}

impl<R: 'static> Column<R> {
    /// A column of kind `K` that takes its value from a row by `take`; `None` is null.
    pub(crate) fn new<K: Kind>(
        name: &'static str,
        description: &'static str,
        take: impl for<'a> Fn(&'a R) -> Option<K::Value<'a>> + Send + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            description: description.into(),
            type_name: K::NAME,
            distinct: K::DISTINCT.into(),
            data_type: K::data_type(),
            cells: Box::new(Typed { take, gathered: K::default() }),
        }
    }

    /// The same column in a table whose rows only sometimes hold an `R`; null where they do not.
    pub(crate) fn inside<S: 'static>(self, row: fn(&S) -> Option<&R>) -> Column<S> {
        let Self { name, description, type_name, distinct, data_type, cells } = self;
        let cells = Box::new(Inside { cells, row });
        Column { name, description, type_name, distinct, data_type, cells }
    }

    /// The same column, of a single field whose values hardly repeat.
    pub(crate) fn distinct(mut self, name: &'static str) -> Self {
        self.distinct = vec![name].into();
        self
    }

    /// Whether a dictionary of a leaf's values is worth its cost: writing one takes a hash of every value.
    pub(crate) fn repeats(&self, leaf: &str) -> bool {
        !self.distinct.contains(&leaf)
    }

    /// Its field in the table's schema. Everything is nullable: Hugging Face `datasets` asks for it.
    pub(crate) fn field(&self) -> Field {
        Field::new(self.name.as_ref(), self.data_type.clone(), true)
    }

    /// Adds a row's value and returns about how many bytes it took.
    pub(crate) fn push(&mut self, row: &R) -> usize {
        self.cells.push(Some(row))
    }

    /// Adds some rows' values of the same column of a table that was read, as they are, and returns about how many bytes
    /// they took; `None` if it is of another type.
    pub(crate) fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        self.cells.copy(column, rows)
    }

    /// The values gathered so far.
    pub(crate) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.cells.finish()
    }
}

impl<R> fmt::Debug for Column<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.type_name)
    }
}

trait Cells<R>: Send {
    fn push(&mut self, row: Option<&R>) -> usize;
    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize>;
    fn finish(&mut self) -> Result<ArrayRef, ArrowError>;
}

struct Typed<K, F> {
    take: F,
    gathered: K,
}

impl<R, K: Kind, F: for<'a> Fn(&'a R) -> Option<K::Value<'a>> + Send> Cells<R> for Typed<K, F> {
    fn push(&mut self, row: Option<&R>) -> usize {
        self.gathered.push(row.and_then(&self.take))
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        self.gathered.copy(column, rows)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.gathered.finish()
    }
}

struct Inside<R, S> {
    cells: Box<dyn Cells<R>>,
    row: fn(&S) -> Option<&R>,
}

impl<R, S> Cells<S> for Inside<R, S> {
    fn push(&mut self, row: Option<&S>) -> usize {
        self.cells.push(row.and_then(self.row))
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        self.cells.copy(column, rows)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.cells.finish()
    }
}
