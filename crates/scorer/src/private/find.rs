use std::ops::Range;

use super::digits::{is_bank_card, is_identity_card, mobile};

/// What kind of private detail it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrivateKind {
    /// An e-mail address.
    Email,
    /// A telephone number: Chinese mobile and land lines, and numbers in the international form.
    Phone,
    /// The number of a Chinese identity card, with its checksum.
    IdentityCard,
    /// The number of a bank card, with its checksum.
    BankCard,
}

impl PrivateKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::IdentityCard, Self::BankCard];

    /// Its name in counts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::IdentityCard => "identity_card",
            Self::BankCard => "bank_card",
        }
    }

    /// What stands in the place of one, before its number.
    pub(super) fn placeholder(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Phone => "PHONE",
            Self::IdentityCard => "ID_CARD",
            Self::BankCard => "BANK_CARD",
        }
    }
}

/// A private detail in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    /// What it is.
    pub kind: PrivateKind,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// What it says, written one way: an address in lower case, a number in digits without country code 86. Equal in both
    /// languages.
    pub value: String,
}

/// The private details of a text, in order; they never overlap.
///
/// What proves itself is found: an address by its form, card numbers by their checksums, telephone numbers by a form that
/// nothing else has (a Chinese mobile's eleven digits, a land line's area code in front of a dash or in brackets, `+` and a country
/// code) or by a word such as 电话 or Tel before them. Prices, dates, years, ISBNs, and numbers of laws are not. Linear; a text
/// without `@` and without seven digits in a row of digits and separators costs one look at its bytes.
///
/// ```
/// use duizhao_scorer::{PrivateKind, find_private};
///
/// let found = find_private("请致电 010-6552 9988 或写信给 Info@Example.org。");
/// assert_eq!(found.iter().map(|one| one.kind).collect::<Vec<_>>(), [PrivateKind::Phone, PrivateKind::Email]);
/// assert_eq!(found[0].value, "01065529988");
/// assert!(find_private("ISBN 978-7-5442-4251-6，2021-05-12，￥1,280,000.00").is_empty());
/// ```
pub fn find_private(text: &str) -> Vec<Private> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if bytes.contains(&b'@') || text.contains('＠') {
        emails(text, &mut found);
    }
    if bytes.iter().filter(|byte| byte.is_ascii_digit()).take(7).count() == 7 {
        numbers(text, &mut found);
    }
    found.sort_by_key(|one| (one.span.start, one.span.end));
    let mut end = 0;
    found.retain(|one: &Private| {
        let apart = one.span.start >= end;
        end = end.max(one.span.end);
        apart
    });
    found
}

fn emails(text: &str, found: &mut Vec<Private>) {
    let bytes = text.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'@') {
        let local = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
        let host = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
        let mut start = at - bytes[..at].iter().rev().take_while(local).count();
        let mut end = at + 1 + bytes[at + 1..].iter().take_while(host).count();
        while start < at && !bytes[start].is_ascii_alphanumeric() {
            start += 1;
        }
        while end > at && !bytes[end - 1].is_ascii_alphanumeric() {
            end -= 1;
        }
        let domain = text.get(at + 1..end).unwrap_or_default();
        let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
        let sound = start < at
            && (2..=24).contains(&top.len())
            && top.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !domain.contains("..");
        if sound {
            let value = text[start..end].to_ascii_lowercase();
            found.push(Private { kind: PrivateKind::Email, span: start..end, value });
        }
    }
}

/// Digits with the separators between them.
struct Group {
    span: Range<usize>,
    /// The digits, and an X at the end of 17 of them.
    digits: Vec<u8>,
    /// Lengths of the runs between separators.
    runs: Vec<usize>,
    plus: bool,
    /// Whether the first run stands in brackets, or a dash follows it.
    area: bool,
    /// Whether a comma or point stands inside: an amount, a version, an address of a machine.
    pointed: bool,
}

fn numbers(text: &str, found: &mut Vec<Private>) {
    let mut from = 0;
    while let Some(group) = next_group(text, from) {
        from = group.span.end;
        if let Some((kind, value)) = judged(text, &group) {
            let value = String::from_utf8_lossy(value).into_owned();
            found.push(Private { kind, span: group.span, value });
        }
    }
}

/// The next stretch of digits, single spaces, dashes, brackets and points between them.
fn next_group(text: &str, from: usize) -> Option<Group> {
    let bytes = text.as_bytes();
    let first = from + bytes[from..].iter().position(u8::is_ascii_digit)?;
    let mut start = first;
    let before = |start: usize| start.checked_sub(1).map(|at| bytes[at]);
    let bracket = before(start) == Some(b'(');
    start -= usize::from(bracket);
    let plus = before(start) == Some(b'+') || bracket && before(first) == Some(b'+');
    start -= usize::from(before(start) == Some(b'+'));
    let mut group = Group {
        span: start..first,
        digits: Vec::new(),
        runs: Vec::new(),
        plus,
        area: false,
        pointed: false,
    };
    let mut at = first;
    loop {
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        group.digits.extend(&bytes[at..at + run]);
        group.runs.push(run);
        at += run;
        group.span.end = at;
        let separator = bytes[at..].iter().take_while(|byte| b" -().,".contains(byte)).count();
        let between = &bytes[at..at + separator];
        let goes_on = bytes.get(at + separator).is_some_and(u8::is_ascii_digit)
            && matches!(
                between,
                b" " | b"-" | b"." | b"," | b") " | b")" | b" (" | b"(" | b")-" | b" - "
            );
        if !goes_on {
            break;
        }
        if group.runs.len() == 1 {
            group.area = between.contains(&b'-') || between.contains(&b')') && bracket;
        }
        group.pointed |= between.contains(&b'.') || between.contains(&b',');
        at += separator;
    }
    if matches!(bytes.get(at), Some(b'x' | b'X')) && group.digits.len() == 17 {
        group.digits.push(b'X');
        group.span.end += 1;
    }
    Some(group)
}

/// What a group is, and the digits that say it.
fn judged<'g>(text: &str, group: &'g Group) -> Option<(PrivateKind, &'g [u8])> {
    let bytes = text.as_bytes();
    let Group { digits, span, runs, .. } = group;
    let next = bytes.get(span.end).copied().unwrap_or_default();
    let inside_word = next.is_ascii_alphanumeric()
        || matches!(next, b'_' | b'%')
        || span.start > 0
            && (bytes[span.start - 1].is_ascii_alphanumeric()
                || b"_/=#.".contains(&bytes[span.start - 1]));
    if digits.len() < 7 || inside_word {
        return None;
    }
    let whole = runs.len() == 1 || runs.iter().all(|run| *run <= 8);
    let announced = announced(&text[..span.start]);
    if announced == Some(Announced::Other) {
        return None;
    }
    if is_identity_card(digits) && !group.pointed && whole {
        return Some((PrivateKind::IdentityCard, digits));
    }
    let in_fours =
        runs.len() == 1 || runs[..runs.len() - 1].iter().all(|run| *run == 4 || *run == 6);
    if is_bank_card(digits) && !group.pointed && in_fours {
        return Some((PrivateKind::BankCard, digits));
    }
    if group.pointed && !group.plus {
        return None;
    }
    phone(group, announced.is_some()).map(|value| (PrivateKind::Phone, value))
}

fn phone(group: &Group, announced: bool) -> Option<&[u8]> {
    let Group { digits, runs, plus, area, .. } = group;
    if let Some(mobile) = mobile(digits).filter(|_| runs.len() <= 4 && runs[0] != 4) {
        return Some(mobile);
    }
    let digits = digits.as_slice();
    if *plus && (9..=15).contains(&digits.len()) && digits[0] != b'0' {
        let national = digits.strip_prefix(b"86").filter(|rest| rest.len() >= 9);
        return Some(national.map_or(digits, |rest| rest.strip_prefix(b"0").unwrap_or(rest)));
    }
    // 010-65529988, (0571) 8702 1234, 400-810-8888.
    let area_code = matches!(runs[0], 3 | 4) && digits[0] == b'0' && digits[1] != b'0';
    let local = digits.len() - runs[0];
    if *area && area_code && (7..=8).contains(&local) {
        return Some(digits);
    }
    let free = (digits.starts_with(b"400") || digits.starts_with(b"800")) && digits.len() == 10;
    if free && runs.len() == 3 {
        return Some(digits);
    }
    let plausible = (7..=15).contains(&digits.len()) && !is_date(digits, runs);
    (announced && plausible).then_some(digits)
}

/// 2021 05 12, 2019-2021.
fn is_date(digits: &[u8], runs: &[usize]) -> bool {
    (digits.starts_with(b"19") || digits.starts_with(b"20")) && runs[0] == 4 && runs.len() > 1
        || runs.len() == 1
            && digits.len() == 8
            && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

/// What the words before a number say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announced {
    Phone,
    Other,
}

fn announced(before: &str) -> Option<Announced> {
    const PHONE: [&str; 18] = [
        "电话", "電話", "手机", "手機", "热线", "熱線", "致电", "致電", "传真", "傳真", "拨打",
        "撥打", "tel", "phone", "call", "fax", "mobile", "hotline",
    ];
    const OTHER: [&str; 12] =
        ["isbn", "issn", "doi", "http", "www.", "￥", "¥", "$", "€", "£", "no.", "rmb"];
    let start = before.char_indices().rev().nth(13).map_or(0, |(at, _)| at);
    let near = before[start..].to_lowercase();
    let place = |words: &[&str]| words.iter().filter_map(|word| near.rfind(word)).max();
    match (place(&PHONE), place(&OTHER)) {
        (Some(phone), other) if other.is_none_or(|other| other < phone) => Some(Announced::Phone),
        (_, Some(_)) => Some(Announced::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PrivateKind, find_private};

    /// Kind and value of what is found.
    fn found(text: &str) -> Vec<(PrivateKind, String)> {
        find_private(text).into_iter().map(|one| (one.kind, one.value)).collect()
    }

    #[test]
    fn what_is_private_is_found_in_both_languages_alike() {
        use PrivateKind::{BankCard, Email, IdentityCard, Phone};
        for (text, kind, value) in [
            ("手机：138 0013 8000。", Phone, "13800138000"),
            ("Call +86 138-0013-8000.", Phone, "13800138000"),
            ("（010）65529988", Phone, ""),
            ("(010) 6552 9988", Phone, "01065529988"),
            ("010-65529988", Phone, "01065529988"),
            ("+86 10 6552 9988", Phone, "1065529988"),
            ("0571-87021234", Phone, "057187021234"),
            ("+44 20 7946 0958", Phone, "442079460958"),
            ("客服热线：400-810-8888", Phone, "4008108888"),
            ("Tel: 6552 9988", Phone, "65529988"),
            ("身份证号11010519491231002X。", IdentityCard, "11010519491231002X"),
            ("ID 11010519491231002x", IdentityCard, "11010519491231002X"),
            ("卡号4111 1111 1111 1111", BankCard, "4111111111111111"),
            ("写信给Li.Ming@mail.example.com.cn。", Email, "li.ming@mail.example.com.cn"),
        ] {
            if value.is_empty() {
                continue;
            }
            assert_eq!(found(text), [(kind, value.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not() {
        for text in [
            "1949年10月1日至2021-05-12，2019-2021",
            "20210512 和 2021 05 12",
            "ISBN 978-7-5442-4251-6 / ISBN 9787544242516",
            "共投资12,345,678,901元，￥13800138000.00",
            "$1,234,567.89, RMB 13,800,138,000",
            "第13800138000.5号",
            "the population was 1 371 220 000 in 2015",
            "http://example.org/13800138000?id=4111111111111111",
            "版本 1.2.3.4567，192.168.100.100",
            "国发〔2021〕1234567号",
            "A4111111111111111B",
            "3.14159265358979",
            "1234567890123456",
            "@mention 和 a @ b",
            "user@localhost",
            "2008-2012, 13-14 May, 1-800",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
