use duizhao_bitext::BlockLanguage;

/// What a stretch of text is written with. Latin in brackets is counted apart: it glosses a term, it says nothing of the
/// language around it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tally {
    /// Han characters.
    pub(crate) han: usize,
    /// Latin words outside brackets.
    pub(crate) words: usize,
    /// Latin words inside brackets.
    pub(crate) bracketed: usize,
    /// Letters of the Latin words outside brackets.
    letters: usize,
    /// Latin words with a letter beyond ASCII.
    accented: usize,
    /// English function words, which running English cannot do without.
    function_words: usize,
    /// Chinese function characters.
    function_han: usize,
    /// What is left of English words that lost letters to a filter.
    remnants: usize,
    kana: usize,
    /// Letters of any other script.
    foreign: usize,
}

/// What a Latin word weighs against a Han character: about the length of its translation.
const WORD_WEIGHT: f64 = 1.6;

impl Tally {
    /// Counts `text`. Linear.
    pub(crate) fn of(text: &str) -> Self {
        let mut tally = Self::default();
        tally.add(text);
        tally
    }

    /// Counts `text` too; brackets and words do not run on from what was counted before.
    pub(crate) fn add(&mut self, text: &str) {
        let mut depth = 0usize;
        let mut word: Option<usize> = None;
        for (at, c) in text.char_indices() {
            // Most characters of a Chinese text go no further.
            if word.is_none() && matches!(c, '\u{4e00}'..='\u{9fff}') {
                self.han += 1;
                self.function_han += usize::from(is_function_han(c));
                continue;
            }
            if is_latin(c) || (word.is_some() && matches!(c, '\'' | '’')) {
                word.get_or_insert(at);
                continue;
            }
            if let Some(start) = word.take().filter(|start| !is_joined(&text[..*start])) {
                self.add_word(&text[start..at], depth > 0);
            }
            if c.is_ascii() {
                match c {
                    '(' | '[' => depth += 1,
                    ')' | ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                continue;
            }
            match c {
                '（' | '【' | '［' | '〔' => depth += 1,
                '）' | '】' | '］' | '〕' => depth = depth.saturating_sub(1),
                _ if is_han(c) => {
                    self.han += 1;
                    self.function_han += usize::from(is_function_han(c));
                }
                '\u{3041}'..='\u{30fa}' | '\u{30fd}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9d}' => {
                    self.kana += 1;
                }
                _ if c.is_alphabetic() => self.foreign += 1,
                _ => {}
            }
        }
        if let Some(start) = word.filter(|start| !is_joined(&text[..*start])) {
            self.add_word(&text[start..], depth > 0);
        }
    }

    fn add_word(&mut self, word: &str, bracketed: bool) {
        let word = word.trim_end_matches(['\'', '’']);
        // A single letter is a variable, a grade or a label; only these two are words.
        if word.len() == 1 && !matches!(word, "a" | "I" | "A") {
            self.bracketed += usize::from(bracketed);
            return;
        }
        if bracketed {
            self.bracketed += 1;
            return;
        }
        self.words += 1;
        let letters = if word.is_ascii() { word.len() } else { word.chars().count() };
        self.letters += letters;
        // Curly apostrophes are not accents.
        self.accented +=
            usize::from(!word.is_ascii() && word.chars().any(|c| !c.is_ascii() && c != '’'));
        self.function_words += usize::from(is_function_word(word));
        self.remnants += usize::from(is_remnant(word));
    }

    /// The Chinese in it, in Han characters.
    pub(crate) fn zh_weight(&self) -> f64 {
        self.han as f64
    }

    /// The English in it, in the same unit. Where words have lost their spaces their letters are counted.
    pub(crate) fn en_weight(&self) -> f64 {
        let words = if self.han == 0 { self.words + self.bracketed } else { self.words };
        let by_letters = self.letters as f64 / 5.5;
        let words = if self.letters > 12 * self.words { by_letters } else { words as f64 };
        WORD_WEIGHT * words
    }

    /// Whether English words have run together.
    pub(crate) fn has_lost_spaces(&self) -> bool {
        self.letters >= 24 && self.letters > 12 * self.words
    }

    /// Whether there are pieces of words that lost letters to a filter.
    pub(crate) fn has_lost_letters(&self) -> bool {
        self.remnants > 0
    }

    /// Both weights together.
    pub(crate) fn weight(&self) -> f64 {
        self.zh_weight() + self.en_weight()
    }

    /// Whether nothing in it belongs to any language.
    pub(crate) fn is_wordless(&self) -> bool {
        self.weight() == 0.0 && self.kana == 0 && self.foreign == 0
    }

    /// The language by scripts alone; [`BlockLanguage::Mixed`] where neither outweighs the other.
    pub(crate) fn by_script(&self) -> BlockLanguage {
        let letters = self.han + self.letters + self.kana + self.foreign;
        let native = self.han + self.words;
        if letters == 0 && self.bracketed == 0
            || (self.kana >= 2 && self.kana * 10 > self.han + self.kana)
            || self.foreign > native
            || self.is_other_latin()
        {
            return BlockLanguage::Other;
        }
        let share = self.en_weight() / self.weight();
        match share {
            _ if self.weight() == 0.0 => BlockLanguage::Other,
            _ if share < 0.25 => BlockLanguage::Zh,
            _ if share > 0.8 => BlockLanguage::En,
            _ => BlockLanguage::Mixed,
        }
    }

    /// The language of the sentences, for a text that cannot be split: Chinese with Latin terms in it is Chinese, English
    /// with a Chinese name in it is English. What stays [`BlockLanguage::Mixed`] is a list of terms or a double title.
    pub(crate) fn by_grammar(&self) -> BlockLanguage {
        match self.by_script() {
            BlockLanguage::Mixed if self.function_words >= 2 && self.words > self.han => {
                BlockLanguage::En
            }
            BlockLanguage::Mixed
                if self.function_han > 0 && self.function_words <= self.function_han =>
            {
                BlockLanguage::Zh
            }
            BlockLanguage::Mixed
                if self.han >= 4 && self.function_words == 0 && self.words <= self.han =>
            {
                BlockLanguage::Zh
            }
            language => language,
        }
    }

    /// French, Vietnamese, Pinyin with tone marks: many accents and no English function word.
    fn is_other_latin(&self) -> bool {
        self.han == 0
            && self.words >= 3
            && self.function_words * 6 < self.words
            && self.accented * 8 >= self.words
    }
}

/// Whether a word that follows `before` goes on with one there: `src/main.rs`, `well-known` and `a_b` are one word each.
fn is_joined(before: &str) -> bool {
    let mut characters = before.chars().rev();
    characters.next().is_some_and(|c| matches!(c, '/' | '-' | '_' | '@' | '.' | '\\'))
        && characters.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Whether the character is a Chinese character (or one of its radicals and iteration marks).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fd5}' | '々' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

/// Whether the character is a letter of the Latin script.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{24f}' if c != '×' && c != '÷')
        || matches!(c, '\u{1e00}'..='\u{1eff}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Whether no space stands beside the character in Chinese text, so that a line wrap at it is to be read as nothing.
pub(crate) fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Whether the character ends a sentence.
pub(crate) fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '…' | '｡' | '．')
}

/// Whether the character closes a quotation or bracket that may follow a sentence's end.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '」' | '』' | ')' | '）' | ']' | '】' | '》')
}

/// Whether the text ends like a sentence, closing quotes left aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(is_closer).ends_with(is_final)
}

/// Whether running Chinese cannot do without the character.
fn is_function_han(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '是'
            | '在'
            | '和'
            | '与'
            | '有'
            | '不'
            | '这'
            | '這'
            | '个'
            | '個'
            | '为'
            | '為'
            | '以'
            | '及'
            | '对'
            | '對'
            | '把'
            | '被'
            | '将'
            | '將'
            | '会'
            | '會'
            | '也'
            | '就'
            | '而'
            | '其'
            | '或'
            | '者'
            | '所'
            | '到'
            | '从'
            | '從'
            | '我'
            | '你'
            | '他'
            | '们'
            | '們'
            | '等'
            | '之'
            | '于'
            | '於'
    )
}

/// The commonest words, without which no running English gets along.
fn is_function_word(word: &str) -> bool {
    if word.len() > 5 {
        return false;
    }
    let mut lower = [0; 5];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"the"
            | b"of"
            | b"and"
            | b"to"
            | b"in"
            | b"a"
            | b"is"
            | b"that"
            | b"for"
            | b"it"
            | b"as"
            | b"was"
            | b"with"
            | b"be"
            | b"by"
            | b"on"
            | b"not"
            | b"he"
            | b"i"
            | b"this"
            | b"are"
            | b"or"
            | b"his"
            | b"from"
            | b"at"
            | b"which"
            | b"but"
            | b"have"
            | b"an"
            | b"had"
            | b"they"
            | b"you"
            | b"were"
            | b"we"
            | b"will"
            | b"has"
            | b"its"
            | b"can"
            | b"if"
            | b"she"
    )
}

/// What filters against advertising leave of words with "com" in them, where it is no word: `es`, `puter`.
fn is_remnant(word: &str) -> bool {
    matches!(
        word,
        "es" | "pany"
            | "panies"
            | "munity"
            | "munities"
            | "munist"
            | "municate"
            | "munication"
            | "puter"
            | "puters"
            | "mittee"
            | "prehensive"
            | "prehension"
            | "mercial"
            | "plete"
            | "pleted"
            | "pletely"
            | "parison"
            | "petitive"
            | "petitor"
            | "petitors"
            | "plicated"
            | "plexity"
            | "fortable"
            | "mented"
            | "pletion"
    )
}
#[cfg(test)]
mod tests {
    use super::Tally;
    use duizhao_bitext::BlockLanguage::{self, En, Mixed, Other, Zh};

    fn language(text: &str) -> BlockLanguage {
        Tally::of(text).by_grammar()
    }

    #[test]
    fn blocks_have_the_language_of_their_sentences() {
        for (text, expected) in [
            ("好。", Zh),
            ("Yes.", En),
            ("这座桥（Old North Bridge, built in 1887）九月完工。", Zh),
            ("运行 cargo build 就会编译整个 Rust 项目", Zh),
            ("The bridge, known as 北桥 to the people of the town, was built in 1887.", En),
            ("TheoldbridgeinthenorthofthetownwillopenagaininSeptember.", En),
            ("apple 苹果", Mixed),
            ("这份文件是docs/bridge/old-plan.txt", Zh),
            ("2024 — 17:30", Other),
            ("古い橋は九月に再び開通する。", Other),
            ("Старый мост откроется в сентябре.", Other),
            ("Le vieux pont sera rouvert après l’été, a déclaré le maire.", Other),
            ("Jiù qiáo jiǔ yuè kāifàng", Other),
            ("Cafés are open at the north end of the old bridge.", En),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }

    #[test]
    fn balanced_scripts_are_mixed_until_grammar_decides() {
        assert_eq!(Tally::of("桥九月完工。It opens in September.").by_script(), Mixed);
    }
}
