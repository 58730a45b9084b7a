use std::io::{self, Write};

use duizhao_scorer::{Bounds, KNOWN, Preset};

use crate::Completion;

/// List the filters of pairs: name, feature, what each preset keeps, and what the filter keeps out.
///
/// The columns are separated by tabs. `[0.1, 0.9]` keeps values from 0.1 to 0.9, `-` is off.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao filters | column -t -s $'\\t'")]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<Completion> {
    let mut out = io::stdout().lock();
    let presets = Preset::ALL.into_iter().filter(|preset| *preset != Preset::None);
    let names: Vec<_> = presets.clone().map(Preset::name).collect();
    writeln!(out, "name\tfeature\tusual\t{}\tkeeps out", names.join("\t"))?;
    for filter in KNOWN {
        let bounds = |bounds: Option<Bounds>| bounds.map_or("-".to_owned(), interval);
        let of_presets: Vec<_> =
            presets.clone().map(|preset| bounds(filter.bounds(preset))).collect();
        let [name, feature, description] = [filter.name, filter.feature, filter.description];
        let (usual, of_presets) = (interval(filter.usual), of_presets.join("\t"));
        writeln!(out, "{name}\t{feature}\t{usual}\t{of_presets}\t{description}")?;
    }
    Ok(Completion::Done)
}

fn interval(Bounds { least, most }: Bounds) -> String {
    match (least.is_finite(), most.is_finite()) {
        (true, true) => format!("[{least}, {most}]"),
        (true, false) => format!("≥ {least}"),
        (false, true) => format!("≤ {most}"),
        (false, false) => "all".to_owned(),
    }
}
