use duizhao_bitext::Feature;
use rustc_hash::FxHashSet;

use super::Measure;
use crate::script::Letters;
use crate::words::words;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "copied_stretch",
        description: "share of a side's letters outside code in runs of five or more words (Chinese: characters) that stand on \
            both sides alike, of the side with the greater share, 0 to 1: 1 is a side that was copied",
    },
    of: |sides| {
        // Only where one side holds letters of the other's alphabet can there be such runs.
        if sides.zh_letters.latin < RUN && sides.en_letters.han < RUN {
            return 0.0;
        }
        let (zh, en) = (Prose::of(sides.zh), Prose::of(sides.en));
        (zh.shared_with(&en) / zh.length().min(en.length()).max(1.0)).min(1.0) as f32
    },
};

/// Shorter runs are names, titles and terms.
const RUN: usize = 5;
/// Inline code, in bytes.
const LONGEST_CODE: usize = 1000;

/// The words of a text without its inline code and addresses, which stay alike in a good translation.
#[derive(Default)]
struct Prose<'t> {
    words: Vec<&'t str>,
    /// Whether what stands between each word and the next is what stands between words of prose.
    joints: Vec<bool>,
}

impl<'t> Prose<'t> {
    fn of(text: &'t str) -> Self {
        let mut prose = Self::default();
        let mut rest = text;
        while let Some((start, end)) = code_span(rest) {
            prose.add_without_addresses(&rest[..start]);
            rest = &rest[end..];
        }
        prose.add_without_addresses(rest);
        prose
    }

    fn add_without_addresses(&mut self, mut rest: &'t str) {
        while let Some(at) = rest.find("://") {
            let scheme = rest[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
            self.add(&rest[..at - scheme]);
            let end = rest[at..].find(|c: char| c.is_whitespace() || !c.is_ascii());
            rest = end.map_or("", |end| &rest[at + end..]);
        }
        self.add(rest);
    }

    /// Adds a part of the text; what was left out before it does not part its words from the last.
    fn add(&mut self, part: &'t str) {
        let mut end = 0;
        for word in words(part) {
            let start = end + part[end..].find(word).unwrap_or_default();
            if let Some(before) = self.words.last() {
                let gap = if end == 0 { "" } else { &part[end..start] };
                // Of numbers, or of names in Chinese.
                let is_row =
                    is_number(before) && is_number(word) || before.is_ascii() && gap.contains('、');
                self.joints.push(!is_row && is_prose(gap));
            }
            self.words.push(word);
            end = start + word.len();
        }
    }

    /// How long the words are together, in Latin letters.
    fn length(&self) -> f64 {
        length(&self.words)
    }

    /// How long the runs of prose are together that the other side holds too.
    fn shared_with(&self, other: &Self) -> f64 {
        let runs: FxHashSet<&[&str]> = other.words.windows(RUN).collect();
        let (mut shared, mut done) = (0.0, 0);
        for (start, run) in self.words.windows(RUN).enumerate() {
            let is_prose = self.joints[start..start + RUN - 1].iter().all(|is_prose| *is_prose);
            if is_prose && runs.contains(run) {
                shared += length(&self.words[start.max(done)..start + RUN]);
                done = start + RUN;
            }
        }
        shared
    }
}

fn length(words: &[&str]) -> f64 {
    words.iter().map(|word| Letters::of(word).weight()).sum()
}

/// Where the first code span of a text begins and ends: it stands between two equally long runs of backticks, and is no longer
/// than [`LONGEST_CODE`], so that many marks without a partner cost no more than the text is long.
fn code_span(text: &str) -> Option<(usize, usize)> {
    let run = |from: usize| {
        let start = from + text[from..].find('`')?;
        Some((start, start + text[start..].bytes().take_while(|byte| *byte == b'`').count()))
    };
    let mut from = 0;
    loop {
        let (start, inside) = run(from)?;
        let mut at = inside;
        while let Some((closing, end)) = run(at) {
            if closing - inside > LONGEST_CODE {
                break;
            }
            if end - closing == inside - start {
                return Some((start, end));
            }
            at = end;
        }
        from = inside;
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether prose may have this between two words.
fn is_prose(gap: &str) -> bool {
    let is_glued = !gap.is_empty() && gap.is_ascii() && !gap.contains(' ');
    let is_code = is_glued && gap != "-" && gap != "'"
        || gap.contains(|c| "_/\\=<>{}[]`*#@&|~+".contains(c))
        || ["', '", "('", "):", " ... ", "\"\"\""].iter().any(|code| gap.contains(code));
    !is_code
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn a_half_that_was_left_in_the_other_language_is_seen() {
        let en = "The council met on Monday to discuss the new bridge over the river.";
        let share = measured(
            &MEASURE,
            "市议会 met on Monday to discuss the new bridge over the river.",
            en,
        );
        assert!(share > 0.7, "{share}");
        let share =
            measured(&MEASURE, "市议会星期一开会讨论新桥。", "The council 星期一开会讨论新桥。");
        assert!(share > 0.7, "{share}");
    }

    #[test]
    fn code_and_addresses_are_no_stretch() {
        for (zh, en) in [
            (
                "参见 https://example.org/a/long/path/to/some/page",
                "See https://example.org/a/long/path/to/some/page",
            ),
            (
                "parser.add_option(name=row[0], value=row[1].text) # 添加",
                "parser.add_option(name=row[0], value=row[1].text) # add",
            ),
            (
                "对`fruits.count()`和 ``it is the same in all words`` 计数。",
                "Count `fruits.count()` and ``it is the same in all words``.",
            ),
            (
                "words = ['cat', 'window', 'defenestrate', 'dog', 'cow'] # 词",
                "words = ['cat', 'window', 'defenestrate', 'dog', 'cow']",
            ),
            ("数列：1 1 2 3 5 8 13 21 34 55", "The sequence 1 1 2 3 5 8 13 21 34 55"),
        ] {
            assert_eq!(measured(&MEASURE, zh, en), 0.0, "{zh}");
        }
    }

    #[test]
    fn code_does_not_hide_what_was_left() {
        let zh = "返回 ``None`` if `name` is not found in the list.";
        let en = "Returns ``None`` if `name` is not found in the list.";
        assert!(measured(&MEASURE, zh, en) > 0.7);
        assert!(
            measured(&MEASURE, "如果``没有找到名字就返回空。", "Returns 没有找到名字就返回空。")
                > 0.7
        );
    }

    #[test]
    fn backticks_without_a_partner_are_no_code() {
        assert_eq!(super::code_span("a `` b ` c"), None);
        assert_eq!(super::code_span("a `` b ` c ``"), Some((2, 13)));
        assert_eq!(super::code_span("``a `b` c"), Some((4, 7)));
        assert_eq!(super::code_span(&format!("`{}`", "a".repeat(1001))), None);
    }

    #[test]
    fn names_and_terms_are_no_stretch() {
        let zh = "世界卫生组织（World Health Organization）的报告";
        assert_eq!(measured(&MEASURE, zh, "A report by the World Health Organization"), 0.0);
        let zh = "作者是 Erich Gamma、Richard Helm、Ralph Johnson 和 John Vlissides";
        let en = "By Erich Gamma, Richard Helm, Ralph Johnson and John Vlissides";
        assert_eq!(measured(&MEASURE, zh, en), 0.0);
    }
}
