//! What holds for every number, every text and every set of beads.

use duizhao_bitext::Language;
use duizhao_lexicon::{BeadKeys, LearnedTable, Lexicon, Names, Token, Training, Vocabulary};
use proptest::prelude::*;

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A number in Chinese characters, as a school would write it.
fn chinese(number: u64) -> String {
    fn group(number: u64) -> String {
        let (mut text, mut zero) = (String::new(), false);
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = number / unit % 10;
            if digit == 0 {
                zero |= !text.is_empty();
                continue;
            }
            if std::mem::take(&mut zero) {
                text.push('零');
            }
            text.push_str(DIGITS[digit as usize]);
            text.push_str(name);
        }
        text
    }
    if number == 0 {
        return "零".to_owned();
    }
    let (mut text, mut gap) = (String::new(), false);
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let part = number / unit % 10_000;
        if part == 0 {
            gap = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (gap || part < 1000) {
            text.push('零');
        }
        gap = false;
        text.push_str(&group(part));
        text.push_str(name);
    }
    text
}

/// A number in English words.
fn english(number: u64) -> String {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    fn below_thousand(number: u64) -> String {
        match number {
            0..20 => SMALL[number as usize].to_owned(),
            20..100 if number.is_multiple_of(10) => TENS[number as usize / 10].to_owned(),
            20..100 => format!("{}-{}", TENS[number as usize / 10], SMALL[number as usize % 10]),
            _ if number.is_multiple_of(100) => format!("{} hundred", SMALL[number as usize / 100]),
            _ => format!(
                "{} hundred and {}",
                SMALL[number as usize / 100],
                below_thousand(number % 100)
            ),
        }
    }
    if number == 0 {
        return SMALL[0].to_owned();
    }
    let mut parts = Vec::new();
    for (unit, name) in
        [(1_000_000_000, " billion"), (1_000_000, " million"), (1000, " thousand"), (1, "")]
    {
        let part = number / unit % 1000;
        if part > 0 {
            parts.push(format!("{}{name}", below_thousand(part)));
        }
    }
    parts.join(" ")
}

fn with_separators(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The keys of all tokens of a text, as texts.
fn keys(lexicon: &Lexicon, language: Language, text: &str) -> Vec<String> {
    let mut vocabulary = Vocabulary::new(lexicon);
    let mut tokens = Vec::new();
    lexicon.tokenise(text, language, &mut vocabulary, &mut tokens);
    tokens
        .iter()
        .flat_map(Token::keys)
        .map(|key| vocabulary.text(lexicon, key).to_owned())
        .collect()
}

proptest! {
    #[test]
    fn a_vocabulary_that_absorbed_another_has_one_key_for_a_string(
        first in "[a-zA-Z0-9 ]{0,60}", second in "[a-zA-Z0-9 ]{0,60}",
    ) {
        let lexicon = Lexicon::empty();
        let read = |text: &str, vocabulary: &mut Vocabulary| {
            let mut tokens: Vec<Token> = Vec::new();
            lexicon.tokenise(text, Language::En, vocabulary, &mut tokens);
            tokens.iter().map(|token| token.key).collect::<Vec<u32>>()
        };
        let mut together = Vocabulary::new(&lexicon);
        let expected = [read(&first, &mut together), read(&second, &mut together)];
        let (mut own, mut other) = (Vocabulary::new(&lexicon), Vocabulary::new(&lexicon));
        let (own_keys, mut other_keys) = (read(&first, &mut own), read(&second, &mut other));
        let renamed = own.absorb(&other);
        for key in &mut other_keys {
            if let Some(number) = (*key as usize).checked_sub(lexicon.key_count()) {
                *key = renamed[number];
            }
        }
        let texts = |vocabulary: &Vocabulary, keys: &[u32]| -> Vec<String> {
            keys.iter().map(|key| vocabulary.text(&lexicon, *key).to_owned()).collect()
        };
        prop_assert_eq!(texts(&own, &own_keys), texts(&together, &expected[0]));
        prop_assert_eq!(texts(&own, &other_keys), texts(&together, &expected[1]));
        for (key, other) in own_keys.iter().flat_map(|key| other_keys.iter().map(move |other| (key, other))) {
            let same = own.text(&lexicon, *key) == own.text(&lexicon, *other);
            prop_assert_eq!(key == other, same);
        }
    }

    #[test]
    fn a_number_has_one_key_in_every_writing(number in prop_oneof![2u64..1000, 2u64..1_000_000, 2u64..900_000_000_000]) {
        let lexicon = Lexicon::empty();
        let wanted = vec![format!("={number}")];
        for zh in [chinese(number), number.to_string(), with_separators(number), format!("第{}", chinese(number))] {
            prop_assert_eq!(&keys(&lexicon, Language::Zh, &zh), &wanted, "{}", zh);
        }
        for en in [english(number), number.to_string(), with_separators(number)] {
            let found = keys(&lexicon, Language::En, &en);
            prop_assert!(found.contains(&wanted[0]), "{} is {:?}", en, found);
        }
    }

    #[test]
    fn ten_thousands_and_millions_meet(tenths in 1u64..100_000) {
        let lexicon = Lexicon::empty();
        let written = format!("{}.{}", tenths / 10, tenths % 10);
        let zh = keys(&lexicon, Language::Zh, &format!("{written}亿"));
        let en = keys(&lexicon, Language::En, &with_separators(tenths * 10_000_000));
        prop_assert_eq!(&zh, &en);
        let million = keys(&lexicon, Language::En, &format!("{} million", tenths * 10));
        prop_assert_eq!(zh, million);
    }

    #[test]
    fn any_text_yields_spans_in_order(text in "[一三十百千万亿第点年月0-9a-zA-Z的萬狗乾,.%'’ -“”…\\-—。！𠀀é]{0,40}|\\PC{0,40}") {
        let lexicon = Lexicon::empty();
        for language in Language::BOTH {
            let mut vocabulary = Vocabulary::new(&lexicon);
            let mut tokens = Vec::new();
            lexicon.tokenise(&text, language, &mut vocabulary, &mut tokens);
            Names::new(&lexicon, &vocabulary).find(&text, &mut Vec::new());
            let mut end = 0;
            for token in &tokens {
                prop_assert!(end <= token.span.0 && token.span.0 < token.span.1, "{:?}", tokens);
                prop_assert!(text.get(token.span.0 as usize..token.span.1 as usize).is_some());
                prop_assert!(token.keys().all(|key| (key as usize) < vocabulary.key_count()));
                end = token.span.1;
            }
        }
    }

    #[test]
    fn learned_probabilities_are_probabilities(
        beads in prop::collection::vec((prop::collection::vec(0u32..12, 0..6), prop::collection::vec(20u32..32, 0..6)), 0..30)
    ) {
        let lexicon = Lexicon::empty();
        let beads: Vec<BeadKeys<'_>> = beads.iter().map(|(zh, en)| BeadKeys { zh, en }).collect();
        let training = Training { discount: 0.0, ..Training::default() };
        let table = LearnedTable::learn(&lexicon, &beads, &training);
        let mut of_en = [0.0f32; 40];
        for (_, pairs) in table.iter() {
            let sum: f32 = pairs.iter().map(|pair| pair.en_given_zh).sum();
            prop_assert!(pairs.is_empty() || (sum - 1.0).abs() < 1e-3, "{}", sum);
            prop_assert!(pairs.is_sorted_by(|a, b| a.en < b.en));
            for pair in pairs {
                of_en[pair.en as usize] += pair.zh_given_en;
            }
        }
        prop_assert!(of_en.iter().all(|sum| *sum == 0.0 || (sum - 1.0).abs() < 1e-3), "{:?}", of_en);
        prop_assert_eq!(&LearnedTable::learn(&lexicon, &beads, &training), &table);
    }
}
