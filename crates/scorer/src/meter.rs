use duizhao_lexicon::Lexicon;

use crate::background::Background;
use crate::features::{
    ADEQUACY, CONTEXT, MEASURES, adequacy_inputs, completeness_inputs, contexts,
};
use crate::sides::{Reader, Sides, Texts};

/// Measures pairs of bare texts: what can be said of them without their document.
///
/// A pure function of the two texts and the lexicon; the scratch tables inside only save time. Features that need the document
/// (`context`, `damage`) are NaN. Costs some ten microseconds a pair, nearly all of it for looking words up.
///
/// ```
/// use duizhao_lexicon::Lexicon;
/// use duizhao_scorer::{Filters, PairMeter, Preset};
///
/// let lexicon = Lexicon::bundled()?;
/// let mut meter = PairMeter::new(&lexicon);
/// let judge = Filters::preset(Preset::Mt).judge();
///
/// let measured = meter.measure("桥修好了，明天通车。", "The bridge is repaired and opens tomorrow.");
/// assert_eq!(judge.against(&measured, f32::NAN, f32::NAN), None);
/// let measured = meter.measure("桥修好了，明天通车。", "桥修好了，明天通车。");
/// assert_eq!(judge.against(&measured, f32::NAN, f32::NAN), Some("untranslated"));
/// # Ok::<(), duizhao_lexicon::Error>(())
/// ```
#[derive(Debug)]
pub struct PairMeter<'l> {
    reader: Reader<'l>,
    background: Background,
}

impl<'l> PairMeter<'l> {
    /// A meter that looks words up in `lexicon`. Takes about a hundredth of a second; make one for each thread.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { reader: Reader::new(lexicon), background: Background::new(lexicon) }
    }

    /// The values of all [`features`](crate::features()), in their order; NaN where a feature has nothing to measure.
    pub fn measure(&mut self, zh: &str, en: &str) -> Vec<f32> {
        let sides = self.sides(zh, en);
        MEASURES.iter().map(|measure| (measure.of)(&sides)).collect()
    }

    /// Fills in the `context` of pairs that were measured one by one and stand in one document in this order.
    pub fn put_in_context(measured: &mut [Vec<f32>]) {
        let adequacies: Vec<f32> = measured.iter().map(|values| values[ADEQUACY]).collect();
        for (values, context) in measured.iter_mut().zip(contexts(&adequacies)) {
            values[CONTEXT] = context;
        }
    }

    /// What the logistic models behind `adequacy` and `completeness` look at, for fitting them.
    pub fn inputs(&mut self, zh: &str, en: &str) -> [Vec<f64>; 2] {
        let sides = self.sides(zh, en);
        [adequacy_inputs(&sides).to_vec(), completeness_inputs(&sides).to_vec()]
    }

    fn sides<'a>(&mut self, zh: &'a str, en: &'a str) -> Sides<'a> {
        let texts = Texts { joined: [zh, en], sentences: [&[zh], &[en]] };
        self.reader.sides(texts, &self.background)
    }
}
