//! Which files are each other's translation, told by what they say and not by their names.

use std::hash::Hasher;
use std::path::PathBuf;

use duizhao_bitext::{Document, Language, Sentence};
use duizhao_lexicon::{Lexicon, TokenKind, Vocabulary};
use duizhao_reader::{Entry, Files, ReadError};
use rustc_hash::{FxHashMap, FxHasher};

use crate::document::Stages;
use crate::parallel;

/// Features that more files than this have tell no two of them apart.
const COMMON: usize = 200;
/// Most features kept of a file, those with the smallest hashes: the same choice in every file.
const MOST_FEATURES: usize = 4096;
/// English candidates that are tried against each Chinese file.
const CANDIDATES: usize = 4;
/// Translations of a Chinese word that are weaker than this are not looked for.
const LEAST_STRENGTH: f32 = 0.3;
/// How many times as much text, in bytes, one language must have for the other to be only quotations in it.
const QUOTATIONS: usize = 4;
/// Documents in flight for each thread.
const WINDOW: usize = 4;

/// What a file says, as far as it can be compared across the languages.
struct Fingerprint {
    /// Its number among the entries.
    entry: usize,
    language: Language,
    /// Features with their weights, ordered by hash.
    features: Vec<(u32, f32)>,
}

/// The documents in the inputs, paired by names and then, where names say nothing, by content. Errors come first.
pub(crate) fn discover_by_content(
    inputs: &[PathBuf],
    stages: &Stages<'_>,
    lexicon: &Lexicon,
    pool: &rayon::ThreadPool,
) -> Vec<Result<Entry, ReadError>> {
    let mut entries = Vec::new();
    let mut found = Vec::new();
    for entry in duizhao_reader::discover(inputs) {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) => found.push(Err(error)),
        }
    }
    found.extend(by_content(&entries, stages, lexicon, pool).into_iter().map(Ok));
    found
}

/// Puts entries of one file in one language together that translate each other; all others stay as they are.
///
/// Every file is read. Candidates share rare features: numbers, Latin words, and words that the lexicon translates. The
/// likeliest are aligned, and the pairs are made in the order of their agreement, each file once. A pair stands where its
/// Chinese file stood, under the names of both: `7f3a.md+b2c0.md`. What cannot be read is left for the build to name.
/// Needs about 30 kB for each file; time grows with the number of files and their shared features.
fn by_content(
    entries: &[Entry],
    stages: &Stages<'_>,
    lexicon: &Lexicon,
    pool: &rayon::ThreadPool,
) -> Vec<Entry> {
    let fingerprints = fingerprints(entries, stages, lexicon, pool);
    let mut candidates = candidates(&fingerprints);
    judge(&mut candidates, entries, stages, pool);
    candidates.sort_by(|one, other| {
        other.agreement.total_cmp(&one.agreement).then(one.files.cmp(&other.files))
    });
    let mut partner = vec![None; entries.len()];
    for candidate in candidates {
        let (zh, en) = candidate.files;
        if partner[zh].is_none() && partner[en].is_none() {
            partner[zh] = Some(Place::Chinese(en));
            partner[en] = Some(Place::English);
        }
    }
    let joined = |at: usize, entry: &Entry| match partner[at] {
        None => Some(entry.clone()),
        Some(Place::English) => None,
        Some(Place::Chinese(en)) => Some(pair(entry, &entries[en])),
    };
    entries.iter().enumerate().filter_map(|(at, entry)| joined(at, entry)).collect()
}

#[derive(Debug, Clone, Copy)]
enum Place {
    /// With this English entry.
    Chinese(usize),
    /// With a Chinese entry, where the pair stands.
    English,
}

fn pair(zh: &Entry, en: &Entry) -> Entry {
    match (&zh.files, &en.files) {
        (Files::Single(zh_file), Files::Single(en_file)) => Entry {
            id: format!("{}+{}", zh.id, en.id),
            files: Files::Pair { zh: zh_file.clone(), en: en_file.clone() },
        },
        // Only entries of one file have a fingerprint.
        _ => zh.clone(),
    }
}

/// Two files that may translate each other.
struct Candidate {
    /// The numbers of the Chinese and of the English entry.
    files: (usize, usize),
    /// See [`Alignment::agreement`](duizhao_aligner::Alignment::agreement); filled in by aligning them.
    agreement: f32,
}

fn fingerprints(
    entries: &[Entry],
    stages: &Stages<'_>,
    lexicon: &Lexicon,
    pool: &rayon::ThreadPool,
) -> Vec<Fingerprint> {
    let mut fingerprints = Vec::new();
    let singles =
        entries.iter().enumerate().filter(|(_, entry)| matches!(entry.files, Files::Single(_)));
    let done: Result<(), std::convert::Infallible> = parallel::in_order(
        pool,
        WINDOW * pool.current_num_threads(),
        singles,
        |(number, entry)| fingerprint(number, entry, stages, lexicon),
        |fingerprint| {
            fingerprints.extend(fingerprint);
            Ok(())
        },
    );
    match done {
        Ok(()) => fingerprints,
    }
}

/// `None` for a file that cannot be read or holds both languages.
fn fingerprint(
    entry: usize,
    file: &Entry,
    stages: &Stages<'_>,
    lexicon: &Lexicon,
) -> Option<Fingerprint> {
    let (language, sentences) = one_language(file, stages).ok()??;
    let mut vocabulary = Vocabulary::new(lexicon);
    let mut tokens = Vec::new();
    let mut weights: FxHashMap<u32, f32> = FxHashMap::default();
    for sentence in &sentences {
        tokens.clear();
        lexicon.tokenise(&sentence.text, language, &mut vocabulary, &mut tokens);
        for token in tokens.iter().filter(|token| token.kind != TokenKind::Punctuation) {
            let mut add = |key: u32, strength: f32| {
                let weight = weights.entry(hash(vocabulary.text(lexicon, key))).or_default();
                *weight = weight.max(strength);
            };
            token.keys().for_each(|key| add(key, 1.0));
            if language == Language::Zh {
                let translations = lexicon.translations(token.key).iter();
                translations
                    .map(|translation| (translation.stem, translation.weight()))
                    .filter(|(_, strength)| *strength >= LEAST_STRENGTH)
                    .for_each(|(stem, strength)| add(stem, strength));
            }
        }
    }
    let mut features: Vec<(u32, f32)> = weights.into_iter().collect();
    features.sort_unstable_by_key(|(feature, _)| *feature);
    features.truncate(MOST_FEATURES);
    Some(Fingerprint { entry, language, features })
}

/// The sentences of a file, if they are in one language.
fn one_language(
    entry: &Entry,
    stages: &Stages<'_>,
) -> Result<Option<(Language, Vec<Sentence>)>, ReadError> {
    let document: Document = stages.read(entry)?;
    let [zh, en] = Language::BOTH.map(|language| stages.sentences(&document, language));
    let length = |side: &[Sentence]| side.iter().map(|sentence| sentence.text.len()).sum::<usize>();
    let (zh_length, en_length) = (length(&zh), length(&en));
    Ok(if zh_length > QUOTATIONS * en_length {
        Some((Language::Zh, zh))
    } else if en_length > QUOTATIONS * zh_length {
        Some((Language::En, en))
    } else {
        None
    })
}

/// The same on every machine, unlike the hash of a map.
fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    text.bytes().for_each(|byte| hasher.write_u8(byte));
    (hasher.finish() >> 20) as u32
}

/// For each Chinese file the English ones that share most with it.
fn candidates(fingerprints: &[Fingerprint]) -> Vec<Candidate> {
    let side = |language| fingerprints.iter().filter(move |print| print.language == language);
    let english: Vec<&Fingerprint> = side(Language::En).collect();
    let mut places: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (number, print) in english.iter().enumerate() {
        for (feature, _) in &print.features {
            places.entry(*feature).or_default().push(number as u32);
        }
    }
    let worth = |found: usize| libm::logf(1.0 + english.len() as f32 / found as f32);
    let norms: Vec<f32> = english
        .iter()
        .map(|print| {
            let worths = print.features.iter().map(|(feature, _)| worth(places[feature].len()));
            libm::sqrtf(worths.map(|worth| worth * worth).sum::<f32>()).max(1.0)
        })
        .collect();
    let mut shared = vec![0.0_f32; english.len()];
    let mut candidates = Vec::new();
    for print in side(Language::Zh) {
        shared.fill(0.0);
        for (feature, strength) in &print.features {
            let Some(found) = places.get(feature).filter(|found| found.len() <= COMMON) else {
                continue;
            };
            let worth = worth(found.len());
            for en in found {
                shared[*en as usize] += strength * worth * worth;
            }
        }
        let mut best: Vec<(f32, usize)> = shared
            .iter()
            .zip(&norms)
            .map(|(shared, norm)| shared / norm)
            .zip(0..)
            .filter(|(likeness, _)| *likeness > 0.0)
            .collect();
        best.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        candidates.extend(best.into_iter().take(CANDIDATES).map(|(_, en)| Candidate {
            files: (print.entry, english[en].entry),
            agreement: f32::MIN,
        }));
    }
    candidates
}

/// Aligns the candidates; those that are no translations go.
fn judge(
    candidates: &mut Vec<Candidate>,
    entries: &[Entry],
    stages: &Stages<'_>,
    pool: &rayon::ThreadPool,
) {
    let sentences = |entry: usize| one_language(&entries[entry], stages).ok().flatten();
    let mut judged = Vec::with_capacity(candidates.len());
    let done: Result<(), std::convert::Infallible> = parallel::in_order(
        pool,
        WINDOW * pool.current_num_threads(),
        std::mem::take(candidates).into_iter(),
        |candidate| {
            let ((_, zh), (_, en)) = (sentences(candidate.files.0)?, sentences(candidate.files.1)?);
            stages.agreement(&zh, &en).map(|agreement| Candidate { agreement, ..candidate })
        },
        |candidate| {
            judged.extend(candidate);
            Ok(())
        },
    );
    match done {
        Ok(()) => *candidates = judged,
    }
}
