//! What holds for every input, however broken.

use duizhao_bitext::{Document, Span};
use duizhao_reader::{Format, Options, read_bytes};
use proptest::prelude::*;

/// Spans run in order through each text, on character boundaries, without overlap and without white space at their ends;
/// labels stand before their content; every block is kept in a language or dropped with a reason.
fn check(document: &Document) {
    let mut last = (0, 0);
    for block in &document.blocks {
        let text = &document.texts[block.text].content;
        for span in block.label.into_iter().chain([block.span]) {
            assert!((block.text, span.start) >= last, "overlap at {span:?}");
            assert!(!span.is_empty() && span == span.trimmed(text), "{span:?}");
            last = (block.text, span.end);
        }
        assert!(block.kept().is_some() != block.dropped.is_some());
        let breaks = ['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}'];
        assert!(!block.wrapped || block.span.of(text).contains(breaks));
    }
}

fn read_as(format: Format, bytes: Vec<u8>) -> Option<Document> {
    let options = Options { format: Some(format), ..Options::default() };
    read_bytes("any", bytes, &options).ok()
}

/// What formats and rules look out for, so that random texts come near to it.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "桥九月开放。",
            "The bridge opens. ",
            "\n",
            "\n\n",
            "\r",
            " ",
            "\u{3000}",
            "\u{a0}",
            "Q: ",
            "答：",
            "- ",
            "1. ",
            "【双语】",
            "日期：2024-05-06",
            "来源：晚报",
            "https://a.example/b",
            "(",
            "）",
            "# ",
            "> ",
            "```\n",
            "|",
            "---\n",
            "<p>",
            "</p>",
            "<td>",
            "<table>",
            "<div class=nav>",
            "<pre>",
            "<!--",
            "-->",
            "<br>",
            "<b>",
            "</i>",
            "&amp;",
            "&#8195;",
            "<a href=x>",
            "<script>",
            "[x](y)",
            "![",
            "`",
            "*",
            "A: ",
            "，",
            "。",
            "”",
            "2024年5月6日",
            "老桥 Old Bridge",
            "\u{feff}",
            "\u{2028}",
            "é",
            "😀",
            "1\n00:00:01,000 --> 00:00:02,000\n",
            "\t",
            ",",
            "\"",
            "zh",
            "en",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_an_error_or_a_lawful_document(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in Format::ALL {
            read_as(format, bytes.clone()).iter().for_each(check);
        }
    }

    #[test]
    fn any_text_gives_a_lawful_document(text in pieces()) {
        for format in Format::ALL {
            read_as(format, text.clone().into_bytes()).iter().for_each(check);
        }
    }

    #[test]
    fn reading_twice_gives_the_same(text in pieces()) {
        for format in Format::ALL {
            prop_assert_eq!(read_as(format, text.clone().into_bytes()), read_as(format, text.clone().into_bytes()));
        }
    }

    #[test]
    fn plain_text_is_kept_as_it_was_and_no_letter_is_lost(text in pieces()) {
        if let Some(document) = read_as(Format::Text, text.clone().into_bytes()) {
            let content = &document.texts[0].content;
            let original = document.texts[0].original(Span::new(0, content.len()));
            prop_assert_eq!(original, text.trim_start_matches('\u{feff}'));
            let covered = |at: usize| document.blocks.iter().any(|block| {
                block.label.into_iter().chain([block.span]).any(|span| (span.start..span.end).contains(&at))
            });
            for (at, c) in content.char_indices() {
                prop_assert!(!c.is_alphanumeric() || covered(at), "{c:?} at {at} is in no block of {content:?}");
            }
        }
    }
}
