//! Which quotation marks and brackets are open at a place.

/// A pair of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// `“ ”`
    Curly,
    /// `‘ ’`
    SingleCurly,
    /// `「 」`
    Corner,
    /// `『 』`
    DoubleCorner,
    /// `" "`
    Straight,
    /// `《 》`, and `〈 〉`: the title of a work
    Title,
    /// `（ ）`, `( )`
    Round,
    /// `［ ］`, `[ ]`, `【 】`, `〔 〕`, `〖 〗`, `｛ ｝`
    Square,
}

impl Pair {
    /// The pair that `c` opens. The straight mark is not among them: whether it opens depends on the stack.
    pub(super) fn opened_by(c: char) -> Option<Self> {
        Some(match c {
            '“' | '〝' | '＂' => Self::Curly,
            '‘' => Self::SingleCurly,
            '「' | '﹁' | '｢' => Self::Corner,
            '『' | '﹃' => Self::DoubleCorner,
            '《' | '〈' | '﹤' => Self::Title,
            '（' | '(' | '﹙' => Self::Round,
            '［' | '[' | '【' | '〔' | '〖' | '｛' => Self::Square,
            _ => return None,
        })
    }

    /// The pair that `c` closes.
    pub(super) fn closed_by(c: char) -> Option<Self> {
        Some(match c {
            '”' | '〞' | '〟' => Self::Curly,
            '’' => Self::SingleCurly,
            '」' | '﹂' | '｣' => Self::Corner,
            '』' | '﹄' => Self::DoubleCorner,
            '》' | '〉' | '﹥' => Self::Title,
            '）' | ')' | '﹚' => Self::Round,
            '］' | ']' | '】' | '〕' | '〗' | '｝' => Self::Square,
            _ => return None,
        })
    }

    /// Whether the pair marks speech rather than a title or an aside.
    pub(super) fn is_quotation(self) -> bool {
        !matches!(self, Self::Title | Self::Round | Self::Square)
    }
}

/// The quotations open at a place. Deeper nesting than it can hold is forgotten, and so is what was never closed when
/// something around it closes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stack {
    pairs: [Pair; Self::DEPTH],
    depth: usize,
}

impl Stack {
    const DEPTH: usize = 8;

    pub(super) const EMPTY: Self = Self { pairs: [Pair::Curly; Self::DEPTH], depth: 0 };

    pub(super) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    pub(super) fn holds(&self, pair: Pair) -> bool {
        self.pairs[..self.depth].contains(&pair)
    }

    /// Opens a pair. One that is open already is reopened: two marks of one kind do not nest, so the first was never
    /// closed.
    pub(super) fn open(&mut self, pair: Pair) {
        self.close(pair);
        if self.depth < Self::DEPTH {
            self.pairs[self.depth] = pair;
            self.depth += 1;
        }
    }

    /// Closes a pair and whatever was left open inside. Without an open one nothing happens.
    pub(super) fn close(&mut self, pair: Pair) {
        if let Some(at) = self.pairs[..self.depth].iter().rposition(|open| *open == pair) {
            self.depth = at;
        }
    }

    pub(super) fn clear(&mut self) {
        self.depth = 0;
    }
}
