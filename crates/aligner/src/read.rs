//! Reading: the sentences of a side as tokens. Long texts are read in pieces, which threads share.

use std::ops::Range;

use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Token, TokenKind, Vocabulary};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::aligner::{self, both};
use crate::quotes;
use crate::tokens::{HEAD, NO_TYPE, Side, Tokens};

/// Sentences of a piece at least. Each looks the same words up again, which costs the less the longer it is.
const PIECE: usize = 16_384;

/// Both sides as tokens that can be compared.
///
/// Pieces have vocabularies of their own; keys of the same strings are made the same afterwards. Types have the same numbers
/// however many pieces there are.
pub(crate) fn sides(
    lexicon: &Lexicon,
    (zh, en): (&aligner::Side<'_>, &aligner::Side<'_>),
) -> (Tokens, Tokens) {
    let (en, mut zh) = both(
        zh.sentences.len() + en.sentences.len(),
        || read(lexicon, (Side::En, en), pieces(en.sentences.len())),
        || read(lexicon, (Side::Zh, zh), pieces(zh.sentences.len())),
    );
    let mut en_tokens = en.tokens;
    en_tokens.rename(lexicon.key_count() as u32, &zh.vocabulary.absorb(&en.vocabulary));
    (zh.tokens, en_tokens)
}

/// In how many pieces so many sentences are read: what pieces cost is only paid where threads would have nothing to do.
fn pieces(sentences: usize) -> usize {
    let threads_a_side = rayon::current_num_threads() / 2;
    threads_a_side.min(sentences / PIECE).max(1)
}

/// Reads a side in so many pieces. Costs one pass over its text.
fn read(lexicon: &Lexicon, (side, text): (Side, &aligner::Side<'_>), pieces: usize) -> Piece {
    let count = text.sentences.len();
    let piece = |range: Range<usize>| Piece::read(lexicon, side, text, range);
    let pieces_joined = || {
        if pieces == 1 {
            return piece(0..count);
        }
        let ends = |number: usize| number * count / pieces..(number + 1) * count / pieces;
        let found: Vec<Piece> =
            (0..pieces).into_par_iter().map(|number| piece(ends(number))).collect();
        let append = |mut whole: Piece, next: Piece| {
            whole.append(next, lexicon);
            whole
        };
        found.into_iter().reduce(append).unwrap_or_else(|| Piece::new(lexicon))
    };
    let (mut whole, quotes) = both(count, pieces_joined, || quotes::states(text.sentences));
    whole.tokens.quotes = quotes;
    whole.tokens.units = text.units.to_vec();
    whole
}

/// What tokens have in common that are of one type: their kind, and their keys.
type Identity = (TokenKind, [u32; 3]);

/// Some sentences of one side, read with a vocabulary of their own.
struct Piece {
    tokens: Tokens,
    types: FxHashMap<Identity, u32>,
    vocabulary: Vocabulary,
}

impl Piece {
    /// No sentence.
    fn new(lexicon: &Lexicon) -> Self {
        let mut tokens = Tokens::default();
        tokens.start_sentence(0, 0, [0; 4]);
        Self { tokens, types: FxHashMap::default(), vocabulary: Vocabulary::new(lexicon) }
    }

    /// Reads these sentences of a side.
    fn read(
        lexicon: &Lexicon,
        side: Side,
        text: &aligner::Side<'_>,
        sentences: Range<usize>,
    ) -> Self {
        let language = match side {
            Side::Zh => Language::Zh,
            Side::En => Language::En,
        };
        let mut piece = Self::new(lexicon);
        // Where each type was put into a bag last.
        let mut places: Vec<u32> = Vec::new();
        let mut found: Vec<Token> = Vec::new();
        for number in sentences {
            let sentence = text.sentences[number];
            found.clear();
            lexicon.tokenise(sentence, language, &mut piece.vocabulary, &mut found);
            let start = piece.tokens.bag.len();
            let mut head = [NO_TYPE; HEAD];
            let mut slot = 0;
            for token in &found {
                let kind = piece.number((token.kind, [token.key, token.also[0], token.also[1]]));
                let tokens = &mut piece.tokens;
                if kind as usize == places.len() {
                    places.push(u32::MAX);
                }
                tokens.count[kind as usize] += 1;
                let place = &mut places[kind as usize];
                match tokens.bag.get_mut(*place as usize) {
                    Some(entry) if *place as usize >= start => entry.1 += 1,
                    _ => {
                        *place = tokens.bag.len() as u32;
                        tokens.bag.push((kind, 1));
                    }
                }
                if slot < HEAD && token.kind != TokenKind::Punctuation {
                    head[slot] = kind;
                    slot += 1;
                }
            }
            let tokens = &mut piece.tokens;
            tokens.heads.extend(head);
            let characters = sentence.chars().filter(|c| !c.is_whitespace()).count();
            let begins =
                |starts: &[bool]| u32::from(starts.get(number + 1).copied().unwrap_or(false));
            let is_line = !ends_sentence(sentence);
            let is_heading = is_line && text.headings.get(number).copied().unwrap_or(false);
            let (breaks, walls) = (begins(text.paragraph_starts), begins(text.walls));
            tokens.start_sentence(
                found.len() as u32,
                characters as u32,
                [breaks, walls, u32::from(is_line), u32::from(is_heading)],
            );
        }
        piece
    }

    /// The type of what is so: the next number if there was none yet.
    fn number(&mut self, identity: Identity) -> u32 {
        let next = self.tokens.kind.len() as u32;
        let kind = *self.types.entry(identity).or_insert(next);
        if kind == next {
            self.tokens.kind.push(identity.0);
            self.tokens.keys.push(identity.1);
            self.tokens.count.push(0);
        }
        kind
    }

    /// Puts the sentences that follow behind these. Costs a step for each of their types and entries.
    fn append(&mut self, next: Self, lexicon: &Lexicon) {
        let Self { tokens: mut next, vocabulary, .. } = next;
        next.rename(lexicon.key_count() as u32, &self.vocabulary.absorb(&vocabulary));
        let identities = next.kind.iter().zip(&next.keys);
        let numbers: Vec<u32> =
            identities.map(|(kind, keys)| self.number((*kind, *keys))).collect();
        let own = &mut self.tokens;
        for (number, count) in numbers.iter().zip(&next.count) {
            own.count[*number as usize] += count;
        }
        let entries = own.bag.len() as u32;
        own.bag_starts.extend(next.bag_starts[1..].iter().map(|start| entries + start));
        own.bag.extend(next.bag.iter().map(|(kind, times)| (numbers[*kind as usize], *times)));
        let number = |kind: &u32| numbers.get(*kind as usize).copied().unwrap_or(NO_TYPE);
        own.heads.extend(next.heads.iter().map(number));
        for (own, next) in own.sums_before().into_iter().zip(next.sums_before()) {
            let before = own.last().copied().unwrap_or(0);
            own.extend(next[1..].iter().map(|more| before + more));
        }
    }
}

/// Whether a sentence ends with a mark that ends sentences, quotes and brackets after it aside.
pub(crate) fn ends_sentence(sentence: &str) -> bool {
    let closing = |c: char| {
        c.is_whitespace()
            || matches!(c, '”' | '’' | '"' | '\'' | '」' | '』' | '»' | ')' | '）' | ']' | '】')
    };
    sentence.trim_end_matches(closing).ends_with(['.', '!', '?', '。', '．', '！', '？', '…'])
}

#[cfg(test)]
mod tests {
    use duizhao_lexicon::Lexicon;
    use proptest::prelude::*;

    use super::read;
    use crate::aligner;
    use crate::tokens::Side;

    proptest! {
        /// Into how many pieces a side is cut is for the number of threads to say, and may not show.
        #[test]
        fn pieces_make_the_whole(
            sentences in prop::collection::vec(
                prop::collection::vec(
                    prop::sample::select(vec![
                        "“Yes", "no,” ", "Zorbland ", "quxes ", "went ", "350 ", "twenty-one ", "IV ", "don't ", "。", "他说：“", "好”", "玉门关", "三亿", ".", "? ",
                    ]),
                    0..6,
                ),
                0..24,
            ),
            flags in prop::collection::vec(any::<[bool; 3]>(), 24),
            pieces in 2_usize..6,
        ) {
            let lexicon = Lexicon::empty();
            let texts: Vec<String> = sentences.iter().map(|words| words.concat()).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let flag = |number: usize| -> Vec<bool> {
                flags[..texts.len()].iter().map(|flags| flags[number]).collect()
            };
            let (starts, walls, headings) = (flag(0), flag(1), flag(2));
            let text = aligner::Side {
                sentences: &texts,
                paragraph_starts: &starts,
                walls: &walls,
                headings: &headings,
                units: &[],
            };
            for side in [Side::Zh, Side::En] {
                let whole = read(&lexicon, (side, &text), 1);
                let joined = read(&lexicon, (side, &text), pieces);
                prop_assert_eq!(&joined.tokens, &whole.tokens);
                prop_assert_eq!(joined.vocabulary.key_count(), whole.vocabulary.key_count());
            }
        }
    }
}
