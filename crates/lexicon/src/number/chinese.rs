//! Numbers as Chinese writes them: 三百五十, 二〇二三, 3.5亿, 第三, 百分之三, 12月, 三分之一.

use super::value::{Decimal, Quantity};

/// A numeric expression in Chinese text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    /// What it says, and what else it may say: the likeliest first, three at most.
    pub(crate) readings: Vec<Quantity>,
    /// How many characters it covers.
    pub(crate) length: usize,
    /// Whether nothing but a number can be meant: it has digits, several numerals or a frame such as 第 or 百分之.
    pub(crate) certain: bool,
}

/// Reads the numeric expression that begins `text`, if one does.
pub(crate) fn expression(text: &[char]) -> Option<Expression> {
    match text.first()? {
        '第' => {
            let number = Numeral::read(&text[1..])?;
            Some(Expression {
                readings: number.quantities(),
                length: number.length + 1,
                certain: true,
            })
        }
        '百' if text.starts_with(&['百', '分', '之']) => {
            let number = Numeral::read(&text[3..])?;
            let length = number.length + 3;
            let readings = vec![Quantity::Percent(number.value), Quantity::Number(number.value)];
            Some(Expression { readings, length, certain: true })
        }
        _ => framed(Numeral::read(text)?, text),
    }
}

/// Looks at what follows a numeral: %, 分之, 月, 年.
fn framed(number: Numeral, text: &[char]) -> Option<Expression> {
    let rest = &text[number.length..];
    let value = number.value;
    let certain = number.length > 1 && !number.only_units || number.has_digits;
    let with = |readings, extra| {
        Some(Expression { readings, length: number.length + extra, certain: true })
    };
    match rest {
        ['%' | '％' | '﹪', ..] => {
            return with(vec![Quantity::Percent(value), Quantity::Number(value)], 1);
        }
        ['分', '之', numerator @ ..] => {
            if let (Some(above), Some(below)) = (Numeral::read(numerator), value.as_whole())
                && let Some(whole) = above.value.as_whole()
            {
                return with(vec![Quantity::Fraction(whole, below)], above.length + 2);
            }
        }
        ['月', ..] if value.is_below(13) && value > Decimal::ZERO => {
            if let Some(month) = value.as_whole() {
                let readings = vec![Quantity::Month(month as u8), Quantity::Number(value)];
                return with(readings, 1);
            }
        }
        ['年', '代', ..] if value.is_below(100) => {
            if let Some(decade) = value.as_whole() {
                return with(vec![Quantity::Number(value), Quantity::whole(1900 + decade)], 0);
            }
        }
        ['年', ..] if value.is_below(114) && number.length > 1 => {
            if let Some(year) = value.as_whole() {
                return with(years(year), 0);
            }
        }
        _ => {}
    }
    if number.only_units && value != Decimal::whole(10) && number.length < 2 {
        return None;
    }
    let readings = number.quantities();
    Some(Expression { readings, length: number.length, certain })
}

/// A year written with two or three digits: as it stands, of the Republic (which began in 1912), of the last century.
fn years(year: u64) -> Vec<Quantity> {
    let mut readings = vec![Quantity::whole(year), Quantity::whole(1911 + year)];
    if (10..100).contains(&year) {
        readings.push(Quantity::whole(1900 + year));
    }
    readings
}

/// Reads the mark of a list item that begins a sentence: 二、 （二） 2. 第二， ②. Gives its number and its length in
/// characters, the punctuation included.
pub(crate) fn enumerator(text: &[char]) -> Option<(u32, usize)> {
    let number = |at: usize| {
        let numeral = Numeral::read(text.get(at..)?)?;
        let value = numeral.value.as_whole().filter(|value| (1..1000).contains(value))?;
        Some((value as u32, at + numeral.length))
    };
    match text.first()? {
        c @ '①'..='⑳' => Some((*c as u32 - '①' as u32 + 1, 1)),
        c @ '㈠'..='㈩' => Some((*c as u32 - '㈠' as u32 + 1, 1)),
        c @ '⑴'..='⒇' => Some((*c as u32 - '⑴' as u32 + 1, 1)),
        '（' | '(' | '〔' | '[' => {
            let (value, end) = number(1)?;
            matches!(text.get(end)?, '）' | ')' | '〕' | ']').then_some((value, end + 1))
        }
        '第' => {
            let (value, end) = number(1)?;
            matches!(text.get(end)?, '，' | '、' | '：' | ',' | ':').then_some((value, end + 1))
        }
        _ => {
            let (value, end) = number(0)?;
            match text.get(end) {
                Some('、' | '．' | '）' | ')') => Some((value, end + 1)),
                Some('.') if !text.get(end + 1).is_some_and(char::is_ascii_digit) => {
                    Some((value, end + 1))
                }
                _ => None,
            }
        }
    }
}

/// A run of numerals and its value.
#[derive(Debug, Clone, Copy)]
struct Numeral {
    value: Decimal,
    /// The upper value of an estimate such as 三四.
    alternative: Option<Decimal>,
    length: usize,
    only_units: bool,
    has_digits: bool,
}

impl Numeral {
    fn quantities(&self) -> Vec<Quantity> {
        let mut readings = vec![Quantity::Number(self.value)];
        readings.extend(self.alternative.map(Quantity::Number));
        readings
    }

    /// Reads the numeral that begins `text`.
    fn read(text: &[char]) -> Option<Self> {
        let mut reader = Reader::default();
        while reader.step(text)? {}
        reader.finish()
    }
}

/// The value of a numeral of one place, of Chinese or of digits.
fn digit(c: char) -> Option<u64> {
    Some(match c {
        '0'..='9' => u64::from(c) - u64::from('0'),
        '０'..='９' => u64::from(c) - u64::from('０'),
        '零' | '〇' | '○' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a unit: 十 and its kind, and those that close a group of four places.
fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Reads a numeral from left to right: a sum of groups, a group a sum of places.
#[derive(Debug)]
struct Reader {
    at: usize,
    /// Groups closed by 万 or 亿.
    total: Decimal,
    /// Places of the open group.
    group: Decimal,
    /// Digits not yet followed by a unit.
    pending: Option<Decimal>,
    pending_digits: usize,
    last_unit: u64,
    zero_after_unit: bool,
    estimate: Option<(u64, u64)>,
    units: usize,
    digits: usize,
    has_digits: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            at: 0,
            total: Decimal::ZERO,
            group: Decimal::ZERO,
            pending: None,
            pending_digits: 0,
            last_unit: 1,
            zero_after_unit: false,
            estimate: None,
            units: 0,
            digits: 0,
            has_digits: false,
        }
    }
}

impl Reader {
    /// Takes the next part of the numeral; false at its end, `None` if it is too large to keep.
    fn step(&mut self, text: &[char]) -> Option<bool> {
        let Some(&c) = text.get(self.at) else { return Some(false) };
        if c.is_ascii_digit() || ('０'..='９').contains(&c) {
            if self.pending.is_some() {
                return Some(false);
            }
            return self.literal(text);
        }
        if c == '廿' || c == '卅' {
            if self.pending.is_some() {
                return Some(false);
            }
            self.group = self.group.plus(Decimal::whole(if c == '廿' { 20 } else { 30 }))?;
            (self.last_unit, self.at, self.digits) = (10, self.at + 1, self.digits + 1);
            return Some(true);
        }
        if let Some(value) = digit(c) {
            return self.place(value, text);
        }
        match unit(c) {
            Some(value) => self.unit(value),
            None => self.filler(c, text),
        }
    }

    /// ASCII or full-width digits with separators and a point.
    fn literal(&mut self, text: &[char]) -> Option<bool> {
        let mut digits = String::new();
        let mut point = false;
        let value = |at: usize| {
            text.get(at)
                .and_then(|c| digit(*c).filter(|_| c.is_ascii_digit() || ('０'..='９').contains(c)))
        };
        while let Some(&c) = text.get(self.at) {
            let groups =
                |at: usize| (1..4).all(|k| value(at + k).is_some()) && value(at + 4).is_none();
            if let Some(place) = value(self.at) {
                digits.push(char::from(b'0' + place as u8));
            } else if matches!(c, '.' | '．') && !point && value(self.at + 1).is_some() {
                digits.push('.');
                point = true;
            } else if !(matches!(c, ',' | '，') && !point && groups(self.at)) {
                break;
            }
            self.at += 1;
        }
        self.pending = Some(Decimal::parse(&digits)?);
        self.pending_digits = 2; // never read as the short form of a place
        self.digits += digits.len();
        self.has_digits = true;
        Some(true)
    }

    /// A Chinese digit: part of a number said digit by digit, of an estimate, or a place before its unit.
    fn place(&mut self, value: u64, text: &[char]) -> Option<bool> {
        if self.has_digits && self.units == 0 {
            return Some(false);
        }
        match self.pending {
            Some(before) if self.units == 0 => {
                if self.pending_digits > 17 {
                    return None;
                }
                let first = before.as_whole().unwrap_or(0);
                let follows = text.get(self.at + 1).is_some_and(|c| digit(*c).is_some());
                self.estimate =
                    (self.pending_digits == 1 && first > 0 && first + 1 == value && !follows)
                        .then_some((first, value));
                self.pending = Some(before.times(10)?.plus(Decimal::whole(value))?);
                self.pending_digits += 1;
            }
            Some(before) if before == Decimal::ZERO => self.pending = Some(Decimal::whole(value)),
            Some(_) => return Some(false),
            None => {
                self.zero_after_unit |= value == 0 && self.units > 0;
                self.pending = Some(Decimal::whole(value));
                self.pending_digits = 1;
            }
        }
        self.at += 1;
        self.digits += 1;
        Some(true)
    }

    fn unit(&mut self, value: u64) -> Option<bool> {
        if self.pending.is_none() && (self.digits == 0 && self.units == 0) && value >= 10_000 {
            return Some(false);
        }
        if value < 10_000 {
            if self.pending.is_none() && self.units > 0 && value >= self.last_unit {
                return Some(false);
            }
            let count = match self.estimate {
                Some((low, _)) => Decimal::whole(low),
                None => self.pending.filter(|v| *v != Decimal::ZERO).unwrap_or(Decimal::whole(1)),
            };
            self.group = self.group.plus(count.times(value)?)?;
            self.estimate = self.estimate.map(|(low, high)| (low * value, high * value));
        } else {
            let group = self.group.plus(self.pending.unwrap_or(Decimal::ZERO))?;
            if value > 10_000 && self.total > Decimal::ZERO {
                self.total = self.total.plus(group)?.times(value)?; // 一万亿
            } else {
                let group = if group == Decimal::ZERO { Decimal::whole(1) } else { group };
                self.total = self.total.plus(group.times(value)?)?;
            }
            self.group = Decimal::ZERO;
            self.estimate = None;
        }
        self.pending = None;
        self.zero_after_unit = false;
        self.last_unit = value;
        self.units += 1;
        self.at += 1;
        Some(true)
    }

    /// 多 or 余 before 万 and 亿 (300多万), and 点 between Chinese numerals (三点五, 十点二).
    fn filler(&mut self, c: char, text: &[char]) -> Option<bool> {
        let next = text.get(self.at + 1).copied();
        if matches!(c, '多' | '余' | '来') && self.digits + self.units > 0 {
            if next.and_then(unit).is_some_and(|value| value >= 10_000) {
                self.at += 1;
                return Some(true);
            }
        } else if c == '点' && self.digits + self.units > 0 && !self.has_digits {
            let places: Vec<u64> =
                text[self.at + 1..].iter().map_while(|c| digit(*c)).take(6).collect();
            let after = text.get(self.at + 1 + places.len());
            if !places.is_empty() && !after.is_some_and(|c| matches!(c, '十' | '分' | '刻' | '点'))
            {
                let mut digits = String::from("0.");
                digits.extend(places.iter().map(|place| char::from(b'0' + *place as u8)));
                let whole = self.pending.unwrap_or(Decimal::ZERO);
                self.pending = Some(whole.plus(Decimal::parse(&digits)?)?);
                self.pending_digits = 2;
                self.has_digits = true;
                self.at += 1 + places.len();
                return Some(true);
            }
        }
        Some(false)
    }

    fn finish(self) -> Option<Numeral> {
        if self.digits + self.units == 0 {
            return None;
        }
        let mut rest = self.pending.unwrap_or(Decimal::ZERO);
        let short = self.pending_digits == 1
            && self.last_unit >= 100
            && !self.zero_after_unit
            && !self.has_digits;
        if short && self.pending.is_some() && self.digits > 1 {
            rest = rest.times(self.last_unit / 10)?; // 三百五 is 350
        }
        let mut value = self.total.plus(self.group)?.plus(rest)?;
        let mut alternative = None;
        if let Some((low, high)) = self.estimate {
            let base = if self.units == 0 { Decimal::ZERO } else { Decimal::whole(0) };
            value = base.plus(Decimal::whole(low))?;
            alternative = Some(Decimal::whole(high));
        }
        Some(Numeral {
            value,
            alternative,
            length: self.at,
            only_units: self.digits == 0,
            has_digits: self.has_digits,
        })
    }
}
