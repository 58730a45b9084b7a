//! The shapes a bead may have.

/// How many zh sentences (first) and en sentences a bead holds.
pub(crate) type Shape = (usize, usize);

/// Most zh sentences in one bead.
pub(crate) const LONGEST_ZH: usize = 10;
/// Most en sentences in one bead.
pub(crate) const LONGEST_EN: usize = 10;

/// Number of the category 1-0.
pub(crate) const ZH_NULL: usize = 0;
/// Number of the category 0-1.
pub(crate) const EN_NULL: usize = 1;

/// For each number of zh sentences, from 1 on, the most en sentences beside them.
///
/// Fan-outs to ten occur wherever one side punctuates with commas what the other makes sentences of; groups of many
/// sentences on both sides are rare.
pub(crate) const MOST_EN: [usize; LONGEST_ZH] = [10, 7, 6, 4, 3, 2, 2, 1, 1, 1];

const COUNT: usize = 39;

/// Every category the search considers: the two null ones, then by zh sentences, then by en sentences.
pub(crate) const CATEGORIES: [Shape; COUNT] = categories();

/// For each number of zh sentences, from 1 on, the number of its first category.
pub(crate) const FIRST: [usize; LONGEST_ZH] = firsts();

const fn categories() -> [Shape; COUNT] {
    let mut categories = [(0, 0); COUNT];
    categories[ZH_NULL] = (1, 0);
    categories[EN_NULL] = (0, 1);
    let (mut number, mut zh) = (2, 1);
    while zh <= LONGEST_ZH {
        let mut en = 1;
        while en <= MOST_EN[zh - 1] {
            categories[number] = (zh, en);
            number += 1;
            en += 1;
        }
        zh += 1;
    }
    categories
}

const fn firsts() -> [usize; LONGEST_ZH] {
    let mut firsts = [2; LONGEST_ZH];
    let mut zh = 1;
    while zh < LONGEST_ZH {
        firsts[zh] = firsts[zh - 1] + MOST_EN[zh - 1];
        zh += 1;
    }
    firsts
}

#[cfg(test)]
mod tests {
    use super::{CATEGORIES, FIRST, LONGEST_ZH, MOST_EN};

    #[test]
    fn categories_are_numbered_without_gap() {
        assert_eq!(MOST_EN.iter().sum::<usize>() + 2, CATEGORIES.len());
        for zh in 1..=LONGEST_ZH {
            assert_eq!(CATEGORIES[FIRST[zh - 1]], (zh, 1));
        }
    }
}
