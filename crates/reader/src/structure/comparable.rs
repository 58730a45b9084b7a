//! Documents in which both languages stand, but neither translates the other.

use std::sync::LazyLock;

use duizhao_bitext::{Language, Role};

use super::Draft;
use crate::language::is_han;
use crate::pattern::Pattern;

/// Fewer blocks of a language show no pattern.
const FEWEST: usize = 2;

/// Whether the document is a text in one language with remarks in the other, or a conversation in which each speaker keeps
/// to a language of their own. Titles say nothing here.
pub(super) fn is_comparable(drafts: &[Draft], contents: &[&str]) -> bool {
    let blocks: Vec<(Language, &Draft)> = drafts
        .iter()
        .filter(|draft| draft.block.role != Role::Title)
        .filter_map(|draft| Some((draft.block.kept()?, draft)))
        .collect();
    let enough = |language| blocks.iter().filter(|(own, _)| *own == language).count() >= FEWEST;
    Language::BOTH.into_iter().all(enough)
        && (is_code_switched(&blocks, contents) || has_remarks(&blocks, contents))
}

/// Whether every block is a turn, the language changes with every turn, and no speaker speaks both.
fn is_code_switched(blocks: &[(Language, &Draft)], contents: &[&str]) -> bool {
    let speakers: Option<Vec<(Language, char)>> = blocks
        .iter()
        .map(|(language, draft)| {
            let label = draft.block.label.filter(|_| draft.block.role == Role::Turn)?;
            Some((*language, speaker(label.of(contents[draft.block.text]))?))
        })
        .collect();
    let Some(speakers) = speakers else { return false };
    let speaks = |language: Language, name: char| speakers.contains(&(language, name));
    speakers.windows(2).all(|pair| pair[0].0 != pair[1].0)
        && speakers.iter().all(|(language, name)| !speaks(language.other(), *name))
}

/// Who speaks, the same in both languages.
fn speaker(label: &str) -> Option<char> {
    label.chars().next().map(|c| match c {
        '问' | '問' | '提' => 'Q',
        '答' | '回' | '甲' => 'A',
        '乙' => 'B',
        '丙' => 'C',
        other => other,
    })
}

/// Whether most Chinese blocks speak of words of the English block beside them.
fn has_remarks(blocks: &[(Language, &Draft)], contents: &[&str]) -> bool {
    let content = |draft: &Draft| draft.block.span.of(contents[draft.block.text]);
    let mut chinese = 0;
    let mut remarks = 0;
    for (at, (language, draft)) in blocks.iter().enumerate() {
        if *language == Language::En {
            continue;
        }
        chinese += 1;
        let text = content(draft);
        if !REMARK.is_match(text) {
            continue;
        }
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let english = beside
            .filter_map(|at| blocks.get(at))
            .filter(|(language, _)| *language == Language::En)
            .map(|(_, draft)| content(draft));
        let words: Vec<&str> = quoted_words(text).collect();
        remarks +=
            usize::from(english.into_iter().any(|text| words.iter().any(|word| holds(text, word))));
    }
    remarks >= FEWEST && remarks * 5 >= chinese * 3
}

/// The words in lower case that stand in a Chinese text.
fn quoted_words(text: &str) -> impl Iterator<Item = &str> {
    let is_outside = |c: char| !c.is_ascii_alphabetic();
    text.split(is_outside)
        .filter(|word| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether the text holds the word or a longer form of it.
pub(super) fn holds(text: &str, word: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower
        .match_indices(word)
        .any(|(at, _)| !lower[..at].ends_with(|c: char| c.is_ascii_alphabetic()))
}

/// Words that explain words.
static REMARK: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"意为|意為|意思|表示|[动動名副]词|[动動名副]詞|形容[词詞]|介[词詞]|[词詞][组組]|短[语語]|句型|用法|[译譯][为為成作]|相[当當]于|相當於|同义|同義|反义|反義|搭配|[从從]句|句中",
    )
});

/// Modern Chinese that renders the classical Chinese before it, for the same English: the numbers of the drafts.
///
/// In a document of classical texts two Chinese blocks stand together, of which the second says the same at greater length
/// with the words of today. Most couples must look so, and a third of these share most of their characters.
pub(super) fn modern_renderings(drafts: &[Draft], contents: &[&str]) -> Vec<usize> {
    let kept: Vec<usize> =
        (0..drafts.len()).filter(|at| drafts[*at].block.kept().is_some()).collect();
    let language = |at: usize| kept.get(at).and_then(|at| drafts[*at].block.kept());
    let text = |at: usize| {
        let block = &drafts[kept[at]].block;
        block.span.of(contents[block.text])
    };
    let (mut couples, mut sure) = (0, 0);
    let mut renderings = Vec::new();
    let mut at = 0;
    while at < kept.len() {
        if language(at) != Some(Language::Zh) {
            at += 1;
            continue;
        }
        let run = (at..kept.len()).take_while(|at| language(*at) == Some(Language::Zh)).count();
        let is_text = |at: usize| drafts[kept[at]].block.role == Role::Paragraph;
        if run == 2 && is_text(at) && is_text(at + 1) {
            couples += 1;
            let (classical, modern) = (text(at), text(at + 1));
            if is_modern_beside(modern, classical) {
                renderings.push(kept[at + 1]);
                sure += usize::from(shares_characters(modern, classical));
            }
        }
        at += run;
    }
    let is_pattern = renderings.len() * 5 >= couples * 3 && sure * 3 >= renderings.len();
    if is_pattern { renderings } else { Vec::new() }
}

/// Whether `modern` is longer than `classical` and has the function words of today, which the other lacks.
fn is_modern_beside(modern: &str, classical: &str) -> bool {
    let (new, old) = (han(modern), han(classical));
    let modern_words = |text: &[char]| text.iter().filter(|c| MODERN.contains(**c)).count();
    old.len() >= 4
        && new.len() * 5 > old.len() * 6
        && new.len() < old.len() * 5
        && modern_words(&old) * 12 <= old.len()
        && modern_words(&new) * 12 > new.len()
}

/// Whether at least half of the shorter text's characters stand in the longer one.
fn shares_characters(longer: &str, shorter: &str) -> bool {
    let (longer, shorter) = (han(longer), han(shorter));
    shorter.iter().filter(|c| longer.contains(c)).count() * 2 >= shorter.len()
}

fn han(text: &str) -> Vec<char> {
    text.chars().filter(|c| is_han(*c)).collect()
}

const MODERN: &str = "的了是们們这這那吗嗎就把被会會能够夠在和很";

/// Marks the blocks of running text whose lines are subtitle cues: sentences run over from one cue to the next.
pub(super) fn has_cue_breaks(drafts: &[Draft], contents: &[&str]) -> bool {
    let content = |draft: &&Draft| draft.block.span.of(contents[draft.block.text]);
    let english: Vec<&str> = drafts
        .iter()
        .filter(|draft| draft.block.kept() == Some(Language::En))
        .map(|draft| content(&draft))
        .collect();
    let runs_over = |pair: &&[&str]| {
        !crate::language::ends_sentence(pair[0])
            && pair[1].starts_with(|c: char| c.is_ascii_lowercase())
    };
    let chinese = drafts.iter().filter(|draft| draft.block.kept() == Some(Language::Zh));
    let (mut lines, mut stopped) = (0, 0);
    for draft in chinese {
        lines += 1;
        stopped += usize::from(content(&draft).contains(['。', '！', '？', '，']));
    }
    english.len() >= 3
        && lines >= 2
        && stopped * 5 <= lines
        && english.windows(2).filter(runs_over).count() * 2 >= english.len() - 1
}

#[cfg(test)]
mod tests {
    use duizhao_bitext::{BlockLanguage, Damage, Layout};

    use crate::{Options, read_bytes};

    fn read(lines: &[&str]) -> duizhao_bitext::Document {
        read_bytes("page.txt", lines.join("\n").into_bytes(), &Options::default()).expect("text")
    }

    #[test]
    fn speakers_with_a_language_each_do_not_translate_each_other() {
        let lines = [
            "A：老桥开了吗？",
            "B: I have not seen the papers yet.",
            "甲：我们去看看。",
            "B: Fine, at six.",
        ];
        assert_eq!(read(&lines).layout, Layout::Comparable);
        let lines = ["A：老桥开了吗？", "A: Is the old bridge open?", "B：还没有。", "B: Not yet."];
        assert_eq!(read(&lines).layout, Layout::Interleaved);
    }

    #[test]
    fn remarks_on_words_are_no_translation() {
        let lines = [
            "The town should keep its bridges in good repair.",
            "repair 在句中是名词，意为“维修”。",
            "Nobody should be asked to paint them.",
            "这里的 paint 表示“刷漆”，不是“画画”。",
        ];
        assert_eq!(read(&lines).layout, Layout::Comparable);
    }

    #[test]
    fn the_modern_line_under_a_classical_one_is_left_out() {
        let document = read(&[
            "桥不修，路不通。",
            "桥如果不去修，路就不会通畅的。",
            "If a bridge is not repaired, the road leads nowhere.",
        ]);
        assert_eq!(document.blocks[1].dropped.as_deref(), Some("modern-rendering"));
        let document = read(&[
            "桥修好了。",
            "路也修好了，大家都很高兴。",
            "The bridge and the road are repaired.",
        ]);
        assert!(document.blocks.iter().all(|block| block.dropped.is_none()));
    }

    #[test]
    fn lines_of_cues_are_known() {
        let document = read(&[
            "When we came to the bridge,",
            "我们到桥边的时候",
            "it was closed",
            "桥已经封了",
            "for the winter.",
            "要等冬天过去",
        ]);
        assert!(
            document.blocks.iter().all(|block| block.language == BlockLanguage::Other
                || block.damage == [Damage::CueBreaks])
        );
    }
}
