//! XLIFF 1.2 and 2.x: the source and target of each unit or segment. Candidates from a memory, notes and codes are no text.

use duizhao_bitext::Role;

use super::units::{Tongue, Units, Version};
use super::xml::{Element, Step, Walk};
use crate::error::Problem;
use crate::extract::Extract;

/// The units of a file sent to translators.
pub(crate) fn extract(text: &str) -> Result<Extract, Problem> {
    let mut walk = Walk::new(text, "");
    let mut reader = Reader {
        units: Units::new(Role::Paragraph, text.len() / 2),
        tongues: [Tongue::Unknown; 2],
        texts: Default::default(),
        open: None,
        skipped: 0,
        number: 0,
    };
    while let Some(step) = walk.step()? {
        match step {
            Step::Open(element) => reader.open(&element),
            Step::Close(name) => reader.close(&name),
            Step::Text(text) => reader.text(&text),
        }
    }
    Ok(reader.units.into_extract())
}

struct Reader {
    units: Units,
    /// The languages of source and target.
    tongues: [Tongue; 2],
    /// The source and target of the open unit, and where each stands in it, so that their order is kept.
    texts: [String; 2],
    /// Which of the two is being read.
    open: Option<usize>,
    /// Elements open inside one that holds no text of the unit.
    skipped: usize,
    number: usize,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        if self.skipped > 0 || is_no_text(element.name(), self.open.is_some()) {
            self.skipped += 1;
            return;
        }
        let tongue = |name: &str| element.attribute(name).map(|code| Tongue::of_code(&code));
        match element.name() {
            "xliff" => {
                self.tongues[0] = tongue("srcLang").unwrap_or(self.tongues[0]);
                self.tongues[1] = tongue("trgLang").unwrap_or(self.tongues[1]);
            }
            "file" => {
                self.tongues[0] = tongue("source-language").unwrap_or(self.tongues[0]);
                self.tongues[1] = tongue("target-language").unwrap_or(self.tongues[1]);
            }
            "trans-unit" | "segment" => {
                self.number += 1;
                self.texts = Default::default();
            }
            "source" => self.open = Some(0),
            "target" => self.open = Some(1),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "source" | "target" => self.open = None,
            "trans-unit" | "segment" => {
                let [source, target] = std::mem::take(&mut self.texts);
                let version = |text, tongue| Version { text, tongue, dropped: None };
                let versions = [version(source, self.tongues[0]), version(target, self.tongues[1])];
                self.units.add(&format!("unit {}", self.number), &versions);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(side) = self.open.filter(|_| self.skipped == 0) {
            self.texts[side].push_str(text);
        }
    }
}

/// Elements whose text is not the unit's: candidates, notes, and inside of a text the codes.
fn is_no_text(name: &str, in_text: bool) -> bool {
    let is_code = matches!(name, "bpt" | "ept" | "ph" | "it" | "x" | "bx" | "ex" | "sc" | "ec");
    matches!(name, "alt-trans" | "matches" | "note" | "notes" | "seg-source" | "originalData")
        || matches!(name, "header" | "skeleton" | "ignorable" | "metadata" | "context-group")
        || in_text && is_code
}

#[cfg(test)]
mod tests {
    use super::extract;

    fn texts(file: &str) -> Vec<(u32, String)> {
        let extract = extract(file).expect("a file");
        let pieces = extract.pieces.iter();
        pieces
            .map(|piece| (piece.unit.expect("a unit"), piece.span.of(&extract.text).to_owned()))
            .collect()
    }

    #[test]
    fn units_of_the_first_version() {
        let file = "<xliff version='1.2'><file source-language='en-US' target-language='zh-CN'><header><note>x</note></header><body>\
            <trans-unit id='1'><source>Open the <g id='1'>bridge</g><x id='2'/>.</source>\
            <seg-source><mrk mtype='seg'>Open</mrk></seg-source><target><mrk mtype='seg'>开放<ph id='3'>{0}</ph>桥。</mrk></target>\
            <alt-trans><source>Close</source><target>关闭</target></alt-trans><note>say so</note></trans-unit>\
            <group><trans-unit id='2'><source>River</source></trans-unit></group></body></file></xliff>";
        let expected = [(0, "Open the bridge."), (0, "开放桥。"), (1, "River")];
        assert_eq!(texts(file), expected.map(|(unit, text)| (unit, text.to_owned())));
    }

    #[test]
    fn segments_of_the_second_version() {
        let file = "<xliff version='2.0' srcLang='zh-CN' trgLang='en'><file id='f'><unit id='u'><notes><note>x</note></notes>\
            <originalData><data id='d'>code</data></originalData><segment><source>桥<ph id='1' dataRef='d'/>开了。</source>\
            <target>The bridge <pc id='2'>is</pc> open.</target></segment><ignorable><source> </source></ignorable>\
            <segment><source>雨停了。</source><target>The rain has stopped.</target></segment></unit></file></xliff>";
        let expected = [
            (0, "桥开了。"),
            (0, "The bridge is open."),
            (1, "雨停了。"),
            (1, "The rain has stopped."),
        ];
        assert_eq!(texts(file), expected.map(|(unit, text)| (unit, text.to_owned())));
    }
}
