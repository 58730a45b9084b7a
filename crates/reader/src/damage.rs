//! Damage that shows, but that only a guess could repair.

use duizhao_bitext::Damage;

use crate::language::Tally;

/// What is wrong with a block's text. Linear, and a few scans for single bytes where nothing is.
pub(crate) fn find(text: &str, tally: &Tally) -> Vec<Damage> {
    [
        (tally.has_lost_spaces(), Damage::SpacesLost),
        (tally.has_lost_letters(), Damage::LettersLost),
        (has_masked_number(text), Damage::NumbersMasked),
        (is_garbled(text), Damage::Mojibake),
    ]
    .into_iter()
    .filter_map(|(is_there, damage)| is_there.then_some(damage))
    .collect()
}

/// Digits with two or more signs in the place of others: `20xx年`, `1820xx`, `138****`.
fn has_masked_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mask = |byte: u8| matches!(byte, b'x' | b'X' | b'*');
    let mut from = 0;
    while let Some(found) = memchr::memchr3(b'x', b'X', b'*', &bytes[from..]) {
        let start = from + found;
        let length = bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        let end = start + length;
        let follows_digits =
            bytes[..start].iter().rev().take_while(|byte| byte.is_ascii_digit()).count() >= 2;
        let ends_there =
            bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric() && !is_mask(*byte));
        if length >= 2 && follows_digits && ends_there {
            return true;
        }
        from = end;
    }
    false
}

/// Signs that only a wrong charset makes: the replacement character, UTF-8 read as a Western charset, a question mark
/// inside a word.
fn is_garbled(text: &str) -> bool {
    let holds = |sign: &&str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let is_western = memchr::memchr(WESTERN_LEAD, text.as_bytes()).is_some();
    !text.is_ascii() && (LOST.iter().any(holds) || is_western && WESTERN.iter().any(holds))
        || has_question_mark_in_word(text)
}

const LOST: [&str; 2] = ["\u{fffd}", "锟斤拷"];
const WESTERN: [&str; 6] = ["â€", "Ã©", "Ã¨", "Â\u{a0}", "ï¼Œ", "ã€‚"];
/// The byte that all of them begin with.
const WESTERN_LEAD: u8 = 0xc3;

/// `can?t`, `caf?`: a letter that no charset knew. An address may hold question marks.
fn has_question_mark_in_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'?', bytes).any(|at| {
        let before = bytes[..at].iter().rev();
        let letters = before.clone().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let is_address = before
            .take_while(|byte| !byte.is_ascii_whitespace())
            .any(|byte| matches!(byte, b'/' | b'=' | b'@'));
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        letters >= 2 && next.is_ascii_lowercase() && !is_address
    })
}

#[cfg(test)]
mod tests {
    use duizhao_bitext::Damage;

    use super::{WESTERN, WESTERN_LEAD, find};
    use crate::language::Tally;

    fn damage(text: &str) -> Vec<Damage> {
        find(text, &Tally::of(text))
    }

    #[test]
    fn signs_of_a_wrong_charset_begin_alike() {
        assert!(WESTERN.iter().all(|sign| sign.as_bytes()[0] == WESTERN_LEAD));
    }

    #[test]
    fn damage_is_seen() {
        assert_eq!(damage("TheoldbridgewillopenagaininSeptember."), [Damage::SpacesLost]);
        assert_eq!(damage("When autumn es, the bridge will open."), [Damage::LettersLost]);
        assert_eq!(damage("1820xx年，老桥建成。"), [Damage::NumbersMasked]);
        assert_eq!(damage("We can?t wait."), [Damage::Mojibake]);
        assert_eq!(damage("The mayorâ€™s bridge"), [Damage::Mojibake]);
    }

    #[test]
    fn sound_text_is_sound() {
        for text in [
            "Will it open?Yes.",
            "See http://bridge.example/find?name=old for more.",
            "Windows 10x and 2x4 planks, size 42XL.",
            "Rindfleischetikettierungsgesetz is a long word.",
            "¿Abre el puente?",
            "What?!",
        ] {
            assert_eq!(damage(text), [], "{text}");
        }
    }
}
