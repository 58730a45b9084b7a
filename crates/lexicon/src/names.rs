use rustc_hash::FxHashMap;

use crate::romanisation::{consonants_of_name, consonants_of_syllable, wade_giles};
use crate::token::{NO_KEY, Token, TokenKind};
use crate::{Lexicon, Vocabulary};

/// Syllables of the longest stretch that is tried as one name.
const LONGEST: usize = 5;
/// Readings of a character that are tried.
const MOST_READINGS: usize = 2;
/// Consonants that a transliteration must share with its name at least.
const FEWEST_CONSONANTS: usize = 3;

/// The names of an English text, to be found in the Chinese one by their sound.
///
/// A name is a capitalised word that the lexicon does not know as an ordinary one (so never he, she, you or man). It is
/// found as Hanyu Pinyin or Wade–Giles of one to five characters (清扬, Qingyang; 张, Chang), or by its consonants in
/// a run of the characters that transliterations are written with (布林肯, Blinken). Nothing is found that the English
/// side doesn't have.
///
/// ```
/// # use duizhao_bitext::Language;
/// # use duizhao_lexicon::{Lexicon, Names, Vocabulary};
/// let lexicon = Lexicon::bundled()?;
/// let mut vocabulary = Vocabulary::new(&lexicon);
/// let mut en = Vec::new();
/// lexicon.tokenise("Qingyang met Blinken.", Language::En, &mut vocabulary, &mut en);
/// let names = Names::new(&lexicon, &vocabulary);
/// let mut zh = Vec::new();
/// names.find("清扬见了布林肯。", &mut zh);
/// assert_eq!([zh[0].key, zh[1].key], [en[0].key, en[2].key]);
/// # Ok::<(), duizhao_lexicon::Error>(())
/// ```
#[derive(Debug)]
pub struct Names<'a> {
    lexicon: &'a Lexicon,
    /// Names by their letters, lower-case, in alphabetical order.
    spelt: Vec<(String, u32)>,
    /// Names by their consonants; [`NO_KEY`] where several names share them.
    sounds: FxHashMap<String, u32>,
    /// For each syllable whether a name may begin with it.
    begins: Vec<bool>,
}

/// The pinyin syllables of the lexicon's characters, and how each may be written and heard.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    /// Character → its syllables, by number.
    of: FxHashMap<char, Vec<u16>>,
    syllables: Vec<Syllable>,
}

#[derive(Debug)]
struct Syllable {
    pinyin: String,
    wade_giles: String,
    consonants: String,
}

impl Readings {
    /// Adds a character with its syllables, separated by spaces.
    pub(crate) fn add(
        &mut self,
        character: char,
        syllables: &str,
        numbers: &mut FxHashMap<String, u16>,
    ) {
        let mut own = Vec::new();
        for pinyin in syllables.split(' ').take(MOST_READINGS) {
            let number = *numbers.entry(pinyin.to_owned()).or_insert_with(|| {
                self.syllables.push(Syllable {
                    pinyin: pinyin.replace('v', "u"),
                    wade_giles: wade_giles(pinyin),
                    consonants: consonants_of_syllable(pinyin),
                });
                (self.syllables.len() - 1) as u16
            });
            own.push(number);
        }
        self.of.insert(character, own);
    }

    fn of(&self, character: char) -> &[u16] {
        self.of.get(&character).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Names<'a> {
    /// The names among the English words that `vocabulary` has met. Sorts them once; costs nothing for the rest of the text.
    pub fn new(lexicon: &'a Lexicon, vocabulary: &Vocabulary) -> Self {
        let readings = lexicon.readings();
        let mut names =
            Self { lexicon, spelt: Vec::new(), sounds: FxHashMap::default(), begins: Vec::new() };
        for (letters, key) in vocabulary.names() {
            if letters.len() > 3 {
                let sound = consonants_of_name(&letters);
                if sound.len() >= FEWEST_CONSONANTS {
                    let shared = names.sounds.entry(sound).or_insert(key);
                    *shared = if *shared == key { key } else { NO_KEY };
                }
            }
            names.spelt.push((letters, key));
        }
        names.spelt.sort_unstable();
        names.spelt.dedup_by(|next, kept| next.0 == kept.0);
        let begins = |syllable: &Syllable| {
            names.begins_with(&syllable.pinyin) || names.begins_with(&syllable.wade_giles)
        };
        names.begins = readings.syllables.iter().map(begins).collect();
        names
    }

    /// Whether some name begins with these letters.
    fn begins_with(&self, letters: &str) -> bool {
        let place = self.spelt.partition_point(|(name, _)| name.as_str() < letters);
        self.spelt.get(place).is_some_and(|(name, _)| name.starts_with(letters))
    }

    /// The key of the name of these letters.
    fn spelt(&self, letters: &str) -> Option<u32> {
        let place = self.spelt.binary_search_by(|(name, _)| name.as_str().cmp(letters));
        place.ok().map(|place| self.spelt[place].1)
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.spelt.is_empty()
    }

    /// Appends a token of kind [`TokenKind::Name`] for each stretch of the Chinese sentence that sounds like a name;
    /// its key is the name's English one. Stretches do not overlap; they may overlap the tokens of the words.
    pub fn find(&self, sentence: &str, tokens: &mut Vec<Token>) {
        if self.is_empty() {
            return;
        }
        let characters: Vec<(usize, char)> = sentence
            .char_indices()
            .map(|(offset, c)| (offset, self.lexicon.characters.folded(c)))
            .collect();
        let mut at = 0;
        while at < characters.len() {
            match self.spelt_at(&characters[at..]).or_else(|| self.heard_at(&characters[at..])) {
                Some((length, key)) => {
                    let end =
                        characters.get(at + length).map_or(sentence.len(), |(offset, _)| *offset);
                    let span = (characters[at].0 as u32, end as u32);
                    tokens.push(Token { kind: TokenKind::Name, key, also: [NO_KEY; 2], span });
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// The longest name spelt by the readings of the first characters, in pinyin or Wade–Giles.
    fn spelt_at(&self, characters: &[(usize, char)]) -> Option<(usize, u32)> {
        let readings = self.lexicon.readings();
        let first = readings.of(characters[0].1);
        if !first.iter().any(|syllable| self.begins[usize::from(*syllable)]) {
            return None;
        }
        let mut spellings = vec![String::new()];
        let mut longest = None;
        for (place, &(_, character)) in characters.iter().take(LONGEST).enumerate() {
            let mut longer = Vec::new();
            for syllable in readings
                .of(character)
                .iter()
                .map(|number| &readings.syllables[usize::from(*number)])
            {
                for spelling in &spellings {
                    longer.push(format!("{spelling}{}", syllable.pinyin));
                    longer.push(format!("{spelling}{}", syllable.wade_giles));
                }
            }
            longer.retain(|spelling| self.begins_with(spelling));
            longer.sort_unstable();
            longer.dedup();
            let alone = place == 0 && !self.is_surname(character);
            if let Some(key) =
                longer.iter().find_map(|spelling| self.spelt(spelling)).filter(|_| !alone)
            {
                longest = Some((place + 1, key));
            }
            spellings = longer;
            if spellings.is_empty() {
                break;
            }
        }
        longest
    }

    fn is_surname(&self, character: char) -> bool {
        let symbol = self.lexicon.characters.symbol(character);
        self.lexicon.trie.find([symbol]).is_some_and(|word| self.lexicon.flags(word).is_surname())
    }

    /// The longest name whose consonants are those of the first characters.
    fn heard_at(&self, characters: &[(usize, char)]) -> Option<(usize, u32)> {
        if self.sounds.is_empty() {
            return None;
        }
        let readings = self.lexicon.readings();
        let mut sound = String::new();
        let mut longest = None;
        for (place, &(_, character)) in characters.iter().take(LONGEST).enumerate() {
            let first = readings.of(character).first().filter(|_| is_transliterating(character));
            let Some(number) = first else { break };
            sound.push_str(&readings.syllables[usize::from(*number)].consonants);
            if let Some(key) = self.sounds.get(&sound).filter(|key| **key != NO_KEY && place > 0) {
                longest = Some((place + 1, *key));
            }
        }
        longest
    }
}

/// Whether foreign names are written with a character.
fn is_transliterating(character: char) -> bool {
    const CHARACTERS: &str = "阿埃艾爱安昂奥巴白拜班邦鲍贝本比彼宾波伯勃博布采查达戴丹当道德登邓迪丁东杜顿多厄恩尔法凡范菲费芬丰佛弗福夫\
        盖甘冈戈哥格根古瓜圭哈海汉豪赫黑亨洪胡华怀霍基吉加贾简杰金卡凯坎康考科克肯孔库夸拉莱赖兰朗劳勒雷里利丽莉连列林琳龙卢鲁路伦罗洛\
        马玛迈麦曼芒毛梅门蒙米密明摩莫默姆穆那娜纳奈南内尼妮年涅宁纽农努诺欧帕派潘庞佩彭皮平珀普奇恰乔切琴琼丘热日荣茹萨塞赛桑瑟森沙莎珊\
        尚舍申圣施什史斯思松苏索塔泰坦汤特腾提田汀图托瓦万旺威韦维温沃乌武西希夏香肖谢辛欣休许雪逊雅亚延扬耶叶伊因英尤约泽扎詹张珍朱兹宗佐";
    CHARACTERS.contains(character)
}
