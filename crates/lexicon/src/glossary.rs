use crate::english::{is_function_word, plain};
use crate::{Error, Lexicon, Translation, TranslationClass};

/// How likely a word of the user's own translation is to stand there.
const STRENGTH: u8 = 230;

impl Lexicon {
    /// The lexicon with a user's own terms, as strong translations before all others.
    ///
    /// `glossary` holds a term a line, Chinese, a tab, English; empty lines and lines that begin with `#` are skipped.
    /// A term is found as one word from now on; every word of its English that is not a function word translates it.
    ///
    /// ```
    /// # use duizhao_bitext::Language;
    /// # use duizhao_lexicon::{Lexicon, Vocabulary};
    /// let lexicon = Lexicon::bundled()?.with_glossary("对照\tduizhao\n")?;
    /// let mut vocabulary = Vocabulary::new(&lexicon);
    /// let (mut zh, mut en) = (Vec::new(), Vec::new());
    /// lexicon.tokenise("对照", Language::Zh, &mut vocabulary, &mut zh);
    /// lexicon.tokenise("Duizhao", Language::En, &mut vocabulary, &mut en);
    /// assert!(lexicon.translations(zh[0].key).iter().any(|translation| translation.stem == en[0].key));
    /// # Ok::<(), duizhao_lexicon::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a line has no tab, or nothing on one side of it.
    pub fn with_glossary(mut self, glossary: &str) -> Result<Self, Error> {
        for (number, line) in glossary.lines().enumerate() {
            let line = line.trim_end_matches('\r').trim_start_matches('\u{feff}');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = || Error::Line {
                line: number + 1,
                reason: format!("expected Chinese, a tab, English; found {line:?}"),
            };
            let (zh, en) = line.split_once('\t').ok_or_else(wrong)?;
            let (zh, en) = (zh.trim(), en.split('\t').next().unwrap_or_default().trim());
            if zh.is_empty() || en.is_empty() {
                return Err(wrong());
            }
            self.add_term(zh, en);
        }
        Ok(self)
    }

    fn add_term(&mut self, zh: &str, en: &str) {
        let word = self.new_word(zh);
        let mut translations = self.translations(word).to_vec();
        for english in en.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
            let lower = plain(english);
            if lower.is_empty() || is_function_word(&lower) {
                continue;
            }
            let stem = self.stems.stem(&lower);
            let stem = self.own_stem(&stem);
            translations.retain(|translation| translation.stem != stem);
            translations.push(Translation {
                stem,
                strength: STRENGTH,
                class: TranslationClass::Glossary,
            });
        }
        translations.sort_unstable_by_key(|translation| translation.stem);
        self.replace_translations(word, translations);
    }
}
