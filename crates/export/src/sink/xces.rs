use std::io::{self, Write};

use super::archive::Archive;
use super::sentences::{Link, Unit, Units};
use super::xml::escaped;
use super::{Sink, line};
use crate::row::StoredDocument;

/// Writes a corpus as OPUS keeps it and OpusTools reads it: the documents of each language in a ZIP file, split into
/// paragraphs and sentences, and one XCES file of links between them, English to Chinese.
///
/// Every sentence of a document is there; links are the accepted pairs, with the score as `certainty`.
/// `opus_read -rd .. -d NAME -s en -t zh -p raw` reads the folder NAME.
#[derive(Debug)]
pub struct Xces<W: Write> {
    links: W,
    en: Option<Archive<W>>,
    zh: Option<Archive<W>>,
    name: String,
    count: u64,
}

const BEGINNING: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
<cesAlign version="1.0">"#;

impl<W: Write> Xces<W> {
    /// A sink that writes to these files, links, English and Chinese documents, of a corpus that OPUS would call `name`.
    ///
    /// # Errors
    /// Those of the links' stream.
    pub fn new([mut links, en, zh]: [W; 3], name: &str) -> io::Result<Self> {
        writeln!(links, "{BEGINNING}")?;
        let (en, zh) = (Some(Archive::new(en)), Some(Archive::new(zh)));
        Ok(Self { links, en, zh, name: name.to_owned(), count: 0 })
    }

    fn link(&mut self, link: &Link<'_>, units: &Units<'_>) -> io::Result<()> {
        self.count += 1;
        let ids = |units: &[Unit<'_>]| units.iter().map(id).collect::<Vec<_>>().join(" ");
        let (en, zh) = (ids(&units.en[link.en.clone()]), ids(&units.zh[link.zh.clone()]));
        let (number, pair) = (self.count, link.pair);
        writeln!(
            self.links,
            r#"    <link id="SL{number}" xtargets="{en};{zh}" certainty="{:.4}" pair="{}"/>"#,
            pair.score,
            escaped(&pair.id)
        )
    }
}

impl<W: Write> Sink for Xces<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        let (units, path) = (Units::of(document), line::path(&document.id));
        for (archive, language, side) in
            [(&mut self.en, "en", &units.en), (&mut self.zh, "zh", &units.zh)]
        {
            if let Some(archive) = archive {
                archive.file(&format!("{}/raw/{language}/{path}.xml", self.name))?;
                text(archive, document, side)?;
            }
        }
        let links = units.links(document);
        if links.is_empty() {
            return Ok(());
        }
        let [en, zh] = ["en", "zh"].map(|language| format!("{language}/{}.xml.gz", escaped(&path)));
        writeln!(self.links, r#"  <linkGrp targType="s" fromDoc="{en}" toDoc="{zh}">"#)?;
        links.iter().try_for_each(|link| self.link(link, &units))?;
        writeln!(self.links, "  </linkGrp>")
    }

    fn finish(&mut self) -> io::Result<()> {
        writeln!(self.links, "</cesAlign>")?;
        self.links.flush()?;
        let archives = [self.en.take(), self.zh.take()];
        archives.into_iter().flatten().try_for_each(Archive::finish)
    }
}

fn id(unit: &Unit<'_>) -> String {
    (unit.sentences.start + 1).to_string()
}

/// One side of a document.
fn text(out: &mut impl Write, document: &StoredDocument, units: &[Unit<'_>]) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<text>\n  <head>")?;
    let row = &document.row;
    for (tag, value) in [("title", &row.title), ("date", &row.date), ("publisher", &row.publisher)]
    {
        if let Some(value) = value {
            writeln!(out, "    <{tag}>{}</{tag}>", escaped(value))?;
        }
    }
    writeln!(out, "  </head>\n  <body>")?;
    for paragraph in units.chunk_by(|one, next| one.block == next.block) {
        match paragraph[0].block {
            Some(block) => writeln!(out, r#"    <p id="{}">"#, block + 1)?,
            None => writeln!(out, "    <p>")?,
        }
        for unit in paragraph {
            writeln!(out, r#"      <s id="{}">{}</s>"#, id(unit), escaped(&unit.text))?;
        }
        writeln!(out, "    </p>")?;
    }
    writeln!(out, "  </body>\n</text>")
}
