use duizhao_bitext::Language;

/// The texts of a bead's side as one text.
///
/// English sentences are joined by a space. Chinese ones by nothing, but by a space where both ends are of the kind
/// that stands between spaces (Latin letters, digits, ASCII marks).
///
/// ```
/// use duizhao_bitext::Language;
/// use duizhao_scorer::join;
///
/// assert_eq!(join(Language::Zh, ["你好。", "世界。"]), "你好。世界。");
/// assert_eq!(join(Language::Zh, ["用 Rust.", "Cargo 也好。"]), "用 Rust. Cargo 也好。");
/// assert_eq!(join(Language::En, ["Hello.", "World."]), "Hello. World.");
/// ```
pub fn join<'a>(language: Language, sentences: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let spaced = match language {
            Language::En => true,
            Language::Zh => text.ends_with(is_narrow) && sentence.starts_with(is_narrow),
        };
        if spaced && !text.is_empty() && !sentence.is_empty() {
            text.push(' ');
        }
        text.push_str(sentence);
    }
    text
}

fn is_narrow(c: char) -> bool {
    c.is_ascii_graphic() || crate::script::is_latin(c)
}
