//! The project's own sample documents come out as `data/gold/documents.tsv` says, and what must be dropped is dropped.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use duizhao_bitext::Document;
use duizhao_reader::{Options, discover, read};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// Every sample by the file names that it was read from.
fn samples() -> BTreeMap<String, Document> {
    let folder = data().join("samples");
    let entries = discover(std::slice::from_ref(&folder));
    let documents = entries.map(|entry| {
        let entry = entry.expect("a folder");
        let document = read(&entry, &Options::default()).expect("a readable sample");
        let name = |path: &str| {
            let path = Path::new(path).strip_prefix(&folder).expect("below the folder");
            path.to_string_lossy().into_owned()
        };
        let names: Vec<String> = document.texts.iter().map(|text| name(&text.path)).collect();
        (names.join(" "), document)
    });
    documents.collect()
}

/// The rows of a table with a header, each cell by its column's name.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let table = fs::read_to_string(path).expect("a table");
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    lines
        .map(|line| {
            let cells = line.split('\t').map(str::to_owned).chain(std::iter::repeat(String::new()));
            header.iter().map(|name| (*name).to_owned()).zip(cells).collect()
        })
        .collect()
}

#[test]
fn charset_layout_script_and_metadata_are_found() {
    let samples = samples();
    let rows = rows(&data().join("gold/documents.tsv"));
    assert!(rows.len() >= 8);
    let mut wrong = Vec::new();
    for row in rows {
        let document =
            samples.get(&row["files"]).unwrap_or_else(|| panic!("not found: {}", row["files"]));
        let found = [
            ("charset", document.texts[0].charset.clone()),
            ("layout", document.layout.to_string()),
            ("script", document.script.map_or(String::new(), |script| script.tag().to_owned())),
            ("title", document.metadata.title.clone().unwrap_or_default()),
            ("date", document.metadata.date.clone().unwrap_or_default()),
            ("source", document.metadata.source.clone().unwrap_or_default()),
        ];
        for (column, found) in found {
            if row[column] != found {
                wrong.push(format!(
                    "{} {column}: {found:?}, not {:?}",
                    row["document"], row[column]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_furniture_of_the_samples_is_dropped_and_nothing_else() {
    let samples = samples();
    let mut wrong = Vec::new();
    for row in rows(&data().join("gold/documents.tsv")) {
        let document = &samples[&row["files"]];
        let path = data().join(format!("gold/{}.dropped.txt", row["document"]));
        let gold = fs::read_to_string(path).unwrap_or_default();
        let gold: Vec<_> =
            gold.lines().map(duizhao_bitext::normalise).filter(|line| !line.is_empty()).collect();
        for block in &document.blocks {
            let content = duizhao_bitext::normalise(document.content(block));
            let is_furniture =
                gold.iter().any(|line| line.contains(&*content) || content.contains(&**line));
            let reason = block.dropped.as_deref();
            if is_furniture && reason.is_none() {
                wrong.push(format!("{}: kept {content}", row["document"]));
            }
            if !is_furniture
                && reason
                    .is_some_and(|reason| !matches!(reason, "code" | "no-words" | "bilingual-mark"))
            {
                wrong.push(format!(
                    "{}: {} {content}",
                    row["document"],
                    reason.unwrap_or_default()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
