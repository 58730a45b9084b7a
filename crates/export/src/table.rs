use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use parquet::basic::{Compression, Encoding, Type, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnDescriptor;

use crate::ExportError;
use crate::column::Column;
use crate::digest::{DigestFile, Written};
use crate::read_batch::ReadBatch;
use crate::schema::{CREATED_BY, SCHEMA_VERSION, SCHEMA_VERSION_KEY};

/// How large the parts of a Parquet file may become, and so how much memory a table takes while it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Rows gathered before they are encoded.
    pub(crate) batch_rows: usize,
    /// Bytes gathered before they are encoded.
    pub(crate) batch_bytes: usize,
    /// Rows of a row group.
    pub(crate) group_rows: usize,
    /// Bytes of a row group before compression; Hugging Face asks for at most 100 MB.
    pub(crate) group_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { batch_rows: 4096, batch_bytes: 4 << 20, group_rows: 100_000, group_bytes: 64 << 20 }
    }
}

/// Writes one Parquet file, row by row.
///
/// The same rows give the same bytes. Memory is bounded by a row group's compressed pages and a batch.
#[derive(Debug)]
pub(crate) struct TableWriter<R> {
    columns: Vec<Column<R>>,
    schema: SchemaRef,
    writer: ArrowWriter<DigestFile>,
    limits: Limits,
    batch: Size,
    group: Size,
    rows: u64,
    /// Those used last.
    sources: Vec<Sources>,
}

/// Where the columns' values come from when rows of one kind of batch are copied.
#[derive(Debug)]
struct Sources {
    schema: SchemaRef,
    fresh: &'static [&'static str],
    /// For each column its place in the batch; `None` for one that is given anew.
    places: Arc<[Option<usize>]>,
}

/// What rows that are copied get anew.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fresh<'a, R> {
    /// The names of the columns.
    pub(crate) names: &'static [&'static str],
    /// For each row one that holds these columns' values; the rest of it is not looked at.
    pub(crate) rows: &'a [R],
}

#[derive(Debug, Default, Clone, Copy)]
struct Size {
    rows: usize,
    bytes: usize,
}

impl<R: 'static> TableWriter<R> {
    /// Creates the file. `metadata` goes into its key-value metadata, besides the schema version.
    pub(crate) fn create(
        path: &Path,
        columns: Vec<Column<R>>,
        metadata: &[(&str, String)],
        limits: Limits,
    ) -> Result<Self, ExportError> {
        let schema = Arc::new(Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>()));
        // The Arrow schema is not embedded: its metadata would be written in the order of a hash map, and every type
        // here reads back as itself without it.
        let failed = |error| ExportError::parquet("write", path, error);
        let leaves = ArrowSchemaConverter::new().convert(&schema).map_err(failed)?;
        let properties = leaves.columns().iter().fold(properties(metadata), |properties, leaf| {
            let repeats = leaf.path().parts().first().is_none_or(|root| {
                let column = columns.iter().find(|column| column.name == *root);
                column.is_none_or(|column| column.repeats(leaf.name()))
            });
            if repeats { properties } else { without_dictionary(properties, leaf) }
        });
        let options = ArrowWriterOptions::new()
            .with_properties(properties.build())
            .with_skip_arrow_metadata(true);
        let file = DigestFile::create(path)?;
        let writer =
            ArrowWriter::try_new_with_options(file, schema.clone(), options).map_err(failed)?;
        let (batch, group) = (Size::default(), Size::default());
        Ok(Self { columns, schema, writer, limits, batch, group, rows: 0, sources: Vec::new() })
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &R) -> Result<(), ExportError> {
        self.batch.bytes += self.columns.iter_mut().map(|column| column.push(row)).sum::<usize>();
        self.batch.rows += 1;
        self.rows += 1;
        if self.batch.rows >= self.limits.batch_rows || self.batch.bytes >= self.limits.batch_bytes
        {
            self.encode()?;
        }
        Ok(())
    }

    /// Adds rows of another table as they are, but for the columns that `fresh` gives anew. Takes as many as [`push`](Self::push) would have taken until a batch is full, and returns how many.
    ///
    /// # Errors
    /// [`ExportError::Inconsistent`] if the other table lacks a column, or has one of another type.
    pub(crate) fn copy(
        &mut self,
        from: &ReadBatch,
        rows: Range<usize>,
        fresh: &Fresh<'_, R>,
    ) -> Result<usize, ExportError> {
        let mut count = rows.len().min(self.limits.batch_rows - self.batch.rows);
        // Where the bytes may be what fills the batch, fewer rows are taken, in the end one: so it ends after the same row
        // as if they were pushed.
        let may_fill = |count| {
            let most = from.most_bytes(rows.start..rows.start + count);
            self.batch.bytes + most >= self.limits.batch_bytes
        };
        while count > 1 && may_fill(count) {
            count /= 2;
        }
        let rows = rows.start..rows.start + count;
        let places = self.places(from, fresh.names)?;
        for (column, place) in self.columns.iter_mut().zip(&*places) {
            self.batch.bytes += match place {
                None => fresh.rows[..rows.len()].iter().map(|row| column.push(row)).sum(),
                Some(place) => {
                    let copied = column.copy(from.rows.column(*place), rows.clone());
                    copied.ok_or_else(|| from.of_another_type(&column.name))?
                }
            };
        }
        self.batch.rows += rows.len();
        self.rows += rows.len() as u64;
        if self.batch.rows >= self.limits.batch_rows || self.batch.bytes >= self.limits.batch_bytes
        {
            self.encode()?;
        }
        Ok(rows.len())
    }

    /// The place of each column in a batch that is copied from; `None` for those in `fresh`.
    fn places(
        &mut self,
        from: &ReadBatch,
        fresh: &'static [&'static str],
    ) -> Result<Arc<[Option<usize>]>, ExportError> {
        let schema = from.rows.schema_ref();
        let is_same = |known: &&Sources| {
            Arc::ptr_eq(&known.schema, schema) && std::ptr::eq(known.fresh, fresh)
        };
        if let Some(known) = self.sources.iter().find(is_same) {
            return Ok(Arc::clone(&known.places));
        }
        let place = |column: &Column<R>| match schema.index_of(&column.name) {
            _ if fresh.contains(&&*column.name) => Ok(None),
            Ok(at) => Ok(Some(at)),
            Err(_) => Err(from.without_column(&column.name)),
        };
        let places: Arc<[_]> = self.columns.iter().map(place).collect::<Result<_, _>>()?;
        // Each batch has a schema of its own; those of all tables that are read side by side are a handful.
        self.sources.truncate(7);
        let schema = schema.clone();
        self.sources.insert(0, Sources { schema, fresh, places: Arc::clone(&places) });
        Ok(places)
    }

    /// The rows so far.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The bytes of the row groups that are complete.
    pub(crate) fn bytes_written(&self) -> u64 {
        self.writer.bytes_written() as u64
    }

    /// Writes what is left and closes the file. Returns the number of rows, and what was written.
    pub(crate) fn finish(mut self) -> Result<(u64, Written), ExportError> {
        self.encode()?;
        let path = self.writer.inner().path().to_owned();
        let file = self
            .writer
            .into_inner()
            .map_err(|error| ExportError::parquet("write", &path, error))?;
        Ok((self.rows, file.finish()?))
    }

    fn encode(&mut self) -> Result<(), ExportError> {
        let size = std::mem::take(&mut self.batch);
        if size.rows == 0 {
            return Ok(());
        }
        self.encode_batch(size)
            .map_err(|error| ExportError::parquet("write", self.writer.inner().path(), error))
    }

    fn encode_batch(&mut self, size: Size) -> Result<(), ParquetError> {
        let arrays = self.columns.iter_mut().map(Column::finish).collect::<Result<_, _>>()?;
        self.writer.write(&RecordBatch::try_new(self.schema.clone(), arrays)?)?;
        self.group.rows += size.rows;
        self.group.bytes += size.bytes;
        if self.group.rows + self.limits.batch_rows > self.limits.group_rows
            || self.group.bytes + self.limits.batch_bytes > self.limits.group_bytes
        {
            self.group = Size::default();
            self.writer.flush()?;
        }
        Ok(())
    }
}

/// A leaf whose values hardly repeat: numbers are written as differences, which leaves the compression less to do and to undo.
/// Texts stay plain, for not every reader knows the encoding that puts their lengths apart.
fn without_dictionary(
    properties: WriterPropertiesBuilder,
    leaf: &ColumnDescriptor,
) -> WriterPropertiesBuilder {
    let properties = properties.set_column_dictionary_enabled(leaf.path().clone(), false);
    match leaf.physical_type() {
        Type::INT64 => {
            properties.set_column_encoding(leaf.path().clone(), Encoding::DELTA_BINARY_PACKED)
        }
        _ => properties,
    }
}

fn properties(metadata: &[(&str, String)]) -> WriterPropertiesBuilder {
    let version = KeyValue::new(SCHEMA_VERSION_KEY.to_owned(), SCHEMA_VERSION.to_string());
    let others =
        metadata.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some([version].into_iter().chain(others).collect()))
        // Row groups are closed by `TableWriter`, which counts the bytes before compression too.
        .set_max_row_group_row_count(None)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::fs::File;

    use parquet::basic::Compression;
    use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;

    use super::{Limits, TableWriter};
    use crate::column::Column;
    use crate::kind::Text;

    const LIMITS: Limits =
        Limits { batch_rows: 10, batch_bytes: 1000, group_rows: 50, group_bytes: 10_000 };

    fn table(rows: &[String]) -> ParquetMetaData {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.parquet");
        let text =
            Column::new::<Text>("text", "", |row: &String| Some(Cow::Borrowed(row.as_str())));
        let metadata = [("key", "value".to_owned())];
        let mut table = TableWriter::create(&path, vec![text], &metadata, LIMITS).unwrap();
        for row in rows {
            table.push(row).unwrap();
        }
        let (count, written) = table.finish().unwrap();
        assert_eq!(count, rows.len() as u64);
        assert_eq!(written.bytes, path.metadata().unwrap().len());
        SerializedFileReader::new(File::open(&path).unwrap()).unwrap().metadata().clone()
    }

    #[test]
    fn row_groups_are_bounded_in_rows() {
        let metadata = table(&vec![String::from("short"); 123]);
        let rows: Vec<_> = metadata.row_groups().iter().map(RowGroupMetaData::num_rows).collect();
        assert_eq!(rows, [50, 50, 23]);
    }

    #[test]
    fn row_groups_are_bounded_in_bytes() {
        let rows: Vec<_> = (0..123).map(|number| format!("{number:0>900}")).collect();
        let metadata = table(&rows);
        assert!(metadata.num_row_groups() > 10);
        for group in metadata.row_groups() {
            assert!(group.total_byte_size() < 12_000, "{}", group.total_byte_size());
        }
    }

    #[test]
    fn files_say_who_wrote_them_and_hold_a_page_index() {
        let metadata = table(&[String::from("one")]);
        let file = metadata.file_metadata();
        assert_eq!(file.created_by(), Some(concat!("duizhao version ", env!("CARGO_PKG_VERSION"))));
        let entries: Vec<_> = file
            .key_value_metadata()
            .unwrap()
            .iter()
            .map(|entry| (&*entry.key, entry.value.as_deref()))
            .collect();
        assert_eq!(entries, [("duizhao.schema_version", Some("3")), ("key", Some("value"))]);
        let column = metadata.row_group(0).column(0);
        assert!(matches!(column.compression(), Compression::ZSTD(_)));
        assert!(column.column_index_offset().is_some() && column.offset_index_offset().is_some());
    }

    #[test]
    fn a_table_without_rows_is_a_table() {
        assert_eq!(table(&[]).num_row_groups(), 0);
    }
}
