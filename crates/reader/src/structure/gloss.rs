//! Words of the text with their translations, put between its paragraphs.

use std::sync::LazyLock;

use duizhao_bitext::{BlockLanguage, Language};

use super::Draft;
use crate::pattern::Pattern;

/// How many blocks away the English may stand that a word is taken from.
const NEAR: usize = 3;

/// The drafts, by number, that say nothing but a word or phrase of the English beside them and its Chinese: `give up 放弃`.
pub(super) fn glosses(drafts: &[Draft], contents: &[&str]) -> Vec<usize> {
    let content = |at: usize| drafts[at].block.span.of(contents[drafts[at].block.text]);
    let is_open = |at: &usize| {
        let block = &drafts[*at].block;
        let language = matches!(block.language, BlockLanguage::Mixed | BlockLanguage::Zh);
        block.dropped.is_none() && block.unit.is_none() && language
    };
    let open = (0..drafts.len()).filter(is_open);
    open.filter(|at| {
        let Some(found) = GLOSS.captures(content(*at)) else { return false };
        let phrase = found.get(1).map_or("", |phrase| phrase.as_str());
        let near = at.saturating_sub(NEAR)..drafts.len().min(at + NEAR + 1);
        let mut english = near.filter(|near| drafts[*near].block.kept() == Some(Language::En));
        english.any(|near| {
            let text = content(near);
            phrase.split_ascii_whitespace().all(|word| super::comparable::holds(text, word))
        })
    })
    .collect()
}

static GLOSS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:[-*•]\s*)?([a-z][a-z'’-]*(?: [a-z'’-]+){0,4})\s*[:：]?\s*\p{Han}[\p{Han}，、；;… ]{0,15}$",
    )
});

#[cfg(test)]
mod tests {
    use crate::{Options, read_bytes};

    fn dropped(lines: &[&str]) -> Vec<Option<String>> {
        let text = lines.join("\n").into_bytes();
        let document = read_bytes("page.txt", text, &Options::default()).expect("text");
        document.blocks.iter().map(|block| block.dropped.as_deref().map(Into::into)).collect()
    }

    #[test]
    fn phrases_of_the_text_with_their_translation_are_dropped() {
        let lines = ["They moved to the hills.", "move to 搬到", "人们搬到了山上。"];
        assert_eq!(dropped(&lines), [None, Some("vocabulary".to_owned()), None]);
        // Nothing here is a word of the text.
        let lines = ["They moved to the hills.", "hill walking 是爬山", "人们用 git 管理文件。"];
        assert_eq!(dropped(&lines), [None, None, None]);
    }
}
