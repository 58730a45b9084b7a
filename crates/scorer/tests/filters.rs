//! What each filter says of the pairs in `golden/filters.txt`, which anyone can add to.

use std::collections::BTreeMap;

use duizhao_lexicon::Lexicon;
use duizhao_scorer::{Filters, KNOWN, KnownFilter, PairMeter, Preset};

/// Filters that judge by what a bare pair does not show, or that no line of a file has room for.
const ELSEWHERE: [&str; 6] =
    ["damaged", "misplaced", "slipped", "unsure", "narrow_margin", "too_long"];

#[test]
fn every_filter_says_what_the_golden_file_expects() {
    let golden = include_str!("golden/filters.txt");
    let lexicon = Lexicon::bundled().unwrap();
    let mut meter = PairMeter::new(&lexicon);
    let mut verdicts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (number, line) in golden.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, expected, zh, en] = fields[..] else {
            panic!("line {}: four fields", number + 1)
        };
        let known = KnownFilter::named(name).unwrap_or_else(|| panic!("line {}", number + 1));
        let bounds = known.bounds(Preset::Mt).unwrap_or(known.usual);
        let mut filters = Filters::none();
        filters.turn_on(name, Some(bounds.least), Some(bounds.most)).unwrap();
        let measured = meter.measure(zh, en);
        let against = filters.judge().against(&measured.values, f32::NAN, f32::NAN).is_some();
        let found = if against { "rejected" } else { "kept" };
        if found != expected {
            wrong.push(format!("line {}: {found}: {line}", number + 1));
        }
        verdicts.entry(known.name).or_default()[usize::from(against)] += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for filter in KNOWN.iter().filter(|filter| !ELSEWHERE.contains(&filter.name)) {
        let counts = verdicts.get(filter.name).copied().unwrap_or_default();
        assert!(counts.iter().all(|count| *count > 0), "{} needs both: {counts:?}", filter.name);
    }
}
