//! Numbers, letters and bullets that start the items of a list.

use crate::characters::char_at;

/// A list item's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// `•`, also with a number behind it.
    Bullet,
    /// `1.`, `1)`, `1.)`, `(1)`
    Number(u32),
    /// `a.`, `b)`, `(c)`
    Letter(char),
    /// `IV.`
    Roman,
}

impl Marker {
    /// Whether `next` is the item after this one.
    pub(super) fn is_followed_by(self, next: Self) -> bool {
        match (self, next) {
            (Self::Bullet, Self::Bullet) => true,
            (Self::Number(a), Self::Number(b)) => a.checked_add(1) == Some(b),
            (Self::Letter(a), Self::Letter(b)) => a as u32 + 1 == b as u32,
            _ => false,
        }
    }
}

/// The marker that `text` starts with, and its length without the space behind it.
pub(super) fn at_start(text: &str) -> Option<(Marker, usize)> {
    let first = char_at(text, 0)?;
    if is_bullet(first) {
        let bullet = first.len_utf8();
        let inside = bullet + text[bullet..].len() - text[bullet..].trim_start_matches(' ').len();
        let number =
            at_start(&text[inside..]).filter(|(marker, _)| matches!(marker, Marker::Number(_)));
        return Some((Marker::Bullet, number.map_or(bullet, |(_, length)| inside + length)));
    }
    let bracket = usize::from(first == '(');
    let rest = &text[bracket..];
    let word = rest.bytes().take(4).take_while(u8::is_ascii_alphanumeric).count();
    let tail = rest[word..].bytes().take(2).take_while(|b| matches!(b, b'.' | b')')).count();
    let close = &rest[word..word + tail];
    let spaced = char_at(rest, word + tail).is_none_or(char::is_whitespace);
    let marked = if bracket > 0 { close == ")" } else { matches!(close, "." | ")" | ".)") };
    if word == 0 || !marked || !spaced {
        return None;
    }
    Some((kind(&rest[..word])?, bracket + word + tail))
}

fn kind(word: &str) -> Option<Marker> {
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return (word.len() < 4).then(|| word.parse().ok().map(Marker::Number))?;
    }
    if word.len() == 1 {
        return word.chars().next().map(Marker::Letter);
    }
    word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')).then_some(Marker::Roman)
}

/// Whether `c` starts the items of a list.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '⁃'
            | '◦'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '●'
            | '○'
            | '➢'
            | '➤'
            | '✓'
            | '\u{f0b7}'
    )
}
