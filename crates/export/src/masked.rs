//! Private details that stand in a corpus as placeholders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The kinds of placeholders: the name in counts, and what a placeholder begins with; a number and `>` follow.
pub const PLACEHOLDERS: [(&str, &str); 4] = [
    ("email", "<EMAIL_"),
    ("phone", "<PHONE_"),
    ("identity_card", "<ID_CARD_"),
    ("bank_card", "<BANK_CARD_"),
];

/// How often private details of one kind were masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Masked {
    /// Accepted pairs in which there is at least one, on either side.
    pub pairs: u64,
    /// All of them, on both sides.
    pub occurrences: u64,
}

/// Adds the placeholders of a pair's sides. Linear in its texts.
pub(crate) fn add(counts: &mut BTreeMap<String, Masked>, sides: [&str; 2]) {
    if !sides.iter().any(|text| text.contains('<')) {
        return;
    }
    for (name, start) in PLACEHOLDERS {
        let occurrences: u64 = sides.iter().map(|text| placeholders(text, start)).sum();
        if occurrences > 0 {
            let masked = counts.entry(name.to_owned()).or_default();
            masked.pairs += 1;
            masked.occurrences += occurrences;
        }
    }
}

fn placeholders(text: &str, start: &str) -> u64 {
    let is_numbered = |rest: &str| {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        after.len() < rest.len() && after.starts_with('>')
    };
    text.split(start).skip(1).filter(|rest| is_numbered(rest)).count() as u64
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn only_numbered_placeholders_count() {
        assert_eq!(placeholders("<EMAIL_1>或<EMAIL_12>", "<EMAIL_"), 2);
        for other in ["<EMAIL_>", "<EMAIL_1", "EMAIL_1>", "<email_1>", ""] {
            assert_eq!(placeholders(other, "<EMAIL_"), 0, "{other}");
        }
    }
}
