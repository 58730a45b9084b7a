//! Says how well the features tell translations from other pairs, and what the default filters make of translations.
//!
//! ```text
//! cargo run --release -p duizhao-scorer --example measure_features -- FOLDER…
//! ```
//!
//! A FOLDER holds `DOCUMENT.zh`, `DOCUMENT.en` and `DOCUMENT.gold`: a sentence a line, and a bead a line as
//! `0,1<TAB>0`. Every bead is scored as it is, and once more with the English of the bead after the next. The table
//! gives for each feature the share of beads where it can be measured, its quantiles, and how often its value is higher
//! for the bead than for the wrong pair, and how often nearer to the median (ties count half).

use std::error::Error;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use duizhao_bitext::{
    Bead, Document, Ladder, Language, Layout, Metadata, Pair, Sentence, Span, Verdict, normalise,
};
use duizhao_lexicon::Lexicon;
use duizhao_scorer::{Filters, Scorer, features};

fn main() -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::bundled()?;
    let scorer = Scorer::new(&lexicon, &Filters::default());
    let mut out = std::io::stdout().lock();
    for folder in std::env::args().skip(1) {
        let mut measured = Measured::default();
        let mut golds: Vec<_> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        golds.sort();
        for gold in golds.iter().filter(|path| path.extension().is_some_and(|end| end == "gold")) {
            measured.add(&scorer, gold)?;
        }
        writeln!(out, "{folder}: {measured}")?;
    }
    Ok(())
}

#[derive(Default)]
struct Measured {
    right: Vec<Pair>,
    wrong: Vec<Pair>,
}

impl Measured {
    fn add(&mut self, scorer: &Scorer<'_>, gold: &Path) -> Result<(), Box<dyn Error>> {
        let side = |language, end| -> std::io::Result<Vec<Sentence>> {
            let text = fs::read_to_string(gold.with_extension(end))?;
            let sentence = |line: &str| Sentence {
                language,
                block: 0,
                span: Span::new(0, line.len()),
                text: normalise(line).into_owned(),
            };
            Ok(text.lines().map(sentence).collect())
        };
        let (zh, en) = (side(Language::Zh, "zh")?, side(Language::En, "en")?);
        let beads: Vec<Bead> = fs::read_to_string(gold)?.lines().filter_map(bead).collect();
        let others = beads.iter().cycle().skip(2);
        let wrong = beads
            .iter()
            .zip(others)
            .map(|(bead, other)| Bead::new(bead.zh.clone(), other.en.clone()));
        let wrong = Ladder::new(wrong.take(beads.len()).collect());
        let document = Document {
            id: gold.display().to_string(),
            texts: vec![],
            blocks: vec![],
            layout: Layout::Pair,
            script: None,
            metadata: Metadata::default(),
        };
        self.right.extend(scorer.score(&document, &Ladder::new(beads), &zh, &en));
        self.wrong.extend(scorer.score(&document, &wrong, &zh, &en));
        Ok(())
    }
}

/// A line of gold with both sides, each without gaps.
fn bead(line: &str) -> Option<Bead> {
    let (zh, en) = line.split_once('\t')?;
    let range = |side: &str| -> Option<Range<usize>> {
        let numbers: Vec<usize> =
            side.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
        let (first, last) = (*numbers.first()?, *numbers.last()?);
        (last + 1 - first == numbers.len()).then_some(first..last + 1)
    };
    Some(Bead::new(range(zh)?, range(en.split('\t').next()?)?))
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rejected = std::collections::BTreeMap::new();
        for pair in &self.right {
            if let Verdict::Rejected(filter) = &pair.verdict {
                *rejected.entry(filter.clone()).or_insert(0) += 1;
            }
        }
        writeln!(f, "{} beads; rejected {rejected:?}", self.right.len())?;
        for (index, feature) in features().iter().enumerate() {
            let mut values: Vec<f32> = self.right.iter().map(|pair| pair.features[index]).collect();
            values.retain(|value| !value.is_nan());
            values.sort_by(f32::total_cmp);
            let quantile = |share: f64| {
                values
                    .get((share * (values.len().max(1) - 1) as f64) as usize)
                    .copied()
                    .unwrap_or(f32::NAN)
            };
            writeln!(
                f,
                "  {:<13} measured {:5.1} %   1 % {:6.2}   50 % {:6.2}   99 % {:6.2}   above wrong {:.3}   nearer {:.3}",
                feature.name,
                100.0 * values.len() as f64 / self.right.len() as f64,
                quantile(0.01),
                quantile(0.5),
                quantile(0.99),
                self.wins(index, |value| value),
                self.wins(index, |value| -(value - quantile(0.5)).abs()),
            )?;
        }
        Ok(())
    }
}

impl Measured {
    /// How often the bead is better than the wrong pair.
    fn wins(&self, index: usize, goodness: impl Fn(f32) -> f32) -> f64 {
        let value = |pair: &Pair| goodness(pair.features[index]);
        let both =
            self.right.iter().zip(&self.wrong).map(|(right, wrong)| (value(right), value(wrong)));
        let (mut wins, mut all) = (0.0, 0.0);
        for (right, wrong) in both.filter(|(right, wrong)| !right.is_nan() && !wrong.is_nan()) {
            all += 1.0;
            wins += match right.total_cmp(&wrong) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
        wins / all
    }
}
