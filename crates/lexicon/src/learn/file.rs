use std::collections::BTreeMap;

use super::table::{LearnedPair, LearnedTable, Rows};
use crate::format::{self, Kind, Reader, Writer};
use crate::{Error, Lexicon, Vocabulary};

const FILE: Kind = Kind { name: "learned lexicon", mark: "duizhaoT", version: 1, level: 7 };

impl LearnedTable {
    /// The bytes of a file that holds the table, with the texts of its keys in the place of their numbers.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn to_bytes(&self, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Result<Vec<u8>, Error> {
        let mut writer = Writer::default();
        let texts = |keys: &[u32]| -> Vec<&str> {
            keys.iter().map(|key| vocabulary.text(lexicon, *key)).collect()
        };
        writer.strings(texts(&self.zh_keys).into_iter());
        writer.strings(texts(&self.en_keys).into_iter());
        let floats = |values: &[f32]| -> Vec<u8> {
            values.iter().flat_map(|value| value.to_le_bytes()).collect()
        };
        writer.bytes(&floats(&self.zh_mass));
        writer.bytes(&floats(&self.en_mass));
        writer.numbers(
            self.iter().map(|(_, pairs)| pairs.len() as u64).collect::<Vec<_>>().into_iter(),
        );
        let column =
            |pair: &LearnedPair| self.en_keys.binary_search(&pair.en).unwrap_or_default() as u64;
        writer.numbers(self.rows.pairs.iter().map(column));
        writer.bytes(&floats(
            &self.rows.pairs.iter().map(|pair| pair.zh_given_en).collect::<Vec<_>>(),
        ));
        writer.bytes(&floats(
            &self.rows.pairs.iter().map(|pair| pair.en_given_zh).collect::<Vec<_>>(),
        ));
        format::seal(FILE, &writer.body)
    }

    /// What both tables have seen, as one. Their keys must be of one lexicon and vocabulary.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let zh = sum_of_masses((&self.zh_keys, &self.zh_mass), (&other.zh_keys, &other.zh_mass));
        let en = sum_of_masses((&self.en_keys, &self.en_mass), (&other.en_keys, &other.en_mass));
        let mut counts: BTreeMap<(u32, u32), (f32, f32)> = BTreeMap::new();
        for table in [self, other] {
            for ((zh, pairs), zh_mass) in table.iter().zip(&table.zh_mass) {
                for pair in pairs {
                    let en_mass = table
                        .en_keys
                        .binary_search(&pair.en)
                        .map_or(0.0, |place| table.en_mass[place]);
                    let count = counts.entry((zh, pair.en)).or_default();
                    count.0 += pair.zh_given_en * en_mass;
                    count.1 += pair.en_given_zh * zh_mass;
                }
            }
        }
        let pairs = counts.into_iter().map(|((zh_key, en_key), (of_en, of_zh))| {
            let zh_given_en = of_en / en.get(&en_key).copied().unwrap_or(f32::MAX);
            let en_given_zh = of_zh / zh.get(&zh_key).copied().unwrap_or(f32::MAX);
            (zh_key, LearnedPair { en: en_key, zh_given_en, en_given_zh })
        });
        Self::from_parts(pairs.collect(), zh, en)
    }

    /// A table of pairs in any order.
    fn from_parts(
        mut pairs: Vec<(u32, LearnedPair)>,
        zh: BTreeMap<u32, f32>,
        en: BTreeMap<u32, f32>,
    ) -> Self {
        pairs.sort_by_key(|(zh, pair)| (*zh, pair.en));
        let mut rows = Rows::default();
        let mut pairs = pairs.into_iter().peekable();
        for key in zh.keys() {
            while let Some((_, pair)) = pairs.next_if(|(zh, _)| zh == key) {
                rows.pairs.push(pair);
            }
            rows.ends.push(rows.pairs.len() as u32);
        }
        Self::new(rows, zh.into_iter().unzip(), en.into_iter().unzip())
    }
}

fn sum_of_masses(one: (&[u32], &[f32]), other: (&[u32], &[f32])) -> BTreeMap<u32, f32> {
    let mut sums = BTreeMap::new();
    for (keys, masses) in [one, other] {
        for (key, mass) in keys.iter().zip(masses) {
            *sums.entry(*key).or_default() += mass;
        }
    }
    sums
}

impl Lexicon {
    /// The lexicon with a table that was learned before and saved by [`LearnedTable::to_bytes`]; words of the table
    /// that the lexicon doesn't know get keys of its own. A table that it had is replaced.
    ///
    /// # Errors
    /// If the bytes are no learned table, or one of another version, cut short or damaged.
    pub fn with_learned(mut self, file: &[u8]) -> Result<Self, Error> {
        let body = format::open(FILE, file)?;
        let mut reader = Reader::new(FILE, &body);
        let (mut zh_keys, mut en_keys) = (Vec::new(), Vec::new());
        reader.strings(|_, text| zh_keys.push(self.own_word(text)))?;
        reader.strings(|_, text| en_keys.push(self.own_stem(text)))?;
        let zh_mass = floats(reader.bytes()?);
        let en_mass = floats(reader.bytes()?);
        let lengths = reader.numbers()?;
        let columns = reader.numbers()?;
        let (zh_given_en, en_given_zh) = (floats(reader.bytes()?), floats(reader.bytes()?));
        let total: usize = lengths.iter().map(|length| *length as usize).sum();
        if [zh_mass.len(), lengths.len()] != [zh_keys.len(); 2]
            || en_mass.len() != en_keys.len()
            || [columns.len(), zh_given_en.len(), en_given_zh.len()] != [total; 3]
        {
            return Err(reader.damaged("the columns differ in length"));
        }
        let mut pairs = Vec::with_capacity(total);
        let mut at = 0;
        for (zh, length) in zh_keys.iter().zip(lengths) {
            for place in at..at + length as usize {
                let en = *en_keys
                    .get(columns[place] as usize)
                    .ok_or_else(|| reader.damaged("a pair is out of range"))?;
                let pair = LearnedPair {
                    en,
                    zh_given_en: zh_given_en[place],
                    en_given_zh: en_given_zh[place],
                };
                pairs.push((*zh, pair));
            }
            at += length as usize;
        }
        let (zh, en) = (zh_keys.into_iter().zip(zh_mass), en_keys.into_iter().zip(en_mass));
        self.set_learned(LearnedTable::from_parts(pairs, zh.collect(), en.collect()));
        Ok(self)
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect()
}
