use std::io::{self, Write};
use std::ops::Range;

use duizhao_bitext::Language;
use duizhao_lexicon::Lexicon;

use super::sentences::{Unit, Units};
use super::vertical::{Dialect, Vertical};
use super::{Sink, corpus_id};
use crate::row::StoredDocument;

/// Writes a corpus for the IMS Open Corpus Workbench: a `.vrt` file for each language and the beads between them.
///
/// ```text
/// cwb-encode -c utf8 -xsB -d DATA -f NAME.zh.vrt -R REGISTRY/name_zh -P space_after \
///     -S text:0+id+document+title+date+publisher+layout+script -S p:0+id -S s:0+id+role+pair+category+score
/// cwb-align-import NAME.zh-en.beads; cwb-align-import -inverse NAME.zh-en.beads
/// ```
///
/// Every sentence of a document is there, with or without a counterpart; beads are the accepted pairs.
#[derive(Debug)]
pub struct Cwb<'a, W> {
    zh: Vertical<'a, W>,
    en: Vertical<'a, W>,
    beads: W,
}

impl<'a, W: Write> Cwb<'a, W> {
    /// A sink that writes to these files: Chinese, English, beads. The corpora will be `NAME_ZH` and `NAME_EN`.
    ///
    /// # Errors
    /// Those of the beads' stream, which gets its header.
    pub fn new([zh, en, mut beads]: [W; 3], name: &str, lexicon: &'a Lexicon) -> io::Result<Self> {
        let id = corpus_id(name);
        writeln!(beads, "{id}_ZH\t{id}_EN\ts\t{{id}}")?;
        let vertical = |out, language| Vertical::new(out, Dialect::Cwb, language, lexicon);
        Ok(Self { zh: vertical(zh, Language::Zh), en: vertical(en, Language::En), beads })
    }
}

impl<W: Write> Sink for Cwb<'_, W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let units = Units::of(document);
        self.zh.document(document, &units.zh)?;
        self.en.document(document, &units.en)?;
        for link in units.links(document) {
            let (zh, en) = (ids(&self.zh, &units.zh, link.zh), ids(&self.en, &units.en, link.en));
            writeln!(self.beads, "{zh}\t{en}")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.zh.finish()?;
        self.en.finish()?;
        self.beads.flush()
    }
}

fn ids<W: Write>(side: &Vertical<'_, W>, units: &[Unit<'_>], range: Range<usize>) -> String {
    let ids: Vec<_> = units[range].iter().map(|unit| side.id(unit)).collect();
    ids.join(" ")
}
