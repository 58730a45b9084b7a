//! Numbers written in digits, and which of them say the same on both sides.

use duizhao_bitext::Language;

/// A number written in digits.
#[derive(Debug, Clone)]
pub(crate) struct Numeral {
    /// Its digits and points; marks between thousands left out.
    digits: Box<str>,
    /// Its value; NaN for a version such as 1.2.3.
    value: f64,
    /// What the word after it multiplies it with: 10,000 for 万, a million for `million`; else 1.
    unit: f64,
    /// What else the word after it may make of it.
    measure: Measure,
    /// The place of its first digit in its sentence, in bytes, and the number of the sentence.
    pub(crate) start: usize,
    pub(crate) sentence: usize,
    /// Whether it belongs to a name: COVID-19, UTF-8, G20.
    pub(crate) in_name: bool,
}

/// Chinese measures that a translation often converts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// None of them.
    Plain,
    /// 斤, 里: half a kilogram or kilometre.
    Half,
    /// 亩: a fifteenth of a hectare, a sixth of an acre.
    Field,
    /// 折: tenths of the price that are left.
    Discount,
    /// 成: tenths.
    Tenths,
    /// 倍: times, which a translation often says in a word (doubled).
    Times,
}

/// The numbers of a text, in order. Linear; nothing is looked up.
pub(crate) fn numerals(text: &str, language: Language) -> impl Iterator<Item = Numeral> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + memchr_digit(bytes.get(at..)?)?;
        let (digits, end) = run(bytes, start);
        let (digits, end) = match hour(&text[start..end], &text[end..]) {
            Some(hour) => (hour.to_owned(), start + hour.len()),
            None => (digits, end),
        };
        at = end;
        let value = digits.parse().unwrap_or(f64::NAN);
        let (unit, measure) = match language {
            Language::Zh => chinese_unit(&text[end..]),
            Language::En => (english_unit(&text[end..]), Measure::Plain),
        };
        Some(Numeral {
            digits: digits.into(),
            value,
            unit,
            measure,
            start,
            sentence: 0,
            in_name: in_name(&text[..start]),
        })
    })
}

fn memchr_digit(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(u8::is_ascii_digit)
}

/// The digits and points of the number that begins at a byte, and where it ends.
fn run(bytes: &[u8], start: usize) -> (String, usize) {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let groups = |at: usize| (1..4).all(|next| is_digit(at + next)) && !is_digit(at + 4);
    let (mut digits, mut at) = (String::new(), start);
    loop {
        match bytes.get(at) {
            Some(digit) if digit.is_ascii_digit() => digits.push(char::from(*digit)),
            Some(b'.') if is_digit(at + 1) => digits.push('.'),
            Some(b',') if groups(at) && !digits.contains('.') => {}
            _ => return (digits, at),
        }
        at += 1;
    }
}

/// The hour of a time of day with a point in it: 5.30pm.
fn hour<'t>(digits: &'t str, after: &str) -> Option<&'t str> {
    let (hour, minute) = digits.split_once('.')?;
    let after = after.strip_prefix(' ').unwrap_or(after);
    let is_half = ["am", "pm", "a.m.", "p.m."].iter().any(|half| begins_with_word(after, half));
    (is_half && hour.len() < 3 && minute.len() == 2).then_some(hour)
}

/// Whether a number after this text is the end of a name.
fn in_name(before: &str) -> bool {
    let before = before.strip_suffix('-').unwrap_or(before);
    before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// What 万, 亿 and their kind after a number make of it, and the measure that follows.
fn chinese_unit(after: &str) -> (f64, Measure) {
    let mut rest = after.trim_start_matches([' ', '多', '余', '餘', '来', '來', '几', '幾']);
    let mut unit = 1.0;
    while let Some(c) = rest.chars().next() {
        unit *= match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1000.0,
            '万' | '萬' => 1e4,
            '亿' | '億' => 1e8,
            _ => break,
        };
        rest = &rest[c.len_utf8()..];
    }
    let rest = rest.trim_start_matches([' ', '多', '余', '餘', '市', '华', '華', '公']);
    let measure = match rest.chars().next() {
        Some('斤' | '里') => Measure::Half,
        Some('亩' | '畝') => Measure::Field,
        Some('折') => Measure::Discount,
        Some('成') => Measure::Tenths,
        Some('倍') => Measure::Times,
        _ => Measure::Plain,
    };
    (unit, measure)
}

/// Whether a text begins with an English word, in capitals or not.
fn begins_with_word(text: &str, word: &str) -> bool {
    let follows = text.as_bytes().get(word.len());
    text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        && follows.is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// What `million` and its kind after a number make of it.
fn english_unit(after: &str) -> f64 {
    const UNITS: [(&str, f64); 10] = [
        ("hundred", 1e2),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
        ("bn", 1e9),
        ("mn", 1e6),
        ("k", 1e3),
        ("m", 1e6),
        ("b", 1e9),
    ];
    let mut rest = after;
    let mut unit = 1.0;
    // 2 hundred thousand.
    for _ in 0..2 {
        let word = rest.trim_start_matches([' ', '-']);
        let is_apart = word.len() < rest.len();
        let named = UNITS
            .iter()
            .find(|(name, _)| begins_with_word(word, name) && (!is_apart || name.len() > 2));
        let Some((name, factor)) = named else { break };
        unit *= factor;
        rest = &word[name.len()..];
    }
    unit
}

impl Numeral {
    fn scaled(&self) -> f64 {
        self.value * self.unit
    }

    /// How many of its digits say how much it is: neither zeros before it nor after a whole number.
    fn places(&self) -> usize {
        let digits = self.digits.trim_start_matches(['0', '.']);
        let digits = if digits.contains('.') { digits } else { digits.trim_end_matches('0') };
        digits.bytes().filter(u8::is_ascii_digit).count().max(1)
    }

    /// Whether it is this number of the same side, not only one that is written alike.
    pub(crate) fn is(&self, other: &Self) -> bool {
        (self.sentence, self.start) == (other.sentence, other.start)
    }

    /// Whether the other language says it in a word as often as in digits.
    pub(crate) fn is_often_a_word(&self) -> bool {
        self.measure == Measure::Times
    }

    /// Whether it is exact to the last place: a count, a year, a page.
    fn is_exact(&self) -> bool {
        self.unit < 2.0 && !self.digits.contains('.') && self.value < 10_000.0
    }
}

/// Whether a Chinese and an English number may say the same: equal, rounded, or counted otherwise.
fn alike(zh: &Numeral, en: &Numeral) -> bool {
    if zh.value.is_nan() || en.value.is_nan() {
        return false;
    }
    let places = zh.places().min(en.places());
    let may_round = places >= 2 && zh.places() != en.places() && !(zh.is_exact() && en.is_exact());
    let near = |one: f64, other: f64| {
        same_value(one, other) || may_round && rounded_alike(one, other, places)
    };
    let (value, other) = (zh.scaled(), en.scaled());
    // A converted measure was rounded by whoever converted it, however round it was.
    let converted = |factor: f64| {
        near(value / factor, other)
            || en.places() >= 2 && rounded_alike(value / factor, other, en.places())
    };
    let is_year = zh.is_exact() && en.is_exact() && (1900.0..2100.0).contains(&other);
    let is_short_year = zh.is_exact() && (1900.0..2100.0).contains(&value) && en.digits.len() == 2;
    let is_hour = zh.is_exact() && en.is_exact() && (13.0..=24.0).contains(&value);
    near(value, other)
        || near(zh.value, other) && zh.unit > 1.0
        || is_year && (near(value + 1911.0, other) || value >= 10.0 && near(value + 1900.0, other))
        || is_short_year && near(value % 100.0, other)
        || is_hour && near(value - 12.0, other)
        || match zh.measure {
            Measure::Plain | Measure::Times => false,
            Measure::Half => converted(2.0) || converted(2000.0),
            Measure::Field => converted(15.0) || converted(6.0),
            Measure::Discount => near(100.0 - 10.0 * value, other),
            Measure::Tenths => near(10.0 * value, other),
        }
}

/// Whether two values are the same, but for what computing them may change.
fn same_value(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Whether two values are the same when rounded to so many places.
fn rounded_alike(one: f64, other: f64, places: usize) -> bool {
    let size = one.abs().max(other.abs());
    let last = libm::pow(10.0, libm::floor(libm::log10(size.max(1e-9))) + 1.0 - places as f64);
    (one - other).abs() <= 0.51 * last
}

/// Takes out of both lists what says the same on both sides, each number once: first what is as much (50万 is 500,000, and not
/// the 50 beside it), then what is written alike, then what may mean the same.
pub(crate) fn cancel(zh: &mut Vec<Numeral>, en: &mut Vec<Numeral>) {
    let rules: [fn(&Numeral, &Numeral) -> bool; 3] =
        [|zh, en| same_value(zh.scaled(), en.scaled()), |zh, en| zh.digits == en.digits, alike];
    for same in rules {
        zh.retain(|one| match en.iter().position(|other| same(one, other)) {
            Some(place) => {
                en.remove(place);
                false
            }
            None => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{cancel, numerals};
    use duizhao_bitext::Language;

    fn odd(zh: &str, en: &str) -> [Vec<String>; 2] {
        let mut zh: Vec<_> = numerals(zh, Language::Zh).collect();
        let mut en: Vec<_> = numerals(en, Language::En).collect();
        cancel(&mut zh, &mut en);
        [zh, en].map(|side| side.iter().map(|one| one.digits.to_string()).collect())
    }

    #[test]
    fn the_same_quantity_is_known_in_both_languages() {
        for (zh, en) in [
            ("投资20 亿美元", "a $2 billion investment"),
            ("粮食产量1.33万亿斤", "grain output of 665 million metric tons"),
            ("新建农田8000万亩", "5.33 million hectares of new cropland"),
            ("1,234人", "1234 people"),
            ("300多万户", "over 3 million households"),
            ("打8折", "20% off"),
            ("下午15时", "at 3 p.m."),
            ("民国65年", "in 1976"),
            ("数值是2.726", "the value is 2.7255"),
            ("48 327人", "48 327 people"),
            ("约4.8万人", "48,327 people"),
            ("约4.5万", "about 45k"),
            ("Python 3.12.1 版", "Python 3.12.1"),
            ("共50万人，其中专家50人", "500,000 in all, 50 of them experts"),
            ("价值110亿美元，容量1100亿立方米", "$11 billion, 110 billion cubic meters"),
            ("周六下午5：30或17:45", "at 5.30pm or 5.45 P.M. on a Saturday"),
            ("1981年至1987年", "from 1981-87"),
            ("2000年代", "the 00s"),
        ] {
            assert_eq!(odd(zh, en), [const { Vec::<String>::new() }; 2], "{zh} {en}");
        }
    }

    #[test]
    fn each_number_counts_once_and_years_are_exact() {
        assert_eq!(odd("返回1或0", "returns 1 or 1"), [vec!["0".to_owned()], vec!["1".to_owned()]]);
        assert_eq!(odd("2019年", "in 2018"), [vec!["2019".to_owned()], vec!["2018".to_owned()]]);
        assert_eq!(
            odd("26,750元", "26,850 yuan"),
            [vec!["26750".to_owned()], vec!["26850".to_owned()]]
        );
        assert_eq!(
            odd("1981年至1987年", "1981-88"),
            [vec!["1987".to_owned()], vec!["88".to_owned()]]
        );
        assert_eq!(odd("5.3亿", "5.30 percent"), [const { Vec::<String>::new() }; 2]);
        assert_eq!(odd("3.8版", "version 4.8"), [vec!["3.8".to_owned()], vec!["4.8".to_owned()]]);
    }
}
