//! Subtitles, SRT, `WebVTT` and ASS: the text of each cue. The lines of a cue in one language are one block; a cue in both gives
//! two.

use std::sync::LazyLock;

use duizhao_bitext::{BlockLanguage, Role, Span};
use regex::Regex;

use super::cues;
use crate::extract::{Builder, CueTime, Extract, Piece};
use crate::language::Tally;
use crate::pattern::{Pattern, compile};

/// The blocks of all cues.
pub(crate) fn extract(text: &str) -> Extract {
    let mut writer =
        Writer { builder: Builder::with_capacity(text.len() / 2), time: None, last: None };
    if text.lines().take(200).any(|line| line.trim().eq_ignore_ascii_case("[events]")) {
        dialogue(text, &mut writer);
    } else {
        timed_paragraphs(text, &mut writer);
    }
    writer.finish();
    let mut extract = writer.builder.into_extract();
    cues::match_within(&mut extract);
    extract
}

/// SRT and `WebVTT`.
fn timed_paragraphs(text: &str, writer: &mut Writer) {
    let mut in_cue = false;
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        if let Some(times) = TIMES.captures(line) {
            writer.begin(time(&times[1]).zip(time(&times[2])));
            in_cue = true;
        } else if line.is_empty() {
            // A blank line ends a cue, unless the file has lost its order and more text follows.
            let goes_on = lines
                .peek()
                .is_some_and(|next| !next.is_empty() && !is_number(next) && !TIMES.is_match(next));
            in_cue &= goes_on
                && !lines
                    .peek()
                    .is_some_and(|next| next.starts_with("NOTE") || next.starts_with("STYLE"));
            writer.finish();
        } else if in_cue
            && !(is_number(line) && lines.peek().is_some_and(|next| TIMES.is_match(next)))
        {
            writer.line(&TAGS.replace_all(line, ""));
        }
    }
}

/// ASS and SSA: the dialogue lines of the events, whose fields a line of its own names. Drawings are no text.
fn dialogue(text: &str, writer: &mut Writer) {
    // Nine fields before the text, as every program writes them, unless the file says otherwise.
    let (mut start, mut end, mut fields) = (1, 2, 10);
    let mut in_events = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') && line.ends_with(']') {
            in_events = line.eq_ignore_ascii_case("[events]");
        } else if let Some(format) = line.strip_prefix("Format:").filter(|_| in_events) {
            let names: Vec<&str> = format.split(',').map(str::trim).collect();
            let at = |name: &str| names.iter().position(|own| own.eq_ignore_ascii_case(name));
            start = at("Start").unwrap_or(start);
            end = at("End").unwrap_or(end);
            fields = names.len();
        } else if let Some(event) = line.strip_prefix("Dialogue:").filter(|_| in_events) {
            let values: Vec<&str> = event.splitn(fields.max(1), ',').collect();
            let Some(text) = values.last().filter(|_| values.len() == fields) else { continue };
            if DRAWING.is_match(text) {
                continue;
            }
            let time = |at: usize| values.get(at).and_then(|value| time(value.trim()));
            writer.begin(time(start).zip(time(end)));
            let plain = OVERRIDES.replace_all(text, "").replace("\\h", " ");
            for line in plain.split("\\N").flat_map(|line| line.split("\\n")) {
                writer.line(line);
            }
        }
    }
}

/// A time of day in milliseconds: `01:02:03,456`, `02:03.456`, `1:02:03.45`.
fn time(text: &str) -> Option<u32> {
    let (clock, fraction) = text.split_once([',', '.'])?;
    let mut seconds = 0_u32;
    for part in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    let digits = fraction.get(..fraction.len().min(3))?;
    let fraction = digits.parse::<u32>().ok()? * 10_u32.pow(3 - digits.len() as u32);
    seconds.checked_mul(1000)?.checked_add(fraction)
}

/// Writes cues: the lines of one language are one block.
struct Writer {
    builder: Builder,
    time: Option<CueTime>,
    /// The language of the open block.
    last: Option<BlockLanguage>,
}

impl Writer {
    fn begin(&mut self, times: Option<(u32, u32)>) {
        self.finish();
        self.time = times.map(|(start, end)| CueTime { start, end });
    }

    fn line(&mut self, line: &str) {
        let found = Tally::of(line).by_script();
        if self.last.is_some_and(|last| last != found) {
            self.finish();
        }
        self.builder.push(line);
        self.builder.push("\n");
        self.last = Some(found);
    }

    fn finish(&mut self) {
        let mut piece = Piece::new(Span::default(), Role::Paragraph);
        piece.time = self.time;
        piece.place = self.time.map(|CueTime { start, .. }| {
            let seconds = start / 1000;
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
            format!("{hours:02}:{minutes:02}:{:02}.{:03}", seconds % 60, start % 1000)
        });
        self.builder.finish(&piece);
        self.last = None;
    }
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

static TIMES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^((?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3})",
    )
});
/// `<i>`, `<c.yellow>`, `{\an8}`; a space where a break is written inside a line.
static TAGS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"</?[a-zA-Z][^<>]{0,80}>|\{\\[^{}]{0,80}\}"));
/// ASS: everything in braces is an instruction.
static OVERRIDES: LazyLock<Regex> = LazyLock::new(|| compile(r"\{[^{}]*\}"));
/// ASS: a line that draws.
static DRAWING: LazyLock<Regex> = LazyLock::new(|| compile(r"\{[^{}]*\\p[1-9]"));

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
    fn events_of_ass_are_read_by_their_fields() {
        let ass = "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n\
                   Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
                   Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8}我到家的时候，\\N猫在桌上。\\N{\\fs14}When I came home, the cat\\nwas on the table.\n\
                   Comment: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,not shown\n\
                   Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1\n";
        assert_eq!(
            blocks(ass),
            ["我到家的时候，猫在桌上。", "When I came home, the cat was on the table."]
        );
        let extract = extract(ass);
        assert_eq!(extract.pieces[1].place.as_deref(), Some("00:00:01.000"));
        assert_eq!(extract.pieces[1].unit, Some(0));
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
