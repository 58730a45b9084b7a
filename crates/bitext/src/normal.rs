use std::borrow::Cow;

/// A sentence's text as it goes into the corpus.
///
/// Runs of white space of any kind (NBSP, EN SPACE, line breaks) become one space, or nothing between two Chinese
/// characters where a line break was only a wrap; invisible characters (zero-width spaces, soft hyphens, byte order
/// marks, control characters) go; full-width Latin letters and digits become the common ones. Chinese punctuation stays
/// as written. Text that is normal already is borrowed. Linear in the text's length.
///
/// ```
/// assert_eq!(duizhao_bitext::normalise("a\u{a0}\u{2002}b"), "a b");
/// assert_eq!(duizhao_bitext::normalise("对\n照，Ｇ２０"), "对照，G20");
/// ```
pub fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if is_normal(text) {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut gap: Option<bool> = None; // a run of white space, and whether it holds a line break
    for c in text.chars() {
        if c.is_whitespace() {
            gap = Some(gap.unwrap_or(false) || c == '\n' || c == '\r');
        } else if !is_invisible(c) {
            if let Some(line_break) = gap.take() {
                let wrapped =
                    line_break && normal.chars().next_back().is_some_and(is_wide) && is_wide(c);
                if !wrapped && !normal.is_empty() {
                    normal.push(' ');
                }
            }
            normal.push(match c {
                'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => {
                    char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
                }
                _ => c,
            });
        }
    }
    Cow::Owned(normal)
}

fn is_normal(text: &str) -> bool {
    let mut after_space = false;
    text.chars().all(|c| {
        let doubled = std::mem::replace(&mut after_space, c == ' ') && c == ' ';
        let odd_space = c != ' ' && c.is_whitespace();
        let full_width = matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９');
        !doubled && !odd_space && !full_width && !is_invisible(c)
    })
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}')
}

/// Whether a character belongs to running Chinese, so that no space stands beside it.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff65}'
        | '\u{20000}'..='\u{3fffd}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

#[cfg(test)]
mod tests {
    use super::normalise;
    use std::borrow::Cow;

    #[test]
    fn normal_text_is_borrowed() {
        assert!(matches!(normalise(" 你好，world. "), Cow::Borrowed("你好，world.")));
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        for text in [
            "a\u{200b}\u{a0}b",
            "你\r\n好 吗\u{feff}",
            "１\u{ad}２",
            "\u{1}",
            "a \u{200b} b",
            "x\u{7}\n\ny",
        ] {
            let once = normalise(text).into_owned();
            assert_eq!(normalise(&once), once, "{text:?}");
        }
    }

    #[test]
    fn english_keeps_a_space_at_a_wrap() {
        assert_eq!(normalise("one\ntwo"), "one two");
        assert_eq!(normalise("用 Rust\n写"), "用 Rust 写");
    }
}
