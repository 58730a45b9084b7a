//! The golden files: what a linguist says of each paragraph.

use duizhao_bitext::Language;
use duizhao_segmenter::Segmenter;

/// The paragraphs of a golden file with their sentences.
fn cases(file: &str) -> Vec<(&str, Vec<&str>)> {
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match (line.strip_prefix("> "), cases.last_mut()) {
            (Some(paragraph), _) => cases.push((paragraph, Vec::new())),
            (None, Some((_, sentences))) => sentences.push(line),
            (None, None) => panic!("a sentence before the first paragraph: {line}"),
        }
    }
    cases
}

fn check(file: &str, language: Language) {
    let wrong: Vec<String> = cases(file)
        .into_iter()
        .filter_map(|(paragraph, wanted)| {
            let spans = Segmenter::default().sentences(paragraph, language);
            let found: Vec<&str> = spans.map(|span| span.of(paragraph)).collect();
            (found != wanted).then(|| format!("wanted {wanted:#?}\nfound {found:#?}"))
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
    check(include_str!("golden/zh.txt"), Language::Zh);
}

#[test]
fn english() {
    check(include_str!("golden/en.txt"), Language::En);
}
