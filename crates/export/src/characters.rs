use duizhao_bitext::Span;

/// How far apart, in bytes, the places are at which the count of characters is remembered.
const STEP: usize = 256;

/// Turns spans in bytes into spans in characters without scanning the text from its beginning each time.
///
/// Building it costs one pass over the text and 8 bytes for every 256 of it; a look-up at most 256 bytes' scan.
#[derive(Debug)]
pub(crate) struct CharacterOffsets<'a> {
    text: &'a str,
    counts: Vec<usize>, // characters that begin before byte STEP * index
}

impl<'a> CharacterOffsets<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut count = 0;
        let counts = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = count;
                count += beginnings(chunk);
                before
            })
            .collect();
        Self { text, counts }
    }

    /// The stretch and its span in characters; `None` if the span does not fit the text.
    pub(crate) fn locate(&self, span: Span) -> Option<(&'a str, Span)> {
        let content = self.text.get(span.start..span.end)?;
        let start = self.before(span.start);
        Some((content, Span::new(start, start + beginnings(content.as_bytes()))))
    }

    fn before(&self, byte: usize) -> usize {
        // A text that ends on a step has no chunk beginning there; the last chunk is counted through instead.
        let step = (byte / STEP).min(self.counts.len().saturating_sub(1));
        let counted = self.counts.get(step).copied().unwrap_or(0);
        counted + beginnings(&self.text.as_bytes()[step * STEP..byte])
    }
}

fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::CharacterOffsets;
    use duizhao_bitext::Span;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_counting_from_the_beginning(
            text in "[a-z对照é𠀀]{0,600}",
            ends in any::<(prop::sample::Index, prop::sample::Index)>(),
        ) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (one, other) = (places[ends.0.index(places.len())], places[ends.1.index(places.len())]);
            let span = Span::new(one.min(other), one.max(other));
            let (content, found) = CharacterOffsets::new(&text).locate(span).expect("on boundaries");
            prop_assert_eq!(content, span.of(&text));
            prop_assert_eq!(found, span.in_characters(&text));
        }
    }

    #[test]
    fn a_span_of_another_text_is_no_panic() {
        let offsets = CharacterOffsets::new("对照");
        assert_eq!(offsets.locate(Span::new(1, 3)), None);
        assert_eq!(offsets.locate(Span::new(0, 7)), None);
        assert_eq!(CharacterOffsets::new("").locate(Span::new(0, 0)), Some(("", Span::new(0, 0))));
    }
}
