//! Markdown: what a reader of the rendered page sees. Code blocks are kept out under that name; link targets, images,
//! comments and reference definitions are no text at all.

use duizhao_bitext::{Role, Span};
use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::{TooComplex, html};
use crate::date;
use crate::extract::{Builder, Extract, Piece};
use crate::formats::html::CellPlace;

pub(crate) fn extract(text: &str) -> Result<Extract, TooComplex> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut renderer =
        Renderer { builder: Builder::with_capacity(text.len()), ..Renderer::default() };
    for event in Parser::new_ext(text, options) {
        renderer.take(event)?;
    }
    renderer.finish();
    let mut extract = renderer.builder.into_extract();
    front_matter(&renderer.front_matter, &mut extract);
    Ok(extract)
}

#[derive(Default)]
struct Renderer {
    builder: Builder,
    /// The lists, headings and cells that are open.
    items: usize,
    heading: Option<HeadingLevel>,
    /// Where the next cell of the open table stands.
    cell: Option<CellPlace>,
    is_cell: bool,
    /// The first piece of the open table.
    first_cell: usize,
    /// The code, HTML or front matter that is being collected.
    collected: Option<String>,
    images: usize,
    front_matter: String,
}

impl Renderer {
    fn take(&mut self, event: Event<'_>) -> Result<(), TooComplex> {
        match event {
            Event::Text(text) => match &mut self.collected {
                Some(collected) => collected.push_str(&text),
                None if self.images == 0 => self.builder.push(&text),
                None => {}
            },
            Event::Code(code) if self.images == 0 => self.builder.push_verbatim(&code),
            Event::SoftBreak if self.images == 0 => self.builder.push("\n"),
            Event::HardBreak | Event::Rule => self.finish(),
            Event::Html(markup) => {
                if let Some(collected) = &mut self.collected {
                    collected.push_str(&markup);
                }
            }
            Event::InlineHtml(tag) if is_line_break(&tag) => self.finish(),
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.finish();
                self.heading = Some(*level);
            }
            Tag::Item => {
                self.finish();
                self.items += 1;
            }
            Tag::Table(_) => {
                self.finish();
                self.cell = Some(self.builder.next_table());
                self.first_cell = self.builder.pieces_mut().len();
            }
            Tag::TableHead | Tag::TableRow => {
                self.finish();
                self.cell = self.cell.map(|cell| self.builder.next_row(cell));
            }
            Tag::TableCell => {
                self.finish();
                self.is_cell = true;
            }
            Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => {
                self.finish();
                self.collected = Some(String::new());
            }
            Tag::Image { .. } => self.images += 1,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => {}
            _ => self.finish(),
        }
    }

    fn close(&mut self, tag: TagEnd) -> Result<(), TooComplex> {
        match tag {
            TagEnd::CodeBlock => {
                let code = self.collected.take().unwrap_or_default();
                let piece =
                    Piece { dropped: Some("code"), ..Piece::new(Span::default(), Role::Paragraph) };
                self.builder.push_lines(&code, &piece);
            }
            TagEnd::HtmlBlock => {
                let markup = self.collected.take().unwrap_or_default();
                html::fragment(&markup, &mut self.builder)?;
            }
            TagEnd::MetadataBlock(_) => {
                self.front_matter = self.collected.take().unwrap_or_default();
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {}
            TagEnd::Item => {
                self.finish();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::Heading(_) => {
                self.finish();
                self.heading = None;
            }
            TagEnd::TableCell => {
                self.finish();
                self.is_cell = false;
                if let Some(cell) = &mut self.cell {
                    cell.column += 1;
                }
            }
            TagEnd::Table => {
                self.finish();
                self.cell = None;
                let (text, pieces) = self.builder.text_and_pieces_mut();
                html::side_by_side(text, &mut pieces[self.first_cell..]);
            }
            _ => self.finish(),
        }
        Ok(())
    }

    /// Ends the open piece, which is what the innermost open element makes it.
    fn finish(&mut self) {
        let role = match (self.heading, self.is_cell, self.items) {
            (Some(_), ..) => Role::Heading,
            (None, true, _) => Role::Cell,
            (None, false, 1..) => Role::ListItem,
            (None, false, 0) => Role::Paragraph,
        };
        let mut piece = Piece::new(Span::default(), role);
        piece.cell = self.cell.filter(|_| self.is_cell);
        piece.is_top_heading = self.heading == Some(HeadingLevel::H1);
        self.builder.finish(&piece);
    }
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// Reads the keys of a front matter that every site generator knows. Values are taken as they stand, quotes removed.
fn front_matter(lines: &str, extract: &mut Extract) {
    for (key, value) in lines.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']);
        if value.is_empty() {
            continue;
        }
        let metadata = &mut extract.metadata;
        match key {
            "title" => metadata.title = Some(value.to_owned()),
            "date" => metadata.date = Some(date::find(value).unwrap_or_else(|| value.to_owned())),
            "source" => metadata.source = Some(value.to_owned()),
            "author" | "translator" => {
                metadata.other.insert(key.to_owned(), value.to_owned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::extract;
    use duizhao_bitext::Role::{Cell, Heading, ListItem, Paragraph};

    #[test]
    fn the_rendered_text_comes_out_block_by_block() {
        let text = "---\ntitle: \"老桥\"\ndate: 2024-5-6\n---\n# The *old* bridge {#top}\n\n<a id=\"x\"></a>\n\nOpened in\nSeptember, see [the plan](plan.html \"t\") and ![a photo](p.jpg).\n\
                    老桥九月\n开放。<!-- hidden -->\n\n<!-- a comment -->\n\n```rust\nlet bridge = \"old\";\n```\n\n- first `pier`\n- second\n\n> quoted\n\n\
                    | 桥 | bridge |\n|---|---|\n| 墩 | pier |\n\n<p align=\"center\">In <b>HTML</b></p>\n\n[ref]: https://bridge.example/\n";
        let extract = extract(text).expect("not deep");
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| (piece.role, piece.dropped, piece.span.of(&extract.text)))
            .collect();
        assert_eq!(
            found,
            [
                (Heading, None, "The old bridge"),
                (Paragraph, None, "Opened in September, see the plan and . 老桥九月开放。"),
                (Paragraph, Some("code"), "let bridge = \"old\";"),
                (ListItem, None, "first pier"),
                (ListItem, None, "second"),
                (Paragraph, None, "quoted"),
                (Cell, None, "桥"),
                (Cell, None, "bridge"),
                (Cell, None, "墩"),
                (Cell, None, "pier"),
                (Paragraph, None, "In HTML"),
            ]
        );
        assert!(extract.pieces[0].is_top_heading);
        assert_eq!(extract.metadata.title.as_deref(), Some("老桥"));
        assert_eq!(extract.metadata.date.as_deref(), Some("2024-05-06"));
        assert_eq!(
            extract.verbatim.iter().map(|span| span.of(&extract.text)).collect::<Vec<_>>(),
            ["pier"]
        );
    }

    #[test]
    fn rows_of_tables_in_both_languages_are_units() {
        let rows = [
            ("桥是旧的。", "The bridge is old."),
            ("船是新的。", "The boat is new."),
            ("河很宽。", "The river is wide."),
        ];
        let markdown = rows.map(|(zh, en)| format!("| {zh} | {en} |\n")).concat();
        let markup = rows.map(|(zh, en)| format!("<tr><td>{zh}<td>{en}</tr>")).concat();
        let page = format!(
            "| 中文 | English |\n|---|---|\n{markdown}\nBetween.\n\n<table>{markup}</table>\n\n<table>{markup}</table>\n"
        );
        let extract = extract(&page).expect("not deep");
        let mut units: Vec<u32> = extract.pieces.iter().filter_map(|piece| piece.unit).collect();
        assert_eq!(units.len(), 18);
        units.dedup();
        assert_eq!(units.len(), 9, "two cells each: {units:?}");
        let names = extract.pieces.iter().filter(|piece| piece.dropped == Some("column-names"));
        assert_eq!(names.count(), 2);
    }
}
