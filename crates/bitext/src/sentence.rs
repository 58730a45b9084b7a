use crate::{Language, Span};

/// A sentence: a span inside one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its language.
    pub language: Language,
    /// Index of its block in the document.
    pub block: usize,
    /// Where it stands in the text that its block belongs to, without surrounding white space.
    pub span: Span,
    /// Its text as it goes into the corpus: [`normalise`](crate::normalise)d, otherwise as written.
    pub text: String,
}
