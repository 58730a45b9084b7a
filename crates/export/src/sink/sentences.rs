//! The sentences of a document, which its rows hold pair by pair, in the order of the text.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use duizhao_bitext::normalise;

use crate::row::{DroppedRow, PairRow, SentenceRow, SideRow, StoredDocument};

/// A sentence of a document; or several, where their border in the pair's text cannot be known any more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit<'a> {
    /// Its number in the document's list of its language, from 0.
    pub(crate) sentences: Range<usize>,
    /// Its text.
    pub(crate) text: Cow<'a, str>,
    /// The number of its block, where the corpus says it.
    pub(crate) block: Option<usize>,
    /// The role of its block, or of its pair's first one.
    pub(crate) role: &'a str,
    /// The accepted pair that it belongs to.
    pub(crate) pair: Option<&'a PairRow>,
}

/// Both sides of a document, every sentence in its order: paired, rejected or without a counterpart.
#[derive(Debug)]
pub(crate) struct Units<'a> {
    pub(crate) zh: Vec<Unit<'a>>,
    pub(crate) en: Vec<Unit<'a>>,
}

/// Which units of the two sides an accepted pair links.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link<'a> {
    pub(crate) zh: Range<usize>,
    pub(crate) en: Range<usize>,
    pub(crate) pair: &'a PairRow,
}

impl<'a> Units<'a> {
    pub(crate) fn of(document: &'a StoredDocument) -> Self {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        let accepted = document.pairs.iter().map(|pair| (pair, true));
        let rejected =
            document.dropped.iter().filter_map(DroppedRow::pair).map(|pair| (pair, false));
        for (pair, is_accepted) in accepted.chain(rejected) {
            for (side, units) in [(&pair.zh, &mut zh), (&pair.en, &mut en)] {
                units.extend(sentences(side).into_iter().map(|(sentences, text)| Unit {
                    block: side.blocks.get(sentences.start - side.sentences.start).copied(),
                    sentences,
                    text,
                    role: &pair.role,
                    pair: is_accepted.then_some(pair),
                }));
            }
        }
        for row in &document.unpaired {
            let units = if row.language == "zh" { &mut zh } else { &mut en };
            units.push(alone(row));
        }
        Self { zh: in_order(zh), en: in_order(en) }
    }

    /// The links, in the order of the Chinese.
    pub(crate) fn links(&self, document: &'a StoredDocument) -> Vec<Link<'a>> {
        let within = |units: &[Unit<'_>], sentences: &Range<usize>| {
            let start = units.partition_point(|unit| unit.sentences.end <= sentences.start);
            let end = units.partition_point(|unit| unit.sentences.start < sentences.end);
            start..end
        };
        let mut links: Vec<_> = document
            .pairs
            .iter()
            .map(|pair| Link {
                zh: within(&self.zh, &pair.zh.sentences),
                en: within(&self.en, &pair.en.sentences),
                pair,
            })
            .collect();
        links.sort_by_key(|link| link.zh.start);
        links
    }
}

/// The units in the order of the text. A sentence that is translated more than once is one sentence all the same, and belongs
/// to its first pair; where only one of its pairs tells where it ends, it stands in the unit of the others.
fn in_order(mut units: Vec<Unit<'_>>) -> Vec<Unit<'_>> {
    units.sort_by_key(|unit| (unit.sentences.start, Reverse(unit.sentences.end)));
    let mut reached = 0;
    units.retain(|unit| {
        let is_new = reached < unit.sentences.end;
        reached = reached.max(unit.sentences.end);
        is_new
    });
    units
}

fn alone(row: &SentenceRow) -> Unit<'_> {
    Unit {
        sentences: row.sentence..row.sentence + 1,
        text: Cow::Borrowed(&row.text),
        block: row.block,
        role: &row.role,
        pair: None,
    }
}

/// The sentences of a pair's side: one by one if its text falls into them, else all in one.
fn sentences(side: &SideRow) -> Vec<(Range<usize>, Cow<'_, str>)> {
    match cut(side) {
        Some(texts) if texts.len() == side.sentences.len() => {
            side.sentences.clone().map(|number| number..number + 1).zip(texts).collect()
        }
        _ => vec![(side.sentences.clone(), Cow::Borrowed(&*side.text))],
    }
}

/// A side's text is its sentences, joined by a space or nothing; how long each is in the source is known. Where
/// normalising changed them, the same is done with the source's own text, and each piece normalised again.
///
/// `None` if the pieces do not give the text.
fn cut(side: &SideRow) -> Option<Vec<Cow<'_, str>>> {
    if let [_] = side.sources[..] {
        return Some(vec![Cow::Borrowed(&*side.text)]);
    }
    let mut texts = Vec::with_capacity(side.sources.len());
    let mut source = side.original.as_deref().unwrap_or(&side.text);
    let mut text = &*side.text;
    for place in &side.sources {
        let length = place.span.end.checked_sub(place.span.start)?;
        let (sentence, rest) = split_at_character(source, length)?;
        source = rest.trim_start();
        let sentence = if side.original.is_some() { normalise(sentence) } else { sentence.into() };
        text = text.strip_prefix(&*sentence)?;
        text = text.strip_prefix(' ').unwrap_or(text);
        texts.push(sentence);
    }
    (text.is_empty() && source.is_empty()).then_some(texts)
}

fn split_at_character(text: &str, count: usize) -> Option<(&str, &str)> {
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.clone().nth(count).map(|at| text.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::{Unit, cut, in_order, sentences};
    use crate::row::{Location, SideRow};
    use duizhao_bitext::Span;

    fn side(text: &str, original: Option<&str>, spans: &[(usize, usize)]) -> SideRow {
        let source = |&(start, end)| Location { file: 0, span: Span { start, end } };
        SideRow {
            text: text.into(),
            original: original.map(str::to_owned),
            sentences: 4..4 + spans.len(),
            sources: spans.iter().map(source).collect(),
            blocks: vec![],
            place: None,
        }
    }

    #[test]
    fn a_side_falls_into_its_sentences() {
        let text = side("你好。世界。", None, &[(0, 3), (3, 6)]);
        assert_eq!(cut(&text).unwrap(), ["你好。", "世界。"]);
        let text = side("Hello. World.", None, &[(20, 26), (40, 46)]);
        assert_eq!(cut(&text).unwrap(), ["Hello.", "World."]);
        let original = "Ａ\u{a0}b.  \u{2002}C\nd.\nE.";
        let text = side("A b. C d. E.", Some(original), &[(0, 4), (7, 11), (30, 32)]);
        assert_eq!(cut(&text).unwrap(), ["A b.", "C d.", "E."]);
    }

    #[test]
    fn what_does_not_fall_into_sentences_stays_in_one() {
        let masked = side("Call [phone]. Now.", None, &[(0, 13), (14, 18)]);
        assert_eq!(sentences(&masked), [(4..5, "Call [phone].".into()), (5..6, "Now.".into())]);
        let masked = side("Call [phone]. Now.", None, &[(0, 9), (10, 14)]);
        assert_eq!(sentences(&masked), [(4..6, "Call [phone]. Now.".into())]);
        let broken = side("对", None, &[(5, 2), (0, 1)]);
        assert_eq!(sentences(&broken), [(4..6, "对".into())]);
    }

    #[test]
    fn a_sentence_that_is_translated_twice_is_one_unit() {
        let unit = |sentences, text: &'static str| Unit {
            sentences,
            text: text.into(),
            block: None,
            role: "paragraph",
            pair: None,
        };
        let units = vec![unit(4..5, "C."), unit(2..3, "A."), unit(2..4, "A. B."), unit(4..5, "C.")];
        assert_eq!(in_order(units), [unit(2..4, "A. B."), unit(4..5, "C.")]);
        let crossing = vec![unit(0..2, "A. B."), unit(1..3, "B. C.")];
        assert_eq!(in_order(crossing.clone()), crossing, "no text is lost");
    }
}
