//! From a format's pieces to a document: the same steps for every format.

mod comparable;
mod drafts;
mod gloss;
pub(crate) mod label;
mod layout;
mod repeated;
mod split;
mod title;

use duizhao_bitext::{
    Block, BlockLanguage, Damage, Document, Language, Layout, Metadata, SourceText,
};

use crate::chrome::{self, Hit};
use crate::extract::Extract;
use crate::formats::cues;
use crate::formats::html;
use crate::options::Options;
use crate::{language, repair, script};

pub(crate) use drafts::Draft;

/// A file as it was read: what the document says about it, and what its format made of it.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) charset: &'static str,
    pub(crate) sha256: String,
    pub(crate) extract: Extract,
}

impl Source {
    fn into_text(self) -> SourceText {
        let charset = self.charset.to_owned();
        let Extract { text: content, repairs, .. } = self.extract;
        SourceText { path: self.path, charset, sha256: self.sha256, content, repairs }
    }
}

/// Puts a document together from one file, or from the two of a pair, Chinese first.
pub(crate) fn assemble(id: String, mut sources: Vec<Source>, options: &Options) -> Document {
    let is_pair = sources.len() == 2;
    for source in &mut sources {
        repair::repair(&mut source.extract, options);
    }
    if let [one, other] = sources.as_mut_slice() {
        cues::match_between(&mut one.extract, &mut other.extract);
        for extract in [&mut one.extract, &mut other.extract] {
            html::forget_rows(&mut extract.pieces);
        }
    }
    let mut sides: Vec<Vec<Draft>> = sources
        .iter()
        .enumerate()
        .map(|(text, source)| drafts::drafts(text, &source.extract, options))
        .collect();
    if is_pair && layout::is_swapped(&sides[0], &sides[1]) {
        sources.swap(0, 1);
        sides.swap(0, 1);
        for (text, side) in sides.iter_mut().enumerate() {
            for draft in side {
                draft.block.text = text;
            }
        }
    }
    let hint: Vec<Option<String>> =
        sources.iter().map(|source| source.extract.metadata.title.clone()).collect();
    let starts = [0, sides[0].len()];
    let mut drafts: Vec<Draft> = sides.into_iter().flatten().collect();
    let contents: Vec<&str> = sources.iter().map(|source| source.extract.text.as_str()).collect();
    let hits: Vec<Hit> = drafts
        .iter()
        .map(|draft| match draft.block.unit {
            // What somebody put beside its translation on purpose is no furniture.
            Some(_) => Hit::default(),
            None => Hit::find(draft.block.span.of(contents[draft.block.text]), options),
        })
        .collect();
    let found = chrome::apply(&mut drafts, &hits);
    for (text, hint) in hint.iter().enumerate() {
        let side = starts[text]..if text + 1 < sources.len() { starts[1] } else { drafts.len() };
        let only = is_pair.then_some(Language::BOTH[text]);
        let page = title::Page { content: contents[text], hint: hint.as_deref(), only, options };
        title::assign(&mut drafts[side.clone()], &hits[side], &page);
    }
    if !is_pair {
        tell_apart(&mut drafts, &contents, options);
    }
    let layout = match layout::find(&drafts, is_pair) {
        Layout::Interleaved if comparable::is_comparable(&drafts, &contents) => Layout::Comparable,
        layout => layout,
    };
    let mut blocks: Vec<Block> = drafts.into_iter().map(|draft| draft.block).collect();
    if layout == Layout::Pair {
        settle(&mut blocks);
    }
    let layout = match options.layout_of(&id) {
        Some(told) if !is_pair => {
            layout::impose(told, &mut blocks);
            told
        }
        _ => layout,
    };
    account(&mut blocks);
    let metadata = merge(&sources, found, &blocks);
    let script = script::script(
        blocks
            .iter()
            .filter(|block| block.kept() == Some(Language::Zh))
            .map(|block| block.span.of(&sources[block.text].extract.text)),
    );
    let texts = sources.into_iter().map(Source::into_text).collect();
    let mut document = Document { id, texts, blocks, layout, script, metadata };
    options.rules.iter().for_each(|rule| rule.drop_from(&mut document));
    document
}

/// Marks what only looks like one of two languages side by side: modern Chinese beside classical Chinese, words of the text
/// with their translations, and lines that are cues and not sentences.
fn tell_apart(drafts: &mut [Draft], contents: &[&str], options: &Options) {
    if options.has_rule("modern-rendering") {
        for at in comparable::modern_renderings(drafts, contents) {
            drafts[at].block.dropped = Some("modern-rendering".into());
        }
    }
    if options.has_rule("vocabulary") {
        for at in gloss::glosses(drafts, contents) {
            drafts[at].block.dropped = Some("vocabulary".into());
        }
    }
    if comparable::has_cue_breaks(drafts, contents) {
        for draft in drafts.iter_mut().filter(|draft| draft.block.kept().is_some()) {
            draft.block.damage.push(Damage::CueBreaks);
        }
    }
}

/// The Chinese of a title that the markup gives in both languages, without the name of the site behind it.
fn chinese_part(title: &str) -> String {
    let parts = split::at_only_switch(title).map(|parts| parts.map(|part| part.of(title)));
    let is_chinese = |part: &&str| part.contains(language::is_han);
    let title = parts.and_then(|parts| parts.into_iter().find(is_chinese)).unwrap_or(title);
    let own = title.split(['_', '|', '｜']).next().unwrap_or(title);
    let own = own.split(" - ").next().unwrap_or(own).trim();
    if own.chars().count() >= 4 { own.to_owned() } else { title.to_owned() }
}

/// In a pair the file says which language a block with both is in; a block in the other file's language is not translated.
fn settle(blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|block| block.dropped.is_none()) {
        let side = [BlockLanguage::Zh, BlockLanguage::En][block.text];
        match block.language {
            BlockLanguage::Mixed => block.language = side,
            BlockLanguage::Zh | BlockLanguage::En if block.language != side => {
                block.dropped = Some("other-side".into());
            }
            _ => {}
        }
    }
}

/// Gives a reason to every block that is in neither language.
fn account(blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|block| block.dropped.is_none()) {
        let reason = match block.language {
            BlockLanguage::Mixed => Some("mixed-languages"),
            BlockLanguage::Other => Some("other-language"),
            _ => None,
        };
        block.dropped = reason.map(Into::into);
    }
}

/// What the chrome says comes before what the markup says, except that markup knows dates better than a bare line.
fn merge(sources: &[Source], found: Metadata, blocks: &[Block]) -> Metadata {
    let mut metadata = found;
    let title_in = |language: Language| {
        let title = blocks.iter().find(|block| {
            block.role == duizhao_bitext::Role::Title && block.kept() == Some(language)
        })?;
        let content = title.span.of(&sources[title.text].extract.text);
        Some(duizhao_bitext::normalise(content).into_owned())
    };
    metadata.title = title_in(Language::Zh).or_else(|| title_in(Language::En));
    for source in sources {
        let own = &source.extract.metadata;
        metadata.title = metadata.title.or_else(|| own.title.as_deref().map(chinese_part));
        metadata.date = metadata.date.or_else(|| own.date.clone());
        metadata.source = metadata.source.or_else(|| own.source.clone());
        for (name, value) in &own.other {
            metadata.other.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    metadata
}
