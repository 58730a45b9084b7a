//! Characters that a converter put in the place of others, or beside them.

use duizhao_bitext::Span;

use super::edit::Edit;
use crate::extract::Extract;
use crate::language::is_han;

/// Radicals and compatibility forms read as the characters they stand for: `⽉` is 月. Only these: `①` and full-width
/// punctuation are what their author wrote.
pub(super) fn radicals(extract: &Extract) -> Vec<Edit> {
    if !has_radical(extract.text.as_bytes()) {
        return Vec::new();
    }
    let unified = extract.text.char_indices().filter_map(|(at, c)| Some((at, c, unified(c)?)));
    unified
        .map(|(at, c, unified)| Edit {
            span: Span::new(at, at + c.len_utf8()),
            new: unified.to_string(),
            rule: "radical-forms",
        })
        .collect()
}

/// Whether there may be a character of the radicals' blocks or of the compatibility ideographs. Two bytes of UTF-8 tell.
fn has_radical(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(0xe2, 0xef, bytes).any(|at| {
        matches!(
            (bytes[at], bytes.get(at + 1)),
            (0xe2, Some(0xba..=0xbf)) | (0xef, Some(0xa4..=0xab))
        )
    })
}

/// The unified ideograph that looks the same.
fn unified(c: char) -> Option<char> {
    match c {
        '\u{2f00}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' => {
            let mut decomposed = None;
            unicode_normalization::char::decompose_compatible(c, |part| decomposed = Some(part));
            decomposed.filter(|part| *part != c && is_han(*part))
        }
        // The supplement's simplified forms have no decomposition of their own (EquivalentUnifiedIdeograph.txt of Unicode).
        '\u{2e80}'..='\u{2ef3}' => {
            SUPPLEMENT.iter().find(|(radical, _)| *radical == c).map(|(_, unified)| *unified)
        }
        _ => None,
    }
}

const SUPPLEMENT: [(char, char); 34] = [
    ('⺃', '乚'),
    ('⺅', '亻'),
    ('⺉', '刂'),
    ('⺎', '兀'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺡', '氵'),
    ('⺣', '灬'),
    ('⺩', '王'),
    ('⺪', '疋'),
    ('⺫', '目'),
    ('⺭', '礻'),
    ('⺮', '竹'),
    ('⺶', '羊'),
    ('⺸', '羊'),
    ('⺼', '肉'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻥', '鱼'),
    ('⻩', '黄'),
    ('⻰', '龙'),
];

/// A syllable with its tone in brackets, directly behind its character: `發(fā)展`, what conversion to traditional characters
/// leaves behind. A text that speaks of pronunciation keeps them.
pub(super) fn readings(extract: &Extract) -> Vec<Edit> {
    let text = extract.text.as_str();
    let mut edits = Vec::new();
    for piece in &extract.pieces {
        let content = piece.span.of(text);
        if !content.contains(['(', '（'])
            || SPEAKS_OF_SOUND.iter().any(|sign| content.contains(sign))
        {
            continue;
        }
        for (at, open) in content.match_indices(['(', '（']) {
            let inside = &content[at + open.len()..];
            let end = inside.find(|c: char| !is_pinyin(c)).unwrap_or(inside.len());
            let (syllable, rest) = inside.split_at(end);
            let close = rest.chars().next().filter(|c| matches!(c, ')' | '）'));
            let Some(close) = close else { continue };
            if (1..=6).contains(&syllable.chars().count())
                && syllable.contains(has_tone)
                && content[..at].chars().next_back().is_some_and(is_han)
            {
                let whole = open.len() + syllable.len() + close.len_utf8();
                let span = Span::new(at, at + whole).shifted(piece.span.start);
                edits.push(Edit { span, new: String::new(), rule: "readings-in-brackets" });
            }
        }
    }
    edits
}

/// Words of texts in which a reading in brackets is meant.
const SPEAKS_OF_SOUND: [&str; 8] = ["读音", "讀音", "拼音", "读作", "讀作", "念作", "发音", "發音"];

fn is_pinyin(c: char) -> bool {
    c.is_ascii_lowercase() || c == 'ü' || has_tone(c)
}

fn has_tone(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::super::edit;
    use super::{radicals, readings};
    use crate::formats::text;

    fn repaired(line: &str) -> String {
        let mut extract = text::extract(line.to_owned());
        let mut edits = radicals(&extract);
        edits.extend(readings(&extract));
        edit::apply(&mut extract, edits);
        extract.text
    }

    #[test]
    fn debris_of_converters_goes() {
        assert_eq!(
            repaired("橋的發(fā)展計劃于9⽉公布，⼯⼈歡迎。"),
            "橋的發展計劃于9月公布，工人歡迎。"
        );
        assert_eq!(repaired("⻋⻔（mén）开了。"), "车门开了。");
    }

    #[test]
    fn what_was_meant_stays() {
        for line in [
            "“桥”的拼音是桥(qiáo)。",
            "① 老桥（OLD BRIDGE）",
            "老桥(lao qiao)开了。",
            "the bridge (á la carte)",
        ] {
            assert_eq!(repaired(line), line);
        }
    }
}
