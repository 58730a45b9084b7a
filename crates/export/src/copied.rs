//! Values of columns that were read, taken over as they are.

use std::ops::Range;

use arrow_array::builder::{PrimitiveBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int64Type};
use arrow_array::{Array, ArrayRef, PrimitiveArray, StructArray};

/// Fewer rows are copied one by one: to make and to drop a slice takes longer.
const WORTH_A_SLICE: usize = 12;

/// Adds texts and returns their bytes; `None` if the column holds something else, or too much for one array.
pub(crate) fn texts(
    to: &mut StringBuilder,
    column: &ArrayRef,
    rows: Range<usize>,
) -> Option<usize> {
    let texts = column.as_string_opt::<i32>()?;
    let ends = texts.value_offsets();
    let bytes = (ends[rows.end] - ends[rows.start]) as usize;
    if to.values_slice().len() + bytes > i32::MAX as usize {
        return None;
    }
    if texts.null_count() == texts.len() {
        to.append_nulls(rows.len());
        return Some(0);
    }
    if rows.len() < WORTH_A_SLICE {
        rows.for_each(|row| to.append_option(texts.is_valid(row).then(|| texts.value(row))));
    } else {
        to.append_array(&texts.slice(rows.start, rows.len())).ok()?;
    }
    Some(bytes)
}

/// Adds values of a fixed width.
pub(crate) fn primitives<T: ArrowPrimitiveType>(
    to: &mut PrimitiveBuilder<T>,
    column: &PrimitiveArray<T>,
    rows: Range<usize>,
) {
    if column.null_count() == 0 {
        to.append_slice(&column.values()[rows]);
    } else if rows.len() < WORTH_A_SLICE {
        rows.for_each(|row| to.append_option(column.is_valid(row).then(|| column.value(row))));
    } else {
        to.append_array(&column.slice(rows.start, rows.len()));
    }
}

/// Adds numbers; `None` if one is null or the column holds something else.
pub(crate) fn numbers(to: &mut Vec<i64>, column: &ArrayRef, rows: Range<usize>) -> Option<()> {
    let numbers = column.as_primitive_opt::<Int64Type>()?;
    if numbers.nulls().is_some_and(|nulls| rows.clone().any(|row| nulls.is_null(row))) {
        return None;
    }
    to.extend_from_slice(&numbers.values()[rows]);
    Some(())
}

/// The same with 0 for null: the fields of what is null as a whole.
pub(crate) fn numbers_or_zero(
    to: &mut Vec<i64>,
    column: &ArrayRef,
    rows: Range<usize>,
) -> Option<()> {
    let numbers = column.as_primitive_opt::<Int64Type>()?;
    let number = |row| if numbers.is_valid(row) { numbers.value(row) } else { 0 };
    to.extend(rows.map(number));
    Some(())
}

/// The fields of a struct, by their names; `None` if it lacks one.
pub(crate) fn fields<const N: usize>(
    structs: &StructArray,
    names: [&str; N],
) -> Option<[ArrayRef; N]> {
    let fields: Vec<_> = names.iter().map_while(|name| structs.column_by_name(name)).collect();
    let fields: [&ArrayRef; N] = fields.try_into().ok()?;
    Some(fields.map(ArrayRef::clone))
}
