use memchr::{memchr, memmem};

use super::TooComplex;

/// Deeper than any page; the tree builder's work for a tag grows with the number of elements that are open.
const DEEPEST: usize = 3_000;
/// More than any tag; the tokeniser compares every attribute with all before it.
const MOST_ATTRIBUTES: usize = 1_000;

/// Refuses markup that would take the parser time that grows with the square of its size. Linear, without parsing: opening
/// and closing tags are counted against each other, whatever their names, but for those that are commonly left open.
pub(super) fn check(markup: &str) -> Result<(), TooComplex> {
    let bytes = markup.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let rest = &bytes[at..];
        let is_closing = rest.first() == Some(&b'/');
        let name = &rest[usize::from(is_closing).min(rest.len())..];
        let name = &name
            [..name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let end = memchr(b'>', rest).unwrap_or(rest.len());
        if attributes(&rest[..end]) > MOST_ATTRIBUTES {
            return Err(TooComplex("a tag has more than 1000 attributes"));
        }
        if is_closing {
            depth = depth.saturating_sub(usize::from(nests(name)));
        } else if nests(name) && rest.get(end.wrapping_sub(1)) != Some(&b'/') {
            depth += 1;
            if depth > DEEPEST {
                return Err(TooComplex("elements are nested more than 3000 deep"));
            }
        }
        if !is_closing
            && (name.eq_ignore_ascii_case(b"script") || name.eq_ignore_ascii_case(b"style"))
        {
            // What looks like tags in a program is text.
            let close: &[u8] = if name.len() == 6 { b"</script" } else { b"</style" };
            at += memmem::find(rest, close).unwrap_or(end.min(rest.len()));
        }
    }
    Ok(())
}

fn attributes(tag: &[u8]) -> usize {
    if tag.len() <= MOST_ATTRIBUTES {
        0
    } else {
        tag.iter().filter(|byte| byte.is_ascii_whitespace() || **byte == b'/').count()
    }
}

/// Whether an element of this name stays open until it is closed.
fn nests(name: &[u8]) -> bool {
    const COMMONLY_OPEN: [&[u8]; 29] = [
        b"p",
        b"li",
        b"td",
        b"tr",
        b"th",
        b"dt",
        b"dd",
        b"tbody",
        b"thead",
        b"tfoot",
        b"option",
        b"optgroup",
        b"br",
        b"hr",
        b"img",
        b"input",
        b"meta",
        b"link",
        b"area",
        b"base",
        b"col",
        b"embed",
        b"param",
        b"source",
        b"track",
        b"wbr",
        b"colgroup",
        b"script",
        b"style",
    ];
    !COMMONLY_OPEN.iter().any(|open| name.eq_ignore_ascii_case(open))
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, check};

    #[test]
    fn depth_and_attributes_are_limited() {
        assert!(check(&"<div>".repeat(DEEPEST)).is_ok());
        assert!(check(&"<div>".repeat(DEEPEST + 1)).is_err());
        assert!(check(&"<div></div>".repeat(DEEPEST * 2)).is_ok());
        assert!(check(&"<p>one<br>".repeat(DEEPEST * 2)).is_ok());
        assert!(check(&format!("<script>{}</script>", "'<div>'+".repeat(DEEPEST * 2))).is_ok());
        assert!(check(&format!("<a {}>", "b ".repeat(1100))).is_err());
        assert!(check(&format!("<img src='data:{}'>", "A".repeat(100_000))).is_ok());
        assert!(check("a < b, <").is_ok());
    }
}
