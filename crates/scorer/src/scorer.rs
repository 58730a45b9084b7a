use std::collections::BTreeSet;
use std::sync::Arc;

use duizhao_bitext::{Bead, Document, Ladder, Language, Pair, Role, Sentence, Verdict};
use duizhao_lexicon::Lexicon;

use crate::background::Background;
use crate::features::{MEASURES, Own};
use crate::filters::Filters;
use crate::join::join;
use crate::judge::Judge;
use crate::meter::put_in_document;
use crate::sides::{Reader, Texts};

/// Makes pairs of beads: joins their sentences, measures the features, and lets the filters judge.
#[derive(Debug, Clone)]
pub struct Scorer<'a> {
    lexicon: &'a Lexicon,
    background: Arc<Background>,
    judge: Judge,
}

impl<'a> Scorer<'a> {
    /// A scorer that reads numbers and words with `lexicon` and judges by `filters`. Takes about a hundredth of a second.
    pub fn new(lexicon: &'a Lexicon, filters: &Filters) -> Self {
        let background = Arc::new(Background::new(lexicon));
        Self { lexicon, background, judge: filters.judge() }
    }

    /// The pairs of a document, in the order of the ladder; null beads give none.
    ///
    /// Costs about what tokenising the sentences once costs.
    ///
    /// # Panics
    /// If the ladder was made for other sentences and a bead reaches beyond the lists.
    pub fn score(
        &self,
        document: &Document,
        ladder: &Ladder,
        zh: &[Sentence],
        en: &[Sentence],
    ) -> Vec<Pair> {
        let mut reader = Reader::new(self.lexicon);
        let beads = ladder.beads.iter().filter(|bead| !bead.is_null());
        let (mut pairs, own): (Vec<Pair>, Vec<Own>) = beads
            .map(|bead| {
                let sentences = [&zh[bead.zh.clone()], &en[bead.en.clone()]];
                self.pair(document, bead, sentences, &mut reader)
            })
            .unzip();
        let mut features: Vec<Vec<f32>> =
            pairs.iter_mut().map(|pair| std::mem::take(&mut pair.features)).collect();
        let texts: Vec<[&str; 2]> =
            pairs.iter().map(|pair| [&*pair.zh_text, &*pair.en_text]).collect();
        let mut values: Vec<&mut Vec<f32>> = features.iter_mut().collect();
        put_in_document((&mut reader, &self.background), &texts, &own, &mut values);
        for (pair, features) in pairs.iter_mut().zip(features) {
            pair.features = features;
            pair.verdict = self.judge.verdict(&pair.features, pair.score, pair.margin);
        }
        pairs
    }

    /// A pair that is not yet judged, and what its document decides about.
    fn pair(
        &self,
        document: &Document,
        bead: &Bead,
        sentences: [&[Sentence]; 2],
        reader: &mut Reader<'_>,
    ) -> (Pair, Own) {
        let texts =
            sentences.map(|side| side.iter().map(|one| one.text.as_str()).collect::<Vec<_>>());
        let [zh, en] = [0, 1].map(|side| join(Language::BOTH[side], texts[side].iter().copied()));
        let texts = Texts { joined: [&zh, &en], sentences: [&texts[0], &texts[1]] };
        let mut sides = reader.sides(texts, &self.background);
        sides.damage = Some(damage(document, sentences));
        let features = MEASURES.iter().map(|measure| (measure.of)(&sides)).collect();
        let own = Own::of(&sides);
        let first = sentences[0].first().and_then(|first| document.blocks.get(first.block));
        let pair = Pair {
            zh: bead.zh.clone(),
            en: bead.en.clone(),
            role: first.map_or(Role::Paragraph, |block| block.role),
            score: bead.score,
            margin: bead.margin,
            verdict: Verdict::Accepted,
            features,
            zh_text: zh,
            en_text: en,
        };
        (pair, own)
    }
}

/// How many kinds of damage there are in the blocks that hold the sentences.
fn damage(document: &Document, sentences: [&[Sentence]; 2]) -> usize {
    let blocks = sentences.into_iter().flatten().filter_map(|one| document.blocks.get(one.block));
    let kinds: BTreeSet<_> = blocks.flat_map(|block| block.damage.iter().copied()).collect();
    kinds.len()
}

#[cfg(test)]
mod tests {
    use super::Scorer;
    use crate::{Filters, features};
    use duizhao_bitext::{
        Bead, Block, BlockLanguage, Document, Ladder, Language, Layout, Metadata, Pair, Role,
        Sentence, Span, Verdict,
    };
    use duizhao_lexicon::Lexicon;

    fn sentences(language: Language, texts: &[&str]) -> Vec<Sentence> {
        let sentence = |text: &&str| Sentence {
            language,
            block: 0,
            span: Span::new(0, text.len()),
            text: (*text).into(),
        };
        texts.iter().map(sentence).collect()
    }

    fn score(beads: Vec<Bead>, zh: &[&str], en: &[&str]) -> Vec<Pair> {
        let mut block = Block::paragraph(0, Span::new(0, 1), BlockLanguage::Zh);
        block.role = Role::Turn;
        let document = Document {
            id: "a".into(),
            texts: vec![],
            blocks: vec![block],
            layout: Layout::Pair,
            script: None,
            metadata: Metadata::default(),
        };
        let (zh, en) = (sentences(Language::Zh, zh), sentences(Language::En, en));
        let lexicon = Lexicon::empty();
        Scorer::new(&lexicon, &Filters::default()).score(&document, &Ladder::new(beads), &zh, &en)
    }

    #[test]
    fn null_beads_give_no_pair_and_sentences_are_joined() {
        let mut first = Bead::new(0..2, 0..2);
        (first.score, first.margin) = (0.75, 3.0);
        let beads = vec![first, Bead::new(2..3, 2..2), Bead::new(3..3, 2..3)];
        let pairs = score(beads, &["你好。", "世界。", "独自。"], &["Hello.", "World.", "Alone."]);
        assert_eq!(pairs.len(), 1);
        assert_eq!((&*pairs[0].zh_text, &*pairs[0].en_text), ("你好。世界。", "Hello. World."));
        assert_eq!((pairs[0].score, pairs[0].margin, pairs[0].role), (0.75, 3.0, Role::Turn));
        assert_eq!(pairs[0].features.len(), features().len());
    }

    #[test]
    fn what_is_no_translation_is_rejected_with_its_reason() {
        let cases = [
            ("——", "Hello.", "empty"),
            ("🙌", "🙌", "empty"),
            ("2021", "2021", "untranslated"),
            ("Cargo.toml", "cargo.toml", "untranslated"),
            ("Only English here.", "Something else entirely.", "zh_not_chinese"),
            ("一句中文。", "另一句中文。", "en_not_english"),
            ("一句中文。", "Совсем другое.", "en_not_english"),
        ];
        for (zh, en, reason) in cases {
            let pairs = score(vec![Bead::new(0..1, 0..1)], &[zh], &[en]);
            assert_eq!(pairs[0].verdict, Verdict::Rejected(reason.into()), "{zh} {en}");
        }
    }

    #[test]
    fn short_and_technical_translations_are_accepted() {
        for (zh, en) in [
            ("好！", "OK!"),
            ("Rust 和 WebAssembly", "Rust and WebAssembly"),
            ("`std::vec::Vec<T>` 类型", "The `std::vec::Vec<T>` type"),
            ("第1条", "Article 1"),
            ("三十万！", "300,000!"),
            (
                "`size_of::<usize>()` 或 `align_of::<usize>()`",
                "`size_of::<usize>()` or `align_of::<usize>()`",
            ),
            ("咖啡馆：café", "A café"),
        ] {
            let pairs = score(vec![Bead::new(0..1, 0..1)], &[zh], &[en]);
            assert_eq!(pairs[0].verdict, Verdict::Accepted, "{zh} {en}");
        }
    }
}
