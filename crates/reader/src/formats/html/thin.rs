//! Markup without the attributes that nobody here reads: on pages of content systems they are a third of the bytes, and the
//! tree builder would make a string of each.

use memchr::{memchr, memmem};

/// The markup without the attributes that say nothing of what is text. Linear. Tags are cut as the tokeniser of a browser
/// cuts them (HTML Standard, 13.2.5), and whatever is not plainly a tag stays as it is.
pub(super) fn thin(markup: &str) -> String {
    let mut thinner = Thinner { markup, thin: String::with_capacity(markup.len()), copied: 0 };
    let bytes = markup.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let next = match bytes.get(at) {
            Some(b'!') => behind_declaration(bytes, at),
            Some(b'/') if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                thinner.tag(at + 1, |_| false)
            }
            Some(b'?' | b'/') => behind(bytes, at, b">"),
            Some(first) if first.is_ascii_alphabetic() => thinner.element(at),
            _ => Some(at),
        };
        let Some(next) = next else { break };
        at = next;
    }
    thinner.thin.push_str(&markup[thinner.copied..]);
    thinner.thin
}

struct Thinner<'a> {
    markup: &'a str,
    thin: String,
    /// So much of the markup is in `thin`, or left out.
    copied: usize,
}

impl Thinner<'_> {
    /// Thins the start tag whose name begins at `start` and gives the place behind it, and behind the text in it where tags
    /// are text; `None` where the rest is to stay as it is.
    fn element(&mut self, start: usize) -> Option<usize> {
        let bytes = self.markup.as_bytes();
        let name = &bytes[start..start + name_length(&bytes[start..])];
        let is_one_of =
            |names: &[&[u8]]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        let keeps_all = is_one_of(KEPT_WHOLE);
        let end = self.tag(start, |attribute| !keeps_all && is_unread(attribute))?;
        if is_one_of(&[b"plaintext"]) {
            return None;
        }
        if !is_one_of(OF_TEXT) {
            return Some(end);
        }
        let length = text_length(name, &bytes[end..])?;
        let text = &bytes[end..end + length];
        // A program in a comment may hold one more, which does not end it.
        let is_nested = is_one_of(&[b"script"])
            && memmem::find(text, b"<!--").is_some()
            && memchr::memchr_iter(b'<', text).any(|at| begins_with(&text[at + 1..], b"script"));
        (!is_nested).then_some(end + length)
    }

    /// Reads the tag whose name begins at `start`, leaves out the attributes that are unread, and gives the place behind it;
    /// `None` for a tag that does not end.
    fn tag(&mut self, start: usize, is_unread: impl Fn(Attribute<'_>) -> bool) -> Option<usize> {
        let bytes = self.markup.as_bytes();
        let mut at = start + name_length(&bytes[start..]);
        loop {
            at += bytes[at..].iter().position(|byte| !is_space(*byte) && *byte != b'/')?;
            if bytes[at] == b'>' {
                return Some(at + 1);
            }
            let (attribute, end) = Attribute::at(bytes, at)?;
            // Without it a stroke before it would close the element.
            if is_unread(attribute) && bytes[at - 1] != b'/' {
                self.thin.push_str(&self.markup[self.copied..at]);
                self.copied = end;
            }
            at = end;
        }
    }
}

/// An attribute with its value, as they stand in the tag.
#[derive(Clone, Copy)]
struct Attribute<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

impl<'a> Attribute<'a> {
    /// The attribute that begins at `start`, and the place behind it; `None` if the markup ends in it.
    fn at(bytes: &'a [u8], start: usize) -> Option<(Self, usize)> {
        let ends_name = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>' | b'=');
        let length = 1 + bytes[start + 1..].iter().position(ends_name)?;
        let name = &bytes[start..start + length];
        let behind_name = start + length;
        let behind_space = behind_name + spaces(&bytes[behind_name..]);
        if bytes.get(behind_space)? != &b'=' {
            return Some((Self { name, value: &[] }, behind_name));
        }
        let begin = behind_space + 1 + spaces(&bytes[behind_space + 1..]);
        let (value, end) = match *bytes.get(begin)? {
            b'>' => (begin..begin, begin),
            quote @ (b'"' | b'\'') => {
                let end = begin + 1 + memchr(quote, &bytes[begin + 1..])?;
                (begin + 1..end, end + 1)
            }
            _ => {
                let ends = |byte: &u8| is_space(*byte) || *byte == b'>';
                let end = begin + bytes[begin..].iter().position(ends)?;
                (begin..end, end)
            }
        };
        Some((Self { name, value: &bytes[value] }, end))
    }
}

/// Whether nobody reads the attribute of an element that is not kept whole.
fn is_unread(Attribute { name, value }: Attribute<'_>) -> bool {
    if name.eq_ignore_ascii_case(b"style") {
        let may_hide = [&b"display"[..], b"visibility", b"&"];
        return !may_hide.iter().any(|word| memmem::find(value, word).is_some());
    }
    !READ.iter().any(|read| name.eq_ignore_ascii_case(read))
}

/// What the rules for furniture and languages look at, and `type`, which tells the tree builder of hidden fields.
const READ: [&[u8]; 8] =
    [b"class", b"id", b"role", b"hidden", b"lang", b"xml:lang", b"datetime", b"type"];

/// Elements of which everything is read, and those that only format text: which of them are the same, the tree builder tells by
/// their attributes.
const KEPT_WHOLE: &[&[u8]] = &[
    b"meta",
    b"link",
    b"annotation-xml",
    b"b",
    b"big",
    b"code",
    b"em",
    b"font",
    b"i",
    b"nobr",
    b"s",
    b"small",
    b"strike",
    b"strong",
    b"tt",
    b"u",
];

/// Elements in which tags are text.
const OF_TEXT: &[&[u8]] = &[
    b"script",
    b"style",
    b"title",
    b"textarea",
    b"xmp",
    b"iframe",
    b"noembed",
    b"noframes",
    b"noscript",
];

/// How much text stands before the end tag of this name; `None` if there is none.
fn text_length(name: &[u8], rest: &[u8]) -> Option<usize> {
    memmem::find_iter(rest, b"</").find(|at| {
        begins_with(&rest[at + 2..], name)
            && rest
                .get(at + 2 + name.len())
                .is_some_and(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
    })
}

fn begins_with(rest: &[u8], name: &[u8]) -> bool {
    rest.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
}

/// The place behind a comment or another declaration; `None` for what is one in some places only, or does not end.
fn behind_declaration(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    if rest.starts_with(b"![CDATA[") {
        return None;
    }
    if !rest.starts_with(b"!--") {
        return behind(bytes, at, b">");
    }
    // `<!-->` and `<!--->` are whole comments, and so is what ends with `--!>`.
    let begin = at + 3;
    if let Some(short) = [&b">"[..], b"->"].iter().find(|end| bytes[begin..].starts_with(end)) {
        return Some(begin + short.len());
    }
    let mut from = begin;
    loop {
        from = behind(bytes, from, b"--")?;
        let rest = &bytes[from..];
        match rest {
            [b'>', ..] => return Some(from + 1),
            [b'!', b'>', ..] => return Some(from + 2),
            [b'-', ..] => from -= 1,
            _ => {}
        }
    }
}

/// The place behind the next `end`.
fn behind(bytes: &[u8], at: usize, end: &[u8]) -> Option<usize> {
    memmem::find(&bytes[at..], end).map(|found| at + found + end.len())
}

fn name_length(rest: &[u8]) -> usize {
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
    rest.iter().position(ends).unwrap_or(rest.len())
}

fn spaces(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| is_space(**byte)).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::{Html, Node};

    use super::{Attribute, KEPT_WHOLE};
    use super::{is_unread, thin};

    #[test]
    fn what_nobody_reads_is_left_out() {
        for (markup, thinned) in [
            ("<p class=a data-x='1' id=b>x</p>", "<p class=a  id=b>x</p>"),
            ("<a href=\"x>y\"target=_blank>x</a >", "<a >x</a >"),
            ("<img src=x/><img src='x'/><br/clear=all>", "<img ><img /><br/clear=all>"),
            ("<p style='margin:0' style='display:none'>", "<p  style='display:none'>"),
            ("<meta name=a content=b><font color=red>", "<meta name=a content=b><font color=red>"),
            ("<!-- <a href=x> --><a href=x>", "<!-- <a href=x> --><a >"),
            ("<!--><a href=x><!---><a href=x>", "<!--><a ><!---><a >"),
            ("<script>'<a href=x>'</script><a href=x>", "<script>'<a href=x>'</script><a >"),
            ("1 < 2 <a href=x", "1 < 2 <a href=x"),
            ("<a href = \"x\" x = >", "<a  >"),
            ("<xmp><a href=x></xmpx></XMP ><a href=x>", "<xmp><a href=x></xmpx></XMP ><a >"),
            ("<plaintext><a href=x>", "<plaintext><a href=x>"),
        ] {
            assert_eq!(thin(markup), thinned, "{markup}");
        }
    }

    /// The nodes in order, each with its depth, without the attributes that are not read.
    fn tree(markup: &str) -> Vec<String> {
        let page = Html::parse_document(markup);
        let node = |node: ego_tree::NodeRef<'_, Node>| {
            let depth = node.ancestors().count();
            let Node::Element(element) = node.value() else {
                return format!("{depth} {:?}", node.value());
            };
            let is_whole = KEPT_WHOLE.contains(&element.name().as_bytes());
            let mut attributes: Vec<(&str, &str)> = element.attrs().collect();
            attributes.retain(|(name, value)| {
                let (name, value) = (name.as_bytes(), value.as_bytes());
                is_whole || !is_unread(Attribute { name, value })
            });
            format!("{depth} {} {attributes:?}", element.name())
        };
        page.tree.root().descendants().map(node).collect()
    }

    fn pieces() -> impl Strategy<Value = String> {
        let known = [
            "<",
            ">",
            "/",
            "=",
            "\"",
            "'",
            " ",
            "\n",
            "!",
            "--",
            "<!--",
            "-->",
            "--!>",
            "<!",
            "<?",
            "</",
            "<p",
            "<a",
            "<b",
            "<td",
            "<table",
            "<br",
            "<div",
            "</div",
            "</p",
            "</a",
            "</b",
            "<font",
            " class=",
            " id=x",
            " href=",
            " title='",
            " style=\"",
            "display:none",
            " data-x",
            " hidden",
            "x",
            "桥",
            "<script>",
            "</script>",
            "<style>",
            "</style",
            "<title>",
            "</title>",
            "<textarea>",
            "</textarea>",
            "<![CDATA[",
            "]]>",
            "<noscript>",
            "</noscript>",
            "<li>",
            "&amp;",
            "&quot;",
        ];
        prop::collection::vec(prop::sample::select(known.to_vec()), 0..30)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

        #[test]
        fn the_tree_stays_the_same(markup in pieces()) {
            prop_assert_eq!(tree(&thin(&markup)), tree(&markup));
        }
    }
}
