//! Short documents with what must come out of them; see `situations/README.md` for how to add one.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use duizhao_bitext::{BlockLanguage, Document};
use duizhao_reader::{Options, read_bytes};

fn render(document: &Document) -> String {
    let mut out = String::new();
    let script = document.script.map_or("none", |script| script.tag());
    writeln!(out, "layout {}, script {script}", document.layout).expect("a string");
    let metadata = &document.metadata;
    let named =
        [("title", &metadata.title), ("date", &metadata.date), ("source", &metadata.source)];
    for (name, value) in named.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
    {
        writeln!(out, "{name} {value}").expect("a string");
    }
    for (name, value) in &metadata.other {
        writeln!(out, "{name} {value}").expect("a string");
    }
    for block in &document.blocks {
        let language = match block.language {
            BlockLanguage::Zh => "zh",
            BlockLanguage::En => "en",
            BlockLanguage::Mixed => "mixed",
            BlockLanguage::Other => "other",
        };
        let text = &document.texts[block.text].content;
        let label = block.label.map(|label| format!(" [{}]", label.of(text))).unwrap_or_default();
        let dropped = block.dropped.as_deref().map(|rule| format!(" -{rule}")).unwrap_or_default();
        let unit = block.unit.map(|unit| format!(" unit {unit}")).unwrap_or_default();
        let wrapped = if block.wrapped { " wrapped" } else { "" };
        let damage: Vec<&str> = block.damage.iter().map(|damage| damage.name()).collect();
        let damage =
            if damage.is_empty() { String::new() } else { format!(" !{}", damage.join(" !")) };
        let content = duizhao_bitext::normalise(document.content(block));
        writeln!(
            out,
            "{language} {}{unit}{label}{wrapped}{damage}{dropped} | {content}",
            block.role
        )
        .expect("a string");
    }
    for text in &document.texts {
        for repair in &text.repairs {
            let new = repair.span.of(&text.content);
            writeln!(out, "repair {} {:?} -> {new:?}", repair.rule, repair.original)
                .expect("a string");
        }
    }
    out
}

#[test]
fn every_situation_comes_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/situations");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.retain(|path| {
        path.extension().is_some_and(|ending| ending != "expected") && !path.ends_with("README.md")
    });
    assert!(paths.len() >= 15);
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let document = read_bytes(&name, fs::read(&path).expect("a file"), &Options::default())
            .expect("a document");
        let found = render(&document);
        let gold = path.with_file_name(format!("{name}.expected"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&gold, &found).expect("to be written");
        }
        let expected = fs::read_to_string(&gold).unwrap_or_default();
        if found != expected {
            writeln!(wrong, "== {name}\n-- expected\n{expected}-- found\n{found}")
                .expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
