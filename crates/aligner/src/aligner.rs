use duizhao_bitext::Ladder;
use duizhao_lexicon::Lexicon;

use crate::alignment::Alignment;
use crate::read;
use crate::run::Run;
use crate::tokens::Tokens;
use crate::weights::Weights;

/// The sentences of one language, in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Side<'a> {
    /// Their texts, normalised.
    pub sentences: &'a [&'a str],
    /// Whether each begins a paragraph; empty if that is unknown.
    pub paragraph_starts: &'a [bool],
    /// Whether a wall stands before each: what another speaker says begins there, a numbered clause, the text below a heading.
    /// Empty if there are none. A bead that runs over a wall on one side only is all but ruled out.
    pub walls: &'a [bool],
    /// Whether each stands in a heading or list item; empty if that is unknown. One without a final mark is hardly the translation of
    /// running text.
    pub headings: &'a [bool],
    /// The translation unit of each sentence, numbers that never decrease; empty if none are given. Sentences of different
    /// units are never paired.
    pub units: &'a [u32],
}

/// How to align. The default is meant for every kind of document.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The constants of the score.
    pub weights: Weights,
}

/// Pairs the sentences of two sides.
///
/// Holds nothing but its settings; one aligner may be used by many threads at once.
#[derive(Debug, Clone)]
pub struct Aligner<'a> {
    lexicon: &'a Lexicon,
    settings: Settings,
}

impl<'a> Aligner<'a> {
    /// An aligner with this lexicon, which may be empty.
    pub fn new(lexicon: &'a Lexicon, settings: Settings) -> Self {
        Self { lexicon, settings }
    }

    /// The ladder of two sides: monotone, with every sentence in exactly one bead, with scores and margins.
    ///
    /// Time and memory grow with the number of sentences only. The result doesn't depend on the number of threads.
    pub fn align(&self, zh: &Side<'_>, en: &Side<'_>) -> Ladder {
        self.align_with_partners(zh, en, &[]).ladder
    }

    /// The same with a judgement of the whole: whether the sides are translations of each other.
    pub fn align_and_judge(&self, zh: &Side<'_>, en: &Side<'_>) -> Alignment {
        self.align_with_partners(zh, en, &[])
    }

    /// The same, with the en cut that the layout puts beside some zh cuts; see [`Run::partners`].
    pub(crate) fn align_with_partners(
        &self,
        zh: &Side<'_>,
        en: &Side<'_>,
        partners: &[u32],
    ) -> Alignment {
        let (zh, en) = self.read(zh, en);
        if zh.sentences() == 0 || en.sentences() == 0 {
            return Alignment::of_nulls(zh.sentences(), en.sentences());
        }
        let mut run = Run::new(self.lexicon, &self.settings.weights, (&zh, &en));
        run.partners = partners;
        run.align()
    }

    /// Both sides as tokens that can be compared.
    pub(crate) fn read(&self, zh: &Side<'_>, en: &Side<'_>) -> (Tokens, Tokens) {
        read::sides(self.lexicon, (zh, en))
    }

    /// What everything is scored by.
    pub(crate) fn lexicon(&self) -> (&Lexicon, &Weights) {
        (self.lexicon, &self.settings.weights)
    }
}

/// Sentences of a document that is worth waking a second thread for.
pub(crate) const LONG: usize = 2048;

/// Does two things, at the same time if the document is long.
pub(crate) fn both<A: Send, B: Send>(
    sentences: usize,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if sentences < LONG { (first(), second()) } else { rayon::join(first, second) }
}
