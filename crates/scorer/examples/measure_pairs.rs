//! Measures the features of gold pairs again and again, to time it: `measure_pairs GOLD_DIR ROUNDS` (see `scripts/check-scale`).
//! Prints the number of pairs, and the mean of all values that could be measured, so that no measuring is left out.

#[expect(dead_code, reason = "shared with examples that also spoil pairs")]
mod gold;

use std::error::Error;
use std::io::Write;
use std::path::Path;

use duizhao_lexicon::Lexicon;
use duizhao_scorer::PairMeter;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rounds] = &*arguments else {
        return Err("usage: measure_pairs GOLD_DIR ROUNDS".into());
    };
    let rounds: usize = rounds.parse()?;
    let lexicon = Lexicon::bundled()?;
    let mut meter = PairMeter::new(&lexicon);
    let sets = gold::read(Path::new(folder), |_| true)?;
    let (mut pairs, mut sum, mut count) = (0, 0.0, 0_u64);
    for document in sets.iter().flat_map(|set| &set.documents) {
        let texts: Vec<[&str; 2]> = document.iter().map(|(zh, en)| [&**zh, &**en]).collect();
        pairs += texts.len();
        for _ in 0..rounds {
            let mut measured: Vec<_> = texts.iter().map(|[zh, en]| meter.measure(zh, en)).collect();
            meter.put_in_document(&texts, &mut measured);
            for value in
                measured.iter().flat_map(|pair| &pair.values).filter(|value| !value.is_nan())
            {
                sum += f64::from(*value);
                count += 1;
            }
        }
    }
    writeln!(std::io::stdout().lock(), "{pairs} {}", sum / count.max(1) as f64)?;
    Ok(())
}
