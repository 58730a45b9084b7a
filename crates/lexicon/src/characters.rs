use rustc_hash::FxHashMap;

/// A character of the text as the lexicon reads it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// The character, in simplified form.
    pub(crate) character: char,
    /// Its number in the trie's alphabet; 0 if no word of the lexicon holds it.
    pub(crate) symbol: u16,
    /// Where it begins in the text, in bytes.
    pub(crate) offset: u32,
}

/// Folds traditional characters to simplified ones and numbers the characters that words are made of.
///
/// Words and texts go through the same folding, so a character that stands for two (乾 for 干 and for 乾) does no harm.
#[derive(Debug, Clone)]
pub(crate) struct Characters {
    /// For each character of the basic plane its folded form, 0 for itself.
    folded: Vec<u16>,
    /// For each folded character of the basic plane its symbol.
    symbols: Vec<u16>,
    /// The same for the planes beyond.
    beyond: FxHashMap<char, (char, u16)>,
    /// For each symbol the pinyin syllables it may be read as, separated by spaces.
    count: u16,
}

impl Default for Characters {
    fn default() -> Self {
        Self {
            folded: vec![0; 0x10000],
            symbols: vec![0; 0x10000],
            beyond: FxHashMap::default(),
            count: 0,
        }
    }
}

impl Characters {
    /// Has `from` read as `to` from now on. Folding is done once: `to` must not itself be folded.
    pub(crate) fn fold(&mut self, from: char, to: char) {
        match (u16::try_from(from as u32), u16::try_from(to as u32)) {
            (Ok(from), Ok(to)) => self.folded[usize::from(from)] = to,
            _ => {
                self.beyond.insert(from, (to, 0));
            }
        }
    }

    /// The character in simplified form.
    pub(crate) fn folded(&self, character: char) -> char {
        match self.folded.get(character as usize) {
            Some(0) => character,
            Some(folded) => char::from_u32(u32::from(*folded)).unwrap_or(character),
            None => self.beyond.get(&character).map_or(character, |(folded, _)| *folded),
        }
    }

    /// The symbol of a character that is folded already; 0 if it has none.
    pub(crate) fn symbol(&self, folded: char) -> u16 {
        match self.symbols.get(folded as usize) {
            Some(symbol) => *symbol,
            None => self.beyond.get(&folded).map_or(0, |(_, symbol)| *symbol),
        }
    }

    /// The symbol of a folded character, a new one if it had none; 0 when all 65,535 are given out.
    pub(crate) fn symbol_or_new(&mut self, folded: char) -> u16 {
        let known = self.symbol(folded);
        if known != 0 || self.count == u16::MAX {
            return known;
        }
        self.count += 1;
        match self.symbols.get_mut(folded as usize) {
            Some(symbol) => *symbol = self.count,
            None => {
                self.beyond.insert(folded, (folded, self.count));
            }
        }
        self.count
    }

    /// Reads a character at a byte offset.
    pub(crate) fn glyph(&self, character: char, offset: usize) -> Glyph {
        let character = self.folded(character);
        Glyph { character, symbol: self.symbol(character), offset: offset as u32 }
    }
}

/// Whether a character is a Chinese one, of any plane.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '〇' | '々' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}' | '\u{2e80}'..='\u{2fdf}')
}
