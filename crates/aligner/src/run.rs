//! One document's passes, in order.

use duizhao_bitext::{Bead, Ladder};
use duizhao_lexicon::Lexicon;
use rayon::prelude::*;

use crate::aligner::both;
use crate::alignment::Alignment;
use crate::band::Band;
use crate::confidence;
use crate::cuts::{CutModel, Heads, NO_QUOTES, quote_table};
use crate::dictionary::{self, DictionaryLink};
use crate::evidence::Model;
use crate::kept::Kept;
use crate::lattice::{Estimates, Lattice, Scoring};
use crate::learn::learn;
use crate::length::{LengthModel, REFERENCE_VARIANCE};
use crate::measure::Measure;
use crate::narrow::Narrowing;
use crate::search::Step;
use crate::tokens::{Occurrences, Tokens};
use crate::weights::Weights;
use crate::windows::{Aim, LONGEST, Lattices, Pass, ROWS, Windows};
use crate::{anchors, estimate, units};

/// What is known of a document while it is aligned.
pub(crate) struct Run<'a> {
    weights: &'a Weights,
    zh: &'a Tokens,
    en: &'a Tokens,
    zh_occurrences: Occurrences,
    en_occurrences: Occurrences,
    /// What en sentences begin with.
    en_heads: Occurrences,
    links: Vec<DictionaryLink>,
    /// For each zh cut the en cut that the layout puts beside it, or `u32::MAX`; may be empty.
    pub(crate) partners: &'a [u32],
}

/// What types say of each other, as a pass wants it.
struct Words<'a> {
    model: &'a Model,
    zh: Measure,
    en: Measure,
    heads: Heads<'a>,
}

impl<'a> Run<'a> {
    /// A document of which only the lexicon's links are known.
    pub(crate) fn new(
        lexicon: &Lexicon,
        weights: &'a Weights,
        (zh, en): (&'a Tokens, &'a Tokens),
    ) -> Self {
        let sentences = zh.sentences() + en.sentences();
        let ((links, en_heads), (zh_occurrences, en_occurrences)) = both(
            sentences,
            || (dictionary::links(lexicon, (zh, en), weights), Occurrences::of_heads(en)),
            || both(sentences, || Occurrences::of(zh), || Occurrences::of(en)),
        );
        Self { weights, zh, en, zh_occurrences, en_occurrences, en_heads, links, partners: &[] }
    }

    /// Aligns: a coarse band, a path by the lexicon alone, one with what that taught, and that path once more with lengths,
    /// nulls and quotes as it has them.
    pub(crate) fn align(self) -> Alignment {
        let sides = (self.zh, self.en);
        let occurrences = (&self.zh_occurrences, &self.en_occurrences);
        // In a document of one window the band is narrow enough; units have their own corners.
        let is_narrowed = self.zh.sentences() > ROWS && self.zh.units.is_empty();
        let trust = if is_narrowed { anchors::PASSING } else { anchors::LASTING };
        let (band, lexicon) = both(
            self.zh.sentences() + self.en.sentences(),
            || anchors::band(&self.links, sides, occurrences, trust),
            || dictionary::model(&self.links, sides, self.weights),
        );
        let narrowing = is_narrowed.then(|| Narrowing::of(&band, &self.links, sides, occurrences));
        let narrow = |band| match &narrowing {
            Some(narrowing) => narrowing.narrowed(band),
            None => band,
        };
        let estimates = Estimates {
            length: LengthModel::new(
                estimate::overall_ratio(self.zh, self.en),
                REFERENCE_VARIANCE,
                self.weights,
            ),
            null: self.weights.null_open,
            quotes: NO_QUOTES,
        };
        let words = self.words(&lexicon);
        let scoring = self.scoring(&words, &estimates, None);
        let build =
            |band: Band, longest: usize| Lattice::build(&Scoring { longest, ..scoring }, band);
        let lattices = Lattices { narrow: &narrow, build: &build, ready: Vec::new() };
        let first = Windows::over(&band).pass(Aim::Way, &lattices);

        let (learned, estimates) = both(
            self.zh.sentences() + self.en.sentences(),
            || lexicon.with_learned(&learn(&first.path, sides, &self.links), sides, self.weights),
            || self.estimates(&first.path),
        );
        let words = self.words(&learned);
        let scoring = self.scoring(&words, &estimates, Some(&first.kept));
        let build =
            |band: Band, longest: usize| Lattice::build(&Scoring { longest, ..scoring }, band);
        let windows = Windows::over(&first.band);
        let lattices = Lattices { narrow: &|band| band, build: &build, ready: Vec::new() };
        let second = windows.pass(Aim::Path, &lattices);

        // Nothing new is learned of the words: what a better path teaches of lengths, nulls and quotes is worth more.
        let estimates = self.estimates(&second.path);
        let again = self.scoring(&words, &estimates, Some(&first.kept));
        let rescored = |lattice: Lattice| lattice.rescored(&scoring, &estimates);
        let ready = second.lattices.into_par_iter().map(rescored).collect();
        let build =
            |band: Band, longest: usize| Lattice::build(&Scoring { longest, ..again }, band);
        let last =
            windows.pass(Aim::Margins, &Lattices { narrow: &|band| band, build: &build, ready });
        self.alignment(&first, &last)
    }

    /// What was found: the beads of the last pass, judged by the first.
    fn alignment(&self, first: &Pass, last: &Pass) -> Alignment {
        // That a unit was given decides what is paired, and says nothing of how good the pair is.
        let bead = |(step, margin): (&Step, &f32)| {
            let (zh, en) = step.end();
            Bead { margin: *margin - self.given(step), ..Bead::new(step.zh..zh, step.en..en) }
        };
        let mut beads: Vec<Bead> = last.path.iter().zip(&last.margins).map(bead).collect();
        let own = |pass: &Pass| -> Vec<f32> {
            pass.path.iter().zip(&pass.gains).map(|(step, gain)| gain - self.given(step)).collect()
        };
        let clearness = confidence::clearness(&beads);
        for (bead, clearness) in beads.iter_mut().zip(&clearness) {
            if !bead.is_null() {
                bead.score = confidence::probability(*clearness);
            }
        }
        // The lexicon alone judges: what was learned from a wrong pairing would speak for it.
        let of_words =
            first.path.iter().zip(own(first)).map(|(step, gain)| gain - self.by_layout(step));
        let gain: f64 = of_words.map(f64::from).sum();
        let tokens = self.zh.total().min(self.en.total()).max(1);
        let agreement = (gain / f64::from(tokens)) as f32;
        Alignment { ladder: Ladder::new(beads), agreement, clearness }
    }

    /// What the score of a step holds because a format gives it as a unit.
    fn given(&self, step: &Step) -> f32 {
        let (zh, en) = step.end();
        if step.is_null() {
            0.0
        } else {
            units::given((self.zh, self.en), (step.zh, zh), (step.en, en))
        }
    }

    /// What a step gains by standing between the same paragraphs on both sides: two texts may do so that have nothing to do
    /// with each other.
    fn by_layout(&self, step: &Step) -> f32 {
        if step.is_null() {
            return 0.0;
        }
        let agree = self.zh.is_break(step.zh) && self.en.is_break(step.en);
        let is_beside = self.partners.get(step.zh).is_some_and(|en| *en == step.en as u32);
        let gain = |yes: bool, weight: f32| if yes { weight } else { 0.0 };
        gain(agree, self.weights.paragraph) + gain(is_beside, self.weights.adjacent)
    }

    /// Estimates from a path what differs from document to document.
    fn estimates(&self, path: &[Step]) -> Estimates {
        Estimates {
            length: estimate::length(path, (self.zh, self.en), self.weights),
            null: estimate::null_cost(path, self.weights),
            quotes: quote_table(path, self.zh, self.en),
        }
    }

    fn words<'m>(&'m self, model: &'m Model) -> Words<'m> {
        Words {
            model,
            zh: Measure::by(&model.zh, model.cap),
            en: Measure::by(&model.en, model.cap),
            heads: Heads::new(&model.links, &self.en_heads, self.en.sentences()),
        }
    }

    fn scoring<'m>(
        &'m self,
        words: &'m Words<'m>,
        estimates: &'m Estimates,
        kept: Option<&'m Kept>,
    ) -> Scoring<'m> {
        Scoring {
            zh: self.zh,
            en: self.en,
            en_occurrences: &self.en_occurrences,
            model: words.model,
            zh_measure: &words.zh,
            en_measure: &words.en,
            estimates,
            cuts: CutModel {
                zh: self.zh,
                en: self.en,
                quotes: &estimates.quotes,
                partners: self.partners,
                heads: &words.heads,
                weights: self.weights,
            },
            weights: self.weights,
            longest: LONGEST,
            kept,
        }
    }
}
