//! One document's passes, in order.

use duizhao_bitext::{Bead, Ladder};
use duizhao_lexicon::Lexicon;

use crate::aligner::both;
use crate::alignment::Alignment;
use crate::band::Band;
use crate::confidence;
use crate::cuts::{CutModel, Heads, NO_QUOTES, QuoteTable, quote_table};
use crate::dictionary::{self, DictionaryLink};
use crate::evidence::Model;
use crate::kept::Kept;
use crate::lattice::{Lattice, Scoring};
use crate::learn::learn;
use crate::length::{LengthModel, REFERENCE_VARIANCE};
use crate::measure::Measure;
use crate::narrow::Narrowing;
use crate::search::Step;
use crate::tokens::{Occurrences, Tokens};
use crate::weights::Weights;
use crate::windows::{Aim, LONGEST, Pass, Windows};
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
    /// What the lexicon alone says.
    lexicon: Model,
    /// The same with what the last path taught, once there is one.
    learned: Option<Model>,
    length: LengthModel,
    null: f32,
    quotes: QuoteTable,
    /// For each zh cut the en cut that the layout puts beside it, or `u32::MAX`; may be empty.
    pub(crate) partners: &'a [u32],
}

impl<'a> Run<'a> {
    /// A document of which only the lexicon's links are known.
    pub(crate) fn new(
        lexicon: &Lexicon,
        weights: &'a Weights,
        (zh, en): (&'a Tokens, &'a Tokens),
    ) -> Self {
        let sentences = zh.sentences() + en.sentences();
        let (links, (zh_occurrences, (en_occurrences, en_heads))) = both(
            sentences,
            || dictionary::links(lexicon, (zh, en), weights),
            || (Occurrences::of(zh), (Occurrences::of(en), Occurrences::of_heads(en))),
        );
        let ratio = estimate::overall_ratio(zh, en);
        Self {
            weights,
            zh,
            en,
            zh_occurrences,
            en_occurrences,
            en_heads,
            lexicon: dictionary::model(&links, (zh, en), weights),
            learned: None,
            links,
            length: LengthModel::new(ratio, REFERENCE_VARIANCE, weights),
            null: weights.null_open,
            quotes: NO_QUOTES,
            partners: &[],
        }
    }

    /// Aligns: a coarse band, a path by the lexicon alone, then two with what the path before taught.
    pub(crate) fn align(mut self) -> Alignment {
        let occurrences = (&self.zh_occurrences, &self.en_occurrences);
        let band = anchors::band(&self.links, (self.zh, self.en), occurrences);
        // In a document of one window the band is narrow enough; units have their own corners.
        let narrowing = (Windows::over(&band).are_many() && self.zh.units.is_empty())
            .then(|| Narrowing::of(&band, &self.links, (self.zh, self.en), occurrences));
        let narrow = |band| match &narrowing {
            Some(narrowing) => narrowing.narrowed(band),
            None => band,
        };
        let first = self.pass((&band, None), Aim::Way, narrow);
        self.adapt(&first.path);
        let second = self.pass((&first.band, Some(&first.kept)), Aim::Path, |band| band);
        self.adapt(&second.path);
        let last = self.pass((&second.band, Some(&second.kept)), Aim::Margins, |band| band);
        // That a unit was given decides what is paired, and says nothing of how good the pair is.
        let bead = |(step, margin): (&Step, &f32)| {
            let (zh, en) = step.end();
            Bead { margin: *margin - self.given(step), ..Bead::new(step.zh..zh, step.en..en) }
        };
        let mut beads: Vec<Bead> = last.path.iter().zip(&last.margins).map(bead).collect();
        let own = |pass: &Pass| -> Vec<f32> {
            pass.path.iter().zip(&pass.gains).map(|(step, gain)| gain - self.given(step)).collect()
        };
        let features = confidence::features(&beads);
        for (bead, features) in beads.iter_mut().zip(&features) {
            if !bead.is_null() {
                bead.score = confidence::probability(*features);
            }
        }
        // The lexicon alone judges: what was learned from a wrong pairing would speak for it.
        let of_words =
            first.path.iter().zip(own(&first)).map(|(step, gain)| gain - self.by_layout(step));
        let gain: f64 = of_words.map(f64::from).sum();
        let tokens = self.zh.total().min(self.en.total()).max(1);
        let agreement = (gain / f64::from(tokens)) as f32;
        Alignment { ladder: Ladder::new(beads), agreement, features }
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

    /// Estimates from a path everything that differs from document to document.
    fn adapt(&mut self, path: &[Step]) {
        let sides = (self.zh, self.en);
        self.length = estimate::length(path, sides, self.weights);
        self.null = estimate::null_cost(path, self.weights);
        self.quotes = quote_table(path, self.zh, self.en);
        let learned = learn(path, sides, &self.links);
        self.learned = Some(self.lexicon.with_learned(&learned, sides, self.weights));
    }

    fn pass(
        &self,
        (band, kept): (&Band, Option<&Kept>),
        aim: Aim,
        narrow: impl Fn(Band) -> Band + Sync,
    ) -> Pass {
        let model = self.learned.as_ref().unwrap_or(&self.lexicon);
        let (zh_measure, en_measure) =
            (Measure::by(&model.zh, model.cap), Measure::by(&model.en, model.cap));
        let heads = Heads::new(&model.links, &self.en_heads, self.en.sentences());
        let scoring = Scoring {
            zh: self.zh,
            en: self.en,
            model,
            en_occurrences: &self.en_occurrences,
            zh_measure: &zh_measure,
            en_measure: &en_measure,
            length: &self.length,
            cuts: CutModel {
                zh: self.zh,
                en: self.en,
                quotes: &self.quotes,
                partners: self.partners,
                heads: &heads,
                weights: self.weights,
            },
            weights: self.weights,
            null: self.null,
            longest: LONGEST,
            kept,
        };
        Windows::over(band).pass(aim, narrow, |band, longest| {
            Lattice::build(&Scoring { longest, ..scoring }, band)
        })
    }
}
