use std::io::{self, Write};

use super::{Direction, Sink, line};
use crate::row::{PairRow, StoredDocument};

/// Writes the columns that Bicleaner takes at its defaults and Bitextor names: the two addresses, source, target, then
/// the score, the paragraphs of both sides and the pair's id.
///
/// The address is the document's `url` where it has one, else its id.
#[derive(Debug)]
pub struct Bicleaner<W> {
    out: W,
    direction: Direction,
}

const HEADER: &str =
    "src_url\ttrg_url\tsrc_text\ttrg_text\tduizhao_score\tsrc_paragraph_id\ttrg_paragraph_id\tid";

impl<W: Write> Bicleaner<W> {
    /// A sink that writes to `out`.
    pub fn new(out: W, direction: Direction) -> Self {
        Self { out, direction }
    }

    /// Writes the columns' names as the first line, for `--header` of Bicleaner and Bitextor.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn header(&mut self) -> io::Result<()> {
        writeln!(self.out, "{HEADER}")
    }

    fn pair(&mut self, pair: &PairRow, address: &str) -> io::Result<()> {
        let [source, target] = self.direction.order(&pair.zh, &pair.en);
        let [from, to] = [source, target].map(|side| line::text(&side.text));
        // A paragraph is `p` and its number, counted from 0 as Bitextor does; without one where the corpus has none.
        let paragraphs = [source, target]
            .map(|side| side.blocks.first().map(|block| format!("p{block}")).unwrap_or_default());
        let [from_paragraph, to_paragraph] = paragraphs;
        write!(self.out, "{address}\t{address}\t{from}\t{to}\t{:.4}", pair.score)?;
        writeln!(self.out, "\t{from_paragraph}\t{to_paragraph}\t{}", line::text(&pair.id))
    }
}

impl<W: Write> Sink for Bicleaner<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let address = document.row.metadata.get("url").unwrap_or(&document.id);
        let address = line::name(address);
        document.pairs.iter().try_for_each(|pair| self.pair(pair, &address))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
