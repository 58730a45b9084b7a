//! The title in either language, what stands above it, and its repetitions.

use duizhao_bitext::{BlockLanguage, Language, Role};

use super::{Draft, layout};
use crate::chrome::Hit;
use crate::language::{ends_sentence, is_closer};
use crate::options::Options;

/// What helps to find a file's title.
pub(super) struct Page<'a> {
    /// The extracted text.
    pub(super) content: &'a str,
    /// The title that the markup gives for the whole page.
    pub(super) hint: Option<&'a str>,
    /// The language of the whole file, for a file of a pair.
    pub(super) only: Option<Language>,
    pub(super) options: &'a Options,
}

/// A title stands among the first so many blocks.
const DEEPEST: usize = 40;
/// More than this, in Han characters or their like, is no title.
const LONGEST: f64 = 80.0;
/// A first line without any other sign is a title only if so many blocks in its language follow.
const FEWEST_FOLLOWERS: usize = 2;
/// What stands above the title is at most this share of the whole.
const MOST_ABOVE: f64 = 0.2;

/// Gives the role of title to at most one block a language, and drops what stands above the title, or repeats it.
pub(super) fn assign(drafts: &mut [Draft], hits: &[Hit], page: &Page<'_>) {
    restore(drafts, page);
    let Some(first) = find(drafts, hits, page) else { return };
    let second = if page.only.is_some() { None } else { translation(drafts, first, page) };
    for at in [Some(first), second].into_iter().flatten() {
        drafts[at].block.role = Role::Title;
    }
    let top = second.map_or(first, |second| first.min(second));
    drop_above(drafts, top, page);
    drop_repeated(drafts, first, page);
}

/// The title by the surest sign there is: a mark, a top heading, the page's own title, the lines of date and source below it,
/// and last the first line, if it looks like one.
fn find(drafts: &[Draft], hits: &[Hit], page: &Page<'_>) -> Option<usize> {
    let head: Vec<usize> =
        (0..drafts.len().min(DEEPEST)).filter(|at| could_be(&drafts[*at], page)).collect();
    let marked = head.iter().copied().find(|at| drafts[*at].is_marked);
    let topmost = || head.iter().copied().find(|at| drafts[*at].is_top_heading);
    let hinted = || {
        let hint = page.hint?;
        let is_named = |draft: &Draft| {
            let content = draft.block.span.of(page.content);
            content.chars().count() >= 4 && hint.contains(content)
        };
        let is_cell = |draft: &Draft| draft.block.role == Role::Cell && draft.block.unit.is_none();
        let fits = |draft: &Draft| is_cell(draft) || could_be(draft, page);
        let mut kept =
            (0..drafts.len().min(DEEPEST)).filter(|at| drafts[*at].block.kept().is_some());
        kept.find(|at| fits(&drafts[*at]) && is_named(&drafts[*at]))
    };
    let above_metadata = || {
        let line = (0..hits.len().min(12))
            .find(|at| hits[*at].is_metadata() && drafts[*at].block.dropped.is_some())
            .filter(|line| share_above(drafts, *line) <= 2.0 * MOST_ABOVE)?;
        let above = head.iter().rev().copied().find(|at| *at < line)?;
        // Titles in both languages stand one above the other.
        let is_double = above > 0
            && head.contains(&(above - 1))
            && are_translations(&drafts[above - 1], &drafts[above]);
        Some(if is_double { above - 1 } else { above })
    };
    let foremost = || {
        let at = (0..drafts.len()).find(|at| drafts[*at].block.kept().is_some())?;
        let is_title = head.contains(&at)
            && (drafts[at].block.role == Role::Heading || stands_out(drafts, at, page));
        is_title.then_some(at)
    };
    let found = marked.or_else(topmost).or_else(hinted).or_else(above_metadata);
    found.filter(|at| share_above(drafts, *at) <= MOST_ABOVE).or_else(foremost)
}

/// Takes back what the markup keeps out as standing outside of the text, if it is marked as the title or the page's own
/// title begins with it: sites often put the title into a box of its own.
fn restore(drafts: &mut [Draft], page: &Page<'_>) {
    let begins_hint = |content: &str| {
        content.chars().count() >= 4 && page.hint.is_some_and(|hint| hint.starts_with(content))
    };
    let head = drafts.iter_mut().take(DEEPEST);
    let title = head
        .filter(|draft| draft.block.dropped.as_deref() == Some("outside-content"))
        .find(|draft| draft.is_marked || begins_hint(draft.block.span.of(page.content)));
    if let Some(draft) = title {
        draft.block.dropped = None;
    }
}

/// Whether the first line differs from those that follow in its language: it could be a title, and not all of them could.
fn stands_out(drafts: &[Draft], at: usize, page: &Page<'_>) -> bool {
    let language = drafts[at].block.language;
    let followers = drafts[at + 1..]
        .iter()
        .filter(|draft| draft.block.kept().is_some() && draft.block.language == language);
    let content = drafts[at].block.span.of(page.content);
    // A question may be a title, but the first line of a dialogue more often is one.
    crate::date::find(content).is_none()
        && !ends_sentence(content)
        && followers.clone().count() >= FEWEST_FOLLOWERS
        && followers.take(6).any(|draft| !could_be(draft, page))
}

/// The part of the kept text that stands above the block.
fn share_above(drafts: &[Draft], at: usize) -> f64 {
    let weight = |drafts: &[Draft]| -> f64 {
        drafts
            .iter()
            .filter(|draft| draft.block.kept().is_some())
            .map(|draft| draft.tally.weight())
            .sum()
    };
    weight(&drafts[..at]) / weight(drafts).max(1.0)
}

/// Whether a block may be a title at all.
fn could_be(draft: &Draft, page: &Page<'_>) -> bool {
    let content = draft.block.span.of(page.content).trim_end_matches(is_closer);
    let ends_like_text = ends_sentence(content)
        && !content.ends_with(['?', '？', '!', '！'])
        && !is_abbreviated(content);
    draft.block.kept().is_some_and(|language| page.only.is_none_or(|only| only == language))
        && matches!(draft.block.role, Role::Paragraph | Role::Heading)
        && draft.block.label.is_none()
        && draft.block.unit.is_none()
        && draft.tally.weight() <= LONGEST
        && !ends_like_text
        && !content.ends_with([',', '，', ';', '；', ':', '：', '、'])
}

/// Whether the full stop at the end only marks an abbreviation: `Lake Co.`
fn is_abbreviated(content: &str) -> bool {
    ["Co.", "Inc.", "Ltd.", "Jr.", "Sr.", "No.", "etc.", "U.S.", "U.N."]
        .iter()
        .any(|ending| content.ends_with(ending))
}

/// The title in the other language: beside the first one, at the beginning of the other half, or at the very end.
fn translation(drafts: &[Draft], first: usize, page: &Page<'_>) -> Option<usize> {
    let language = drafts[first].block.kept()?.other();
    let is_cell = drafts[first].block.role == Role::Cell;
    let fits = |at: &usize| {
        let draft = &drafts[*at];
        let could_be = could_be(draft, page) || is_cell && draft.block.role == Role::Cell;
        could_be && are_translations(&drafts[first], draft)
    };
    let kept = |at: &usize| drafts[*at].block.kept().is_some();
    let after = (first + 1..drafts.len()).find(kept).filter(fits);
    let before = || (0..first).rev().find(kept).filter(fits);
    // Where the languages take turns, every other line begins or ends a stretch.
    let half = layout::run_of(drafts, language).filter(|run| run.is_whole);
    let of_half = || half.as_ref().map(|half| half.blocks.start).filter(fits);
    let last = || half.as_ref().and((first + 1..drafts.len()).rev().find(kept)).filter(fits);
    after.or_else(before).or_else(of_half).or_else(last)
}

/// Whether two blocks are in different languages and of like length.
fn are_translations(one: &Draft, other: &Draft) -> bool {
    let ratio = one.tally.weight() / other.tally.weight().max(0.1);
    let languages = (one.block.language, other.block.language);
    matches!(
        languages,
        (BlockLanguage::Zh, BlockLanguage::En) | (BlockLanguage::En, BlockLanguage::Zh)
    ) && (0.25..=4.0).contains(&ratio)
}

/// Drops what stands above the title, unless its translation stands beside it.
fn drop_above(drafts: &mut [Draft], title: usize, page: &Page<'_>) {
    if !page.options.has_rule("above-title") || share_above(drafts, title) > MOST_ABOVE {
        return;
    }
    let is_paired = |at: usize| {
        let near = [at.wrapping_sub(1), at + 1].into_iter().filter(|near| *near < title);
        near.into_iter().any(|near| {
            drafts[near].block.dropped.is_none() && are_translations(&drafts[at], &drafts[near])
        })
    };
    let is_running = |at: &usize| drafts[*at].block.unit.is_none();
    let unpaired: Vec<usize> = (0..title).filter(is_running).filter(|at| !is_paired(*at)).collect();
    for at in unpaired {
        drafts[at].block.dropped.get_or_insert("above-title".into());
    }
}

/// Drops the title where it is said again shortly after.
fn drop_repeated(drafts: &mut [Draft], title: usize, page: &Page<'_>) {
    if !page.options.has_rule("repeated-title") {
        return;
    }
    let content = drafts[title].block.span.of(page.content);
    for draft in drafts[title + 1..].iter_mut().take(6) {
        if draft.block.unit.is_none() && draft.block.span.of(page.content) == content {
            draft.block.dropped.get_or_insert("repeated-title".into());
        }
    }
}
