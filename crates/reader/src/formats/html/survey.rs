use std::ops::Range;

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::furniture::{self, Limit};

/// Where a page's text stands. Nodes are numbered in the order of the tree's traversal.
#[derive(Debug)]
pub(super) struct Survey {
    /// The rule by which each node is furniture.
    furniture: Vec<Option<&'static str>>,
    /// The nodes of the element that holds nearly all of the page's running text; `None` for a page with hardly any.
    main: Option<Range<usize>>,
}

/// What stands in a node and everything below it.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    /// The number after that of the last node below.
    end: usize,
    /// Bytes without white space: a Chinese character counts three, an English word about as much as its translation.
    text: usize,
    has_top_heading: bool,
}

/// A block with at least so much text outside links is running text: twenty characters or a dozen words.
const RUNNING: usize = 60;
/// A page with less running text than this is an index or a dialogue: no part of it is its main one.
const LEAST: usize = 200;

impl Survey {
    /// Two passes over the tree, linear in its size.
    pub(super) fn of(page: &Html) -> Self {
        let sizes = sizes(page);
        let mut surveyor = Surveyor::new(sizes.len());
        let mut number = 0;
        for edge in page.tree.root().traverse() {
            match edge {
                Edge::Open(node) => {
                    surveyor.open(node.value(), number, &sizes);
                    number += 1;
                }
                Edge::Close(node) => surveyor.close(node.value()),
            }
        }
        let main = main(&surveyor, &sizes);
        Self { furniture: surveyor.furniture, main }
    }

    /// The rule by which a node is furniture.
    pub(super) fn furniture(&self, node: usize) -> Option<&'static str> {
        self.furniture.get(node).copied().flatten()
    }

    /// Whether the page has running text at all.
    pub(super) fn has_main(&self) -> bool {
        self.main.is_some()
    }

    /// Whether a node lies before (`Less`), in, or after the part of the page that holds its text.
    pub(super) fn place(&self, node: usize) -> std::cmp::Ordering {
        match &self.main {
            Some(main) if node < main.start => std::cmp::Ordering::Less,
            Some(main) if node >= main.end => std::cmp::Ordering::Greater,
            _ => std::cmp::Ordering::Equal,
        }
    }
}

/// The size of every node.
fn sizes(page: &Html) -> Vec<Size> {
    let mut sizes: Vec<Size> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut silent = 0usize;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                let mut size = Size::default();
                match node.value() {
                    Node::Element(element) => {
                        silent += usize::from(furniture::is_no_text(element));
                        size.has_top_heading = element.name() == "h1";
                    }
                    Node::Text(text) if silent == 0 => size.text = length(text),
                    _ => {}
                }
                open.push(sizes.len());
                sizes.push(size);
            }
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    silent -= usize::from(furniture::is_no_text(element));
                }
                let Some(number) = open.pop() else { continue };
                sizes[number].end = sizes.len();
                let size = sizes[number];
                if let Some(parent) = open.last() {
                    sizes[*parent].text += size.text;
                    sizes[*parent].has_top_heading |= size.has_top_heading;
                }
            }
        }
    }
    sizes
}

fn length(text: &str) -> usize {
    text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count()
}

/// A block that is open, with the text and the link text that stands in it outside of other blocks.
struct OpenBlock {
    number: usize,
    text: usize,
    linked: usize,
}

struct Surveyor {
    furniture: Vec<Option<&'static str>>,
    /// For each node the running text that stands in it directly.
    running: Vec<usize>,
    /// Whether the node is a box for text rather than a paragraph.
    is_box: Vec<bool>,
    blocks: Vec<OpenBlock>,
    links: usize,
    /// For each open element whether its text is passed over.
    passed: Vec<bool>,
}

impl Surveyor {
    fn new(nodes: usize) -> Self {
        let (furniture, running, is_box) = (vec![None; nodes], vec![0; nodes], vec![false; nodes]);
        Self { furniture, running, is_box, blocks: Vec::new(), links: 0, passed: Vec::new() }
    }

    fn open(&mut self, node: &Node, number: usize, sizes: &[Size]) {
        match node {
            Node::Element(element) => {
                self.links += usize::from(element.name() == "a");
                self.furniture[number] = judge(element, sizes[number], sizes[0].text);
                let is_passed = self.furniture[number].is_some() || furniture::is_no_text(element);
                self.passed.push(is_passed || self.passed.last() == Some(&true));
                self.is_box[number] = matches!(
                    element.name(),
                    "div"
                        | "td"
                        | "article"
                        | "section"
                        | "main"
                        | "center"
                        | "form"
                        | "pre"
                        | "body"
                );
                if furniture::is_block(element) {
                    self.blocks.push(OpenBlock { number, text: 0, linked: 0 });
                }
            }
            Node::Text(_) if self.passed.last() != Some(&true) => {
                if let Some(block) = self.blocks.last_mut() {
                    let length = sizes[number].text;
                    block.text += length;
                    block.linked += if self.links > 0 { length } else { 0 };
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, node: &Node) {
        let Node::Element(element) = node else { return };
        self.links -= usize::from(element.name() == "a");
        self.passed.pop();
        if furniture::is_block(element)
            && let Some(block) = self.blocks.pop()
            && block.text >= RUNNING
            && block.linked * 3 < block.text
        {
            self.running[block.number] = block.text - block.linked;
        }
    }
}

/// The rule by which an element is furniture, unless it holds so much of the page's text that it cannot be.
fn judge(element: &Element, size: Size, all: usize) -> Option<&'static str> {
    if furniture::is_hidden(element) {
        return Some("hidden");
    }
    let (rule, limit) = furniture::of(element)?;
    let is_small = match limit {
        Limit::Half => size.text * 2 <= all,
        Limit::Third => size.text * 3 <= all,
    };
    (is_small && !size.has_top_heading).then_some(rule)
}

/// The smallest box that holds at least nine tenths of the running text.
fn main(surveyor: &Surveyor, sizes: &[Size]) -> Option<Range<usize>> {
    let mut sums = vec![0; surveyor.running.len() + 1];
    for (at, running) in surveyor.running.iter().enumerate() {
        sums[at + 1] = sums[at] + running;
    }
    let within = |node: usize| sums[sizes[node].end] - sums[node];
    let all = *sums.last()?;
    if all < LEAST {
        return None;
    }
    let mut main = 0;
    loop {
        let mut child = main + 1;
        while child < sizes[main].end && within(child) * 10 < all * 9 {
            child = sizes[child].end;
        }
        // A paragraph that holds nearly everything is text, not the place where text stands.
        let is_text = |node: usize| surveyor.running[node] > 0;
        if child >= sizes[main].end || is_text(main) || (is_text(child) && !surveyor.is_box[child])
        {
            return Some(main..sizes[main].end);
        }
        main = child;
    }
}
