use duizhao_lexicon::Lexicon;

/// How often English stems stand in English text at all: a match of a rare word says more than one of a common word.
#[derive(Debug)]
pub(crate) struct Background {
    /// The share of each key of the lexicon among the words of a text; 0 for a key that translates no Chinese word.
    share: Vec<f32>,
}

/// Counts of stems in the English Web Treebank, `stem<TAB>count` after a line with the sum.
static COUNTS: &str = include_str!("../../../data/scorer/english-stems.tsv");

/// Counts added to every stem, so that one which was not met is rare and not impossible.
const SMOOTHING: f32 = 1.0;

impl Background {
    /// The shares for the stems of a lexicon. Takes about a hundredth of a second; make it once.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let mut share = vec![0.0; lexicon.key_count()];
        let mut lines = COUNTS.lines().filter(|line| !line.starts_with('#'));
        let total: f32 = lines.next().and_then(|line| line.parse().ok()).unwrap_or(1.0);
        for word in 0..lexicon.key_count() as u32 {
            for translation in lexicon.translations(word) {
                if let Some(share) = share.get_mut(translation.stem as usize) {
                    *share = SMOOTHING / total;
                }
            }
        }
        for (stem, count) in lines.filter_map(|line| line.split_once('\t')) {
            let known = lexicon.stem_key(stem).and_then(|key| share.get_mut(key as usize));
            if let (Some(share), Ok(count)) =
                (known.filter(|share| **share > 0.0), count.parse::<f32>())
            {
                *share = (count + SMOOTHING) / total;
            }
        }
        Self { share }
    }

    /// The share of a key; 0 for one that translates no Chinese word.
    pub(crate) fn share(&self, key: u32) -> f32 {
        self.share.get(key as usize).copied().unwrap_or(0.0)
    }
}
