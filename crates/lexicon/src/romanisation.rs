//! How Chinese syllables are spelt and heard in English texts.

/// The Wade–Giles spelling of a pinyin syllable (`v` for ü), without apostrophes and diacritics, as names are printed.
pub(crate) fn wade_giles(pinyin: &str) -> String {
    let whole = match pinyin {
        "zi" | "ci" => "tzu",
        "si" => "ssu",
        "zhi" | "chi" => "chih",
        "shi" => "shih",
        "ri" => "jih",
        "ge" | "ke" => "ko",
        "he" => "ho",
        "e" => "o",
        "er" => "erh",
        "yan" => "yen",
        "ye" => "yeh",
        "you" => "yu",
        "yong" => "yung",
        "gui" | "kui" => "kuei",
        _ => "",
    };
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let (initial, final_) = split(pinyin);
    let initial = match initial {
        "b" | "p" => "p",
        "d" | "t" => "t",
        "g" | "k" => "k",
        "j" | "q" | "zh" | "ch" => "ch",
        "x" => "hs",
        "r" => "j",
        "z" | "c" => "ts",
        other => other,
    };
    let final_ = match final_ {
        "ian" => "ien",
        "ie" => "ieh",
        "ue" | "ve" => "ueh",
        "ong" => "ung",
        "iong" => "iung",
        "uo" if matches!(initial, "t" | "n" | "l" | "ts" | "ch" | "j") => "o",
        "iu" => "iu",
        "v" => "u",
        other => other,
    };
    format!("{initial}{final_}")
}

/// The initial of a syllable and the rest.
fn split(pinyin: &str) -> (&str, &str) {
    let length = if pinyin.starts_with("zh") || pinyin.starts_with("ch") || pinyin.starts_with("sh")
    {
        2
    } else {
        usize::from(!pinyin.starts_with(['a', 'e', 'i', 'o', 'u', 'v']) && !pinyin.is_empty())
    };
    pinyin.split_at(length)
}

/// The consonants of a syllable, a letter for each class of sounds that transliterations do not keep apart.
pub(crate) fn consonants_of_syllable(pinyin: &str) -> String {
    let (initial, final_) = split(pinyin);
    let mut consonants = String::new();
    consonants.extend(match initial {
        "b" | "p" => Some('P'),
        "d" | "t" => Some('T'),
        "g" | "k" => Some('K'),
        "f" | "w" => Some('F'),
        "h" => Some('H'),
        "l" | "r" => Some('L'),
        "m" | "n" => Some('N'),
        "" | "y" => None,
        _ => Some('S'),
    });
    if final_ == "er" || pinyin == "er" {
        consonants.push('L');
    } else if final_.ends_with('n') || final_.ends_with("ng") {
        consonants.push('N');
    }
    consonants
}

/// The consonants of an English name, in the same classes.
pub(crate) fn consonants_of_name(letters: &str) -> String {
    let mut consonants = String::new();
    let mut before = ' ';
    let mut rest = letters.chars();
    while let Some(letter) = rest.next() {
        let next = rest.clone().next().unwrap_or(' ');
        let class = match letter {
            'p' if next == 'h' => Some('F'),
            _ if is_hissed(letter, next) => Some('S'),
            'c' | 'g' if matches!((letter, next), ('g', 'h') | ('c', 'k')) => None,
            'b' | 'p' => Some('P'),
            'd' | 't' => Some('T'),
            'c' | 'g' | 'k' | 'q' => Some('K'),
            'f' | 'v' | 'w' => Some('F'),
            'h' if before == ' ' => Some('H'),
            'l' | 'r' => Some('L'),
            'm' | 'n' => Some('N'),
            _ => None,
        };
        let doubled = letter == before || matches!((before, letter), ('t', 's' | 'h') | ('s', 'h'));
        if letter == 'x' {
            consonants.push_str("KS");
        } else if let Some(class) = class.filter(|_| !doubled) {
            consonants.push(class);
        }
        before = letter;
    }
    consonants
}

/// Whether a letter before `next` is one of the sounds that Chinese writes with s, sh, x, z, c, zh, ch, j or q.
fn is_hissed(letter: char, next: char) -> bool {
    match letter {
        's' | 'z' | 'j' => true,
        't' => matches!(next, 'h' | 's'),
        'c' => matches!(next, 'e' | 'i' | 'y' | 'h'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{consonants_of_name, consonants_of_syllable, wade_giles};

    #[test]
    fn syllables_are_spelt_as_wade_and_giles_would() {
        for (pinyin, spelling) in [
            ("zhang", "chang"),
            ("xu", "hsu"),
            ("bei", "pei"),
            ("zhou", "chou"),
            ("song", "sung"),
            ("cai", "tsai"),
            ("tian", "tien"),
            ("jie", "chieh"),
            ("shi", "shih"),
            ("luo", "lo"),
        ] {
            assert_eq!(wade_giles(pinyin), spelling, "{pinyin}");
        }
    }

    #[test]
    fn transliterations_sound_like_their_names() {
        for (syllables, name) in [
            ("bu lin ken", "blinken"),
            ("te lang pu", "trump"),
            ("bai deng", "biden"),
            ("ke lin dun", "clinton"),
        ] {
            let heard: String = syllables.split(' ').map(consonants_of_syllable).collect();
            assert_eq!(heard, consonants_of_name(name), "{name}");
        }
    }
}
