//! The kinds of columns: which Arrow type each has, and how its values are gathered into an array.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, Float32Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Int64Array, ListArray, StructArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use duizhao_bitext::Span;

use crate::copied;
use crate::row::{FileRow, Location};

/// A kind of column, and the values of one column that were gathered so far.
///
/// Every string is a plain one (no large, view or dictionary strings) and everything nullable; Hugging Face `datasets`
/// keeps its `Translation` type only then.
pub(crate) trait Kind: Default + Send + 'static {
    /// What a row gives.
    type Value<'a>;
    /// The name for the dataset card.
    const NAME: &'static str;
    /// The fields whose values hardly repeat, so that a dictionary of them would be as long as they are.
    const DISTINCT: &'static [&'static str] = &[];
    /// The Arrow type.
    fn data_type() -> DataType;
    /// Adds a value and returns about how many bytes it took.
    fn push(&mut self, value: Option<Self::Value<'_>>) -> usize;
    /// Adds the values of some rows of a column that was read, as they are, and returns what [`push`](Self::push) would
    /// have returned for them together; `None` if the column is of another type, or of a kind that is never copied.
    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize>;
    /// The values as an array; there are none afterwards.
    fn finish(&mut self) -> Result<ArrayRef, ArrowError>;
}

/// A string.
#[derive(Debug, Default)]
pub(crate) struct Text(StringBuilder);

impl Kind for Text {
    type Value<'a> = Cow<'a, str>;
    const NAME: &'static str = "string";

    fn data_type() -> DataType {
        DataType::Utf8
    }

    fn push(&mut self, value: Option<Cow<'_, str>>) -> usize {
        self.0.append_option(value.as_deref());
        4 + value.map_or(0, |text| text.len())
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let count = rows.len();
        Some(4 * count + copied::texts(&mut self.0, column, rows)?)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(take_texts(&mut self.0))
    }
}

/// A count, number or place.
#[derive(Debug, Default)]
pub(crate) struct Number(Int64Builder);

impl Kind for Number {
    type Value<'a> = usize;
    const NAME: &'static str = "int64";

    fn data_type() -> DataType {
        DataType::Int64
    }

    fn push(&mut self, value: Option<usize>) -> usize {
        self.0.append_option(value.map(|number| number as i64));
        8
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let bytes = 8 * rows.len();
        copied::primitives(&mut self.0, column.as_primitive_opt::<Int64Type>()?, rows);
        Some(bytes)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.0.finish()))
    }
}

/// A measurement; NaN is null.
#[derive(Debug, Default)]
pub(crate) struct Real(Float32Builder);

impl Kind for Real {
    type Value<'a> = f32;
    const NAME: &'static str = "float32";

    fn data_type() -> DataType {
        DataType::Float32
    }

    fn push(&mut self, value: Option<f32>) -> usize {
        self.0.append_option(value.filter(|real| !real.is_nan()));
        4
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let bytes = 4 * rows.len();
        copied::primitives(&mut self.0, column.as_primitive_opt::<Float32Type>()?, rows);
        Some(bytes)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.0.finish()))
    }
}

/// Lists of numbers as they are written, wherever the numbers come from.
#[derive(Debug, Default)]
struct ListedNumbers {
    lists: Lists,
    numbers: Vec<i64>,
}

impl ListedNumbers {
    fn push(&mut self, value: Option<impl ExactSizeIterator<Item = usize>>) -> usize {
        let count = value.as_ref().map(ExactSizeIterator::len);
        self.numbers.extend(value.into_iter().flatten().map(|number| number as i64));
        self.lists.close(count);
        4 + 8 * count.unwrap_or(0)
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let lists = column.as_list_opt::<i32>()?;
        let items = self.lists.copy(lists, rows.clone());
        let bytes = 4 * rows.len() + 8 * items.len();
        copied::numbers(&mut self.numbers, lists.values(), items)?;
        Some(bytes)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.lists.finish(take_numbers(&mut self.numbers))
    }
}

/// A run of consecutive numbers, written as the list of them.
#[derive(Debug, Default)]
pub(crate) struct Numbers(ListedNumbers);

impl Kind for Numbers {
    type Value<'a> = Range<usize>;
    const NAME: &'static str = "list of int64";

    fn data_type() -> DataType {
        list_of(DataType::Int64)
    }

    fn push(&mut self, value: Option<Range<usize>>) -> usize {
        self.0.push(value)
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        self.0.copy(column, rows)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.0.finish()
    }
}

/// Numbers in any order.
#[derive(Debug, Default)]
pub(crate) struct NumberList(ListedNumbers);

impl Kind for NumberList {
    type Value<'a> = &'a [usize];
    const NAME: &'static str = "list of int64";

    fn data_type() -> DataType {
        list_of(DataType::Int64)
    }

    fn push(&mut self, value: Option<&[usize]>) -> usize {
        self.0.push(value.map(|numbers| numbers.iter().copied()))
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        self.0.copy(column, rows)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.0.finish()
    }
}

/// A stretch of a text, in characters.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    ends: [Vec<i64>; 2],
    valid: Validity,
}

impl Stretch {
    fn fields() -> Fields {
        fields(["start", "end"], &DataType::Int64)
    }
}

impl Kind for Stretch {
    type Value<'a> = Span;
    const NAME: &'static str = "struct {start, end}";
    const DISTINCT: &'static [&'static str] = &["start", "end"];

    fn data_type() -> DataType {
        DataType::Struct(Self::fields())
    }

    fn push(&mut self, value: Option<Span>) -> usize {
        self.valid.0.append(value.is_some());
        let span = value.unwrap_or_default();
        self.ends[0].push(span.start as i64);
        self.ends[1].push(span.end as i64);
        16
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let stretches = column.as_struct_opt()?;
        self.valid.copy(stretches, rows.clone());
        for (ends, column) in self.ends.iter_mut().zip(copied::fields(stretches, ["start", "end"])?)
        {
            copied::numbers_or_zero(ends, &column, rows.clone())?;
        }
        Some(16 * rows.len())
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let columns = self.ends.each_mut().map(take_numbers).to_vec();
        Ok(Arc::new(StructArray::try_new(Self::fields(), columns, self.valid.0.finish())?))
    }
}

/// Stretches of the document's texts, each with the number of its file.
#[derive(Debug, Default)]
pub(crate) struct Locations {
    lists: Lists,
    columns: [Vec<i64>; 3],
}

impl Locations {
    fn fields() -> Fields {
        fields(["file", "start", "end"], &DataType::Int64)
    }
}

impl Kind for Locations {
    type Value<'a> = &'a [Location];
    const NAME: &'static str = "list of struct {file, start, end}";
    const DISTINCT: &'static [&'static str] = &["start", "end"];

    fn data_type() -> DataType {
        list_of(DataType::Struct(Self::fields()))
    }

    fn push(&mut self, value: Option<&[Location]>) -> usize {
        for location in value.unwrap_or_default() {
            let numbers = [location.file, location.span.start, location.span.end];
            for (column, number) in self.columns.iter_mut().zip(numbers) {
                column.push(number as i64);
            }
        }
        self.lists.close(value.map(<[_]>::len));
        4 + 24 * value.map_or(0, <[_]>::len)
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let lists = column.as_list_opt::<i32>()?;
        let items = self.lists.copy(lists, rows.clone());
        let columns = copied::fields(lists.values().as_struct_opt()?, ["file", "start", "end"])?;
        for (numbers, column) in self.columns.iter_mut().zip(columns) {
            copied::numbers(numbers, &column, items.clone())?;
        }
        Some(4 * rows.len() + 24 * items.len())
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let columns = self.columns.each_mut().map(take_numbers).to_vec();
        self.lists.finish(Arc::new(StructArray::try_new(Self::fields(), columns, None)?))
    }
}

/// The two texts of a pair, its languages in alphabetical order.
#[derive(Debug, Default)]
pub(crate) struct Translation {
    texts: [StringBuilder; 2],
    valid: Validity,
}

/// The texts that a row gives to a [`Translation`] column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) en: &'a str,
    pub(crate) zh: &'a str,
}

impl Translation {
    fn fields() -> Fields {
        fields(["en", "zh"], &DataType::Utf8)
    }
}

impl Kind for Translation {
    type Value<'a> = Texts<'a>;
    const NAME: &'static str = "Translation {en, zh}";
    const DISTINCT: &'static [&'static str] = &["en", "zh"];

    fn data_type() -> DataType {
        DataType::Struct(Self::fields())
    }

    fn push(&mut self, value: Option<Texts<'_>>) -> usize {
        self.valid.0.append(value.is_some());
        self.texts[0].append_option(value.map(|texts| texts.en));
        self.texts[1].append_option(value.map(|texts| texts.zh));
        8 + value.map_or(0, |texts| texts.en.len() + texts.zh.len())
    }

    fn copy(&mut self, column: &ArrayRef, rows: Range<usize>) -> Option<usize> {
        let pairs = column.as_struct_opt()?;
        self.valid.copy(pairs, rows.clone());
        let mut bytes = 8 * rows.len();
        for (texts, column) in self.texts.iter_mut().zip(copied::fields(pairs, ["en", "zh"])?) {
            bytes += copied::texts(texts, &column, rows.clone())?;
        }
        Some(bytes)
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let columns = self.texts.each_mut().map(take_texts).to_vec();
        Ok(Arc::new(StructArray::try_new(Self::fields(), columns, self.valid.0.finish())?))
    }
}

/// The files of a document.
#[derive(Debug, Default)]
pub(crate) struct Files {
    lists: Lists,
    columns: [StringBuilder; 3],
}

impl Files {
    fn fields() -> Fields {
        fields(["path", "charset", "sha256"], &DataType::Utf8)
    }
}

impl Kind for Files {
    type Value<'a> = &'a [FileRow];
    const NAME: &'static str = "list of struct {path, charset, sha256}";

    fn data_type() -> DataType {
        list_of(DataType::Struct(Self::fields()))
    }

    fn push(&mut self, value: Option<&[FileRow]>) -> usize {
        let [paths, charsets, hashes] = &mut self.columns;
        for file in value.unwrap_or_default() {
            paths.append_value(&file.path);
            charsets.append_option(file.charset.as_ref());
            hashes.append_option(file.sha256.as_ref());
        }
        self.lists.close(value.map(<[_]>::len));
        4 + value.unwrap_or_default().iter().map(|file| 96 + file.path.len()).sum::<usize>()
    }

    fn copy(&mut self, _: &ArrayRef, _: Range<usize>) -> Option<usize> {
        None
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let columns = self.columns.each_mut().map(take_texts).to_vec();
        self.lists.finish(Arc::new(StructArray::try_new(Self::fields(), columns, None)?))
    }
}

/// Where the lists of a column end, and which of them are null.
#[derive(Debug, Default)]
struct Lists {
    lengths: Vec<usize>,
    valid: Validity,
}

impl Lists {
    /// Ends a list of so many items; `None` is a null list.
    fn close(&mut self, length: Option<usize>) {
        self.lengths.push(length.unwrap_or(0));
        self.valid.0.append(length.is_some());
    }

    /// Ends a list for each of these rows as it ends there. Returns which items they have.
    fn copy(&mut self, lists: &ListArray, rows: Range<usize>) -> Range<usize> {
        let ends = &lists.value_offsets()[rows.start..=rows.end];
        self.lengths.extend(ends.windows(2).map(|ends| (ends[1] - ends[0]) as usize));
        self.valid.copy(lists, rows.clone());
        ends[0] as usize..ends[rows.len()] as usize
    }

    fn finish(&mut self, items: ArrayRef) -> Result<ArrayRef, ArrowError> {
        let field = Arc::new(item_field(items.data_type().clone()));
        let ends = OffsetBuffer::from_lengths(self.lengths.drain(..));
        Ok(Arc::new(ListArray::try_new(field, ends, items, self.valid.0.finish())?))
    }
}

/// Which values are not null.
#[derive(Debug)]
struct Validity(NullBufferBuilder);

impl Validity {
    /// Takes over which of these rows are null.
    fn copy(&mut self, column: &dyn Array, rows: Range<usize>) {
        match column.nulls() {
            Some(nulls) => self.0.append_buffer(&nulls.slice(rows.start, rows.len())),
            None => self.0.append_n_non_nulls(rows.len()),
        }
    }
}

impl Default for Validity {
    fn default() -> Self {
        Self(NullBufferBuilder::new(0))
    }
}

fn take_numbers(numbers: &mut Vec<i64>) -> ArrayRef {
    let next = Vec::with_capacity(numbers.len());
    Arc::new(Int64Array::from(std::mem::replace(numbers, next)))
}

fn take_texts(texts: &mut StringBuilder) -> ArrayRef {
    // The next batch is about as large: growing from nothing would copy it several times.
    let (rows, bytes) = (texts.len(), texts.values_slice().len());
    Arc::new(std::mem::replace(texts, StringBuilder::with_capacity(rows, bytes)).finish())
}

fn fields<const N: usize>(names: [&'static str; N], data_type: &DataType) -> Fields {
    names.into_iter().map(|name| Field::new(name, data_type.clone(), true)).collect()
}

fn list_of(item: DataType) -> DataType {
    DataType::List(Arc::new(item_field(item)))
}

/// The items of a list are called `element`, as the Parquet specification wants it.
fn item_field(item: DataType) -> Field {
    Field::new("element", item, true)
}
