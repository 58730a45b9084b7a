//! Documents for the tests, from a short notation.

use duizhao_bitext::{
    Block, BlockLanguage, Document, Language, Layout, Metadata, Pair, Role, Script, Sentence,
    SourceText, Span, Verdict, normalise,
};
use duizhao_export::DocumentRecord;

/// A document with sentences and pairs.
pub(crate) struct Made {
    pub(crate) document: Document,
    pub(crate) zh: Vec<Sentence>,
    pub(crate) en: Vec<Sentence>,
    pub(crate) pairs: Vec<Pair>,
}

impl Made {
    /// A document of these blocks: `zh: 你好。|世界。`, `en: Hello.`, or `rule: text` for one dropped by a rule of that name.
    pub(crate) fn new(id: &str, blocks: &[&str]) -> Self {
        let mut made = Self {
            document: Document {
                id: id.into(),
                texts: vec![SourceText {
                    path: format!("in/{id}"),
                    charset: "UTF-8".into(),
                    sha256: "0".repeat(64),
                    content: String::new(),
                    repairs: vec![],
                }],
                blocks: vec![],
                layout: Layout::Sequential,
                script: Some(Script::Simplified),
                metadata: Metadata::default(),
            },
            zh: vec![],
            en: vec![],
            pairs: vec![],
        };
        for block in blocks {
            let (kind, text) = block.split_once(": ").expect("kind: text");
            made.block(kind, text);
        }
        made
    }

    fn block(&mut self, kind: &str, text: &str) {
        let content = &mut self.document.texts[0].content;
        let start = content.len();
        let (language, side) = match kind {
            "zh" => (Language::Zh, Some(&mut self.zh)),
            "en" => (Language::En, Some(&mut self.en)),
            _ => (Language::Zh, None),
        };
        let index = self.document.blocks.len();
        if let Some(side) = side {
            for piece in text.split('|') {
                let from = content.len();
                content.push_str(piece);
                let span = Span::new(from, content.len()).trimmed(content);
                let text = normalise(span.of(content)).into_owned();
                side.push(Sentence { language, block: index, span, text });
            }
        } else {
            content.push_str(text);
        }
        let script = if kind == "en" { BlockLanguage::En } else { BlockLanguage::Zh };
        let mut block = Block::paragraph(0, Span::new(start, content.len()), script);
        block.dropped = (!matches!(kind, "zh" | "en")).then(|| kind.to_owned().into());
        self.document.blocks.push(block);
        content.push('\n');
    }

    /// Adds the pair of these sentences, each side given as its first and its number of sentences.
    pub(crate) fn pair(mut self, zh: (usize, usize), en: (usize, usize)) -> Self {
        let join = |side: &[Sentence], between: &str| {
            side.iter().map(|sentence| &*sentence.text).collect::<Vec<_>>().join(between)
        };
        let (zh, en) = (zh.0..zh.0 + zh.1, en.0..en.0 + en.1);
        self.pairs.push(Pair {
            zh_text: join(&self.zh[zh.clone()], ""),
            en_text: join(&self.en[en.clone()], " "),
            zh,
            en,
            role: Role::Paragraph,
            score: 0.875,
            margin: 4.5,
            features: vec![0.25, f32::NAN],
            verdict: Verdict::Accepted,
        });
        self
    }

    /// Lets a filter of this name reject the last pair.
    pub(crate) fn rejected(mut self, filter: &'static str) -> Self {
        if let Some(pair) = self.pairs.last_mut() {
            pair.verdict = Verdict::Rejected(filter.into());
        }
        self
    }

    pub(crate) fn record(&self) -> DocumentRecord<'_> {
        DocumentRecord { document: &self.document, zh: &self.zh, en: &self.en, pairs: &self.pairs }
    }
}

/// A document with something of everything.
pub(crate) fn varied() -> Made {
    let mut made = Made::new(
        "news/桥.txt",
        &[
            "date: 日期：2024-05-06",
            "zh: 桥建好了。|全长１２\u{a0}公里。|没有译文。",
            "zh: 2024",
            "en: The bridge is built.|\u{2002}It is 12\u{a0}km long. |Nobody said this.",
            "en: 2024",
        ],
    )
    .pair((0, 2), (0, 2))
    .pair((3, 1), (3, 1))
    .rejected("empty");
    made.document.metadata.title = Some("桥".into());
    made.document.metadata.date = Some("2024-05-06".into());
    made.document.metadata.other.insert("author".into(), "\"王\"".into());
    made
}
