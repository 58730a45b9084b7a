//! Ten ways in which pairs go wrong.

use encoding_rs::{GBK, WINDOWS_1252};

use crate::gold::{Texts, cut_en, cut_zh};

/// One of the ways. Those that go wrong in stretches come twice: alone, and as a stretch or a whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Clean,
    ShiftedStretch,
    ShiftedAlone,
    WrongDocument,
    WrongAlone,
    Truncated,
    TruncatedFar,
    Untranslated,
    Swapped,
    Mojibake,
    Numbers,
    NumbersOfBoth,
    Boilerplate,
    Copied,
}

impl Kind {
    pub(crate) const ALL: [Self; 14] = [
        Self::Clean,
        Self::ShiftedStretch,
        Self::ShiftedAlone,
        Self::WrongDocument,
        Self::WrongAlone,
        Self::Truncated,
        Self::TruncatedFar,
        Self::Untranslated,
        Self::Swapped,
        Self::Mojibake,
        Self::Numbers,
        Self::NumbersOfBoth,
        Self::Boilerplate,
        Self::Copied,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::ShiftedStretch => "shifted lines, a stretch",
            Self::ShiftedAlone => "shifted lines, single pairs",
            Self::WrongDocument => "wrong document, whole",
            Self::WrongAlone => "wrong document, single pairs",
            Self::Truncated => "truncated, 30 to 70 % cut",
            Self::TruncatedFar => "truncated, 40 % and more cut",
            Self::Untranslated => "untranslated",
            Self::Swapped => "swapped languages",
            Self::Mojibake => "mojibake",
            Self::Numbers => "numbers changed, any",
            Self::NumbersOfBoth => "numbers changed, of those in digits on both sides",
            Self::Boilerplate => "boilerplate",
            Self::Copied => "machine-copied",
        }
    }
}

/// A document of which pairs were put wrong.
pub(crate) struct Spoilt {
    pub(crate) pairs: Vec<Texts>,
    /// Which of them (for clean ones: all).
    pub(crate) wrong: Vec<bool>,
}

/// Pairs of a stretch of shifted lines, and clean ones between two of them.
const STRETCH: usize = 12;
/// Of single pairs one in so many is put wrong.
const ONE_IN: usize = 10;

/// Copies of a document with pairs put wrong; with single ones as many copies as it takes until every pair was put wrong
/// that can be.
pub(crate) fn document(pairs: &[Texts], other: &[Texts], kind: Kind) -> Vec<Spoilt> {
    let whole = |pairs: Vec<Texts>| vec![Spoilt { wrong: vec![true; pairs.len()], pairs }];
    match kind {
        Kind::Clean => whole(pairs.to_vec()),
        Kind::ShiftedStretch => stretches(pairs),
        // A document that is the only one of its set has no other: its own second half stands for it.
        Kind::WrongDocument => {
            let from = if std::ptr::eq(pairs, other) { pairs.len() / 2 } else { 0 };
            let english = other.iter().cycle().skip(from).map(|(_, en)| en.clone());
            whole(pairs.iter().map(|(zh, _)| zh.clone()).zip(english).collect())
        }
        _ => (0..ONE_IN).map(|first| single(pairs, other, kind, first)).collect(),
    }
}

/// Every other stretch has its English from the next line.
fn stretches(pairs: &[Texts]) -> Vec<Spoilt> {
    [0, 1]
        .into_iter()
        .map(|odd| {
            let shifted = |at: usize| (at / STRETCH) % 2 == odd && at % STRETCH + 1 < STRETCH;
            let line = |(at, (zh, en)): (usize, &Texts)| {
                let next = pairs.get(at + 1).filter(|(_, next)| shifted(at) && next != en);
                let wrong = next.is_some();
                ((zh.clone(), next.map_or(en, |next| &next.1).clone()), wrong)
            };
            let (pairs, wrong) = pairs.iter().enumerate().map(line).unzip();
            Spoilt { pairs, wrong }
        })
        .collect()
}

fn single(pairs: &[Texts], other: &[Texts], kind: Kind, first: usize) -> Spoilt {
    let line = |(at, pair): (usize, &Texts)| {
        let spoilt = (at % ONE_IN == first).then(|| wrong(pairs, other, kind, at)).flatten();
        let is_wrong = spoilt.is_some();
        (spoilt.unwrap_or_else(|| pair.clone()), is_wrong)
    };
    let (pairs, wrong) = pairs.iter().enumerate().map(line).unzip();
    Spoilt { pairs, wrong }
}

/// A pair put wrong; `None` if it cannot be in this way.
fn wrong(pairs: &[Texts], other: &[Texts], kind: Kind, at: usize) -> Option<Texts> {
    let (zh, en) = &pairs[at];
    Some(match kind {
        Kind::ShiftedAlone => {
            let next = pairs.get(at + 1).or(at.checked_sub(1).and_then(|before| pairs.get(before)));
            (zh.clone(), next.filter(|(_, next)| next != en)?.1.clone())
        }
        Kind::WrongAlone => {
            let far = if std::ptr::eq(pairs, other) { at + other.len() / 2 } else { at };
            (zh.clone(), other[far % other.len()].1.clone())
        }
        Kind::Truncated | Kind::TruncatedFar => {
            let shares: &[f64] = match kind {
                Kind::Truncated => &[0.3, 0.4, 0.5, 0.6, 0.7],
                _ => &[0.3, 0.4, 0.5, 0.6],
            };
            let share = shares[at / 2 % shares.len()];
            match at % 2 {
                0 => (zh.clone(), cut_en(en, share)?),
                _ => (cut_zh(zh, share)?, en.clone()),
            }
        }
        Kind::Untranslated if at.is_multiple_of(2) => (zh.clone(), zh.clone()),
        Kind::Untranslated => (en.clone(), en.clone()),
        Kind::Swapped => (en.clone(), zh.clone()),
        Kind::Mojibake => mojibake(zh, en, at)?,
        Kind::Numbers => (zh.clone(), changed_number(en, |_| true)?),
        Kind::NumbersOfBoth => {
            let holds = |digits: &str| {
                zh.split(|c: char| !c.is_ascii_digit()).any(|number| number == digits)
            };
            (zh.clone(), changed_number(en, holds)?)
        }
        Kind::Boilerplate => {
            let (zh, en) = BOILERPLATE[at % BOILERPLATE.len()];
            (zh.to_owned(), en.to_owned())
        }
        Kind::Copied => copied(zh, en, at)?,
        Kind::Clean | Kind::ShiftedStretch | Kind::WrongDocument => return None,
    })
}

/// A side through a wrong charset: most often the Chinese one, the English one where it holds more than ASCII.
fn mojibake(zh: &str, en: &str, at: usize) -> Option<Texts> {
    if !en.is_ascii() && at.is_multiple_of(2) {
        let garbled = WINDOWS_1252.decode_without_bom_handling(en.as_bytes()).0.into_owned();
        return Some((zh.to_owned(), garbled));
    }
    let gbk = GBK.encode(zh).0;
    let garbled = match at % 5 {
        0 => GBK.decode_without_bom_handling(zh.as_bytes()).0.into_owned(),
        1 => WINDOWS_1252.decode_without_bom_handling(zh.as_bytes()).0.into_owned(),
        2 => WINDOWS_1252.decode_without_bom_handling(&gbk).0.into_owned(),
        3 => String::from_utf8_lossy(&gbk).into_owned(),
        // Read as UTF-8 and written again: 锟斤拷.
        _ => {
            let lossy = String::from_utf8_lossy(&gbk).into_owned();
            GBK.decode_without_bom_handling(lossy.as_bytes()).0.into_owned()
        }
    };
    (garbled != zh && !zh.is_ascii()).then(|| (garbled, en.to_owned()))
}

/// The longest number in digits that may be changed, with its first digit changed.
fn changed_number(en: &str, may_change: impl Fn(&str) -> bool) -> Option<String> {
    let bytes = en.as_bytes();
    let (mut best, mut at) = (0..0, 0);
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let inside_word = at > 0 && (bytes[at - 1].is_ascii_alphabetic() || bytes[at - 1] == b'_');
        let goes_on = bytes.get(at + length).is_some_and(u8::is_ascii_alphabetic);
        if length > best.len() && !inside_word && !goes_on && may_change(&en[at..at + length]) {
            best = at..at + length;
        }
        at += length.max(1);
    }
    if best.is_empty() {
        return None;
    }
    let digit = match bytes[best.start] {
        b'9' => '4',
        digit => char::from(digit + 1),
    };
    Some(format!("{}{digit}{}", &en[..best.start], &en[best.start + 1..]))
}

/// The second half of a side is the other side's, as a system leaves what it does not know.
fn copied(zh: &str, en: &str, at: usize) -> Option<Texts> {
    let words: Vec<&str> = en.split(' ').collect();
    let characters: Vec<char> = zh.chars().collect();
    if words.len() < 12 || characters.len() < 16 {
        return None;
    }
    let zh_half = |range: std::ops::Range<usize>| characters[range].iter().collect::<String>();
    let (zh_middle, en_middle) = (characters.len() / 2, words.len() / 2);
    Some(if at.is_multiple_of(2) {
        (format!("{}{}", zh_half(0..zh_middle), words[en_middle..].join(" ")), en.to_owned())
    } else {
        let half = zh_half(zh_middle..characters.len());
        (zh.to_owned(), format!("{} {half}", words[..en_middle].join(" ")))
    })
}

/// Furniture of pages, translated well and worth nothing.
const BOILERPLATE: [Texts2; 12] = [
    ("版权所有，未经许可不得转载。", "All rights reserved. No reproduction without permission."),
    ("上一篇：返回首页", "Previous article: Back to home"),
    ("分享到：微信 微博 朋友圈", "Share on: WeChat Weibo Facebook"),
    ("关注我们的微信公众号", "Follow us on WeChat"),
    ("点击这里了解更多", "Click here to learn more"),
    ("登录 | 注册 | 忘记密码？", "Log in | Register | Forgot your password?"),
    ("本网站使用 Cookie 以改善您的体验。", "This website uses cookies to improve your experience."),
    ("订阅我们的电子报", "Subscribe to our newsletter"),
    ("联系我们 | 关于我们 | 网站地图", "Contact us | About us | Sitemap"),
    ("© 2021 某某公司版权所有，保留所有权利", "© 2021 Example Ltd. All rights reserved"),
    ("责任编辑：张三", "Editor: Zhang San"),
    ("相关阅读", "Related articles"),
];

type Texts2 = (&'static str, &'static str);
