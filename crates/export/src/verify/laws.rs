use std::collections::{BTreeMap, BTreeSet};

use duizhao_bitext::Split;
use serde_json::Value;

use super::rows::Rows;
use super::{Check, Problem};
use crate::identity::{id_hash, pair_id};
use crate::row::{DocumentCounts, DroppedRow, PairRow, StoredDocument};
use crate::schema::MANIFEST;
use crate::{Counts, Manifest, Record};

/// Looks whether the records of a corpus keep its laws: every sentence once, pairs in the order of their sentences, ids
/// that are unique and fit what they stand for, and counts that are right.
///
/// Memory: 8 bytes for each pair and each document.
#[derive(Debug)]
pub struct Laws {
    check: Check,
    rows: Rows,
    counted: Counts,
    stated: Counts,
    version: u32,
    /// Private data may have been masked after the ids were made.
    masked: bool,
    pairs: Vec<u64>,
    documents: Vec<u64>,
}

impl Laws {
    /// For the corpus with this manifest; its records are then given in order.
    pub fn new(manifest: &Manifest) -> Self {
        Self {
            check: Check::new("laws"),
            rows: Rows::new(manifest),
            counted: Counts::default(),
            stated: manifest.counts.clone(),
            version: manifest.schema_version,
            masked: manifest.is_masked(),
            pairs: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// Looks at the next record.
    pub fn record(&mut self, record: &Record) {
        let document = match record {
            Record::Document(document) => Some(&**document),
            Record::Failed(_) => None,
        };
        if let Some(document) = document {
            self.document(document);
        } else {
            self.counted.failed_inputs += 1;
        }
        self.rows.advance(document);
    }

    /// What is found when all records have been looked at.
    pub fn finish(mut self) -> Check {
        if self.version == 1 {
            // It had no splits.
            self.counted.splits.clear();
        }
        let (documents, pairs) = (self.documents.len(), self.pairs.len());
        for (what, ids) in [("pairs", &mut self.pairs), ("documents", &mut self.documents)] {
            ids.sort_unstable();
            for same in ids.windows(2).filter(|two| two[0] == two[1]) {
                self.check.about(MANIFEST, format!("two {what} have the id {:016x}", same[0]));
            }
        }
        for (what, counted) in totals(&self.counted) {
            let stated = totals(&self.stated).remove(&what).unwrap_or_default();
            if counted != stated {
                let problem = format!("its count `{what}` is {stated}, and there are {counted}");
                self.check.about(MANIFEST, problem);
            }
        }
        self.check.looked_at =
            format!("{documents} documents, {pairs} pairs with the rejected ones");
        self.check
    }

    fn document(&mut self, document: &StoredDocument) {
        self.documents.push(id_hash(&document.id));
        // Before version 3 nothing was said of what is masked.
        let is_masked = self.masked && self.version >= 3;
        self.counted.add(document, &document.row, is_masked);
        let counts = document.row.counts.unwrap_or_default();
        self.counts(document, counts);
        self.sentences(document, counts);
        for index in 0..document.pairs.len() {
            let place = self.rows.pair(document, index);
            self.pair(&document.pairs[index], &place, document.row.split);
        }
        for (index, row) in document.dropped.iter().enumerate() {
            if let DroppedRow::Pair { pair, .. } = row {
                let place = self.rows.dropped(index);
                self.pair(pair, &place, None);
            }
        }
        self.order(document);
    }

    fn counts(&mut self, document: &StoredDocument, counts: DocumentCounts) {
        let unpaired = |language: &str| {
            document.unpaired.iter().filter(|row| row.language == language).count()
        };
        let rejected = document.dropped.iter().filter_map(DroppedRow::pair).count();
        for (what, stated, counted) in [
            ("pairs", counts.pairs, document.pairs.len()),
            ("rejected pairs", counts.pairs_rejected, rejected),
            ("dropped blocks", counts.blocks_dropped, document.dropped.len() - rejected),
            ("unpaired Chinese sentences", counts.zh_unpaired, unpaired("zh")),
            ("unpaired English sentences", counts.en_unpaired, unpaired("en")),
        ] {
            if stated != counted {
                let problem = format!("counts {stated} {what}, and there are {counted}");
                self.found(self.rows.document(), &document.id, problem);
            }
        }
    }

    /// Every sentence once: in a pair, in a rejected pair, or unpaired. The sentences of one side of a pair may stand in other
    /// pairs too, if those of its other side do not: they are translated more than once.
    fn sentences(&mut self, document: &StoredDocument, counts: DocumentCounts) {
        let often = repeated(document);
        for (language, count) in [("zh", counts.zh_sentences), ("en", counts.en_sentences)] {
            let in_pair = |pair: &PairRow| {
                if language == "zh" { pair.zh.sentences.clone() } else { pair.en.sentences.clone() }
            };
            let pairs = all_pairs(document).flat_map(in_pair);
            let unpaired = document.unpaired.iter().filter(|row| row.language == language);
            let mut seen = vec![0_u32; count];
            let mut wrong = Vec::new();
            for number in pairs.chain(unpaired.map(|row| row.sentence)) {
                match seen.get_mut(number) {
                    Some(times) => *times += 1,
                    None => wrong.push((number, format!("is one of only {count}"))),
                }
            }
            let is_alone = |number: usize| {
                let unpaired = document.unpaired.iter();
                unpaired.filter(|row| row.language == language).any(|row| row.sentence == number)
            };
            let unlawful = |(number, times): &(usize, &u32)| {
                **times == 0
                    || **times > 1 && (often.contains(&(language, *number)) || is_alone(*number))
            };
            wrong.extend(seen.iter().enumerate().filter(unlawful).map(
                |(number, times)| match times {
                    0 => (number, "is nowhere: not paired, unpaired or dropped".to_owned()),
                    times => (number, format!("is there {times} times")),
                },
            ));
            for (number, problem) in wrong {
                let name = format!("{}, {language} sentence {number}", document.id);
                self.found(self.rows.document(), &name, problem);
            }
        }
    }

    fn pair(&mut self, pair: &PairRow, place: &(String, u64), split: Option<Split>) {
        let id = u64::from_str_radix(&pair.id, 16).ok().filter(|_| pair.id.len() == 16);
        match id {
            Some(id) => self.pairs.push(id),
            None => {
                self.found(place.clone(), &pair.id, "is no id: 16 hexadecimal digits".to_owned());
            }
        }
        let sides = [("Chinese", &pair.zh), ("English", &pair.en)];
        let mut wrong = Vec::new();
        for (language, side) in sides {
            if side.sentences.is_empty() || side.sentences.len() != side.sources.len() {
                wrong.push(format!(
                    "has {} {language} sentences and {} places for them",
                    side.sentences.len(),
                    side.sources.len()
                ));
            }
        }
        if !(0.0..=1.0).contains(&pair.score) {
            wrong.push(format!("has the score {}, which is no probability", pair.score));
        }
        if split.is_some_and(|split| split != pair.split) {
            wrong.push(format!("is in {}, and its document is not", pair.split));
        }
        if !self.masked && pair_id(pair) != pair.id {
            wrong.push("has texts or places for which its id was not made".to_owned());
        }
        for problem in wrong {
            self.found(place.clone(), &pair.id, problem);
        }
    }

    /// Where two pairs follow each other in the same blocks on both sides, they do not cross; blocks may.
    fn order(&mut self, document: &StoredDocument) {
        let mut pairs: Vec<&PairRow> = all_pairs(document).collect();
        pairs.sort_by_key(|pair| pair.zh.sentences.start);
        for two in pairs.windows(2) {
            let (one, next) = (two[0], two[1]);
            let joined = |one: &[usize], next: &[usize]| {
                one.last().is_some_and(|block| next.first() == Some(block))
            };
            let same_blocks =
                joined(&one.zh.blocks, &next.zh.blocks) && joined(&one.en.blocks, &next.en.blocks);
            if same_blocks && next.en.sentences.start < one.en.sentences.end {
                let problem = format!("crosses pair {} inside one block", one.id);
                self.found(
                    self.rows.document(),
                    &format!("{}, pair {}", document.id, next.id),
                    problem,
                );
            }
        }
    }

    fn found(&mut self, (file, row): (String, u64), name: &str, problem: String) {
        self.check.add(Problem { file, place: format!("row {row}, {name}"), problem });
    }
}

/// The sentences of pairs of which both sides hold sentences that stand in other pairs.
fn repeated(document: &StoredDocument) -> BTreeSet<(&'static str, usize)> {
    let mut times: BTreeMap<(&str, usize), u32> = BTreeMap::new();
    let sides =
        |pair: &PairRow| [("zh", pair.zh.sentences.clone()), ("en", pair.en.sentences.clone())];
    for (language, sentences) in all_pairs(document).flat_map(sides) {
        for number in sentences {
            *times.entry((language, number)).or_default() += 1;
        }
    }
    times.retain(|_, times| *times > 1);
    let is_repeated = |language, sentences: &std::ops::Range<usize>| {
        sentences.clone().any(|number| times.contains_key(&(language, number)))
    };
    let both = all_pairs(document).filter(|pair| {
        is_repeated("zh", &pair.zh.sentences) && is_repeated("en", &pair.en.sentences)
    });
    both.flat_map(sides)
        .flat_map(|(language, sentences)| sentences.map(move |number| (language, number)))
        .collect()
}

fn all_pairs(document: &StoredDocument) -> impl Iterator<Item = &PairRow> {
    document.pairs.iter().chain(document.dropped.iter().filter_map(DroppedRow::pair))
}

/// The counts by their names in the manifest.
fn totals(counts: &Counts) -> BTreeMap<String, Value> {
    let counts = serde_json::to_value(counts).and_then(serde_json::from_value);
    counts.unwrap_or_default()
}
