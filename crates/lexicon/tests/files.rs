//! Files of the lexicon: what was written comes back, what is wrong is named.

use duizhao_bitext::Language;
use duizhao_lexicon::{
    BeadKeys, Error, LearnedTable, Lexicon, Token, Training, TranslationClass, Vocabulary,
};

const SOURCE: &str = "fold\t貓\t猫\nform\tslept\tsleep\nspelling\tcolour\tcolor\nordinary\tdog\n\
    word\t狗\tc\t-\tdog:0.9:d hound:0.2:r\nword\t猫\tc\t-\tcat:0.8:d\nword\t颜色\tc\t-\tcolor:0.8:d\n";

fn small() -> Lexicon {
    let file = Lexicon::compile(SOURCE).expect("the source is sound");
    Lexicon::from_bytes(&file).expect("what was compiled can be read")
}

fn first(lexicon: &Lexicon, vocabulary: &mut Vocabulary, language: Language, text: &str) -> Token {
    let mut tokens = Vec::new();
    lexicon.tokenise(text, language, vocabulary, &mut tokens);
    tokens[0]
}

#[test]
fn a_compiled_lexicon_says_what_its_source_says() {
    let lexicon = small();
    let mut vocabulary = Vocabulary::new(&lexicon);
    for (zh, en, class) in [
        ("狗", "dogs", TranslationClass::Direct),
        ("狗", "hound", TranslationClass::Related),
        ("貓", "Cat", TranslationClass::Direct),
        ("颜色", "colours", TranslationClass::Direct),
    ] {
        let zh = first(&lexicon, &mut vocabulary, Language::Zh, zh);
        let en = first(&lexicon, &mut vocabulary, Language::En, en);
        let found =
            lexicon.translations(zh.key).iter().find(|translation| translation.stem == en.key);
        assert_eq!(found.map(|translation| translation.class), Some(class));
    }
}

#[test]
fn a_wrong_file_is_named() {
    let file = Lexicon::compile(SOURCE).unwrap();
    let error = |bytes: &[u8]| Lexicon::from_bytes(bytes).unwrap_err();
    assert!(matches!(error(b"PAR1 something else"), Error::Foreign { .. }));
    assert!(matches!(error(b""), Error::Foreign { .. }));
    for length in [9, 20, 30, file.len() - 1] {
        assert!(matches!(error(&file[..length]), Error::CutShort { .. }), "{length} bytes");
    }
    let mut other = file.clone();
    other[8] = 99;
    assert!(matches!(error(&other), Error::Version { found: 99, .. }));
    other[8] = 2;
    let old = error(&other);
    assert!(matches!(old, Error::Version { found: 2, expected: 3, .. }), "{old}");
    let mut flipped = file.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert!(matches!(error(&flipped), Error::Damaged { .. } | Error::CutShort { .. }));
    assert!(
        matches!(Lexicon::from_bytes(&file), Ok(lexicon) if !lexicon.translations(0).is_empty())
    );
}

#[test]
fn a_wrong_line_of_the_source_is_named() {
    for (source, wrong) in
        [("word\t狗\tx\t-\tdog:0.9:d", 1), ("\nfold\tab\tc", 2), ("word\t狗\tc\t-\tdog:2:d", 1)]
    {
        match Lexicon::compile(source) {
            Err(Error::Line { line, .. }) => assert_eq!(line, wrong, "{source}"),
            other => panic!("{source}: {other:?}"),
        }
    }
}

/// Tokens of three beads that say 小明 (unknown to the lexicon) is Ming.
fn beads(lexicon: &Lexicon, vocabulary: &mut Vocabulary) -> Vec<(Vec<u32>, Vec<u32>)> {
    let mut side = |language, text: &str| {
        let mut tokens = Vec::new();
        lexicon.tokenise(text, language, vocabulary, &mut tokens);
        tokens.iter().map(|token| token.key).collect::<Vec<_>>()
    };
    [("明狗", "Ming dog"), ("明猫", "Ming cat"), ("明大", "big Ming")]
        .map(|(zh, en)| (side(Language::Zh, zh), side(Language::En, en)))
        .to_vec()
}

fn learn(lexicon: &Lexicon, beads: &[(Vec<u32>, Vec<u32>)]) -> LearnedTable {
    let beads: Vec<_> = beads.iter().map(|(zh, en)| BeadKeys { zh, en }).collect();
    LearnedTable::learn(lexicon, &beads, &Training::default())
}

#[test]
fn a_learned_table_finds_the_name_and_comes_back_from_its_file() {
    let lexicon = small();
    let mut vocabulary = Vocabulary::new(&lexicon);
    let beads = beads(&lexicon, &mut vocabulary);
    let table = learn(&lexicon, &beads);
    let (zh, en) = (beads[0].0[0], beads[0].1[0]);
    let best =
        table.pairs(zh).iter().max_by(|a, b| a.en_given_zh.total_cmp(&b.en_given_zh)).unwrap();
    assert_eq!(best.en, en);
    assert!(best.en_given_zh > 0.5, "{best:?}");

    let file = table.to_bytes(&lexicon, &vocabulary).unwrap();
    let lexicon = small().with_learned(&file).unwrap();
    let mut vocabulary = Vocabulary::new(&lexicon);
    let zh = first(&lexicon, &mut vocabulary, Language::Zh, "明").key;
    let en = first(&lexicon, &mut vocabulary, Language::En, "Ming").key;
    let again = lexicon.learned().unwrap().pairs(zh).iter().find(|pair| pair.en == en).unwrap();
    assert_eq!((again.zh_given_en, again.en_given_zh), (best.zh_given_en, best.en_given_zh));
    assert!(matches!(small().with_learned(&file[..file.len() - 3]), Err(Error::CutShort { .. })));
    assert!(matches!(
        small().with_learned(&Lexicon::compile(SOURCE).unwrap()),
        Err(Error::Foreign { .. })
    ));
}

#[test]
fn merging_a_table_with_itself_changes_no_probability() {
    let lexicon = small();
    let mut vocabulary = Vocabulary::new(&lexicon);
    let table = learn(&lexicon, &beads(&lexicon, &mut vocabulary));
    let merged = table.merged(&table);
    assert_eq!(merged.len(), table.len());
    for ((zh, one), (_, two)) in table.iter().zip(merged.iter()) {
        for (one, two) in one.iter().zip(two) {
            assert!((one.zh_given_en - two.zh_given_en).abs() < 1e-6, "{zh}: {one:?} {two:?}");
            assert!((one.en_given_zh - two.en_given_zh).abs() < 1e-6, "{zh}: {one:?} {two:?}");
        }
    }
}

#[test]
fn a_glossary_comes_before_the_dictionary_and_names_its_wrong_lines() {
    let lexicon = small().with_glossary("# terms\n狗\tBuddy\n小明\tLittle Ming\n").unwrap();
    let mut vocabulary = Vocabulary::new(&lexicon);
    let zh = first(&lexicon, &mut vocabulary, Language::Zh, "小明和狗");
    assert_eq!(zh.span, (0, 6), "the term is one word");
    let classes: Vec<_> =
        lexicon.translations(zh.key).iter().map(|translation| translation.class).collect();
    assert_eq!(classes, [TranslationClass::Glossary; 2]);
    let dog = first(&lexicon, &mut vocabulary, Language::Zh, "狗");
    assert_eq!(lexicon.translations(dog.key).len(), 3, "what the dictionary has stays");
    for wrong in ["狗 dog", "狗\t", "\tdog"] {
        assert!(
            matches!(small().with_glossary(wrong), Err(Error::Line { line: 1, .. })),
            "{wrong:?}"
        );
    }
}
