//! Whether a sentence leaves a quotation open, closes one, begins with one.

/// How many states a cut may be in on one side.
pub(crate) const CLASSES: usize = 6;

/// Sentences after which an open quotation that was never closed is forgotten.
const PATIENCE: usize = 12;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
}

/// For each cut before, between and after the sentences, its state: how the last sentence ends (0 neither, 1 inside a
/// quotation, 2 at the end of one), plus 3 if the next begins with an opening mark.
pub(crate) fn states(sentences: &[&str]) -> Vec<u8> {
    let mut states = Vec::with_capacity(sentences.len() + 1);
    let mut open_for: Option<usize> = None;
    let mut ending = 0_u8;
    for sentence in sentences {
        let marks = marks(sentence);
        states.push(ending + if marks.first { 3 } else { 0 });
        open_for = match marks.last {
            Some(Mark::Open) => Some(0),
            Some(Mark::Close) => None,
            None => {
                open_for.map(|sentences| sentences + 1).filter(|sentences| *sentences < PATIENCE)
            }
        };
        ending = if open_for.is_some() {
            1
        } else if marks.closes {
            2
        } else {
            0
        };
    }
    states.push(ending);
    states
}

struct Marks {
    /// The sentence begins with an opening mark.
    first: bool,
    /// The last mark in the sentence.
    last: Option<Mark>,
    /// The sentence ends with a closing mark.
    closes: bool,
}

fn marks(sentence: &str) -> Marks {
    let mut found = Marks { first: false, last: None, closes: false };
    let sentence = sentence.trim();
    for (at, c) in candidates(sentence) {
        let (before, after) = (&sentence[..at], &sentence[at + c.len_utf8()..]);
        let mark = mark(before.chars().next_back(), c, after.chars().next());
        if let Some(mark) = mark {
            found.last = Some(mark);
            found.first |= before.is_empty() && mark == Mark::Open;
            found.closes = mark == Mark::Close && after.is_empty();
        }
    }
    found
}

/// The characters that may be marks, with the bytes where they stand. Most bytes begin none, and are not decoded.
fn candidates(sentence: &str) -> impl Iterator<Item = (usize, char)> {
    let may_begin_mark = |byte: u8| matches!(byte, b'"' | b'\'' | 0xc2 | 0xe2 | 0xe3);
    let starts = sentence.bytes().enumerate().filter(move |(_, byte)| may_begin_mark(*byte));
    starts.filter_map(|(at, _)| Some((at, sentence.get(at..)?.chars().next()?)))
}

/// What `c` is between its neighbours. Straight and single marks are judged by what stands around them; a single closing
/// mark counts only after punctuation, everything else being an apostrophe.
fn mark(before: Option<char>, c: char, after: Option<char>) -> Option<Mark> {
    let opens = before
        .is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '—' | '-' | '–' | '“' | '"'));
    let letter_after = after.is_some_and(char::is_alphanumeric);
    match c {
        '“' | '「' | '『' | '«' => Some(Mark::Open),
        '"' if opens && after.is_some_and(|a| !a.is_whitespace()) => Some(Mark::Open),
        '"' | '”' | '」' | '』' | '»' => Some(Mark::Close),
        '‘' | '\'' if opens && letter_after => Some(Mark::Open),
        '’' | '\''
            if before.is_some_and(|b| {
                matches!(b, '.' | ',' | '?' | '!' | '…' | '。' | '？' | '！' | '，')
            }) =>
        {
            Some(Mark::Close)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::states;

    #[test]
    fn a_quotation_over_two_sentences_is_open_between_them() {
        assert_eq!(states(&["他说：“走吧。", "现在就走。”", "她没动。"]), [0, 1, 2, 0]);
        assert_eq!(states(&["\"Go,\" he said. \"Go", "now.\"", "She stayed."]), [3, 1, 2, 0]);
        assert_eq!(states(&["'Go,' he said, 'don't wait.'", "It's late."]), [3, 2, 0]);
    }
}
