//! Every format, as other tools get it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use duizhao_bitext::Script;
use duizhao_export::sink::{Exported, Format};
use duizhao_export::{ExportError, ExportOptions, Output, export};

use crate::made::{Made, varied};
use crate::write;

struct Corpus {
    folder: tempfile::TempDir,
}

impl Corpus {
    fn of(documents: &[Made]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("corpus"), documents);
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn export(&self, options: &ExportOptions, output: Output<'_>) -> Result<Exported, ExportError> {
        export(&self.path("corpus"), options, output)
    }

    fn text(&self, options: &ExportOptions) -> String {
        let mut bytes = Vec::new();
        self.export(options, Output::Stream(&mut bytes)).unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

fn default(format: Format) -> ExportOptions {
    ExportOptions::new([format])
}

/// A document whose texts hold what forms trip over.
fn awkward() -> Made {
    let mut made = Made::new("a\tb/<c>.txt", &["zh: 甲", "en: One"]).pair((0, 1), (0, 1));
    made.pairs[0].zh_text = "甲\t乙\n丙\u{85}丁\u{2028}戊\u{1c}己\0".into();
    made.pairs[0].en_text = "R&D <\"b\"> \u{2029}\u{b}\\ end".into();
    made
}

#[test]
fn tsv_is_two_columns_without_a_header() {
    let corpus = Corpus::of(&[varied()]);
    let expected = "桥建好了。全长12 公里。\tThe bridge is built. It is 12 km long.\n";
    assert_eq!(corpus.text(&default(Format::Tsv)), expected);
}

#[test]
fn tsv_takes_other_columns_and_a_header() {
    let corpus = Corpus::of(&[varied()]);
    let columns = ["document", "category", "role", "score", "numbers", "length_ratio", "en"];
    let options = ExportOptions {
        columns: Some(columns.map(str::to_owned).to_vec()),
        header: true,
        ..default(Format::Tsv)
    };
    assert_eq!(
        corpus.text(&options),
        "document\tcategory\trole\tscore\tnumbers\tlength_ratio\ten\n\
         news/桥.txt\t2-2\tparagraph\t0.8750\t\t0.2500\tThe bridge is built. It is 12 km long.\n"
    );
    let options = ExportOptions { columns: Some(vec!["taste".into()]), ..default(Format::Tsv) };
    let error = corpus.export(&options, Output::Stream(&mut io::sink())).unwrap_err();
    assert!(error.to_string().contains("`taste`; there are id, document"), "{error}");
}

#[test]
fn jsonl_is_what_transformers_takes() {
    let text = Corpus::of(&[varied()]).text(&default(Format::Jsonl));
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["translation"]["zh"], "桥建好了。全长12 公里。");
    assert_eq!(line["translation"]["en"], "The bridge is built. It is 12 km long.");
    assert_eq!(line["id"].as_str().map(str::len), Some(16));
}

#[test]
fn ladders_hold_every_sentence() {
    let corpus = Corpus::of(&[varied(), Made::new("b", &["en: Alone."])]);
    let first = "[0,1]:[0,1]:0.8750\n[]:[2]:0.0000\n[2]:[]:0.0000\n[3]:[3]:0.8750\n";
    let expected = format!("# news/桥.txt\n{first}# b\n[]:[0]:0.0000\n");
    assert_eq!(corpus.text(&default(Format::Ladder)), expected);

    let out = corpus.path("ladders");
    corpus.export(&default(Format::Ladder), Output::Path(&out)).unwrap();
    assert_eq!(fs::read_to_string(out.join("news/桥.txt.align")).unwrap(), first);
    assert_eq!(fs::read_to_string(out.join("b.align")).unwrap(), "[]:[0]:0.0000\n");
}

#[test]
fn a_ladder_s_file_cannot_leave_its_folder() {
    let corpus =
        Corpus::of(&[Made::new("../../up", &["en: Alone."]), Made::new("/root", &["en: Alone."])]);
    let out = corpus.path("deep/ladders");
    corpus.export(&default(Format::Ladder), Output::Path(&out)).unwrap();
    assert!(out.join("%2E%2E/%2E%2E/up.align").is_file());
    assert!(out.join("%/root.align").is_file());
}

#[test]
fn moses_is_three_files_of_equal_length() {
    let corpus = Corpus::of(&[varied()]);
    let name = corpus.path("mine");
    corpus.export(&default(Format::Moses), Output::Path(&name)).unwrap();
    let read = |end: &str| fs::read_to_string(format!("{}.en-zh.{end}", name.display())).unwrap();
    assert_eq!(read("en"), "The bridge is built. It is 12 km long.\n");
    assert_eq!(read("zh"), "桥建好了。全长12 公里。\n");
    assert_eq!(read("ids"), "news/桥.txt\tnews/桥.txt\t1 2\t1 2\t0.8750\n");
    let error =
        corpus.export(&default(Format::Moses), Output::Stream(&mut io::sink())).unwrap_err();
    assert!(matches!(error, ExportError::Usage(_)), "{error:?}");
}

#[test]
fn tmx_has_every_attribute_that_the_standard_asks_for() {
    let mut traditional = Made::new("b", &["zh: 橋。", "en: A bridge."]).pair((0, 1), (0, 1));
    traditional.document.script = Some(Script::Traditional);
    let text = Corpus::of(&[varied(), traditional]).text(&default(Format::Tmx));
    let header = text.lines().find(|line| line.contains("<header")).unwrap();
    for attribute in [
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    ] {
        assert!(header.contains(&format!(" {attribute}=\"")), "{attribute} in {header}");
    }
    assert!(
        text.contains(r#"<tuv xml:lang="zh-CN"><seg>桥建好了。全长12 公里。</seg></tuv>"#),
        "{text}"
    );
    assert!(text.contains(r#" srclang="zh-TW">"#), "{text}");
    assert!(text.contains(r#"<tuv xml:lang="zh-TW"><seg>橋。</seg></tuv>"#), "{text}");
    assert_eq!(text.matches("<tuv ").count(), 4);
    assert!(text.ends_with("  </body>\n</tmx>\n"), "{text}");
}

#[test]
fn no_text_breaks_a_form() {
    let corpus = Corpus::of(&[awkward()]);
    let breaks =
        |c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}');
    for format in [Format::Tsv, Format::Jsonl, Format::Ladder, Format::Tmx] {
        let text = corpus.text(&default(format));
        let is_broken = match format {
            Format::Tmx => text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\u{85}')),
            _ => text.contains(breaks),
        };
        assert!(!is_broken, "{format}: {text:?}");
    }
    assert_eq!(corpus.text(&default(Format::Tsv)).matches(['\t', '\n']).count(), 2);
    let json: serde_json::Value =
        serde_json::from_str(&corpus.text(&default(Format::Jsonl))).unwrap();
    assert_eq!(json["translation"]["zh"], awkward().pairs[0].zh_text);
    let name = corpus.path("m");
    corpus.export(&default(Format::Moses), Output::Path(&name)).unwrap();
    for end in ["en", "zh", "ids"] {
        let text = fs::read_to_string(format!("{}.en-zh.{end}", name.display())).unwrap();
        assert_eq!((text.matches('\n').count(), text.contains(breaks)), (1, false), "{text:?}");
    }
}

#[test]
fn a_file_is_replaced_only_when_told() {
    let corpus = Corpus::of(&[varied()]);
    let out = corpus.path("corpus.tmx");
    fs::write(&out, "mine").unwrap();
    let error = corpus.export(&default(Format::Tmx), Output::Path(&out)).unwrap_err();
    assert!(matches!(error, ExportError::Exists { .. }), "{error:?}");
    assert_eq!(fs::read(&out).unwrap(), b"mine");
    let options = ExportOptions { force: true, ..default(Format::Tmx) };
    let exported = corpus.export(&options, Output::Path(&out)).unwrap();
    assert_eq!((exported.documents, exported.pairs), (1, 1));
    assert!(fs::read_to_string(&out).unwrap().starts_with("<?xml"));
    assert_eq!(fs::read_dir(corpus.folder.path()).unwrap().count(), 2);
}

#[test]
fn a_failing_export_leaves_no_file() {
    let corpus = Corpus::of(&[varied()]);
    fs::remove_file(corpus.path("corpus/unpaired.parquet")).unwrap();
    for format in Format::ALL {
        assert!(corpus.export(&default(format), Output::Path(&corpus.path("x"))).is_err());
    }
    assert_eq!(fs::read_dir(corpus.folder.path()).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_as_such() {
    let corpus = Corpus::of(&[varied()]);
    let mut full = fs::OpenOptions::new().write(true).open(Path::new("/dev/full")).unwrap();
    let error = corpus.export(&default(Format::Tsv), Output::Stream(&mut full)).unwrap_err();
    assert!(matches!(error, ExportError::DiskFull { .. }), "{error:?}");
}

#[test]
fn a_reader_that_goes_away_is_recognised() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let corpus = Corpus::of(&[varied()]);
    let error = corpus.export(&default(Format::Tsv), Output::Stream(&mut Closed)).unwrap_err();
    assert!(error.is_broken_pipe(), "{error:?}");
}
