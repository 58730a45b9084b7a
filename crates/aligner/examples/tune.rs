//! Fits the constants of the score on folders of gold alignments, by coordinate ascent on the mean strict F1.
//!
//! usage: `tune GOLD_DIR [--without GROUP]… [--only NAME,…] [--rounds N] [name=value …]`
//!
//! `GOLD_DIR` holds a folder for each set, with NAME.zh, NAME.en, NAME.gold. Every round tries each constant larger and
//! smaller and keeps what raises the mean; `--rounds 0` only measures. Sets of a group given by `--without` (those
//! whose names begin alike: `mac_dev` and `mac2_dev` are `mac`) are measured, never fitted to: that is how a leave-one-out
//! figure is made.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a tool that prints"
)]

mod gold;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::path::Path;

use duizhao_aligner::{Aligner, Settings, Side, Weights};
use duizhao_lexicon::Lexicon;
use rayon::prelude::*;

use crate::gold::{Document, GoldBead, Set, merged, read};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut weights = Weights::default();
    let mut without = Vec::new();
    let mut only: Vec<String> = Weights::NAMES.iter().map(|name| (*name).to_owned()).collect();
    let mut rounds = 2;
    let mut rest = arguments.iter();
    let folder = rest
        .next()
        .ok_or("usage: tune GOLD_DIR [--without GROUP] [--only NAMES] [--rounds N] [name=value]")?;
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--without" => {
                without.push(rest.next().ok_or("--without needs a group of sets")?.clone());
            }
            "--only" => {
                only = rest
                    .next()
                    .ok_or("--only needs names")?
                    .split(',')
                    .map(str::to_owned)
                    .collect();
            }
            "--rounds" => rounds = rest.next().ok_or("--rounds needs a number")?.parse()?,
            change => {
                let (name, value) = change.split_once('=').ok_or("expected name=value")?;
                *weights.named(name).ok_or_else(|| format!("no constant is called {name}"))? =
                    value.parse()?;
            }
        }
    }
    let (sets, documents) = read(Path::new(folder), &without)?;
    let lexicon = Lexicon::bundled()?;
    let measure = |weights: &Weights| figures(&lexicon, weights, &sets, &documents);
    let mut best = measure(&weights);
    println!("start: {}", line(&best, &sets));
    let mut factor = 1.3_f32;
    for round in 1..=rounds {
        for name in &only {
            for step in [factor, 1.0 / factor] {
                let mut changed = weights.clone();
                let value =
                    changed.named(name).ok_or_else(|| format!("no constant is called {name}"))?;
                *value = if name.starts_with("hit_") && name != "hit_cap" {
                    1.0 - (1.0 - *value) / step
                } else {
                    *value * step
                };
                let value = *value;
                let found = measure(&changed);
                if goal(&found, &sets) > goal(&best, &sets) + 0.0001 {
                    println!("{name}={value:.4}: {}", line(&found, &sets));
                    (weights, best) = (changed, found);
                    break;
                }
            }
        }
        factor = 1.0 + (factor - 1.0) * 0.6;
        let mut all = String::new();
        for name in Weights::NAMES {
            if let Some(value) = weights.named(name) {
                all += &format!("{name}={value:.4} ");
            }
        }
        println!("round {round}: {}\n{all}", line(&best, &sets));
    }
    Ok(())
}

/// Hits among all predicted beads, number of them, hits among those with two sides, gold beads with two sides.
type Counts = [usize; 4];

fn figures(lexicon: &Lexicon, weights: &Weights, sets: &[Set], documents: &[Document]) -> Vec<f64> {
    let aligner = Aligner::new(lexicon, Settings { weights: weights.clone() });
    let counts: Vec<Counts> = documents
        .par_iter()
        .map(|document| {
            let zh: Vec<&str> = document.zh.lines().collect();
            let en: Vec<&str> = document.en.lines().collect();
            let ladder = aligner.align(
                &Side { sentences: &zh, ..Side::default() },
                &Side { sentences: &en, ..Side::default() },
            );
            let mut beads: Vec<GoldBead> = ladder
                .beads
                .iter()
                .map(|bead| (bead.zh.clone().collect(), bead.en.clone().collect()))
                .collect();
            if sets[document.set].coarse {
                beads = merged(&document.gold, beads);
            }
            let gold: BTreeSet<&GoldBead> = document.gold.iter().collect();
            let hits = beads.iter().filter(|bead| gold.contains(bead)).count();
            let full = |bead: &&GoldBead| !bead.0.is_empty() && !bead.1.is_empty();
            let full_hits = beads.iter().filter(full).filter(|bead| gold.contains(bead)).count();
            [hits, beads.len(), full_hits, document.gold.iter().filter(full).count()]
        })
        .collect();
    (0..sets.len())
        .map(|set| {
            let mut sum = [0; 4];
            for (count, _) in
                counts.iter().zip(documents).filter(|(_, document)| document.set == set)
            {
                sum = std::array::from_fn(|place| sum[place] + count[place]);
            }
            let precision = sum[0] as f64 / sum[1].max(1) as f64;
            let recall = sum[2] as f64 / sum[3].max(1) as f64;
            2.0 * precision * recall / (precision + recall).max(1e-9)
        })
        .collect()
}

/// Mean over the groups fitted to of the mean over their sets, so that no group counts more for having more sets; a
/// group of one short document counts half.
fn goal(figures: &[f64], sets: &[Set]) -> f64 {
    let mut groups: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (figure, set) in figures.iter().zip(sets).filter(|(_, set)| !set.left_out) {
        groups.entry(set.group()).or_default().push(*figure);
    }
    let weight = |group: &str| if group == "champ" { 0.5 } else { 1.0 };
    let total: f64 = groups.keys().map(|group| weight(group)).sum();
    let mean = |figures: &[f64]| figures.iter().sum::<f64>() / figures.len() as f64;
    groups.iter().map(|(group, figures)| mean(figures) * weight(group)).sum::<f64>() / total
}

fn line(figures: &[f64], sets: &[Set]) -> String {
    let mut text = format!("{:.4} |", goal(figures, sets));
    for (figure, set) in figures.iter().zip(sets) {
        text += &format!(" {}{} {:.4}", set.name, if set.left_out { "*" } else { "" }, figure);
    }
    text
}
