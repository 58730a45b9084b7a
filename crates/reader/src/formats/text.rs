//! Plain text: one paragraph a line, or paragraphs of wrapped lines; decided for each language of the document.

use duizhao_bitext::{Role, Span};

use crate::extract::{Extract, Piece};
use crate::language::{Tally, ends_sentence, is_han, is_wide};
use crate::structure::label;
use duizhao_bitext::BlockLanguage;

/// A line that is not blank.
struct Line {
    span: Span,
    language: BlockLanguage,
    /// Width in columns: Chinese characters take two.
    width: usize,
    indent: usize,
    /// Whether a blank line, or the file's beginning, stands before it.
    opens_group: bool,
}

/// The text as it is, cut into paragraphs.
pub(crate) fn extract(text: String) -> Extract {
    let lines = lines(&text);
    let margins = [BlockLanguage::Zh, BlockLanguage::En]
        .map(|language| (language, margin(&text, &lines, language)));
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let margin = margins
            .iter()
            .find(|(language, _)| *language == line.language)
            .and_then(|(_, margin)| *margin);
        match (pieces.last_mut(), margin) {
            (Some(piece), Some(margin))
                if at > 0 && continues(&text, &lines[at - 1], line, margin) =>
            {
                piece.span.end = line.span.end;
                piece.wrapped = true;
            }
            _ => pieces.push(Piece::new(line.span, Role::Paragraph)),
        }
    }
    Extract { text, pieces, ..Extract::default() }
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut opens_group = true;
    for raw in text.split_inclusive(['\n', '\u{2028}', '\u{2029}', '\u{c}']) {
        // Old Macintosh files and some dumps end lines with a bare carriage return.
        for raw in raw.split_inclusive('\r') {
            let whole = Span::new(start, start + raw.len());
            start += raw.len();
            let span = whole.trimmed(text);
            if span.is_empty() {
                opens_group |= raw.contains(['\n', '\u{2028}', '\u{2029}', '\u{c}'])
                    && !follows_carriage_return(text, whole);
                continue;
            }
            let content = span.of(text);
            lines.push(Line {
                span,
                language: Tally::of(content).by_script(),
                width: content.chars().map(|c| 1 + usize::from(is_wide(c))).sum(),
                indent: Span::new(whole.start, span.start)
                    .of(text)
                    .chars()
                    .map(|c| 1 + usize::from(is_wide(c)))
                    .sum(),
                opens_group,
            });
            opens_group = false;
        }
    }
    lines
}

/// Whether the line feed in `whole` only completes a line that ended with a carriage return.
fn follows_carriage_return(text: &str, whole: Span) -> bool {
    whole.of(text) == "\n" && text[..whole.start].ends_with('\r')
}

/// The width at which the lines of `language` were wrapped, if they were: most lines that another one follows break off in
/// the middle of a sentence, at about the same width.
fn margin(text: &str, lines: &[Line], language: BlockLanguage) -> Option<usize> {
    let followed: Vec<(&Line, &Line)> = lines
        .windows(2)
        .map(|pair| (&pair[0], &pair[1]))
        .filter(|(line, next)| {
            !next.opens_group && line.language == language && next.language == language
        })
        .collect();
    let mut widths: Vec<usize> = followed.iter().map(|(line, _)| line.width).collect();
    widths.sort_unstable();
    let margin = *widths.get(widths.len() * 9 / 10)?;
    let broken = followed
        .iter()
        .filter(|(line, next)| line.width * 10 >= margin * 6 && breaks_off(text, line, next))
        .count();
    // A single break within a sentence, far from any margin, may be damage.
    let is_enough = followed.len() >= 3 || margin >= 50;
    ((24..=160).contains(&margin) && is_enough && broken * 2 > followed.len()).then_some(margin)
}

/// Whether the line ends within a sentence that the next one goes on with.
fn breaks_off(text: &str, line: &Line, next: &Line) -> bool {
    let (content, following) = (line.span.of(text), next.span.of(text));
    let (last, first) = (content.chars().next_back(), following.chars().next());
    if ends_sentence(content) || last.is_some_and(|c| matches!(c, ':' | '：' | ';' | '；')) {
        return false;
    }
    match line.language {
        BlockLanguage::En => first.is_some_and(|c| !c.is_uppercase() && !c.is_numeric()),
        // A comma in verse ends the line, in a wrapped text it may stand there by chance.
        _ => {
            last.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric())
                && first.is_some_and(char::is_alphanumeric)
        }
    }
}

/// Whether `next` goes on with the paragraph of `line` in a text wrapped at `margin` columns.
fn continues(text: &str, line: &Line, next: &Line, margin: usize) -> bool {
    let following = next.span.of(text);
    !next.opens_group
        && next.language == line.language
        && next.indent <= line.indent + 1
        && label::opening(following).is_none()
        && !label::is_list_item(following)
        && !(line.width * 10 < margin * 7 && ends_sentence(line.span.of(text)))
        && line.width * 10 >= margin * 4
}

#[cfg(test)]
mod tests {
    use super::extract;

    fn paragraphs(text: &str) -> Vec<String> {
        let extract = extract(text.to_owned());
        extract.pieces.iter().map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn every_line_is_a_paragraph_unless_lines_break_off() {
        let text = "老桥九月开放。\nThe old bridge opens in September.\n\n市长很高兴。\r\nThe mayor is glad.\r\n";
        assert_eq!(paragraphs(text).len(), 4);
        assert_eq!(paragraphs("山雨\n夜来山雨急，\n晓看杏花稀。\n").len(), 3);
        assert_eq!(paragraphs("one\rtwo\r\rthree").len(), 3);
    }

    #[test]
    fn wrapped_lines_are_joined_up_to_the_end_of_the_paragraph() {
        let text = "The old bridge in the north of the town was closed in\nspring, when cracks were found in two of its piers, and\n\
                    will open again.\nNobody had expected that it would take so long to find\nthe money for the new piers.\n\n\
                    老桥的两个桥墩今年春天发现裂缝，\n随后封闭，预计九月重新开放。\n";
        let found = paragraphs(text);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found[0].ends_with("open again."));
    }

    #[test]
    fn wrapped_chinese_is_joined_and_lists_stay_apart() {
        let text = "城北的老桥建于一八八七年，是全城最早的铁桥，今年春天\n工程师在两个桥墩上发现了裂缝，市政府随后决定将老桥封\n闭半年进行维修。\n\
                    1. 桥墩加固，由北城工程公司负责施工并且承担全部的费用\n2. 桥面更换\n";
        let found = paragraphs(text);
        assert_eq!(found.len(), 3, "{found:#?}");
    }
}
