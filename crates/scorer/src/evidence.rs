use duizhao_lexicon::{Lexicon, NO_KEY, Token, TokenKind};

use crate::background::Background;

/// How often a word of a translation has a counterpart that the dictionary knows. The aligner's rates lie between 0.4 and 0.85
/// by kind; what the kinds differ in, the logistic models over the evidence take up.
const HIT: f32 = 0.6;

/// What one word may say at the most, in nats.
const MOST: f32 = 6.0;

/// How much likelier a word is beside an equal key than anywhere: names and terms are rare.
const SAME_KEY: f32 = 2000.0;

/// What the words, numbers and marks of two texts say for and against one being the translation of the other.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) zh: Words,
    pub(crate) en: Words,
    /// Names and Latin words, from both sides.
    pub(crate) names: Found,
    pub(crate) zh_numbers: Found,
    pub(crate) en_numbers: Found,
    /// Punctuation marks; what both sides have counts once.
    pub(crate) marks: Found,
}

/// What the words of one side say.
///
/// A word's log-likelihood ratio is ln(1 − h + h·g), with the [`HIT`] rate h and the gain g: how much likelier the words
/// opposite are beside this one than anywhere, by the strengths of the dictionary over the stems' shares in English text
/// (the mixture of Brown et al.'s first model, 1993, with a background).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Words {
    pub(crate) found: Found,
    /// The ratios' sum, in nats.
    pub(crate) nats: f32,
    /// The same of the last third alone, and how many words it has.
    pub(crate) tail: f32,
    pub(crate) in_tail: usize,
    /// The most that the first words, and the most that the last words together say against: what is missing opposite if
    /// that side was cut off. In nats, 0 or more.
    pub(crate) against_first: f32,
    pub(crate) against_last: f32,
    /// The same of the last words, where one without counterpart says the more the rarer it is.
    pub(crate) rare_last: f32,
    /// Where the last word with a telling counterpart stands, as a share of the side; 0 without one.
    pub(crate) reach: f32,
}

/// A word as it counts in its side.
#[derive(Debug, Clone, Copy)]
struct Heard {
    gain: f32,
    /// Its place among the side's tokens, 0 to 1.
    place: f32,
    /// What it says against if it has no counterpart, in nats, by how rare it is.
    rarity: f32,
}

/// A word that gains so much is an anchor: chance hardly puts its counterpart there.
const TELLING: f32 = 8.0;
/// What a common and a rare word say against if they have no counterpart, in nats: function words often have none.
const COMMON: f32 = 0.3;
const RARE: f32 = 1.4;
/// An English word is rare that makes up less than this share of running text, a Chinese one that has several characters.
const RARE_SHARE: f32 = 3e-4;
/// Bytes of a Chinese character.
const ONE_CHARACTER: u32 = 3;

impl Words {
    fn add(&mut self, Heard { gain, place, rarity }: Heard) {
        self.found.add(gain > 0.0);
        let at_end = place > 2.0 / 3.0;
        let nats = libm::logf(1.0 - HIT + HIT * gain.min(1e6)).min(MOST);
        self.nats += nats;
        self.against_first = self.against_first.max(-self.nats);
        // The greatest sum of a stretch that reaches to the end (Kadane).
        self.against_last = (self.against_last - nats).max(0.0);
        let rare = if gain > 0.0 { nats.max(0.0) } else { -rarity };
        self.rare_last = (self.rare_last - rare).max(0.0);
        if gain > TELLING {
            self.reach = place;
        }
        if at_end {
            self.tail += nats;
            self.in_tail += 1;
        }
    }
}

/// How many have a counterpart on the other side, and how many have none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) yes: usize,
    pub(crate) no: usize,
}

impl Found {
    pub(crate) fn add(&mut self, found: bool) {
        if found {
            self.yes += 1;
        } else {
            self.no += 1;
        }
    }

    pub(crate) fn all(self) -> usize {
        self.yes + self.no
    }

    /// The share that has one; NaN of none.
    pub(crate) fn share(self) -> f32 {
        self.yes as f32 / self.all() as f32
    }
}

/// Weighs one pair after the other; keeps its tables between them.
#[derive(Debug, Default)]
pub(crate) struct Weigher {
    places: Places,
    zh: Vec<Gain>,
    en: Vec<Gain>,
}

/// What a token gains by the other side.
#[derive(Debug, Clone, Copy)]
struct Gain {
    /// How much likelier the words opposite are beside it than anywhere; 0 without counterpart.
    ratio: f32,
    /// Whether it is the first of its kind in the side: only that one is evidence.
    first: bool,
}

impl Weigher {
    pub(crate) fn weigh(
        &mut self,
        (lexicon, background): (&Lexicon, &Background),
        zh: &[Token],
        en: &[Token],
    ) -> Evidence {
        self.link((lexicon, background), zh, en);
        let zh_known = |token: &Token| !lexicon.translations(token.key).is_empty();
        let en_known = |token: &Token| token.keys().any(|key| background.share(key) > 0.0);
        let mut evidence = Evidence::default();
        for (place, token, gain) in counted(zh, &self.zh) {
            let place = (place + 1) as f32 / zh.len() as f32;
            match token.kind {
                TokenKind::Punctuation => evidence.marks.add(gain > 0.0),
                TokenKind::Number | TokenKind::Enumerator => evidence.zh_numbers.add(gain > 0.0),
                TokenKind::Latin => evidence.names.add(gain > 0.0),
                _ if gain > 0.0 || zh_known(token) => {
                    let rarity =
                        if token.span.1 - token.span.0 > ONE_CHARACTER { RARE } else { COMMON };
                    evidence.zh.add(Heard { gain, place, rarity });
                }
                _ => {}
            }
        }
        for (place, token, gain) in counted(en, &self.en) {
            let place = (place + 1) as f32 / en.len() as f32;
            match token.kind {
                TokenKind::Punctuation if gain > 0.0 => {}
                TokenKind::Punctuation => evidence.marks.add(false),
                TokenKind::Number | TokenKind::Enumerator => evidence.en_numbers.add(gain > 0.0),
                TokenKind::Latin => evidence.names.add(gain > 0.0),
                _ if gain > 0.0 || en_known(token) => {
                    let rarity =
                        if background.share(token.key) < RARE_SHARE { RARE } else { COMMON };
                    evidence.en.add(Heard { gain, place, rarity });
                }
                _ => {}
            }
        }
        evidence
    }

    /// Finds what each token gains by the other side.
    fn link(&mut self, (lexicon, background): (&Lexicon, &Background), zh: &[Token], en: &[Token]) {
        let Self { places, zh: zh_gains, en: en_gains } = self;
        places.begin();
        en_gains.clear();
        zh_gains.clear();
        for (place, token) in en.iter().enumerate() {
            let first = places.of_en(token.key).is_none();
            token.keys().for_each(|key| places.put_en(key, place as u32));
            en_gains.push(Gain { ratio: 0.0, first });
        }
        let (zh_words, en_words) = (words(zh), words(en));
        for token in zh {
            let first = places.put_zh(token.key);
            let mut gain = 0.0;
            let mut meet = |place: u32, ratio: f32| {
                gain += ratio / en_words;
                if let Some(gain) = en_gains.get_mut(place as usize).filter(|_| first) {
                    gain.ratio += ratio / zh_words;
                }
            };
            for place in token.keys().filter_map(|key| places.of_en(key)) {
                meet(place, SAME_KEY);
            }
            for translation in lexicon.translations(token.key) {
                if let Some(place) = places.of_en(translation.stem) {
                    let strength = translation.weight();
                    meet(place, strength * strength / background.share(translation.stem).max(1e-6));
                }
            }
            zh_gains.push(Gain { ratio: gain, first });
        }
        for (place, token) in en.iter().enumerate() {
            let first = places.of_en(token.key).map_or(place, |first| first as usize);
            if !en_gains[place].first && first < en_gains.len() {
                en_gains[place].ratio = en_gains[first].ratio;
            }
        }
    }

    /// Whether each token of the last pair has a counterpart, Chinese and English.
    pub(crate) fn found(&self) -> [impl Iterator<Item = bool>; 2] {
        [&self.zh, &self.en].map(|gains| gains.iter().map(|gain| gain.ratio > 0.0))
    }
}

/// The tokens that count, with their places and gains.
fn counted<'a>(
    tokens: &'a [Token],
    gains: &'a [Gain],
) -> impl Iterator<Item = (usize, &'a Token, f32)> {
    let all = tokens.iter().zip(gains).enumerate();
    all.filter(|(_, (_, gain))| gain.first).map(|(place, (token, gain))| (place, token, gain.ratio))
}

/// How many tokens are not punctuation; at least one.
fn words(tokens: &[Token]) -> f32 {
    let words = tokens.iter().filter(|token| token.kind != TokenKind::Punctuation).count();
    words.max(1) as f32
}

/// Which keys the two sides of a pair hold. Used for one pair after the other: keys are small numbers, and beginning anew
/// costs nothing.
#[derive(Debug, Default)]
struct Places {
    of: Vec<Place>,
    pair: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// The number of the last pair whose English holds the key, and where it first stands there.
    en: u32,
    at: u32,
    /// The number of the last pair whose Chinese holds it.
    zh: u32,
}

impl Places {
    fn begin(&mut self) {
        self.pair += 1;
    }

    fn entry(&mut self, key: u32) -> Option<&mut Place> {
        if key == NO_KEY {
            return None;
        }
        let key = key as usize;
        if key >= self.of.len() {
            self.of.resize((key + 1).next_power_of_two(), Place::default());
        }
        self.of.get_mut(key)
    }

    fn put_en(&mut self, key: u32, at: u32) {
        let pair = self.pair;
        if let Some(place) = self.entry(key).filter(|place| place.en != pair) {
            (place.en, place.at) = (pair, at);
        }
    }

    fn of_en(&self, key: u32) -> Option<u32> {
        self.of.get(key as usize).filter(|place| place.en == self.pair).map(|place| place.at)
    }

    /// Says whether the Chinese side holds the key for the first time.
    fn put_zh(&mut self, key: u32) -> bool {
        let pair = self.pair;
        self.entry(key).is_some_and(|place| std::mem::replace(&mut place.zh, pair) != pair)
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Weigher};
    use crate::background::Background;
    use duizhao_bitext::Language;
    use duizhao_lexicon::{Lexicon, Vocabulary};

    fn weigh(pairs: &[(&str, &str)]) -> Vec<Evidence> {
        let lexicon = Lexicon::bundled().unwrap();
        let background = Background::new(&lexicon);
        let (mut vocabulary, mut weigher) = (Vocabulary::new(&lexicon), Weigher::default());
        let mut tokens = |language, text: &str| {
            let mut tokens = Vec::new();
            lexicon.tokenise(text, language, &mut vocabulary, &mut tokens);
            tokens
        };
        let mut weigh = |(zh, en): &(&str, &str)| {
            let (zh, en) = (tokens(Language::Zh, zh), tokens(Language::En, en));
            weigher.weigh((&lexicon, &background), &zh, &en)
        };
        pairs.iter().map(&mut weigh).collect()
    }

    #[test]
    fn a_translation_has_more_for_it_than_another_sentence() {
        let zh = "渔夫在河边修补渔网。";
        let found = weigh(&[
            (zh, "The fisherman mended his nets by the river."),
            (zh, "Nobody had told the teacher about the new timetable."),
        ]);
        assert!(found[0].zh.nats > 5.0 && found[0].en.nats > 5.0, "{found:?}");
        assert!(found[1].zh.nats < 0.0 && found[1].en.nats < 0.0, "{found:?}");
    }

    #[test]
    fn a_rare_word_says_more_than_a_common_one() {
        let found = weigh(&[("渔网", "net"), ("好", "good")]);
        assert!(found[0].zh.nats > found[1].zh.nats, "{found:?}");
    }

    #[test]
    fn numbers_and_marks_are_counted_by_side_and_a_pair_leaves_nothing_to_the_next() {
        let found = weigh(&[
            ("2021年有41人？", "Were there 14 people in 2021?"),
            ("有人。", "There were 14 people!"),
        ]);
        let (zh, en) = (found[0].zh_numbers, found[0].en_numbers);
        assert_eq!((zh.yes, zh.no, en.yes, en.no), (1, 1, 1, 1));
        assert_eq!((found[0].marks.yes, found[0].marks.no), (1, 0));
        assert_eq!((found[1].en_numbers.no, found[1].marks.no), (1, 1));
    }
}
