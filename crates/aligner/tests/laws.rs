//! What holds for any two lists of sentences.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::LazyLock;

use duizhao_aligner::{Aligner, Settings, Side};
use duizhao_bitext::Ladder;
use duizhao_lexicon::Lexicon;
use proptest::prelude::*;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::bundled().unwrap());

fn align(zh: &[String], en: &[String], breaks: &[bool]) -> Ladder {
    let zh: Vec<&str> = zh.iter().map(String::as_str).collect();
    let en: Vec<&str> = en.iter().map(String::as_str).collect();
    Aligner::new(&LEXICON, Settings::default()).align(
        &Side { sentences: &zh, paragraph_starts: breaks, ..Side::default() },
        &Side { sentences: &en, paragraph_starts: breaks, ..Side::default() },
    )
}

fn on_threads(threads: usize, zh: &[String], en: &[String]) -> Ladder {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| align(zh, en, &[]))
}

/// Sentences of a story without an end, different from `seed` to `seed`: number `n` of both lists say the same.
fn story(sentences: usize, seed: usize) -> (Vec<String>, Vec<String>) {
    const WHO: [(&str, &str); 5] = [
        ("老师", "The teacher"),
        ("司机", "The driver"),
        ("孩子", "The child"),
        ("医生", "The doctor"),
        ("农民", "The farmer"),
    ];
    const DOES: [(&str, &str); 4] =
        [("买了", "bought"), ("卖了", "sold"), ("看见了", "saw"), ("画了", "painted")];
    const WHAT: [(&str, &str); 7] = [
        ("苹果", "apples"),
        ("船", "boats"),
        ("马", "horses"),
        ("房子", "houses"),
        ("书", "books"),
        ("桥", "bridges"),
        ("雨伞", "umbrellas"),
    ];
    (0..sentences)
        .map(|number| {
            let pick = (number * 7919 + seed * 104_729) % 7_368_787;
            let (who, does, what) = (WHO[pick % 5], DOES[pick / 5 % 4], WHAT[pick / 20 % 7]);
            let count = 2 + pick / 140 % 97;
            (
                format!("{}{}{count}个{}。", who.0, does.0, what.0),
                format!("{} {} {count} {}.", who.1, does.1, what.1),
            )
        })
        .unzip()
}

fn zh_sentence() -> impl Strategy<Value = String> {
    prop_oneof![
        "[你我他的是不人山水大小一二三十百0-9。，？！“”]{0,30}",
        Just("是。".to_owned()),
        any::<String>(),
    ]
}

fn en_sentence() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9 .,?!\"']{0,80}", Just("Yes.".to_owned()), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bead_leaves_its_unit(
        zh in prop::collection::vec((zh_sentence(), 0_u32..6), 0..12),
        en in prop::collection::vec((en_sentence(), 0_u32..6), 0..12),
    ) {
        let sorted = |mut side: Vec<(String, u32)>| {
            side.sort_by_key(|(_, unit)| *unit);
            side.into_iter().unzip::<_, _, Vec<_>, Vec<_>>()
        };
        let ((zh, zh_units), (en, en_units)) = (sorted(zh), sorted(en));
        let zh_sentences: Vec<&str> = zh.iter().map(String::as_str).collect();
        let en_sentences: Vec<&str> = en.iter().map(String::as_str).collect();
        let ladder = Aligner::new(&LEXICON, Settings::default()).align(
            &Side { sentences: &zh_sentences, units: &zh_units, ..Side::default() },
            &Side { sentences: &en_sentences, units: &en_units, ..Side::default() },
        );
        prop_assert!(ladder.is_monotone(zh.len(), en.len()));
        for bead in &ladder.beads {
            let mut units: Vec<u32> = zh_units[bead.zh.clone()].to_vec();
            units.extend(&en_units[bead.en.clone()]);
            prop_assert!(units.windows(2).all(|pair| pair[0] == pair[1]), "{bead:?}");
        }
    }

    #[test]
    fn every_sentence_stands_in_one_bead_and_in_order(
        zh in prop::collection::vec(zh_sentence(), 0..40),
        en in prop::collection::vec(en_sentence(), 0..40),
        breaks in prop::collection::vec(any::<bool>(), 0..40),
    ) {
        let ladder = align(&zh, &en, &breaks);
        prop_assert!(ladder.is_monotone(zh.len(), en.len()));
        for bead in &ladder.beads {
            prop_assert!((0.0..=1.0).contains(&bead.score) && bead.margin >= 0.0);
            prop_assert!(!bead.is_null() || bead.score == 0.0);
        }
    }

    #[test]
    fn a_passage_missing_on_one_side_leaves_the_rest_in_place(
        seed in 0..1000_usize, start in 5..40_usize, length in 1..20_usize, zh_side in any::<bool>(),
    ) {
        let (mut zh, mut en) = story(80, seed);
        let lost = if zh_side { &mut zh } else { &mut en };
        lost.drain(start..start + length);
        let ladder = align(&zh, &en, &[]);
        prop_assert!(ladder.is_monotone(zh.len(), en.len()));
        let right = ladder.beads.iter().filter(|bead| {
            let place = |at: usize, here: bool| if here && at >= start { at + length } else { at };
            bead.zh.len() == 1 && bead.en.len() == 1
                && place(bead.zh.start, zh_side) == place(bead.en.start, !zh_side)
        });
        // Of the sentences that remain a handful beside the gap may be taken wrongly.
        prop_assert!(right.count() + 4 >= 80 - length);
    }
}

#[test]
fn extreme_shapes() {
    let (zh, en) = story(300, 1);
    let nothing: [String; 0] = [];
    assert!(align(&nothing, &nothing, &[]).beads.is_empty());
    assert_eq!(align(&nothing, &en, &[]).beads.len(), 300);
    assert_eq!(align(&zh, &nothing, &[]).beads.len(), 300);
    assert!(align(&zh[..1], &en, &[]).is_monotone(1, 300));
    assert!(align(&zh, &en[..1], &[]).is_monotone(300, 1));
    let same = (vec!["是。".to_owned(); 400], vec!["Yes.".to_owned(); 380]);
    assert!(align(&same.0, &same.1, &[]).is_monotone(400, 380));
    let empty = (vec![String::new(); 50], vec![String::new(); 60]);
    assert!(align(&empty.0, &empty.1, &[]).is_monotone(50, 60));
    let reversed: Vec<String> = en.iter().rev().cloned().collect();
    assert!(align(&zh, &reversed, &[]).is_monotone(300, 300));
}

#[test]
fn ten_thousand_sentences_without_counterpart() {
    let (zh, en) = story(10_050, 2);
    let ladder = align(&zh, &en[10_000..], &[]);
    assert!(ladder.is_monotone(10_050, 50));
}

#[test]
fn a_long_text_of_few_words_is_followed_by_its_lengths() {
    const WORDS: [(&str, &str); 12] = [
        ("学生", "student"),
        ("老师", "teacher"),
        ("农民", "farmer"),
        ("医院", "hospital"),
        ("学校", "school"),
        ("市场", "market"),
        ("苹果", "apple"),
        ("河流", "river"),
        ("城市", "city"),
        ("政府", "government"),
        ("天气", "weather"),
        ("春天", "spring"),
    ];
    for sentences in [1500, 4500] {
        let mut number = 1_u32;
        let (zh, en): (Vec<String>, Vec<String>) = (0..sentences)
            .map(|_| {
                let said: Vec<_> = (0..8)
                    .map(|_| {
                        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        WORDS[(number >> 16) as usize % WORDS.len()]
                    })
                    .collect();
                let zh: String = said.iter().map(|word| word.0).collect();
                let en: Vec<&str> = said.iter().map(|word| word.1).collect();
                (zh + "。", en.join(" ") + ".")
            })
            .unzip();
        let ladder = align(&zh, &en, &[]);
        let right = ladder.beads.iter().filter(|bead| bead.zh.len() == 1 && bead.zh == bead.en);
        assert!(right.count() > sentences * 95 / 100, "of {sentences}");
    }
}

#[test]
fn a_long_text_in_windows_is_aligned_without_a_seam() {
    let (zh, en) = story(7_000, 3);
    let ladder = align(&zh, &en, &[]);
    assert!(ladder.is_monotone(7_000, 7_000));
    let right = ladder.beads.iter().filter(|bead| bead.zh == bead.en && bead.zh.len() == 1).count();
    assert!(right > 6_950, "{right}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (zh, en) = story(6_000, 4);
    let en: Vec<String> =
        en.into_iter().enumerate().filter(|(at, _)| at % 97 > 3).map(|(_, text)| text).collect();
    let one = on_threads(1, &zh, &en);
    assert_eq!(one, on_threads(2, &zh, &en));
    assert_eq!(one, on_threads(5, &zh, &en));
}
