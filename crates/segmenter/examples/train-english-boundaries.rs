//! Trains the weights of the English model: `train-english-boundaries TRAIN.jsonl WEIGHTS`.

#![expect(clippy::print_stderr, reason = "its messages are the progress of the training")]

use std::error::Error;
use std::fs;

use duizhao_segmenter::training::{BITS, Example, examples};
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

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [train, weights_file] = arguments.as_slice() else {
        return Err("usage: train-english-boundaries TRAIN.jsonl WEIGHTS".into());
    };
    let mut all = Vec::new();
    let (mut paragraphs, mut gold) = (0, 0);
    for line in fs::read_to_string(train)?.lines() {
        let Paragraph { text, ends } = serde_json::from_str(line)?;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let ends: Vec<usize> =
            ends.iter().map(|end| text[..bytes[*end]].trim_end().len()).collect();
        paragraphs += 1;
        gold += ends.len();
        all.extend(examples(&text, |at| ends.binary_search(&at).is_ok()));
    }
    let positive = all.iter().filter(|example| example.ends).count();
    eprintln!(
        "{paragraphs} paragraphs, {gold} ends, {} open gaps, {positive} of them ends",
        all.len()
    );
    fs::write(weights_file, quantised(&trained(&all)))?;
    Ok(())
}

/// Logistic regression by the method of `AdaGrad` with a small ridge.
fn trained(examples: &[Example]) -> Vec<f64> {
    let mut weights = vec![0.0; 1 << BITS];
    let mut sums = vec![0.0; 1 << BITS];
    let mut squares = vec![1e-2; 1 << BITS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for epoch in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(at, (state % (at as u64 + 1)) as usize);
        }
        let mut loss = 0.0;
        for example in order.iter().map(|at| &examples[*at]) {
            let slots = example.features.map(|hash| (hash >> (32 - BITS)) as usize);
            let sum: f64 = slots.iter().map(|slot| weights[*slot]).sum();
            let p = 1.0 / (1.0 + libm::exp(-sum));
            let error = p - f64::from(u8::from(example.ends));
            loss -= libm::log((1.0 - error.abs()).max(1e-12));
            for slot in slots {
                let gradient = error + RIDGE * weights[slot];
                squares[slot] += gradient * gradient;
                weights[slot] -= RATE * gradient / squares[slot].sqrt();
            }
        }
        eprintln!("epoch {epoch}: loss {:.4}", loss / examples.len() as f64);
        if epoch >= EPOCHS - AVERAGED {
            sums.iter_mut()
                .zip(&weights)
                .for_each(|(sum, weight)| *sum += weight / AVERAGED as f64);
        }
    }
    sums
}

fn quantised(weights: &[f64]) -> Vec<u8> {
    let scale = 32.0;
    weights.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}
