//! English numbers in digits, with what hangs on them.

use super::value::Decimal;

/// A number in digits and what hangs on it.
pub(super) struct Digits {
    pub(super) value: Decimal,
    pub(super) suffix: Suffix,
    /// How many bytes both cover.
    pub(super) length: usize,
}

/// What changes the number that it hangs on.
pub(super) enum Suffix {
    None,
    Ordinal,
    Decade,
    Percent,
    Fraction(u64),
}

/// Reads `3,500.25` and a suffix of it: %, st, s, /4.
pub(super) fn digits(text: &str) -> Option<Digits> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let group = |at: usize| (1..4).all(|k| is_digit(at + k)) && !is_digit(at + 4);
    let (mut at, mut plain, mut point) = (0, String::new(), false);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_digit() {
            plain.push(char::from(byte));
        } else if byte == b'.' && !point && is_digit(at + 1) {
            plain.push('.');
            point = true;
        } else if !(byte == b',' && !point && group(at)) {
            break;
        }
        at += 1;
    }
    let value = Decimal::parse(&plain)?;
    let rest = &text[at..];
    let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (suffix, more) = match &rest[..word] {
        "st" | "nd" | "rd" | "th" => (Suffix::Ordinal, word),
        "s" => (Suffix::Decade, 1),
        "" if rest.starts_with('%') => (Suffix::Percent, 1),
        "" if rest.starts_with("'s") => (Suffix::Decade, 2),
        "" if rest.starts_with('/') && is_digit(at + 1) => {
            let below = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
            match rest[1..=below].parse::<u64>() {
                Ok(number) if number > 1 && number < 101 && !rest[1 + below..].starts_with('/') => {
                    (Suffix::Fraction(number), 1 + below)
                }
                _ => (Suffix::None, 0),
            }
        }
        "" | "bn" | "tn" | "million" | "billion" | "trillion" | "thousand" => (Suffix::None, 0),
        _ => return None, // utf8, 3D: not a number
    };
    Some(Digits { value, suffix, length: at + more })
}
