use std::sync::LazyLock;

use duizhao_bitext::Role;

use super::edit::Edit;
use super::{content, join};
use crate::extract::Extract;
use crate::language::is_han;
use crate::pattern::Pattern;

/// A form of address is short, in bytes.
const LONGEST: usize = 90;

/// Lines with which a speech or letter begins, one for each group that is addressed. The other language may have more of
/// them, in another order, so they become one paragraph.
pub(super) fn salutation_lines(extract: &mut Extract) -> Vec<Edit> {
    let mut at = 0;
    while at + 1 < extract.pieces.len() {
        let first = is_address(extract, at);
        let run = (at..extract.pieces.len())
            .take_while(|at| first.is_some() && is_address(extract, *at) == first);
        let count = run.count();
        if count >= 2 {
            join(extract, at, at + count - 1);
        }
        at += 1;
    }
    Vec::new()
}

/// Whether the piece is a form of address, and if so, whether in Chinese.
fn is_address(extract: &Extract, at: usize) -> Option<bool> {
    let text = content(extract, at);
    if text.len() > LONGEST || !text.ends_with(['，', ',', '：', ':']) || text.contains('\n') {
        return None;
    }
    let piece = &extract.pieces[at];
    let is_plain = piece.role == Role::Paragraph && piece.dropped.is_none();
    (is_plain && ADDRESS.is_match(text)).then(|| text.contains(is_han))
}

static ADDRESS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的|各位|女士们|女士們|先生们|先生們|同志们|同志們|朋友们|朋友們|同学们|同學們|老师们|老師們|来宾|嘉宾|(?:Dear|Distinguished|Honou?rable|Respected|Esteemed|Ladies|Gentlemen|Madame?|Sirs?|Mr\.?|Mrs\.?|Ms\.?|Your|My|Fellow|Comrades|Friends|Colleagues|Guests|Members|Professors?|President|Chairman|Mayor|Minister|Premier|Governor|Ambassador|Secretary|Director|Dean|Principal|Chancellor|Excellenc(?:y|ies)|Delegates|Students|Teachers|Alumni)(?-u:\b))",
    )
});

#[cfg(test)]
mod tests {
    use super::salutation_lines;
    use crate::formats::text;

    fn repaired(lines: &[&str]) -> Vec<String> {
        let mut extract = text::extract(lines.join("\n"));
        salutation_lines(&mut extract);
        extract.pieces.iter().map(|piece| piece.span.of(&extract.text).to_owned()).collect()
    }

    #[test]
    fn forms_of_address_become_one_paragraph_a_language() {
        let found = repaired(&[
            "尊敬的市长先生，",
            "各位来宾：",
            "Mr. Mayor,",
            "Distinguished Guests,",
            "Dear Friends,",
            "It is a great day.",
        ]);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1], "Mr. Mayor,\nDistinguished Guests,\nDear Friends,");
    }

    #[test]
    fn other_lines_that_end_with_a_comma_stay() {
        let verse = ["夜来山雨急，", "晓看杏花稀，", "Members of the old guild,", "long gone,"];
        assert_eq!(repaired(&verse), verse);
    }
}
