use duizhao_lexicon::Lexicon;

use crate::background::Background;
use crate::conventions::Conventions;
use crate::features::{ADEQUACY, COMPLETENESS, CONTEXT, MEASURES, Own, RIVAL, contexts};
use crate::neighbours::rivals;
use crate::sides::{Reader, Sides, Texts};

/// Measures pairs of bare texts: what can be said of them without their document.
///
/// A pure function of the two texts and the lexicon; the scratch tables inside only save time. Features that need the document
/// (`context`, `rival`, `damage`) are NaN, and `adequacy` and `completeness` know nothing of what is usual there. Costs some ten microseconds a pair, nearly all of it for looking words up.
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
/// assert_eq!(judge.against(&measured.values, f32::NAN, f32::NAN), None);
/// let measured = meter.measure("桥修好了，明天通车。", "桥修好了，明天通车。");
/// assert_eq!(judge.against(&measured.values, f32::NAN, f32::NAN), Some("untranslated"));
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
    pub fn measure(&mut self, zh: &str, en: &str) -> MeasuredPair {
        let sides = self.sides(zh, en);
        MeasuredPair {
            values: MEASURES.iter().map(|measure| (measure.of)(&sides)).collect(),
            own: Own::of(&sides),
        }
    }

    /// Puts pairs that were measured one by one, and stand in one document in this order, into their document: fills in
    /// `context` and `rival`, and measures `adequacy` and `completeness` by what is usual in it.
    pub fn put_in_document(&mut self, texts: &[[&str; 2]], measured: &mut [MeasuredPair]) {
        let own: Vec<Own> = measured.iter().map(|pair| pair.own.clone()).collect();
        let mut values: Vec<_> = measured.iter_mut().map(|pair| &mut pair.values).collect();
        put_in_document((&mut self.reader, &self.background), texts, &own, &mut values);
    }

    fn sides<'a>(&mut self, zh: &'a str, en: &'a str) -> Sides<'a> {
        let texts = Texts { joined: [zh, en], sentences: [&[zh], &[en]] };
        self.reader.sides(texts, &self.background)
    }
}

/// What was measured of a pair.
#[derive(Debug, Clone)]
pub struct MeasuredPair {
    /// The features, in their order.
    pub values: Vec<f32>,
    own: Own,
}

impl MeasuredPair {
    /// What the logistic models look at, for fitting them: those of `adequacy` for the pair alone and in its document, and that
    /// of `completeness`.
    pub fn inputs(&self, document: &Conventions) -> [Vec<f64>; 3] {
        self.own.inputs(document)
    }

    /// The conventions of a document of these pairs.
    pub fn conventions(document: &[Self]) -> Conventions {
        Conventions::of(document.iter().map(|pair| pair.own.shown()))
    }
}

/// Fills in what can only be said of a pair in its document. Linear.
pub(crate) fn put_in_document(
    (reader, background): (&mut Reader<'_>, &Background),
    texts: &[[&str; 2]],
    own: &[Own],
    values: &mut [&mut Vec<f32>],
) {
    let conventions = Conventions::of(own.iter().map(Own::shown));
    let adequacies: Vec<f32> = values.iter().map(|values| values[ADEQUACY]).collect();
    let rivals = rivals((reader, background), texts, &adequacies);
    let contexts = contexts(&adequacies);
    for (at, values) in values.iter_mut().enumerate() {
        values[CONTEXT] = contexts[at];
        values[RIVAL] = rivals[at];
        values[ADEQUACY] = own[at].adequacy(&conventions);
        values[COMPLETENESS] = own[at].completeness(&conventions);
    }
}
