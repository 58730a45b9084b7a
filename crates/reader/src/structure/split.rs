//! Blocks that hold both languages, cut at the script switch.

use duizhao_bitext::{BlockLanguage, Span};

use crate::language::{Tally, is_closer, is_final, is_han, is_latin};

/// Cuts a block after the ends of sentences at which the language changes: `桥开了。The bridge is open.` The parts, without
/// white space, or nothing if the block does not fall apart into stretches of pure Chinese and pure English that are of
/// comparable weight. Latin words inside a Chinese sentence are no switch. Linear.
pub(crate) fn by_sentence(text: &str) -> Option<Vec<Span>> {
    let mut parts: Vec<(Span, Tally)> = Vec::new();
    for span in chunks(text) {
        let tally = Tally::of(span.of(text));
        let language = tally.by_script();
        match parts.last_mut() {
            Some((last, sum)) if sum.by_script() == language || tally.is_wordless() => {
                last.end = span.end;
                sum.add(span.of(text));
            }
            _ => parts.push((span, tally)),
        }
    }
    let is_pure = |span: Span, tally: &Tally| match tally.by_script() {
        BlockLanguage::Zh => true,
        // 他说：“…” is a Chinese sentence, however long the quotation.
        BlockLanguage::En => {
            !span.of(text).chars().find(|c| is_han(*c) || is_latin(*c)).is_some_and(is_han)
        }
        _ => false,
    };
    let pure = || parts.iter().filter(|(span, tally)| is_pure(*span, tally));
    let zh: f64 = pure().map(|(_, tally)| tally.zh_weight()).sum();
    let en: f64 = pure().map(|(_, tally)| tally.en_weight()).sum();
    let whole: f64 = parts.iter().map(|(_, tally)| tally.weight()).sum();
    let balanced = zh.min(en) * 5.0 >= zh.max(en);
    let is_sure = parts.len() > 1 && balanced && zh + en >= LEAST_PURE * whole;
    is_sure.then(|| {
        let spans = parts.iter().flat_map(|(span, tally)| {
            // A heading ends without a mark, and goes over into the other language's at its only switch.
            let inner = if is_pure(*span, tally) { None } else { at_only_switch(span.of(text)) };
            match inner {
                Some(two) => two.map(|part| part.shifted(span.start)).to_vec(),
                None => vec![span.trimmed(text)],
            }
        });
        spans.collect()
    })
}

/// The share of a block that must be in stretches of one language, for the whole to fall apart.
const LEAST_PURE: f64 = 0.6;

/// Cuts a title that stands in both languages on one line, at its only switch: `老桥重开 Old Bridge Opens Again`, with or
/// without a sign between. `None` unless both parts could be a title.
pub(crate) fn at_only_switch(text: &str) -> Option<[Span; 2]> {
    let han: Vec<usize> =
        text.char_indices().filter(|(_, c)| is_han(*c)).map(|(at, _)| at).collect();
    let latin = |(_, c): &(usize, char)| is_latin(*c);
    let first_latin = text.char_indices().find(latin)?.0;
    let last_latin = text.char_indices().rfind(latin)?.0;
    let (first_han, last_han) = (*han.first()?, *han.last()?);
    let (left_end, right_start) = if last_han < first_latin {
        (last_han, first_latin)
    } else if last_latin < first_han {
        (last_latin, first_han)
    } else {
        return None;
    };
    // Closing signs stay on the left, opening signs and digits go to the right.
    let between = left_end + text[left_end..].chars().next().map_or(0, char::len_utf8);
    let gap = &text[between..right_start];
    let left_keeps = gap.find(|c: char| !(is_final(c) || is_closer(c))).unwrap_or(gap.len());
    let right_keeps = gap
        .trim_start_matches(|c: char| {
            c.is_whitespace() || is_separator(c) || is_final(c) || is_closer(c)
        })
        .len();
    let left = Span::new(0, between + left_keeps).trimmed(text);
    let right = Span::new((right_start - right_keeps).max(left.end), text.len()).trimmed(text);
    let both = Tally::of(text);
    (han.len() >= 4 && both.words >= 3 && !left.is_empty() && !right.is_empty())
        .then_some([left, right])
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '「' | '『' | '(' | '（' | '[' | '【' | '《')
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '/' | '|' | '｜' | '¦' | '~' | '／' | '—' | '–' | '-' | '·' | ':' | '：' | ',' | '，'
    )
}

/// The stretches between the ends of sentences, closing quotes with the sentence; a sentence ends where a final mark is
/// followed by the other script or by white space.
fn chunks(text: &str) -> Vec<Span> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((_, c)) = characters.next() {
        if !is_final(c) {
            continue;
        }
        while characters.next_if(|(_, c)| is_final(*c) || is_closer(*c)).is_some() {}
        let Some(&(at, next)) = characters.peek() else { break };
        // Behind opening quotes; two sentences of one language come together again.
        let first = text[at..].chars().find(|c| !is_opener(*c)).unwrap_or(next);
        if next.is_whitespace() || is_han(first) || (!c.is_ascii() && is_latin(first)) {
            chunks.push(Span::new(start, at));
            start = at;
        }
    }
    chunks.push(Span::new(start, text.len()));
    chunks.retain(|span| !span.trimmed(text).is_empty());
    chunks
}

#[cfg(test)]
mod tests {
    use super::{at_only_switch, by_sentence};

    fn parts(text: &str) -> Option<Vec<&str>> {
        by_sentence(text).map(|spans| spans.into_iter().map(|span| span.of(text)).collect())
    }

    #[test]
    fn sentences_of_both_languages_fall_apart() {
        assert_eq!(
            parts(
                "G20峰会今天开幕，WTO代表出席。The G20 summit opened today.雨停了。大家都来了。The rain is over. “Everybody came.”"
            ),
            Some(vec![
                "G20峰会今天开幕，WTO代表出席。",
                "The G20 summit opened today.",
                "雨停了。大家都来了。",
                "The rain is over. “Everybody came.”",
            ])
        );
        assert_eq!(
            parts("It is open again. 老桥重新开放了。"),
            Some(vec!["It is open again.", "老桥重新开放了。"])
        );
    }

    #[test]
    fn quoted_english_is_no_switch() {
        assert_eq!(parts("他说：“I have never seen such a bridge.”大家都笑了。"), None);
        assert_eq!(parts("编译用 cargo build，运行用 cargo run。就这样。"), None);
        assert_eq!(
            parts(
                "老桥建于一八八七年，今年春天在两个桥墩上发现了裂缝，于是封闭维修，到九月才重新开放给行人和车辆。Well done. 市长很高兴，市民也很高兴。"
            ),
            None
        );
    }

    #[test]
    fn double_titles_fall_apart_at_their_only_switch() {
        let title =
            |text: &'static str| at_only_switch(text).map(|spans| spans.map(|span| span.of(text)));
        assert_eq!(
            title("老桥重新开放 Old Bridge Opens Again"),
            Some(["老桥重新开放", "Old Bridge Opens Again"])
        );
        assert_eq!(
            title("Old Bridge Opens Again!｜老桥重新开放"),
            Some(["Old Bridge Opens Again!", "老桥重新开放"])
        );
        assert_eq!(
            title("老桥重新开放 / “Old Bridge Opens Again”"),
            Some(["老桥重新开放", "“Old Bridge Opens Again”"])
        );
        assert_eq!(title("用 Visual Studio Code 写程序"), None);
        assert_eq!(title("老桥重新开放"), None);
    }
}
