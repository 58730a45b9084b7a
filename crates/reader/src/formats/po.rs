//! Gettext's PO: the message and its translation. Of plural forms the last one counts, which stands for many; translations
//! that nobody has looked at yet (`fuzzy`) and obsolete ones stay out.

use duizhao_bitext::Role;

use super::units::{Tongue, Units, Version};
use crate::extract::Extract;

/// The messages of a catalogue.
pub(crate) fn extract(text: &str) -> Extract {
    let mut units = Units::new(Role::Paragraph, text.len() / 2);
    let mut entry = Entry::default();
    let mut tongue = Tongue::Unknown;
    for (number, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with("#~") {
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            entry.end_if_translated(&mut units, &mut tongue);
            if let Some(flags) = comment.strip_prefix(',') {
                entry.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            continue;
        }
        let (keyword, rest) = line.split_at(line.find('"').unwrap_or(line.len()));
        let keyword = keyword.trim_end();
        let starts_entry = matches!(keyword, "msgctxt" | "msgid");
        if starts_entry || line.is_empty() {
            entry.end_if_translated(&mut units, &mut tongue);
        }
        let field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Message,
            "msgid_plural" => Field::Plural,
            "" => entry.field,
            _ if keyword.starts_with("msgstr") => Field::Translation,
            _ => continue,
        };
        if field == Field::Message && keyword == "msgid" {
            entry.line = number + 1;
        }
        if !keyword.is_empty() {
            entry.begin(field);
        }
        entry.push(&unescaped(rest));
    }
    entry.end_if_translated(&mut units, &mut tongue);
    units.into_extract()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Field {
    #[default]
    Context,
    Message,
    Plural,
    Translation,
}

/// The entry that is being read.
#[derive(Default)]
struct Entry {
    field: Field,
    /// The line of the message.
    line: usize,
    messages: Vec<String>,
    translations: Vec<String>,
    is_fuzzy: bool,
}

impl Entry {
    fn begin(&mut self, field: Field) {
        self.field = field;
        match field {
            Field::Message | Field::Plural => self.messages.push(String::new()),
            Field::Translation => self.translations.push(String::new()),
            Field::Context => {}
        }
    }

    fn push(&mut self, text: &str) {
        let texts = match self.field {
            Field::Message | Field::Plural => &mut self.messages,
            Field::Translation => &mut self.translations,
            Field::Context => return,
        };
        if let Some(last) = texts.last_mut() {
            last.push_str(text);
        }
    }

    /// Writes the entry if its translation has been read.
    fn end_if_translated(&mut self, units: &mut Units, tongue: &mut Tongue) {
        if self.translations.is_empty() {
            return;
        }
        let entry = std::mem::take(self);
        if entry.messages.iter().all(String::is_empty) {
            let header = entry.translations.concat();
            let code = header.lines().find_map(|line| line.strip_prefix("Language:"));
            *tongue = code.map_or(Tongue::Unknown, Tongue::of_code);
            return;
        }
        let fuzzy = entry.is_fuzzy.then_some("fuzzy");
        let forms = |texts: Vec<String>, tongue: Tongue, reason: Option<&'static str>| {
            let last = texts.len().saturating_sub(1);
            texts.into_iter().enumerate().map(move |(at, text)| Version {
                text,
                tongue,
                dropped: reason.or((at < last).then_some("other-version")),
            })
        };
        let versions: Vec<Version> = forms(entry.messages, Tongue::Unknown, None)
            .chain(forms(entry.translations, *tongue, fuzzy))
            .collect();
        units.add(&format!("line {}", entry.line), &versions);
    }
}

/// The content of a quoted string.
fn unescaped(quoted: &str) -> String {
    let inside = quoted.strip_prefix('"').unwrap_or(quoted);
    let inside = inside.strip_suffix('"').unwrap_or(inside);
    let mut text = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') | None => {}
                Some(other) => text.push(other),
            },
            _ => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn messages_stand_beside_their_translations() {
        let catalogue = "msgid \"\"\nmsgstr \"\"\n\"Language: zh_CN\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n\
            #. a note\n#: bridge.c:3\nmsgctxt \"menu\"\nmsgid \"Open the \\\"old\\\" \"\n\"bridge\"\nmsgstr \"开放“老”桥\"\n\n\
            #, c-format, fuzzy\nmsgid \"River\"\nmsgstr \"大河\"\nmsgid \"One boat\"\nmsgid_plural \"%d boats\"\nmsgstr[0] \"%d 条船\"\n\n\
            #~ msgid \"gone\"\n#~ msgstr \"没了\"\n\nmsgid \"Not yet\"\nmsgstr \"\"\n";
        let extract = extract(catalogue);
        let found: Vec<_> = extract
            .pieces
            .iter()
            .map(|piece| (piece.unit, piece.dropped, piece.span.of(&extract.text)))
            .collect();
        assert_eq!(
            found,
            [
                (Some(0), None, "Open the \"old\" bridge"),
                (Some(0), None, "开放“老”桥"),
                (Some(1), None, "River"),
                (Some(1), Some("fuzzy"), "大河"),
                (Some(2), Some("other-version"), "One boat"),
                (Some(2), None, "%d boats"),
                (Some(2), None, "%d 条船"),
                (Some(3), None, "Not yet"),
            ]
        );
        assert_eq!(extract.pieces[0].place.as_deref(), Some("line 9"));
    }
}
