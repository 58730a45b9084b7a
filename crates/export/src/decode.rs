//! From Arrow arrays back to rows.

use arrow_array::ListArray;
use duizhao_bitext::Split;

use crate::ExportError;
use crate::batch::{Batch, Decoded, NumberLists, Numbers, Reals, Spans, Texts, items};
use crate::row::{
    BlockRow, Cluster, DocumentCounts, DocumentRow, DroppedRow, FileRow, Location, PairRow,
    SentenceRow, SideRow,
};

/// A row that can be read back from its table.
pub(crate) trait Stored: Sized {
    /// The rows of a batch. `features` are the corpus's feature columns.
    fn decode(batch: &Batch<'_>, features: &[String]) -> Result<Vec<Self>, ExportError>;
}

/// The columns of one side of a pair.
struct Sides<'a> {
    text: Texts<'a>,
    original: Texts<'a>,
    place: Option<Texts<'a>>,
    sentences: NumberLists<'a>,
    blocks: Option<NumberLists<'a>>,
    sources: Option<&'a ListArray>,
    files: Numbers<'a>,
    spans: Spans<'a>,
}

impl<'a> Sides<'a> {
    fn new(batch: &Batch<'a>, language: &str, names: [&'static str; 5]) -> Decoded<Self> {
        let translation = batch.structs("translation")?;
        let [sentences, sources_name, blocks, original, place] = names;
        let sources = batch.lists(sources_name)?;
        let places = batch.structs_in(sources_name, sources)?;
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

/// The columns of the pairs' tables.
struct Pairs<'a> {
    id: Texts<'a>,
    document: Texts<'a>,
    zh_variant: Texts<'a>,
    role: Texts<'a>,
    zh: Sides<'a>,
    en: Sides<'a>,
    score: Reals<'a>,
    margin: Reals<'a>,
    features: Vec<Reals<'a>>,
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
        Ok(PairRow {
            id: self.id.required(row)?,
            document: self.document.required(row)?,
            zh_variant: self.zh_variant.optional_name(row),
            zh: self.zh.row(row)?,
            en: self.en.row(row)?,
            role: self.role.name(row)?,
            score: self.score.row(row),
            margin: self.margin.row(row),
            features: self.features.iter().map(|feature| feature.row(row)).collect(),
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
                language: language.name(row)?,
                sentence: sentence.required(row)?,
                source: Location { file: file.required(row)?, span: span.required(row)? },
                block: block.as_ref().map(|block| block.required(row)).transpose()?,
                role: role.name(row)?,
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
            Ok(match kind.present(row)? {
                "pair" => Self::Pair {
                    reason,
                    duplicate_of: duplicate_of.as_ref().and_then(|ids| ids.optional(row)),
                    pair: Box::new(pairs.row(row)?),
                },
                "block" => Self::Block(BlockRow {
                    document: pairs.document.required(row)?,
                    reason,
                    language: language.name(row)?,
                    role: pairs.role.name(row)?,
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
        let file = batch.structs_in("files", files)?;
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
                counts: document.borrowed(row).map(|_| counts.row(row)).transpose()?,
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
