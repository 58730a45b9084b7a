use duizhao_bitext::Language;
use duizhao_lexicon::{Lexicon, Token, TokenKind, Vocabulary};

use crate::background::Background;
use crate::evidence::{Evidence, Found, Weigher};
use crate::numerals::{Numeral, cancel, numerals};
use crate::script::Letters;

/// Strings that a vocabulary may hold before it is begun anew, so that memory does not grow with the corpus.
const MOST_STRINGS: usize = 200_000;
/// Numbers of a side that are compared, so that a table in one sentence costs no more than it is long.
const MOST_NUMERALS: usize = 500;

/// A pair's two sides, with what more than one feature needs of them.
#[derive(Debug)]
pub(crate) struct Sides<'a> {
    pub(crate) zh: &'a str,
    pub(crate) en: &'a str,
    pub(crate) zh_letters: Letters,
    pub(crate) en_letters: Letters,
    /// Numbers written in digits, from both sides.
    pub(crate) numbers: Found,
    /// Numbers without a counterpart, by side.
    pub(crate) zh_odd: OddNumbers,
    pub(crate) en_odd: OddNumbers,
    /// Words that the dictionary can say something of, from both sides.
    pub(crate) words: Found,
    pub(crate) evidence: Evidence,
    /// How many kinds of damage the reader found where the sentences stand; `None` if that is not known.
    pub(crate) damage: Option<usize>,
}

/// Numbers without a counterpart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct OddNumbers {
    /// Written in digits. A number that stands twice on this side and once on the other is odd once.
    pub(crate) in_digits: usize,
    /// Written in digits at the end of a name: COVID-19, UTF-8.
    pub(crate) in_names: usize,
    /// Written in two or more Chinese numerals. English number words say too many other things.
    pub(crate) spelled: usize,
}

/// The sentences of a pair's two sides, and the same joined.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a, 's> {
    pub(crate) joined: [&'a str; 2],
    pub(crate) sentences: [&'s [&'s str]; 2],
}

/// Reads the sides of one pair after the other.
#[derive(Debug)]
pub(crate) struct Reader<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    tokens: [Tokens; 2],
    weigher: Weigher,
}

impl<'l> Reader<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        let vocabulary = Vocabulary::new(lexicon);
        Self { lexicon, vocabulary, tokens: Default::default(), weigher: Weigher::default() }
    }

    /// The sides with these texts.
    pub(crate) fn sides<'a>(&mut self, texts: Texts<'a, '_>, background: &Background) -> Sides<'a> {
        let Self { lexicon, vocabulary, tokens, weigher } = self;
        if vocabulary.key_count() > lexicon.key_count() + MOST_STRINGS {
            *vocabulary = Vocabulary::new(lexicon);
        }
        for ((tokens, language), sentences) in
            tokens.iter_mut().zip(Language::BOTH).zip(texts.sentences)
        {
            tokens.read(lexicon, vocabulary, (language, sentences));
        }
        let [zh_tokens, en_tokens] = &*tokens;
        let evidence =
            weigher.weigh((lexicon, background), &zh_tokens.sequence, &en_tokens.sequence);
        let [zh, en] = texts.joined;
        let mut sides = Sides {
            zh,
            en,
            zh_letters: Letters::of(zh),
            en_letters: Letters::of(en),
            numbers: Found::default(),
            zh_odd: OddNumbers::default(),
            en_odd: OddNumbers::default(),
            words: Found::default(),
            evidence,
            damage: None,
        };
        [sides.zh_odd, sides.en_odd] = odd_numerals(zh_tokens, en_tokens);
        let [zh_found, en_found] = weigher.found();
        for ((token, written), found) in zh_tokens.all().zip(zh_found) {
            let known = found || !lexicon.translations(token.key).is_empty();
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator if written == Written::InDigits => {
                    sides.numbers.add(found);
                }
                // A single numeral may be part of a phrase, but not where it counts the items of a list.
                TokenKind::Number | TokenKind::Enumerator
                    if written == Written::Spelled && token.span.1 - token.span.0 > 3
                        || token.kind == TokenKind::Enumerator =>
                {
                    sides.zh_odd.spelled += usize::from(!found);
                }
                TokenKind::Latin => sides.words.add(found),
                TokenKind::Word | TokenKind::Character | TokenKind::Name if known => {
                    sides.words.add(found);
                }
                _ => {}
            }
        }
        for ((token, written), found) in en_tokens.all().zip(en_found) {
            match token.kind {
                TokenKind::Number | TokenKind::Enumerator if written == Written::InDigits => {
                    sides.numbers.add(found);
                }
                TokenKind::Word | TokenKind::Latin => sides.words.add(found),
                _ => {}
            }
        }
        sides
    }
}

/// How a token is written, for one that may be a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    InDigits,
    Spelled,
    /// Spelled, beside a measure that a translation often converts: 六十公斤, 一米六零.
    SpelledAtMeasure,
}

/// The tokens of one side.
#[derive(Debug, Default)]
struct Tokens {
    sequence: Vec<Token>,
    written: Vec<Written>,
    /// The numbers written in digits, with the keys that they may be found by when the other side spells them.
    numerals: Vec<(Numeral, Option<Token>)>,
}

/// How many numbers written in digits have no counterpart on the other side, neither in digits nor spelled.
fn odd_numerals(zh: &Tokens, en: &Tokens) -> [OddNumbers; 2] {
    let numerals = |tokens: &Tokens| tokens.numerals.iter().map(|(one, _)| one.clone()).collect();
    let mut odd: [Vec<Numeral>; 2] = [numerals(zh), numerals(en)];
    let [zh_odd, en_odd] = &mut odd;
    cancel(zh_odd, en_odd);
    [(0, zh, en), (1, en, zh)].map(|(side, own, other)| {
        let left = own.numerals.iter().filter(|(one, _)| odd[side].iter().any(|left| left.is(one)));
        let mut count = OddNumbers::default();
        for (one, _) in left.filter(|(_, token)| token.is_none_or(|token| !other.spells(&token))) {
            *(match one {
                one if one.in_name => &mut count.in_names,
                one if one.is_often_a_word() => &mut count.spelled,
                _ => &mut count.in_digits,
            }) += 1;
        }
        count
    })
}

impl Tokens {
    fn read(
        &mut self,
        lexicon: &Lexicon,
        vocabulary: &mut Vocabulary,
        (language, sentences): (Language, &[&str]),
    ) {
        self.sequence.clear();
        self.written.clear();
        self.numerals.clear();
        for (number, sentence) in sentences.iter().enumerate() {
            let first = self.sequence.len();
            lexicon.tokenise(sentence, language, vocabulary, &mut self.sequence);
            self.written
                .extend(self.sequence[first..].iter().map(|token| written(sentence, token)));
            let tokens = &self.sequence[first..];
            let room = MOST_NUMERALS - self.numerals.len();
            self.numerals.extend(numerals(sentence, language).take(room).map(|mut numeral| {
                let holds = |token: &&Token| {
                    (token.span.0 as usize..token.span.1 as usize).contains(&numeral.start)
                };
                let token = tokens.iter().find(holds).copied();
                numeral.sentence = number;
                (numeral, token)
            }));
        }
    }

    /// Whether a word or Chinese numeral says what a number in digits says.
    fn spells(&self, number: &Token) -> bool {
        let is_number = |kind| matches!(kind, TokenKind::Number | TokenKind::Enumerator);
        let mut spelled = self
            .all()
            .filter(|(token, written)| *written != Written::InDigits && is_number(token.kind));
        spelled.any(|(token, _)| token.keys().any(|key| number.keys().any(|other| other == key)))
    }

    fn all(&self) -> impl Iterator<Item = (&Token, Written)> {
        self.sequence.iter().zip(self.written.iter().copied())
    }
}

fn written(sentence: &str, token: &Token) -> Written {
    if !matches!(token.kind, TokenKind::Number | TokenKind::Enumerator) {
        return Written::Spelled;
    }
    let (start, end) = (token.span.0 as usize, token.span.1 as usize);
    let (before, after) = (&sentence[..start], &sentence[end..]);
    if sentence[start..end].contains(|c: char| c.is_ascii_digit()) {
        return Written::InDigits;
    }
    let is_measure = |c: char| "斤里亩畝尺寸丈米".contains(c);
    let after = after.trim_start_matches(['多', '余', '餘', '公', '英', '平', '方', '立']);
    if before.ends_with(is_measure) || after.starts_with(is_measure) {
        Written::SpelledAtMeasure
    } else {
        Written::Spelled
    }
}
