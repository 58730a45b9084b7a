//! Trains the weights of the English model: `train-english-boundaries TRAIN.jsonl WEIGHTS`.

#![expect(clippy::print_stderr, reason = "its messages are the progress of the training")]

use std::error::Error;
use std::fs;

use duizhao_segmenter::training::{BITS, Example, LARGEST, examples};
use serde::Deserialize;

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    ends: Vec<usize>,
}

const EPOCHS: usize = 12;
const RATE: f64 = 0.15;
/// Pull of a weight towards zero each time its feature is seen.
const RIDGE: f64 = 1e-2;
/// The weights of the last epochs are averaged, which is steadier than any of them.
const AVERAGED: usize = 6;

/// Parts of the training data for the cross-validation, each a stretch of neighbouring paragraphs: of one source, mostly.
const PARTS: usize = 5;
/// Steps of a weight, and of the margin, for one unit of log-odds.
const STEPS: f64 = 32.0;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [train, weights_file] = arguments.as_slice() else {
        return Err("usage: train-english-boundaries TRAIN.jsonl WEIGHTS".into());
    };
    let paragraphs = read(train)?;
    let all: Vec<&Example> = paragraphs.iter().flatten().collect();
    let positive = all.iter().filter(|example| example.ends).count();
    eprintln!("{} paragraphs, {} open gaps, {positive} of them ends", paragraphs.len(), all.len());
    let margin = margin(&judged_by_others(&paragraphs));
    let mut file = quantised(&trained(&all));
    file.push(margin);
    fs::write(weights_file, file)?;
    Ok(())
}

/// The open gaps of every paragraph of a file.
fn read(file: &str) -> Result<Vec<Vec<Example>>, Box<dyn Error>> {
    let mut paragraphs = Vec::new();
    for line in fs::read_to_string(file)?.lines() {
        let Paragraph { text, ends } = serde_json::from_str(line)?;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let ends: Vec<usize> =
            ends.iter().map(|end| text[..bytes[*end]].trim_end().len()).collect();
        paragraphs.push(examples(&text, |at| ends.binary_search(&at).is_ok()));
    }
    Ok(paragraphs)
}

/// Every gap with what a model says of it that was trained on the other parts.
fn judged_by_others(paragraphs: &[Vec<Example>]) -> Vec<(f64, &Example)> {
    let border = |part: usize| part * paragraphs.len() / PARTS;
    let mut judged = Vec::new();
    for part in 0..PARTS {
        let (start, end) = (border(part), border(part + 1));
        let others = paragraphs[..start].iter().chain(&paragraphs[end..]);
        let weights = trained(&others.flatten().collect::<Vec<_>>());
        let here = paragraphs[start..end].iter().flatten();
        judged.extend(here.map(|example| (sum(&weights, example), example)));
    }
    judged
}

/// The smallest margin with which the model cuts no more sentences in two than the marks alone do.
fn margin(judged: &[(f64, &Example)]) -> u8 {
    // Gaps of which the model says the contrary of what is true: ends that are none, or that it misses.
    let wrong = |margin: f64, ends: bool| {
        let says_end = |sum: f64, likely| if likely { sum >= -margin } else { sum > margin };
        let wrong =
            |(sum, gap): &&(f64, &Example)| gap.ends == ends && says_end(*sum, gap.likely) != ends;
        judged.iter().filter(wrong).count()
    };
    let wrong_cuts = |margin| wrong(margin, false);
    let allowed = wrong_cuts(f64::INFINITY);
    let margin = (0..=u8::MAX).find(|steps| wrong_cuts(f64::from(*steps) / STEPS) <= allowed);
    let margin = margin.unwrap_or(u8::MAX);
    for (name, margin) in
        [("marks alone", f64::INFINITY), ("no margin", 0.0), ("margin", f64::from(margin) / STEPS)]
    {
        eprintln!(
            "cross-validated, {name} ({margin}): {} wrong cuts, {} missed",
            wrong_cuts(margin),
            wrong(margin, true)
        );
    }
    margin
}

/// What the weights say of a gap, in log-odds.
fn sum(weights: &[f64], example: &Example) -> f64 {
    example.features.iter().map(|hash| weights[(hash >> (32 - BITS)) as usize]).sum()
}

/// Logistic regression by the method of `AdaGrad` with a small ridge and no weight larger than the largest.
fn trained(examples: &[&Example]) -> Vec<f64> {
    let mut weights = vec![0.0; 1 << BITS];
    let mut sums = vec![0.0; 1 << BITS];
    let mut squares = vec![1e-2; 1 << BITS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let largest = f64::from(LARGEST) / STEPS;
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for epoch in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(at, (state % (at as u64 + 1)) as usize);
        }
        for example in order.iter().map(|at| examples[*at]) {
            let slots = example.features.map(|hash| (hash >> (32 - BITS)) as usize);
            let p = 1.0 / (1.0 + libm::exp(-sum(&weights, example)));
            let error = p - f64::from(u8::from(example.ends));
            for slot in slots {
                let gradient = error + RIDGE * weights[slot];
                squares[slot] += gradient * gradient;
                let weight = weights[slot] - RATE * gradient / squares[slot].sqrt();
                weights[slot] = weight.clamp(-largest, largest);
            }
        }
        if epoch >= EPOCHS - AVERAGED {
            sums.iter_mut()
                .zip(&weights)
                .for_each(|(sum, weight)| *sum += weight / AVERAGED as f64);
        }
    }
    sums
}

fn quantised(weights: &[f64]) -> Vec<u8> {
    weights.iter().map(|w| (w * STEPS).round() as i8 as u8).collect()
}
