//! Writes a corpus of any size out of nothing, to measure how fast that goes and how much memory it takes.
//!
//! ```text
//! cargo run --release -p duizhao-export --example made_up_corpus -- OUT DOCUMENTS PAIRS_IN_EACH
//! ```

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use duizhao_bitext::{
    Block, BlockLanguage, Document, Feature, Language, Layout, Metadata, Pair, Role, Script,
    Sentence, SourceText, Span, Verdict,
};
use duizhao_export::{CorpusOptions, CorpusWriter, DocumentRecord};

const ZH: [&str; 8] =
    ["今天", "我们", "在河边", "看见了", "一座新桥", "和三只白鸟", "，很高兴", "，又下雨了"];
const EN: [&str; 8] = [
    "today",
    "we",
    "by the river",
    "saw",
    "a new bridge",
    "and three white birds",
    "gladly",
    "in the rain",
];
const FEATURES: [Feature; 2] = [
    Feature { name: "length_ratio", description: "made up" },
    Feature { name: "coverage", description: "made up" },
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, documents, pairs] = &arguments[..] else {
        return Err("give OUT DOCUMENTS PAIRS_IN_EACH".into());
    };
    let (documents, pairs): (usize, usize) = (documents.parse()?, pairs.parse()?);
    let options =
        CorpusOptions { force: true, features: FEATURES.to_vec(), ..CorpusOptions::default() };
    let mut corpus = CorpusWriter::create(Path::new(out), options)?;
    let mut random = Random(1);
    let (mut making, start) = (0.0, Instant::now());
    for number in 0..documents {
        let began = Instant::now();
        let made = Made::new(&format!("made/{number:07}.txt"), pairs, &mut random);
        making += began.elapsed().as_secs_f64();
        corpus.document(&DocumentRecord {
            document: &made.document,
            zh: &made.zh,
            en: &made.en,
            pairs: &made.pairs,
        })?;
    }
    let counts = corpus.finish()?.counts;
    let writing = start.elapsed().as_secs_f64() - making;
    let line = format!(
        "{} documents, {} pairs, {:.1} s, {:.0} pairs/s (without making them up)\n",
        counts.documents,
        counts.pairs,
        writing,
        counts.pairs as f64 / writing
    );
    std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes())?;
    Ok(())
}

struct Made {
    document: Document,
    zh: Vec<Sentence>,
    en: Vec<Sentence>,
    pairs: Vec<Pair>,
}

impl Made {
    /// A page with a line of date, then all Chinese, then all English, the last sentences without counterpart.
    fn new(id: &str, pairs: usize, random: &mut Random) -> Self {
        let mut content = String::from("日期：2024-05-06\n");
        let mut blocks =
            vec![Block::paragraph(0, Span::new(0, content.len() - 1), BlockLanguage::Zh)];
        blocks[0].dropped = Some("date_line".into());
        let (zh_words, en_words) = (|n: usize| ZH[n], |n: usize| EN[n]);
        let zh = paragraph(
            &mut content,
            &mut blocks,
            &Side { language: Language::Zh, count: pairs + 1, words: &zh_words },
            random,
        );
        let en = paragraph(
            &mut content,
            &mut blocks,
            &Side { language: Language::En, count: pairs + 1, words: &en_words },
            random,
        );
        let pairs = (0..pairs).map(|number| pair(&zh, &en, number, random)).collect();
        let text = SourceText {
            path: id.to_owned(),
            charset: "UTF-8".to_owned(),
            sha256: "0".repeat(64),
            content,
            repairs: Vec::new(),
        };
        let document = Document {
            id: id.to_owned(),
            texts: vec![text],
            blocks,
            layout: Layout::Sequential,
            script: Some(Script::Simplified),
            metadata: Metadata { title: Some("编造".to_owned()), ..Metadata::default() },
        };
        Self { document, zh, en, pairs }
    }
}

struct Side<'a> {
    language: Language,
    count: usize,
    words: &'a dyn Fn(usize) -> &'static str,
}

fn paragraph(
    content: &mut String,
    blocks: &mut Vec<Block>,
    side: &Side<'_>,
    random: &mut Random,
) -> Vec<Sentence> {
    let start = content.len();
    let (between, end, language) = match side.language {
        Language::Zh => ("", "。", BlockLanguage::Zh),
        Language::En => (" ", ".", BlockLanguage::En),
    };
    let sentences = (0..side.count)
        .map(|_| {
            let from = content.len();
            for _ in 0..4 + random.below(12) {
                content.push_str((side.words)(random.below(8)));
                content.push_str(between);
            }
            content.push_str(end);
            let span = Span::new(from, content.len());
            Sentence {
                language: side.language,
                block: blocks.len(),
                span,
                text: span.of(content).to_owned(),
            }
        })
        .collect();
    blocks.push(Block::paragraph(0, Span::new(start, content.len()), language));
    content.push('\n');
    sentences
}

fn pair(zh: &[Sentence], en: &[Sentence], number: usize, random: &mut Random) -> Pair {
    let share = |random: &mut Random| random.below(1000) as f32 / 1000.0;
    Pair {
        zh: number..number + 1,
        en: number..number + 1,
        zh_text: zh[number].text.clone(),
        en_text: en[number].text.clone(),
        role: Role::Paragraph,
        score: share(random),
        margin: share(random) * 20.0,
        features: vec![share(random), share(random)],
        verdict: if random.below(20) == 0 {
            Verdict::Rejected("empty".into())
        } else {
            Verdict::Accepted
        },
    }
}

/// A generator of numbers that are random enough here (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit) as usize
    }
}
