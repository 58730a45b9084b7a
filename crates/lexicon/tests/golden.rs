//! The golden files, which anyone who knows the languages can extend.

use std::fmt::Write;

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Token, Vocabulary};

/// The tokens of a sentence, each as its kind and the texts of its keys.
fn tokens(lexicon: &Lexicon, language: &str, sentence: &str) -> Vec<(String, Vec<String>)> {
    let language = if language == "zh" { Language::Zh } else { Language::En };
    let mut vocabulary = Vocabulary::new(lexicon);
    let mut tokens = Vec::new();
    lexicon.tokenise(sentence, language, &mut vocabulary, &mut tokens);
    let texts =
        |token: &Token| token.keys().map(|key| vocabulary.text(lexicon, key).to_owned()).collect();
    tokens.iter().map(|token| (format!("{:?}", token.kind), texts(token))).collect()
}

#[test]
fn numbers_mean_the_same_however_they_are_written() {
    let lexicon = Lexicon::bundled().unwrap();
    let mut wrong = Vec::new();
    for line in include_str!("golden/numbers.txt").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [key, "zh", zh, "en", en] = fields[..] else {
            panic!("not a line of numbers: {line:?}")
        };
        for (language, forms) in [("zh", zh), ("en", en)] {
            for form in forms.split(" / ") {
                let tokens = tokens(&lexicon, language, form);
                if !tokens.iter().any(|(_, keys)| keys.iter().any(|found| found == key)) {
                    wrong.push(format!("{form} should be {key}, is {tokens:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sentences_are_cut_as_written_down() {
    let lexicon = Lexicon::bundled().unwrap();
    let mut found = String::new();
    for line in include_str!("golden/tokens.txt").lines() {
        if line.starts_with("    ") {
            continue; // what should be there; what is there is written in its place
        }
        found.push_str(line);
        found.push('\n');
        if let Some((language, sentence)) = line.split_once('\t') {
            for (kind, keys) in tokens(&lexicon, language, sentence) {
                writeln!(found, "    {kind} {}", keys.join(" | ")).unwrap();
            }
        }
    }
    let wanted = include_str!("golden/tokens.txt");
    for (number, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
        assert_eq!(found, wanted, "line {}", number + 1);
    }
    assert_eq!(found.lines().count(), wanted.lines().count());
}
