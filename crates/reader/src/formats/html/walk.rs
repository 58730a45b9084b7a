use std::cmp::Ordering;

use duizhao_bitext::{Role, Span};
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::furniture::{self, attribute};
use super::survey::Survey;
use crate::extract::{Builder, Piece};
use crate::formats::text;

/// A walk over a page's tree that writes its blocks. The tree is never recursed into: its depth is the length of a list.
pub(super) struct Walk<'a> {
    builder: &'a mut Builder,
    survey: Option<&'a Survey>,
    open: Vec<Frame>,
    /// How many open elements collect lines.
    preformatted: usize,
    /// Text and link text in the open piece, in bytes.
    length: usize,
    linked: usize,
    /// For each piece written, whether it is nothing but links.
    links: Vec<bool>,
    first_piece: usize,
}

/// What the text in an element is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prose {
    Running,
    /// Code in running text.
    Code,
    /// No text of the page.
    Silent,
}

/// What an open element makes of the text in it.
#[derive(Debug, Clone)]
struct Frame {
    piece: Piece,
    is_block: bool,
    is_link: bool,
    prose: Prose,
    /// The lines of a preformatted text that is no code.
    lines: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(builder: &'a mut Builder, survey: Option<&'a Survey>) -> Self {
        let first_piece = builder.pieces_mut().len();
        Self {
            builder,
            survey,
            open: Vec::new(),
            preformatted: 0,
            length: 0,
            linked: 0,
            links: Vec::new(),
            first_piece,
        }
    }

    pub(super) fn page(mut self, page: &Html) {
        for (edge, number) in numbered(page) {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) => self.open(element, node, number),
                    Node::Text(content) => self.text(content),
                    _ => {}
                },
                Edge::Close(node) => {
                    if node.value().is_element() {
                        self.close();
                    }
                }
            }
        }
        self.drop_lists_of_links();
    }

    fn open(&mut self, element: &Element, node: NodeRef<'_, Node>, number: usize) {
        let parent = self.open.last();
        let piece = parent.map_or_else(
            || Piece::new(Span::default(), Role::Paragraph),
            |frame| frame.piece.clone(),
        );
        let mut frame = Frame {
            is_block: furniture::is_block(element),
            is_link: element.name() == "a" || parent.is_some_and(|frame| frame.is_link),
            prose: match parent.map(|frame| frame.prose) {
                _ if furniture::is_no_text(element) || is_note_mark(element, node) => Prose::Silent,
                Some(Prose::Silent) => Prose::Silent,
                _ if matches!(element.name(), "code" | "kbd" | "samp" | "tt" | "var") => {
                    Prose::Code
                }
                inherited => inherited.unwrap_or(Prose::Running),
            },
            lines: None,
            piece,
        };
        match element.name() {
            "table" => {
                frame.piece.cell = Some(self.builder.next_table());
            }
            "tr" => {
                frame.piece.cell = frame.piece.cell.map(|cell| self.builder.next_row(cell));
            }
            _ => {}
        }
        Self::enter(&mut frame, element, node);
        if let Some(survey) = self.survey {
            let place = survey.place(number);
            // The title often stands above the box that holds the text.
            let is_title = place == Ordering::Less && matches!(element.name(), "h1" | "h2");
            if (place == Ordering::Equal || is_title)
                && frame.piece.dropped == Some("outside-content")
            {
                frame.piece.dropped = None;
            }
            let is_page = matches!(element.name(), "html" | "body");
            let outside =
                (place != Ordering::Equal && !is_title && !is_page).then_some("outside-content");
            let reason = survey.furniture(number).or(outside);
            if reason.is_some() && frame.piece.dropped.is_none() {
                // An inline element that is furniture ends the paragraph that it stands in.
                frame.is_block = true;
                frame.piece.dropped = reason;
            }
        }
        if frame.is_block {
            self.finish();
        }
        self.preformatted += usize::from(frame.lines.is_some());
        self.open.push(frame);
    }

    /// Sets what the element's own name says of the text in it.
    fn enter(frame: &mut Frame, element: &Element, node: NodeRef<'_, Node>) {
        let piece = &mut frame.piece;
        match element.name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                piece.role = Role::Heading;
                piece.is_top_heading = element.name() == "h1";
            }
            "li" | "dt" | "dd" => piece.role = Role::ListItem,
            "td" | "th" => {
                piece.role = if has_neighbour(node) { Role::Cell } else { Role::Paragraph };
                if let Some(place) = &mut piece.cell {
                    place.column = node.prev_siblings().filter(|other| is_cell(*other)).count();
                }
            }
            "p" if piece.role == Role::Heading => piece.role = Role::Paragraph,
            "pre" | "listing" | "xmp" => {
                let is_code = node.children().any(|child| {
                    child
                        .value()
                        .as_element()
                        .is_some_and(|child| matches!(child.name(), "code" | "samp" | "span"))
                });
                if is_code {
                    piece.dropped = piece.dropped.or(Some("code"));
                }
                frame.lines = Some(String::new());
            }
            _ => {}
        }
        if let Some(language) = attribute(element, "lang").filter(|_| element.name() != "html") {
            let primary =
                language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
            let is_ours = matches!(
                primary.as_str(),
                "" | "zh" | "en" | "cmn" | "und" | "mul" | "x" | "cn" | "i"
            );
            piece.is_foreign = !is_ours;
        }
    }

    fn text(&mut self, content: &str) {
        if self.preformatted > 0 {
            if let Some(lines) = self.open.iter_mut().rev().find_map(|frame| frame.lines.as_mut()) {
                lines.push_str(content);
            }
            return;
        }
        let Some(frame) = self.open.last() else {
            self.builder.push(content);
            return;
        };
        if frame.prose == Prose::Silent {
            return;
        }
        self.length += content.len();
        self.linked += if frame.is_link { content.len() } else { 0 };
        if frame.prose == Prose::Code {
            self.builder.push_verbatim(content);
        } else {
            self.builder.push(content);
        }
    }

    fn close(&mut self) {
        let Some(mut frame) = self.open.pop() else { return };
        if let Some(lines) = frame.lines.take() {
            self.preformatted -= 1;
            self.open.push(frame.clone());
            self.preformatted(&lines, &frame);
            self.open.pop();
        } else if frame.is_block {
            self.finish_as(&frame.piece);
        }
    }

    fn preformatted(&mut self, lines: &str, frame: &Frame) {
        self.finish();
        if frame.piece.dropped.is_some() {
            self.builder.push_lines(lines, &frame.piece);
        } else {
            self.builder.append(&text::extract(lines.to_owned()), &frame.piece);
        }
        self.note_links(false);
    }

    /// Ends the open piece, which belongs to the innermost open element.
    fn finish(&mut self) {
        let piece = self.open.last().map_or_else(
            || Piece::new(Span::default(), Role::Paragraph),
            |frame| frame.piece.clone(),
        );
        self.finish_as(&piece);
    }

    fn finish_as(&mut self, piece: &Piece) {
        self.builder.finish(piece);
        let is_links =
            self.linked * 10 >= self.length * 8 && self.linked > 0 && piece.role != Role::Heading;
        self.note_links(is_links);
    }

    fn note_links(&mut self, is_links: bool) {
        (self.length, self.linked) = (0, 0);
        self.links.resize(self.builder.pieces_mut().len() - self.first_piece, is_links);
    }

    /// Drops three or more pieces in a row that are nothing but links, on a page that has text besides.
    fn drop_lists_of_links(self) {
        if self.survey.is_none_or(|survey| !survey.has_main()) {
            return;
        }
        let pieces = &mut self.builder.pieces_mut()[self.first_piece..];
        let mut at = 0;
        while at < self.links.len() {
            let run = self.links[at..].iter().take_while(|is_links| **is_links).count();
            if run >= 3 {
                pieces[at..at + run]
                    .iter_mut()
                    .for_each(|piece| piece.dropped = piece.dropped.or(Some("links")));
            }
            at += run.max(1);
        }
    }
}

/// The tree's edges with the number of the node, counted as the survey counts.
fn numbered(page: &Html) -> impl Iterator<Item = (Edge<'_, Node>, usize)> {
    let mut next = 0;
    page.tree.root().traverse().map(move |edge| {
        let number = next;
        if matches!(edge, Edge::Open(_)) {
            next += 1;
        }
        (edge, number)
    })
}

/// A note's mark in running text: raised, and a link or in a link.
fn is_note_mark(element: &Element, node: NodeRef<'_, Node>) -> bool {
    let is_link = |other: NodeRef<'_, Node>| {
        other.value().as_element().is_some_and(|other| other.name() == "a")
    };
    element.name() == "sup"
        && (node.first_child().is_some_and(is_link) || node.parent().is_some_and(is_link))
}

/// Whether the table cell stands beside another one.
fn has_neighbour(node: NodeRef<'_, Node>) -> bool {
    node.prev_siblings().any(is_cell) || node.next_siblings().any(is_cell)
}

fn is_cell(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|element| matches!(element.name(), "td" | "th"))
}
