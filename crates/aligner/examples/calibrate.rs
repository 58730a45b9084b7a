//! Fits the probability of a bead to folders of gold alignments, and measures how well it is calibrated.
//!
//! usage: `calibrate GOLD_DIR [--fit SET,…] [--test SET,…]`, all sets without. Prints the constant and the weight for the
//! source, and for each tested set the expected calibration error (ten bins), and precision at a recall of .9.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a tool that prints"
)]

mod gold;

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::path::Path;

use duizhao_aligner::{Aligner, NEVER_SURE, Settings, Side};
use duizhao_lexicon::Lexicon;
use rayon::prelude::*;

use crate::gold::{Document, GoldBead, merged, read};

struct Case {
    set: usize,
    clearness: f64,
    right: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder =
        arguments.first().ok_or("usage: calibrate GOLD_DIR [--fit SET,…] [--test SET,…]")?;
    let names = |option: &str| {
        let place = arguments.iter().position(|argument| argument == option)?;
        arguments.get(place + 1).map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>())
    };
    let (fit, test) = (names("--fit"), names("--test"));
    let (sets, documents) = read(Path::new(folder), &[])?;
    let lexicon = Lexicon::bundled()?;
    let aligner = Aligner::new(&lexicon, Settings::default());
    let cases: Vec<Case> = documents
        .par_iter()
        .flat_map_iter(|document| {
            let zh: Vec<&str> = document.zh.lines().collect();
            let en: Vec<&str> = document.en.lines().collect();
            let found = aligner.align_and_judge(
                &Side { sentences: &zh, ..Side::default() },
                &Side { sentences: &en, ..Side::default() },
            );
            let beads: Vec<GoldBead> = found
                .ladder
                .beads
                .iter()
                .map(|bead| (bead.zh.clone().collect(), bead.en.clone().collect()))
                .collect();
            let right = right_beads(&document.gold, &beads, sets[document.set].coarse);
            let cases: Vec<Case> = found
                .clearness
                .iter()
                .zip(right)
                .zip(&found.ladder.beads)
                .filter(|(_, bead)| !bead.is_null())
                .map(|((clearness, right), _)| Case {
                    set: document.set,
                    clearness: f64::from(*clearness),
                    right,
                })
                .collect();
            cases
        })
        .collect();
    let chosen = |list: &Option<Vec<String>>, set: usize| {
        list.as_ref().is_none_or(|names| names.contains(&sets[set].name))
    };
    let training: Vec<&Case> = cases.iter().filter(|case| chosen(&fit, case.set)).collect();
    let weights = fitted(&training);
    println!("constant {:.3}, weight {:.3}", weights[0], weights[1]);
    for (number, set) in sets.iter().enumerate().filter(|(number, _)| chosen(&test, *number)) {
        let mut judged: Vec<(f64, bool)> = cases
            .iter()
            .filter(|case| case.set == number)
            .map(|case| (probability(weights, case.clearness), case.right))
            .collect();
        let (error, precision) = (calibration_error(&judged), precision_at(&mut judged, 0.9));
        println!("{:18} ECE {error:.4}  precision at recall .9 {precision:.4}", set.name);
    }
    judge_documents(&aligner, &documents);
    Ok(())
}

/// How well the agreement of texts tells a document from the halves of two.
fn judge_documents(aligner: &Aligner<'_>, documents: &[Document]) {
    let agreement = |zh: &Document, en: &Document| {
        let zh: Vec<&str> = zh.zh.lines().collect();
        let en: Vec<&str> = en.en.lines().collect();
        let zh = Side { sentences: &zh, ..Side::default() };
        aligner.align_and_judge(&zh, &Side { sentences: &en, ..Side::default() }).agreement
    };
    // Neighbours in a list ordered by length: wrong pairs of about the right length.
    let mut pairs: Vec<(f32, bool)> = documents
        .par_windows(2)
        .flat_map_iter(|pair| {
            let same_text = pair[0].en == pair[1].en;
            let wrong = (!same_text).then(|| (agreement(&pair[0], &pair[1]), false));
            std::iter::once((agreement(&pair[0], &pair[0]), true)).chain(wrong)
        })
        .collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wrong, mut below) = (0.0, 0.0);
    let mut total = (0.0, 0.0);
    for (_, is_pair) in &pairs {
        if *is_pair {
            below += wrong;
            total.0 += 1.0;
        } else {
            wrong += 1.0;
            total.1 += 1.0;
        }
    }
    let quantiles = |which: bool| {
        let values: Vec<f32> =
            pairs.iter().filter(|pair| pair.1 == which).map(|pair| pair.0).collect();
        [0, 1, 5, 50, 95, 99, 100].map(|percent| values[(values.len() - 1) * percent / 100])
    };
    println!(
        "wrong pairs told from right ones: AUC {:.4} ({} and {})",
        below / (total.0 * total.1),
        total.1,
        total.0
    );
    println!("agreement, percentiles 0 1 5 50 95 99 100: right {:?}", quantiles(true));
    println!("wrong {:?}", quantiles(false));
}

/// Which beads are in gold; in a coarse set, which are part of a gold unit that is right as a whole.
fn right_beads(gold: &[GoldBead], beads: &[GoldBead], coarse: bool) -> Vec<bool> {
    let exact: BTreeSet<&GoldBead> = gold.iter().collect();
    if !coarse {
        return beads.iter().map(|bead| exact.contains(bead)).collect();
    }
    let units = merged(gold, beads.to_vec());
    let right: BTreeSet<&GoldBead> = units.iter().filter(|unit| exact.contains(unit)).collect();
    let mut right_zh = BTreeSet::new();
    for unit in &right {
        right_zh.extend(unit.0.iter().copied());
    }
    beads
        .iter()
        .map(|bead| !bead.1.is_empty() && bead.0.iter().any(|zh| right_zh.contains(zh)))
        .collect()
}

fn probability(weights: [f64; 2], clearness: f64) -> f64 {
    (1.0 - NEVER_SURE) * certainty(weights, clearness)
}

/// The probability before what is never sure is taken off.
fn certainty([constant, weight]: [f64; 2], clearness: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-constant - weight * clearness))
}

/// Logistic regression under a ceiling of `1 - NEVER_SURE`, with a ridge of [`RIDGE`], by gradient ascent with a step for
/// constant and weight each (Rprop).
fn fitted(cases: &[&Case]) -> [f64; 2] {
    let (mut weights, mut steps, mut before) = ([0.0; 2], [0.01; 2], [0.0_f64; 2]);
    for _ in 0..400 {
        let mut gradient = [0.0, -RIDGE * weights[1]];
        for case in cases {
            let certainty = certainty(weights, case.clearness);
            let likely = (1.0 - NEVER_SURE) * certainty;
            // The slope of the logarithm of the case's probability over the logit.
            let error = if case.right {
                1.0 - certainty
            } else {
                -likely * (1.0 - certainty) / (1.0 - likely)
            };
            gradient[0] += error;
            gradient[1] += error * case.clearness;
        }
        for place in 0..2 {
            let same = gradient[place] * before[place];
            steps[place] *= if same > 0.0 { 1.2 } else { 0.5 };
            weights[place] += steps[place] * gradient[place].signum();
        }
        before = gradient;
    }
    weights
}

/// What the weight's square costs, halved: keeps that of a small set from running away.
const RIDGE: f64 = 0.1;

fn calibration_error(judged: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (probability, right) in judged {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += probability;
        bin.2 += f64::from(u8::from(*right));
    }
    bins.iter().map(|bin| (bin.1 - bin.2).abs()).sum::<f64>() / judged.len() as f64
}

/// The precision of the surest beads that hold this share of the right ones.
fn precision_at(judged: &mut [(f64, bool)], recall: f64) -> f64 {
    judged.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let right = judged.iter().filter(|case| case.1).count() as f64;
    let (mut seen, mut hits) = (0.0, 0.0);
    for case in judged.iter() {
        seen += 1.0;
        hits += f64::from(u8::from(case.1));
        if hits >= recall * right {
            break;
        }
    }
    hits / seen
}
