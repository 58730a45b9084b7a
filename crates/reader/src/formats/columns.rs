//! Rows of cells, from whatever format: which columns hold each other's translations, and the blocks of all cells.

use duizhao_bitext::{BlockLanguage, Language, Role, Span};

use super::text;
use crate::extract::{Builder, Extract, Piece};
use crate::language::Tally;
use crate::names::Name;

/// So many rows are looked at to tell what a column holds.
const SAMPLE: usize = 500;
/// A cell of several lines and at least so many bytes is a text of its own, with paragraphs.
const LEAST_TEXT: usize = 300;
/// The name of a column has at most so many words; a sentence has more.
const LONGEST_NAME: usize = 3;

/// A table: its rows, each with its number as the format counts, and the columns' names where there are any.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<(usize, Vec<String>)>,
    /// Whether the names stand in a row of the table, which then belongs to the extracted text.
    pub(crate) has_header: bool,
    /// What a row is called in messages and places; empty for `row`.
    pub(crate) row_name: String,
}

/// Two columns that hold each other's translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ColumnPair {
    pub(crate) zh: usize,
    pub(crate) en: usize,
    /// Whether the columns' names say so, so that the languages are certain.
    pub(crate) is_named: bool,
}

impl Table {
    /// A table whose first row may be its header.
    pub(crate) fn of_rows(rows: Vec<(usize, Vec<String>)>) -> Self {
        let mut table = Self { rows, ..Self::default() };
        if table.rows.first().is_some_and(|(_, cells)| is_header(cells)) {
            table.names = table.rows.remove(0).1;
            table.has_header = true;
        }
        table
    }

    /// Writes the cells row by row. Rows are translation units where columns belong together or cells hold both languages;
    /// what stands in other columns is dropped by name. Units are numbered from `first` on; gives the next free number.
    pub(crate) fn write(&self, builder: &mut Builder, first: u32) -> u32 {
        let pairs = pairs(&self.names, &self.rows);
        let row_name = if self.row_name.is_empty() { "row" } else { &self.row_name };
        if self.has_header {
            for name in &self.names {
                let mut piece = Piece::new(Span::default(), Role::Cell);
                piece.dropped = Some("column-names");
                builder.push(name);
                builder.finish(&piece);
            }
        }
        let are_units = !pairs.is_empty() || hold_both(&self.rows);
        let channels: Vec<Option<Channel>> = channels(&pairs, self.width());
        let step = pairs.len().max(1) as u32;
        let mut first = first;
        for (number, cells) in &self.rows {
            let place = format!("{row_name} {number}");
            for (column, cell) in cells.iter().enumerate() {
                let mut piece = Piece::new(Span::default(), Role::Cell);
                piece.place = Some(place.clone());
                match channels.get(column).copied().flatten() {
                    Some(channel) => {
                        piece.unit = Some(first.saturating_add(channel.pair));
                        piece.language = channel.language;
                    }
                    None if !pairs.is_empty() => piece.dropped = Some("other-column"),
                    None if are_units => piece.unit = Some(first),
                    None => {}
                }
                write_cell(cell, &piece, builder);
            }
            first = first.saturating_add(step);
        }
        first
    }

    /// The table alone as an extract.
    pub(crate) fn into_extract(self) -> Extract {
        let bytes = self.rows.iter().flat_map(|(_, cells)| cells).map(String::len).sum();
        let mut builder = Builder::with_capacity(bytes);
        self.write(&mut builder, 0);
        builder.into_extract()
    }

    fn width(&self) -> usize {
        self.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0)
    }
}

/// Writes a cell, paragraph by paragraph if it holds a text.
fn write_cell(cell: &str, piece: &Piece, builder: &mut Builder) {
    let is_text = cell.contains("\n\n") || cell.len() >= LEAST_TEXT && cell.contains('\n');
    if is_text {
        builder.append(&text::extract(cell.to_owned()), piece);
    } else {
        builder.push(cell);
        builder.finish(piece);
    }
}

/// What a column is for.
#[derive(Debug, Clone, Copy)]
struct Channel {
    /// The number of its pair.
    pair: u32,
    /// Its language, where its name says so.
    language: Option<Language>,
}

fn channels(pairs: &[ColumnPair], width: usize) -> Vec<Option<Channel>> {
    let mut channels = vec![None; width];
    for (number, pair) in pairs.iter().enumerate() {
        for (column, language) in [(pair.zh, Language::Zh), (pair.en, Language::En)] {
            if let Some(channel) = channels.get_mut(column) {
                let language = pair.is_named.then_some(language);
                *channel = Some(Channel { pair: number as u32, language });
            }
        }
    }
    channels
}

/// Whether a row holds the names of columns.
pub(crate) fn is_header(cells: &[String]) -> bool {
    let names = ["source", "target", "src", "tgt", "原文", "译文", "譯文", "id", "zh", "en"];
    let is_known = |cell: &String| names.contains(&cell.trim().to_lowercase().as_str());
    let named = |language| {
        cells
            .iter()
            .any(|cell| is_like_a_name(cell) && Name::of(cell.trim()).language == Some(language))
    };
    cells.iter().any(is_known) || Language::BOTH.into_iter().all(named)
}

fn is_like_a_name(cell: &str) -> bool {
    cell.len() <= 40 && cell.split_whitespace().count() <= LONGEST_NAME
}

/// The pairs of columns: by their names (`zh` and `en`, `title_zh` and `title_en`), else by what they hold. Without names
/// several pairs are found only where both languages have as many columns; otherwise the two with the most text count.
pub(crate) fn pairs(names: &[String], rows: &[(usize, Vec<String>)]) -> Vec<ColumnPair> {
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let columns: Vec<Column> = (0..width).map(|column| Column::of(column, rows)).collect();
    let named = by_name(names, &columns);
    if !named.is_empty() {
        return named;
    }
    let of = |language: Language| {
        let is = |column: &usize| columns[*column].language() == Some(language);
        (0..width).filter(is).collect::<Vec<_>>()
    };
    let (zh, en) = (of(Language::Zh), of(Language::En));
    let pair = |(zh, en): (usize, usize)| ColumnPair { zh, en, is_named: false };
    if zh.len() == en.len() {
        return zh.into_iter().zip(en).map(pair).collect();
    }
    let heaviest = |of: &[usize]| {
        let heavier = |one: &usize, other: &usize| {
            columns[*one].weight.total_cmp(&columns[*other].weight).then(other.cmp(one))
        };
        of.iter().copied().max_by(heavier)
    };
    heaviest(&zh).zip(heaviest(&en)).map(pair).into_iter().collect()
}

fn by_name(names: &[String], columns: &[Column]) -> Vec<ColumnPair> {
    let read: Vec<(usize, Language, String)> = names
        .iter()
        .enumerate()
        .filter(|(at, _)| columns.get(*at).is_some_and(|column| column.filled > 0))
        .filter_map(|(at, name)| {
            let name = Name::of(name.trim());
            Some((at, name.language?, name.shared.to_lowercase()))
        })
        .collect();
    let of = |language| read.iter().filter(move |(_, own, _)| *own == language);
    let mut taken: Vec<&str> = Vec::new();
    let mut pairs = Vec::new();
    for (zh, _, shared) in of(Language::Zh) {
        let partner = of(Language::En).find(|(_, _, other)| other == shared);
        if let Some((en, ..)) = partner.filter(|_| !taken.contains(&shared.as_str())) {
            taken.push(shared);
            pairs.push(ColumnPair { zh: *zh, en: *en, is_named: true });
        }
    }
    if pairs.is_empty()
        && let (Some((zh, ..)), Some((en, ..))) = (of(Language::Zh).next(), of(Language::En).next())
    {
        pairs.push(ColumnPair { zh: *zh, en: *en, is_named: true });
    }
    pairs
}

/// What a column holds, by a sample of its cells.
#[derive(Debug, Default)]
struct Column {
    filled: usize,
    zh: usize,
    en: usize,
    weight: f64,
}

impl Column {
    fn of(column: usize, rows: &[(usize, Vec<String>)]) -> Self {
        let mut found = Self::default();
        for cell in rows.iter().take(SAMPLE).filter_map(|(_, cells)| cells.get(column)) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            found.filled += 1;
            if is_code(cell) {
                continue;
            }
            let tally = Tally::of(cell);
            found.weight += tally.weight();
            match tally.by_grammar() {
                BlockLanguage::Zh => found.zh += 1,
                BlockLanguage::En => found.en += 1,
                _ => {}
            }
        }
        found
    }

    /// The language of more than half of the cells.
    fn language(&self) -> Option<Language> {
        if 2 * self.zh > self.filled {
            Some(Language::Zh)
        } else if 2 * self.en > self.filled {
            Some(Language::En)
        } else {
            None
        }
    }
}

/// Whether a cell is an address, a path, a key or the like.
fn is_code(cell: &str) -> bool {
    let is_word = !cell.contains(char::is_whitespace) && cell.is_ascii();
    is_word && cell.contains(|c: char| "/\\_@=:#".contains(c) || c.is_ascii_digit())
}

/// Whether most cells that are text at all hold both languages.
fn hold_both(rows: &[(usize, Vec<String>)]) -> bool {
    let sample = rows.iter().take(SAMPLE);
    let (mut both, mut one) = (0, 0);
    for cell in sample.flat_map(|(_, cells)| cells) {
        let tally = Tally::of(cell);
        if tally.han > 0 && tally.words > 1 && tally.by_script() == BlockLanguage::Mixed {
            both += 1;
        } else if !tally.is_wordless() {
            one += 1;
        }
    }
    both > one
}

#[cfg(test)]
mod tests {
    use super::{ColumnPair, Table};

    fn table(names: &[&str], rows: &[&[&str]]) -> Table {
        let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = rows.iter().enumerate().map(|(at, row)| (at + 1, own(row))).collect();
        Table { names: own(names), rows, ..Table::default() }
    }

    fn pairs(names: &[&str], rows: &[&[&str]]) -> Vec<(usize, usize, bool)> {
        let table = table(names, rows);
        let found = super::pairs(&table.names, &table.rows);
        found.into_iter().map(|ColumnPair { zh, en, is_named }| (zh, en, is_named)).collect()
    }

    #[test]
    fn columns_are_paired_by_name() {
        let row: &[&str] = &["桥开了吗？", "Is it open?", "开了。", "It is."];
        assert_eq!(
            pairs(&["question_zh", "question_en", "answer_zh", "answer_en"], &[row]),
            [(0, 1, true), (2, 3, true)]
        );
        assert_eq!(pairs(&["translation.en", "translation.zh"], &[&["OK", "OK"]]), [(1, 0, true)]);
        assert_eq!(
            pairs(&["zh_text", "cht_text", "en_text"], &[&["桥", "橋", "bridge"]]),
            [(0, 2, true)]
        );
        // An empty column is nobody's partner.
        assert_eq!(
            pairs(&["cht_text", "en_text", "zh_text"], &[&["", "bridge", "桥"]]),
            [(2, 1, true)]
        );
    }

    #[test]
    fn columns_are_paired_by_content() {
        let rows: &[&[&str]] = &[
            &["a1", "The bridge is open.", "https://bridge.example/1", "桥开了。", "x"],
            &["a2", "The rain has stopped.", "https://bridge.example/2", "雨停了。", ""],
        ];
        assert_eq!(pairs(&[], rows), [(3, 1, false)]);
        // Where the languages alternate in one column, nothing stands side by side.
        assert_eq!(pairs(&[], &[&["桥开了。"], &["The bridge is open."]]), []);
    }

    #[test]
    fn a_cell_with_paragraphs_gives_several_blocks_of_one_unit() {
        let extract = table(&["zh", "en"], &[&["一段。\n\n二段。", "One.\n\nTwo."]]).into_extract();
        let found: Vec<_> =
            extract.pieces.iter().map(|piece| (piece.unit, piece.span.of(&extract.text))).collect();
        assert_eq!(
            found,
            [(Some(0), "一段。"), (Some(0), "二段。"), (Some(0), "One."), (Some(0), "Two.")]
        );
    }
}
