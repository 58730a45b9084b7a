//! Subtitles, SRT and `WebVTT`: the text of each cue. The lines of a cue in one language are one block; a cue in both gives two.

use std::sync::LazyLock;

use duizhao_bitext::{BlockLanguage, Role, Span};
use regex::Regex;

use crate::extract::{Builder, Extract, Piece};
use crate::language::Tally;
use crate::structure::compile;

/// The blocks of all cues.
pub(crate) fn extract(text: &str) -> Extract {
    let mut builder = Builder::with_capacity(text.len() / 2);
    let mut in_cue = false;
    let mut language = None;
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        if TIMES.is_match(line) {
            finish(&mut builder);
            (in_cue, language) = (true, None);
        } else if line.is_empty() {
            // A blank line ends a cue, unless the file has lost its order and more text follows.
            let goes_on = lines
                .peek()
                .is_some_and(|next| !next.is_empty() && !is_number(next) && !TIMES.is_match(next));
            in_cue &= goes_on
                && !lines
                    .peek()
                    .is_some_and(|next| next.starts_with("NOTE") || next.starts_with("STYLE"));
            finish(&mut builder);
            language = None;
        } else if in_cue
            && !(is_number(line) && lines.peek().is_some_and(|next| TIMES.is_match(next)))
        {
            let plain = TAGS.replace_all(line, "");
            let found = Tally::of(&plain).by_script();
            if language.is_some_and(|last: BlockLanguage| last != found) {
                finish(&mut builder);
            }
            builder.push(&plain);
            builder.push("\n");
            language = Some(found);
        }
    }
    finish(&mut builder);
    builder.into_extract()
}

fn finish(builder: &mut Builder) {
    builder.finish(&Piece::new(Span::default(), Role::Paragraph));
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}")
});
/// `<i>`, `<c.yellow>`, `{\an8}`; a space where a break is written inside a line.
static TAGS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"</?[a-zA-Z][^<>]{0,80}>|\{\\[^{}]{0,80}\}"));

#[cfg(test)]
mod tests {
    use super::extract;

    fn blocks(text: &str) -> Vec<String> {
        let extract = extract(text);
        extract.pieces.iter().map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn cues_give_a_block_a_language() {
        let srt = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>我到家的时候</i>\r\n{\\an8}When I came\r\nhome\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n2024\r\n";
        assert_eq!(blocks(srt), ["我到家的时候", "When I came home", "2024"]);
    }

    #[test]
    fn headers_notes_and_numbers_are_no_text() {
        let vtt = "WEBVTT\nKind: captions\n\nNOTE not shown\n\n00:01.000 --> 00:02.000 align:start\n猫在桌上。\n\nNOTE\nnor this\n\nintro\n00:03.000 --> 00:04.000\nThe cat is on the table.\n";
        assert_eq!(blocks(vtt)[0], "猫在桌上。");
        assert_eq!(blocks(vtt).last().map(String::as_str), Some("The cat is on the table."));
        assert!(
            !blocks(vtt)
                .iter()
                .any(|block| block.contains("not shown") || block.contains("nor this"))
        );
    }
}
