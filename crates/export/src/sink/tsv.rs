use std::io::{self, Write};

use super::{Sink, line};
use crate::ExportError;
use crate::row::PairRow;
use crate::row::StoredDocument;

/// Writes a pair a line, its fields separated by TAB, without quotes or escapes.
#[derive(Debug)]
pub struct Tsv<W> {
    out: W,
    fields: Vec<Field>,
}

#[derive(Debug, Clone, Copy)]
enum Field {
    Id,
    Document,
    Category,
    Role,
    Score,
    Margin,
    Zh,
    En,
    Feature(usize),
}

const FIELDS: [(&str, Field); 8] = [
    ("id", Field::Id),
    ("document", Field::Document),
    ("category", Field::Category),
    ("role", Field::Role),
    ("score", Field::Score),
    ("margin", Field::Margin),
    ("zh", Field::Zh),
    ("en", Field::En),
];

impl<W: Write> Tsv<W> {
    /// A sink that writes these columns to `out`, which should be buffered. The columns are `id`, `document`,
    /// `category`, `role`, `score`, `margin`, `zh`, `en` and those of `features`, the corpus's own.
    ///
    /// # Errors
    /// [`ExportError::Usage`] for a column that there is not.
    pub fn new(out: W, columns: &[String], features: &[String]) -> Result<Self, ExportError> {
        let field = |column: &String| {
            let feature = || features.iter().position(|feature| feature == column);
            let known = FIELDS.iter().find(|(name, _)| name == column).map(|(_, field)| *field);
            known.or_else(|| feature().map(Field::Feature)).ok_or_else(|| {
                let names = FIELDS.iter().map(|(name, _)| *name);
                let names: Vec<_> = names.chain(features.iter().map(String::as_str)).collect();
                let names = names.join(", ");
                ExportError::Usage(format!("there is no column `{column}`; there are {names}"))
            })
        };
        Ok(Self { out, fields: columns.iter().map(field).collect::<Result<_, _>>()? })
    }

    /// Writes the columns' names as the first line.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn header(&mut self, columns: &[String]) -> io::Result<()> {
        writeln!(self.out, "{}", columns.join("\t"))
    }

    fn field(&mut self, field: Field, pair: &PairRow) -> io::Result<()> {
        let out = &mut self.out;
        match field {
            Field::Id => write!(out, "{}", line::text(&pair.id)),
            Field::Document => write!(out, "{}", line::name(&pair.document)),
            Field::Category => write!(out, "{}", pair.category()),
            Field::Role => write!(out, "{}", line::text(&pair.role)),
            Field::Score => real(out, pair.score),
            Field::Margin => real(out, pair.margin),
            Field::Zh => write!(out, "{}", line::text(&pair.zh.text)),
            Field::En => write!(out, "{}", line::text(&pair.en.text)),
            Field::Feature(index) => {
                real(out, pair.features.get(index).copied().unwrap_or(f32::NAN))
            }
        }
    }
}

/// Four decimals; empty for what could not be measured.
fn real(out: &mut impl Write, real: f32) -> io::Result<()> {
    if real.is_nan() { Ok(()) } else { write!(out, "{real:.4}") }
}

impl<W: Write> Sink for Tsv<W> {
    fn document(&mut self, document: &StoredDocument) -> io::Result<()> {
        for pair in &document.pairs {
            for index in 0..self.fields.len() {
                if index > 0 {
                    self.out.write_all(b"\t")?;
                }
                self.field(self.fields[index], pair)?;
            }
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
