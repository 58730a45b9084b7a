//! Page furniture that no rule can name: what the documents of one site or folder all begin or end with.

use std::collections::BTreeSet;
use std::hash::Hasher;

use duizhao_bitext::{Block, Document, Language, REPEATED_FURNITURE, Role};
use rustc_hash::{FxHashMap, FxHasher};

/// Furniture stands among so many of a text's first or last blocks that are kept.
const EDGE: usize = 8;
/// Longer blocks are no furniture, in bytes.
const LONGEST: usize = 400;
/// Fewer documents of a site show nothing.
const FEWEST: u32 = 5;
/// The share of a site's documents that must hold a block, as a divisor: a third.
const SHARE: u32 = 3;
/// The most different blocks that are counted at a time; beyond that, those seen once are forgotten.
const MOST: usize = 1 << 21;

/// What a document has that may be furniture, small enough to be kept while others are read.
#[derive(Debug, Clone)]
pub struct Edges {
    site: u64,
    blocks: BTreeSet<u64>,
}

impl Edges {
    /// The first and last blocks of a document, as hashes. Linear in the number of its blocks.
    pub fn of(document: &Document) -> Self {
        let site = site(document);
        let blocks = edges(document).into_iter().map(|at| key(document, at, site)).collect();
        Self { site, blocks }
    }
}

/// Counts what documents begin and end with, site by site: the documents of a host, or of a folder.
///
/// Memory: about 16 bytes for each different block, for at most two million of them; beyond that the blocks seen only once
/// so far are forgotten, so that what is rare is lost and what is frequent is found all the same. The order in which documents
/// are added has a part in that, and nothing else has.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    documents: FxHashMap<u64, u32>,
    /// For each block its site and how many documents hold it.
    blocks: FxHashMap<u64, (u64, u32)>,
}

impl Survey {
    /// Counts a document.
    pub fn add(&mut self, edges: Edges) {
        *self.documents.entry(edges.site).or_default() += 1;
        for block in edges.blocks {
            self.blocks.entry(block).or_insert((edges.site, 0)).1 += 1;
        }
        if self.blocks.len() > MOST {
            self.blocks.retain(|_, (_, count)| *count > 1);
        }
    }

    /// What at least five documents of a site have, and at least a third of them.
    pub fn furniture(&self) -> Furniture {
        let is_common = |(_, (site, count)): &(&u64, &(u64, u32))| {
            let documents = self.documents.get(site).copied().unwrap_or_default();
            *count >= FEWEST && count.saturating_mul(SHARE) >= documents
        };
        let mut blocks: Vec<u64> =
            self.blocks.iter().filter(is_common).map(|(block, _)| *block).collect();
        blocks.sort_unstable();
        Furniture { blocks }
    }
}

/// The blocks that are furniture of their sites.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Furniture {
    /// Sorted hashes.
    blocks: Vec<u64>,
}

impl Furniture {
    /// Whether nothing is repeated.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Drops the document's blocks that are furniture, as `repeated-furniture`.
    ///
    /// Kept are titles, and what both languages repeat side by side: forms of address, closing formulas and datelines are
    /// translated, menus seldom. Of a document that is hardly anything else nothing is dropped: it is a copy of others. Linear in
    /// the number of blocks.
    pub fn drop_from(&self, document: &mut Document) {
        if self.is_empty() {
            return;
        }
        let site = site(document);
        let repeated: Vec<usize> = edges(document)
            .into_iter()
            .filter(|at| self.blocks.binary_search(&key(document, *at, site)).is_ok())
            .collect();
        let translated = translated(document, &repeated);
        let furniture: Vec<usize> =
            repeated.into_iter().filter(|at| !translated.contains(at)).collect();
        let length = |at: &usize| document.blocks[*at].span.len();
        let kept = (0..document.blocks.len()).filter(|at| document.blocks[*at].kept().is_some());
        if 2 * furniture.iter().map(length).sum::<usize>() > kept.map(|at| length(&at)).sum() {
            return;
        }
        for at in furniture {
            document.blocks[at].dropped = Some(REPEATED_FURNITURE.into());
        }
    }
}

/// Of the repeated blocks those that have a counterpart of like length among them: a neighbour, or else the first in one
/// language with the first in the other, and so on.
fn translated(document: &Document, repeated: &[usize]) -> BTreeSet<usize> {
    let language = |at: usize| document.blocks[at].kept();
    let mut translated = BTreeSet::new();
    for pair in repeated.windows(2) {
        let [one, other] = [pair[0], pair[1]];
        let are_neighbours = other == one + 1 && language(one) != language(other);
        if are_neighbours && !translated.contains(&one) && is_like(document, one, other) {
            translated.extend([one, other]);
        }
    }
    let [zh, en] = Language::BOTH.map(|side| {
        let rest = repeated.iter().copied().filter(|at| language(*at) == Some(side));
        rest.filter(|at| !translated.contains(at)).collect::<Vec<_>>()
    });
    let mut from = 0;
    for zh in zh {
        if let Some(found) = en[from..].iter().position(|en| is_like(document, zh, *en)) {
            translated.extend([zh, en[from + found]]);
            from += found + 1;
        }
    }
    translated
}

/// Whether two blocks in different languages have lengths that translations may have: about four letters a Chinese character,
/// up to three times more or less.
fn is_like(document: &Document, one: usize, other: usize) -> bool {
    let letters = |at: usize| {
        let block = &document.blocks[at];
        let bytes = block.span.len();
        if block.kept() == Some(Language::Zh) { bytes.div_ceil(3) * 4 } else { bytes }
    };
    let (one, other) = (letters(one), letters(other));
    one <= 3 * other && other <= 3 * one
}

/// Where the document comes from: its host, else the folder that it lies in.
fn site(document: &Document) -> u64 {
    let url = document.metadata.other.get("url").map(String::as_str);
    let host = url.and_then(|url| url.split_once("://")?.1.split(['/', '?', '#']).next());
    let folder = || document.id.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut hasher = FxHasher::default();
    hasher.write(host.unwrap_or_else(folder).as_bytes());
    hasher.finish()
}

/// The blocks at the beginning and end of each text that could be furniture.
fn edges(document: &Document) -> Vec<usize> {
    let mut found = Vec::new();
    for text in 0..document.texts.len() {
        let is_kept = |block: &Block| block.text == text && block.kept().is_some();
        let kept: Vec<usize> =
            (0..document.blocks.len()).filter(|at| is_kept(&document.blocks[*at])).collect();
        let tail = kept.len().saturating_sub(EDGE).max(EDGE.min(kept.len()));
        found.extend(kept[..EDGE.min(kept.len())].iter().chain(&kept[tail..]).copied());
    }
    found.retain(|at| {
        let block = &document.blocks[*at];
        let could_be = block.role != Role::Title && block.unit.is_none() && block.label.is_none();
        could_be && block.span.len() <= LONGEST
    });
    found
}

/// What a block says on its site: letters in lower case, every number and every space the same.
fn key(document: &Document, at: usize, site: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(site);
    let mut last = ' ';
    for c in document.content(&document.blocks[at]).chars() {
        let c = if c.is_numeric() { '0' } else { c };
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == last && matches!(c, '0' | ' ') {
            continue;
        }
        last = c;
        c.to_lowercase().for_each(|c| hasher.write_u32(u32::from(c)));
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Edges, Furniture, Survey};
    use crate::{Options, read_bytes};
    use duizhao_bitext::Document;

    fn read(name: &str, text: &str) -> Document {
        read_bytes(name, text.as_bytes().to_vec(), &Options::default()).expect("text")
    }

    fn learned(documents: &[Document]) -> Furniture {
        let mut survey = Survey::default();
        for document in documents {
            survey.add(Edges::of(document));
        }
        survey.furniture()
    }

    fn dropped(documents: &mut [Document]) -> Vec<String> {
        let furniture = learned(documents);
        for document in documents.iter_mut() {
            furniture.drop_from(document);
        }
        let blocks = documents.iter().flat_map(|document| {
            let own = document.blocks.iter();
            own.filter(|block| block.dropped.as_deref() == Some("repeated-furniture"))
                .map(|block| document.content(block).to_owned())
        });
        blocks.collect()
    }

    fn pages(make: impl Fn(usize) -> String) -> Vec<Document> {
        let sights = ["桥 bridge", "船 boat", "塔 tower", "井 well", "街 street", "山 hill"];
        let page = |(at, sight): (usize, &str)| {
            let (zh, en) = sight.split_once(' ').expect("both");
            read(&format!("{at}.txt"), &make(at).replace('@', zh).replace('#', en))
        };
        sights.into_iter().enumerate().map(page).collect()
    }

    #[test]
    fn what_the_documents_of_a_folder_share_is_dropped() {
        let mut pages = pages(|at| {
            format!(
                "北城故事集第{at}号\n老@很旧了，大家都喜欢。\nThe old # is loved by all.\n读者热线随时欢迎您的来信\n"
            )
        });
        let dropped = dropped(&mut pages);
        assert!(dropped.iter().any(|text| text.starts_with("读者热线")), "{dropped:?}");
        assert!(!dropped.iter().any(|text| text.contains("很旧")), "{dropped:?}");
    }

    #[test]
    fn what_both_languages_repeat_is_kept() {
        let page = "女士们，先生们：\nLadies and gentlemen,\n老@很旧了，大家都喜欢。\nThe old # is loved by all.\n谢谢大家。\nThank you all.\n";
        let mut pages = pages(|_| page.to_owned());
        assert_eq!(dropped(&mut pages), Vec::<String>::new());
    }

    #[test]
    fn a_refrain_in_one_document_and_few_documents_show_nothing() {
        let line = "桥啊，老桥啊。\n";
        let mut one = vec![read("a.txt", &line.repeat(9))];
        assert_eq!(dropped(&mut one), Vec::<String>::new());
        let mut few: Vec<Document> = (0..4)
            .map(|at| read(&format!("{at}.txt"), &format!("{line}第{at}天下雨。\n")))
            .collect();
        assert_eq!(dropped(&mut few), Vec::<String>::new());
    }

    #[test]
    fn folders_are_counted_apart() {
        let mut pages: Vec<Document> = (0..6)
            .map(|at| read(&format!("{at}/page.txt"), "读者热线欢迎来信\n老桥很旧了。\n"))
            .collect();
        assert_eq!(dropped(&mut pages), Vec::<String>::new());
    }
}
