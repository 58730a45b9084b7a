use duizhao_bitext::Feature;
use rustc_hash::FxHashSet;

use super::Measure;
use crate::script::Letters;
use crate::words::words;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "copied_stretch",
        description: "share of a side's letters in runs of six or more words (Chinese: characters) that stand on both sides \
            alike, of the side with the greater share, 0 to 1: 1 is a side that was copied",
    },
    of: |sides| {
        // Only where one side holds letters of the other's alphabet can there be such runs.
        if sides.zh_letters.latin < RUN && sides.en_letters.han < RUN {
            return 0.0;
        }
        let (zh, en) = (prose(sides.zh), prose(sides.en));
        let covered = covered(&zh, &en);
        let share = |letters: Letters| covered / letters.weight().max(1.0);
        share(sides.zh_letters).max(share(sides.en_letters)).min(1.0) as f32
    },
};

/// Shorter runs are names, titles and terms.
const RUN: usize = 6;
/// So many of the five gaps in a run may be such as only code has: prose names things.
const MOST_CODE: usize = 1;

/// The words of a text, and whether what stands between each and the next is what stands between words of prose: code, paths
/// and addresses stay alike in a good translation.
fn prose(text: &str) -> (Vec<&str>, Vec<bool>) {
    let (mut found, mut joints) = (Vec::new(), Vec::new());
    let mut end = 0;
    for word in words(text) {
        let start = end + text[end..].find(word).unwrap_or_default();
        if !found.is_empty() {
            joints.push(is_prose(&text[end..start]));
        }
        found.push(word);
        end = start + word.len();
    }
    (found, joints)
}

/// Whether prose may have this between two words.
fn is_prose(gap: &str) -> bool {
    let glued = matches!(gap, "." | ":" | "(" | ")" | "::");
    !glued && !gap.contains(|c| "_/\\=<>{}[]`*#@&|~+".contains(c))
}

/// The letters of `zh` in runs of prose that `en` holds too.
fn covered((zh, joints): &(Vec<&str>, Vec<bool>), (en, _): &(Vec<&str>, Vec<bool>)) -> f64 {
    let runs: FxHashSet<&[&str]> = en.windows(RUN).collect();
    let (mut letters, mut done) = (0.0, 0);
    for (start, run) in zh.windows(RUN).enumerate() {
        let code = joints[start..start + RUN - 1].iter().filter(|is_prose| !**is_prose).count();
        if code <= MOST_CODE && runs.contains(run) {
            let new = &zh[start.max(done)..start + RUN];
            letters += new.iter().map(|word| Letters::of(word).weight()).sum::<f64>();
            done = start + RUN;
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn a_half_that_was_left_in_the_other_language_is_seen() {
        let en = "The council met on Monday to discuss the new bridge over the river.";
        let share = measured(
            &MEASURE,
            "市议会 met on Monday to discuss the new bridge over the river.",
            en,
        );
        assert!(share > 0.7, "{share}");
        let share =
            measured(&MEASURE, "市议会星期一开会讨论新桥。", "The council 星期一开会讨论新桥。");
        assert!(share > 0.7, "{share}");
    }

    #[test]
    fn code_and_addresses_are_no_stretch() {
        for (zh, en) in [
            (
                "参见 https://example.org/a/long/path/to/some/page",
                "See https://example.org/a/long/path/to/some/page",
            ),
            (
                "parser.add_option(name=row[0], value=row[1].text) # 添加",
                "parser.add_option(name=row[0], value=row[1].text) # add",
            ),
        ] {
            assert_eq!(measured(&MEASURE, zh, en), 0.0, "{zh}");
        }
    }

    #[test]
    fn names_and_terms_are_no_stretch() {
        let zh = "世界卫生组织（World Health Organization）的报告";
        assert_eq!(measured(&MEASURE, zh, "A report by the World Health Organization"), 0.0);
    }
}
