use std::io::{self, Write};
use std::ops::Range;

use super::{Sink, line};
use crate::row::StoredDocument;

/// Writes the three files of Moses and OPUS, a line a pair in each: the English, the Chinese, and the ids
/// (`document<TAB>document<TAB>English sentences<TAB>Chinese sentences<TAB>score`, sentences numbered from 1 as OPUS
/// does).
#[derive(Debug)]
pub struct Moses<W> {
    files: [W; 3],
}

impl<W: Write> Moses<W> {
    /// A sink that writes to these files: English, Chinese, ids.
    pub fn new(files: [W; 3]) -> Self {
        Self { files }
    }
}

impl<W: Write> Sink for Moses<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let [en, zh, ids] = &mut self.files;
        let id = line::name(&document.id);
        for pair in &document.pairs {
            writeln!(en, "{}", line::text(&pair.en.text))?;
            writeln!(zh, "{}", line::text(&pair.zh.text))?;
            let (from, to) = (numbers(&pair.en.sentences), numbers(&pair.zh.sentences));
            writeln!(ids, "{id}\t{id}\t{from}\t{to}\t{:.4}", pair.score)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.files.iter_mut().try_for_each(Write::flush)
    }
}

fn numbers(sentences: &Range<usize>) -> String {
    sentences.clone().map(|number| (number + 1).to_string()).collect::<Vec<_>>().join(" ")
}
