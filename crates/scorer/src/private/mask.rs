use std::borrow::Cow;
use std::collections::BTreeMap;

use super::find::{PrivateKind, find_private};

/// Puts placeholders in the place of private details, the same for the same detail in every text that it is given.
///
/// The first address is `<EMAIL_1>`, the next other one `<EMAIL_2>`; likewise `<PHONE_1>`, `<ID_CARD_1>` and `<BANK_CARD_1>`. One
/// masker for the two sides of a pair, or for a whole document, has them agree across its languages.
///
/// ```
/// let mut masker = duizhao_scorer::Masker::default();
/// assert_eq!(masker.mask("请联系 li@example.org。"), "请联系 <EMAIL_1>。");
/// assert_eq!(masker.mask("Write to Li@example.org or wu@example.org."), "Write to <EMAIL_1> or <EMAIL_2>.");
/// assert_eq!(masker.counts()[&duizhao_scorer::PrivateKind::Email], 3);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Masker {
    numbers: BTreeMap<(PrivateKind, String), usize>,
    last: BTreeMap<PrivateKind, usize>,
    counts: BTreeMap<PrivateKind, u64>,
}

impl Masker {
    /// The text with placeholders; borrowed where there is nothing to mask.
    pub fn mask<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let found = find_private(text);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut masked, mut done) = (String::with_capacity(text.len()), 0);
        for one in found {
            masked.push_str(&text[done..one.span.start]);
            let number = self.number(one.kind, one.value);
            masked.extend(["<", one.kind.placeholder(), "_", &number.to_string(), ">"]);
            done = one.span.end;
        }
        masked.push_str(&text[done..]);
        Cow::Owned(masked)
    }

    /// How many were masked so far, by kind.
    pub fn counts(&self) -> &BTreeMap<PrivateKind, u64> {
        &self.counts
    }

    fn number(&mut self, kind: PrivateKind, value: String) -> usize {
        *self.counts.entry(kind).or_default() += 1;
        let last = self.last.entry(kind).or_default();
        *self.numbers.entry((kind, value)).or_insert_with(|| {
            *last += 1;
            *last
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Masker;
    use crate::find_private;
    use proptest::prelude::*;

    #[test]
    fn both_sides_of_a_pair_are_masked_alike() {
        let mut masker = Masker::default();
        let zh = masker.mask("报名电话：010-65529988、13800138000，邮箱 a@b.cn").into_owned();
        let en =
            masker.mask("E-mail a@b.cn, or phone +86 138 0013 8000 or 010-6552 9988").into_owned();
        assert_eq!(zh, "报名电话：<PHONE_1>、<PHONE_2>，邮箱 <EMAIL_1>");
        assert_eq!(en, "E-mail <EMAIL_1>, or phone <PHONE_2> or <PHONE_1>");
    }

    proptest! {
        #[test]
        fn nothing_private_is_left_and_nothing_else_is_lost(text in "[ 0-9a-c@.()+-]{0,60}|\\PC{0,40}") {
            let masked = Masker::default().mask(&text).into_owned();
            let found = find_private(&text);
            let mut rest = masked.as_str();
            let mut done = 0;
            for one in &found {
                let before = &text[done..one.span.start];
                prop_assert!(rest.starts_with(before));
                rest = rest[before.len()..].split_once('>').expect("a placeholder").1;
                done = one.span.end;
            }
            prop_assert_eq!(rest, &text[done..]);
            for one in found {
                prop_assert!(!masked.contains(&text[one.span.clone()]) || text.matches(&text[one.span.clone()]).count() > 1);
            }
        }
    }
}
