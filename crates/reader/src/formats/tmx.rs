//! TMX: the texts of each translation unit, of its first version in each language. Codes of the translator's program
//! (`bpt`, `ph` and the like) are no text.

use duizhao_bitext::Role;

use super::units::{Tongue, Units, Version};
use super::xml::{Step, Walk};
use crate::error::Problem;
use crate::extract::Extract;

/// The units of a translation memory.
pub(crate) fn extract(text: &str) -> Result<Extract, Problem> {
    let mut walk = Walk::new(text, "");
    let mut units = Units::new(Role::Paragraph, text.len() / 2);
    let mut versions: Vec<Version> = Vec::new();
    let (mut in_segment, mut codes, mut number) = (false, 0_usize, 0_usize);
    while let Some(step) = walk.step()? {
        match step {
            Step::Open(element) => match element.name() {
                "tu" => {
                    number += 1;
                    versions.clear();
                }
                "tuv" => {
                    let code = element.attribute("lang").unwrap_or_default();
                    let tongue = Tongue::of_code(&code);
                    versions.push(Version { text: String::new(), tongue, dropped: None });
                }
                "seg" => in_segment = true,
                "bpt" | "ept" | "ph" | "it" | "ut" if in_segment => codes += 1,
                _ => {}
            },
            Step::Close(name) => match name.as_str() {
                "tu" => units.add(&format!("unit {number}"), &versions),
                "seg" => (in_segment, codes) = (false, 0),
                "bpt" | "ept" | "ph" | "it" | "ut" => codes = codes.saturating_sub(1),
                _ => {}
            },
            Step::Text(text) => {
                if let Some(version) = versions.last_mut().filter(|_| in_segment && codes == 0) {
                    version.text.push_str(&text);
                }
            }
        }
    }
    Ok(units.into_extract())
}

#[cfg(test)]
mod tests {
    use super::extract;
    use duizhao_bitext::Language;

    #[test]
    fn units_keep_their_languages_and_lose_their_codes() {
        let memory = "<?xml version=\"1.0\"?><!DOCTYPE tmx SYSTEM \"tmx14.dtd\"><tmx version=\"1.4\"><header srclang=\"en\"/><body>\
            <tu tuid=\"1\"><note>not text</note><tuv xml:lang=\"en-US\"><seg>The <bpt i=\"1\">&lt;b&gt;</bpt>bridge<ept i=\"1\">&lt;/b&gt;</ept> &amp; pier.</seg></tuv>\
            <tuv xml:lang=\"zh-CN\"><seg>桥和墩。</seg></tuv><tuv xml:lang=\"zh-TW\"><seg>橋和墩。</seg></tuv><tuv xml:lang=\"ja\"><seg>橋</seg></tuv></tu>\
            <tu><tuv lang=\"ZH\"><prop type=\"x\">no</prop><seg>河</seg></tuv><tuv lang=\"EN\"><seg>river</seg></tuv></tu></body></tmx>";
        let extract = extract(memory).expect("a memory");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| {
                let text = piece.span.of(&extract.text);
                (piece.unit, piece.language, piece.dropped, piece.is_foreign, text)
            })
            .collect();
        assert_eq!(
            found,
            [
                (Some(0), Some(Language::En), None, false, "The bridge & pier."),
                (Some(0), Some(Language::Zh), None, false, "桥和墩。"),
                (Some(0), Some(Language::Zh), Some("other-version"), false, "橋和墩。"),
                (Some(0), None, None, true, "橋"),
                (Some(1), Some(Language::Zh), None, false, "河"),
                (Some(1), Some(Language::En), None, false, "river"),
            ]
        );
        assert_eq!(extract.pieces[4].place.as_deref(), Some("unit 2"));
    }
}
