//! The order in which a page is read: its rows, or its columns one after the other where a gutter runs through several rows.

use super::lines::{Line, Row};
use crate::language::Tally;
use duizhao_bitext::BlockLanguage;

/// Lines that are read one after the other.
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
/// Columns that begin at places nearer than this are the same, in points.
const SAME_EDGE: f64 = 4.0;

/// The lines of all pages in the order in which they are read. Where columns in both languages stand side by side, each is
/// read to its end, over the pages; other columns go on in the next one if that is as wide.
pub(super) fn flows(pages: &[Vec<Row>]) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    let mut open: Option<Vec<Vec<Line>>> = None;
    let mut numbers = 0..;
    // A table that runs over pages may have a few rows only on one of them: the gutters of the others show its columns.
    let mut known = Vec::new();
    for rows in pages {
        bands(rows, &mut known, false);
    }
    known.sort_by(|one, other| one.edge.total_cmp(&other.edge));
    known.dedup_by(|one, other| (one.edge - other.edge).abs() < SAME_EDGE);
    for mut band in pages.iter().flat_map(|rows| bands(rows, &mut known, true)) {
        for (lines, number) in band.columns.iter_mut().zip(&mut numbers) {
            for line in lines {
                line.column = number;
            }
        }
        let is_bitext = is_bitext(&band);
        if let Some(columns) = open.as_mut()
            && (is_bitext || goes_on(columns, &band.columns))
            && let Some(places) = same_places(columns, &band.columns)
        {
            for (place, lines) in places.into_iter().zip(band.columns) {
                columns[place].extend(lines);
            }
            continue;
        }
        let is_closed = open.is_some();
        flows.extend(open.take().into_iter().flatten().map(|lines| Flow { lines }));
        if is_bitext {
            open = Some(band.columns);
            continue;
        }
        for (at, lines) in band.columns.into_iter().enumerate() {
            match flows.last_mut() {
                Some(last) if !(is_closed && at == 0) && is_as_wide(&last.lines, &lines) => {
                    last.lines.extend(lines);
                }
                _ => flows.push(Flow { lines }),
            }
        }
    }
    flows.extend(open.into_iter().flatten().map(|lines| Flow { lines }));
    flows
}

/// Whether the only column of a band is the rest of one of the columns of the page before, whose neighbours have ended.
fn goes_on(open: &[Vec<Line>], band: &[Vec<Line>]) -> bool {
    let [lines] = band else { return false };
    let page = open.iter().flatten().map(|line| line.page).max();
    let is_inside = |column: &Vec<Line>| {
        let left = column.iter().map(|line| line.left).fold(f64::MAX, f64::min) - SAME_EDGE;
        let right = column.iter().map(|line| line.right).fold(f64::MIN, f64::max) + SAME_EDGE;
        lines.iter().all(|line| line.left > left && line.right < right)
    };
    lines.iter().all(|line| Some(line.page) > page) && open.iter().any(is_inside)
}

/// Which of the open columns each of a band's goes on; `None` if there is one that goes on none.
fn same_places(open: &[Vec<Line>], band: &[Vec<Line>]) -> Option<Vec<usize>> {
    let edge = |lines: &[Line]| lines.iter().map(|line| line.left).fold(f64::MAX, f64::min);
    let mut free = 0;
    let place = |lines: &Vec<Line>| {
        let size = lines.first()?.size;
        let near = |all: &Vec<Line>| (edge(all) - edge(lines)).abs() < 2.0 * size;
        let place = free + open.iter().skip(free).position(near)?;
        free = place + 1;
        Some(place)
    };
    band.iter().map(place).collect()
}

/// Whether the lines of a column are about as long as those of the column that ends in `before`.
fn is_as_wide(before: &[Line], lines: &[Line]) -> bool {
    let width = |lines: &mut dyn Iterator<Item = &Line>| {
        let (left, right) = lines.fold((f64::MAX, f64::MIN), |(left, right), line| {
            (line.left.min(left), line.right.max(right))
        });
        right - left
    };
    let number = before.last().map(|line| line.column);
    let column = before.iter().rev().take_while(|line| Some(line.column) == number);
    let [one, other] = [width(&mut { column }), width(&mut lines.iter())];
    (one - other).abs() < 0.15 * one.max(other)
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

/// What parts two columns.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    from: f64,
    to: f64,
    /// Where the lines of the column to its right begin.
    edge: f64,
}

/// The bands of a page, from top to bottom. Gutters are found and added to `known`, or if `is_final` also those taken that are
/// known already.
fn bands(rows: &[Row], known: &mut Vec<Gutter>, is_final: bool) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let candidates = if is_final { known.as_slice() } else { &[] };
        if let Some((count, gutter)) = gutter(&rows[at..], candidates) {
            if !is_final {
                known.push(gutter);
            }
            let columns = split(&rows[at..at + count], gutter, (known, is_final));
            bands.push(Band { columns });
            at += count;
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

/// A row of more parts is no row of columns; each column parted takes a call inside the last, so there must be an end to them.
const MOST_PARTS: usize = 64;

/// The columns of rows that a gutter parts, each parted further where it has gutters of its own.
fn split(
    rows: &[Row],
    gutter: Gutter,
    (known, is_final): (&mut Vec<Gutter>, bool),
) -> Vec<Vec<Line>> {
    let side = |is_left: bool| -> Vec<Row> {
        let is_wanted = |part: &&Line| (part.right <= gutter.to) == is_left;
        let parts = rows.iter().map(|row| row.parts.iter().filter(is_wanted).cloned().collect());
        parts.map(|parts| Row { parts }).filter(|row| !row.parts.is_empty()).collect()
    };
    if rows.iter().any(|row| row.parts.len() > MOST_PARTS) {
        return vec![rows.iter().filter_map(Row::whole).collect()];
    }
    let sides = [side(true), side(false)];
    if sides.iter().any(Vec::is_empty) {
        return vec![rows.iter().filter_map(Row::whole).collect()];
    }
    let mut columns = Vec::new();
    for rows in sides {
        // A column has inner columns only if they run through all of it. Each step takes parts away, so there is an end.
        match <[Band; 1]>::try_from(bands(&rows, known, is_final)) {
            Ok([band]) => columns.extend(band.columns),
            Err(_) => columns.push(rows.iter().filter_map(Row::whole).collect()),
        }
    }
    columns
}

/// How many rows from the first one on a gutter parts, and the gutter: the one that parts most.
fn gutter(rows: &[Row], known: &[Gutter]) -> Option<(usize, Gutter)> {
    let first = rows.first()?;
    let gaps = first.parts.windows(2).map(|pair| (pair[0].right, pair[1].left));
    let new = gaps.filter_map(|gap| run(rows, gap).filter(Run::is_gutter));
    let old = known.iter().filter_map(|gutter| {
        let run = run(rows, (gutter.from, gutter.to))?;
        let is_same = |far: &f64| (far - gutter.edge).abs() < SAME_EDGE;
        (run.shared.iter().any(is_same)
            && run.shared.iter().all(|far| far - gutter.edge > -SAME_EDGE))
        .then_some(run)
    });
    let longest =
        new.chain(old).reduce(|best, run| if run.rows > best.rows { run } else { best })?;
    Some((longest.rows, longest.gutter()))
}

/// Rows that a gap runs through.
struct Run {
    rows: usize,
    gap: (f64, f64),
    size: f64,
    /// Where the right side begins in the rows that have both sides.
    shared: Vec<f64>,
}

impl Run {
    fn gutter(&self) -> Gutter {
        let edge = self.shared.iter().copied().fold(f64::MAX, f64::min);
        Gutter { from: self.gap.0, to: self.gap.1, edge }
    }

    /// Whether the rows alone show that the gap is a gutter: there are enough of them, and their right sides begin at one place.
    fn is_gutter(&self) -> bool {
        let edge = self.gutter().edge;
        let aligned = self.shared.iter().filter(|far| **far - edge < 0.5 * self.size).count();
        let is_wide = self.gap.1 - self.gap.0 >= WIDE_GUTTER * self.size;
        let least = if is_wide { LEAST_ROWS - 1 } else { LEAST_ROWS };
        self.shared.len() >= least && aligned * 5 >= self.shared.len() * 3
    }
}

/// The rows from the first one on that a gap runs through; it gets narrower with them.
fn run(rows: &[Row], (mut from, mut to): (f64, f64)) -> Option<Run> {
    let size = rows.first()?.parts.first()?.size;
    let mut shared = Vec::new();
    let mut end = 0;
    let mut last = [f64::MIN; 2];
    for row in rows {
        let is_left = |part: &&Line| part.right < to;
        let near = row.parts.iter().filter(is_left).map(|part| part.right).fold(from, f64::max);
        let right = row.parts.iter().filter(|part| !is_left(part));
        let far = right.map(|part| part.left).fold(f64::MAX, f64::min);
        if far.min(to) - near < LEAST_GUTTER * size {
            break;
        }
        let has = [row.parts.iter().any(|part| is_left(&part)), far < f64::MAX];
        let baseline = row.baseline();
        let is_next = (0..2).any(|side| has[side] && baseline - last[side] <= NEXT_ROW * size);
        if has != [true; 2] && !is_next && end > 0 {
            break;
        }
        (0..2).filter(|&side| has[side]).for_each(|side| last[side] = baseline);
        if has == [true; 2] {
            shared.push(far);
        }
        (from, to) = (near, far.min(to));
        end += 1;
    }
    (!shared.is_empty()).then_some(Run { rows: end, gap: (from, to), size, shared })
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
        flows(&pages.collect::<Vec<_>>()).into_iter().map(text).collect()
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
                "left one is/left two is/left three/left four./right one is/right two is/right three",
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
