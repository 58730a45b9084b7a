/// A punctuation mark that has a counterpart in the other language. Its numeric value is its place among the first keys
/// of every vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Mark {
    Question,
    Exclamation,
    Colon,
    Semicolon,
    Ellipsis,
    Dash,
    QuoteOpen,
    QuoteClose,
    BracketOpen,
    BracketClose,
}

impl Mark {
    /// The texts of the marks' keys, by numeric value.
    pub(crate) const TEXTS: [&str; 10] = ["?", "!", ":", ";", "…", "—", "“", "”", "(", ")"];

    /// Reads the mark that begins `rest`; `before` is the character in front of it. Gives the mark and its length in
    /// bytes.
    ///
    /// An apostrophe inside a word never comes here; a straight quote opens after a space or an opening mark.
    pub(crate) fn read(rest: &str, before: Option<char>) -> Option<(Self, usize)> {
        let c = rest.chars().next()?;
        let run = |mark: char| rest.chars().take_while(|c| *c == mark).count();
        let opens = before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '—' | '-' | '“' | '‘' | '（' | '：')
        });
        let opening = |opens: bool| if opens { Self::QuoteOpen } else { Self::QuoteClose };
        let spaced = |length: usize| {
            before.is_some_and(char::is_whitespace)
                && rest[length..].starts_with(char::is_whitespace)
        };
        Some(match c {
            '?' | '？' => (Self::Question, c.len_utf8()),
            '!' | '！' => (Self::Exclamation, c.len_utf8()),
            ':' | '：' => (Self::Colon, c.len_utf8()),
            ';' | '；' => (Self::Semicolon, c.len_utf8()),
            '…' | '⋯' => (Self::Ellipsis, c.len_utf8() * run(c)),
            '.' if run('.') > 2 => (Self::Ellipsis, run('.')),
            '—' | '―' | '─' => (Self::Dash, c.len_utf8() * run(c)),
            '–' if spaced(c.len_utf8()) => (Self::Dash, c.len_utf8()),
            '-' if run('-') > 1 => (Self::Dash, run('-')),
            '-' if spaced(1) => (Self::Dash, 1),
            '“' | '「' | '『' | '《' | '〈' | '〝' | '«' | '‘' => {
                (Self::QuoteOpen, c.len_utf8())
            }
            '”' | '」' | '』' | '》' | '〉' | '〞' | '»' => {
                (Self::QuoteClose, c.len_utf8())
            }
            '’' if !opens => (Self::QuoteClose, c.len_utf8()),
            '"' | '＂' => (opening(opens), c.len_utf8()),
            '\'' => (opening(opens), 1),
            '(' | '（' | '[' | '【' | '〔' | '［' => (Self::BracketOpen, c.len_utf8()),
            ')' | '）' | ']' | '】' | '〕' | '］' => (Self::BracketClose, c.len_utf8()),
            _ => return None,
        })
    }
}
