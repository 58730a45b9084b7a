use duizhao_bitext::{Language, Metadata, Repair, Role, Span};

use crate::formats::html::CellPlace;
use crate::language::is_wide;

/// What a format makes of a file: the text a reader of the page sees, cut into pieces. Languages, labels, chrome and layout
/// are found afterwards, the same way for every format.
#[derive(Debug, Default)]
pub(crate) struct Extract {
    /// The extracted text.
    pub(crate) text: String,
    /// The pieces in reading order; their spans are trimmed, not empty, and don't overlap.
    pub(crate) pieces: Vec<Piece>,
    /// What the markup says about the page.
    pub(crate) metadata: Metadata,
    /// Spans inside pieces that are code or the like and say nothing of the language around them, in order.
    pub(crate) verbatim: Vec<Span>,
    /// Where damage was repaired, in order.
    pub(crate) repairs: Vec<Repair>,
}

/// A paragraph, heading, item or cell as its format shows it.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) role: Role,
    /// Whether line breaks inside are only wraps.
    pub(crate) wrapped: bool,
    /// Whether the markup says that this heading stands above all others (`<h1>`, `#`).
    pub(crate) is_top_heading: bool,
    /// Whether the markup says that it is in a language other than Chinese and English.
    pub(crate) is_foreign: bool,
    /// The cell of a table that it stands in, where the format's markup has tables.
    pub(crate) cell: Option<CellPlace>,
    /// The translation unit that the format says it belongs to.
    pub(crate) unit: Option<u32>,
    /// The language that the format says it is in, where that is one of ours and meant for this very piece.
    pub(crate) language: Option<Language>,
    /// Where it stands in the file.
    pub(crate) place: Option<String>,
    /// When it is shown, for subtitles.
    pub(crate) time: Option<CueTime>,
    /// The reason for which the format itself keeps it out.
    pub(crate) dropped: Option<&'static str>,
}

/// When a cue is shown, in milliseconds from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CueTime {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Piece {
    pub(crate) fn new(span: Span, role: Role) -> Self {
        Self {
            span,
            role,
            wrapped: false,
            is_top_heading: false,
            is_foreign: false,
            cell: None,
            unit: None,
            language: None,
            time: None,
            place: None,
            dropped: None,
        }
    }
}

/// Writes an [`Extract`]'s text from markup: white space collapses as in a browser, a line break between two Chinese
/// characters is a wrap and leaves nothing, and every piece is a line of its own.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    extract: Extract,
    /// Where the open piece starts, if anything was written into it.
    start: Option<usize>,
    /// White space seen since the last character, and whether it holds a line break.
    gap: Option<bool>,
    /// How many tables and rows there were so far.
    tables: u32,
    rows: u32,
}

impl Builder {
    /// A builder that expects about `bytes` of text.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        let mut builder = Self::default();
        builder.extract.text.reserve(bytes);
        builder
    }

    /// Adds running text to the open piece.
    pub(crate) fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let mut bytes = rest.bytes();
            let word = bytes.position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
            if word > 0 {
                self.close_gap(rest);
                self.extract.text.push_str(&rest[..word]);
            }
            rest = &rest[word..];
            let mut bytes = rest.bytes();
            let space = bytes.position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
            if space > 0 {
                let breaks = rest[..space].contains(['\n', '\r']);
                self.gap = Some(self.gap.unwrap_or(false) || breaks);
            }
            rest = &rest[space..];
        }
    }

    /// Adds code that stands in running text.
    pub(crate) fn push_verbatim(&mut self, text: &str) {
        self.close_gap(text);
        let start = self.extract.text.len();
        self.push(text);
        let span = Span::new(start.min(self.extract.text.len()), self.extract.text.len());
        if !span.is_empty() {
            self.extract.verbatim.push(span);
        }
    }

    /// Adds lines as they stand, as one piece.
    pub(crate) fn push_lines(&mut self, text: &str, piece: &Piece) {
        self.finish(piece);
        let start = self.extract.text.len();
        self.extract.text.push_str(text);
        let span = Span::new(start, self.extract.text.len()).trimmed(&self.extract.text);
        self.extract.text.truncate(span.end);
        if !span.is_empty() {
            self.extract.pieces.push(Piece { span, ..piece.clone() });
            self.extract.text.push('\n');
        }
    }

    /// Adds all pieces of another extract, which all get `piece`'s reason for being dropped.
    pub(crate) fn append(&mut self, other: &Extract, piece: &Piece) {
        self.finish(piece);
        let offset = self.extract.text.len();
        self.extract.text.push_str(&other.text);
        self.extract.pieces.extend(other.pieces.iter().map(|inner| Piece {
            span: inner.span.shifted(offset),
            wrapped: inner.wrapped,
            ..piece.clone()
        }));
        self.extract.text.push('\n');
    }

    /// Ends the open piece; it gets everything but its span from `piece`. Does nothing if no text was added.
    pub(crate) fn finish(&mut self, piece: &Piece) {
        self.gap = None;
        let Some(start) = self.start.take() else { return };
        let span = Span::new(start, self.extract.text.len()).trimmed(&self.extract.text);
        if span.is_empty() {
            self.extract.text.truncate(start);
            self.extract.verbatim.retain(|span| span.end <= start);
            return;
        }
        self.extract.pieces.push(Piece { span, ..piece.clone() });
        self.extract.text.push('\n');
    }

    /// The place beside the rows of a table that begins.
    pub(crate) fn next_table(&mut self) -> CellPlace {
        self.tables += 1;
        CellPlace { table: self.tables, row: 0, column: 0 }
    }

    /// The first place of a row that begins in the table of `cell`. No two rows of a document have one number.
    pub(crate) fn next_row(&mut self, cell: CellPlace) -> CellPlace {
        self.rows += 1;
        CellPlace { row: self.rows, column: 0, ..cell }
    }

    /// The pieces so far.
    pub(crate) fn pieces_mut(&mut self) -> &mut [Piece] {
        &mut self.extract.pieces
    }

    /// The text so far, and its pieces.
    pub(crate) fn text_and_pieces_mut(&mut self) -> (&str, &mut [Piece]) {
        (&self.extract.text, &mut self.extract.pieces)
    }

    /// What was built, the open piece left aside.
    pub(crate) fn into_extract(self) -> Extract {
        self.extract
    }

    /// Writes the white space before `next`, or opens a piece with it.
    fn close_gap(&mut self, next: &str) {
        let gap = self.gap.take();
        if self.start.is_none() {
            self.start = Some(self.extract.text.len());
            return;
        }
        let Some(line_break) = gap else { return };
        let is_wrap = line_break
            && self.extract.text.chars().next_back().is_some_and(is_wide)
            && next.chars().next().is_some_and(is_wide);
        if !is_wrap {
            self.extract.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Builder, Piece};
    use duizhao_bitext::{Role, Span};

    #[test]
    fn white_space_collapses_and_wraps_between_chinese_vanish() {
        let paragraph = Piece::new(Span::default(), Role::Paragraph);
        let mut builder = Builder::default();
        builder.push("\n  老桥\n    九月 开放。 ");
        builder.push("\tIt opens\nin ");
        builder.push_verbatim("<em>");
        builder.push(" fine\u{a0}.\n");
        builder.finish(&paragraph);
        builder.push(" \n ");
        builder.finish(&paragraph);
        builder.push("end");
        builder.finish(&paragraph);
        let extract = builder.into_extract();
        assert_eq!(extract.text, "老桥九月 开放。 It opens in <em> fine\u{a0}.\nend\n");
        assert_eq!(extract.pieces.len(), 2);
        assert_eq!(extract.verbatim[0].of(&extract.text), "<em>");
    }
}
