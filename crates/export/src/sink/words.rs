//! Sentences as words, for the corpus query systems.

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Token, Vocabulary};
use unicode_segmentation::UnicodeSegmentation;

/// Cuts sentences into words: Chinese by the longest words of the lexicon, everything else by the word borders of
/// Unicode (UAX 29).
///
/// The words are the sentence without its white space: nothing else is left out or changed.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    lexicon: &'a Lexicon,
    vocabulary: Vocabulary,
    tokens: Vec<Token>,
}

/// A word of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    /// Whether the next word follows without a space.
    pub(crate) is_glued: bool,
}

impl<'a> Words<'a> {
    pub(crate) fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, vocabulary: Vocabulary::new(lexicon), tokens: Vec::new() }
    }

    /// Forgets the words that the lexicon lacks; without it they would be kept for ever.
    pub(crate) fn forget(&mut self) {
        self.vocabulary = Vocabulary::new(self.lexicon);
    }

    /// The words of a sentence; linear in its length.
    pub(crate) fn of<'t>(&mut self, sentence: &'t str, language: Language) -> Vec<Word<'t>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        if language == Language::Zh {
            self.tokens.clear();
            self.lexicon.tokenise(sentence, language, &mut self.vocabulary, &mut self.tokens);
            for token in &self.tokens {
                let (start, end) = (token.span.0 as usize, token.span.1 as usize);
                if let (Some(before), Some(word)) =
                    (sentence.get(at..start), sentence.get(start..end))
                {
                    pieces.extend(before.split_word_bounds());
                    pieces.push(word);
                    at = end;
                }
            }
        }
        pieces.extend(sentence[at..].split_word_bounds());
        let start = |piece: &str| piece.as_ptr() as usize - sentence.as_ptr() as usize;
        let texts: Vec<&str> = pieces.into_iter().flat_map(str::split_whitespace).collect();
        let follows = texts.iter().skip(1).map(|text| Some(start(text))).chain([None]);
        let word = |(text, next): (&&'t str, Option<usize>)| Word {
            text,
            is_glued: next == Some(start(text) + text.len()),
        };
        texts.iter().zip(follows).map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use duizhao_bitext::Language;
    use duizhao_lexicon::Lexicon;
    use proptest::prelude::*;

    use super::Words;

    fn cut(sentence: &str, language: Language) -> String {
        let lexicon = Lexicon::bundled().unwrap();
        let words = Words::new(&lexicon).of(sentence, language);
        let words = words.iter().map(|word| {
            if word.is_glued { format!("{}+", word.text) } else { word.text.to_owned() }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn chinese_words_are_the_lexicon_s_longest() {
        assert_eq!(
            cut("我们的大学生在2024年用Rust 1.89。", Language::Zh),
            "我们+ 的+ 大学生+ 在+ 2024+ 年+ 用+ Rust 1.89+ 。"
        );
    }

    #[test]
    fn english_words_are_those_of_unicode() {
        assert_eq!(
            cut("It's 3.5 % of the U.S. well-being (so far).", Language::En),
            "It's 3.5 % of the U.S+ . well+ -+ being (+ so far+ )+ ."
        );
    }

    proptest! {
        #[test]
        fn no_character_is_lost(sentence in "([a-z 0-9.,$]|[对照学生一二三千。，《》]|\\PC|\\s){0,60}") {
            let lexicon = Lexicon::empty();
            let bare: String = sentence.split_whitespace().collect();
            for language in [Language::Zh, Language::En] {
                let words = Words::new(&lexicon).of(&sentence, language);
                let together: String = words.iter().map(|word| word.text).collect();
                prop_assert_eq!(&together, &bare);
                let mut spaced = String::new();
                for word in &words {
                    spaced.push_str(word.text);
                    if !word.is_glued {
                        spaced.push(' ');
                    }
                }
                let expected: Vec<_> = sentence.split_whitespace().collect();
                prop_assert_eq!(spaced.trim_end(), expected.join(" "));
            }
        }
    }
}
