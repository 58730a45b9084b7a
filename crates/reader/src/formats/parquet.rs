//! Parquet: the columns of strings, also those inside of structs (`translation.zh`).

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_schema::{DataType, Fields};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Type;
use parquet::schema::types::SchemaDescriptor;

use super::columns::Table;
use crate::error::Problem;
use crate::extract::Extract;
use crate::options::Options;

/// Rows read at a time.
const BATCH: usize = 256;

/// The rows of a file.
pub(crate) fn extract(bytes: Vec<u8>, options: &Options) -> Result<Extract, Problem> {
    // The library checks most of what a damaged file may say, but not all of it.
    let table = catch_unwind(AssertUnwindSafe(|| table(bytes, options)))
        .unwrap_or_else(|_| Err(damaged("the file", &"what it says of itself is not so")))?;
    Ok(table.into_extract())
}

fn table(bytes: Vec<u8>, options: &Options) -> Result<Table, Problem> {
    // Without the schema that Arrow adds every string is of one and the same type, whatever the writer had in memory.
    let reading = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(Bytes::from(bytes), reading)
            .map_err(|error| damaged("the footer", &error))?;
    let mask = ProjectionMask::leaves(builder.parquet_schema(), texts(builder.parquet_schema()));
    let reader = builder
        .with_projection(mask)
        .with_batch_size(BATCH)
        .build()
        .map_err(|error| damaged("the footer", &error))?;
    let mut table = Table::default();
    let mut room = options.max_expanded_bytes;
    for batch in reader {
        let first = table.rows.len() + 1;
        let batch = batch.map_err(|error| damaged(&format!("row {first} or behind"), &error))?;
        room = room
            .checked_sub(batch.get_array_memory_size() as u64)
            .ok_or(Problem::Expands { limit: options.max_expanded_bytes })?;
        add(&batch, first, &mut table);
    }
    Ok(table)
}

/// The numbers of the leaves that may hold text and stand in no list.
fn texts(schema: &SchemaDescriptor) -> Vec<usize> {
    let is_text = |leaf: &usize| {
        let column = schema.column(*leaf);
        column.physical_type() == Type::BYTE_ARRAY && column.max_rep_level() == 0
    };
    (0..schema.num_columns()).filter(is_text).collect()
}

fn add(batch: &RecordBatch, first: usize, table: &mut Table) {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    flatten(&StructArray::from(batch.clone()), "", &mut columns);
    table.names = columns.iter().map(|(name, _)| name.clone()).collect();
    for row in 0..batch.num_rows() {
        let cells = columns.iter().map(|(_, column)| cell(column, row).to_owned()).collect();
        table.rows.push((first + row, cells));
    }
}

/// The columns of text with their paths.
fn flatten(group: &StructArray, path: &str, columns: &mut Vec<(String, ArrayRef)>) {
    let fields: &Fields = group.fields();
    for (field, column) in fields.iter().zip(group.columns()) {
        let name = match path {
            "" => field.name().clone(),
            path => format!("{path}.{}", field.name()),
        };
        match column.data_type() {
            DataType::Struct(_) => flatten(column.as_struct(), &name, columns),
            DataType::Utf8 => columns.push((name, column.clone())),
            _ => {}
        }
    }
}

fn cell(column: &ArrayRef, row: usize) -> &str {
    let texts = column.as_string::<i32>();
    if texts.is_null(row) { "" } else { texts.value(row) }
}

fn damaged(place: &str, reason: &dyn std::fmt::Display) -> Problem {
    Problem::Damaged { place: place.to_owned(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, LargeStringArray, RecordBatch, StringArray, StructArray};
    use arrow_schema::{DataType, Field};
    use parquet::arrow::ArrowWriter;

    use super::extract;
    use crate::error::Problem;
    use crate::options::Options;

    fn file() -> Vec<u8> {
        let en: ArrayRef = Arc::new(StringArray::from(vec![Some("The bridge."), None]));
        let zh: ArrayRef = Arc::new(StringArray::from(vec!["桥。", "河。"]));
        let field = |name| Arc::new(Field::new(name, DataType::Utf8, true));
        let pair = StructArray::from(vec![(field("en"), en), (field("zh"), zh)]);
        let note: ArrayRef = Arc::new(LargeStringArray::from(vec!["一", "二"]));
        let pair: ArrayRef = Arc::new(pair);
        let batch =
            RecordBatch::try_from_iter([("note", note), ("translation", pair)]).expect("a batch");
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
        writer.write(&batch).expect("written");
        writer.close().expect("closed");
        bytes
    }

    #[test]
    fn strings_inside_structs_are_columns() {
        let extract = extract(file(), &Options::default()).expect("rows");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| (piece.unit, piece.dropped, piece.span.of(&extract.text)))
            .collect();
        assert_eq!(
            found,
            [
                (None, Some("other-column"), "一"),
                (Some(0), None, "The bridge."),
                (Some(0), None, "桥。"),
                (None, Some("other-column"), "二"),
                (Some(1), None, "河。"),
            ]
        );
        assert_eq!(extract.pieces[4].place.as_deref(), Some("row 2"));
    }

    #[test]
    fn damage_and_size_are_errors() {
        let whole = file();
        let cut = whole[..whole.len() - 9].to_vec();
        assert!(matches!(extract(cut, &Options::default()), Err(Problem::Damaged { .. })));
        let tight = Options { max_expanded_bytes: 10, ..Options::default() };
        assert!(matches!(extract(whole, &tight), Err(Problem::Expands { limit: 10 })));
    }
}
