//! The order in which a page is read: its rows, or its columns one after the other where a gutter runs through several rows.

use super::lines::{Line, Row};
use crate::language::Tally;
use duizhao_bitext::BlockLanguage;

/// Lines that are read one after the other, and whether they fill a column beside others.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) lines: Vec<Line>,
}

/// Lines that stand beside each other: one column where there is no gutter.
#[derive(Debug)]
struct Band {
    columns: Vec<Vec<Line>>,
}

/// Columns beside each other have at least so many rows in common.
const LEAST_ROWS: usize = 3;
/// Columns of which both sides begin at the same place need fewer rows if the gutter is so wide, in font sizes.
const WIDE_GUTTER: f64 = 1.5;
/// What is left of a gutter after all rows is at least so wide, in font sizes.
const LEAST_GUTTER: f64 = 0.35;
/// A row of one column only still belongs to the columns above it if it is not further away, in font sizes.
const NEXT_ROW: f64 = 3.0;
/// Columns in columns: no table has more.
const MOST_COLUMNS: usize = 12;

/// The lines of all pages in the order in which they are read. Where columns in both languages stand side by side, each is
/// read to its end, over the pages.
pub(super) fn flows(pages: Vec<Vec<Row>>) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    let mut open: Option<Vec<Vec<Line>>> = None;
    for band in pages.into_iter().flat_map(|rows| bands(&rows)) {
        let is_bitext = is_bitext(&band);
        match &mut open {
            Some(columns) if is_bitext && columns.len() == band.columns.len() => {
                columns.iter_mut().zip(band.columns).for_each(|(all, more)| all.extend(more));
                continue;
            }
            _ => {}
        }
        flows.extend(open.take().into_iter().flatten().map(|lines| Flow { lines }));
        if is_bitext {
            open = Some(band.columns);
        } else if let ([lines], Some(last)) = (band.columns.as_slice(), flows.last_mut())
            && last
                .lines
                .last()
                .is_some_and(|line| lines.iter().all(|next| next.page == line.page + 1))
        {
            // The text goes on from the page before.
            last.lines.extend(band.columns.into_iter().flatten());
        } else {
            flows.extend(band.columns.into_iter().map(|lines| Flow { lines }));
        }
    }
    flows.extend(open.into_iter().flatten().map(|lines| Flow { lines }));
    flows
}

/// Whether one column is Chinese and another is English.
fn is_bitext(band: &Band) -> bool {
    let languages: Vec<BlockLanguage> = band
        .columns
        .iter()
        .map(|lines| {
            let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            Tally::of(&text.join("\n")).by_script()
        })
        .collect();
    languages.contains(&BlockLanguage::Zh) && languages.contains(&BlockLanguage::En)
}

/// The bands of a page, from top to bottom.
fn bands(rows: &[Row]) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        if let Some((end, gutter)) = gutter(rows, at) {
            bands.push(Band { columns: split(&rows[at..end], gutter, MOST_COLUMNS) });
            at = end;
            continue;
        }
        let line = rows[at].whole();
        match bands.last_mut() {
            Some(Band { columns }) if columns.len() == 1 => columns[0].extend(line),
            _ => bands.push(Band { columns: vec![line.into_iter().collect()] }),
        }
        at += 1;
    }
    bands
}

/// The columns of rows that a gutter parts, each parted further where it has gutters of its own.
fn split(rows: &[Row], gutter: f64, most: usize) -> Vec<Vec<Line>> {
    let side = |is_wanted: &dyn Fn(&Line) -> bool| -> Vec<Row> {
        let parts = rows.iter().map(|row| row.parts.iter().filter(|part| is_wanted(part)).cloned());
        parts
            .map(|parts| Row { parts: parts.collect() })
            .filter(|row| !row.parts.is_empty())
            .collect()
    };
    let left = side(&|part| part.right <= gutter);
    let right = side(&|part| part.right > gutter);
    let mut columns = Vec::new();
    for rows in [left, right] {
        let inner = if most > 1 { bands(&rows) } else { Vec::new() };
        // A column has inner columns only if they run through all of it.
        match <[Band; 1]>::try_from(inner) {
            Ok([band]) => columns.extend(band.columns),
            Err(_) => columns.push(rows.iter().filter_map(Row::whole).collect()),
        }
    }
    columns
}

/// The longest run of rows from `start` on that a gutter parts: where it ends, and where the gutter is.
fn gutter(rows: &[Row], start: usize) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for pair in rows[start].parts.windows(2) {
        let gap = (pair[0].right, pair[1].left);
        if let Some((end, gutter)) = run(&rows[start..], gap)
            && best.is_none_or(|(longest, _)| start + end > longest)
        {
            best = Some((start + end, gutter));
        }
    }
    best
}

/// How many rows the gap of the first one runs through, if that makes it a gutter, and its middle.
fn run(rows: &[Row], (mut from, mut to): (f64, f64)) -> Option<(usize, f64)> {
    let size = rows.first()?.parts.first()?.size;
    let mut shared = Vec::new();
    let mut end = 0;
    let mut last = [f64::MIN; 2];
    for row in rows {
        let left = row.parts.iter().filter(|part| part.left < to && part.right < to);
        let near = left.map(|part| part.right).fold(f64::MIN, f64::max).max(from);
        let right = row.parts.iter().filter(|part| part.right >= to);
        let far = right.map(|part| part.left).fold(f64::MAX, f64::min);
        let far_edge = far.min(to);
        if far_edge - near < LEAST_GUTTER * size {
            break;
        }
        let has = [row.parts.iter().any(|part| part.right < to), far < f64::MAX];
        let baseline = row.baseline();
        let is_next = (0..2).any(|side| has[side] && baseline - last[side] <= NEXT_ROW * size);
        if has != [true, true] && !is_next {
            break;
        }
        (0..2).filter(|&side| has[side]).for_each(|side| last[side] = baseline);
        if has == [true, true] {
            shared.push(far);
        }
        (from, to) = (near, far_edge);
        end += 1;
    }
    let edge = shared.iter().copied().fold(f64::MAX, f64::min);
    let aligned = shared.iter().filter(|far| **far - edge < 0.5 * size).count();
    let least = if to - from >= WIDE_GUTTER * size { LEAST_ROWS - 1 } else { LEAST_ROWS };
    (shared.len() >= least && aligned * 5 >= shared.len() * 3)
        .then_some((end, f64::midpoint(from, to)))
}

#[cfg(test)]
mod tests {
    use super::super::lines::{rows, tests::glyphs};
    use super::{Flow, flows};

    /// The texts of the flows of pages whose lines are given with their left edge and height.
    fn read(pages: &[&[(&str, f64, f64)]]) -> Vec<String> {
        let pages = pages.iter().enumerate().map(|(number, lines)| {
            let glyphs =
                lines.iter().flat_map(|(text, left, at)| glyphs(text, *left, *at)).collect();
            rows(glyphs, number)
        });
        let text = |flow: Flow| -> String {
            flow.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("/")
        };
        flows(pages.collect()).into_iter().map(text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let page: &[(&str, f64, f64)] = &[
            ("A title over both", 50.0, 20.0),
            ("left one is", 10.0, 40.0),
            ("right one is", 110.0, 40.0),
            ("left two is", 10.0, 52.0),
            ("right two is", 110.0, 52.0),
            ("left three", 10.0, 64.0),
            ("right three", 110.0, 64.0),
            ("left four.", 10.0, 76.0),
            ("And a line that crosses again", 10.0, 100.0),
        ];
        assert_eq!(
            read(&[page]),
            [
                "A title over both",
                "left one is/left two is/left three/left four.",
                "right one is/right two is/right three",
                "And a line that crosses again",
            ]
        );
    }

    #[test]
    fn two_languages_side_by_side_are_read_over_the_pages() {
        let page =
            |zh: [&'static str; 3], en: [&'static str; 3]| -> Vec<(&'static str, f64, f64)> {
                (0..3)
                    .flat_map(|row| {
                        let at = 20.0 + 12.0 * f64::from(row);
                        [(zh[row as usize], 10.0, at), (en[row as usize], 106.0, at + 2.0)]
                    })
                    .collect()
            };
        let one = page(
            ["老桥九月重新", "开放。市长说", "这是好消息。"],
            ["The old bridge", "opens again in", "September."],
        );
        let two = page(
            ["第二天下雨。", "没有人来。桥", "还是空的。"],
            ["It rained on the", "second day. No", "one came."],
        );
        assert_eq!(
            read(&[&one, &two]),
            [
                "老桥九月重新/开放。市长说/这是好消息。/第二天下雨。/没有人来。桥/还是空的。",
                "The old bridge/opens again in/September./It rained on the/second day. No/one came.",
            ]
        );
    }

    #[test]
    fn wide_gaps_between_words_make_no_columns() {
        let page: &[(&str, f64, f64)] = &[
            ("Name:", 10.0, 20.0),
            ("Bridge", 60.0, 20.0),
            ("It was built long ago and is old.", 10.0, 32.0),
        ];
        assert_eq!(read(&[page]), ["Name: Bridge/It was built long ago and is old."]);
    }
}
