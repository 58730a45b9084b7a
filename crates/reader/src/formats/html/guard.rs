use memchr::{memchr, memmem};

use super::TooComplex;

/// Deeper than any page; the tree builder's work for a tag grows with the number of elements that are open.
const DEEPEST: usize = 3_000;
/// More than any tag; the tokeniser compares every attribute with all before it.
const MOST_ATTRIBUTES: usize = 1_000;
/// How often open formatting may meet another tag, besides once for every four bytes: the tree builder opens all formatting
/// that was left open anew in each block, so that a few kilobytes could grow into gigabytes.
const MOST_CARRIED: usize = 1_000_000;

/// Refuses markup that would take the parser time or memory that grows with the square of its size. Linear, without parsing:
/// opening and closing tags are counted against each other, whatever their names, but for those that are commonly left open.
pub(super) fn check(markup: &str) -> Result<(), TooComplex> {
    let bytes = markup.as_bytes();
    let mut open = Open { carried_limit: MOST_CARRIED + bytes.len() / 4, ..Open::default() };
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let tag = Tag::of(&bytes[at..]);
        if tag.name.is_empty() {
            continue;
        }
        if tag.attributes() > MOST_ATTRIBUTES {
            return Err(TooComplex("a tag has more than 1000 attributes"));
        }
        open.take(&tag)?;
        at += tag.content.len();
        at += tag.program_length(&bytes[at..]);
    }
    Ok(())
}

/// A tag, from behind its `<` up to its `>`.
struct Tag<'a> {
    content: &'a [u8],
    name: &'a [u8],
    is_closing: bool,
}

impl<'a> Tag<'a> {
    fn of(rest: &'a [u8]) -> Self {
        let is_closing = rest.first() == Some(&b'/');
        let name = &rest[usize::from(is_closing)..];
        let length =
            name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        let is_name = name.first().is_some_and(u8::is_ascii_alphabetic);
        let name = if is_name { &name[..length] } else { &[] };
        let end = if is_name { memchr(b'>', rest).unwrap_or(rest.len()) } else { 0 };
        Self { content: &rest[..end], name, is_closing }
    }

    fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name.as_bytes()))
    }

    /// At most so many attributes the tag can have.
    fn attributes(&self) -> usize {
        if self.content.len() <= MOST_ATTRIBUTES {
            return 0;
        }
        self.content.iter().filter(|byte| byte.is_ascii_whitespace() || **byte == b'/').count()
    }

    /// How much of what follows is a program, in which tags are text; all of it, if the program is never closed.
    fn program_length(&self, rest: &[u8]) -> usize {
        let close: &[u8] = match self.is_closing {
            false if self.is_one_of(&["script"]) => b"</script",
            false if self.is_one_of(&["style"]) => b"</style",
            _ => return 0,
        };
        memmem::find(rest, close).unwrap_or(rest.len())
    }
}

/// What is open at a point of the markup.
#[derive(Default)]
struct Open {
    depth: usize,
    formatting: usize,
    carried: usize,
    carried_limit: usize,
}

impl Open {
    fn take(&mut self, tag: &Tag<'_>) -> Result<(), TooComplex> {
        let nests = usize::from(!tag.is_one_of(COMMONLY_OPEN) && !tag.content.ends_with(b"/"));
        let formats = usize::from(tag.is_one_of(FORMATTING));
        if tag.is_closing {
            self.depth = self.depth.saturating_sub(nests);
            self.formatting = self.formatting.saturating_sub(formats);
            return Ok(());
        }
        self.depth += nests;
        self.formatting += formats;
        self.carried += self.formatting;
        if self.depth > DEEPEST {
            return Err(TooComplex("elements are nested more than 3000 deep"));
        }
        if self.carried > self.carried_limit {
            return Err(TooComplex("too much formatting is left open"));
        }
        Ok(())
    }
}

/// Elements that need no closing tag, close each other, or are often left open by mistake without nesting.
const COMMONLY_OPEN: &[&str] = &[
    "p", "li", "td", "tr", "th", "dt", "dd", "tbody", "thead", "tfoot", "option", "optgroup", "br",
    "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "param", "source",
    "track", "wbr", "colgroup", "a", "nobr", "script", "style",
];

/// Elements that only format text and go on in the next block if they are left open.
const FORMATTING: &[&str] =
    &["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

#[cfg(test)]
mod tests {
    use super::{DEEPEST, check};

    #[test]
    fn depth_and_attributes_are_limited() {
        assert!(check(&"<div>".repeat(DEEPEST)).is_ok());
        assert!(check(&"<div>".repeat(DEEPEST + 1)).is_err());
        assert!(check(&"<div></div>".repeat(DEEPEST * 2)).is_ok());
        assert!(check(&"<p>one<br>".repeat(DEEPEST * 2)).is_ok());
        assert!(check(&"<a name=x>one".repeat(DEEPEST * 2)).is_ok());
        assert!(check(&format!("<script>{}</script>", "'<div>'+".repeat(DEEPEST * 2))).is_ok());
        assert!(check(&format!("<a {}>", "b ".repeat(1100))).is_err());
        assert!(check(&format!("<img src='data:{}'>", "A".repeat(100_000))).is_ok());
        assert!(check("a < b, </, <").is_ok());
    }

    #[test]
    fn open_formatting_may_not_be_carried_on_for_ever() {
        let fonts: Vec<String> = (0..500).map(|number| format!("<font color={number}>")).collect();
        let fonts = fonts.concat();
        assert!(check(&format!("{fonts}{}", "<p>x".repeat(100))).is_ok());
        assert!(check(&format!("{fonts}{}", "<p>x".repeat(100_000))).is_err());
        assert!(check(&"<p><b>x</b>".repeat(1_000_000)).is_ok());
    }
}
