//! The golden files: what a linguist says of each paragraph.

use duizhao_bitext::Language;
use duizhao_segmenter::{LineBreaks, Options, Segmenter};

/// A paragraph with its sentences, and how it is to be split.
struct Case<'f> {
    setting: &'f str,
    paragraph: String,
    sentences: Vec<String>,
}

/// The cases of a golden file; `setting` holds until a line says another.
fn cases<'f>(file: &'f str, mut setting: &'f str) -> Vec<Case<'f>> {
    let mut cases: Vec<Case<'f>> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let text = line.replace("\\n", "\n");
        if let Some(next) = line.strip_prefix("= ") {
            setting = next;
        } else if let Some(paragraph) = text.strip_prefix("> ") {
            cases.push(Case { setting, paragraph: paragraph.to_owned(), sentences: Vec::new() });
        } else {
            let case = cases.last_mut().expect("a sentence stands below a paragraph");
            case.sentences.push(text);
        }
    }
    cases
}

/// The language and options that a setting names.
fn settings(setting: &str) -> (Language, Options) {
    let mut words = setting.split(' ');
    let language = match words.next() {
        Some("zh") => Language::Zh,
        Some("en") => Language::En,
        other => panic!("{other:?} is no language"),
    };
    let mut options = Options::default();
    for word in words {
        match word {
            "keep-quotes" => options.split_quotes = false,
            "semicolons" => options.split_semicolons = true,
            "wrap" => options.line_breaks = LineBreaks::Wrap,
            _ => panic!("{word} is no option"),
        }
    }
    (language, options)
}

fn check(file: &str, setting: &str) {
    let cases = cases(file, setting);
    assert!(cases.len() > 5, "a golden file has cases");
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let (language, options) = settings(case.setting);
            let spans = Segmenter::new(options).sentences(&case.paragraph, language);
            let found: Vec<&str> = spans.map(|span| span.of(&case.paragraph)).collect();
            let setting = case.setting;
            let wanted = &case.sentences;
            (found != *wanted).then(|| format!("{setting}: wanted {wanted:#?}\nfound {found:#?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} paragraphs are split wrongly:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn chinese() {
    check(include_str!("golden/zh.txt"), "zh");
}

#[test]
fn english() {
    check(include_str!("golden/en.txt"), "en");
}

#[test]
fn options() {
    check(include_str!("golden/options.txt"), "zh");
}
