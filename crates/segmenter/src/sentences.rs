use std::iter::FusedIterator;

use duizhao_bitext::{Language, Span};

use crate::{Options, chinese, english};

/// Splits paragraphs into sentences. Cheap to make and to copy: all it holds is its [`Options`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Segmenter {
    options: Options,
}

impl Segmenter {
    /// A segmenter that follows `options`.
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    /// The sentences of `text`, as spans without surrounding white space, in order.
    ///
    /// What is not in a span is white space, so nothing is lost. The iterator allocates nothing and reads the text once:
    /// the cost is linear in its length, whatever stands in it. See [`language_of`](crate::language_of) for a
    /// paragraph of unknown language.
    pub fn sentences<'t>(&self, text: &'t str, language: Language) -> Sentences<'t> {
        let cuts = match language {
            Language::Zh => Cuts::Chinese(chinese::Cuts::new(text, self.options)),
            Language::En => Cuts::English(english::Cuts::new(text, self.options)),
        };
        Sentences { text, start: 0, cuts }
    }
}

/// The sentences of a paragraph; made by [`Segmenter::sentences`].
pub struct Sentences<'t> {
    text: &'t str,
    start: usize,
    cuts: Cuts<'t>,
}

enum Cuts<'t> {
    Chinese(chinese::Cuts<'t>),
    English(english::Cuts<'t>),
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.start < self.text.len() {
            let cut = match &mut self.cuts {
                Cuts::Chinese(cuts) => cuts.next_cut(),
                Cuts::English(cuts) => cuts.next_cut(),
            };
            let end = cut.unwrap_or(self.text.len());
            let span = Span::new(self.start, end).trimmed(self.text);
            self.start = end;
            if !span.is_empty() {
                return Some(span);
            }
        }
        None
    }
}

impl FusedIterator for Sentences<'_> {}

impl std::fmt::Debug for Sentences<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sentences").field("start", &self.start).finish_non_exhaustive()
    }
}
