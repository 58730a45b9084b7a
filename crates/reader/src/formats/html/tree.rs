//! The tree of a page, built by html5ever from tags that are cut here: its own tokeniser goes through tags character by
//! character and makes strings of all attributes, which took longer than everything that is done with the tree.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{
    BufferQueue, Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::{memchr, memchr2};
use scraper::{Html, HtmlTreeSink};

use super::scan::{self, Part};
use super::thin;

/// The tree that a browser builds of a page, without the attributes that nobody here reads, and without programs, styles and
/// the words of comments. Linear.
///
/// Pages with something that is seldom met and hard to cut right are left to html5ever as a whole.
pub(super) fn tree(markup: &str) -> Html {
    let builder = Builder {
        tree: TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default()),
    };
    builder.build(markup).unwrap_or_else(|_| Html::parse_document(&thin::thin(markup)))
}

type Handle = <HtmlTreeSink as TreeSink>::Handle;

struct Builder {
    tree: TreeBuilder<Handle, HtmlTreeSink>,
}

/// Something that is left to html5ever.
struct Unusual;

impl Builder {
    fn build(self, markup: &str) -> Result<Html, Unusual> {
        let markup = markup.strip_prefix('\u{feff}').unwrap_or(markup);
        let markup = match memchr2(b'\r', b'\0', markup.as_bytes()) {
            None => Cow::Borrowed(markup),
            Some(_) if memchr(0, markup.as_bytes()).is_some() => return Err(Unusual),
            Some(_) => Cow::Owned(markup.replace("\r\n", "\n").replace('\r', "\n")),
        };
        self.page(&markup)?;
        self.put(Token::EOFToken);
        self.tree.end();
        Ok(self.tree.sink.finish())
    }

    fn page(&self, markup: &str) -> Result<(), Unusual> {
        let bytes = markup.as_bytes();
        let (mut at, mut from) = (0, 0);
        while let Some(found) = memchr(b'<', &bytes[from..]) {
            let open = from + found;
            from = open + 1;
            let next = *bytes.get(from).ok_or(Unusual)?;
            if !next.is_ascii_alphabetic() && !matches!(next, b'!' | b'?' | b'/') {
                continue;
            }
            self.text(&markup[at..open])?;
            let behind_name = bytes.get(from + 1).copied();
            at = match next {
                b'!' => self.declaration(markup, from)?,
                b'/' if behind_name.is_some_and(|first| first.is_ascii_alphabetic()) => {
                    self.end_tag(markup, from + 1)?
                }
                b'/' if behind_name == Some(b'>') => from + 2,
                b'/' | b'?' => {
                    let end = scan::behind(bytes, from, b">").ok_or(Unusual)?;
                    self.put(Token::CommentToken(StrTendril::new()));
                    end
                }
                _ => self.start_tag(markup, from)?,
            };
            from = at;
        }
        self.text(&markup[at..])
    }

    fn give(&self, token: Token) -> TokenSinkResult<Handle> {
        self.tree.process_token(token, 1)
    }

    /// Gives a token that does not change how the next ones are cut.
    fn put(&self, token: Token) {
        let _ = self.give(token);
    }

    /// Text in which references stand for characters.
    fn text(&self, text: &str) -> Result<(), Unusual> {
        if memchr(b'&', text.as_bytes()).is_none() {
            self.characters(text);
        } else {
            self.characters(&unescaped(text)?);
        }
        Ok(())
    }

    fn characters(&self, text: &str) {
        if !text.is_empty() {
            self.put(Token::CharacterTokens(StrTendril::from_slice(text)));
        }
    }

    /// Takes what begins with `<!` and gives the place behind it.
    fn declaration(&self, markup: &str, at: usize) -> Result<usize, Unusual> {
        let end = scan::behind_declaration(markup.as_bytes(), at).ok_or(Unusual)?;
        let content = &markup.as_bytes()[at + 1..end];
        let token = if content.eq_ignore_ascii_case(b"doctype html>") {
            let name = Some(StrTendril::from_slice("html"));
            Token::DoctypeToken(Doctype { name, ..Doctype::default() })
        } else if content.len() > 7 && content[..7].eq_ignore_ascii_case(b"doctype") {
            let is_doctype = |token: &Token| matches!(token, Token::DoctypeToken(_));
            tokens(&markup[at - 1..end], State::Data).into_iter().find(is_doctype).ok_or(Unusual)?
        } else {
            Token::CommentToken(StrTendril::new())
        };
        self.put(token);
        Ok(end)
    }

    fn end_tag(&self, markup: &str, start: usize) -> Result<usize, Unusual> {
        let name = scan::name(markup, start);
        let mut at = start + name.len();
        loop {
            match scan::part(markup, at).ok_or(Unusual)? {
                Part::Attribute { end, .. } => at = end,
                Part::End { end, .. } => {
                    self.put(Token::TagToken(tag(TagKind::EndTag, name)));
                    return Ok(end);
                }
            }
        }
    }

    /// Takes the start tag whose name begins at `start`, and the text behind it where tags are text; gives the place behind.
    fn start_tag(&self, markup: &str, start: usize) -> Result<usize, Unusual> {
        let name = scan::name(markup, start);
        let keeps_all = thin::keeps_all(name);
        let mut tag = tag(TagKind::StartTag, name);
        let (mut at, mut has_references) = (start + name.len(), false);
        let end = loop {
            match scan::part(markup, at).ok_or(Unusual)? {
                Part::End { end, closes_itself } => {
                    tag.self_closing = closes_itself;
                    break end;
                }
                Part::Attribute { attribute, end, .. } => {
                    at = end;
                    if keeps_all || !thin::is_unread(attribute) {
                        has_references |= memchr(b'&', attribute.value.as_bytes()).is_some();
                        add(&mut tag, attribute);
                    }
                }
            }
        };
        if has_references {
            let whole = tokens(&markup[start - 1..end], State::Data);
            let found = whole.into_iter().find_map(|token| match token {
                Token::TagToken(tag) => Some(tag),
                _ => None,
            });
            tag = found.ok_or(Unusual)?;
        }
        match self.give(Token::TagToken(tag)) {
            TokenSinkResult::RawData(kind) => self.raw_text(markup, (end, name), kind),
            TokenSinkResult::Plaintext => Err(Unusual),
            _ => Ok(end),
        }
    }

    /// Takes the text of an element in which tags are text, which begins at `from`.
    fn raw_text(
        &self,
        markup: &str,
        (from, name): (usize, &str),
        kind: RawKind,
    ) -> Result<usize, Unusual> {
        let end = scan::behind_text(markup, from, name).ok_or(Unusual)?;
        match kind {
            RawKind::Rcdata => self.text(&markup[from..end])?,
            RawKind::Rawtext if !name.eq_ignore_ascii_case("style") => {
                self.characters(&markup[from..end]);
            }
            _ => {}
        }
        Ok(end)
    }
}

fn tag(kind: TagKind, name: &str) -> Tag {
    let name = local_name(name);
    Tag { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false }
}

/// Adds an attribute, unless there is one of its name.
fn add(tag: &mut Tag, attribute: scan::Attribute<'_>) {
    let name = QualName::new(None, ns!(), local_name(attribute.name));
    if tag.attrs.iter().any(|known| known.name == name) {
        tag.had_duplicate_attributes = true;
        return;
    }
    tag.attrs.push(Attribute { name, value: StrTendril::from_slice(attribute.value) });
}

/// The name in lower case. Most are known here: to look one up among all takes a hash.
fn local_name(name: &str) -> LocalName {
    match name {
        "a" => local_name!("a"),
        "class" => local_name!("class"),
        "div" => local_name!("div"),
        "id" => local_name!("id"),
        "li" => local_name!("li"),
        "p" => local_name!("p"),
        "span" => local_name!("span"),
        "td" => local_name!("td"),
        "tr" => local_name!("tr"),
        "ul" => local_name!("ul"),
        _ if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            LocalName::from(name.to_ascii_lowercase())
        }
        _ => LocalName::from(name),
    }
}

/// References that are so frequent that they are known here.
const REFERENCES: [(&str, &str); 10] = [
    ("amp;", "&"),
    ("gt;", ">"),
    ("hellip;", "…"),
    ("ldquo;", "“"),
    ("lt;", "<"),
    ("mdash;", "—"),
    ("middot;", "·"),
    ("nbsp;", "\u{a0}"),
    ("quot;", "\""),
    ("rdquo;", "”"),
];

/// The text with characters in the place of references.
fn unescaped(text: &str) -> Result<String, Unusual> {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let behind = &rest[at + 1..];
        let known = REFERENCES.iter().find(|(name, _)| behind.starts_with(name));
        let Some((name, character)) = known else {
            let all = tokens(text, RCDATA)
                .into_iter()
                .filter(|token| !matches!(token, Token::ParseError(_)));
            let characters = all.map(|token| match token {
                Token::CharacterTokens(text) => Ok(text),
                Token::EOFToken => Ok(StrTendril::new()),
                _ => Err(Unusual),
            });
            let characters: Vec<StrTendril> = characters.collect::<Result<_, _>>()?;
            return Ok(characters.iter().map(|text| &**text).collect());
        };
        unescaped.push_str(&rest[..at]);
        unescaped.push_str(character);
        rest = &behind[name.len()..];
    }
    unescaped.push_str(rest);
    Ok(unescaped)
}

/// Where references are read and no tags.
const RCDATA: State = State::RawData(RawKind::Rcdata);

/// What html5ever's tokeniser makes of a piece of markup, from a state on.
fn tokens(markup: &str, state: State) -> Vec<Token> {
    #[derive(Default)]
    struct Collected(RefCell<Vec<Token>>);
    impl TokenSink for Collected {
        type Handle = ();

        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            self.0.borrow_mut().push(token);
            TokenSinkResult::Continue
        }
    }
    let options = TokenizerOpts {
        discard_bom: false,
        initial_state: Some(state),
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(Collected::default(), options);
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(markup));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::{Html, Node};

    use super::tree;
    use crate::formats::html::thin::tests::{nodes, pieces};

    /// The nodes without the words of comments, and without programs and styles.
    fn read(page: &Html) -> Vec<String> {
        let is_program = |node: &ego_tree::NodeRef<'_, Node>| {
            let parent = node.parent().and_then(|parent| parent.value().as_element());
            let is_silent =
                parent.is_some_and(|parent| matches!(parent.name(), "script" | "style"));
            node.value().is_text() && is_silent
        };
        let lines = nodes(page, |node| !is_program(node));
        let bare = |line: String| match line.split_once(" Comment(") {
            Some((depth, _)) => format!("{depth} comment"),
            None => line,
        };
        lines.into_iter().map(bare).collect()
    }

    #[test]
    fn tags_are_cut_as_html5ever_cuts_them() {
        for markup in [
            "<!DOCTYPE html><title>a &amp b</title><p CLASS=X id=a/ class=y>1 < 2 &nbsp;&#x4e00&notit;<br/>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\"><p><table><tr><td lang=zh>桥</table>",
            "<!doctype html>\r\n<pre>\r\n\r\na\rb</pre><textarea>\n<p>&lt;</textarea>",
            "<meta name=a content='x &amp;copy y'><font color=red><b>x<p>y</font>z",
            "<svg><title><p>x</title><path d=x /><![CDATA[<p>]]></svg><script>if (a<b) '<p>'</script>x",
            "<select><option>a<option selected>b</select></ ><//><?php echo ?>&amp<plaintext></p>&amp;",
            "<title><p&notit;</p</title>x &lt;&notit;",
            "a\0b<p>\u{feff}c &",
            "\u{feff}<p>x",
            "<script><!-- <script></script> --></script><p>y",
            "<p",
            "x<",
        ] {
            assert_eq!(read(&tree(markup)), read(&Html::parse_document(markup)), "{markup}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn every_page_has_the_tree_that_html5ever_makes(markup in pieces()) {
            prop_assert_eq!(read(&tree(&markup)), read(&Html::parse_document(&markup)), "{}", markup);
        }
    }
}
