use std::sync::OnceLock;

use duizhao_bitext::Feature;
use encoding_rs::{GBK, WINDOWS_1252};

use super::Measure;
use crate::script::is_han;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "mojibake",
        description: "number of characters on both sides that only a wrong charset makes: UTF-8 read as GBK or as a Western \
            charset, GBK read as a Western charset, replacement and private characters, a question mark inside a word",
    },
    of: |sides| (count(sides.zh) + count(sides.en)) as f32,
};

fn count(text: &str) -> usize {
    if text.is_ascii() {
        return question_marks(text.as_bytes());
    }
    let (mut gbk, mut western) = (Run::new(2), Run::new(1));
    let (mut lost, mut accented, mut accented_found) = (0, 0, 0);
    for c in text.chars() {
        match gbk_bytes(c) {
            Some([first, second]) => {
                gbk.push(first);
                gbk.push(second);
            }
            None => gbk.end(),
        }
        match western_byte(c) {
            Some(byte) => western.push(byte),
            None => western.end(),
        }
        // 中 in GBK is ÖÐ in Latin-1: no language has so many accented letters in a row.
        if matches!(c, '\u{a1}'..='\u{ff}') {
            accented += 1;
            accented_found += if accented == 4 { 4 } else { usize::from(accented > 4) };
        } else {
            accented = 0;
        }
        // Word processors put bullets of symbol fonts at U+F000 to U+F0FF: no charset went wrong.
        lost += usize::from(
            matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}' | '\u{ff61}'..='\u{ff9f}'),
        );
    }
    gbk.end();
    western.end();
    gbk.found + western.found.max(accented_found) + lost + question_marks(text.as_bytes())
}

/// Bytes of a stretch of text in another charset, and the characters that they are in UTF-8.
struct Run {
    /// Bytes of the character that has begun, how many are missing, and its value so far.
    missing: u8,
    value: u32,
    /// Characters in a row so far.
    row: usize,
    /// Fewer than these in a row may be chance.
    least: usize,
    found: usize,
}

impl Run {
    fn new(least: usize) -> Self {
        Self { missing: 0, value: 0, row: 0, least, found: 0 }
    }

    fn push(&mut self, byte: u8) {
        match byte {
            0x80..=0xbf if self.missing > 0 => {
                self.missing -= 1;
                self.value = self.value << 6 | u32::from(byte & 0x3f);
                if self.missing == 0 {
                    self.character();
                }
            }
            0xc2..=0xdf if self.least == 1 => self.begin(1, byte & 0x1f),
            0xe0..=0xef => self.begin(2, byte & 0x0f),
            _ => self.end(),
        }
    }

    fn begin(&mut self, missing: u8, bits: u8) {
        (self.missing, self.value) = (missing, u32::from(bits));
    }

    /// A character is complete. Chinese and its punctuation, Latin letters with accents and typographic marks count.
    fn character(&mut self) {
        let sensible = char::from_u32(self.value).is_some_and(|c| {
            is_han(c) || matches!(c, '\u{a0}'..='\u{24f}' | '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '\u{fffd}')
        });
        if !sensible {
            self.end();
            return;
        }
        self.row += 1;
        if self.row == self.least {
            self.found += self.least;
        } else if self.row > self.least {
            self.found += 1;
        }
    }

    fn end(&mut self) {
        (self.missing, self.value, self.row) = (0, 0, 0);
    }
}

/// A Chinese character's bytes in GBK.
fn gbk_bytes(c: char) -> Option<[u8; 2]> {
    static TABLE: OnceLock<Vec<u16>> = OnceLock::new();
    const FIRST: u32 = 0x4e00;
    let place = (c as u32).checked_sub(FIRST).filter(|place| *place < 0x5200)?;
    let table = TABLE.get_or_init(|| {
        let encoded = |code: u32| -> Option<u16> {
            let character = char::from_u32(code)?;
            let mut buffer = [0; 4];
            let (bytes, _, unmappable) = GBK.encode(character.encode_utf8(&mut buffer));
            match (&*bytes, unmappable) {
                ([first, second], false) => Some(u16::from_be_bytes([*first, *second])),
                _ => None,
            }
        };
        (FIRST..FIRST + 0x5200).map(|code| encoded(code).unwrap_or(0)).collect()
    });
    table.get(place as usize).filter(|code| **code != 0).map(|code| code.to_be_bytes())
}

/// The byte that Windows-1252, the usual Western charset, reads as this character, if it is none of ASCII's.
fn western_byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => Some(c as u8),
        '\u{152}'..='\u{192}' | '\u{2c6}'..='\u{2dc}' | '\u{2013}'..='\u{2122}' => {
            let mut buffer = [0; 4];
            match WINDOWS_1252.encode(c.encode_utf8(&mut buffer)) {
                (bytes, _, false) => bytes.first().copied(),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `can?t`, `caf?s`: a letter that no charset knew. An address may hold question marks.
fn question_marks(bytes: &[u8]) -> usize {
    let in_word = |at: &usize| {
        let before = bytes[..*at].iter().rev();
        let letters = before.clone().take_while(|byte| byte.is_ascii_lowercase()).count();
        let mut word = before.take_while(|byte| !byte.is_ascii_whitespace());
        let is_address = word.any(|byte| matches!(byte, b'/' | b'=' | b'@' | b'`' | b'.'));
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        letters >= 2 && next.is_ascii_lowercase() && !is_address
    };
    let marks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'?').map(|(at, _)| at);
    marks.filter(in_word).count()
}

#[cfg(test)]
mod tests {
    use super::count;
    use encoding_rs::{BIG5, GBK, WINDOWS_1252};

    const ZH: &str = "桥修好了，明天上午通车。";

    #[test]
    fn chinese_through_a_wrong_charset_is_seen() {
        let gbk = GBK.encode(ZH).0;
        for garbled in [
            GBK.decode(ZH.as_bytes()).0,
            WINDOWS_1252.decode(ZH.as_bytes()).0,
            WINDOWS_1252.decode(&gbk).0,
            String::from_utf8_lossy(&gbk),
            GBK.decode("\u{fffd}\u{fffd}\u{fffd}".as_bytes()).0,
        ] {
            assert!(count(&garbled) >= 2, "{garbled} {}", count(&garbled));
        }
    }

    #[test]
    fn english_through_a_wrong_charset_is_seen() {
        for garbled in ["itâ€™s", "cafÃ© au lait", "can?t", "the bridge \u{fffd} at last", "naÃ¯ve"]
        {
            assert!(count(garbled) >= 1, "{garbled}");
        }
    }

    #[test]
    fn sound_text_is_not() {
        let big5 = BIG5.decode(&BIG5.encode("橋修好了，明天上午通車。").0).0.into_owned();
        for text in [
            ZH,
            &big5,
            "乾隆年间，饕餮、魑魅魍魉与鼋鼍蛟龙并见于志怪。",
            "鐵路與鏡湖之間，鑲嵌著鏽跡斑斑的鐘樓。",
            "Café, naïve, Ångström, Dvořák, “quoted” – 5 € … déjà-vu",
            "¿Qué? ¡Sí!",
            "Really? Yes. http://a.b/c?d=e why?",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
