//! Which of many patterns may match a text, told with two looks at it: by its first character, and by the words of which a
//! match must hold one. Running text passes hardly any, and then no regular expression is run at all.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use rustc_hash::FxHashMap;

/// At most so many words are kept for a pattern of which a match must hold one.
const MOST_WORDS: usize = 96;
/// Larger classes of characters are no words.
const MOST_CHARACTERS: usize = 12;

/// What is known of up to 64 patterns together.
#[derive(Debug)]
pub(crate) struct Sieve {
    /// For each first character from here on, up to the next one's, the patterns that may match a text that begins with it.
    starts: Vec<(char, u64)>,
    /// The patterns that may match an empty text.
    empty: u64,
    /// Whether a word begins with a character that has these last twelve bits; a bit each. Most Chinese ones begin none.
    firsts: [u64; 64],
    /// For each place whether a word begins with two characters, or a word is a single one, that belong there; a bit each.
    heads: Box<[u64]>,
    /// The words that begin with these two characters, or are a single one, with the pattern that needs this word or another.
    words: FxHashMap<Head, Vec<(Box<str>, u64)>>,
    /// The patterns that need none.
    wordless: u64,
}

impl Sieve {
    /// A sieve for patterns of the program itself, at most 64.
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut ranges = Vec::new();
        let mut words: FxHashMap<Head, Vec<(Box<str>, u64)>> = FxHashMap::default();
        let mut firsts = [0_u64; 64];
        let mut heads = vec![0_u64; 1 << 10].into_boxed_slice();
        let (mut wordless, mut anywhere) = (0, 0);
        for (number, pattern) in patterns.into_iter().enumerate() {
            let bit = 1_u64 << number;
            let hir = regex_syntax::parse(pattern).expect("the patterns are constants");
            match first_characters(&hir) {
                Some(first) => ranges.extend(first.into_iter().map(|range| (range, bit))),
                None => anywhere |= bit,
            }
            let Some(needed) = needed(&hir) else {
                wordless |= bit;
                continue;
            };
            for word in needed {
                let mut characters = word.chars();
                let head = (characters.next().unwrap_or_default(), characters.next());
                let (first, bit_of_first) = first_place(head.0);
                firsts[first] |= bit_of_first;
                let (place, within) = place(head);
                heads[place] |= within;
                words.entry(head).or_default().push((word.into(), bit));
            }
        }
        Self { starts: starts(&ranges, anywhere), empty: anywhere, firsts, heads, words, wordless }
    }

    /// A bit for each pattern that may match `text`: the lowest for the first. Linear.
    pub(crate) fn candidates(&self, text: &str) -> u64 {
        let by_start = match text.chars().next() {
            Some(first) => {
                let after = self.starts.partition_point(|(start, _)| *start <= first);
                self.starts[after - 1].1
            }
            None => self.empty,
        };
        let mut by_words = self.wordless;
        let mut characters = text.char_indices().peekable();
        while let Some((at, first)) = characters.next() {
            if by_start & !by_words == 0 {
                break;
            }
            let (place_of_first, within) = first_place(first);
            if self.firsts[place_of_first] & within == 0 {
                continue;
            }
            let next = characters.peek().map(|(_, next)| *next);
            for head in [(first, None), (first, next)] {
                let (place, within) = place(head);
                if self.heads[place] & within == 0 {
                    continue;
                }
                for (word, needed_by) in self.words.get(&head).into_iter().flatten() {
                    if by_words & needed_by == 0 && text[at..].starts_with(&**word) {
                        by_words |= needed_by;
                    }
                }
            }
        }
        by_start & by_words
    }
}

/// The first two characters of a word, or its only one.
type Head = (char, Option<char>);

/// Where the bit of a head's first character stands.
fn first_place(first: char) -> (usize, u64) {
    let first = u32::from(first);
    ((first >> 6 & 0x3f) as usize, 1 << (first & 63))
}

/// Where the bit of a head stands.
fn place((first, second): Head) -> (usize, u64) {
    let both =
        u32::from(first) ^ second.map_or(0, |second| (u32::from(second) + 1).wrapping_mul(0x9e35));
    ((both >> 6 & 0x3ff) as usize, 1 << (both & 63))
}

/// Characters from the first to the second.
pub(crate) type Range = (char, char);

/// The ranges, which may overlap, cut where one begins or ends; the first starts at the first character of all.
fn starts(ranges: &[(Range, u64)], anywhere: u64) -> Vec<(char, u64)> {
    let behind = |last: char| (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32);
    let mut cuts: Vec<char> = vec!['\0'];
    for ((first, last), _) in ranges {
        cuts.push(*first);
        cuts.extend(behind(*last));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut starts: Vec<(char, u64)> = cuts.into_iter().map(|cut| (cut, anywhere)).collect();
    for ((first, last), bit) in ranges {
        let from = starts.partition_point(|(cut, _)| cut < first);
        let to = starts.partition_point(|(cut, _)| cut <= last);
        starts[from..to].iter_mut().for_each(|(_, patterns)| *patterns |= bit);
    }
    starts
}

/// The characters by which a match may begin; `None` if it may be empty, or stand elsewhere than at the text's beginning.
pub(crate) fn first_characters(hir: &Hir) -> Option<Vec<Range>> {
    if !hir.properties().look_set_prefix().contains(Look::Start) {
        return None;
    }
    let mut first = Vec::new();
    let may_be_empty = add_first(hir, &mut first)?;
    first.sort_unstable();
    (!may_be_empty).then_some(first)
}

/// Adds the characters by which a match of `hir` may begin; gives whether it may be empty, and `None` where bytes count.
fn add_first(hir: &Hir, first: &mut Vec<Range>) -> Option<bool> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(true),
        HirKind::Literal(literal) => {
            let character = std::str::from_utf8(&literal.0).ok()?.chars().next();
            first.extend(character.map(|character| (character, character)));
            Some(character.is_none())
        }
        HirKind::Class(Class::Unicode(class)) => {
            first.extend(class.iter().map(|range| (range.start(), range.end())));
            Some(false)
        }
        HirKind::Class(Class::Bytes(class)) => {
            for range in class.iter().filter(|range| range.end().is_ascii()) {
                first.push((char::from(range.start()), char::from(range.end())));
            }
            class.is_ascii().then_some(false)
        }
        HirKind::Repetition(repetition) => {
            Some(add_first(&repetition.sub, first)? || repetition.min == 0)
        }
        HirKind::Capture(capture) => add_first(&capture.sub, first),
        HirKind::Concat(parts) => {
            for part in parts {
                if !add_first(part, first)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        HirKind::Alternation(parts) => {
            let mut may_be_empty = false;
            for part in parts {
                may_be_empty |= add_first(part, first)?;
            }
            Some(may_be_empty)
        }
    }
}

type Words = Vec<String>;

/// Words of which every match holds one; `None` if there are none, or too many.
fn needed(hir: &Hir) -> Option<Words> {
    let inner = match hir.kind() {
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Alternation(parts) => {
            parts.iter().map(needed).collect::<Option<Vec<Words>>>().map(|words| words.concat())
        }
        HirKind::Concat(parts) => needed_in_row(parts),
        _ => None,
    };
    best(inner.into_iter().chain(all(hir)))
}

/// Words of which one stands in every match of parts in a row: in one part, or across several that are known in full.
fn needed_in_row(parts: &[Hir]) -> Option<Words> {
    let mut found: Vec<Words> = Vec::new();
    let mut row: Words = vec![String::new()];
    for part in parts {
        let longer = all(part).and_then(|words| crossed(&row, &words));
        if let Some(longer) = longer {
            row = longer;
        } else {
            found.push(std::mem::replace(&mut row, all(part).unwrap_or(vec![String::new()])));
        }
        found.extend(needed(part));
    }
    found.push(row);
    best(found)
}

/// Those of which the shortest is the longest.
fn best(found: impl IntoIterator<Item = Words>) -> Option<Words> {
    let shortest = |words: &Words| words.iter().map(String::len).min().unwrap_or(0);
    let usable = found.into_iter().filter(|words| shortest(words) > 0 && words.len() <= MOST_WORDS);
    usable.max_by_key(|words| (shortest(words), MOST_WORDS - words.len()))
}

/// All texts that `hir` matches, if they are few.
fn all(hir: &Hir) -> Option<Words> {
    let words = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8(literal.0.to_vec()).ok()?],
        HirKind::Class(class) => characters(class)?,
        HirKind::Capture(capture) => all(&capture.sub)?,
        HirKind::Repetition(repetition) if repetition.max == Some(1) => {
            let mut words = all(&repetition.sub)?;
            words.extend((repetition.min == 0).then(String::new));
            words
        }
        HirKind::Repetition(_) => return None,
        HirKind::Concat(parts) => parts
            .iter()
            .try_fold(vec![String::new()], |words, part| crossed(&words, &all(part)?))?,
        HirKind::Alternation(parts) => {
            parts.iter().map(all).collect::<Option<Vec<Words>>>()?.concat()
        }
    };
    (words.len() <= MOST_WORDS).then_some(words)
}

/// The characters of a class, if they are few.
fn characters(class: &Class) -> Option<Words> {
    let Class::Unicode(class) = class else { return None };
    let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
    let characters = class.iter().flat_map(|range| range.start()..=range.end());
    (count <= MOST_CHARACTERS).then(|| characters.map(|one| one.to_string()).collect())
}

/// Every one of `words` followed by every one of `next`, if they are few.
fn crossed(words: &Words, next: &Words) -> Option<Words> {
    let crossed =
        words.iter().flat_map(|word| next.iter().map(|next| [word.as_str(), next].concat()));
    (words.len() * next.len() <= MOST_WORDS).then(|| crossed.collect())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::{Sieve, needed};
    use crate::pattern::tests::PATTERNS;

    /// Besides those that single patterns are tested with.
    const FURTHER: [&str; 4] = [
        r"(?i:ab)|桥.{0,2}[一二]",
        r"^(?:[^一\s]{1,2}[ab]){2,}",
        r"^(?:x?y|)[zk]$",
        r"(?:a|bc)(?:1|)[xy]",
    ];

    #[test]
    fn words_are_the_longest_of_which_one_must_stand_there() {
        let needed = |pattern: &str| needed(&regex_syntax::parse(pattern).expect("a pattern"));
        let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(needed(r"^\d+老(?:桥|船)\s"), words(&["老桥", "老船"]));
        assert_eq!(needed(r"^(?:ab|cd{2,}).*efg$"), words(&["efg"]));
        assert_eq!(needed(r"a?b|c"), words(&["b", "c"]));
        assert_eq!(needed(r"(?i:k)桥"), words(&["K桥", "k桥", "\u{212a}桥"]));
        assert_eq!(needed(r"^\w+$"), None);
        assert_eq!(needed(r"a|\d"), None);
    }

    static COMPILED: LazyLock<(Sieve, Vec<Regex>)> = LazyLock::new(|| {
        let patterns = [&PATTERNS[..], &FURTHER].concat();
        let regexes = patterns.iter().map(|pattern| Regex::new(pattern).expect("a pattern"));
        (Sieve::new(patterns.iter().copied()), regexes.collect())
    });

    proptest! {
        #[test]
        fn whatever_matches_is_a_candidate(text in "[abckxyzKABD桥一1 \\[\n]{0,6}") {
            let (sieve, regexes) = &*COMPILED;
            let candidates = sieve.candidates(&text);
            for (number, regex) in regexes.iter().enumerate() {
                let matches = regex.is_match(&text);
                prop_assert!(!matches || candidates >> number & 1 == 1, "{regex}");
            }
        }
    }
}
