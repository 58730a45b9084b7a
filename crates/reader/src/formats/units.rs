//! Translation units, as the formats that keep such write them: versions of one text in several languages.

use duizhao_bitext::{Language, Role, Span};

use crate::extract::{Builder, Extract, Piece};

/// A text of a unit.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// What it says.
    pub(crate) text: String,
    /// In which language, if the format says so.
    pub(crate) tongue: Tongue,
    /// The reason for which the format itself keeps it out.
    pub(crate) dropped: Option<&'static str>,
}

/// What a format says of a version's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// One of ours.
    Ours(Language),
    /// Another one.
    Foreign,
    /// Nothing.
    Unknown,
}

impl Tongue {
    /// What a language code says, in any of the usual forms: `zh-CN`, `zh_Hant`, `ZH-HANS-CN`, `zho`, `en-US`, `eng`.
    pub(crate) fn of_code(code: &str) -> Self {
        let code = code.trim().to_ascii_lowercase();
        match code.split(['-', '_', '.', '@']).next().unwrap_or_default() {
            "zh" | "cmn" | "chi" | "zho" | "chinese" | "cn" | "lzh" => Self::Ours(Language::Zh),
            "en" | "eng" | "english" => Self::Ours(Language::En),
            "" | "und" | "mul" | "xx" => Self::Unknown,
            _ => Self::Foreign,
        }
    }
}

/// Writes units into an extract.
pub(crate) struct Units {
    builder: Builder,
    role: Role,
    next: u32,
}

impl Units {
    /// Units whose texts have this role; about `bytes` of text are expected.
    pub(crate) fn new(role: Role, bytes: usize) -> Self {
        Self { builder: Builder::with_capacity(bytes), role, next: 0 }
    }

    /// Adds a unit that stands at `place`. Of several versions in one language the first counts.
    pub(crate) fn add(&mut self, place: &str, versions: &[Version]) {
        let mut seen = [false; 2];
        for version in versions {
            let mut piece = Piece::new(Span::default(), self.role);
            piece.place = Some(place.to_owned());
            piece.unit = Some(self.next);
            piece.dropped = version.dropped;
            match version.tongue {
                Tongue::Ours(language) => {
                    piece.language = Some(language);
                    let is_kept = version.dropped.is_none() && !version.text.trim().is_empty();
                    if is_kept && std::mem::replace(&mut seen[language as usize], true) {
                        piece.dropped = Some("other-version");
                    }
                }
                Tongue::Foreign => piece.is_foreign = true,
                Tongue::Unknown => {}
            }
            self.builder.push(&version.text);
            self.builder.finish(&piece);
        }
        self.next = self.next.saturating_add(1);
    }

    /// The extract of all units.
    pub(crate) fn into_extract(self) -> Extract {
        self.builder.into_extract()
    }
}

#[cfg(test)]
mod tests {
    use super::Tongue;
    use duizhao_bitext::Language::{En, Zh};

    #[test]
    fn language_codes_are_read_in_every_form() {
        for code in ["zh", "zh-CN", "ZH_tw", "zh-Hans-CN", "zho", "cmn-Hans"] {
            assert_eq!(Tongue::of_code(code), Tongue::Ours(Zh), "{code}");
        }
        for code in ["EN", "en-US", "eng", "en_GB.UTF-8"] {
            assert_eq!(Tongue::of_code(code), Tongue::Ours(En), "{code}");
        }
        assert_eq!(Tongue::of_code("ja-JP"), Tongue::Foreign);
        assert_eq!(Tongue::of_code(""), Tongue::Unknown);
    }
}
