//! Where tags, comments and the texts between them end (HTML Standard, 13.2.5).

use memchr::{memchr, memmem};

/// An attribute with its value, as they stand in the tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// What follows in a tag behind its name or behind an attribute, white space and strokes left aside.
pub(super) enum Part<'a> {
    Attribute {
        attribute: Attribute<'a>,
        start: usize,
        end: usize,
    },
    /// The tag ends; `end` is the place behind it.
    End {
        end: usize,
        closes_itself: bool,
    },
}

/// The name of the tag that begins at `start`.
pub(super) fn name(markup: &str, start: usize) -> &str {
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
    let rest = &markup.as_bytes()[start..];
    &markup[start..start + rest.iter().position(ends).unwrap_or(rest.len())]
}

/// What follows in a tag at `from`; `None` for a tag that does not end.
pub(super) fn part(markup: &str, from: usize) -> Option<Part<'_>> {
    let bytes = markup.as_bytes();
    let start = from + bytes[from..].iter().position(|byte| !is_space(*byte) && *byte != b'/')?;
    if bytes[start] == b'>' {
        let closes_itself = start > from && bytes[start - 1] == b'/';
        return Some(Part::End { end: start + 1, closes_itself });
    }
    let (attribute, end) = attribute(markup, start)?;
    Some(Part::Attribute { attribute, start, end })
}

/// The attribute that begins at `start`, and the place behind it; `None` if the markup ends in it.
fn attribute(markup: &str, start: usize) -> Option<(Attribute<'_>, usize)> {
    let bytes = markup.as_bytes();
    let ends_name = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>' | b'=');
    let length = 1 + bytes[start + 1..].iter().position(ends_name)?;
    // A name may begin with `=`, and a character of several bytes goes on after its first.
    let name = &markup[start..start + length];
    let behind_name = start + length;
    let behind_space = behind_name + spaces(&bytes[behind_name..]);
    if bytes.get(behind_space)? != &b'=' {
        return Some((Attribute { name, value: "" }, behind_name));
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
    Some((Attribute { name, value: &markup[value] }, end))
}

/// The place behind the text of an element in which tags are text, before its end tag; `None` if there is none, or if that
/// is hard to say.
pub(super) fn behind_text(markup: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = markup.as_bytes();
    let end = from + text_length(name.as_bytes(), &bytes[from..])?;
    let text = &bytes[from..end];
    // A program in a comment may hold one more, which does not end it.
    let is_nested = name.eq_ignore_ascii_case("script")
        && memmem::find(text, b"<!--").is_some()
        && memchr::memchr_iter(b'<', text).any(|at| begins_with(&text[at + 1..], b"script"));
    (!is_nested).then_some(end)
}

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
pub(super) fn behind_declaration(bytes: &[u8], at: usize) -> Option<usize> {
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
pub(super) fn behind(bytes: &[u8], at: usize, end: &[u8]) -> Option<usize> {
    memmem::find(&bytes[at..], end).map(|found| at + found + end.len())
}

fn spaces(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| is_space(**byte)).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}
