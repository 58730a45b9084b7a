//! A build that was cut off anywhere and resumed, and a corpus that was brought up to date, are what a new build gives.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use duizhao::{BuildError, Config, Observer, Pipeline};
use duizhao_export::{ExportError, FailedInput, Manifest};
use duizhao_lexicon::Lexicon;
use proptest::prelude::*;
use tempfile::TempDir;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::empty);

/// What a build told while it went on. Before each next document it keeps what a killed run would have left.
#[derive(Default)]
struct Witness {
    journal: PathBuf,
    copies: Option<PathBuf>,
    done: usize,
    taken_over: usize,
    failed: Vec<String>,
}

impl Observer for Witness {
    fn found(&mut self, _documents: u64) {
        self.keep();
    }

    fn left_out(&mut self, _files: &BTreeMap<String, usize>) {}

    fn taken_over(&mut self) {
        self.taken_over += 1;
    }

    fn done(&mut self) {
        self.done += 1;
        self.keep();
    }

    fn failed(&mut self, input: &FailedInput) {
        self.failed.push(format!("{}: {}", input.path, input.reason));
    }
}

impl Witness {
    fn keep(&self) {
        let Some(copies) = &self.copies else { return };
        let copy = copies.join(self.done.to_string());
        fs::create_dir_all(&copy).unwrap();
        for (name, bytes) in contents(&self.journal) {
            fs::write(copy.join(name), bytes).unwrap();
        }
    }
}

/// A folder with documents, and one for corpora.
struct Place {
    folder: TempDir,
    inputs: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inputs = folder.path().join("pages");
        fs::create_dir(&inputs).unwrap();
        Self { folder, inputs }
    }

    /// Eight documents; one of them a pair of files, one in one language only, and one that cannot be read.
    fn with_documents() -> Self {
        let place = Self::new();
        for number in 0..5 {
            place.write(&format!("page-{number}.txt"), &page(number));
        }
        place.write("old.zh.txt", "从前有一座桥。\n");
        place.write("old.en.txt", "Once there was a bridge.\n");
        place.write("alone.txt", "The bridge is alone. Nobody answers.\n");
        place.write("empty.txt", "");
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.inputs.join(name), text).unwrap();
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The journal of the corpus of this name.
    fn journal(&self, name: &str) -> PathBuf {
        self.out(&format!(".{name}.journal"))
    }

    fn build(&self, name: &str, config: &Config) -> Result<Witness, BuildError> {
        let mut witness = Witness::default();
        self.build_before(name, config, &mut witness).map(|_| witness)
    }

    fn build_before(
        &self,
        name: &str,
        config: &Config,
        witness: &mut Witness,
    ) -> Result<Manifest, BuildError> {
        let inputs = [self.inputs.clone()];
        Pipeline::new(&LEXICON, config.clone()).build(&inputs, &self.out(name), witness)
    }

    /// What a new build gives.
    fn fresh(&self) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<String>) {
        let witness = self.build("fresh", &Config { force: true, ..config() }).unwrap();
        assert_eq!(witness.taken_over, 0);
        (contents(&self.out("fresh")), witness.failed)
    }

    /// Lets a build of corpus `name` be cut off after `documents`.
    fn cut_off(&self, name: &str, documents: usize) {
        let copies = self.out("copies");
        let mut witness = Witness {
            journal: self.journal("whole"),
            copies: Some(copies.clone()),
            ..Witness::default()
        };
        let config = Config { save_every: Some(Duration::ZERO), force: true, ..config() };
        self.build_before("whole", &config, &mut witness).unwrap();
        fs::rename(copies.join(documents.to_string()), self.journal(name)).unwrap();
        fs::remove_dir_all(copies).unwrap();
    }
}

fn config() -> Config {
    Config { threads: Some(2), ..Config::default() }
}

fn resumed() -> Config {
    Config { resume: true, ..config() }
}

fn page(number: usize) -> String {
    let years = 1900 + number;
    format!(
        "第{number}座桥建于{years}年。它很老。\n\nBridge {number} was built in {years}. It is old.\n"
    )
}

/// Every file below a folder with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            let below = contents(&path).into_iter();
            files.extend(below.map(|(file, bytes)| (name.join(file), bytes)));
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn a_build_cut_off_after_any_document_goes_on_to_the_same_bytes() {
    let place = Place::with_documents();
    let (fresh, failed) = place.fresh();
    for documents in 0..=8 {
        let name = format!("cut-{documents}");
        place.cut_off(&name, documents);
        let witness = place.build(&name, &resumed()).unwrap();
        assert_eq!(contents(&place.out(&name)), fresh, "cut off after {documents}");
        assert_eq!((witness.done, &witness.failed), (8, &failed));
        // All but the empty file, which is the second and always tried again.
        assert_eq!(witness.taken_over, documents - usize::from(documents > 1));
        assert!(!place.journal(&name).exists());
    }
}

#[test]
fn a_resumed_build_that_is_cut_off_again_loses_nothing() {
    let place = Place::with_documents();
    let (fresh, _) = place.fresh();
    place.cut_off("corpus", 3);
    fs::remove_file(place.inputs.join("page-4.txt")).unwrap();
    let copies = place.out("second");
    let mut witness = Witness {
        journal: place.journal("corpus"),
        copies: Some(copies.clone()),
        ..Witness::default()
    };
    let config = Config { save_every: Some(Duration::ZERO), ..resumed() };
    place.build_before("corpus", &config, &mut witness).unwrap();
    assert_eq!(witness.taken_over, 2);
    place.write("page-4.txt", &page(4));
    fs::remove_dir_all(place.out("corpus")).unwrap();
    fs::rename(copies.join("6"), place.journal("corpus")).unwrap();
    let witness = place.build("corpus", &resumed()).unwrap();
    assert_eq!(witness.taken_over, 5);
    assert_eq!(contents(&place.out("corpus")), fresh);
}

#[test]
fn sources_that_changed_since_are_read_again() {
    let place = Place::with_documents();
    place.cut_off("corpus", 8);
    place.write("page-1.txt", &page(7));
    place.write("old.en.txt", "There once was a bridge.\n");
    fs::remove_file(place.inputs.join("page-3.txt")).unwrap();
    place.write("page-0.5.txt", &page(5));
    let (fresh, failed) = place.fresh();
    let witness = place.build("corpus", &resumed()).unwrap();
    assert_eq!(contents(&place.out("corpus")), fresh);
    assert_eq!(witness.failed, failed);
    assert_eq!(witness.taken_over, 4, "alone, page-0, page-2 and page-4");
}

#[test]
fn a_damaged_part_is_made_again() {
    let place = Place::with_documents();
    let (fresh, _) = place.fresh();
    let parts = contents(&{
        place.cut_off("probe", 8);
        place.journal("probe")
    });
    assert_eq!(parts.len(), 8);
    for (number, name) in parts.keys().enumerate() {
        let corpus = format!("damaged-{number}");
        place.cut_off(&corpus, 8);
        let part = place.journal(&corpus).join(name);
        let mut bytes = fs::read(&part).unwrap();
        match number % 3 {
            0 => bytes.truncate(bytes.len() / 2),
            1 => bytes.clear(),
            _ => {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
        }
        fs::write(&part, bytes).unwrap();
        let witness = place.build(&corpus, &resumed()).unwrap();
        assert_eq!(contents(&place.out(&corpus)), fresh, "{}", name.display());
        assert_eq!(witness.taken_over, if number == 1 { 7 } else { 6 });
    }
}

#[test]
fn what_was_cut_off_is_neither_thrown_away_nor_mixed_with_other_settings_unasked() {
    let place = Place::with_documents();
    place.cut_off("corpus", 5);
    let before = contents(&place.journal("corpus"));

    let error = place.build("corpus", &config()).err().unwrap();
    assert!(matches!(error, BuildError::Export(ExportError::CutOff { .. })), "{error:?}");
    assert!(error.to_string().contains("--resume"), "{error}");

    let mut other = resumed();
    other.segmenter.split_semicolons = true;
    let error = place.build("corpus", &other).err().unwrap();
    assert!(matches!(error, BuildError::Export(ExportError::OtherSettings { .. })), "{error:?}");
    assert_eq!(contents(&place.journal("corpus")), before);
    assert!(!place.out("corpus").exists());

    let witness = place.build("corpus", &Config { force: true, ..config() }).unwrap();
    assert_eq!(witness.taken_over, 0);
    assert_eq!(contents(&place.out("corpus")), place.fresh().0);
    assert!(!place.journal("corpus").exists());
}

#[test]
fn a_corpus_of_other_settings_is_made_anew() {
    let place = Place::with_documents();
    place.build("corpus", &config()).unwrap();
    let mut other = Config { resume: true, ..config() };
    other.segmenter.split_quotes = !other.segmenter.split_quotes;
    let witness = place.build("corpus", &other).unwrap();
    assert_eq!(witness.taken_over, 0);
    place.build("other", &Config { resume: false, ..other }).unwrap();
    assert_eq!(contents(&place.out("corpus")), contents(&place.out("other")));
}

#[test]
fn a_folder_that_is_no_corpus_is_not_replaced_by_resuming() {
    let place = Place::with_documents();
    fs::create_dir(place.out("thesis")).unwrap();
    fs::write(place.out("thesis").join("chapter.txt"), "mine").unwrap();
    let error = place.build("thesis", &resumed()).err().unwrap();
    assert!(matches!(error, BuildError::Export(ExportError::NotACorpus { .. })), "{error:?}");
    assert_eq!(contents(&place.out("thesis")).len(), 1);
}

/// A folder's documents: for each of eight names nothing, or one of four contents.
fn folders() -> impl Strategy<Value = Vec<Option<usize>>> {
    proptest::collection::vec(proptest::option::weighted(0.8, 0..4_usize), 8)
}

fn fill(place: &Place, documents: &[Option<usize>]) {
    fs::remove_dir_all(&place.inputs).unwrap();
    fs::create_dir(&place.inputs).unwrap();
    for (number, content) in documents.iter().enumerate() {
        if let Some(content) = content {
            // The last content holds one language only.
            let text =
                if *content == 3 { "The bridge is old.\n".to_owned() } else { page(*content) };
            place.write(&format!("{number}.txt"), &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn an_updated_corpus_is_what_a_new_build_gives(before in folders(), after in folders()) {
        let place = Place::new();
        fill(&place, &before);
        let built = place.build("corpus", &config()).is_ok();
        fill(&place, &after);
        let fresh = place.build("fresh", &config());
        let updated = place.build("corpus", &resumed());
        prop_assert_eq!(fresh.is_ok(), updated.is_ok());
        if let (Ok(fresh), Ok(updated)) = (fresh, updated) {
            prop_assert_eq!(contents(&place.out("corpus")), contents(&place.out("fresh")));
            prop_assert_eq!(fresh.failed, updated.failed);
            let same = |(old, new): (&Option<usize>, &Option<usize>)| old.is_some() && old == new;
            let same = before.iter().zip(&after).filter(|pair| same(*pair)).count();
            prop_assert_eq!(updated.taken_over, if built { same } else { 0 });
        }
    }
}
