//! The numbers by which clauses, articles and list items are known: `1.2`, `第三条`, `Article 3`, `（二）`.

/// The number that a block begins with, as the path of its parts: `1.2` is `[1, 2]`, `第三条` and `Article 3` are `[3]`.
/// `None` for text that only begins with a quantity: `3 boats`. Linear in the first few characters.
pub(crate) fn number(text: &str) -> Option<Vec<u32>> {
    let text = text.trim_start();
    let opened = text.trim_start_matches(['(', '（', '[', '〔']);
    if opened.len() < text.len() {
        let (number, rest) = read(opened)?;
        return rest.starts_with([')', '）', ']', '〕']).then_some(vec![number]);
    }
    if let Some(named) = text.strip_prefix('第') {
        let (number, rest) = read(named.trim_start())?;
        return rest.trim_start().starts_with(ARTICLES).then_some(vec![number]);
    }
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if !word.is_empty() && NAMES.iter().any(|name| name.eq_ignore_ascii_case(word)) {
        let (number, rest) = read(text[word.len()..].strip_prefix(' ')?)?;
        return (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some(vec![number]);
    }
    let (first, mut rest) = read(text)?;
    let mut path = vec![first];
    while let Some((next, after)) = rest.strip_prefix(['.', '．']).and_then(digits) {
        path.push(next);
        rest = after;
    }
    let is_mark = rest.starts_with(['、', '.', '．', ')', '）']);
    let is_open = rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '「'));
    // A number alone marks a clause only with its mark; one with several parts has them.
    (is_mark || path.len() > 1 && is_open).then_some(path)
}

/// What Chinese counts the parts of laws and books by.
const ARTICLES: [char; 16] = [
    '条', '條', '章', '节', '節', '款', '项', '項', '篇', '编', '編', '部', '课', '課', '回', '则',
];
/// What English calls them.
const NAMES: [&str; 12] = [
    "Article",
    "Section",
    "Clause",
    "Chapter",
    "Rule",
    "Part",
    "Paragraph",
    "Item",
    "Lesson",
    "Book",
    "Step",
    "Question",
];

/// A number in digits of either language, or a Roman one in capitals, and what follows it.
fn read(text: &str) -> Option<(u32, &str)> {
    digits(text).or_else(|| chinese(text)).or_else(|| roman(text))
}

fn digits(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&length).then(|| Some((text[..length].parse().ok()?, &text[length..])))?
}

/// A Chinese number below a thousand.
fn chinese(text: &str) -> Option<(u32, &str)> {
    let (mut value, mut digit, mut end) = (0, None, 0);
    for (at, c) in text.char_indices() {
        let own = "〇一二三四五六七八九".chars().position(|known| known == c);
        match (c, own) {
            (_, Some(own)) => digit = Some(own as u32),
            ('零', None) => {}
            ('十', None) => value += 10 * digit.take().unwrap_or(1),
            ('百', None) => value += 100 * digit.take().unwrap_or(1),
            _ => break,
        }
        end = at + c.len_utf8();
    }
    let value = value + digit.unwrap_or(0);
    (value > 0).then_some((value, &text[end..]))
}

/// A Roman number in capitals, below forty.
fn roman(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(|byte| matches!(byte, b'I' | b'V' | b'X')).count();
    let (word, rest) = text.split_at(length);
    let worth = |byte: u8| match byte {
        b'X' => 10,
        b'V' => 5,
        _ => 1,
    };
    let bytes = word.as_bytes();
    let value = bytes.iter().enumerate().fold(0_i32, |sum, (at, byte)| {
        let is_taken_off = bytes.get(at + 1).is_some_and(|next| worth(*next) > worth(*byte));
        if is_taken_off { sum - worth(*byte) } else { sum + worth(*byte) }
    });
    (1..40).contains(&value).then_some((value as u32, rest))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn clauses_are_known_by_the_same_numbers_in_both_languages() {
        for (text, expected) in [
            ("1.2 \"Goods\" means boats.", vec![1, 2]),
            ("1.2 “货物”指船。", vec![1, 2]),
            ("1.2“货物”指船。", vec![1, 2]),
            ("第二十三条会员共十二人。", vec![23]),
            ("Article 23 There shall be twelve members.", vec![23]),
            ("（二）种树。", vec![2]),
            ("(2) to plant trees;", vec![2]),
            ("三、桥墩", vec![3]),
            ("III. The piers", vec![3]),
            ("3.1.4. The deck", vec![3, 1, 4]),
            ("第一百零五条 本法自公布之日起施行。", vec![105]),
        ] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn quantities_are_no_numbers_of_clauses() {
        for text in [
            "3 boats came.",
            "三条船来了。",
            "第二天，桥开了。",
            "1820年，桥建成。",
            "Part of the bridge is new.",
            "1.5米高的墙",
            "I was there.",
            "一九二〇年的桥",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
