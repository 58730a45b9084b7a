use duizhao_bitext::{REPEATED_FURNITURE, Span};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::row::{DroppedRow, PairRow, StoredDocument};

/// A pair's stable id: the first 16 hexadecimal digits of a SHA-256 over its document's id, where its sentences stand
/// and its two texts.
///
/// The same pair of the same document has the same id in every build, whatever else is in the corpus and whatever score
/// it got. Among ten million pairs, two share an id with a probability of 3 in a million.
pub(crate) fn pair_id(pair: &PairRow) -> String {
    let mut hash = Sha256::new();
    for text in [&pair.document, &pair.zh.text, &pair.en.text] {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    for side in [&pair.zh, &pair.en] {
        hash.update((side.sources.len() as u64).to_le_bytes());
        for source in &side.sources {
            for number in [source.file, source.span.start, source.span.end] {
                hash.update((number as u64).to_le_bytes());
            }
        }
    }
    hexadecimal(&hash.finalize()[..8])
}

/// Stands for a document's id where many are remembered.
pub(crate) fn id_hash(id: &str) -> u64 {
    Sha256::digest(id)[..8].iter().fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// Stands for a document's id with the paths and contents of its files, in 16 bytes.
///
/// Two documents of the same identity were read from the same bytes, and of both the same blocks were dropped because the
/// documents around them repeat these: with the same settings the same was made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity([u8; 16]);

impl Identity {
    /// The identity of a document that was read from these files, each a path and the SHA-256 of its content.
    pub fn new<'a>(id: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        add(id);
        for (path, sha256) in files {
            add(path);
            add(sha256);
        }
        let mut identity = [0; 16];
        identity.copy_from_slice(&hash.finalize()[..16]);
        Self(identity)
    }

    /// The same, with the blocks that are dropped as repeated furniture: the number of the file and the span in characters of
    /// each, in order.
    #[must_use]
    pub fn with_furniture(self, blocks: impl IntoIterator<Item = (usize, Span)>) -> Self {
        let mut blocks = blocks.into_iter().peekable();
        if blocks.peek().is_none() {
            return self;
        }
        let mut hash = Sha256::new_with_prefix(self.0);
        for (file, span) in blocks {
            for number in [file, span.start, span.end] {
                hash.update((number as u64).to_le_bytes());
            }
        }
        let mut identity = [0; 16];
        identity.copy_from_slice(&hash.finalize()[..16]);
        Self(identity)
    }

    /// The identity of a document of a corpus.
    pub fn of_document(document: &StoredDocument) -> Self {
        let files = document.row.files.iter();
        let of_files = Self::new(
            &document.id,
            files.map(|file| (&*file.path, file.sha256.as_deref().unwrap_or_default())),
        );
        let furniture = document.dropped.iter().filter_map(|row| match row {
            DroppedRow::Block(block) if block.reason == REPEATED_FURNITURE => {
                Some((block.source.file, block.source.span))
            }
            _ => None,
        });
        of_files.with_furniture(furniture)
    }
}

/// Two lower-case digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::hexadecimal;

    #[test]
    fn leading_zeros_stay() {
        assert_eq!(hexadecimal(&[0x00, 0x0a, 0xff]), "000aff");
    }
}
