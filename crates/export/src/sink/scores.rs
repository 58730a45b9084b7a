use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Sink;
use crate::row::{PairRow, StoredDocument};

/// Writes a line of scores for each pair, in the order of the Moses files, in the form of OpusFilter's scores:
/// `{"duizhao":{"score":0.9876,"margin":7.5,…}}`, so that `duizhao.score` is the key to sort, cut or train by.
///
/// What could not be measured is null.
#[derive(Debug)]
pub struct Scores<W> {
    out: W,
    features: Vec<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    duizhao: BTreeMap<&'a str, Option<f32>>,
}

impl<W: Write> Scores<W> {
    /// A sink that writes to `out` for a corpus with these features.
    pub fn new(out: W, features: &[String]) -> Self {
        Self { out, features: features.to_vec() }
    }

    fn pair(&mut self, pair: &PairRow) -> io::Result<()> {
        let known = [("score", pair.score), ("margin", pair.margin)];
        let features = self.features.iter().map(String::as_str).zip(pair.features.iter().copied());
        let scores = known.into_iter().chain(features);
        let duizhao =
            scores.map(|(name, score)| (name, Some(score).filter(|score| !score.is_nan())));
        serde_json::to_writer(&mut self.out, &Line { duizhao: duizhao.collect() })?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Sink for Scores<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        document.pairs.iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
