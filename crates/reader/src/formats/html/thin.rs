//! Markup without the attributes that nobody here reads: on pages of content systems they are a third of the bytes, and the
//! tree builder would make a string of each.

use memchr::{memchr, memmem};

use super::scan::{self, Attribute, Part};

/// The markup without the attributes that say nothing of what is text. Linear. Tags are cut as the tokeniser of a browser
/// cuts them (HTML Standard, 13.2.5), and whatever is not plainly a tag stays as it is.
pub(super) fn thin(markup: &str) -> String {
    let mut thinner = Thinner { markup, thin: String::with_capacity(markup.len()), copied: 0 };
    let bytes = markup.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let next = match bytes.get(at) {
            Some(b'!') => scan::behind_declaration(bytes, at),
            Some(b'/') if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                thinner.tag(at + 1, |_| false)
            }
            Some(b'?' | b'/') => scan::behind(bytes, at, b">"),
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
        let name = scan::name(self.markup, start);
        let keeps_all = keeps_all(name);
        let end = self.tag(start, |attribute| !keeps_all && is_unread(attribute))?;
        // In drawings and formulas other elements are of text.
        if ["plaintext", "svg", "math"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return None;
        }
        let is_of_text = OF_TEXT.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is_of_text { scan::behind_text(self.markup, end, name) } else { Some(end) }
    }

    /// Reads the tag whose name begins at `start`, leaves out the attributes that are unread, and gives the place behind it;
    /// `None` for a tag that does not end.
    fn tag(&mut self, start: usize, is_unread: impl Fn(Attribute<'_>) -> bool) -> Option<usize> {
        let bytes = self.markup.as_bytes();
        let mut at = start + scan::name(self.markup, start).len();
        loop {
            match scan::part(self.markup, at)? {
                Part::End { end, .. } => return Some(end),
                Part::Attribute { attribute, start, end } => {
                    // Without it a stroke before it would close the element.
                    if is_unread(attribute) && bytes[start - 1] != b'/' {
                        self.thin.push_str(&self.markup[self.copied..start]);
                        self.copied = end;
                    }
                    at = end;
                }
            }
        }
    }
}

/// Whether nobody reads the attribute of an element that is not kept whole.
pub(super) fn is_unread(Attribute { name, value }: Attribute<'_>) -> bool {
    if name.eq_ignore_ascii_case("style") {
        let may_hide = ["display", "visibility", "&"];
        let holds = |word: &&str| memmem::find(value.as_bytes(), word.as_bytes()).is_some();
        return !may_hide.iter().any(holds);
    }
    !READ.iter().any(|read| name.eq_ignore_ascii_case(read))
}

/// Whether all attributes of the element are read.
pub(super) fn keeps_all(name: &str) -> bool {
    KEPT_WHOLE.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// What the rules for furniture and languages look at, and `type`, which tells the tree builder of hidden fields.
const READ: [&str; 8] = ["class", "id", "role", "hidden", "lang", "xml:lang", "datetime", "type"];

/// Elements of which everything is read, and those that only format text: which of them are the same, the tree builder tells by
/// their attributes.
const KEPT_WHOLE: &[&str] = &[
    "meta",
    "link",
    "annotation-xml",
    "",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
];

/// Elements in which tags are text.
const OF_TEXT: &[&str] =
    &["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use scraper::{Html, Node};

    use super::{Attribute, is_unread, keeps_all, thin};

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
    pub(in super::super) fn nodes(
        page: &Html,
        is_meant: impl Fn(&ego_tree::NodeRef<'_, Node>) -> bool,
    ) -> Vec<String> {
        let node = |node: ego_tree::NodeRef<'_, Node>| {
            let depth = node.ancestors().count();
            let Node::Element(element) = node.value() else {
                return format!("{depth} {:?}", node.value());
            };
            let is_whole = keeps_all(element.name());
            let mut attributes: Vec<(&str, &str)> = element.attrs().collect();
            attributes.retain(|(name, value)| is_whole || !is_unread(Attribute { name, value }));
            format!("{depth} {} {attributes:?}", element.name())
        };
        page.tree.root().descendants().filter(is_meant).map(node).collect()
    }

    /// Markup of all kinds, most of it broken.
    pub(in super::super) fn pieces() -> impl Strategy<Value = String> {
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
            "&notit;",
            "&#65",
            "&",
            "\r\n",
            "<!DOCTYPE html>",
            "<!doctype html PUBLIC 'x'>",
            "<pre>",
            "<svg>",
            "</svg>",
            "<math>",
            "<select>",
            "<option>",
            "<template>",
            "</script",
            "<xmp>",
            "<iframe>",
        ];
        prop::collection::vec(prop::sample::select(known.to_vec()), 0..40)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

        #[test]
        fn the_tree_stays_the_same(markup in pieces()) {
            let tree = |markup: &str| nodes(&Html::parse_document(markup), |_| true);
            prop_assert_eq!(tree(&thin(&markup)), tree(&markup));
        }
    }
}
