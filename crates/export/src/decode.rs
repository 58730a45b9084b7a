//! From Arrow arrays back to rows.

use std::ops::Range;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Float32Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use duizhao_bitext::{Span, Split};

use crate::ExportError;
use crate::row::{
    BlockRow, Cluster, DocumentCounts, DocumentRow, DroppedRow, FileRow, Location, PairRow,
    SentenceRow, SideRow,
};

/// A row that can be read back from its table.
pub(crate) trait Stored: Sized {
    /// The rows of a batch. `features` are the corpus's feature columns.
    fn decode(batch: &Batch<'_>, features: &[String]) -> Result<Vec<Self>, ExportError>;
}

/// A batch of rows, and the file it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch<'a> {
    pub(crate) path: &'a Path,
    pub(crate) rows: &'a RecordBatch,
}

type Decoded<T> = Result<T, ExportError>;

impl<'a> Batch<'a> {
    fn column(&self, name: &str) -> Decoded<&'a ArrayRef> {
        let column = self.rows.column_by_name(name);
        column.ok_or_else(|| self.inconsistent(format!("there is no column `{name}`")))
    }

    fn inconsistent(&self, problem: String) -> ExportError {
        ExportError::Inconsistent { path: self.path.to_owned(), problem }
    }

    fn typed<T>(&self, name: &str, array: Option<&'a T>) -> Decoded<&'a T> {
        array.ok_or_else(|| self.inconsistent(format!("`{name}` is of another type")))
    }

    fn texts(&self, name: &'static str) -> Decoded<Texts<'a>> {
        let array = self.typed(name, self.column(name)?.as_string_opt::<i32>())?;
        Ok(Texts { batch: *self, name, array })
    }

    /// A column that older versions lack.
    fn newer_texts(&self, name: &'static str) -> Decoded<Option<Texts<'a>>> {
        self.rows.column_by_name(name).map(|_| self.texts(name)).transpose()
    }

    fn numbers(&self, name: &'static str) -> Decoded<Numbers<'a>> {
        let array = self.typed(name, self.column(name)?.as_primitive_opt::<Int64Type>())?;
        Ok(Numbers { batch: *self, name, array })
    }

    /// A column that older versions lack.
    fn newer_numbers(&self, name: &'static str) -> Decoded<Option<Numbers<'a>>> {
        self.rows.column_by_name(name).map(|_| self.numbers(name)).transpose()
    }

    /// Lists of numbers in a column that older versions lack.
    fn newer_number_lists(&self, name: &'static str) -> Decoded<Option<NumberLists<'a>>> {
        self.rows.column_by_name(name).map(|_| self.number_lists(name)).transpose()
    }

    fn number_lists(&self, name: &'static str) -> Decoded<NumberLists<'a>> {
        let lists = self.lists(name)?;
        let array = self.typed(name, lists.values().as_primitive_opt::<Int64Type>())?;
        Ok(NumberLists { lists, numbers: Numbers { batch: *self, name, array } })
    }

    fn reals(&self, name: &str) -> Decoded<&'a Float32Array> {
        self.typed(name, self.column(name)?.as_primitive_opt::<Float32Type>())
    }

    fn lists(&self, name: &str) -> Decoded<&'a ListArray> {
        self.typed(name, self.column(name)?.as_list_opt::<i32>())
    }

    fn structs(&self, name: &str) -> Decoded<&'a StructArray> {
        self.typed(name, self.column(name)?.as_struct_opt())
    }

    /// The columns of a struct, or of the structs in a list.
    fn inside(
        &self,
        name: &'static str,
        parent: &'a StructArray,
        child: &str,
    ) -> Decoded<Numbers<'a>> {
        let column = parent.column_by_name(child);
        let array = column.and_then(|column| column.as_primitive_opt::<Int64Type>());
        Ok(Numbers { batch: *self, name, array: self.typed(name, array)? })
    }

    fn texts_inside(
        &self,
        name: &'static str,
        parent: &'a StructArray,
        child: &str,
    ) -> Decoded<Texts<'a>> {
        let column = parent.column_by_name(child);
        let array = column.and_then(|column| column.as_string_opt::<i32>());
        Ok(Texts { batch: *self, name, array: self.typed(name, array)? })
    }
}

/// A column of strings.
struct Texts<'a> {
    batch: Batch<'a>,
    name: &'static str,
    array: &'a StringArray,
}

impl Texts<'_> {
    fn optional(&self, row: usize) -> Option<String> {
        self.array.is_valid(row).then(|| self.array.value(row).to_owned())
    }

    fn required(&self, row: usize) -> Decoded<String> {
        self.optional(row)
            .ok_or_else(|| self.batch.inconsistent(format!("`{}` is null in a row", self.name)))
    }
}

/// A column of counts or places.
struct Numbers<'a> {
    batch: Batch<'a>,
    name: &'static str,
    array: &'a Int64Array,
}

impl Numbers<'_> {
    fn required(&self, row: usize) -> Decoded<usize> {
        let number = self.array.is_valid(row).then(|| self.array.value(row));
        number.and_then(|number| usize::try_from(number).ok()).ok_or_else(|| {
            self.batch.inconsistent(format!("`{}` is null or negative in a row", self.name))
        })
    }
}

/// A column of lists of numbers.
struct NumberLists<'a> {
    lists: &'a ListArray,
    numbers: Numbers<'a>,
}

impl NumberLists<'_> {
    fn row(&self, row: usize) -> Decoded<Vec<usize>> {
        items(self.lists, row).map(|item| self.numbers.required(item)).collect()
    }
}

/// A column of spans.
struct Spans<'a> {
    start: Numbers<'a>,
    end: Numbers<'a>,
}

impl<'a> Spans<'a> {
    fn new(batch: &Batch<'a>, name: &'static str, parent: &'a StructArray) -> Decoded<Self> {
        let child = |child| batch.inside(name, parent, child);
        Ok(Self { start: child("start")?, end: child("end")? })
    }

    fn required(&self, row: usize) -> Decoded<Span> {
        let (start, end) = (self.start.required(row)?, self.end.required(row)?);
        if start > end {
            let problem = format!("`{}` ends before it starts", self.start.name);
            return Err(self.start.batch.inconsistent(problem));
        }
        Ok(Span { start, end })
    }
}

/// The columns of one side of a pair.
struct Sides<'a> {
    text: Texts<'a>,
    original: Texts<'a>,
    place: Option<Texts<'a>>,
    sentences: NumberLists<'a>,
    blocks: Option<NumberLists<'a>>,
    sources: &'a ListArray,
    files: Numbers<'a>,
    spans: Spans<'a>,
}

impl<'a> Sides<'a> {
    fn new(batch: &Batch<'a>, language: &str, names: [&'static str; 5]) -> Decoded<Self> {
        let translation = batch.structs("translation")?;
        let [sentences, sources_name, blocks, original, place] = names;
        let sources = batch.lists(sources_name)?;
        let places = batch.typed(sources_name, sources.values().as_struct_opt())?;
        Ok(Self {
            text: batch.texts_inside("translation", translation, language)?,
            original: batch.texts(original)?,
            place: batch.newer_texts(place)?,
            sentences: batch.number_lists(sentences)?,
            blocks: batch.newer_number_lists(blocks)?,
            sources,
            files: batch.inside(sources_name, places, "file")?,
            spans: Spans::new(batch, sources_name, places)?,
        })
    }

    fn row(&self, row: usize) -> Decoded<SideRow> {
        let numbers = items(self.sentences.lists, row);
        let count = numbers.len();
        let first = if count == 0 { 0 } else { self.sentences.numbers.required(numbers.start)? };
        let blocks = self.blocks.as_ref().map(|blocks| blocks.row(row)).transpose()?;
        let source = |item| {
            Ok(Location { file: self.files.required(item)?, span: self.spans.required(item)? })
        };
        Ok(SideRow {
            text: self.text.required(row)?,
            original: self.original.optional(row),
            sentences: first..first + count,
            sources: items(self.sources, row).map(source).collect::<Decoded<_>>()?,
            blocks: blocks.unwrap_or_default(),
            place: self.place.as_ref().and_then(|place| place.optional(row)),
        })
    }
}

/// Which items belong to a row's list.
fn items(lists: &ListArray, row: usize) -> Range<usize> {
    let ends = lists.value_offsets();
    ends[row] as usize..ends[row + 1] as usize
}

/// The columns of the pairs' tables.
struct Pairs<'a> {
    id: Texts<'a>,
    document: Texts<'a>,
    zh_variant: Texts<'a>,
    role: Texts<'a>,
    zh: Sides<'a>,
    en: Sides<'a>,
    score: &'a Float32Array,
    margin: &'a Float32Array,
    features: Vec<&'a Float32Array>,
    clusters: Option<Clusters<'a>>,
}

/// The columns of curation, which version 1 has not.
struct Clusters<'a> {
    id: Texts<'a>,
    copies: Numbers<'a>,
    translations: Numbers<'a>,
}

impl<'a> Clusters<'a> {
    fn new(batch: &Batch<'a>) -> Decoded<Option<Self>> {
        let columns = |id| {
            let (copies, translations) = (batch.numbers("copies")?, batch.numbers("translations")?);
            Ok(Self { id, copies, translations })
        };
        batch.newer_texts("cluster")?.map(columns).transpose()
    }

    fn row(&self, row: usize) -> Decoded<Option<Cluster>> {
        let cluster = |id| {
            let (copies, translations) =
                (self.copies.required(row)?, self.translations.required(row)?);
            Ok(Cluster { id, copies, translations })
        };
        self.id.optional(row).map(cluster).transpose()
    }
}

impl<'a> Pairs<'a> {
    fn new(batch: &Batch<'a>, features: &[String]) -> Decoded<Self> {
        Ok(Self {
            id: batch.texts("id")?,
            document: batch.texts("document")?,
            zh_variant: batch.texts("zh_variant")?,
            role: batch.texts("role")?,
            zh: Sides::new(
                batch,
                "zh",
                ["zh_sentences", "zh_sources", "zh_blocks", "zh_original", "zh_place"],
            )?,
            en: Sides::new(
                batch,
                "en",
                ["en_sentences", "en_sources", "en_blocks", "en_original", "en_place"],
            )?,
            score: batch.reals("score")?,
            margin: batch.reals("margin")?,
            features: features.iter().map(|name| batch.reals(name)).collect::<Decoded<_>>()?,
            clusters: Clusters::new(batch)?,
        })
    }

    fn row(&self, row: usize) -> Decoded<PairRow> {
        let real = |array: &Float32Array| {
            if array.is_valid(row) { array.value(row) } else { f32::NAN }
        };
        Ok(PairRow {
            id: self.id.required(row)?,
            document: self.document.required(row)?,
            zh_variant: self.zh_variant.optional(row).map(Into::into),
            zh: self.zh.row(row)?,
            en: self.en.row(row)?,
            role: self.role.required(row)?.into(),
            score: real(self.score),
            margin: real(self.margin),
            features: self.features.iter().map(|array| real(array)).collect(),
            split: Split::default(),
            cluster: match &self.clusters {
                Some(clusters) => clusters.row(row)?,
                None => None,
            },
        })
    }
}

impl Stored for PairRow {
    fn decode(batch: &Batch<'_>, features: &[String]) -> Decoded<Vec<Self>> {
        let pairs = Pairs::new(batch, features)?;
        (0..batch.rows.num_rows()).map(|row| pairs.row(row)).collect()
    }
}

impl Stored for SentenceRow {
    fn decode(batch: &Batch<'_>, _: &[String]) -> Decoded<Vec<Self>> {
        let (document, language) = (batch.texts("document")?, batch.texts("language")?);
        let (sentence, file) = (batch.numbers("sentence")?, batch.numbers("file")?);
        let span = Spans::new(batch, "span", batch.structs("span")?)?;
        let (role, text) = (batch.texts("role")?, batch.texts("text")?);
        let original = batch.texts("original")?;
        let block = batch.newer_numbers("block")?;
        let row = |row| {
            Ok(Self {
                document: document.required(row)?,
                language: language.required(row)?.into(),
                sentence: sentence.required(row)?,
                source: Location { file: file.required(row)?, span: span.required(row)? },
                block: block.as_ref().map(|block| block.required(row)).transpose()?,
                role: role.required(row)?.into(),
                text: text.required(row)?,
                original: original.optional(row),
            })
        };
        (0..batch.rows.num_rows()).map(row).collect()
    }
}

impl Stored for DroppedRow {
    fn decode(batch: &Batch<'_>, features: &[String]) -> Decoded<Vec<Self>> {
        let pairs = Pairs::new(batch, features)?;
        let (kind, reason) = (batch.texts("kind")?, batch.texts("reason")?);
        let (language, text) = (batch.texts("language")?, batch.texts("text")?);
        let file = batch.numbers("file")?;
        let span = Spans::new(batch, "span", batch.structs("span")?)?;
        let duplicate_of = batch.newer_texts("duplicate_of")?;
        let row = |row| {
            let reason = reason.required(row)?.into();
            Ok(match &*kind.required(row)? {
                "pair" => Self::Pair {
                    reason,
                    duplicate_of: duplicate_of.as_ref().and_then(|ids| ids.optional(row)),
                    pair: Box::new(pairs.row(row)?),
                },
                "block" => Self::Block(BlockRow {
                    document: pairs.document.required(row)?,
                    reason,
                    language: language.required(row)?.into(),
                    role: pairs.role.required(row)?.into(),
                    source: Location { file: file.required(row)?, span: span.required(row)? },
                    text: text.required(row)?,
                }),
                other => {
                    let problem = format!("`kind` is `{other}`, neither `block` nor `pair`");
                    return Err(batch.inconsistent(problem));
                }
            })
        };
        (0..batch.rows.num_rows()).map(row).collect()
    }
}

impl Stored for DocumentRow {
    fn decode(batch: &Batch<'_>, _: &[String]) -> Decoded<Vec<Self>> {
        let text = |name| batch.texts(name);
        let (document, failure, hint) = (text("document")?, text("failure")?, text("hint")?);
        let (layout, zh_variant) = (text("layout")?, text("zh_variant")?);
        let (title, date, publisher) = (text("title")?, text("date")?, text("source")?);
        let metadata = text("metadata")?;
        let split = batch.newer_texts("split")?;
        let files = batch.lists("files")?;
        let file = batch.typed("files", files.values().as_struct_opt())?;
        let [path, charset, sha256] = ["path", "charset", "sha256"];
        let (path, charset, sha256) = (
            batch.texts_inside("files", file, path)?,
            batch.texts_inside("files", file, charset)?,
            batch.texts_inside("files", file, sha256)?,
        );
        let counts = Counts::new(batch)?;
        let row = |row| {
            let files = items(files, row).map(|item| {
                Ok(FileRow {
                    path: path.required(item)?,
                    charset: charset.optional(item),
                    sha256: sha256.optional(item),
                })
            });
            let metadata = metadata.optional(row).map(|json| {
                serde_json::from_str(&json).map_err(|error| {
                    batch.inconsistent(format!("`metadata` is no JSON object: {error}"))
                })
            });
            Ok(Self {
                document: document.optional(row),
                failure: failure.optional(row),
                hint: hint.optional(row),
                layout: layout.optional(row).map(Into::into),
                zh_variant: zh_variant.optional(row).map(Into::into),
                title: title.optional(row),
                date: date.optional(row),
                publisher: publisher.optional(row),
                metadata: metadata.transpose()?.unwrap_or_default(),
                split: split
                    .as_ref()
                    .and_then(|names| names.optional(row))
                    .and_then(|name| Split::of_name(&name)),
                files: files.collect::<Decoded<_>>()?,
                counts: document.array.is_valid(row).then(|| counts.row(row)).transpose()?,
            })
        };
        (0..batch.rows.num_rows()).map(row).collect()
    }
}

/// The columns of a document's counts.
struct Counts<'a>([Numbers<'a>; 8]);

impl<'a> Counts<'a> {
    fn new(batch: &Batch<'a>) -> Decoded<Self> {
        Ok(Self([
            batch.numbers("blocks")?,
            batch.numbers("blocks_dropped")?,
            batch.numbers("zh_sentences")?,
            batch.numbers("en_sentences")?,
            batch.numbers("pairs")?,
            batch.numbers("pairs_rejected")?,
            batch.numbers("zh_unpaired")?,
            batch.numbers("en_unpaired")?,
        ]))
    }

    fn row(&self, row: usize) -> Decoded<DocumentCounts> {
        let [blocks, dropped, zh, en, pairs, rejected, zh_unpaired, en_unpaired] = &self.0;
        Ok(DocumentCounts {
            blocks: blocks.required(row)?,
            blocks_dropped: dropped.required(row)?,
            zh_sentences: zh.required(row)?,
            en_sentences: en.required(row)?,
            pairs: pairs.required(row)?,
            pairs_rejected: rejected.required(row)?,
            zh_unpaired: zh_unpaired.required(row)?,
            en_unpaired: en_unpaired.required(row)?,
        })
    }
}
