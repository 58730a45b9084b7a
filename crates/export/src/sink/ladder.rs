use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use duizhao_bitext::{Bead, Ladder};

use super::{Sink, line};
use crate::row::StoredDocument;
use crate::row::{DroppedRow, PairRow};

/// Writes the ladders of all documents to one stream, each after a line `# document`.
#[derive(Debug)]
pub struct Ladders<W> {
    out: W,
}

impl<W: Write> Ladders<W> {
    /// A sink that writes to `out`, which should be buffered.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Sink for Ladders<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        write!(self.out, "# {}\n{}", line::name(&document.id), ladder(document))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes each document's ladder into a file of its own, `FOLDER/document.align`, in which there is nothing else.
#[derive(Debug)]
pub struct LaddersInFolder {
    folder: PathBuf,
}

impl LaddersInFolder {
    /// A sink that makes its files in `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Sink for LaddersInFolder {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let mut path = self.folder.clone();
        path.push(line::path(&document.id));
        path.as_mut_os_string().push(".align");
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = BufWriter::new(File::create_new(&path)?);
        write!(file, "{}", ladder(document))?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The document's ladder: every pair, rejected ones too, and a null bead for every sentence without a counterpart.
fn ladder(document: &StoredDocument) -> Ladder {
    let mut beads: Vec<Bead> = document.pairs.iter().map(bead).collect();
    beads.extend(document.dropped.iter().filter_map(DroppedRow::pair).map(bead));
    let mut alone = Vec::new();
    for row in &document.unpaired {
        let number = row.sentence..row.sentence + 1;
        if row.language == "zh" {
            beads.push(Bead::new(number, 0..0));
        } else {
            alone.push(row.sentence);
        }
    }
    beads.sort_by_key(|bead| bead.zh.start);
    alone.sort_unstable();
    Ladder::new(with_lone_english(beads, &alone))
}

fn bead(pair: &PairRow) -> Bead {
    let (zh, en) = (pair.zh.sentences.clone(), pair.en.sentences.clone());
    Bead { zh, en, score: pair.score, margin: pair.margin }
}

/// Puts English sentences without a counterpart behind the bead of the English sentence before them.
pub(super) fn with_lone_english(beads: Vec<Bead>, alone: &[usize]) -> Vec<Bead> {
    let most = beads.iter().map(|bead| bead.en.end).chain(alone.iter().map(|en| en + 1)).max();
    let mut place_of = vec![0; most.unwrap_or(0)]; // 1 + the bead's place; 0: before all beads
    for (place, bead) in beads.iter().enumerate() {
        place_of[bead.en.clone()].fill(place + 1);
    }
    let mut behind = vec![Vec::new(); beads.len() + 1];
    for en in alone.iter().copied() {
        place_of[en] = if en == 0 { 0 } else { place_of[en - 1] };
        behind[place_of[en]].push(Bead::new(0..0, en..en + 1));
    }
    let mut behind = behind.into_iter();
    let mut all = behind.next().unwrap_or_default();
    for (bead, lone) in beads.into_iter().zip(behind) {
        all.push(bead);
        all.extend(lone);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::with_lone_english;
    use duizhao_bitext::{Bead, Ladder};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_monotone_ladder_comes_back_monotone_and_complete(
            shapes in prop::collection::vec((0_usize..4, 0_usize..4), 0..30),
        ) {
            let (mut zh, mut en) = (0, 0);
            let (mut beads, mut alone) = (Vec::new(), Vec::new());
            for (zh_count, en_count) in shapes {
                match (zh_count, en_count) {
                    (0, _) => alone.extend(en..en + en_count),
                    (_, 0) => beads.extend((zh..zh + zh_count).map(|zh| Bead::new(zh..zh + 1, 0..0))),
                    _ => beads.push(Bead::new(zh..zh + zh_count, en..en + en_count)),
                }
                zh += zh_count;
                en += en_count;
            }
            let ladder = Ladder::new(with_lone_english(beads, &alone));
            prop_assert!(ladder.is_complete(zh, en), "{ladder}");
            let english = ladder.beads.iter().filter(|bead| !bead.en.is_empty());
            prop_assert!(english.is_sorted_by_key(|bead| bead.en.start), "{ladder}");
        }
    }
}
