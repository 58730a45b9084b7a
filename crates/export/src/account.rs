//! From a document's record to the rows of the tables, such that every sentence and every dropped block is in one of
//! them.

use std::borrow::Cow;
use std::ops::Range;

use duizhao_bitext::{
    Block, BlockLanguage, Document, Language, Pair, Sentence, Span, Split, Verdict,
};

use crate::characters::CharacterOffsets;
use crate::identity::pair_id;
use crate::row::{
    BlockRow, DocumentCounts, DocumentRow, DroppedRow, FileRow, Location, PairRow, SentenceRow,
    SideRow, StoredDocument,
};
use crate::{DocumentRecord, ExportError};

impl StoredDocument {
    /// The rows of a document as it comes from the stages, with `features` features for each pair.
    ///
    /// Linear in the document's size.
    ///
    /// # Errors
    /// [`ExportError::Unlawful`] if sentences of both sides of a pair stand in other pairs, a span does not fit its text, or the number of
    /// features is not `features`.
    pub fn of(record: &DocumentRecord<'_>, features: usize) -> Result<Self, ExportError> {
        let account = Account::new(record);
        let (mut zh_paired, mut en_paired) =
            (vec![false; record.zh.len()], vec![false; record.en.len()]);
        let mut pairs = Vec::with_capacity(record.pairs.len());
        let mut dropped = account.dropped_blocks()?;
        let blocks_dropped = dropped.len();
        for (number, pair) in record.pairs.iter().enumerate() {
            if pair.features.len() != features {
                let problem = format!(
                    "pair {number} has {} features instead of {features}",
                    pair.features.len()
                );
                return Err(account.unlawful(problem));
            }
            let zh_again = account.take(&mut zh_paired, &pair.zh, Language::Zh)?;
            let en_again = account.take(&mut en_paired, &pair.en, Language::En)?;
            if zh_again && en_again {
                let problem =
                    format!("sentences of both sides of pair {number} are in other pairs");
                return Err(account.unlawful(problem));
            }
            let row = account.pair(pair)?;
            match &pair.verdict {
                Verdict::Accepted => pairs.push(row),
                Verdict::Rejected(reason) => {
                    dropped.push(DroppedRow::Pair {
                        reason: reason.clone(),
                        duplicate_of: None,
                        pair: Box::new(row),
                    });
                }
            }
        }
        let mut unpaired = account.unpaired(Language::Zh, &zh_paired)?;
        let zh_unpaired = unpaired.len();
        unpaired.extend(account.unpaired(Language::En, &en_paired)?);
        let counts = DocumentCounts {
            blocks: record.document.blocks.len(),
            blocks_dropped,
            zh_sentences: record.zh.len(),
            en_sentences: record.en.len(),
            pairs: pairs.len(),
            pairs_rejected: dropped.len() - blocks_dropped,
            zh_unpaired,
            en_unpaired: unpaired.len() - zh_unpaired,
        };
        let row = document_row(record.document, counts);
        Ok(Self { id: record.document.id.clone(), row, pairs, unpaired, dropped })
    }
}

struct Account<'a> {
    record: &'a DocumentRecord<'a>,
    offsets: Vec<CharacterOffsets<'a>>,
}

impl<'a> Account<'a> {
    fn new(record: &'a DocumentRecord<'a>) -> Self {
        let texts = record.document.texts.iter();
        Self { record, offsets: texts.map(|text| CharacterOffsets::new(&text.content)).collect() }
    }

    fn unlawful(&self, problem: String) -> ExportError {
        ExportError::Unlawful { document: self.record.document.id.clone(), problem }
    }

    fn side(&self, language: Language) -> &'a [Sentence] {
        match language {
            Language::Zh => self.record.zh,
            Language::En => self.record.en,
        }
    }

    /// Marks the sentences of one side of a pair; whether one of them is in a pair already.
    fn take(
        &self,
        paired: &mut [bool],
        range: &Range<usize>,
        language: Language,
    ) -> Result<bool, ExportError> {
        let count = paired.len();
        let Some(places) = paired.get_mut(range.clone()).filter(|places| !places.is_empty()) else {
            let problem = format!("a pair of {language} sentences {range:?}, of {count}");
            return Err(self.unlawful(problem));
        };
        let again = places.contains(&true);
        places.fill(true);
        Ok(again)
    }

    fn locate(&self, file: usize, span: Span) -> Result<(&'a str, Location), ExportError> {
        let found = self.offsets.get(file).and_then(|offsets| offsets.locate(span));
        let (text, span) = found.ok_or_else(|| {
            self.unlawful(format!("bytes {span:?} are no stretch of text {file}"))
        })?;
        Ok((text, Location { file, span }))
    }

    fn block(&self, index: usize) -> Result<&'a Block, ExportError> {
        let block = self.record.document.blocks.get(index);
        block.ok_or_else(|| {
            self.unlawful(format!("a sentence of block {index}, which is not there"))
        })
    }

    fn pair(&self, pair: &Pair) -> Result<PairRow, ExportError> {
        let mut row = PairRow {
            id: String::new(),
            document: self.record.document.id.clone(),
            zh_variant: self.record.document.script.map(|script| script.tag().into()),
            zh: self.pair_side(Language::Zh, &pair.zh, &pair.zh_text)?,
            en: self.pair_side(Language::En, &pair.en, &pair.en_text)?,
            role: pair.role.name().into(),
            score: pair.score,
            margin: pair.margin,
            features: pair.features.clone(),
            split: Split::default(),
            cluster: None,
        };
        row.id = pair_id(&row);
        Ok(row)
    }

    /// What stood in the file at a span that is known to lie in the text.
    fn source(&self, text: usize, span: Span) -> Cow<'a, str> {
        self.record.document.texts[text].original(span)
    }

    fn pair_side(
        &self,
        language: Language,
        range: &Range<usize>,
        text: &str,
    ) -> Result<SideRow, ExportError> {
        let sentences = &self.side(language)[range.clone()];
        let mut sources = Vec::with_capacity(sentences.len());
        let mut changed = false;
        for sentence in sentences {
            let text = self.block(sentence.block)?.text;
            let (_, source) = self.locate(text, sentence.span)?;
            changed |= self.source(text, sentence.span) != sentence.text;
            sources.push(source);
        }
        let original = if changed { Some(self.original(sentences)?) } else { None };
        let blocks = sentences.iter().map(|sentence| sentence.block).collect();
        let first = sentences.first().map(|sentence| self.block(sentence.block)).transpose()?;
        let place = first.and_then(|block| block.place.clone());
        let (text, sentences) = (text.to_owned(), range.clone());
        Ok(SideRow { text, original, sentences, sources, blocks, place })
    }

    /// The source's own text: inside a block with everything between the sentences, and a line for each block.
    fn original(&self, sentences: &[Sentence]) -> Result<String, ExportError> {
        let mut lines = Vec::new();
        for run in sentences.chunk_by(|one, next| one.block == next.block) {
            let (start, end) = (run[0].span.start, run[run.len() - 1].span.end);
            let (text, span) = (self.block(run[0].block)?.text, Span { start, end });
            self.locate(text, span)?;
            lines.push(self.source(text, span));
        }
        Ok(lines.join("\n"))
    }

    fn unpaired(
        &self,
        language: Language,
        paired: &[bool],
    ) -> Result<Vec<SentenceRow>, ExportError> {
        let sentences = self.side(language).iter().enumerate().zip(paired);
        sentences
            .filter(|(_, paired)| !**paired)
            .map(|((number, sentence), _)| {
                let block = self.block(sentence.block)?;
                let (_, source) = self.locate(block.text, sentence.span)?;
                let original = self.source(block.text, sentence.span);
                Ok(SentenceRow {
                    document: self.record.document.id.clone(),
                    language: language.code().into(),
                    sentence: number,
                    source,
                    block: Some(sentence.block),
                    role: block.role.name().into(),
                    text: sentence.text.clone(),
                    original: (original != sentence.text).then(|| original.into_owned()),
                })
            })
            .collect()
    }

    fn dropped_blocks(&self) -> Result<Vec<DroppedRow>, ExportError> {
        let blocks =
            self.record.document.blocks.iter().filter_map(|block| Some((block, reason(block)?)));
        blocks
            .map(|(block, reason)| {
                let (text, source) = self.locate(block.text, block.span)?;
                Ok(DroppedRow::Block(BlockRow {
                    document: self.record.document.id.clone(),
                    reason,
                    language: language_name(block.language).into(),
                    role: block.role.name().into(),
                    source,
                    text: text.to_owned(),
                }))
            })
            .collect()
    }
}

/// Why no sentences are made of a block; `None` if they are.
fn reason(block: &Block) -> Option<Cow<'static, str>> {
    match (&block.dropped, block.language) {
        (Some(rule), _) => Some(rule.clone()),
        (None, BlockLanguage::Mixed) => Some("mixed_languages".into()),
        (None, BlockLanguage::Other) => Some("neither_language".into()),
        (None, BlockLanguage::Zh | BlockLanguage::En) => None,
    }
}

fn language_name(language: BlockLanguage) -> &'static str {
    match language {
        BlockLanguage::Zh => "zh",
        BlockLanguage::En => "en",
        BlockLanguage::Mixed => "mixed",
        BlockLanguage::Other => "other",
    }
}

fn document_row(document: &Document, counts: DocumentCounts) -> DocumentRow {
    let file = |text: &duizhao_bitext::SourceText| FileRow {
        path: text.path.clone(),
        charset: Some(text.charset.clone()),
        sha256: Some(text.sha256.clone()),
    };
    DocumentRow {
        document: Some(document.id.clone()),
        failure: None,
        hint: None,
        layout: Some(document.layout.name().into()),
        zh_variant: document.script.map(|script| script.tag().into()),
        title: document.metadata.title.clone(),
        date: document.metadata.date.clone(),
        publisher: document.metadata.source.clone(),
        metadata: document.metadata.other.clone(),
        split: None,
        files: document.texts.iter().map(file).collect(),
        counts: Some(counts),
    }
}
