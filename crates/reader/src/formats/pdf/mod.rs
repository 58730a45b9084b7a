//! PDF: the text layer. Pages are drawn onto a device that only remembers which characters were put where; lines, columns and
//! paragraphs are found from that.

mod columns;
mod furniture;
mod glyphs;
mod guard;
mod lines;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use duizhao_bitext::{Role, Span};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use kurbo::Rect;
use rustc_hash::FxHashSet;

use super::package::damaged;
use crate::error::Problem;
use crate::extract::{Builder, Extract, Piece};
use crate::language::is_han;
use crate::options::Options;
use columns::Flow;
use glyphs::{Collector, Exhausted};
use lines::{Line, Row};

/// The most steps that drawing a file may take. Dense pages take ten thousand.
const MOST_STEPS: u64 = 200_000_000;
/// A form takes a step more for every so many bytes of the largest stream, which may be its own.
const BYTES_A_STEP: u64 = 1 << 8;
/// Bytes of stack to draw with: fonts' programs are read by descent.
const STACK: usize = 64 << 20;
/// Text larger than the body's by so much is a heading.
const HEADING_SIZE: f64 = 1.15;
/// What stands at the end of a line that parts a word.
const HYPHENS: [char; 3] = ['-', '\u{ad}', '\u{2010}'];

/// The text of a file, page by page.
pub(crate) fn extract(bytes: Vec<u8>, options: &Options) -> Result<Extract, Problem> {
    let largest = guard::largest_stream(&bytes, options.max_expanded_bytes)?;
    let max_pages = options.max_members;
    let (mut pages, unknown) =
        in_time(options.max_seconds, move || drawn(bytes, largest, max_pages))?;
    let known: usize =
        pages.iter().flatten().flat_map(|row| &row.parts).map(|part| part.text.len()).sum();
    if known == 0 || unknown * 10 > known {
        return Err(if unknown > 0 { Problem::UnknownGlyphs } else { Problem::NoTextLayer });
    }
    let furniture = furniture::taken_out(&mut pages);
    let flows = columns::flows(&pages);
    Ok(written(&flows, furniture))
}

/// What `draw` gives, if it takes no more than `limit` seconds.
///
/// The library looks after damaged files, but it is not ours, and what it may yet panic at is this file's fault alone. Nor does
/// it always find an end in a damaged font program, and a thread cannot be stopped: one that takes too long is left to itself until
/// the program ends.
fn in_time<T: Send + 'static>(
    limit: u64,
    draw: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        let outcome = catch_unwind(AssertUnwindSafe(draw)).unwrap_or_else(|payload| {
            Err(if payload.is::<Exhausted>() {
                Problem::TooComplex("the pages take more steps to draw than any page does")
            } else {
                damaged("a page", &"it cannot be drawn")
            })
        });
        // Nobody listens any more if it took too long.
        let _ = sender.send(outcome);
    };
    thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| damaged("a page", &error))?;
    receiver.recv_timeout(Duration::from_secs(limit)).unwrap_or(Err(Problem::TooSlow { limit }))
}

/// The rows of all pages, and how many glyphs stand for nothing known.
fn drawn(
    bytes: Vec<u8>,
    largest: u64,
    max_pages: usize,
) -> Result<(Vec<Vec<Row>>, usize), Problem> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Problem::Protected,
        LoadPdfError::Decryption(_) => damaged("the encryption", &"it is of no known kind"),
        LoadPdfError::Invalid => damaged("the list of objects", &"it cannot be made out"),
    })?;
    if pdf.pages().len() > max_pages {
        return Err(Problem::TooComplex("the file has more pages than the limit allows"));
    }
    let cache = InterpreterCache::new();
    let form_steps = 1 + largest / BYTES_A_STEP;
    let mut collector = Collector::new(MOST_STEPS, form_steps);
    let mut pages = Vec::new();
    for (number, page) in pdf.pages().iter().enumerate() {
        draw(page, &cache, &mut collector);
        pages.push(lines::rows(collector.take_page(), number));
    }
    Ok((pages, collector.unknown))
}

fn draw<'a>(page: &'a Page<'a>, cache: &InterpreterCache<'a>, collector: &mut Collector) {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    // Notes in the margin are no part of the text.
    let settings = InterpreterSettings { render_annotations: false, ..Default::default() };
    let mut context = Context::new(transform, bounds, cache, page.xref(), settings);
    interpret_page(page, &mut context, collector);
}

/// The extract of flows, with the furniture of a page before the first paragraph that begins on it or after it.
fn written(flows: &[Flow], furniture: Vec<(Line, &'static str)>) -> Extract {
    let lines = || flows.iter().flat_map(|flow| &flow.lines);
    let body = body_size(lines());
    let largest = lines().map(|line| line.size).fold(0.0, f64::max);
    let hyphens = Hyphens::of(lines());
    let mut builder = Builder::with_capacity(lines().map(|line| line.text.len() + 1).sum());
    let mut furniture = furniture.into_iter().peekable();
    let mut put_furniture = |builder: &mut Builder, page: usize| {
        while let Some((line, reason)) = furniture.next_if(|(line, _)| line.page <= page) {
            builder.push(&line.text);
            let mut piece = Piece::new(Span::default(), Role::Paragraph);
            piece.dropped = Some(reason);
            piece.place = Some(format!("page {}", line.page + 1));
            builder.finish(&piece);
        }
    };
    for paragraph in flows.iter().flat_map(paragraphs::paragraphs) {
        let Some(first) = paragraph.first() else { continue };
        put_furniture(&mut builder, first.page);
        push_joined(&mut builder, paragraph, &hyphens);
        let is_heading = first.size > HEADING_SIZE * body && paragraph.len() < 4;
        let role = if is_heading { Role::Heading } else { Role::Paragraph };
        let mut piece = Piece::new(Span::default(), role);
        piece.is_top_heading = is_heading && first.page == 0 && first.size > 0.99 * largest;
        piece.place = Some(format!("page {}", first.page + 1));
        builder.finish(&piece);
    }
    put_furniture(&mut builder, usize::MAX);
    builder.into_extract()
}

/// The size of which there is most text.
fn body_size<'a>(lines: impl Iterator<Item = &'a Line>) -> f64 {
    let mut sizes: Vec<(f64, usize)> =
        lines.map(|line| (line.size, line.text.chars().count())).collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = sizes.iter().map(|(_, length)| length).sum::<usize>() / 2;
    let mut sum = 0;
    let median = sizes.iter().find(|(_, length)| {
        sum += length;
        sum > half
    });
    median.map_or(0.0, |(size, _)| *size)
}

/// How a file parts words at the ends of lines.
struct Hyphens<'a> {
    /// The words that stand inside of lines. Never iterated over.
    words: FxHashSet<&'a str>,
    /// Whether lines end in hyphens so often that a program puts them there.
    are_automatic: bool,
}

impl<'a> Hyphens<'a> {
    fn of(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut words = FxHashSet::default();
        let (mut parted, mut english) = (0, 0);
        for line in lines {
            words.extend(line.text.split(|c: char| !c.is_alphabetic() && c != '-'));
            parted += usize::from(line.text.ends_with(HYPHENS));
            english += usize::from(!line.text.contains(is_han));
        }
        Self { words, are_automatic: parted >= 2 && parted * 40 >= english }
    }

    /// The line without the hyphen in which it ends, if the next one ends the word and there is no hyphen in it: as the file
    /// writes the word elsewhere, else by whether its hyphens are automatic.
    fn without<'l>(&self, line: &'l str, next: &str) -> Option<&'l str> {
        let start = line.strip_suffix(HYPHENS)?;
        let is_parted = start.ends_with(|c: char| c.is_ascii_lowercase())
            && next.starts_with(|c: char| c.is_ascii_lowercase());
        let is_word = |c: &char| c.is_ascii_alphabetic() || *c == '-';
        let head: Vec<char> = start.chars().rev().take_while(is_word).collect();
        let head: String = head.into_iter().rev().collect();
        let tail: String = next.chars().take_while(is_word).collect();
        let has = |word: String| self.words.contains(word.as_str());
        // A word of which the rest has a hyphen of its own was parted elsewhere.
        let is_whole = line.ends_with('\u{ad}')
            || tail.contains('-')
            || has(format!("{head}{tail}"))
            || self.are_automatic && !has(format!("{head}-{tail}"));
        (is_parted && is_whole).then_some(start)
    }
}

/// Adds the lines of a paragraph as one.
fn push_joined(builder: &mut Builder, lines: &[Line], hyphens: &Hyphens<'_>) {
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).map(|next| next.text.as_str());
        push_line(builder, &line.text, (next, hyphens));
    }
}

fn push_line(builder: &mut Builder, line: &str, (next, hyphens): (Option<&str>, &Hyphens<'_>)) {
    let Some(next) = next else { return builder.push(line) };
    if let Some(start) = hyphens.without(line, next) {
        return builder.push(start);
    }
    builder.push(line);
    let is_compound = line.ends_with('-') && next.starts_with(|c: char| c.is_ascii_lowercase());
    // Between a Chinese character and a number or a Latin letter there is no space by itself.
    let is_mixed = line.ends_with(is_han) && next.starts_with(|c: char| c.is_ascii_alphanumeric())
        || line.ends_with(|c: char| c.is_ascii_alphanumeric()) && next.starts_with(is_han);
    if !is_compound && !is_mixed {
        builder.push("\n");
    }
}

#[cfg(test)]
mod tests {
    use super::lines::Line;
    use super::{Builder, Hyphens, Options, Piece, Problem, extract, in_time, push_joined};
    use duizhao_bitext::{Role, Span};

    fn joined(lines: &[&str], elsewhere: &[&str]) -> String {
        let line = |text: &&str| Line {
            text: (*text).to_owned(),
            left: 0.0,
            right: 9.0,
            baseline: 0.0,
            size: 1.0,
            page: 0,
            column: 0,
        };
        let lines: Vec<Line> = lines.iter().map(line).collect();
        let elsewhere: Vec<Line> = elsewhere.iter().map(line).collect();
        let hyphens = Hyphens::of(lines.iter().chain(&elsewhere));
        let mut builder = Builder::default();
        push_joined(&mut builder, &lines, &hyphens);
        builder.finish(&Piece::new(Span::default(), Role::Paragraph));
        builder.into_extract().text
    }

    #[test]
    fn what_takes_too_long_is_left_to_itself_and_a_panic_is_the_files_fault() {
        let endless = || loop {
            std::thread::park();
        };
        assert!(matches!(in_time::<()>(0, endless), Err(Problem::TooSlow { limit: 0 })));
        let panics = || panic!("a page");
        assert!(matches!(in_time::<()>(60, panics), Err(Problem::Damaged { .. })));
        assert!(matches!(in_time(60, || Ok(1)), Ok(1)));
    }

    /// A page of one line, in a font whose program (Type 1) begins with these words.
    fn with_font(program: &str) -> Vec<u8> {
        let line = "BT /F1 12 Tf 50 700 Td (The bridge is open again.) Tj ET";
        let head = "%!PS-AdobeFont-1.0: Test 1.0\n/FontName /Test def\n";
        let program = format!("{head}{program}\ncurrentfile eexec\n{:0<64}", "");
        let stream = |entries: &str, content: &str| {
            format!("<<{entries} /Length {}>> stream\n{content}\nendstream", content.len())
        };
        let objects = [
            "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
            "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R \
             /Resources <</Font <</F1 5 0 R>>>>>>"
                .to_owned(),
            stream("", line),
            "<</Type /Font /Subtype /Type1 /BaseFont /Test /FontDescriptor 6 0 R>>".to_owned(),
            "<</Type /FontDescriptor /FontName /Test /Flags 32 /FontFile 7 0 R>>".to_owned(),
            stream(&format!("/Length1 {}", program.len() - 64), &program),
        ];
        let numbered =
            |(number, object): (usize, String)| format!("{number} 0 obj\n{object}\nendobj\n");
        let objects: Vec<String> = (1..).zip(objects).map(numbered).collect();
        format!("%PDF-1.5\n{}trailer <</Size 8 /Root 1 0 R>>\n%%EOF\n", objects.concat())
            .into_bytes()
    }

    #[test]
    fn no_font_program_exhausts_the_stack_or_the_patience() {
        for program in ["1 ".repeat(1_000_000), "{".repeat(1_000_000), "1 {".repeat(1_000)] {
            let options = Options { max_seconds: 60, ..Options::default() };
            let outcome = extract(with_font(&program), &options);
            assert!(!matches!(outcome, Err(Problem::TooSlow { .. })), "{}", &program[..3]);
        }
    }

    #[test]
    fn lines_are_joined_as_their_language_wants_it() {
        assert_eq!(joined(&["老桥九月", "重新开放。"], &[]), "老桥九月重新开放。\n");
        assert_eq!(joined(&["The old", "bridge"], &[]), "The old bridge\n");
        assert_eq!(joined(&["来自1964", "年的桥"], &[]), "来自1964年的桥\n");
        assert_eq!(joined(&["infor-", "mation"], &["information"]), "information\n");
        assert_eq!(joined(&["a well-", "known one"], &[]), "a well-known one\n");
        assert_eq!(joined(&["the up-", "per-air one"], &[]), "the upper-air one\n");
        // One hyphen is an author's, many are a program's.
        let automatic = ["the sta-", "tions of the rail-"];
        assert_eq!(joined(&["infor-", "mation"], &automatic), "information\n");
        assert_eq!(
            joined(&["a well-", "known one"], &["well-known", "sta-", "rail-"]),
            "a well-known one\n"
        );
        assert_eq!(joined(&["in 2013-", "2014"], &[]), "in 2013- 2014\n");
    }
}
