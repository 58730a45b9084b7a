//! The laws of the shared types, over arbitrary input.

use duizhao_bitext::{Bead, Ladder, Span, normalise};
use proptest::prelude::*;

/// Text with plenty of what real pages hold: odd spaces, invisible characters, both languages.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" "),
        Just("\u{a0}"),
        Just("\u{2002}"),
        Just("\u{3000}"),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("\u{200b}"),
        Just("\u{feff}"),
        Just("\u{ad}"),
        Just("\u{0}"),
        Just("\u{85}"),
        Just("。"),
        Just("”"),
        Just("对"),
        Just("照"),
        Just("Ａ"),
        Just("７"),
        Just("word"),
        Just("x"),
        Just("é"),
        Just("𠀋"),
    ];
    prop_oneof![
        proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat()),
        any::<String>()
    ]
}

/// A monotone ladder, by the shapes of its beads.
fn shapes() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec(
        (0..4usize, 0..4usize).prop_filter("no bead is empty", |s| *s != (0, 0)),
        0..12,
    )
}

proptest! {
    #[test]
    fn normalising_twice_is_normalising_once(text in text()) {
        let once = normalise(&text).into_owned();
        prop_assert_eq!(normalise(&once).into_owned(), once);
    }

    #[test]
    fn normal_text_fits_on_one_line_and_keeps_every_visible_character(text in text()) {
        let normal = normalise(&text);
        let breaks = normal.chars().any(|c| c.is_control() || c == '\u{2028}' || c == '\u{2029}');
        prop_assert!(!breaks);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        prop_assert_eq!(letters(&normal), letters(&text));
    }

    #[test]
    fn a_trimmed_span_covers_the_trimmed_text(text in text()) {
        prop_assert_eq!(Span::new(0, text.len()).trimmed(&text).of(&text), text.trim());
    }

    #[test]
    fn a_ladder_built_in_order_is_complete_and_monotone(shapes in shapes()) {
        let mut at = (0, 0);
        let beads = shapes.iter().map(|&(zh, en)| {
            let bead = Bead::new(at.0..at.0 + zh, at.1..at.1 + en);
            at = (at.0 + zh, at.1 + en);
            bead
        });
        let ladder = Ladder::new(beads.collect());
        prop_assert!(ladder.is_complete(at.0, at.1));
        prop_assert!(ladder.is_monotone(at.0, at.1));
        prop_assert!(!ladder.is_complete(at.0 + 1, at.1));
        if !ladder.beads.is_empty() {
            let missing = Ladder::new(ladder.beads[1..].to_vec());
            prop_assert!(!missing.is_complete(at.0, at.1));
        }
    }
}
