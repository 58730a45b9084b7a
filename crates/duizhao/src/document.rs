use duizhao_aligner::Aligner;
use duizhao_bitext::{
    Damage, Document, Ladder, Language, Layout, Pair, Sentence, Verdict, normalise,
};
use duizhao_lexicon::Lexicon;
use duizhao_reader::{Entry, ReadError};
use duizhao_scorer::Scorer;
use duizhao_segmenter::{LineBreaks, Segmenter};

use crate::Config;

/// Why pairs are rejected whose document holds two languages that don't translate each other.
const NOT_A_TRANSLATION: &str = "not_a_translation";

/// Why pairs are rejected of which nobody can tell; the scorer's filter has the same name.
const DAMAGED: &str = "damaged";

/// The stages that every document goes through, ready for use by any number of threads.
#[derive(Debug)]
pub(crate) struct Stages<'a> {
    reader: &'a duizhao_reader::Options,
    /// For blocks whose line breaks mean something, and for those in which they are only wraps.
    segmenters: [Segmenter; 2],
    aligner: Aligner<'a>,
    scorer: Scorer<'a>,
    mask_private: bool,
    furniture: duizhao_reader::Furniture,
}

/// A document with everything that the stages made of it.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) document: Document,
    pub(crate) zh: Vec<Sentence>,
    pub(crate) en: Vec<Sentence>,
    pub(crate) pairs: Vec<Pair>,
}

impl<'a> Stages<'a> {
    pub(crate) fn new(config: &'a Config, lexicon: &'a Lexicon) -> Self {
        let segmenter = |line_breaks| {
            Segmenter::new(duizhao_segmenter::Options { line_breaks, ..config.segmenter })
        };
        Self {
            reader: &config.reader,
            segmenters: [LineBreaks::Hard, LineBreaks::Wrap].map(segmenter),
            aligner: Aligner::new(lexicon, config.aligner.clone()),
            scorer: Scorer::new(lexicon, &config.filters),
            mask_private: config.mask_private,
            furniture: duizhao_reader::Furniture::default(),
        }
    }

    /// The same stages for documents whose sites have this furniture.
    pub(crate) fn with_furniture(self, furniture: duizhao_reader::Furniture) -> Self {
        Self { furniture, ..self }
    }

    /// Takes one document from its files to its pairs.
    pub(crate) fn run(&self, entry: &Entry) -> Result<Made, ReadError> {
        let document = self.read_without_furniture(entry)?;
        let [zh, en] = Language::BOTH.map(|language| self.sentences(&document, language));
        let alignment = self.aligner.align_document(&document, &zh, &en);
        let mut pairs = self.scorer.score(&document, &alignment.ladder, &zh, &en);
        let further = self.aligner.further_translations(&zh, &en, &alignment.ladder);
        if !further.is_empty() {
            pairs.extend(self.scorer.score(&document, &Ladder::new(further), &zh, &en));
            pairs.sort_by_key(|pair| (pair.zh.start, pair.en.start));
        }
        if document.layout == Layout::Comparable || !alignment.is_translation() {
            for pair in &mut pairs {
                // Words that have run together say nothing for a translation, and nothing against it.
                let is_legible = en[pair.en.clone()].iter().all(|sentence| {
                    !document.blocks[sentence.block].damage.contains(&Damage::SpacesLost)
                });
                let reason = if is_legible { NOT_A_TRANSLATION } else { DAMAGED };
                pair.verdict = Verdict::Rejected(reason.into());
            }
        }
        Ok(Made { document, zh, en, pairs })
    }

    /// Whether private details are masked in what is written.
    pub(crate) fn masks_private(&self) -> bool {
        self.mask_private
    }

    /// Whether the documents of any site have furniture in common.
    pub(crate) fn has_furniture(&self) -> bool {
        !self.furniture.is_empty()
    }

    /// Reads a document and drops what its site repeats.
    pub(crate) fn read_without_furniture(&self, entry: &Entry) -> Result<Document, ReadError> {
        let mut document = self.read(entry)?;
        self.furniture.drop_from(&mut document);
        Ok(document)
    }

    /// Reads a document.
    pub(crate) fn read(&self, entry: &Entry) -> Result<Document, ReadError> {
        duizhao_reader::read(entry, self.reader)
    }

    /// How well two texts agree that are in one language each; `None` if neither is a translation of the other.
    pub(crate) fn agreement(&self, zh: &[Sentence], en: &[Sentence]) -> Option<f32> {
        let [zh, en] = [zh, en]
            .map(|side| side.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>());
        let [zh, en] = [&zh, &en].map(|sentences| duizhao_aligner::Side {
            sentences,
            ..duizhao_aligner::Side::default()
        });
        let alignment = self.aligner.align_and_judge(&zh, &en);
        alignment.is_translation().then_some(alignment.agreement)
    }

    /// The sentences of one language, in reading order.
    pub(crate) fn sentences(&self, document: &Document, language: Language) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            if block.kept() != Some(language) {
                continue;
            }
            let content = document.content(block);
            for span in self.segmenters[usize::from(block.wrapped)].sentences(content, language) {
                let text = normalise(span.of(content)).into_owned();
                if !text.is_empty() {
                    let span = span.shifted(block.span.start);
                    sentences.push(Sentence { language, block: number, span, text });
                }
            }
        }
        sentences
    }
}
