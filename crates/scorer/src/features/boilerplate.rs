use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use duizhao_bitext::Feature;

use super::Measure;
use crate::script::Letters;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "boilerplate",
        description: "share of a side's letters in stock phrases of pages (copyright, share buttons, logins, cookies), of the \
            side with the smaller share, 0 to 1",
    },
    of: |sides| {
        let zh = share(sides.zh, sides.zh_letters);
        if zh == 0.0 { 0.0 } else { zh.min(share(sides.en, sides.en_letters)) }
    },
};

/// A phrase a line; lines that begin with `#` are remarks.
static PHRASES: &str = include_str!("../../../../data/scorer/boilerplate.txt");

static MATCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let phrases = PHRASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
    builder.build(phrases).ok()
});

fn share(text: &str, letters: Letters) -> f32 {
    let Some(matcher) = &*MATCHER else { return 0.0 };
    let covered: f64 = matcher
        .find_iter(text)
        .filter(|found| stands_alone(text, found.start(), found.end()))
        .map(|found| Letters::of(&text[found.range()]).weight())
        .sum();
    (covered / letters.weight().max(1.0)) as f32
}

/// Whether no Latin word goes on beyond the phrase.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let inside = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let begins = start > 0 && inside(start - 1) && inside(start);
    let goes_on = inside(end) && inside(end - 1);
    !begins && !goes_on
}

#[cfg(test)]
mod tests {
    use super::{MATCHER, MEASURE};
    use crate::features::measured;

    #[test]
    fn the_list_can_be_read() {
        assert!(MATCHER.is_some());
    }

    #[test]
    fn furniture_of_pages_is_boilerplate() {
        for (zh, en) in [
            ("版权所有 2019", "Copyright 2019. All rights reserved."),
            ("分享到：微信 微博", "Share on WeChat, Weibo"),
            ("点击这里阅读更多", "Click here to read more"),
            ("上一页 下一页", "Previous page | Next page"),
        ] {
            assert!(measured(&MEASURE, zh, en) > 0.5, "{zh} {}", measured(&MEASURE, zh, en));
        }
    }

    #[test]
    fn sentences_that_speak_of_it_are_not() {
        let zh = "作者保留版权，但允许学校在课堂上免费使用这些图片。";
        let en = "The author keeps the copyright but lets schools use the pictures in class free of charge.";
        assert!(measured(&MEASURE, zh, en) < 0.3);
        assert_eq!(measured(&MEASURE, "我们分享食物。", "We share food."), 0.0);
    }
}
