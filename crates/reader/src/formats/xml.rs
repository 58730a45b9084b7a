//! XML as the formats made of it need it: elements by local name, text with its references resolved, and nothing that could
//! grow. A document type that declares entities is refused, unknown entities are an error, nesting has a limit.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Problem;

/// Elements open at the same time. Documents of all known programs stay below a hundred.
const DEEPEST: usize = 500;

/// One step through a document.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// An element begins; one without content ends in the next step.
    Open(Element<'a>),
    /// The innermost element, of this local name, ends.
    Close(String),
    /// Text, whole or a part of it.
    Text(String),
}

/// An element's start tag.
#[derive(Debug)]
pub(crate) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        let name: &str = self.0.name().0;
        local(name)
    }

    /// The value of the first attribute of this local name.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| {
            let key: &str = attribute.key.0;
            local(key) == name
        })?;
        found.normalized_value(XmlVersion::Explicit1_0).ok().map(Cow::into_owned)
    }
}

/// A walk through a document from its beginning.
pub(crate) struct Walk<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    part: &'a str,
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Walks `text`; `part` is how messages call it: the name of a file inside a package, or nothing.
    pub(crate) fn new(text: &'a str, part: &'a str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, text, part, depth: 0 }
    }

    /// The next step; `None` at the end.
    ///
    /// # Errors
    /// Where the text is no well-formed XML, or does what no document needs.
    pub(crate) fn step(&mut self) -> Result<Option<Step<'a>>, Problem> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.damaged(&error.to_string())),
            };
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Problem::TooComplex("elements are nested more than 500 deep"));
                    }
                    return Ok(Some(Step::Open(Element(start))));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name: &str = end.name().0;
                    return Ok(Some(Step::Close(local(name).to_owned())));
                }
                Event::Text(text) => {
                    return Ok(Some(Step::Text(text.xml10_content().into_owned())));
                }
                Event::CData(text) => {
                    return Ok(Some(Step::Text(text.xml10_content().into_owned())));
                }
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        Ok(None) => predefined(&reference),
                        Err(_) => None,
                    };
                    let Some(c) = resolved else {
                        return Err(self.damaged("an entity that XML does not know"));
                    };
                    return Ok(Some(Step::Text(c.to_string())));
                }
                Event::DocType(declaration) if declaration.contains("<!ENTITY") => {
                    return Err(Problem::TooComplex("the document type declares entities"));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.damaged("the document ends inside an element"));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The line of the place reached, counted from 1. Costs a scan from the beginning.
    fn line(&self) -> usize {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        1 + memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count()
    }

    fn damaged(&self, reason: &str) -> Problem {
        let line = self.line();
        let place = match self.part {
            "" => format!("line {line}"),
            part => format!("line {line} of {part}"),
        };
        Problem::Damaged { place, reason: reason.to_owned() }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The characters of the five entities of XML, and of the one of HTML that programs write all the same.
fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Walk};
    use crate::error::Problem;

    fn walk(text: &str) -> Result<String, Problem> {
        let mut walk = Walk::new(text, "");
        let mut steps = String::new();
        while let Some(step) = walk.step()? {
            match step {
                Step::Open(element) => {
                    let id = element.attribute("id").unwrap_or_default();
                    steps.extend(["<", element.name(), &id, ">"]);
                }
                Step::Close(name) => steps.extend(["</", &name, ">"]),
                Step::Text(text) => steps += &text,
            }
        }
        Ok(steps)
    }

    #[test]
    fn references_are_text_and_prefixes_are_not() {
        let text = "\u{feff}<?xml version='1.0'?><!DOCTYPE x SYSTEM 'x.dtd'><w:a w:id='&lt;'>a&amp;b&#26725;<![CDATA[<c>]]><d/></w:a>";
        assert_eq!(walk(text).expect("xml"), "<a<>a&b桥<c><d></d></a>");
    }

    #[test]
    fn what_could_grow_is_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>";
        assert!(matches!(walk(bomb), Err(Problem::TooComplex(_))));
        assert!(matches!(walk(&"<a>".repeat(501)), Err(Problem::TooComplex(_))));
        assert!(
            matches!(walk("<a>\n&b;</a>"), Err(Problem::Damaged { place, .. }) if place == "line 2")
        );
        assert!(matches!(walk("<a>\n</b>"), Err(Problem::Damaged { .. })));
        assert!(matches!(walk("<a>text"), Err(Problem::Damaged { .. })));
    }
}
