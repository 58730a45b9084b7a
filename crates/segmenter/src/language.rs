use duizhao_bitext::Language;

/// The language of a paragraph, by its script: Chinese if a fifth of its letters are Chinese characters.
///
/// A Chinese character says about as much as five Latin letters, so a Chinese sentence stays Chinese with several Latin
/// names in it, and an English one English with a quoted Chinese word. A paragraph without any letter counts as English.
/// Linear in the paragraph's length.
///
/// ```
/// use duizhao_bitext::Language;
/// assert_eq!(duizhao_segmenter::language_of("我们用 Python 写的。"), Language::Zh);
/// assert_eq!(duizhao_segmenter::language_of("It is called duizhao (对照) in Chinese."), Language::En);
/// ```
pub fn language_of(paragraph: &str) -> Language {
    let (mut chinese, mut latin) = (0_usize, 0_usize);
    for c in paragraph.chars() {
        if crate::characters::is_ideograph(c) {
            chinese += 1;
        } else if c.is_alphabetic() {
            latin += 1;
        }
    }
    if chinese > 0 && chinese * 4 >= latin { Language::Zh } else { Language::En }
}
