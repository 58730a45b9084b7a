//! Numbers as English writes them: 3,500, 18th, twenty-five, two hundred thousand, 3.5 billion, 3 percent, two-thirds.

use super::digits::{Suffix, digits};
use super::value::{Decimal, Quantity};
use super::words::{NumberWord, number_word};

/// A numeric expression in English text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    /// What it says, the likeliest first, three at most.
    pub(crate) readings: Vec<Quantity>,
    /// How many bytes it covers.
    pub(crate) length: usize,
    /// How many words it covers: a single one may be an ordinary word (second, half, one).
    pub(crate) words: usize,
}

/// Reads the numeric expression that begins `text`, at the beginning of a word; `None` if there is none.
pub(crate) fn expression(text: &str) -> Option<Expression> {
    let mut words = Words { text, at: 0 };
    let first = words.next()?;
    let mut state = State::default();
    let digits = if text.as_bytes()[0].is_ascii_digit() { digits(text) } else { None };
    if let Some(digits) = digits {
        words.at = digits.length;
        state.open(digits.value);
        state.has_digits = true;
        match digits.suffix {
            Suffix::None => {}
            Suffix::Ordinal => return Some(state.close(words.at, 1)),
            Suffix::Decade => return Some(decade(digits.value, words.at)),
            Suffix::Percent => {
                return Some(Expression {
                    readings: vec![Quantity::Percent(digits.value), Quantity::Number(digits.value)],
                    length: words.at,
                    words: 1,
                });
            }
            Suffix::Fraction(below) => {
                let above = digits.value.as_whole()?;
                return Some(Expression {
                    readings: vec![Quantity::Fraction(above, below)],
                    length: words.at,
                    words: 1,
                });
            }
        }
    } else {
        match number_word(&first.to_ascii_lowercase())? {
            NumberWord::Month(month) => {
                return Some(Expression {
                    readings: vec![Quantity::Month(month)],
                    length: words.at,
                    words: 1,
                });
            }
            NumberWord::Decade(decade) => {
                return Some(Expression {
                    readings: vec![Quantity::whole(decade), Quantity::whole(1900 + decade)],
                    length: words.at,
                    words: 1,
                });
            }
            NumberWord::Parts(2) => {
                return Some(Expression {
                    readings: vec![Quantity::Fraction(1, 2)],
                    length: words.at,
                    words: 1,
                });
            }
            NumberWord::Parts(4) => {
                return Some(Expression {
                    readings: vec![Quantity::Fraction(1, 4)],
                    length: words.at,
                    words: 1,
                });
            }
            NumberWord::Parts(_) => return None,
            word => {
                if !state.take(word)? {
                    return Some(state.close(words.at, 1));
                }
            }
        }
    }
    further(state, words)
}

/// Takes the words that go on with a number.
fn further(mut state: State, mut words: Words<'_>) -> Option<Expression> {
    let mut count = 1;
    loop {
        let end = words.at;
        let mut word = words.next();
        if word == Some("and") && state.units {
            word = words.next().filter(|w| {
                matches!(
                    number_word(w),
                    Some(NumberWord::Small(_) | NumberWord::Tens(_) | NumberWord::Ordinal(_))
                )
            });
        }
        let lower = word.map(str::to_ascii_lowercase);
        let lower = lower.as_deref().unwrap_or("");
        let percent = matches!(lower, "percent" | "pct")
            || lower == "per" && words.next().is_some_and(|w| w.eq_ignore_ascii_case("cent"));
        if percent {
            let value = state.value()?;
            let readings = vec![Quantity::Percent(value), Quantity::Number(value)];
            return Some(Expression { readings, length: words.at, words: count + 1 });
        }
        match number_word(lower) {
            Some(NumberWord::Parts(below)) if below > 2 || state.value()? == Decimal::whole(1) => {
                let above = state.value()?.as_whole()?;
                let readings = vec![Quantity::Fraction(above, below)];
                return Some(Expression { readings, length: words.at, words: count + 1 });
            }
            Some(NumberWord::Ordinal(below @ 3..=10))
                if state.value()? == Decimal::whole(1) && !state.units =>
            {
                let readings = vec![Quantity::Fraction(1, below)];
                return Some(Expression { readings, length: words.at, words: count + 1 });
            }
            Some(word) if state.accepts(word) => {
                count += 1;
                if !state.take(word)? {
                    return Some(state.close(words.at, count));
                }
            }
            _ => return Some(state.close(end, count)),
        }
    }
}

/// 1990s and 90s are the same years.
fn decade(value: Decimal, length: usize) -> Expression {
    let mut readings = vec![Quantity::Number(value)];
    if let Some(year) = value.as_whole() {
        match year {
            10..=99 => readings.push(Quantity::whole(1900 + year)),
            1900..=1999 => readings.push(Quantity::whole(year - 1900)),
            _ => {}
        }
    }
    Expression { readings, length, words: 1 }
}

/// Words with one space or hyphen between them.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let skip = usize::from(self.at > 0 && rest.starts_with([' ', '-']));
        let word = &rest[skip..];
        let length = word.bytes().take_while(u8::is_ascii_alphanumeric).count();
        (length > 0).then(|| {
            self.at += skip + length;
            &word[..length]
        })
    }
}

/// The value of the words taken so far.
#[derive(Debug, Default)]
struct State {
    total: Option<Decimal>,
    group: Option<Decimal>,
    last: Option<u64>,
    units: bool,
    has_digits: bool,
}

impl State {
    fn open(&mut self, value: Decimal) {
        self.group = Some(value);
        self.last = Some(1);
    }

    /// Whether the number can go on with this word.
    fn accepts(&self, word: NumberWord) -> bool {
        let room = match (self.has_digits && !self.units, self.last) {
            (true, _) => 0,
            (_, Some(last)) => last,
            (_, None) => u64::MAX,
        };
        match word {
            NumberWord::Small(n) => room > n && room >= 20 && !(room < 100 && n > 9),
            NumberWord::Ordinal(n) => room >= 20 && room > n && n != 100 && !(room < 100 && n > 9),
            NumberWord::Tens(_) => room >= 100,
            NumberWord::Scale(12) => self.last == Some(1),
            NumberWord::Scale(_) => true,
            _ => false,
        }
    }

    /// Adds a word; false if it ends the number, `None` if that is too large to keep.
    fn take(&mut self, word: NumberWord) -> Option<bool> {
        let group = self.group.unwrap_or(Decimal::ZERO);
        match word {
            NumberWord::Small(n) | NumberWord::Ordinal(n) => {
                self.group = Some(group.plus(Decimal::whole(n))?);
                self.last = Some(1);
                return Some(matches!(word, NumberWord::Small(_)));
            }
            NumberWord::Tens(n) => {
                self.group = Some(group.plus(Decimal::whole(n))?);
                self.last = Some(20);
            }
            NumberWord::Scale(n) => {
                let count = self.group.unwrap_or(Decimal::whole(1));
                self.units = true;
                self.last = Some(n.max(100));
                if n < 1000 {
                    self.group = Some(count.times(n)?);
                } else {
                    let total = self.total.unwrap_or(Decimal::ZERO);
                    self.total = Some(total.plus(count.times(n)?)?);
                    self.group = None;
                    if total > Decimal::ZERO && self.total <= Some(total) {
                        return None;
                    }
                }
            }
            _ => return Some(false),
        }
        Some(true)
    }

    fn value(&self) -> Option<Decimal> {
        self.total.unwrap_or(Decimal::ZERO).plus(self.group.unwrap_or(Decimal::ZERO))
    }

    fn close(&self, length: usize, words: usize) -> Expression {
        Expression {
            readings: self.value().map(Quantity::Number).into_iter().collect(),
            length,
            words,
        }
    }
}

/// The value of a Roman numeral in its usual form; `None` for other words.
pub(crate) fn roman(word: &str) -> Option<u32> {
    const PARTS: [(&str, u32); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    if word.is_empty() || word.len() > 7 {
        return None;
    }
    let upper = word.to_ascii_uppercase();
    let (mut rest, mut value) = (upper.as_str(), 0);
    for (part, worth) in PARTS {
        let most = if part.len() == 2 || matches!(part, "D" | "L" | "V") { 1 } else { 3 };
        for _ in 0..most {
            if let Some(shorter) = rest.strip_prefix(part) {
                rest = shorter;
                value += worth;
            }
        }
    }
    rest.is_empty().then_some(value)
}

/// Reads the mark of a list item that begins a sentence: 1. (2) II. iii) First, Secondly, — its number and its length
/// in bytes, the punctuation included.
pub(crate) fn enumerator(text: &str) -> Option<(u32, usize)> {
    let open = usize::from(text.starts_with(['(', '[']));
    let word = text[open..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    let end = open + word;
    let (word, rest) = (&text[open..end], &text[end..]);
    if word.is_empty()
        || rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let closed = rest.starts_with([')', ']']);
    let value = match word.parse::<u32>() {
        Ok(number) => (1..1000).contains(&number).then_some(number),
        Err(_) if word.len() > 1 || matches!(word, "I" | "V" | "X" | "i" | "v" | "x") => {
            let one_case = word.bytes().all(|b| b.is_ascii_uppercase())
                || word.bytes().all(|b| b.is_ascii_lowercase());
            roman(word).filter(|value| one_case && *value < 60)
        }
        Err(_) => None,
    };
    match value {
        Some(value) if open == 1 => closed.then_some((value, end + 1)),
        Some(value) if closed || rest.starts_with('.') => Some((value, end + 1)),
        Some(value) if rest.starts_with("、") => Some((value, end + 3)),
        Some(_) => None,
        None if open == 1 => None,
        None => {
            let lower = word.to_ascii_lowercase();
            let stem = lower.strip_suffix("ly").unwrap_or(&lower);
            match number_word(if stem == "last" { return None } else { stem })? {
                NumberWord::Ordinal(value) if rest.starts_with([',', ':']) => {
                    Some((value as u32, end + 1))
                }
                _ => None,
            }
        }
    }
}
