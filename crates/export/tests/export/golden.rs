//! Every format's files, byte for byte, against `tests/golden/`, where they can be read and extended.
//!
//! ZIP files and workbooks lie there as text: a line `== NAME` before each file in them. After a wanted change write them
//! anew with `UPDATE=1 cargo test -p duizhao-export --test export golden`, and read the difference.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use duizhao_bitext::Script;
use duizhao_export::sink::{Compression, Direction, Format};
use duizhao_export::{ExportOptions, Output, export};

use crate::formats::awkward;
use crate::made::{Made, varied};
use crate::write;

/// Pairs of every shape, sentences without a counterpart, both scripts, and characters that forms trip over.
fn corpus(folder: &Path) -> PathBuf {
    let mut traditional =
        Made::new("橋.html", &["zh: 一座橋。|它很長。", "en: A bridge it is: long."])
            .pair((0, 2), (0, 1));
    traditional.document.script = Some(Script::Traditional);
    traditional.document.metadata.other.insert("url".into(), "https://example.org/?a=1&b=2".into());
    let corpus = folder.join("corpus");
    write(&corpus, &[varied(), traditional, awkward(), Made::new("empty", &["en: Alone."])]);
    corpus
}

fn exported(options: &ExportOptions) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path());
    let out = folder.path().join("out");
    export(&corpus, options, Output::Path(&out.join("gold"))).unwrap();
    files(&out)
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A file as it is kept in the repository: unpacked.
fn readable(name: &Path, bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    match name.extension().and_then(|ending| ending.to_str()) {
        Some("zip" | "xlsx") => {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for index in 0..archive.len() {
                let mut file = archive.by_index(index).unwrap();
                writeln!(text, "== {}", file.name().unwrap()).unwrap();
                file.read_to_end(&mut text).unwrap();
                text.push(b'\n');
            }
        }
        Some("gz") => {
            flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
        }
        Some("zst") => {
            zstd::Decoder::new(bytes).unwrap().read_to_end(&mut text).unwrap();
        }
        _ => text.extend_from_slice(bytes),
    }
    text
}

#[test]
fn every_format_is_written_as_agreed() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let found = exported(&ExportOptions::new(Format::ALL));
    let found: BTreeMap<_, _> =
        found.into_iter().map(|(name, bytes)| (name.clone(), readable(&name, &bytes))).collect();
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&golden);
        for (name, text) in &found {
            let path = golden.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let expected = files(&golden);
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>(),
        "the files of tests/golden"
    );
    for (name, text) in &found {
        let [text, expected] = [text, &expected[name]].map(|text| String::from_utf8_lossy(text));
        assert_eq!(text, expected, "{}", name.display());
    }
}

#[test]
fn compressed_files_hold_the_same() {
    let plain = exported(&ExportOptions::new(Format::ALL));
    for compression in [Compression::Gzip, Compression::Zstd] {
        let options =
            ExportOptions { compression: Some(compression), ..ExportOptions::new(Format::ALL) };
        let packed = exported(&options);
        assert_eq!(packed, exported(&options), "the same bytes each time");
        assert_eq!(packed.len(), plain.len());
        let mut compressed = 0;
        for (name, bytes) in &packed {
            let text = name.to_str().unwrap();
            let bare = PathBuf::from(text.strip_suffix(compression.ending()).unwrap_or(text));
            if let Some(expected) = plain.get(name) {
                assert!(
                    name.components().any(|part| {
                        let part = part.as_os_str().to_str().unwrap();
                        [".xlsx", ".ladders", ".opus", "registry", "align"]
                            .iter()
                            .any(|end| part.ends_with(end))
                    }),
                    "{text} is never compressed, or in its own way"
                );
                if !text.contains("registry") {
                    assert_eq!(bytes, expected, "{text}");
                }
            } else {
                compressed += 1;
                assert_eq!(readable(name, bytes), plain[&bare], "{text}");
            }
        }
        assert_eq!(compressed, 14);
    }
}

#[test]
fn from_english_the_source_is_english() {
    let options = ExportOptions {
        direction: Direction::EnZh,
        codes: "zh,en".parse().unwrap(),
        ..ExportOptions::new([Format::Tsv, Format::Bicleaner, Format::Tmx, Format::Xliff])
    };
    let files = exported(&options);
    let text =
        |end: &str| String::from_utf8(files[Path::new(&format!("gold{end}"))].clone()).unwrap();
    assert!(text(".tsv").starts_with("The bridge is built. It is 12 km long.\t桥建好了。"));
    assert!(text(".bicleaner.tsv").contains("\tA bridge it is: long.\t一座橋。它很長。\t"));
    assert!(text(".tmx").contains(r#"srclang="en" datatype"#));
    assert_eq!(
        text(".tmx").matches("<tu ").count(),
        text(".tmx").matches("\">\n      <prop type=\"x-source-document\"").count()
    );
    assert!(text(".xlf").contains(r#"source-language="en" target-language="zh""#));
    assert!(text(".xlf").contains("<source>A bridge it is: long.</source>"));
}
