use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::pattern::compile;

/// The first date in `text` as YYYY-MM-DD: `2024-5-6`, `2024年5月6日`, `二〇二四年五月六日`, `May 6, 2024`, `6 May 2024`.
/// `None` if there is none, or none that a calendar could hold.
pub(crate) fn find(text: &str) -> Option<String> {
    // Most lines hold neither, and groups are dear.
    let may_hold_one = text.bytes().any(|byte| byte.is_ascii_digit()) || text.contains('年');
    if !may_hold_one {
        return None;
    }
    DATE.captures_iter(text).find_map(|date| read(&date))
}

/// The forms of a date, without groups, to be built into other patterns.
pub(crate) const FORMS: &str = r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}\s?月\s?\d{1,2}\s?日|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?,?\s\d{4}|[〇○零一二三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?x)
        (?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})
        | (?P<zh_year>[〇○零一二三四五六七八九]{4})年(?P<zh_month>[一二三四五六七八九十]{1,2})月(?P<zh_day>[一二三四五六七八九十]{1,3})日
        | (?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<en_day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<en_year>\d{4})
        | (?-u:\b)(?P<gb_day>\d{1,2})(?:st|nd|rd|th)?\s(?P<gb_name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s(?P<gb_year>\d{4})",
    )
});

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn read(date: &Captures<'_>) -> Option<String> {
    let number =
        |name: &str| date.name(name).and_then(|digits| digits.as_str().parse::<u32>().ok());
    let month = |name: &str| {
        let word = date.name(name)?.as_str();
        (1..).zip(MONTHS).find(|(_, month)| *month == word).map(|(number, _)| number)
    };
    let chinese = |name: &str| date.name(name).map(|digits| chinese(digits.as_str()));
    let (year, month, day) = (number("year").zip(number("month")).zip(number("day")))
        .or_else(|| number("en_year").zip(month("name")).zip(number("en_day")))
        .or_else(|| number("gb_year").zip(month("gb_name")).zip(number("gb_day")))
        .or_else(|| chinese("zh_year").zip(chinese("zh_month")).zip(chinese("zh_day")))
        .map(|((year, month), day)| (year, month, day))?;
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A Chinese numeral below 100, or a year digit by digit.
fn chinese(text: &str) -> u32 {
    let digit =
        |c: char| "〇一二三四五六七八九".chars().position(|digit| digit == c).unwrap_or(0) as u32;
    match text.split_once('十') {
        None => text.chars().fold(0, |number, c| number * 10 + digit(c)),
        Some((tens, ones)) => {
            tens.chars().next().map_or(1, digit) * 10 + ones.chars().next().map_or(0, digit)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn dates_are_read_in_all_their_forms() {
        for text in [
            "2024-05-06 10:30",
            "发布时间：2024年5月6日",
            "二〇二四年五月六日",
            "Published on May 6, 2024",
            "6 May 2024",
            "2024/5/6",
            "May 6th, 2024",
        ] {
            assert_eq!(find(text).as_deref(), Some("2024-05-06"), "{text}");
        }
        assert_eq!(find("二○二三年十二月三十一日").as_deref(), Some("2023-12-31"));
        assert_eq!(find("二〇二三年十月二十日").as_deref(), Some("2023-10-20"));
        assert_eq!(find("version 2024-13-45"), None);
        assert_eq!(find("5月6日"), None);
    }
}
