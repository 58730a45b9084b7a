//! EPUB: the chapters in the order in which they are read, each through the HTML reader. The table of contents stays out under
//! the name of navigation.

use duizhao_bitext::Metadata;

use super::html;
use super::package::{Package, resolve};
use super::xml::{Step, Walk};
use crate::date;
use crate::error::Problem;
use crate::extract::{Builder, Extract};
use crate::options::Options;

const CONTAINER: &str = "META-INF/container.xml";

/// The text of a book.
pub(crate) fn extract(bytes: Vec<u8>, options: &Options) -> Result<Extract, Problem> {
    let mut package = Package::open(bytes, options)?;
    if package.text("META-INF/encryption.xml")?.is_some_and(|text| text.contains("xmlenc#aes")) {
        return Err(Problem::Protected);
    }
    let container = package.needed(CONTAINER)?;
    let path = attribute_of(&container, CONTAINER, "rootfile", "full-path")?.ok_or_else(|| {
        Problem::Damaged {
            place: CONTAINER.to_owned(),
            reason: "it names no package document".to_owned(),
        }
    })?;
    let book = Book::of(&package.needed(&path)?, &path)?;
    let mut builder = Builder::default();
    for (number, chapter) in book.spine.iter().enumerate() {
        let first = builder.pieces_mut().len();
        // A chapter that the book lists but does not hold is missing, not a reason to lose the others.
        let Some(markup) = package.text(&chapter.path)? else { continue };
        html::fragment(&markup, &mut builder)?;
        for piece in &mut builder.pieces_mut()[first..] {
            piece.place = Some(format!("chapter {} ({})", number + 1, chapter.path));
            if chapter.is_navigation {
                piece.dropped = piece.dropped.or(Some("navigation"));
            }
        }
    }
    let mut extract = builder.into_extract();
    extract.metadata = book.metadata;
    Ok(extract)
}

/// The first value of an attribute of an element.
fn attribute_of(
    text: &str,
    path: &str,
    name: &str,
    attribute: &str,
) -> Result<Option<String>, Problem> {
    let mut walk = Walk::new(text, path);
    while let Some(step) = walk.step()? {
        if let Step::Open(element) = step
            && element.name() == name
        {
            return Ok(element.attribute(attribute));
        }
    }
    Ok(None)
}

/// What the package document says.
#[derive(Default)]
struct Book {
    spine: Vec<Chapter>,
    metadata: Metadata,
}

struct Chapter {
    path: String,
    is_navigation: bool,
}

impl Book {
    fn of(text: &str, path: &str) -> Result<Self, Problem> {
        let mut book = Self::default();
        // The items by their ids, in the order of the manifest.
        let mut items: Vec<(String, String, bool)> = Vec::new();
        let mut field = String::new();
        let mut walk = Walk::new(text, path);
        while let Some(step) = walk.step()? {
            match step {
                Step::Open(element) => {
                    element.name().clone_into(&mut field);
                    let value = |name: &str| element.attribute(name).unwrap_or_default();
                    match element.name() {
                        "item" => {
                            let is_navigation =
                                value("properties").split_whitespace().any(|own| own == "nav");
                            let href = percent_decoded(&value("href"));
                            items.push((value("id"), resolve(path, &href), is_navigation));
                        }
                        "itemref" => {
                            let id = value("idref");
                            if let Some((_, path, is_navigation)) =
                                items.iter().find(|(own, ..)| *own == id)
                            {
                                let (path, is_navigation) = (path.clone(), *is_navigation);
                                book.spine.push(Chapter { path, is_navigation });
                            }
                        }
                        _ => {}
                    }
                }
                Step::Close(_) => field.clear(),
                Step::Text(text) if !text.trim().is_empty() => book.describe(&field, text.trim()),
                Step::Text(_) => {}
            }
        }
        Ok(book)
    }

    fn describe(&mut self, field: &str, value: &str) {
        let metadata = &mut self.metadata;
        match field {
            "title" => _ = metadata.title.get_or_insert_with(|| value.to_owned()),
            "publisher" => _ = metadata.source.get_or_insert_with(|| value.to_owned()),
            "date" => metadata.date = metadata.date.take().or_else(|| date::find(value)),
            "creator" => {
                metadata.other.entry("author".to_owned()).or_insert_with(|| value.to_owned());
            }
            _ => {}
        }
    }
}

/// A reference with its `%20` and the like as characters; one that is none of UTF-8 stays as it is.
fn percent_decoded(reference: &str) -> String {
    let mut bytes = Vec::with_capacity(reference.len());
    let mut rest = reference.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        let code = behind
            .get(..2)
            .filter(|_| *byte == b'%')
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(*byte));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| reference.to_owned())
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::formats::package::tests::packed;
    use crate::options::Options;

    #[test]
    fn chapters_come_in_the_order_of_the_spine() {
        let container =
            "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>";
        let book = "<package><metadata><dc:title>老桥</dc:title><dc:creator>张三</dc:creator><dc:date>2024-05-06</dc:date></metadata>\
            <manifest><item id='n' href='nav.xhtml' properties='nav'/><item id='b' href='text/ch%202.xhtml'/><item id='a' href='text/ch1.xhtml'/><item id='gone' href='gone.xhtml'/></manifest>\
            <spine><itemref idref='n'/><itemref idref='a'/><itemref idref='gone'/><itemref idref='b'/></spine></package>";
        let page = |body: &str| {
            format!(
                "<?xml version='1.0'?><html><head><title>x</title></head><body>{body}</body></html>"
            )
        };
        let bytes = packed(&[
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", container),
            ("OEBPS/book.opf", book),
            ("OEBPS/nav.xhtml", &page("<nav><ol><li><a href='a'>One</a></li></ol></nav>")),
            ("OEBPS/text/ch 2.xhtml", &page("<p>桥开了。</p>")),
            ("OEBPS/text/ch1.xhtml", &page("<h1>The old bridge</h1><p>It is open.</p>")),
        ]);
        let extract = extract(bytes, &Options::default()).expect("a book");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| {
                let place = piece.place.as_deref().unwrap_or_default();
                (piece.dropped, place, piece.span.of(&extract.text))
            })
            .collect();
        assert_eq!(
            found,
            [
                (Some("navigation"), "chapter 1 (OEBPS/nav.xhtml)", "One"),
                (None, "chapter 2 (OEBPS/text/ch1.xhtml)", "The old bridge"),
                (None, "chapter 2 (OEBPS/text/ch1.xhtml)", "It is open."),
                (None, "chapter 4 (OEBPS/text/ch 2.xhtml)", "桥开了。"),
            ]
        );
        assert_eq!(extract.metadata.date.as_deref(), Some("2024-05-06"));
    }
}
