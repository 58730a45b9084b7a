//! Page furniture: found by named rules, dropped under the rule's name, read for metadata.

mod rules;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use duizhao_bitext::{Language, Metadata};
use regex::Regex;

use crate::date;
use crate::language::is_han;
use crate::options::Options;
use crate::pattern::compile;
use crate::sieve::Sieve;
use crate::structure::Draft;
pub use rules::Rule;
use rules::{Certainty, KEYS, LONGEST, PATTERNS, STRUCTURAL, expand};

impl Rule {
    /// Every rule, in the order in which they are tried. Besides these the reader keeps out what is in no language
    /// (`no-words`), in others (`other-language`), in both at once (`mixed-languages`), or in the wrong file of a pair
    /// (`other-side`).
    pub fn all() -> impl Iterator<Item = Self> {
        PATTERNS.iter().map(|pattern| pattern.rule).chain(STRUCTURAL.iter().copied())
    }
}

/// The name of the rule for lines such as `日期：… 来源：… 字号：…`.
const METADATA_LINE: &str = "metadata-line";

/// What the rules found in one block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hit {
    rule: Option<(&'static str, Certainty)>,
    fields: Vec<(&'static str, String)>,
    /// The date in a block that is not much more than a date.
    date: Option<String>,
}

impl Hit {
    /// What the rules find in `text`. Linear; nothing is looked at in blocks of more than 200 characters.
    pub(crate) fn find(text: &str, options: &Options) -> Self {
        // Four bytes a character at most, so most long blocks need not be counted.
        if text.len() > 4 * LONGEST {
            return Self::default();
        }
        let folded = fold(text);
        let length = length(&folded);
        if length > LONGEST {
            return Self::default();
        }
        let mut hit =
            Self { date: (length <= 40).then(|| date::find(&folded)).flatten(), ..Self::default() };
        if options.has_rule(METADATA_LINE)
            && let Some(fields) = key_values(&folded)
        {
            hit.rule = Some((METADATA_LINE, Certainty::Sure));
            hit.fields = fields;
            return hit;
        }
        let mut candidates = SIEVE.candidates(&folded);
        let in_order = std::iter::from_fn(|| {
            let next = candidates.trailing_zeros() as usize;
            candidates &= candidates.wrapping_sub(1);
            PATTERNS.get(next).zip(MATCHERS.get(next))
        });
        let mut in_order = in_order.filter(|(clue, _)| length <= clue.longest);
        let found = in_order
            .find(|(clue, matcher)| options.has_rule(clue.rule.name) && matcher.is_match(&folded));
        if let Some((clue, matcher)) = found {
            hit.rule = Some((clue.rule.name, clue.certainty));
            hit.fields = fields(matcher, &folded);
        }
        if options.has_rule("random-characters") && is_random(&folded) {
            hit.rule = Some(("random-characters", Certainty::UnlessTranslated));
        }
        hit
    }

    /// Whether the block is furniture, whatever stands around it.
    pub(crate) fn is_sure(&self) -> bool {
        matches!(self.rule, Some((_, Certainty::Sure)))
    }

    /// Whether the block gives metadata that stands beside a title: a date, a source, several keys.
    pub(crate) fn is_metadata(&self) -> bool {
        matches!(
            self.rule,
            Some(("date-line" | "source-line" | "font-size" | "author-line" | METADATA_LINE, _))
        )
    }
}

/// Drops the blocks that a rule says are furniture and that no block of the other language translates; gives the metadata.
/// `hits` belong to `drafts`, one each.
pub(crate) fn apply(drafts: &mut [Draft], hits: &[Hit]) -> Metadata {
    let translated = translated(drafts, hits);
    let is_beside = |at: usize| {
        let near = [at.wrapping_sub(1), at + 1];
        near.into_iter().any(|near| near < drafts.len() && fits_best(drafts, at, near))
    };
    let beside: Vec<bool> = (0..hits.len())
        .map(|at| matches!(hits[at].rule, Some((_, Certainty::UnlessBeside))) && is_beside(at))
        .collect();
    let mut dropped_fields = Vec::new();
    let mut kept_fields = Vec::new();
    for (at, hit) in hits.iter().enumerate() {
        let Some((name, certainty)) = hit.rule else { continue };
        let is_kept = certainty != Certainty::Sure && translated[at] || beside[at];
        if is_kept { &mut kept_fields } else { &mut dropped_fields }
            .extend(hit.fields.iter().cloned());
        let block = &mut drafts[at].block;
        // What a rule knows by name is named so, wherever it stands.
        let is_vague = |reason: &str| matches!(reason, "outside-content" | "links");
        if !is_kept && block.dropped.as_deref().is_none_or(is_vague) {
            block.dropped = Some(name.into());
        }
    }
    // A dateline that has a translation belongs to the text: it may be the date of the event that the text is about.
    let kept_fields = kept_fields
        .into_iter()
        .filter(|(name, _)| matches!(*name, "date" | "author" | "translator"));
    let renamed = kept_fields.map(|(name, value)| match (name, date::find(&value)) {
        ("date", Some(date)) => ("event_date", date),
        _ => (name, value),
    });
    let mut metadata = metadata(dropped_fields.into_iter().chain(renamed));
    metadata.date = metadata.date.or_else(|| metadata.other.get("event_date").cloned());
    metadata
}

/// Whether two neighbours are in different languages and of like length, and the second has no better partner behind it.
fn fits_best(drafts: &[Draft], at: usize, near: usize) -> bool {
    let distance = |one: usize, other: usize| {
        let (Some(one), Some(other)) = (drafts.get(one), drafts.get(other)) else {
            return f64::INFINITY;
        };
        if one.block.kept().map(Language::other) != other.block.kept()
            || other.block.kept().is_none()
        {
            return f64::INFINITY;
        }
        let (one, other) = (one.tally.weight().max(1.0), other.tally.weight().max(1.0));
        one.max(other) / one.min(other)
    };
    let behind = (near + near).wrapping_sub(at);
    distance(at, near) <= 2.0 && distance(at, near) < distance(behind, near)
}

/// For each block whether one of the other language says what it says. Blocks that the same rule finds, with the same date if
/// they have one, are put together two by two, neighbours first and the rest in order: in a page that is one language after
/// the other they stand far apart. Of neighbours it is enough that they have the same date.
fn translated(drafts: &[Draft], hits: &[Hit]) -> Vec<bool> {
    let mut translated = vec![false; drafts.len()];
    let mut same: BTreeMap<(&str, Option<&str>), [Vec<usize>; 2]> = BTreeMap::new();
    for (at, hit) in hits.iter().enumerate() {
        if let (Some((name, _)), Some(language)) = (hit.rule, drafts[at].block.kept()) {
            same.entry((name, hit.date.as_deref())).or_default()[language as usize].push(at);
        }
    }
    let is_other = |one: usize, other: usize| {
        drafts[one].block.kept().map(Language::other) == drafts[other].block.kept()
            && drafts[other].block.kept().is_some()
    };
    for at in 1..drafts.len() {
        let says_the_same = match (hits[at - 1].rule, hits[at].rule) {
            (Some((one, _)), Some((other, _))) if one == other => true,
            _ => hits[at].date.is_some() && hits[at].date == hits[at - 1].date,
        };
        if says_the_same && is_other(at - 1, at) && !translated[at - 1] {
            translated[at - 1] = true;
            translated[at] = true;
        }
    }
    for [zh, en] in same.into_values() {
        let left =
            |side: Vec<usize>| side.into_iter().filter(|at| !translated[*at]).collect::<Vec<_>>();
        for (zh, en) in left(zh).into_iter().zip(left(en)).collect::<Vec<_>>() {
            translated[zh] = true;
            translated[en] = true;
        }
    }
    translated
}

fn metadata(fields: impl Iterator<Item = (&'static str, String)>) -> Metadata {
    let mut metadata = Metadata::default();
    for (name, value) in fields {
        match name {
            "date" => {
                metadata.date.get_or_insert_with(|| date::find(&value).unwrap_or(value));
            }
            "source" => {
                metadata.source.get_or_insert(value);
            }
            _ => {
                let known = metadata.other.entry(name.to_owned()).or_default();
                if known.is_empty() {
                    *known = value;
                } else if !known.split("; ").any(|part| part == value) {
                    known.push_str("; ");
                    known.push_str(&value);
                }
            }
        }
    }
    metadata
}

/// Which patterns may match at all.
static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let patterns: Vec<String> = PATTERNS.iter().map(|clue| expand(clue.pattern)).collect();
    Sieve::new(patterns.iter().map(String::as_str))
});

/// The patterns, compiled. One by one they stay small enough to be run as automata, which all of them together do not.
static MATCHERS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| PATTERNS.iter().map(|clue| compile(&expand(clue.pattern))).collect());

static KEY: LazyLock<Regex> = LazyLock::new(|| {
    let keys: Vec<String> = KEYS.iter().map(|(_, key)| format!("({key})")).collect();
    compile(&format!(r"(?:^|[\s|(\[【。;,》」”)\]】\d])(?:{})\s?[:：]", keys.join("|")))
});

/// The fields of a line that consists of at least two keys with their values.
fn key_values(line: &str) -> Option<Vec<(&'static str, String)>> {
    if !line.contains(':') || line.contains(['。', '!', '?']) {
        return None;
    }
    // Finding a key is much faster than finding which, and few lines hold two.
    KEY.find_iter(line).nth(1)?;
    let keys: Vec<(&'static str, usize, usize)> = KEY
        .captures_iter(line)
        .filter_map(|found| {
            let key = |group: usize| found.get(group + 1).map(|key| (KEYS[group].0, key.start()));
            let (name, start) = (0..KEYS.len()).find_map(key)?;
            Some((name, start, found.get(0)?.end()))
        })
        .collect();
    if keys.len() < 2 || keys[0].1 > 60 {
        return None;
    }
    let ends = keys.iter().skip(1).map(|(_, start, _)| *start).chain([line.len()]);
    let fields = keys.iter().zip(ends).filter_map(|((name, _, start), end)| {
        let value =
            line[*start..end].trim_matches(|c: char| c.is_whitespace() || "|[]【】()".contains(c));
        (!name.is_empty() && !value.is_empty()).then(|| (*name, value.to_owned()))
    });
    // The page's date often opens such a line without a key.
    let bare = date::find(&line[..keys[0].1]).map(|date| ("date", date));
    Some(bare.into_iter().chain(fields).collect())
}

fn fields(pattern: &Regex, text: &str) -> Vec<(&'static str, String)> {
    let Some(found) = pattern.captures(text) else { return Vec::new() };
    [
        ("date", "date"),
        ("source", "source"),
        ("author", "author"),
        ("editor", "editor"),
        ("translator", "translator"),
        ("translator_credit", "translator"),
        ("url", "url"),
    ]
    .into_iter()
    .filter_map(|(group, name)| {
        found.name(group).map(|value| (name, value.as_str().trim().to_owned()))
    })
    .collect()
}

/// How long a text is, in Chinese characters: of Latin letters two count as one.
fn length(text: &str) -> usize {
    let ascii = text.bytes().filter(u8::is_ascii).count();
    text.chars().count() - ascii / 2
}

/// The text as the patterns see it: full-width signs and digits as ASCII, every run of white space one space.
fn fold(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut folded = String::new();
    // So much is in `folded`; and a space that stands there, or will once what is before it has been copied, ends here.
    let (mut copied, mut behind_space, mut at) = (0, 0, 0);
    while let Some(found) = bytes[at..].iter().position(|byte| BEGINS_FOLDED[usize::from(*byte)]) {
        at += found;
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        let is_space = c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}');
        let follows_space = behind_space == at && at > 0;
        if is_space {
            behind_space = end;
        }
        let is_wide = matches!(c, '！'..='～');
        let stays = if is_space { c == ' ' && !follows_space } else { !is_wide };
        if !stays {
            if folded.capacity() == 0 {
                folded.reserve(text.len());
            }
            folded.push_str(&text[copied..at]);
            copied = end;
            if is_wide {
                folded.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c));
            } else if !follows_space {
                folded.push(' ');
            }
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    folded.push_str(&text[copied..]);
    Cow::Owned(folded)
}

/// The bytes by which characters begin that folding may change: white space, and what looks like it, and full-width signs.
const BEGINS_FOLDED: [bool; 256] = {
    let mut begins = [false; 256];
    let mut control = 0;
    while control <= 0x20 {
        begins[control] = true;
        control += 1;
    }
    begins[0xc2] = true;
    begins[0xe1] = true;
    begins[0xe2] = true;
    begins[0xe3] = true;
    begins[0xef] = true;
    begins
};

/// Whether the text is a row of Chinese characters without a single one of those that no dozen characters of running text
/// can do without, and without punctuation.
fn is_random(text: &str) -> bool {
    // Nearly every text is told by its first character that is none.
    text.chars().all(|c| is_han(c) || c == ' ')
        && text.chars().filter(|c| is_han(*c)).count() >= 12
        && !text.chars().any(|c| COMMON.contains(c))
}

/// The characters that make up about half of running Chinese text, in both scripts.
const COMMON: &str = "的一是不了在人有我他这個个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种\
    事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公\
    此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特\
    代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数\
    安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达\
    光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运這個\
    們來為國說時會對過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話內給門兒東聲員論處義幾認條\
    氣題爾別變總電數報結務場計資許統區隊決馬書則聽達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Hit, PATTERNS, Rule};
    use crate::options::Options;

    fn rule(text: &str) -> Option<&'static str> {
        Hit::find(text, &Options::default()).rule.map(|(name, _)| name)
    }

    #[test]
    fn every_rule_knows_its_lines() {
        for (text, expected) in [
            ("日期：２０２４-０５-０６", "date-line"),
            ("发布时间: 2024年5月6日 10:30", "date-line"),
            ("Published on May 6, 2024", "date-line"),
            ("二〇二四年五月六日", "bare-date"),
            ("来源：北城晚报", "source-line"),
            ("（乙 译）", "translator-line"),
            ("作者：李河", "author-line"),
            ("By Ann Bridge", "byline"),
            ("（责任编辑：王山）", "editor-line"),
            ("阅读量：1.2万", "read-count"),
            ("字号：[大 中 小]", "font-size"),
            ("打印本页", "print-close"),
            ("分享到：微信 微博", "share-bar"),
            ("您的位置：首页 > 新闻 > 本地", "breadcrumb"),
            ("中文 | English", "language-bar"),
            ("长按识别二维码关注", "qr-code"),
            ("版权所有 北城晚报", "copyright"),
            ("上一篇：新桥开工", "related-links"),
            ("第 2 页 / 共 5 页", "pager"),
            ("还剩3页未读", "document-site"),
            ("下面是小编为大家整理的短文，希望大家喜欢", "introduction"),
            ("图为重新开放的老桥", "caption"),
            ("https://bridge.example/1.html", "url"),
            ("ch01-00-bridges.md", "url"),
            ("咨询电话：010-1234567", "hotline"),
            ("老桥下载_老桥在线_老桥高清_老桥全集_老桥大全", "keyword-list"),
            ("点击收听本文", "voice-prompt"),
            ("* * *", "rule"),
            ("{{#quiz ../quizzes/one.toml}}", "template"),
            ("【参考译文】", "section-mark"),
            ("【英文原文】", "language-mark"),
            ("pier [pɪə] n. 桥墩", "vocabulary"),
            ("日期：2024-05-06 来源：北城晚报 字号：[大 中 小]", "metadata-line"),
            ("2024-05-06 10:30 来源：北城晚报 作者：李河", "metadata-line"),
            ("饕餮貔貅魑魅魍魉蚍蜉蝼蚁", "random-characters"),
        ] {
            assert_eq!(rule(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn running_text_is_left_alone() {
        for text in [
            "市长说，老桥九月重新开放。",
            "The date of the opening is May 6, 2024.",
            "时间：下午三点",
            "By the river stood an old bridge.",
            "Notes",
            "注释",
            "他的来源：一个秘密，作者：另一个秘密！",
            "我在听市长讲话。",
            "苹果、梨、桃、杏、李、枣",
            "Sharing is caring",
        ] {
            assert_eq!(rule(text), None, "{text}");
        }
    }

    #[test]
    fn a_rule_that_is_switched_off_finds_nothing() {
        let mut options = Options::default();
        options.without_rules.insert("font-size".to_owned());
        assert!(Hit::find("字号：大 中 小", &options).rule.is_none());
    }

    #[test]
    fn names_are_unique_and_every_pattern_compiles() {
        let mut names: Vec<&str> = Rule::all().map(|rule| rule.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(super::MATCHERS.len(), PATTERNS.len());
    }

    proptest! {
        #[test]
        fn folding_is_done_character_by_character(text in "[a b桥。！Ａ～\u{3000}\u{a0}\u{200b}\u{ad}\n“]{0,12}") {
            let mut expected = String::new();
            for c in text.trim().chars() {
                let is_space = c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}');
                match c {
                    _ if is_space && expected.ends_with(' ') => {}
                    _ if is_space => expected.push(' '),
                    '！'..='～' => expected.extend(char::from_u32(c as u32 - 0xfee0)),
                    c => expected.push(c),
                }
            }
            prop_assert_eq!(super::fold(&text), expected);
        }
    }
}
