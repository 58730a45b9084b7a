//! Numbers that prove themselves: by a checksum, or by the form that only a telephone number has.

/// Whether 18 digits (the last may be X) are the number of a Chinese identity card: a date of birth in the seventh to
/// fourteenth place and the checksum of GB 11643-1999 (ISO 7064, mod 11-2).
pub(super) fn is_identity_card(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if digits.len() != 18 || !digits[..17].iter().all(u8::is_ascii_digit) || digits[0] == b'0' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        digits[range].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    };
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    if !(1880..=2099).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return false;
    }
    let sum: u32 = digits[..17]
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    b"10X98765432"[sum as usize % 11] == digits[17].to_ascii_uppercase()
}

/// Whether digits are the number of a bank card: 16 to 19 of them, of a network that issues cards (3 to 6 and 9 at the
/// beginning; 62 is `UnionPay`), with the checksum of Luhn (ISO/IEC 7812-1).
pub(super) fn is_bank_card(digits: &[u8]) -> bool {
    let issued = digits.first().is_some_and(|first| matches!(first, b'3'..=b'6' | b'9'));
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    if !(16..=19).contains(&digits.len())
        || !issued
        || !varied
        || !digits.iter().all(u8::is_ascii_digit)
    {
        return false;
    }
    let doubled = |(place, digit): (usize, &u8)| {
        let digit = u32::from(digit - b'0');
        match (place % 2 == 1, digit) {
            (true, 5..) => digit * 2 - 9,
            (true, _) => digit * 2,
            (false, _) => digit,
        }
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// The national digits of a Chinese mobile number: 11 digits that begin with 13 to 19, with or without 86 or 0086.
pub(super) fn mobile(digits: &[u8]) -> Option<&[u8]> {
    let national = [&b"0086"[..], b"86"].into_iter().find_map(|code| digits.strip_prefix(code));
    let national = national.filter(|rest| rest.len() == 11).unwrap_or(digits);
    let is_mobile =
        national.len() == 11 && national[0] == b'1' && matches!(national[1], b'3'..=b'9');
    is_mobile.then_some(national)
}

#[cfg(test)]
mod tests {
    use super::{is_bank_card, is_identity_card, mobile};

    #[test]
    fn cards_are_told_by_their_checksums() {
        // Made up: the numbers of the standards' own examples.
        assert!(is_identity_card(b"11010519491231002X"));
        assert!(!is_identity_card(b"110105194912310021"));
        assert!(!is_identity_card(b"11010519491331002X"));
        assert!(is_bank_card(b"4111111111111111"));
        assert!(!is_bank_card(b"4111111111111112"));
        assert!(!is_bank_card(b"0000000000000000"));
    }

    #[test]
    fn mobiles_are_told_by_their_form() {
        assert_eq!(mobile(b"13800138000"), Some(&b"13800138000"[..]));
        assert_eq!(mobile(b"8613800138000"), Some(&b"13800138000"[..]));
        assert_eq!(mobile(b"12345678901"), None);
        assert_eq!(mobile(b"1380013800"), None);
    }
}
