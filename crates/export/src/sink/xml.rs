//! Texts as XML holds them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text as XML 1.0 holds it, in an element or between double quotes.
///
/// TAB and line breaks become references, as a parser would read them as spaces in an attribute and every line break as
/// LF; U+0085 and U+2028 too, as XML 1.1 takes them for line breaks. Characters that XML 1.0 cannot hold at all (most of
/// U+0000 to U+001F, U+FFFE, U+FFFF) are left out.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c| !matches!(c, '&' | '<' | '>' | '"') && !is_referred(c) && is_legal(c);
    if text.chars().all(is_plain) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ if is_referred(c) => {
                // A string takes everything that is written to it.
                let _ = write!(escaped, "&#{};", c as u32);
            }
            _ if is_legal(c) => escaped.push(c),
            _ => {}
        }
    }
    escaped.into()
}

fn is_referred(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

/// Whether XML 1.0 allows the character.
pub(crate) fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn xml_s_own_characters_are_escaped_and_illegal_ones_left_out() {
        assert_eq!(escaped("R&D <b> \"1\"\u{1}\u{fffe}\n"), "R&amp;D &lt;b&gt; &quot;1&quot;&#10;");
        assert_eq!(escaped("a\u{85}b\u{2028}c"), "a&#133;b&#8232;c");
        assert_eq!(escaped("对照"), "对照");
    }
}
