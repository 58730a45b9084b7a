use crate::script::is_han;

/// The words of a text without any dictionary: runs of letters and digits; every Chinese character by itself.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = if is_han(first) {
                first.len_utf8()
            } else {
                rest.find(is_han).unwrap_or(rest.len())
            };
            let (word, after) = rest.split_at(end);
            rest = after;
            Some(word)
        })
    })
}
