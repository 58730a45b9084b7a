//! Which language comes first, and what the languages are called.

use std::str::FromStr;

use crate::ExportError;
use crate::row::PairRow;

/// Which language is the source, for the forms that have one: the order of the columns and variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// From Chinese into English.
    #[default]
    ZhEn,
    /// From English into Chinese.
    EnZh,
}

impl Direction {
    /// What belongs to the two languages, the source's first.
    pub fn order<T>(self, zh: T, en: T) -> [T; 2] {
        match self {
            Self::ZhEn => [zh, en],
            Self::EnZh => [en, zh],
        }
    }
}

impl FromStr for Direction {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        match name {
            "zh-en" => Ok(Self::ZhEn),
            "en-zh" => Ok(Self::EnZh),
            _ => Err(ExportError::Usage(format!(
                "there is no direction `{name}`; there are zh-en and en-zh"
            ))),
        }
    }
}

/// What the two languages are called in TMX and XLIFF. Many tools take only the code they expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageCodes {
    /// Chinese in simplified characters. Default: `zh-CN`.
    pub simplified: String,
    /// Chinese in traditional characters. Default: `zh-TW`.
    pub traditional: String,
    /// English. Default: `en-US`.
    pub english: String,
}

impl LanguageCodes {
    /// The code of a document's Chinese, by its script (`zh-Hant` or anything else).
    pub(crate) fn chinese(&self, variant: Option<&str>) -> &str {
        if variant == Some("zh-Hant") { &self.traditional } else { &self.simplified }
    }

    /// The codes of a pair's two languages, the source's first.
    pub(crate) fn of(&self, pair: &PairRow, direction: Direction) -> [&str; 2] {
        direction.order(self.chinese(pair.zh_variant.as_deref()), &self.english)
    }
}

impl Default for LanguageCodes {
    fn default() -> Self {
        let [simplified, traditional, english] = ["zh-CN", "zh-TW", "en-US"].map(str::to_owned);
        Self { simplified, traditional, english }
    }
}

impl FromStr for LanguageCodes {
    type Err = ExportError;

    /// Two codes, Chinese and English, or three: simplified, traditional, English.
    fn from_str(codes: &str) -> Result<Self, ExportError> {
        let parts: Vec<&str> = codes.split(',').map(str::trim).collect();
        let is_code = |code: &&str| {
            !code.is_empty()
                && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let [simplified, traditional, english] = match parts[..] {
            [zh, en] => [zh, zh, en],
            [simplified, traditional, en] => [simplified, traditional, en],
            _ => [""; 3],
        };
        if ![simplified, traditional, english].iter().all(is_code) {
            return Err(ExportError::Usage(format!(
                "`{codes}` are no language codes; give those of Chinese and English, or of simplified, traditional and \
                 English, as in zh,en or zh-CN,zh-TW,en-GB"
            )));
        }
        let [simplified, traditional, english] =
            [simplified, traditional, english].map(str::to_owned);
        Ok(Self { simplified, traditional, english })
    }
}

#[cfg(test)]
mod tests {
    use super::LanguageCodes;

    #[test]
    fn two_codes_or_three() {
        let codes: LanguageCodes = "zh,en-GB".parse().unwrap();
        assert_eq!((&*codes.traditional, &*codes.english), ("zh", "en-GB"));
        let codes: LanguageCodes = "zh-CN,zh-HK,en".parse().unwrap();
        assert_eq!((&*codes.simplified, &*codes.traditional), ("zh-CN", "zh-HK"));
        for wrong in ["", "zh", "zh,", "zh,en,de,fr", "zh,e\"n"] {
            assert!(wrong.parse::<LanguageCodes>().is_err(), "{wrong}");
        }
    }
}
