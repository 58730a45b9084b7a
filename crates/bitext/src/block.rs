use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Language, Span};

/// A paragraph, heading, list item or turn: the unit that the reader finds and the segmenter splits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Which of the document's texts the spans point into (0, or 1 for the English file of a pair).
    pub text: usize,
    /// The content, without label and without surrounding white space.
    pub span: Span,
    /// A label in front of the content that is no part of any sentence: `Q:`, `答：`, `A：`. Never overlaps `span`.
    pub label: Option<Span>,
    /// What the content is written in.
    pub language: BlockLanguage,
    /// What the block is in its document.
    pub role: Role,
    /// Whether line breaks inside the content are only wraps, to be read as spaces.
    pub wrapped: bool,
    /// The translation unit that the block belongs to, where its format says so (a row of a table, a unit of a
    /// translation memory, a subtitle's cue): blocks of one unit translate each other and nothing else. `None` for running
    /// text, whose alignment is found.
    pub unit: Option<u32>,
    /// Where the block stands in its file, in the words of the format: `page 3`, `row 12`, `chapter 2`. Default: nothing.
    pub place: Option<String>,
    /// The name of the rule by which the block is kept out of the corpus; `None` for a block that is in.
    pub dropped: Option<Cow<'static, str>>,
    /// What is wrong with its text and could not be repaired for certain, each once and in order. Default: nothing.
    pub damage: Vec<Damage>,
}

/// The rule that drops a block because other documents hold it too, the only one that does not go by the document alone.
pub const REPEATED_FURNITURE: &str = "repeated-furniture";

/// What may be wrong with a text as it came down to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Damage {
    /// Words have run together: `TheMastersaid`.
    SpacesLost,
    /// A filter took letters out of words: `When summer es`.
    LettersLost,
    /// Digits are masked: `1820xx年`.
    NumbersMasked,
    /// Characters were lost or replaced on the way through a wrong charset: `caf?`, `â€™`.
    Mojibake,
    /// Sentences run over from one subtitle cue into the next.
    CueBreaks,
}

impl Damage {
    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::SpacesLost => "spaces_lost",
            Self::LettersLost => "letters_lost",
            Self::NumbersMasked => "numbers_masked",
            Self::Mojibake => "mojibake",
            Self::CueBreaks => "cue_breaks",
        }
    }
}

impl Block {
    /// A paragraph that stays in, without label or wraps.
    pub fn paragraph(text: usize, span: Span, language: BlockLanguage) -> Self {
        Self {
            text,
            span,
            label: None,
            language,
            role: Role::Paragraph,
            wrapped: false,
            unit: None,
            place: None,
            dropped: None,
            damage: Vec::new(),
        }
    }

    /// The language of the sentences in this block, unless it was dropped or is in neither language.
    pub fn kept(&self) -> Option<Language> {
        match (&self.dropped, self.language) {
            (None, BlockLanguage::Zh) => Some(Language::Zh),
            (None, BlockLanguage::En) => Some(Language::En),
            _ => None,
        }
    }
}

/// What a block is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockLanguage {
    /// Chinese, perhaps with Latin words in it.
    Zh,
    /// English, perhaps with Chinese names in it.
    En,
    /// Both, in one block.
    Mixed,
    /// Another language, or nothing that has one (numbers, rules).
    Other,
}

/// What a block is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The title of the whole document; at most one a language.
    Title,
    /// A heading inside the document.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// What one speaker says in an interview or a press conference.
    Turn,
    /// A cell of a table.
    Cell,
}

impl Role {
    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Turn => "turn",
            Self::Cell => "cell",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
