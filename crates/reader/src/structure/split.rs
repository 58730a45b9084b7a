//! Blocks that hold both languages, cut at the script switch.

use duizhao_bitext::{BlockLanguage, Span};

use crate::language::{Tally, ends_sentence, is_closer, is_final, is_han, is_latin};

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
    let (left_end, right_start) = between(text, left_end, right_start);
    let left = Span::new(0, left_end).trimmed(text);
    let right = Span::new(right_start, text.len()).trimmed(text);
    let both = Tally::of(text);
    (han.len() >= 4 && both.words >= 3 && !left.is_empty() && !right.is_empty())
        .then_some([left, right])
}

/// Where the part that ends with the letter at `last` ends, and where the one that begins with the letter at `first` begins:
/// closing signs stay on the left, opening signs and digits go to the right.
fn between(text: &str, last: usize, first: usize) -> (usize, usize) {
    let behind = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let gap = &text[behind..first];
    let left_keeps = gap.find(|c: char| !(is_final(c) || is_closer(c))).unwrap_or(gap.len());
    let is_no_part = |c: char| c.is_whitespace() || is_separator(c) || is_final(c) || is_closer(c);
    let right_keeps = gap.trim_start_matches(is_no_part).len();
    (behind + left_keeps, (first - right_keeps).max(behind + left_keeps))
}

/// Cuts a block wherever the script changes, if it is lines of two languages run together whose Chinese has no marks, as that of
/// subtitles has none: `你去哪儿Where are you headed?终点站End of the line.` Nearly all of its English must be whole sentences that
/// follow Chinese at once, for English inside Chinese sentences is none. Linear.
pub(crate) fn at_switches(text: &str) -> Option<Vec<Span>> {
    let runs = runs(text);
    let (mut zh, mut en, mut whole, mut sentences) = (0.0, 0.0, 0.0, 0);
    for (at, (span, is_zh)) in runs.iter().enumerate() {
        let tally = Tally::of(span.of(text));
        if *is_zh {
            zh += tally.zh_weight();
            continue;
        }
        en += tally.en_weight();
        let before =
            runs.get(at.wrapping_sub(1)).map_or("", |(before, _)| &text[before.end..span.start]);
        let is_quoted = !before.trim().is_empty() || at > 0 && span.of(text).starts_with(QUOTES);
        if !is_quoted && is_sentence(span.of(text)) {
            whole += tally.en_weight();
            sentences += 1;
        }
    }
    let is_sure = sentences >= FEWEST_SENTENCES
        && whole >= LEAST_WHOLE * en
        && 3.0 * zh.min(en) >= zh.max(en);
    is_sure.then(|| runs.into_iter().map(|(span, _)| span).collect())
}

const QUOTES: [char; 7] = ['"', '“', '‘', '「', '『', '(', '（'];

/// Fewer English sentences between Chinese may be quotations.
const FEWEST_SENTENCES: usize = 4;
/// The share of the English that must be whole sentences.
const LEAST_WHOLE: f64 = 0.8;

/// The stretches of one script, without white space around, and whether each is Chinese.
fn runs(text: &str) -> Vec<(Span, bool)> {
    let mut runs = Vec::new();
    let (mut start, mut last): (usize, Option<(usize, bool)>) = (0, None);
    for (at, c) in text.char_indices().filter(|(_, c)| is_han(*c) || is_latin(*c)) {
        let is_zh = is_han(c);
        if let Some((before, was_zh)) = last.filter(|(_, was_zh)| *was_zh != is_zh) {
            let (end, next) = between(text, before, at);
            runs.push((Span::new(start, end).trimmed(text), was_zh));
            start = next;
        }
        last = Some((at, is_zh));
    }
    runs.extend(last.map(|(_, is_zh)| (Span::new(start, text.len()).trimmed(text), is_zh)));
    runs
}

/// Whether it begins like an English sentence and ends like one.
fn is_sentence(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
        && ends_sentence(text.trim_end_matches(']'))
        || text.starts_with('[') && text.ends_with(']')
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
    use super::{at_only_switch, at_switches, by_sentence};

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
    fn lines_that_ran_together_fall_apart_at_every_switch() {
        let cut = |text: &'static str| {
            at_switches(text)
                .map(|spans| spans.into_iter().map(|span| span.of(text)).collect::<Vec<_>>())
        };
        assert_eq!(
            cut(
                "桥开了吗Is the bridge open?还没有Not yet. In May.这么晚So late?那坐船吧 快一点Then let us take the boat. “It is faster.”好Good."
            ),
            Some(vec![
                "桥开了吗",
                "Is the bridge open?",
                "还没有",
                "Not yet. In May.",
                "这么晚",
                "So late?",
                "那坐船吧 快一点",
                "Then let us take the boat. “It is faster.”",
                "好",
                "Good.",
            ])
        );
        for text in [
            "他问：“Is the bridge open?”我说：“Not yet.”他又问：“When?”我说：“In May.”他说：“So late!”大家都笑了起来。",
            "先装好 Rust，再运行 cargo build，然后用 Visual Studio Code 打开，最后按 F5。",
            "桥开了吗Is the bridge open?还没有Not yet.",
        ] {
            assert_eq!(cut(text), None, "{text}");
        }
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
