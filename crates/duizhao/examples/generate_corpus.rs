//! Writes a corpus folder of generated pairs, to measure with: `generate_corpus OUT PAIRS [SEED]`.
//!
//! Words are drawn from vocabularies of 30,000 by Zipf's law, sentences have lengths as in news, and documents have 5
//! to 60 pairs. Of a hundred pairs eight repeat an earlier one exactly (some of them with another case or punctuation),
//! six nearly, two on one side only, and three are formulas that half of all documents have.

use std::collections::VecDeque;
use std::path::Path;

use duizhao_bitext::{Span, Split};
use duizhao_export::row::{
    DocumentCounts, DocumentRow, FileRow, Location, PairRow, SideRow, StoredDocument,
};
use duizhao_export::{CorpusOptions, CorpusWriter};

const VOCABULARY: usize = 30_000;
/// Pairs that may be repeated later.
const REMEMBERED: usize = 200_000;
const FORMULAS: [[&str; 2]; 4] = [
    ["谢谢大家。", "Thank you."],
    ["全文如下：", "The full text reads as follows:"],
    ["新华社记者", "By a correspondent"],
    ["（未完待续）", "(To be continued)"],
];

/// Numbers in a fixed order that looks like none (an xorshift generator; Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    fn below(&mut self, end: usize) -> usize {
        self.roll() as usize % end
    }

    /// A rank below `VOCABULARY`, the smaller the likelier.
    fn rank(&mut self) -> usize {
        let share = self.roll() as f64 / (1_u64 << 53) as f64;
        libm::pow(VOCABULARY as f64, share) as usize - 1
    }
}

type Texts = [String; 2];

/// The words of both languages, by rank.
struct Words {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Words {
    fn new(dice: &mut Dice) -> Self {
        let hanzi = |dice: &mut Dice| char::from_u32(0x4e00 + dice.below(3500) as u32 * 5);
        let zh = (0..VOCABULARY).map(|rank| {
            let length = if rank < 300 { 1 } else { 2 + usize::from(dice.below(5) == 0) };
            (0..length).filter_map(|_| hanzi(dice)).collect()
        });
        let zh = zh.collect();
        let en = (0..VOCABULARY).map(|rank| {
            let syllables = 1 + usize::from(rank > 100) + dice.below(2);
            let mut word = String::new();
            for _ in 0..syllables {
                word.push(char::from(b"bcdfghjklmnprstvw"[dice.below(17)]));
                word.push(char::from(b"aeiou"[dice.below(5)]));
                word.push_str(["", "n", "r", "st", "l"][dice.below(5)]);
            }
            word
        });
        Self { zh, en: en.collect() }
    }

    fn sentence(&self, dice: &mut Dice) -> Texts {
        let length = 4 + dice.below(12) + dice.below(14);
        let zh: String = (0..length).map(|_| &*self.zh[dice.rank()]).collect();
        let words = length + dice.below(1 + length / 2);
        let en: Vec<_> = (0..words).map(|_| &*self.en[dice.rank()]).collect();
        [zh + "。", en.join(" ") + "."]
    }

    /// A sentence with one word more, or with signs that say nothing.
    fn change(&self, texts: &Texts, nearly: bool, dice: &mut Dice) -> Texts {
        let [zh, en] = texts;
        if nearly {
            return [
                format!("{}{zh}", self.zh[dice.rank()]),
                format!("{} {en}", self.en[dice.rank()]),
            ];
        }
        [zh.replace('。', "！"), en.to_uppercase()]
    }
}

fn side(text: String, number: usize, at: &mut usize) -> SideRow {
    let span = Span::new(*at, *at + text.chars().count());
    *at = span.end;
    SideRow {
        text,
        original: None,
        sentences: number..number + 1,
        sources: vec![Location { file: 0, span }],
        blocks: vec![number],
        place: None,
    }
}

fn document(number: usize, texts: Vec<Texts>, dice: &mut Dice) -> StoredDocument {
    let id = format!("generated/{number:08}.txt");
    let (mut at, count) = (0, texts.len());
    let mut pair = |(number, [zh, en]): (usize, Texts)| {
        let mut pair = PairRow {
            id: String::new(),
            document: id.clone(),
            zh_variant: None,
            zh: side(zh, number, &mut at),
            en: side(en, number, &mut at),
            role: "paragraph".into(),
            score: dice.below(1000) as f32 / 1000.0,
            margin: 1.0,
            features: Vec::new(),
            split: Split::Train,
            cluster: None,
        };
        pair.identify();
        pair
    };
    let pairs: Vec<_> = texts.into_iter().enumerate().map(&mut pair).collect();
    let counts = DocumentCounts {
        blocks: count,
        zh_sentences: count,
        en_sentences: count,
        pairs: count,
        ..DocumentCounts::default()
    };
    let file = FileRow { path: id.clone(), charset: None, sha256: None };
    let row = DocumentRow {
        document: Some(id.clone()),
        layout: Some("interleaved".into()),
        files: vec![file],
        counts: Some(counts),
        ..DocumentRow::default()
    };
    StoredDocument { id, row, pairs, unpaired: Vec::new(), dropped: Vec::new() }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, pairs, rest @ ..] = &*arguments else {
        return Err("usage: generate_corpus OUT PAIRS [SEED]".into());
    };
    let mut left: usize = pairs.parse()?;
    let seed: u64 = rest.first().map_or(Ok(1), |seed| seed.parse())?;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ seed);
    let words = Words::new(&mut Dice(7));
    let mut corpus = CorpusWriter::create(Path::new(out), CorpusOptions::default())?;
    let mut earlier: VecDeque<Texts> = VecDeque::new();
    for number in 0.. {
        if left == 0 {
            break;
        }
        let count = (5 + dice.below(56)).min(left);
        left -= count;
        let mut texts = Vec::with_capacity(count);
        for _ in 0..count {
            let kind = dice.below(100);
            let again = (!earlier.is_empty()).then(|| &earlier[dice.below(earlier.len().max(1))]);
            texts.push(match again {
                Some(again) if kind < 6 => again.clone(),
                Some(again) if kind < 8 => words.change(again, false, &mut dice),
                Some(again) if kind < 14 => words.change(again, true, &mut dice),
                Some(again) if kind < 16 => {
                    let [mut zh, mut en] = words.sentence(&mut dice);
                    let copied =
                        if kind == 14 { (&mut zh, &again[0]) } else { (&mut en, &again[1]) };
                    copied.0.clone_from(copied.1);
                    [zh, en]
                }
                _ if kind < 19 => FORMULAS[dice.below(4)].map(str::to_owned),
                _ => words.sentence(&mut dice),
            });
        }
        earlier.extend(texts.iter().cloned());
        earlier.drain(..earlier.len().saturating_sub(REMEMBERED));
        corpus.stored(&document(number, texts, &mut dice))?;
    }
    corpus.finish()?;
    Ok(())
}
