//! JSON Lines: an object a line, whose strings are columns. Objects inside are opened (`translation.zh`), a list of strings is
//! a text of paragraphs, and every object of a list is a row of its own.

use duizhao_bitext::{Role, Span};
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::columns::Table;
use super::package::damaged;
use crate::error::Problem;
use crate::extract::{Extract, Piece};

/// Records with more different keys are no table.
const MOST_COLUMNS: usize = 1000;

/// The reason for a line that is no JSON.
const BROKEN: &str = "broken-line";

/// The rows of a file. A broken line costs itself alone, unless there is no other.
pub(crate) fn extract(text: &str) -> Result<Extract, Problem> {
    let mut reader = Reader::default();
    let mut broken = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        reader.line = number;
        match serde_json::from_str::<Value>(line) {
            Ok(record) => reader.record(&record, "")?,
            Err(error) => broken.push((number, line, error)),
        }
    }
    if reader.table.rows.is_empty()
        && let Some((number, _, error)) = broken.first()
    {
        return Err(damaged(&format!("line {number}"), error));
    }
    let mut table = reader.table;
    "line".clone_into(&mut table.row_name);
    let mut extract = table.into_extract();
    for (number, line, _) in broken {
        let start = extract.text.len();
        extract.text.push_str(line);
        let span = Span::new(start, extract.text.len()).trimmed(&extract.text);
        extract.text.push('\n');
        let mut piece = Piece::new(span, Role::Cell);
        piece.dropped = Some(BROKEN);
        piece.place = Some(format!("line {number}"));
        extract.pieces.push(piece);
    }
    Ok(extract)
}

#[derive(Default)]
struct Reader {
    table: Table,
    /// The number of the column of each key. Never iterated over.
    columns: FxHashMap<String, usize>,
    line: usize,
}

impl Reader {
    /// Adds a row with the strings of an object, and those of the objects in its lists.
    fn record(&mut self, record: &Value, path: &str) -> Result<(), Problem> {
        let mut cells = Vec::new();
        let mut records = Vec::new();
        self.flatten(record, path, (&mut cells, &mut records))?;
        if !cells.is_empty() {
            self.table.rows.push((self.line, cells));
        }
        records.into_iter().try_for_each(|(record, path)| self.record(record, &path))
    }

    fn flatten<'v>(
        &mut self,
        value: &'v Value,
        path: &str,
        (cells, records): (&mut Vec<String>, &mut Vec<(&'v Value, String)>),
    ) -> Result<(), Problem> {
        match value {
            Value::String(text) => self.put(path, text.clone(), cells)?,
            Value::Object(fields) => {
                for (key, value) in fields {
                    let inner = match path {
                        "" => key.clone(),
                        path => format!("{path}.{key}"),
                    };
                    self.flatten(value, &inner, (cells, records))?;
                }
            }
            Value::Array(items) if items.iter().all(Value::is_string) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                self.put(path, texts.join("\n\n"), cells)?;
            }
            Value::Array(items) => {
                records.extend(items.iter().map(|item| (item, path.to_owned())));
            }
            _ => {}
        }
        Ok(())
    }

    fn put(&mut self, key: &str, text: String, cells: &mut Vec<String>) -> Result<(), Problem> {
        let names = &mut self.table.names;
        let column = *self.columns.entry(key.to_owned()).or_insert_with(|| {
            names.push(key.to_owned());
            names.len() - 1
        });
        if column >= MOST_COLUMNS {
            return Err(Problem::TooComplex("the records have more than 1000 different keys"));
        }
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::error::Problem;

    fn kept(text: &str) -> Vec<(Option<u32>, Option<String>, String)> {
        let extract = extract(text).expect("records");
        let kept = extract.pieces.iter().filter(|piece| piece.dropped.is_none());
        kept.map(|piece| (piece.unit, piece.place.clone(), piece.span.of(&extract.text).to_owned()))
            .collect()
    }

    #[test]
    fn strings_are_found_in_objects_and_lists() {
        let line = |number: usize| Some(format!("line {number}"));
        let text = "{\"id\": \"a1\", \"translation\": {\"en\": \"The bridge.\", \"zh\": \"桥。\"}, \"score\": 1.5}\n\n\
                    {\"id\": \"a2\", \"translation\": {\"zh\": [\"河。\", \"雨。\"], \"en\": [\"River.\", \"Rain.\"]}}\n";
        assert_eq!(
            kept(text),
            [
                (Some(0), line(1), "The bridge.".to_owned()),
                (Some(0), line(1), "桥。".to_owned()),
                (Some(1), line(3), "River.".to_owned()),
                (Some(1), line(3), "Rain.".to_owned()),
                (Some(1), line(3), "河。".to_owned()),
                (Some(1), line(3), "雨。".to_owned()),
            ]
        );
        let nested = "{\"paragraphs\": [{\"zh_text\": \"桥。\", \"en_text\": \"Bridge.\"}, {\"zh_text\": \"河。\", \"en_text\": \"River.\"}]}";
        assert_eq!(kept(nested).iter().filter(|(unit, ..)| *unit == Some(1)).count(), 2);
    }

    #[test]
    fn a_broken_line_costs_itself_alone() {
        let text = "{\"zh\": \"桥。\", \"en\": \"Bridge.\"}\n{\"zh\": \"河\n{\"zh\": \"雨。\", \"en\": \"Rain.\"}\n";
        assert_eq!(kept(text).len(), 4);
        let found = super::extract(text).expect("records");
        let broken = found.pieces.last().expect("the broken line");
        assert_eq!(
            (broken.dropped, broken.place.as_deref()),
            (Some("broken-line"), Some("line 2"))
        );
        assert_eq!(broken.span.of(&found.text), "{\"zh\": \"河");
        let error = super::extract("\n{\"zh\": \"").expect_err("damaged");
        assert!(matches!(error, Problem::Damaged { place, .. } if place == "line 2"));
        assert!(extract(&format!("{}1{}", "[".repeat(200), "]".repeat(200))).is_err());
    }
}
