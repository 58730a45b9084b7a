use std::sync::LazyLock;

use super::{label, repeated, split};
use crate::chrome::Hit;
use crate::damage;
use crate::extract::{Extract, Piece};
use crate::language::{Tally, ends_sentence};
use crate::options::Options;
use crate::pattern::Pattern;
use duizhao_bitext::{Block, BlockLanguage, Language, Role, Span};
use label::Opening;

/// A block on its way into a document, with what later steps need to know of it.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) block: Block,
    pub(crate) tally: Tally,
    pub(crate) is_top_heading: bool,
    /// Whether a mark says that this is the title of a page in both languages.
    pub(crate) is_marked: bool,
}

/// Longer texts are no titles, in bytes.
const LONGEST_TITLE: usize = 400;

/// Makes blocks of a format's pieces: labels and marks taken off, languages told, blocks in both languages cut.
pub(super) fn drafts(text: usize, extract: &Extract, options: &Options) -> Vec<Draft> {
    let endings =
        if options.has_rule("repeated-ending") { repeated::endings(extract) } else { Vec::new() };
    let mut maker = Maker {
        text,
        extract,
        options,
        verbatim: 0,
        drafts: Vec::with_capacity(extract.pieces.len()),
    };
    for (at, piece) in extract.pieces.iter().enumerate() {
        let mut piece = piece.clone();
        piece.dropped = piece.dropped.filter(|reason| options.has_rule(reason));
        let is_running = piece.unit.is_none();
        let ending = endings.get(at).copied().flatten().filter(|_| is_running);
        let end = piece.span.end;
        if let Some(start) = ending {
            piece.span = Span::new(piece.span.start, start).trimmed(&extract.text);
        }
        if !piece.span.is_empty() {
            maker.add(&piece);
        }
        if let Some(start) = ending {
            maker.drop(Span::new(start, end), "repeated-ending");
        }
    }
    maker.drafts
}

struct Maker<'a> {
    text: usize,
    extract: &'a Extract,
    options: &'a Options,
    /// The first verbatim span that may lie in the pieces still to come.
    verbatim: usize,
    drafts: Vec<Draft>,
}

impl Maker<'_> {
    fn add(&mut self, piece: &Piece) {
        let (outer, mark) = if piece.unit.is_none() && self.options.has_rule("bilingual-mark") {
            cut_mark(&self.extract.text, piece.span)
        } else {
            (piece.span, None)
        };
        if let Some(mark) = mark.filter(|mark| mark.start < outer.start) {
            self.drop(mark, "bilingual-mark");
        }
        self.add_content(piece, outer, mark.is_some());
        if let Some(mark) = mark.filter(|mark| mark.start >= outer.end) {
            self.drop(mark, "bilingual-mark");
        }
    }

    fn add_content(&mut self, piece: &Piece, span: Span, is_marked: bool) {
        let content = span.of(&self.extract.text);
        let opening = label::opening(content).filter(|_| piece.dropped.is_none());
        let start = opening.map_or(0, Opening::end);
        let body = Span::new(span.start + start, span.end);
        let role = match (piece.role, opening) {
            (Role::Paragraph, Some(Opening::Turn(_))) => Role::Turn,
            (Role::Paragraph, Some(Opening::Bullet(_))) => Role::ListItem,
            (Role::Paragraph, _) if !piece.wrapped && label::is_heading(content) => Role::Heading,
            (Role::Paragraph, _) if label::is_list_item(content) => Role::ListItem,
            (role, _) => role,
        };
        let tally = self.tally(body);
        let language = match piece.language {
            _ if piece.is_foreign => BlockLanguage::Other,
            Some(language) => declared(language, &tally),
            None => tally.by_script(),
        };
        let label = opening.map(|_| Span::new(span.start, body.start).trimmed(&self.extract.text));
        let dropped = match piece.dropped {
            None if tally.is_wordless() => Some("no-words"),
            dropped => dropped,
        };
        let block = Block {
            text: self.text,
            span: body,
            label,
            language,
            role,
            wrapped: piece.wrapped,
            unit: piece.unit,
            place: piece.place.clone(),
            dropped: dropped.map(Into::into),
            damage: Vec::new(),
        };
        let draft = Draft { block, tally, is_top_heading: piece.is_top_heading, is_marked };
        let may_fall_apart = dropped.is_none() && piece.language.is_none();
        let parts = if may_fall_apart { self.parts(&draft) } else { None };
        let text = &self.extract.text;
        match parts {
            None => self.drafts.push(draft.settled().examined(text)),
            Some(parts) => self.drafts.extend(parts.into_iter().enumerate().map(|(at, part)| {
                draft.part(part.shifted(body.start), text, at == 0).examined(text)
            })),
        }
    }

    /// The parts of a block that holds both languages one after the other.
    fn parts(&self, draft: &Draft) -> Option<Vec<Span>> {
        if draft.tally.han < 2
            || draft.tally.words == 0
            || draft.block.language == BlockLanguage::Other
        {
            return None;
        }
        let content = draft.block.span.of(&self.extract.text);
        if Hit::find(content, self.options).is_sure() {
            return None;
        }
        let could_be_title = content.len() <= LONGEST_TITLE
            && !ends_sentence(content)
            && (draft.block.role == Role::Heading || draft.is_marked || self.drafts.len() < 3);
        let at_only_switch = || {
            (could_be_title && draft.block.language == BlockLanguage::Mixed)
                .then(|| split::at_only_switch(content).map(Vec::from))
                .flatten()
        };
        split::by_sentence(content).or_else(at_only_switch).or_else(|| split::at_switches(content))
    }

    fn drop(&mut self, span: Span, reason: &'static str) {
        let span = span.trimmed(&self.extract.text);
        if span.is_empty() {
            return;
        }
        let tally = Tally::of(span.of(&self.extract.text));
        let mut block = Block::paragraph(self.text, span, tally.by_grammar());
        block.dropped = Some(reason.into());
        self.drafts.push(Draft { block, tally, is_top_heading: false, is_marked: false });
    }

    /// Counts the span, code in running text left out. Spans come in order.
    fn tally(&mut self, span: Span) -> Tally {
        let code = &self.extract.verbatim;
        while code.get(self.verbatim).is_some_and(|code| code.end <= span.start) {
            self.verbatim += 1;
        }
        let inside = code[self.verbatim..].iter().take_while(|code| code.start < span.end);
        let mut tally = Tally::default();
        let mut start = span.start;
        for code in inside {
            tally.add(Span::new(start, code.start.max(start)).of(&self.extract.text));
            start = code.end.min(span.end);
        }
        tally.add(Span::new(start, span.end).of(&self.extract.text));
        tally
    }
}

impl Draft {
    /// The draft with the language of its sentences, if it could not be cut.
    fn settled(mut self) -> Self {
        if self.block.language == BlockLanguage::Mixed {
            self.block.language = self.tally.by_grammar();
        }
        self
    }

    /// The draft with what is wrong with its text.
    fn examined(mut self, text: &str) -> Self {
        if self.block.kept().is_some() {
            self.block.damage = damage::find(self.block.span.of(text), &self.tally);
        }
        self
    }

    /// A part of the draft as a draft of its own. Only the first one keeps the label.
    fn part(&self, span: Span, text: &str, is_first: bool) -> Self {
        let tally = Tally::of(span.of(text));
        let block = Block {
            span,
            label: self.block.label.filter(|_| is_first),
            language: tally.by_grammar(),
            ..self.block.clone()
        };
        Self { block, tally, ..*self }
    }
}

/// The language of a piece whose format names one: the words decide only where they are in neither of ours.
fn declared(language: Language, tally: &Tally) -> BlockLanguage {
    match (tally.by_grammar(), language) {
        (BlockLanguage::Other, _) => BlockLanguage::Other,
        (_, Language::Zh) => BlockLanguage::Zh,
        (_, Language::En) => BlockLanguage::En,
    }
}

/// A piece without the mark that says it is the title of a page in both languages, and the mark.
fn cut_mark(text: &str, span: Span) -> (Span, Option<Span>) {
    let content = span.of(text);
    if content.len() > LONGEST_TITLE {
        return (span, None);
    }
    let closes = || {
        let is_bracketed = content.ends_with(['】', ']', '）', ')', '〕']);
        if is_bracketed { CLOSING_MARK.find(content) } else { None }
    };
    let Some(mark) = OPENING_MARK.find(content).or_else(closes) else { return (span, None) };
    let (rest, mark) = if mark.start() == 0 {
        (Span::new(mark.end(), content.len()), Span::new(0, mark.end()))
    } else {
        (Span::new(0, mark.start()), Span::new(mark.start(), content.len()))
    };
    let rest = rest.shifted(span.start).trimmed(text);
    if rest.is_empty() { (span, None) } else { (rest, Some(mark.shifted(span.start))) }
}

const MARK: &str = r"(?:bilingual|双语|雙語|中英(?:文)?(?:[双雙][语語]|[对對]照)?|[双雙][语語](?:[阅閱][读讀]|新[闻聞]|[对對]照)|Chinese[-/ ]English|English[-/ ]Chinese)";

static OPENING_MARK: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(&format!(r"(?i)^(?:[【\[（(〔]\s*{MARK}\s*[】\]）)〕]\s*|{MARK}\s*[|｜丨:：]\s*)"))
});

static CLOSING_MARK: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(&format!(r"(?i)\s*[【\[（(〔]\s*{MARK}\s*[】\]）)〕]$")));
