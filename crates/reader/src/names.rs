//! How people name the two files of a pair: `x.zh.txt` and `x.en.txt`, `x_cn.md` and `x_en.md`, `en-x` and `zh-x`.

use duizhao_bitext::Language;

/// What a file or folder's name says about its place in a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The language that a part of the name stands for.
    pub(crate) language: Option<Language>,
    /// The name without that part; the two names of a pair share it.
    pub(crate) shared: String,
}

impl Name {
    /// Reads a name with its ending, or a folder's name. Only a part of its own counts, at the end or the beginning:
    /// `open.txt` and `zhang.txt` name no language.
    pub(crate) fn of(name: &str) -> Self {
        let (stem, ending) = match name.rfind('.') {
            Some(dot) if dot > 0 && !is_marker(&name[dot + 1..]) => name.split_at(dot),
            _ => (name, ""),
        };
        let with = |language, shared: &str| Self {
            language: Some(language),
            shared: format!("{shared}{ending}"),
        };
        if let Some(language) = marker(stem) {
            return with(language, "");
        }
        for (at, separator) in stem.char_indices().filter(|(_, c)| is_separator(*c)) {
            let (left, right) =
                (&stem[..at], stem[at + separator.len_utf8()..].trim_end_matches(is_bracket));
            if let Some(language) = marker(right) {
                return with(language, left.trim_end_matches(is_separator));
            }
        }
        for (at, separator) in stem
            .char_indices()
            .filter(|(_, c)| is_separator(*c))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            let (left, right) =
                (stem[..at].trim_start_matches(is_bracket), &stem[at + separator.len_utf8()..]);
            if let Some(language) = marker(left) {
                return with(language, right.trim_start_matches(is_separator));
            }
        }
        Self::of_neither(name)
    }

    /// The name of a file that is no half of a pair.
    pub(crate) fn of_neither(name: &str) -> Self {
        Self { language: None, shared: name.to_owned() }
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | '_' | '-' | ' ' | '(' | '（' | '[' | '【' | ')' | '）' | ']' | '】')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '【' | ')' | '）' | ']' | '】')
}

fn is_marker(part: &str) -> bool {
    marker(part).is_some()
}

/// The language that a part of a name stands for.
fn marker(part: &str) -> Option<Language> {
    let part = part.to_lowercase().replace('_', "-");
    match part.as_str() {
        "zh" | "cn" | "zho" | "chi" | "cmn" | "chs" | "cht" | "zhs" | "zht" | "sc" | "tc"
        | "zh-cn" | "zh-tw" | "zh-hk" | "zh-sg" | "zh-hans" | "zh-hant" | "zh-hans-cn"
        | "zh-hant-tw" | "chinese" | "中文" | "中" | "汉语" | "中文版" | "译文" => {
            Some(Language::Zh)
        }
        "en" | "eng" | "en-us" | "en-gb" | "english" | "英文" | "英" | "英语" | "英文版" => {
            Some(Language::En)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Name;
    use duizhao_bitext::Language::{En, Zh};

    #[test]
    fn markers_are_found_at_either_end() {
        for (name, language, shared) in [
            ("x.zh.txt", Some(Zh), "x.txt"),
            ("x.en.txt", Some(En), "x.txt"),
            ("x_zh.md", Some(Zh), "x.md"),
            ("x-en", Some(En), "x"),
            ("x.zh-CN.html", Some(Zh), "x.html"),
            ("x_zh_Hans.html", Some(Zh), "x.html"),
            ("report 2024 (EN).txt", Some(En), "report 2024.txt"),
            ("报告（中文）.txt", Some(Zh), "报告.txt"),
            ("en_US-guide.md", Some(En), "guide.md"),
            ("zh.txt", Some(Zh), ".txt"),
            ("cn", Some(Zh), ""),
            ("docs-zh", Some(Zh), "docs"),
            ("corpus.en", Some(En), "corpus"),
            ("open.txt", None, "open.txt"),
            ("zhang.txt", None, "zhang.txt"),
            ("a-men.txt", None, "a-men.txt"),
            ("README.md", None, "README.md"),
        ] {
            assert_eq!(Name::of(name), Name { language, shared: shared.to_owned() }, "{name}");
        }
    }
}
