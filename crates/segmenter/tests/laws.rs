//! What holds for every text, in both languages and under all options.

use duizhao_bitext::{Language, Span};
use duizhao_segmenter::{LineBreaks, Options, Segmenter, language_of};
use proptest::prelude::*;

/// Every combination of options.
fn segmenters() -> impl Iterator<Item = Segmenter> {
    (0..8_u8).map(|bits| {
        Segmenter::new(Options {
            split_quotes: bits & 1 > 0,
            split_semicolons: bits & 2 > 0,
            line_breaks: if bits & 4 > 0 { LineBreaks::Wrap } else { LineBreaks::Hard },
        })
    })
}

/// Pieces of text that the rules look at, so that chance finds their combinations.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 96] = [
        "。",
        "！",
        "？",
        "．",
        "；",
        "，",
        "：",
        "、",
        "…",
        "……",
        "——",
        "“",
        "”",
        "‘",
        "’",
        "「",
        "」",
        "『",
        "』",
        "《",
        "》",
        "（",
        "）",
        "【",
        "】",
        "〔",
        "\"",
        "'",
        "(",
        ")",
        "[",
        "]",
        "[1]",
        "［２］",
        ".",
        "..",
        "...",
        "!",
        "?",
        ";",
        ",",
        ":",
        "-",
        "–",
        "•",
        "⁃9.",
        "1.",
        "1.)",
        "a.",
        "(2)",
        "IV.",
        " ",
        "  ",
        "\u{a0}",
        "\u{2002}",
        "\u{3000}",
        "\u{85}",
        "\u{2028}",
        "\n",
        "\r\n",
        "\t",
        "他说",
        "她大喊",
        "的",
        "这个问题",
        "等等",
        "张三",
        "尼尔",
        "第一章",
        "一、",
        "（一）",
        "Ａ",
        "３",
        "Mr.",
        "U.S.",
        "a.m.",
        "p.",
        "No. 5",
        "Inc.",
        "etc.",
        "I",
        "The",
        "the",
        "Lee",
        "said",
        "John asked",
        "www.a.com",
        "a@b.c",
        "3.14",
        "x",
        "É",
        "ß",
        "𠮷",
        "😀",
        "\u{200b}",
        "\u{feff}",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)
        .prop_map(|pieces| pieces.concat())
}

fn nothing_is_lost(text: &str) -> Result<(), TestCaseError> {
    for segmenter in segmenters() {
        for language in Language::BOTH {
            let mut end = 0;
            for span in segmenter.sentences(text, language) {
                prop_assert!(span.start >= end, "spans overlap");
                prop_assert!(
                    text[end..span.start].trim().is_empty(),
                    "{:?} is lost",
                    &text[end..span.start]
                );
                prop_assert!(
                    !span.is_empty() && span.trimmed(text) == span,
                    "{span:?} is not trimmed"
                );
                end = span.end;
            }
            prop_assert!(text[end..].trim().is_empty(), "{:?} is lost", &text[end..]);
        }
    }
    Ok(())
}

#[test]
fn a_quotation_mark_before_a_line_break_is_split_as_at_the_end_of_the_text() {
    let line = "\u{209d}¡\"\u{da08d}🕴\t\"";
    let text = format!("{line}\n");
    assert_eq!(split(&text, Language::En), split(line, Language::En));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_loses_nothing(text in any::<String>()) {
        nothing_is_lost(&text)?;
    }

    #[test]
    fn text_full_of_marks_loses_nothing(text in pieces()) {
        nothing_is_lost(&text)?;
    }

    #[test]
    fn hard_line_breaks_stand_in_no_sentence(text in pieces()) {
        for language in Language::BOTH {
            for span in Segmenter::default().sentences(&text, language) {
                let line_break = span.of(&text).contains(['\n', '\r', '\u{85}', '\u{2028}']);
                prop_assert!(!line_break, "a line break in {span:?}");
            }
        }
    }

    #[test]
    fn lines_are_split_alike_together_and_alone(lines in prop::collection::vec("[^\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}]{0,30}", 0..5)) {
        let text = lines.join("\n");
        for language in Language::BOTH {
            let together: Vec<&str> = split(&text, language);
            let alone: Vec<&str> = lines.iter().flat_map(|line| split(line, language)).collect();
            prop_assert_eq!(together, alone);
        }
    }

    #[test]
    fn a_language_is_found_for_every_text(text in any::<String>()) {
        let has_chinese = text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}' | '〇' | '々'));
        prop_assert!(has_chinese || language_of(&text) == Language::En);
    }
}

fn split(text: &str, language: Language) -> Vec<&str> {
    Segmenter::default().sentences(text, language).map(|span: Span| span.of(text)).collect()
}

#[test]
fn the_iterator_stays_at_its_end() {
    let mut sentences = Segmenter::default().sentences("一。二。", Language::Zh);
    assert_eq!(sentences.by_ref().count(), 2);
    assert!(sentences.next().is_none());
}

#[test]
fn a_line_break_before_an_indent_ends_the_sentence() {
    assert_eq!(split("0\n A", Language::En), ["0", "A"]);
    assert_eq!(split("。\n 。", Language::En), ["。", "。"]);
}

#[test]
fn the_next_line_and_the_one_before_count_for_nothing() {
    for lines in [["\u{202a}\u{3347a}ǌ&?\t,", "1"], ["!Aa= ଡ଼R", "u"]] {
        let text = lines.join("\n");
        for language in Language::BOTH {
            let alone: Vec<&str> = lines.iter().flat_map(|line| split(line, language)).collect();
            assert_eq!(split(&text, language), alone);
        }
    }
}

#[test]
fn a_citation_may_begin_a_sentence_behind_a_mark() -> Result<(), TestCaseError> {
    // The marks before the gap reach back beyond the beginning of the sentence that is open.
    nothing_is_lost("？[--] [")
}
