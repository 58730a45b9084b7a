//! The shapes a bead may have, and what each costs before anything is known about its sentences.

/// How many zh sentences (first) and en sentences a bead holds.
pub(crate) type Shape = (usize, usize);

/// Most zh sentences in one bead.
pub(crate) const LONGEST_ZH: usize = 10;
/// Most en sentences in one bead.
pub(crate) const LONGEST_EN: usize = 10;

/// Every category the search considers; nulls come first, 1-1 third.
///
/// Fan-outs to ten occur wherever one side punctuates with commas what the other makes sentences of; groups of many
/// sentences on both sides are rare and end at 2-7, 3-5 and 4-4.
pub(crate) const CATEGORIES: [Shape; 39] = [
    (1, 0),
    (0, 1),
    (1, 1),
    (1, 2),
    (2, 1),
    (2, 2),
    (1, 3),
    (3, 1),
    (1, 4),
    (4, 1),
    (2, 3),
    (3, 2),
    (3, 3),
    (2, 4),
    (4, 2),
    (3, 4),
    (4, 3),
    (4, 4),
    (1, 5),
    (5, 1),
    (2, 5),
    (5, 2),
    (3, 5),
    (5, 3),
    (1, 6),
    (6, 1),
    (2, 6),
    (6, 2),
    (1, 7),
    (7, 1),
    (2, 7),
    (7, 2),
    (1, 8),
    (8, 1),
    (1, 9),
    (9, 1),
    (1, 10),
    (10, 1),
    (3, 6),
];

/// Number of the category 1-0 in [`CATEGORIES`].
pub(crate) const ZH_NULL: usize = 0;
/// Number of the category 0-1 in [`CATEGORIES`].
pub(crate) const EN_NULL: usize = 1;

/// The widest partner: `widest_partner(b)` is the largest zh side of a category with `b` en sentences.
pub(crate) fn most_zh_beside(en: usize) -> usize {
    CATEGORIES.iter().filter(|shape| shape.1 >= en).map(|shape| shape.0).max().unwrap_or(0)
}

/// The largest en side of a category with at least `zh` zh sentences.
pub(crate) fn most_en_beside(zh: usize) -> usize {
    CATEGORIES.iter().filter(|shape| shape.0 >= zh).map(|shape| shape.1).max().unwrap_or(0)
}
