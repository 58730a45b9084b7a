//! Puts the pairs of gold wrong in known ways, runs a preset, and prints what was removed of each kind and of the clean pairs.
//!
//! ```text
//! cargo run --release -p duizhao-scorer --example check_filters -- GOLD_DIR [preset] [filter=least..most …] [--set NAME] [--show KIND | --values FILE]
//! ```
//!
//! `GOLD_DIR` holds sets of documents as `gold/mod.rs` reads them. Each kind is put into a copy of every document: alone (one pair
//! in ten is put wrong, the others stay as they are around it), and for what goes wrong in stretches also as a stretch or
//! as a whole document. Pairs that the preset `linguistics` rejects are left out: gold holds units that were not translated.
//! `--set NAME` takes this set alone; without it the large one that no model is fitted on is left out.
//! `--show KIND` prints the pairs of a kind that stayed, or for `clean` those that went, with the deciding filter. `--values FILE`
//! writes what was measured of every pair: set, kind, reason and the features in their order.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use duizhao_lexicon::Lexicon;
use duizhao_scorer::{Filters, Judge, MeasuredPair, PairMeter, Preset};

mod gold;
mod spoil;

use spoil::Kind;

/// Upper ends of the length classes, in Chinese characters.
const CLASSES: [usize; 5] = [6, 12, 25, 50, usize::MAX];

/// How many pairs there were and how many of them were removed.
#[derive(Default, Clone, Copy)]
struct Removed {
    removed: usize,
    all: usize,
}

impl Removed {
    fn add(&mut self, removed: bool) {
        self.removed += usize::from(removed);
        self.all += 1;
    }
}

#[derive(Default)]
struct Table {
    by_set: BTreeMap<(Kind, String), Removed>,
    by_class: BTreeMap<(Kind, usize), Removed>,
    reasons: BTreeMap<Kind, BTreeMap<String, usize>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.drain(place..).nth(1)
    };
    let (show, values, set) = (option("--show"), option("--values"), option("--set"));
    let mut values = match values {
        Some(path) => Some(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => None,
    };
    let folder = PathBuf::from(arguments.first().ok_or("give a folder of gold")?);
    let preset = arguments.get(1).map_or(Some(Preset::Mt), |name| Preset::of_name(name));
    let mut filters = Filters::preset(preset.ok_or("no such preset")?);
    for setting in arguments.iter().skip(2) {
        let (name, bounds) = setting.split_once('=').ok_or("a setting is filter=least..most")?;
        let (least, most) = bounds.split_once("..").ok_or("bounds are least..most")?;
        filters.turn_on(name, least.parse().ok(), most.parse().ok())?;
    }
    let judge = filters.judge();
    let lexicon = Lexicon::bundled()?;
    let mut bench = Bench { meter: PairMeter::new(&lexicon), known: HashMap::new() };
    let sets =
        gold::read(&folder, |name| set.as_ref().map_or(name != gold::LARGE, |set| name == set))?;
    let mut table = Table::default();
    let mut out = std::io::stdout().lock();
    for set in &sets {
        for (number, document) in set.documents.iter().enumerate() {
            let document = &bench.translations(document);
            let other = match (number + 1) % set.documents.len() {
                same if same == number => document,
                next => &set.documents[next],
            };
            for kind in Kind::ALL {
                for spoilt in spoil::document(document, other, kind) {
                    let judged = bench.judged(&judge, &spoilt.pairs);
                    for ((pair, (reason, measured)), wrong) in
                        spoilt.pairs.iter().zip(judged).zip(&spoilt.wrong)
                    {
                        if !wrong {
                            continue;
                        }
                        if let Some(out) = &mut values {
                            let (name, reason) = (kind.name(), reason.as_deref().unwrap_or("-"));
                            let values: Vec<_> =
                                measured.iter().map(|value| format!("{value}")).collect();
                            writeln!(out, "{}\t{name}\t{reason}\t{}", set.name, values.join("\t"))?;
                        }
                        let is_shown = show.as_deref() == Some(kind.name());
                        if is_shown && reason.is_some() == (kind == Kind::Clean) {
                            let reason = reason.as_deref().unwrap_or("-");
                            writeln!(out, "{}\t{reason}\t{}\t{}", set.name, pair.0, pair.1)?;
                        }
                        table.add(kind, &set.name, pair, reason);
                    }
                }
            }
        }
    }
    if show.is_none() {
        table.print(&mut out, &sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Measures pairs, each once.
struct Bench<'l> {
    meter: PairMeter<'l>,
    known: HashMap<gold::Texts, MeasuredPair>,
}

impl Bench<'_> {
    /// The deciding filter of each pair of a document, `None` for one that is kept, and what was measured.
    fn judged(&mut self, judge: &Judge, pairs: &[gold::Texts]) -> Vec<(Option<String>, Vec<f32>)> {
        let Self { meter, known } = self;
        let measure = |pair: &gold::Texts| match known.get(pair) {
            Some(values) => values.clone(),
            None => meter.measure(&pair.0, &pair.1),
        };
        let mut measured: Vec<_> = pairs.iter().map(measure).collect();
        let texts: Vec<[&str; 2]> = pairs.iter().map(|(zh, en)| [&**zh, &**en]).collect();
        meter.put_in_document(&texts, &mut measured);
        let against = |pair: MeasuredPair| {
            let against = judge.against(&pair.values, f32::NAN, f32::NAN).map(str::to_owned);
            (against, pair.values)
        };
        measured.into_iter().map(against).collect()
    }

    /// The pairs of a document that are translations at all: not the same text twice, each side in its language.
    fn translations(&mut self, document: &[gold::Texts]) -> Vec<gold::Texts> {
        let judge = Filters::preset(Preset::Linguistics).judge();
        let reasons = self.judged(&judge, document);
        let kept = document.iter().zip(reasons).filter(|(_, (reason, _))| reason.is_none());
        let pairs: Vec<_> = kept.map(|(pair, _)| pair.clone()).collect();
        self.known =
            pairs.iter().map(|pair| (pair.clone(), self.meter.measure(&pair.0, &pair.1))).collect();
        pairs
    }
}

impl Table {
    fn add(&mut self, kind: Kind, set: &str, pair: &gold::Texts, reason: Option<String>) {
        let removed = reason.is_some();
        self.by_set.entry((kind, set.to_owned())).or_default().add(removed);
        self.by_set.entry((kind, String::new())).or_default().add(removed);
        let characters = pair.0.chars().count();
        let class = CLASSES.iter().position(|most| characters <= *most).unwrap_or_default();
        self.by_class.entry((kind, class)).or_default().add(removed);
        if let Some(reason) = reason {
            *self.reasons.entry(kind).or_default().entry(reason).or_default() += 1;
        }
    }

    fn print(&self, out: &mut impl Write, sets: &[&str]) -> std::io::Result<()> {
        let share = |removed: Option<&Removed>| match removed {
            Some(removed) if removed.all > 0 => {
                format!("{:.1}", 100.0 * removed.removed as f64 / removed.all as f64)
            }
            _ => "–".to_owned(),
        };
        writeln!(out, "| kind | pairs | removed % | by |\n|---|---|---|---|")?;
        for kind in Kind::ALL {
            let all = self.by_set.get(&(kind, String::new())).copied().unwrap_or_default();
            let mut reasons: Vec<_> = self.reasons.get(&kind).into_iter().flatten().collect();
            reasons.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
            let reasons: Vec<_> = reasons
                .iter()
                .take(4)
                .map(|(name, count)| {
                    format!("{name} {:.1}", 100.0 * **count as f64 / all.all.max(1) as f64)
                })
                .collect();
            let (name, removed) = (kind.name(), share(Some(&all)));
            writeln!(out, "| {name} | {} | {removed} | {} |", all.all, reasons.join(", "))?;
        }
        writeln!(out, "\n| kind | {} |\n|---{}|", sets.join(" | "), "|---".repeat(sets.len()))?;
        for kind in Kind::ALL {
            let of_sets = sets.iter().map(|set| share(self.by_set.get(&(kind, (*set).to_owned()))));
            writeln!(out, "| {} | {} |", kind.name(), of_sets.collect::<Vec<_>>().join(" | "))?;
        }
        writeln!(
            out,
            "\n| kind | ≤ 6 | 7–12 | 13–25 | 26–50 | longer |\n|---|---|---|---|---|---|"
        )?;
        for kind in Kind::ALL {
            let of_classes =
                (0..CLASSES.len()).map(|class| share(self.by_class.get(&(kind, class))));
            writeln!(out, "| {} | {} |", kind.name(), of_classes.collect::<Vec<_>>().join(" | "))?;
        }
        Ok(())
    }
}
