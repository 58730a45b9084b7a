//! What stands at the same height of many pages: running heads and page numbers.

use super::lines::{Line, Row};

/// The reason for a line that many pages have in common.
pub(super) const HEADER: &str = "page-header";
/// The reason for the number of a page.
pub(super) const NUMBER: &str = "page-number";

/// So many rows from the top and from the bottom of a page are looked at.
const DEEPEST: usize = 3;
/// Heights that differ by less are the same, in points.
const SAME_HEIGHT: f64 = 3.0;

/// A row at the edge of a page.
struct Edge {
    page: usize,
    row: usize,
    baseline: f64,
    is_top: bool,
    /// Its text, with `#` for every number in it.
    pattern: String,
}

/// Takes the furniture out of the pages, and gives it with its reason, in order.
pub(super) fn taken_out(pages: &mut [Vec<Row>]) -> Vec<(Line, &'static str)> {
    let edges: Vec<Edge> =
        pages.iter().enumerate().flat_map(|(page, rows)| edges(page, rows)).collect();
    let alike = alike(&edges);
    let mut taken = Vec::new();
    let mut is_outermost = true;
    for (at, edge) in edges.iter().enumerate() {
        // Only what stands at the very edge, or next to furniture, is furniture.
        let neighbour = at.checked_sub(1).map(|before| &edges[before]);
        if neighbour.is_none_or(|other| other.page != edge.page || other.is_top != edge.is_top) {
            is_outermost = true;
        }
        let is_number = is_page_number(&edge.pattern);
        let reason = match alike[at] {
            _ if !is_outermost => None,
            1 if is_number && is_apart(&pages[edge.page], edge) => Some(NUMBER),
            1 => None,
            _ if is_number => Some(NUMBER),
            // A text may have the same heads on its left pages only.
            alike if alike * 3 >= pages.len() => Some(HEADER),
            _ => None,
        };
        is_outermost = reason.is_some();
        taken.extend(reason.map(|reason| (edge.page, edge.row, reason)));
    }
    // Rows at the bottom were looked at from below.
    taken.sort_unstable_by_key(|(page, row, _)| (*page, *row));
    taken.dedup_by_key(|(page, row, _)| (*page, *row));
    let lines =
        taken.iter().filter_map(|(page, row, reason)| Some((pages[*page][*row].whole()?, *reason)));
    let lines = lines.collect();
    for (page, row, _) in taken.into_iter().rev() {
        pages[page].remove(row);
    }
    lines
}

/// On how many pages there is a row like each one, at the same height.
fn alike(edges: &[Edge]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (&edges[one], &edges[other]);
        let by_text = (one.is_top, &one.pattern).cmp(&(other.is_top, &other.pattern));
        by_text.then(one.baseline.total_cmp(&other.baseline))
    });
    let mut alike = vec![0; edges.len()];
    let is_same = |one: &usize, other: &usize| {
        let (one, other) = (&edges[*one], &edges[*other]);
        one.is_top == other.is_top
            && one.pattern == other.pattern
            && other.baseline - one.baseline < SAME_HEIGHT
    };
    for group in order.chunk_by(is_same) {
        let mut pages: Vec<usize> = group.iter().map(|&at| edges[at].page).collect();
        pages.sort_unstable();
        pages.dedup();
        for &at in group {
            alike[at] = pages.len();
        }
    }
    alike
}

fn edges(page: usize, rows: &[Row]) -> Vec<Edge> {
    // A page of few rows has a top and a bottom, too.
    let depth = DEEPEST.min(rows.len().div_ceil(2));
    let top = (0..depth).map(|row| (row, true));
    let bottom = (rows.len() - depth..rows.len()).rev().map(|row| (row, false));
    top.chain(bottom)
        .filter_map(|(row, is_top)| {
            let line = rows[row].whole()?;
            Some(Edge { page, row, baseline: line.baseline, is_top, pattern: pattern(&line.text) })
        })
        .collect()
}

/// A text with `#` for each run of digits, and without spaces.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            pattern.push(c);
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

/// Whether nothing is said but the number of a page.
fn is_page_number(pattern: &str) -> bool {
    let bare: String = pattern.chars().filter(|c| !"-–—·.|/".contains(*c)).collect();
    matches!(
        bare.to_lowercase().as_str(),
        "#" | "##"
            | "page#"
            | "page#of#"
            | "p#"
            | "第#页"
            | "第#页共#页"
            | "第#页，共#页"
            | "#of#"
            | "共#页第#页"
    ) || (!bare.is_empty() && bare.len() <= 5 && bare.chars().all(|c| "ivxl".contains(c)))
}

/// Whether a row stands further from its neighbour than lines do.
fn is_apart(rows: &[Row], edge: &Edge) -> bool {
    let neighbour = if edge.is_top {
        rows.get(edge.row + 1)
    } else {
        edge.row.checked_sub(1).and_then(|row| rows.get(row))
    };
    let size = rows[edge.row].parts.first().map_or(0.0, |part| part.size);
    neighbour.is_some_and(|row| (row.baseline() - edge.baseline).abs() > 2.0 * size)
}

#[cfg(test)]
mod tests {
    use super::super::lines::{rows, tests::glyphs};
    use super::{is_page_number, pattern, taken_out};

    #[test]
    fn heads_and_numbers_go_and_text_stays() {
        let page = |number: usize, text: &[&str]| {
            let mut page = glyphs("Weather Monthly 气象月刊", 50.0, 20.0);
            for (row, text) in text.iter().enumerate() {
                page.extend(glyphs(text, 50.0, 60.0 + 14.0 * row as f64));
            }
            page.extend(glyphs(&format!("- {number} -"), 250.0, 800.0));
            rows(page, number - 1)
        };
        let mut pages = vec![
            page(1, &["The bridge is old.", "It opens again", "in 2024."]),
            page(2, &["No one came."]),
            page(3, &["2019", "It rained then."]),
        ];
        let taken = taken_out(&mut pages);
        let reasons: Vec<_> = taken.iter().map(|(line, reason)| (line.page, *reason)).collect();
        let expected = (0..3).flat_map(|page| [(page, "page-header"), (page, "page-number")]);
        assert_eq!(reasons, expected.collect::<Vec<_>>());
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 2]);
    }

    #[test]
    fn page_numbers_are_written_in_many_ways() {
        for text in ["12", "- 3 -", "Page 3 of 10", "第 3 页", "3 / 10", "xiv"] {
            assert!(is_page_number(&pattern(text)), "{text}");
        }
        for text in ["2019年", "3 bridges", "mix", ""] {
            assert!(!is_page_number(&pattern(text)), "{text}");
        }
    }
}
