//! What holds for any corpus: nothing leaks, no duplicate is left, and neither order nor threads nor growth decide.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::collections::BTreeMap;

use duizhao_bitext::Split;
use duizhao_curator::{
    Curator, Decision, Duplicates, Item, Leaks, Reason, Reference, Relation, Settings, Size,
    SplitBy, Translations,
};
use proptest::prelude::*;

/// Numbers in a fixed order that looks like none.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

#[derive(Debug, Clone)]
struct Made {
    document: String,
    id: u64,
    score: f32,
    zh: Vec<char>,
    en: Vec<usize>,
}

/// Documents of some twenty pairs; every third pair repeats an earlier one, as it is or a little changed on both sides
/// or on one.
fn corpus(seed: u64, pairs: usize) -> Vec<Made> {
    let dice = &mut Dice(seed);
    let mut made: Vec<Made> = Vec::new();
    for id in 0..pairs as u64 {
        let mut pair = Made {
            document: format!("d{}", id / 20),
            id: id * 7 % 9_999_991,
            score: dice.below(100) as f32 / 100.0,
            zh: (0..10 + dice.below(40)).map(|_| hanzi(dice)).collect(),
            en: (0..8 + dice.below(20)).map(|_| word(dice)).collect(),
        };
        if id > 0 && dice.below(3) == 0 {
            let earlier = made[dice.below(made.len())].clone();
            let kind = dice.below(4);
            if kind != 0 {
                pair.zh = earlier.zh;
            }
            if kind != 1 {
                pair.en = earlier.en;
            }
            if kind == 2 {
                let (at, to) = (dice.below(pair.zh.len()), dice.below(pair.en.len()));
                (pair.zh[at], pair.en[to]) = (hanzi(dice), word(dice));
            }
        }
        made.push(pair);
    }
    made
}

fn hanzi(dice: &mut Dice) -> char {
    char::from_u32(0x4e00 + dice.below(2000) as u32).unwrap()
}

fn word(dice: &mut Dice) -> usize {
    dice.below(3000)
}

fn texts(made: &[Made]) -> Vec<[String; 2]> {
    let words =
        |en: &[usize]| en.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
    made.iter().map(|pair| [pair.zh.iter().collect(), words(&pair.en)]).collect()
}

fn items<'a>(made: &'a [Made], texts: &'a [[String; 2]]) -> Vec<Item<'a>> {
    let item = |(pair, [zh, en]): (&'a Made, &'a [String; 2])| Item {
        document: &pair.document,
        id: pair.id,
        score: pair.score,
        zh,
        en,
    };
    made.iter().zip(texts).map(item).collect()
}

fn decide_with(
    made: &[Made],
    settings: &Settings,
    set_up: impl FnOnce(&mut Curator),
) -> Vec<Decision> {
    let mut curator = Curator::new(settings.clone(), &std::env::temp_dir()).unwrap();
    set_up(&mut curator);
    let texts = texts(made);
    for batch in items(made, &texts).chunks(501) {
        curator.add(batch).unwrap();
    }
    let decisions = curator.decide().unwrap();
    (0..decisions.len()).map(|pair| decisions.of(pair)).collect()
}

fn decide(made: &[Made], settings: &Settings) -> Vec<Decision> {
    decide_with(made, settings, |_| ())
}

/// The Jaccard similarities of both sides, counted the plain way.
fn similarities(one: &Made, other: &Made) -> [f64; 2] {
    fn jaccard<T: Ord + Copy>(one: &[T], other: &[T]) -> f64 {
        let pairs = |side: &[T]| {
            let mut pairs: Vec<_> = side.windows(2).map(|pair| (pair[0], pair[1])).collect();
            pairs.sort_unstable();
            pairs.dedup();
            pairs
        };
        let (one, other) = (pairs(one), pairs(other));
        let common = one.iter().filter(|pair| other.binary_search(pair).is_ok()).count();
        common as f64 / (one.len() + other.len() - common) as f64
    }
    [jaccard(&one.zh, &other.zh), jaccard(&one.en, &other.en)]
}

fn splits() -> Settings {
    Settings {
        duplicates: Duplicates::Near,
        test: Size::Share(0.15),
        validation: Size::Share(0.15),
        ..Settings::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn nothing_leaks_and_no_duplicate_is_left(
        seed in any::<u64>(), near in any::<bool>(), by_pair in any::<bool>(),
    ) {
        let made = corpus(seed, 300);
        let settings = Settings {
            duplicates: if near { Duplicates::Near } else { Duplicates::Keep },
            split_by: if by_pair { SplitBy::Pair } else { SplitBy::Document },
            ..splits()
        };
        let decisions = decide(&made, &settings);
        let kept: Vec<_> = (0..made.len()).filter(|pair| decisions[*pair].dropped.is_none()).collect();
        for (number, one) in kept.iter().enumerate() {
            for other in &kept[number + 1..] {
                let alike = similarities(&made[*one], &made[*other]);
                if decisions[*one].split != decisions[*other].split {
                    prop_assert!(alike.iter().all(|side| *side < 0.8), "{one} {other} leak: {alike:?}");
                } else if near {
                    prop_assert!(alike.iter().any(|side| *side < 0.8), "{one} {other}: {alike:?}");
                }
            }
        }
        prop_assert!(kept.iter().any(|pair| decisions[*pair].split == Split::Test));
    }

    #[test]
    fn what_is_dropped_names_a_pair_that_is_like_it(seed in any::<u64>()) {
        let made = corpus(seed, 500);
        let decisions = decide(&made, &splits());
        let places: BTreeMap<_, _> = made.iter().map(|pair| pair.id).zip(0_usize..).collect();
        let mut dropped = 0;
        for (pair, decision) in made.iter().zip(&decisions) {
            let Some((reason, of)) = decision.dropped else { continue };
            dropped += 1;
            let (other, of) = (&made[places[&of]], &decisions[places[&of]]);
            let alike = similarities(pair, other);
            match reason {
                Reason::Duplicate => prop_assert!(alike.iter().all(|side| *side >= 1.0)),
                Reason::NearDuplicate => {
                    prop_assert!(alike.iter().all(|side| *side >= 0.8), "{:?}", alike);
                    prop_assert_eq!(decision.cluster, of.cluster);
                }
                _ => prop_assert!(alike.iter().any(|side| *side >= 0.8), "{:?}", alike),
            }
            prop_assert!(of.split >= decision.split, "the evaluation splits come first");
        }
        prop_assert!(dropped > 30, "{}", dropped);
    }

    #[test]
    fn the_order_of_documents_and_the_number_of_threads_decide_nothing(seed in any::<u64>()) {
        let made = corpus(seed, 400);
        let mut turned = made.clone();
        turned.rotate_left(160);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let settings = Settings { validation: Size::Pairs(20), ..splits() };
        let by_id = |made: &[Made]| {
            let decisions = pool.install(|| decide(made, &settings));
            made.iter().map(|pair| pair.id).zip(decisions).collect::<BTreeMap<_, _>>()
        };
        let (one, other) = (by_id(&made), by_id(&turned));
        for (id, decision) in &one {
            // Which of several kept pairs a leak is named after may differ, nothing else.
            prop_assert_eq!(decision.dropped.map(|(reason, _)| reason), other[id].dropped.map(|(reason, _)| reason));
            prop_assert_eq!((decision.split, decision.cluster), (other[id].split, other[id].cluster));
            prop_assert_eq!((decision.copies, decision.translations), (other[id].copies, other[id].translations));
        }
        prop_assert_eq!(decide(&made, &settings), pool.install(|| decide(&made, &settings)));
    }

    #[test]
    fn a_grown_corpus_keeps_its_test_split(seed in any::<u64>()) {
        let made = corpus(seed, 600);
        let settings = Settings { duplicates: Duplicates::Exact, ..splits() };
        let (before, after) = (decide(&made[..400], &settings), decide(&made, &settings));
        for (one, other) in before.iter().zip(&after) {
            prop_assert_eq!(one.split, other.split);
            // A test pair can only give way to a better copy of itself in the test split.
            if one.split == Split::Test && one.dropped.is_none() {
                let reason = other.dropped.map(|(reason, _)| reason);
                prop_assert!(matches!(reason, None | Some(Reason::Duplicate)), "{:?}", reason);
            }
        }
    }
}

#[test]
fn a_split_of_a_number_of_pairs_stays_when_its_documents_are_pinned() {
    let made = corpus(1, 2000);
    let settings = Settings { test: Size::Pairs(100), validation: Size::None, ..splits() };
    let before = decide(&made[..1000], &settings);
    let kept =
        before.iter().filter(|one| one.split == Split::Test && one.dropped.is_none()).count();
    assert!((100..=150).contains(&kept), "{kept}");
    let after = decide_with(&made, &settings, |curator| {
        for (pair, decision) in made.iter().zip(&before) {
            curator.pin_document(&pair.document, decision.split);
        }
    });
    for (pair, (one, other)) in before.iter().zip(&after).enumerate() {
        assert_eq!(one.split, other.split, "{pair}");
    }
    assert!(after[1000..].iter().all(|decision| decision.split == Split::Train));
}

#[test]
fn nothing_leaks_into_splits_that_are_only_pinned() {
    let made = corpus(2, 400);
    let before = decide(&made, &splits());
    let after = decide_with(&made, &Settings::default(), |curator| {
        for (pair, decision) in made.iter().zip(&before) {
            curator.pin_document(&pair.document, decision.split);
        }
    });
    let leaks = |decision: &&Decision| {
        matches!(decision.dropped, Some((Reason::LeaksIntoTest | Reason::LeaksIntoValidation, _)))
    };
    assert!(after.iter().filter(leaks).count() >= before.iter().filter(leaks).count());
    assert!(before.iter().filter(leaks).count() > 0);
    assert!(before.iter().zip(&after).all(|(one, other)| one.split == other.split));
}

#[test]
fn only_one_translation_is_kept_when_asked() {
    let pair = |id, score, en: &[usize]| Made {
        document: "d".into(),
        id,
        score,
        zh: "桥修好了明天通车".chars().collect(),
        en: en.to_vec(),
    };
    let made = [pair(1, 0.5, &[1, 2, 3]), pair(2, 0.9, &[4, 5]), pair(3, 0.7, &[4, 5])];
    let decisions = decide(&made, &Settings::default());
    assert!(decisions.iter().all(|decision| decision.translations == 2));
    let dropped: Vec<_> = decisions.iter().map(|decision| decision.dropped).collect();
    assert_eq!(dropped, [None, None, Some((Reason::Duplicate, 2))]);
    let settings = Settings { translations: Translations::Best, ..Settings::default() };
    let dropped: Vec<_> =
        decide(&made, &settings).iter().map(|decision| decision.dropped).collect();
    let expected = [Some((Reason::OtherTranslation, 2)), None, Some((Reason::Duplicate, 2))];
    assert_eq!(dropped, expected);
}

fn with(
    relation: Relation,
    duplicates: Duplicates,
    other: &[Made],
    made: &[Made],
) -> Vec<Option<Reason>> {
    let settings = Settings { duplicates, ..Settings::default() };
    let decisions = decide_with(made, &settings, |curator| {
        let mut reference = Reference::new(relation, &std::env::temp_dir()).unwrap();
        reference.add(&items(other, &texts(other))).unwrap();
        curator.compare_with(reference);
    });
    decisions.iter().map(|decision| decision.dropped.map(|(reason, _)| reason)).collect()
}

#[test]
fn what_another_corpus_holds_is_dropped() {
    let mut made = corpus(3, 4);
    for pair in &mut made {
        pair.zh = pair.zh.repeat(3);
    }
    let other = made.clone();
    made[1].zh[5] = '一';
    made[2].en = vec![5000, 5001];
    made[3] = corpus(4, 1).remove(0);
    let expected = [
        (
            Relation::Against,
            Duplicates::Exact,
            [Some(Reason::DuplicateElsewhere), None, None, None],
        ),
        (
            Relation::Against,
            Duplicates::Near,
            [Some(Reason::DuplicateElsewhere), Some(Reason::NearDuplicateElsewhere), None, None],
        ),
        (
            Relation::HeldOut,
            Duplicates::Keep,
            [
                Some(Reason::LeaksIntoHeldOut),
                Some(Reason::LeaksIntoHeldOut),
                Some(Reason::LeaksIntoHeldOut),
                None,
            ],
        ),
    ];
    for (relation, duplicates, expected) in expected {
        assert_eq!(
            with(relation, duplicates, &other, &made),
            expected,
            "{relation:?} {duplicates:?}"
        );
    }
}

#[test]
fn leaks_are_found_between_any_two_corpora() {
    let mut made = corpus(5, 300);
    let (texts_before, before) = (texts(&made), made.clone());
    let leaks = Leaks::new(&items(&before, &texts_before), 0.8);
    for (number, pair) in made.iter_mut().enumerate() {
        pair.en = vec![3000 + number, 3];
    }
    let texts_after = texts(&made);
    for leak in leaks.find(&items(&made, &texts_after)) {
        let leak = leak.unwrap();
        assert!(leak.zh >= 0.8 && leak.en < 0.8 && !leak.exact, "{leak:?}");
    }
    let other = corpus(99, 50);
    let found = leaks.find(&items(&other, &texts(&other)));
    assert!(found.iter().all(Option::is_none));
}

#[test]
fn a_formula_in_every_pair_leaks_as_often() {
    let mut made = corpus(8, 4000);
    for pair in &mut made {
        pair.zh = "本报记者昨天从市政府获悉".chars().collect();
    }
    let settings = Settings { duplicates: Duplicates::Keep, ..splits() };
    let decisions = decide(&made, &settings);
    assert!(decisions.iter().any(|decision| decision.split == Split::Train));
    for decision in decisions {
        assert_eq!(decision.dropped.is_none(), decision.split == Split::Test);
    }
}

#[test]
fn no_pairs_are_no_trouble() {
    assert!(decide(&[], &splits()).is_empty());
}

#[test]
fn a_split_that_no_document_fits_is_refused() {
    let made = corpus(1, 20);
    let settings = Settings { test: Size::Pairs(3), ..Settings::default() };
    let mut curator = Curator::new(settings.clone(), &std::env::temp_dir()).unwrap();
    curator.add(&items(&made, &texts(&made))).unwrap();
    let error = curator.decide().unwrap_err();
    assert!(error.to_string().contains("--split-by pair"), "{error}");
    let decisions = decide(&made, &Settings { split_by: SplitBy::Pair, ..settings });
    assert!(decisions.iter().any(|decision| decision.split == Split::Test));
}
