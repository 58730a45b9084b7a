use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "markup",
        description: "number of tags, entities and wiki marks left in the texts of both sides; what stands in `code` is none",
    },
    of: |sides| (count(sides.zh) + count(sides.en)) as f32,
};

fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let length = match byte {
            b'`' => {
                at += code(rest);
                continue;
            }
            b'<' => tag(rest),
            b'&' => entity(rest),
            b'[' => wiki(rest, b']').or_else(|| forum(rest)),
            b'{' => wiki(rest, b'}'),
            _ => None,
        };
        found += usize::from(length.is_some());
        at += length.unwrap_or(1);
    }
    found
}

/// The length of what stands between back quotes, or of a single one.
fn code(rest: &[u8]) -> usize {
    let fence = rest.iter().take_while(|byte| **byte == b'`').count();
    let end =
        rest[fence..].windows(fence).position(|quotes| quotes.iter().all(|byte| *byte == b'`'));
    end.map_or(fence, |end| fence + end + fence)
}

/// Elements of pages. Names that programs and their documentation put between angle brackets too (`String`, `T`) are none.
const ELEMENTS: [&str; 41] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "script",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "ul",
];

/// The length of `<br/>`, `</p>`, `<font color="red">` or `<!--`.
fn tag(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"<!--") {
        return Some(4);
    }
    let start = 1 + usize::from(rest.get(1) == Some(&b'/'));
    let name: Vec<u8> = rest[start..]
        .iter()
        .take(11)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .map(u8::to_ascii_lowercase)
        .collect();
    let known = ELEMENTS.binary_search_by(|element| element.as_bytes().cmp(&name)).is_ok();
    let after = start + name.len();
    if !known || !matches!(rest.get(after), Some(b'>' | b'/' | b' ')) {
        return None;
    }
    let end = rest[after..].iter().position(|byte| matches!(byte, b'>' | b'<'))?;
    (rest[after + end] == b'>').then_some(after + end + 1)
}

/// The length of `&nbsp;` or `&#8217;`.
fn entity(rest: &[u8]) -> Option<usize> {
    const NAMES: [&str; 18] = [
        "amp", "apos", "bull", "copy", "gt", "hellip", "ldquo", "lsquo", "lt", "mdash", "middot",
        "nbsp", "ndash", "quot", "rdquo", "reg", "rsquo", "times",
    ];
    let end = rest.iter().take(10).position(|byte| *byte == b';')?;
    let name = &rest[1..end];
    let is_number = name.first() == Some(&b'#')
        && name.len() > 1
        && name[1..].iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'x');
    let is_name = NAMES.binary_search_by(|known| known.as_bytes().cmp(name)).is_ok();
    (is_number || is_name).then_some(end + 1)
}

/// The length of `[[…]]` or `{{…}}` with a letter at its beginning.
fn wiki(rest: &[u8], close: u8) -> Option<usize> {
    let opens = rest[0] == rest.get(1).copied().unwrap_or_default();
    let begins = rest.get(2).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    let end = rest.windows(2).position(|pair| pair == [close; 2]);
    end.filter(|_| opens && begins).map(|end| end + 2)
}

/// The length of a forum's `[b]`, `[/quote]` or `[url=…]`.
fn forum(rest: &[u8]) -> Option<usize> {
    const NAMES: [&str; 8] = ["b", "color", "i", "img", "quote", "size", "u", "url"];
    let start = 1 + usize::from(rest.get(1) == Some(&b'/'));
    let length = rest[start..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let name = &rest[start..start + length];
    NAMES.binary_search_by(|known| known.as_bytes().cmp(name)).ok()?;
    let closed = start == 2 || matches!(name, b"quote" | b"url" | b"img" | b"color" | b"size");
    let end = rest[start + length..].iter().position(|byte| *byte == b']')?;
    let plain = end == 0 || rest[start + length] == b'=';
    (closed && plain).then_some(start + length + end + 1)
}

#[cfg(test)]
mod tests {
    use super::{MEASURE, count};
    use crate::features::measured;

    #[test]
    fn what_a_converter_left_is_counted() {
        assert_eq!(measured(&MEASURE, "第一行<br/>第二行&nbsp;", "Line one</p>"), 3.0);
        for (text, found) in [
            ("<font color=\"red\">红</font>", 2),
            ("it&#8217;s", 1),
            ("[[File:a.png|thumb]] {{cite web}}", 2),
            ("[quote=Li]yes[/quote] [url=http://a.b]c[/url]", 4),
            ("a <!-- note -->", 1),
        ] {
            assert_eq!(count(text), found, "{text}");
        }
    }

    #[test]
    fn code_and_mathematics_are_no_markup() {
        for text in [
            "`<br>` 是换行",
            "The type Vec<T> holds <String> values",
            "if a < b and c > d",
            "R&D; AT&T",
            "see [1] and [b]",
            "x[[0]] {{}}",
            "``<p>`` and `",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
