//! Fits the logistic models behind the features `adequacy` and `completeness` and prints their weights.
//!
//! ```text
//! cargo run --release -p duizhao-scorer --example fit_adequacy -- GOLD_DIR [left out set …]
//! ```
//!
//! Right pairs are the beads of the gold; wrong ones for `adequacy` are the Chinese side with the English of the bead after,
//! of the one before the last, and of one far away; for `completeness` beads of which one side was cut off at 30 to 70 % of
//! its words, all in documents of which a fifth is wrong, too; some documents come again without the marks at the ends of one side.
//! Every set weighs alike. With sets left out, says how well the models tell pairs of these apart: the share of wrong pairs
//! below the value that a given share of all right pairs lies below.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use duizhao_lexicon::Lexicon;
use duizhao_scorer::{MeasuredPair, PairMeter};

mod gold;

/// How much of a side is left where it is cut off.
const SHARES: [f64; 5] = [0.3, 0.4, 0.5, 0.6, 0.7];

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Right,
    Shifted,
    Elsewhere,
    Cut,
}

struct Row {
    set: usize,
    kind: Kind,
    inputs: [Vec<f64>; 3],
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("give a folder of gold")?);
    let left_out: Vec<String> = arguments.collect();
    let lexicon = Lexicon::bundled()?;
    let mut meter = PairMeter::new(&lexicon);
    let sets = gold::read(&folder, |name| name != gold::LARGE)?;
    let rows: Vec<Row> =
        sets.iter().enumerate().flat_map(|(number, set)| rows(&mut meter, number, set)).collect();
    let mut out = std::io::stdout().lock();
    let strangers = [Kind::Shifted, Kind::Elsewhere];
    let models = [
        ("adequacy", strangers),
        ("adequacy in its document", strangers),
        ("completeness", [Kind::Cut; 2]),
    ];
    for (model, (name, wrong)) in models.into_iter().enumerate() {
        let taken = |row: &&Row| row.kind == Kind::Right || wrong.contains(&row.kind);
        let is_left_out = |row: &&Row| left_out.contains(&sets[row.set].name);
        let fitted: Vec<&Row> = rows.iter().filter(taken).filter(|row| !is_left_out(row)).collect();
        let weights = fit(&fitted, model, sets.len());
        writeln!(out, "{name}: {weights:.4?}")?;
        for (number, set) in sets.iter().enumerate().filter(|(_, set)| left_out.contains(&set.name))
        {
            let odds = |kind: Kind| -> Vec<f64> {
                let of_set = rows.iter().filter(|row| row.set == number && row.kind == kind);
                let mut odds: Vec<f64> =
                    of_set.map(|row| dot(&weights, &row.inputs[model])).collect();
                odds.sort_by(f64::total_cmp);
                odds
            };
            let right = odds(Kind::Right);
            write!(out, "  {:<18}", set.name)?;
            for share in [0.01, 0.02] {
                let limit = right[(right.len() as f64 * share) as usize];
                for kind in wrong {
                    let wrong = odds(kind);
                    let below = wrong.partition_point(|odds| *odds < limit) as f64;
                    write!(out, "  {:.3}", below / wrong.len().max(1) as f64)?;
                }
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

/// The right and wrong pairs of a set. Every fifth document comes again with its Chinese sides, and every fifth with its
/// English sides, without the marks at their ends, as in subtitles and verse.
fn rows(meter: &mut PairMeter<'_>, number: usize, set: &gold::Set) -> Vec<Row> {
    let all: Vec<&gold::Texts> = set.documents.iter().flatten().collect();
    let mut maker = Maker { meter, made: Vec::new(), set: number, all, at: 0 };
    for (place, document) in set.documents.iter().enumerate() {
        let first = maker.at;
        maker.document(document, [Some(Kind::Shifted), Some(Kind::Elsewhere)]);
        let bare = |text: &str| text.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let bared: Vec<gold::Texts> = match place % 5 {
            1 => document.iter().map(|(zh, en)| (bare(zh), en.clone())).collect(),
            3 => document.iter().map(|(zh, en)| (zh.clone(), bare(en))).collect(),
            _ => continue,
        };
        maker.at = first;
        maker.document(&bared, [None; 2]);
    }
    maker.made
}

struct Maker<'m, 'l, 'g> {
    meter: &'m mut PairMeter<'l>,
    made: Vec<Row>,
    set: usize,
    /// All pairs of the set, and the place of the next document's first among them.
    all: Vec<&'g gold::Texts>,
    at: usize,
}

impl Maker<'_, '_, '_> {
    fn document(&mut self, document: &[gold::Texts], [shifted, elsewhere]: [Option<Kind>; 2]) {
        let Self { meter, made: rows, set, all, at } = self;
        let right: Vec<_> = document.iter().map(|(zh, en)| meter.measure(zh, en)).collect();
        // A document in which pairs are wrong shows its conventions less clearly.
        let mixed: Vec<_> = (0..document.len())
            .map(|place| fifth_wrong(document, place).map(|(zh, en)| meter.measure(&zh, &en)))
            .zip(&right)
            .map(|(wrong, right)| wrong.unwrap_or_else(|| right.clone()))
            .collect();
        let conventions = MeasuredPair::conventions(&mixed);
        for (place, (zh, en)) in document.iter().enumerate() {
            rows.push(Row {
                set: *set,
                kind: Kind::Right,
                inputs: right[place].inputs(&conventions),
            });
            let mut add = |kind, zh: &str, en: &str| {
                let inputs = meter.measure(zh, en).inputs(&conventions);
                rows.push(Row { set: *set, kind, inputs });
            };
            let before = place.checked_sub(2).and_then(|before| document.get(before));
            let beside = document.get(place + 1).into_iter().chain(before);
            for (_, other) in beside.filter(|(_, other)| other != en) {
                if let Some(kind) = shifted {
                    add(kind, zh, other);
                }
            }
            let far = (*at * 7919 + 131) % all.len();
            if let Some(kind) = elsewhere.filter(|_| far.abs_diff(*at) > 20) {
                add(kind, zh, &all[far].1);
            }
            let share = SHARES[*at % SHARES.len()];
            if let Some(cut) = gold::cut_en(en, share) {
                add(Kind::Cut, zh, &cut);
            }
            if let Some(cut) = gold::cut_zh(zh, share) {
                add(Kind::Cut, &cut, en);
            }
            *at += 1;
        }
    }
}

/// Of every fifth pair the text with the Chinese or the English side cut off, or with a line far away for the English one.
fn fifth_wrong(document: &[gold::Texts], place: usize) -> Option<gold::Texts> {
    let (zh, en) = &document[place];
    let share = SHARES[place / 20 % SHARES.len()];
    match place % 20 {
        3 => Some((zh.clone(), gold::cut_en(en, share)?)),
        13 => Some((gold::cut_zh(zh, share)?, en.clone())),
        8 | 18 => {
            Some((zh.clone(), document[(place + document.len() / 2) % document.len()].1.clone()))
        }
        _ => None,
    }
}

fn dot(weights: &[f64], inputs: &[f64]) -> f64 {
    weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum()
}

/// Newton's method with a little ridge. Right and wrong pairs weigh alike, and so do the sets.
fn fit(rows: &[&Row], model: usize, sets: usize) -> Vec<f64> {
    const RIDGE: f64 = 2.0;
    let size = rows[0].inputs[model].len();
    let mut counts = vec![[0.0_f64; 2]; sets];
    for row in rows {
        counts[row.set][usize::from(row.kind == Kind::Right)] += 1.0;
    }
    let mut weights = vec![0.0; size];
    for _ in 0..20 {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -RIDGE * weight).collect();
        let mut curvature = vec![vec![0.0; size]; size];
        (0..size).for_each(|at| curvature[at][at] = RIDGE);
        for row in rows {
            let inputs = &row.inputs[model];
            let is_right = row.kind == Kind::Right;
            let weight = 1000.0 / counts[row.set][usize::from(is_right)];
            let probability = 1.0 / (1.0 + libm::exp(-dot(&weights, inputs)));
            let error = weight * (f64::from(u8::from(is_right)) - probability);
            let bend = weight * probability * (1.0 - probability);
            for one in 0..size {
                gradient[one] += error * inputs[one];
                for other in 0..size {
                    curvature[one][other] += bend * inputs[one] * inputs[other];
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
            *weight += step;
        }
    }
    weights
}

/// Gauss's elimination with pivots.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|one, other| {
                matrix[*one][column].abs().total_cmp(&matrix[*other][column].abs())
            })
            .unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let pivot = matrix[column].clone();
        for row in column + 1..size {
            let factor = matrix[row][column] / pivot[column];
            matrix[row].iter_mut().zip(&pivot).for_each(|(value, above)| *value -= factor * above);
            right[row] -= factor * right[column];
        }
    }
    for column in (0..size).rev() {
        let known: f64 = (column + 1..size).map(|at| matrix[column][at] * right[at]).sum();
        right[column] = (right[column] - known) / matrix[column][column];
    }
    right
}
