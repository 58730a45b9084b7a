use std::io::{self, Write};
use std::ops::Range;

use duizhao_bitext::{Bead, Language};
use duizhao_lexicon::Lexicon;

use super::ladder::with_lone_english;
use super::sentences::Units;
use super::vertical::{DOCUMENT_ATTRIBUTES, Dialect, SENTENCE_ATTRIBUTES, Vertical};
use super::{Sink, corpus_id};
use crate::convert::Compression;
use crate::row::StoredDocument;

/// Writes a corpus for Sketch Engine, NoSketch Engine and KonText: for each language a vertical file, its registry file,
/// and the mapping of its sentences to the other's (numbers of `s` structures from 0, `-1` for none).
///
/// Each sentence stands in a mapping once: of one that is translated more than once, the first translation.
///
/// Paths in the registry files are relative to the folder: `MANATEE_REGISTRY=registry compilecorp NAME_zh` runs in it.
#[derive(Debug)]
pub struct Sketch<'a, W> {
    zh: Vertical<'a, W>,
    en: Vertical<'a, W>,
    mappings: [W; 2],
}

impl<'a, W: Write> Sketch<'a, W> {
    /// A sink that writes to these files: the two registry files, the two vertical ones, and the two mappings, each time
    /// Chinese first. The corpora will be `NAME_zh` and `NAME_en`.
    ///
    /// # Errors
    /// Those of the registry files' streams.
    pub fn new(
        [zh_registry, en_registry, zh, en, from_zh, from_en]: [W; 6],
        name: &str,
        compression: Compression,
        lexicon: &'a Lexicon,
    ) -> io::Result<Self> {
        let id = corpus_id(name).to_lowercase();
        registry(zh_registry, &id, ["zh", "en"], compression)?;
        registry(en_registry, &id, ["en", "zh"], compression)?;
        let vertical = |out, language| Vertical::new(out, Dialect::Sketch, language, lexicon);
        Ok(Self {
            zh: vertical(zh, Language::Zh),
            en: vertical(en, Language::En),
            mappings: [from_zh, from_en],
        })
    }
}

impl<W: Write> Sink for Sketch<'_, W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let before = [self.zh.sentences(), self.en.sentences()];
        let units = Units::of(document);
        self.zh.document(document, &units.zh)?;
        self.en.document(document, &units.en)?;
        let links = units.links(document);
        let (mut from_zh, mut from_en) = (Vec::new(), Vec::new());
        for link in links {
            from_zh.push(Bead::new(link.zh.clone(), link.en.clone()));
            from_en.push(Bead::new(link.en, link.zh));
        }
        let counts = [units.zh.len(), units.en.len()];
        mapping(&mut self.mappings[0], from_zh, counts, before)?;
        mapping(&mut self.mappings[1], from_en, [counts[1], counts[0]], [before[1], before[0]])
    }

    fn finish(&mut self) -> io::Result<()> {
        self.zh.finish()?;
        self.en.finish()?;
        self.mappings.iter_mut().try_for_each(Write::flush)
    }
}

/// Writes a document's mapping from one side (`zh` of the beads) to the other.
fn mapping(
    out: &mut impl Write,
    mut beads: Vec<Bead>,
    counts: [usize; 2],
    before: [usize; 2],
) -> io::Result<()> {
    let mut linked = counts.map(|count| vec![false; count]);
    beads.retain(|bead| {
        let sides = [bead.zh.clone(), bead.en.clone()];
        let is_linked =
            sides.iter().zip(&linked).any(|(side, linked)| linked[side.clone()].contains(&true));
        if !is_linked {
            sides.into_iter().zip(&mut linked).for_each(|(side, linked)| linked[side].fill(true));
        }
        !is_linked
    });
    let alone = |side: &[bool]| {
        side.iter()
            .enumerate()
            .filter(|(_, linked)| !**linked)
            .map(|(unit, _)| unit)
            .collect::<Vec<_>>()
    };
    beads.extend(alone(&linked[0]).into_iter().map(|unit| Bead::new(unit..unit + 1, 0..0)));
    beads.sort_by_key(|bead| bead.zh.start);
    for bead in with_lone_english(beads, &alone(&linked[1])) {
        writeln!(out, "{}\t{}", numbers(bead.zh, before[0]), numbers(bead.en, before[1]))?;
    }
    Ok(())
}

fn numbers(range: Range<usize>, before: usize) -> String {
    match range.len() {
        0 => "-1".to_owned(),
        1 => (before + range.start).to_string(),
        _ => format!("{},{}", before + range.start, before + range.end - 1),
    }
}

fn registry(
    mut out: impl Write,
    id: &str,
    [own, other]: [&str; 2],
    compression: Compression,
) -> io::Result<()> {
    let language = if own == "zh" { "Chinese" } else { "English" };
    let file = format!("vertical/{id}_{own}.vert{}", compression.ending());
    let vertical = match compression {
        Compression::None => file,
        Compression::Gzip => format!("| gzip -dc {file}"),
        Compression::Zstd => format!("| zstd -dc {file}"),
    };
    writeln!(
        out,
        "NAME \"{id} ({language})\"\nPATH \"manatee/{id}_{own}\"\nVERTICAL \"{vertical}\""
    )?;
    writeln!(out, "ENCODING \"UTF-8\"\nLANGUAGE \"{language}\"")?;
    writeln!(
        out,
        "ALIGNED \"{id}_{other}\"\nALIGNSTRUCT \"s\"\nALIGNDEF \"align/{own}-{other}.txt\""
    )?;
    writeln!(out, "FULLREF \"doc.document,s.id\"\nATTRIBUTE word")?;
    structure(&mut out, "doc", &DOCUMENT_ATTRIBUTES)?;
    structure(&mut out, "p", &[])?;
    structure(&mut out, "s", &SENTENCE_ATTRIBUTES)?;
    writeln!(out, "STRUCTURE g {{\n    DISPLAYTAG 0\n    DISPLAYBEGIN \"_EMPTY_\"\n}}")?;
    out.flush()
}

fn structure(out: &mut impl Write, name: &str, attributes: &[&str]) -> io::Result<()> {
    writeln!(out, "STRUCTURE {name} {{\n    ATTRIBUTE id")?;
    for attribute in attributes {
        writeln!(out, "    ATTRIBUTE {attribute}")?;
    }
    writeln!(out, "}}")
}

#[cfg(test)]
mod tests {
    use super::mapping;
    use duizhao_bitext::Bead;

    #[test]
    fn of_two_translations_a_mapping_holds_the_first() {
        let beads = [(0..1, 0..1), (1..2, 1..3), (2..4, 1..3)].map(|(zh, en)| Bead::new(zh, en));
        let mut lines = Vec::new();
        mapping(&mut lines, beads.to_vec(), [4, 3], [10, 20]).unwrap();
        assert_eq!(String::from_utf8(lines).unwrap(), "10\t20\n11\t21,22\n12\t-1\n13\t-1\n");
    }
}
