//! Every format, as other tools get it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use duizhao_bitext::{Script, Split};
use duizhao_export::row::StoredDocument;
use duizhao_export::sink::{Exported, Format};
use duizhao_export::{CorpusWriter, ExportError, ExportOptions, Output, export};

use crate::made::{Made, varied};
use crate::{options, write};

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
pub(crate) fn awkward() -> Made {
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

/// Two documents with two pairs each: one is wholly in `test`, of the other a pair is in `train`, one in `validation`.
fn split() -> Corpus {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("corpus");
    let mut writer = CorpusWriter::create(&out, options()).unwrap();
    for (id, splits) in
        [("a", [Split::Test, Split::Test]), ("b", [Split::Train, Split::Validation])]
    {
        let made = Made::new(id, &["zh: 甲。|乙。|丙。", "en: One.|Two."])
            .pair((0, 1), (0, 1))
            .pair((1, 1), (1, 1));
        let mut document = StoredDocument::of(&made.record(), 2).unwrap();
        for (pair, split) in document.pairs.iter_mut().zip(splits) {
            pair.split = split;
            pair.score = if id == "a" { 0.25 } else { 0.75 };
        }
        writer.stored(&document).unwrap();
    }
    writer.finish().unwrap();
    Corpus { folder }
}

#[test]
fn each_split_has_files_of_its_own_and_no_text_is_in_two() {
    let corpus = split();
    let options = ExportOptions { split: true, ..ExportOptions::new([Format::Tsv, Format::Cwb]) };
    corpus.export(&options, Output::Path(&corpus.path("out/x"))).unwrap();
    let read = |name: &str| fs::read_to_string(corpus.path("out").join(name)).unwrap();
    assert_eq!(read("x.test.tsv"), "甲。\tOne.\n乙。\tTwo.\n");
    assert_eq!(read("x.train.tsv"), "甲。\tOne.\n");
    assert_eq!(read("x.validation.tsv"), "乙。\tTwo.\n");
    let sentences = |name: &str| read(name).matches("<s ").count();
    assert_eq!(
        ["train", "validation", "test"].map(|split| sentences(&format!("x.{split}.zh.vrt"))),
        [1, 1, 3]
    );

    let options = ExportOptions { split: true, ..default(Format::Tsv) };
    corpus.export(&options, Output::Path(&corpus.path("y.tsv.gz"))).unwrap();
    assert!(corpus.path("y.validation.tsv.gz").is_file());
}

#[test]
fn pairs_below_the_smallest_score_stay_out_but_their_sentences_do_not() {
    let corpus = split();
    let options = |format| ExportOptions { min_score: Some(0.5), ..default(format) };
    assert_eq!(corpus.text(&options(Format::Tsv)), "甲。\tOne.\n乙。\tTwo.\n");
    assert_eq!(corpus.text(&options(Format::Ladder)).matches("0.2500").count(), 2);
    corpus.export(&options(Format::Cwb), Output::Path(&corpus.path("x"))).unwrap();
    let text = fs::read_to_string(corpus.path("x.zh.vrt")).unwrap();
    assert_eq!((text.matches("<s ").count(), text.matches("category=\"1-1\"").count()), (6, 2));
}

#[test]
fn a_single_file_is_called_as_told_and_several_begin_so() {
    let corpus = Corpus::of(&[varied()]);
    let names = |formats: &[Format], out: &str| {
        let folder = tempfile::tempdir().unwrap();
        let options = ExportOptions::new(formats);
        corpus.export(&options, Output::Path(&folder.path().join(out))).unwrap();
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(names(&[Format::Tsv], "mine.txt"), "mine.txt");
    assert_eq!(names(&[Format::Xces], "mine"), "mine");
    assert_eq!(names(&[Format::Tsv, Format::Tmx], "mine"), "mine.tmx mine.tsv");
    assert_eq!(
        names(&[Format::OpusFilter], "mine"),
        "mine.en-zh.en mine.en-zh.ids mine.en-zh.scores.jsonl mine.en-zh.zh"
    );
    let several = ExportOptions::new([Format::Tsv, Format::Tmx]);
    let error = corpus.export(&several, Output::Stream(&mut io::sink())).unwrap_err();
    assert!(error.to_string().contains("--out"), "{error}");
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
