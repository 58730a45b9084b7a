use std::fmt;

/// A number that is not negative, exact to six places after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decimal(u128);

impl Decimal {
    const PLACES: u32 = 6;
    const ONE: u128 = 1_000_000;
    const LIMIT: u128 = 10u128.pow(30);
    pub(crate) const ZERO: Self = Self(0);

    /// A whole number.
    pub(crate) fn whole(value: u64) -> Self {
        Self(u128::from(value) * Self::ONE)
    }

    /// Reads ASCII digits with at most one point; `None` if there are more places or digits than can be kept.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.len() > 18 || places.len() > Self::PLACES as usize || whole.is_empty() {
            return None;
        }
        let whole: u64 = whole.parse().ok()?;
        let scale = 10u128.pow(Self::PLACES - places.len() as u32);
        let fraction = if places.is_empty() { 0 } else { places.parse::<u128>().ok()? * scale };
        Some(Self(u128::from(whole) * Self::ONE + fraction))
    }

    /// The number as an integer, if it is one.
    pub(crate) fn as_whole(self) -> Option<u64> {
        self.0.is_multiple_of(Self::ONE).then(|| u64::try_from(self.0 / Self::ONE).ok()).flatten()
    }

    /// `self × factor`; `None` beyond 10²⁴.
    pub(crate) fn times(self, factor: u64) -> Option<Self> {
        self.0.checked_mul(u128::from(factor)).filter(|v| *v < Self::LIMIT).map(Self)
    }

    /// `self + other`; `None` beyond 10²⁴.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(|v| *v < Self::LIMIT).map(Self)
    }

    /// Whether the number is smaller than the whole number `limit`.
    pub(crate) fn is_below(self, limit: u64) -> bool {
        self < Self::whole(limit)
    }
}

impl fmt::Display for Decimal {
    /// The shortest decimal form: no trailing zeros after the point, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / Self::ONE)?;
        let places = format!("{:06}", self.0 % Self::ONE);
        match places.trim_end_matches('0') {
            "" => Ok(()),
            places => write!(f, ".{places}"),
        }
    }
}

/// What a numeric expression says. Displays as the text of its key, the same for every way of writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// A cardinal or ordinal number, a year, a day, a sum: they share their keys.
    Number(Decimal),
    /// So many in a hundred.
    Percent(Decimal),
    /// A numerator and a denominator.
    Fraction(u64, u64),
    /// A month of the year, from 1.
    Month(u8),
    /// The mark of a list item at the beginning of a sentence.
    Enumerator(u32),
}

impl Quantity {
    pub(crate) fn whole(value: u64) -> Self {
        Self::Number(Decimal::whole(value))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => write!(f, "={value}"),
            Self::Percent(value) => write!(f, "={value}%"),
            Self::Fraction(above, below) => write!(f, "={above}/{below}"),
            Self::Month(month) => write!(f, "=month{month}"),
            Self::Enumerator(number) => write!(f, "=({number})"),
        }
    }
}
