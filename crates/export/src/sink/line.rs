//! Texts and names in forms that hold one thing a line or a field.

use std::borrow::Cow;
use std::fmt::Write;

/// A text without characters that end a line or a field somewhere: every control character (TAB, LF, CR, VT, FF, NUL,
/// U+0085 and so on), U+2028 and U+2029 become a space each.
///
/// The texts of a corpus hold none, as they were normalised; those of other programs' corpora may.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if text.contains(breaks) { text.replace(breaks, " ").into() } else { text.into() }
}

/// A name (a document's id) with the same characters, and `%`, as `%` and two hexadecimal digits for each of their
/// bytes, so that different names stay different.
pub(crate) fn name(name: &str) -> Cow<'_, str> {
    if name.contains(|c| breaks(c) || c == '%') {
        encoded(name, |c| breaks(c) || c == '%').into()
    } else {
        name.into()
    }
}

/// A document's id as a path that cannot lead out of its folder and that every system can write, with `/` between the
/// parts.
pub(crate) fn path(id: &str) -> String {
    let part = |part| match part {
        "" => "%".to_owned(),
        "." | ".." => encoded(part, |c| c == '.'),
        _ => encoded(part, |c| {
            breaks(c) || matches!(c, '%' | '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*')
        }),
    };
    id.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A name with some of its characters as `%` and two hexadecimal digits for each of their bytes.
fn encoded(name: &str, is_encoded: impl Fn(char) -> bool) -> String {
    let mut encoded = String::with_capacity(name.len());
    for c in name.chars() {
        if is_encoded(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // A string takes everything that is written to it.
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// Whether some tool ends a line or a field at this character.
pub(crate) fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{name, path, text};

    #[test]
    fn nothing_that_breaks_a_line_is_left() {
        let broken = "a\tb\nc\rd\u{b}e\u{c}f\0g\u{85}h\u{2028}i\u{2029}j\u{1c}k";
        assert_eq!(text(broken), "a b c d e f g h i j k");
        assert_eq!(text("对照 “side”"), "对照 “side”");
    }

    #[test]
    fn a_file_stays_in_its_folder() {
        assert_eq!(path("../a"), "%2E%2E/a");
        assert_eq!(path("/C:\\x?"), "%/C%3A%5Cx%3F");
        assert_eq!(path("报告/1.txt"), "报告/1.txt");
    }

    #[test]
    fn different_names_stay_different() {
        assert_eq!(name("a\tb"), "a%09b");
        assert_eq!(name("a%09b"), "a%2509b");
        assert_eq!(name("报告/2.txt"), "报告/2.txt");
    }
}
