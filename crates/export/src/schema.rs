//! What stands in a corpus folder: the version of its form, and the columns of its four tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use duizhao_bitext::{Feature, Split};

use crate::column::Column;
use crate::kind::{
    Files, Locations, Number, NumberList, Numbers, Real, Stretch, Text, Texts, Translation,
};
use crate::row::{DocumentCounts, DocumentRow, DroppedRow, PairRow, SentenceRow, SideRow};

/// The version of the folder's form. It grows when a reader of the version before could misread something, or would find
/// that something is missing which every folder has from then on. The feature columns are those that the manifest names: a
/// new one is no new version.
///
/// 1: the first. 2: clusters, splits, blocks and places. 3: the manifest's hash is always there, and masked details are counted.
pub(crate) const SCHEMA_VERSION: u32 = 3;
/// The oldest version that this program reads.
pub(crate) const OLDEST_READABLE: u32 = 1;
/// The key under which every Parquet file holds its schema version.
pub(crate) const SCHEMA_VERSION_KEY: &str = "duizhao.schema_version";
/// The program's name and version as Parquet's `created_by` wants it, and the same for every build of one version.
pub(crate) const CREATED_BY: &str = concat!("duizhao version ", env!("CARGO_PKG_VERSION"));

/// The folder of the pairs' files.
pub(crate) const PAIRS: &str = "data";
/// The file of the sentences without a counterpart.
pub(crate) const UNPAIRED: &str = "unpaired.parquet";
/// The file of what was kept out.
pub(crate) const DROPPED: &str = "dropped.parquet";
/// The file of the documents and the failed inputs.
pub(crate) const DOCUMENTS: &str = "documents.parquet";
/// The manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The SHA-256 of the manifest, as `sha256sum -c` reads it; corpora of earlier programs have none.
pub(crate) const MANIFEST_HASH: &str = "manifest.sha256";
/// The dataset card.
pub(crate) const CARD: &str = "README.md";

type Columns<R> = Vec<Column<R>>;

fn text<R: 'static>(
    name: &'static str,
    description: &'static str,
    take: impl for<'a> Fn(&'a R) -> Option<&'a str> + Send + 'static,
) -> Column<R> {
    Column::new::<Text>(name, description, move |row| take(row).map(Cow::Borrowed))
}

/// The columns of the pairs' tables.
pub(crate) fn pairs(features: &[Feature]) -> Columns<PairRow> {
    let mut columns = vec![
        text(
            "id",
            "stable id of the pair: the same in every build of the same document",
            |pair: &PairRow| Some(&pair.id),
        )
        .distinct("id"),
        Column::new::<Translation>("translation", "the two texts", |pair: &PairRow| {
            Some(Texts { en: &pair.en.text, zh: &pair.zh.text })
        }),
        text("document", "id of the document, as in `documents.parquet`", |pair: &PairRow| {
            Some(&pair.document)
        }),
        text(
            "zh_variant",
            "script of the document's Chinese: `zh-Hans` or `zh-Hant`",
            |pair: &PairRow| pair.zh_variant.as_deref(),
        ),
        Column::new::<Text>(
            "category",
            "number of Chinese and of English sentences: `1-1`, `1-2`, …",
            |pair: &PairRow| {
                let category = pair.category();
                Some(match (category.zh, category.en) {
                    (1, 1) => "1-1".into(),
                    _ => category.to_string().into(),
                })
            },
        ),
        text(
            "role",
            "what the Chinese is in its document: `title`, `heading`, `paragraph`, `list_item`, `turn`, `cell`",
            |pair: &PairRow| Some(&pair.role),
        ),
    ];
    columns.extend(side(
        [
            ("zh_sentences", "the Chinese sentences, numbered from 0 in the document"),
            ("zh_span", "from the first Chinese sentence to the last, in characters of the extracted text"),
            ("zh_sources", "where each Chinese sentence stands: number of the file, first character, first one after it"),
            ("zh_blocks", "the block (paragraph, heading, cell) of each Chinese sentence, numbered from 0 in the document"),
            ("zh_original", "the Chinese as it stood in the source, where normalising changed it"),
            ("zh_place", "where the Chinese begins in its file, in the words of the format: `row 12`, `chapter 2 (…)`"),
        ],
        |pair| &pair.zh,
    ));
    columns.extend(side(
        [
            ("en_sentences", "the English sentences, numbered from 0 in the document"),
            (
                "en_span",
                "from the first English sentence to the last, in characters of the extracted text",
            ),
            ("en_sources", "where each English sentence stands"),
            ("en_blocks", "the block of each English sentence"),
            ("en_original", "the English as it stood in the source, where normalising changed it"),
            ("en_place", "where the English begins in its file"),
        ],
        |pair| &pair.en,
    ));
    columns.push(Column::new::<Real>(
        "score",
        "probability that these sentences are each other's translation, 0 to 1",
        |pair: &PairRow| Some(pair.score),
    ));
    columns.push(Column::new::<Real>(
        "margin",
        "how much better the alignment with this pair is than the best one without it, in nats",
        |pair: &PairRow| Some(pair.margin),
    ));
    columns.extend([
        text(
            "cluster",
            "the same for all duplicates, near or exact: 16 hexadecimal digits",
            |pair: &PairRow| pair.cluster.as_ref().map(|cluster| &*cluster.id),
        )
        .distinct("cluster"),
        Column::new::<Number>(
            "copies",
            "number of pairs in the cluster, this one and the dropped ones included",
            |pair: &PairRow| pair.cluster.as_ref().map(|cluster| cluster.copies),
        ),
        Column::new::<Number>(
            "translations",
            "number of different English sides that the same Chinese has, this one included",
            |pair: &PairRow| pair.cluster.as_ref().map(|cluster| cluster.translations),
        ),
    ]);
    columns.extend(features.iter().enumerate().map(|(index, feature)| {
        Column::new::<Real>(feature.name, feature.description, move |pair: &PairRow| {
            pair.features.get(index).copied()
        })
    }));
    columns
}

fn side(
    [sentences, span, sources, blocks, original, place]: [(&'static str, &'static str); 6],
    side: fn(&PairRow) -> &SideRow,
) -> [Column<PairRow>; 6] {
    [
        Column::new::<Numbers>(sentences.0, sentences.1, move |pair| {
            Some(side(pair).sentences.clone())
        }),
        Column::new::<Stretch>(span.0, span.1, move |pair| side(pair).span()),
        Column::new::<Locations>(sources.0, sources.1, move |pair| Some(&side(pair).sources)),
        Column::new::<NumberList>(blocks.0, blocks.1, move |pair| Some(&side(pair).blocks)),
        text(original.0, original.1, move |pair| side(pair).original.as_deref())
            .distinct(original.0),
        text(place.0, place.1, move |pair| side(pair).place.as_deref()),
    ]
}

/// The columns of the sentences without a counterpart.
pub(crate) fn unpaired() -> Columns<SentenceRow> {
    vec![
        text("document", "id of the document", |row: &SentenceRow| Some(&row.document)),
        text("language", "`zh` or `en`", |row: &SentenceRow| Some(&row.language)),
        Column::new::<Number>(
            "sentence",
            "its number in the document, from 0 in each language",
            |row: &SentenceRow| Some(row.sentence),
        ),
        Column::new::<Number>(
            "file",
            "in which of the document's files it stands, from 0",
            |row: &SentenceRow| Some(row.source.file),
        ),
        Column::new::<Stretch>(
            "span",
            "where it stands there, in characters",
            |row: &SentenceRow| Some(row.source.span),
        ),
        Column::new::<Number>(
            "block",
            "the number of its block in the document, from 0",
            |row: &SentenceRow| row.block,
        ),
        text("role", "what it is in its document", |row: &SentenceRow| Some(&row.role)),
        text("text", "the sentence", |row: &SentenceRow| Some(&row.text)).distinct("text"),
        text(
            "original",
            "the same as it stood in the source, where normalising changed it",
            |row: &SentenceRow| row.original.as_deref(),
        )
        .distinct("original"),
    ]
}

/// The columns of what was kept out: those of a block, then those of a rejected pair.
pub(crate) fn dropped(features: &[Feature]) -> Columns<DroppedRow> {
    use DroppedRow::{Block, Pair};
    let mut columns = vec![
        text(
            "kind",
            "`block`: kept out before sentences were made; `pair`: rejected by a filter or as a duplicate",
            |row: &DroppedRow| {
                Some(match row {
                    Block(_) => "block",
                    Pair { .. } => "pair",
                })
            },
        ),
        text(
            "reason",
            "name of the rule or filter; `duplicate`, `leaks_into_test` and so on",
            |row: &DroppedRow| match row {
                Block(block) => Some(&block.reason),
                Pair { reason, .. } => Some(reason),
            },
        ),
        text(
            "duplicate_of",
            "of a pair: id of the kept pair that it repeats or leaks into",
            |row: &DroppedRow| match row {
                Block(_) => None,
                Pair { duplicate_of, .. } => duplicate_of.as_deref(),
            },
        ),
        text("document", "id of the document", |row: &DroppedRow| match row {
            Block(block) => Some(&block.document),
            Pair { pair, .. } => Some(&pair.document),
        }),
        text("role", "what it is in its document", |row: &DroppedRow| match row {
            Block(block) => Some(&block.role),
            Pair { pair, .. } => Some(&pair.role),
        }),
        text("language", "of a block: `zh`, `en`, `mixed` or `other`", |row: &DroppedRow| {
            row.block().map(|block| &*block.language)
        }),
        Column::new::<Number>(
            "file",
            "of a block: in which of the document's files it stands",
            |row: &DroppedRow| row.block().map(|block| block.source.file),
        ),
        Column::new::<Stretch>(
            "span",
            "of a block: where it stands there, in characters",
            |row: &DroppedRow| row.block().map(|block| block.source.span),
        ),
        text("text", "of a block: its text as it stands in the source", |row: &DroppedRow| {
            row.block().map(|block| &*block.text)
        })
        .distinct("text"),
    ];
    let known: Vec<_> = columns.iter().map(|column| column.name.clone()).collect();
    let pairs = pairs(features).into_iter().filter(|column| !known.contains(&column.name));
    columns.extend(pairs.map(|column| column.inside(DroppedRow::pair)));
    columns
}

/// The columns of the documents and the failed inputs.
pub(crate) fn documents() -> Columns<DocumentRow> {
    let mut columns = vec![
        text(
            "document",
            "id of the document; null for an input that failed",
            |row: &DocumentRow| row.document.as_deref(),
        ),
        text("status", "`ok` or `failed`", |row: &DocumentRow| {
            Some(if row.document.is_some() { "ok" } else { "failed" })
        }),
        text("failure", "why the input failed", |row: &DocumentRow| row.failure.as_deref()),
        text("hint", "what can be done about the failure", |row: &DocumentRow| row.hint.as_deref()),
        text(
            "layout",
            "`pair`, `sequential`, `interleaved`, `units`, `comparable` or `monolingual`",
            |row: &DocumentRow| row.layout.as_deref(),
        ),
        text("zh_variant", "script of its Chinese: `zh-Hans` or `zh-Hant`", |row: &DocumentRow| {
            row.zh_variant.as_deref()
        }),
        text("title", "its title", |row: &DocumentRow| row.title.as_deref()),
        text("date", "its date, YYYY-MM-DD where it could be read", |row: &DocumentRow| {
            row.date.as_deref()
        }),
        text("source", "who published it", |row: &DocumentRow| row.publisher.as_deref()),
        Column::new::<Text>(
            "metadata",
            "whatever else it says about itself, as a JSON object",
            |row: &DocumentRow| {
                (!row.metadata.is_empty()).then(|| json_object(&row.metadata).into())
            },
        ),
        text(
            "split",
            "`train`, `validation` or `test`, where whole documents are split",
            |row: &DocumentRow| row.split.map(Split::name),
        ),
        Column::new::<Files>("files", "the files it was read from", |row: &DocumentRow| {
            Some(&row.files)
        }),
    ];
    columns.extend(COUNTS.iter().map(|(name, description, count)| {
        Column::new::<Number>(name, description, move |row: &DocumentRow| {
            row.counts.as_ref().map(count)
        })
    }));
    columns
}

type Count = (&'static str, &'static str, fn(&DocumentCounts) -> usize);

const COUNTS: [Count; 8] = [
    ("blocks", "number of its blocks", |counts| counts.blocks),
    ("blocks_dropped", "number of blocks kept out", |counts| counts.blocks_dropped),
    ("zh_sentences", "number of Chinese sentences", |counts| counts.zh_sentences),
    ("en_sentences", "number of English sentences", |counts| counts.en_sentences),
    ("pairs", "number of pairs in the corpus", |counts| counts.pairs),
    ("pairs_rejected", "number of pairs rejected by a filter or as duplicates", |counts| {
        counts.pairs_rejected
    }),
    ("zh_unpaired", "number of Chinese sentences without a counterpart", |counts| {
        counts.zh_unpaired
    }),
    ("en_unpaired", "number of English sentences without a counterpart", |counts| {
        counts.en_unpaired
    }),
];

fn json_object(entries: &BTreeMap<String, String>) -> String {
    let entries = entries.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
    serde_json::Value::Object(entries.collect()).to_string()
}
