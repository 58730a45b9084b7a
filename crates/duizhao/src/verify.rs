use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use duizhao_bitext::{Document, Language, normalise};
use duizhao_export::row::{DroppedRow, FileRow, Location, PairRow, SideRow, StoredDocument};
use duizhao_export::verify::{self, Check, Laws, Problem};
use duizhao_export::{CorpusReader, ExportError, Record};
use duizhao_reader::{Entry, Files, Options};

use crate::archived::{Again, Archived};
use crate::{BuildError, parallel};

/// Documents in flight for each thread.
const WINDOW: usize = 8;

/// How a corpus is verified.
#[derive(Debug, Clone, Copy)]
pub struct Verification {
    /// Whether the sources are read again. Default: yes.
    pub sources: bool,
    /// How many threads work; `None` (default) for as many as there are cores. Never changes the result.
    pub threads: Option<usize>,
}

impl Default for Verification {
    fn default() -> Self {
        Self { sources: true, threads: None }
    }
}

/// Looks whether the corpus in folder `corpus` is what was written, keeps the laws, and has every text where it says in its
/// sources, which are looked for at the paths that the build was given.
///
/// Reads the corpus and, if they are wanted, the sources once. Memory is bounded by the documents in flight and 8 bytes for
/// each pair and each document. Where files are damaged, what depends on them is not looked at.
///
/// # Errors
/// If there is no corpus, its manifest cannot be understood, or the threads cannot be started.
pub fn verify(corpus: &Path, verification: &Verification) -> Result<Vec<Check>, BuildError> {
    let reader = CorpusReader::open(corpus)?;
    let files = verify::files(corpus, reader.manifest());
    if !files.is_passed() {
        return Ok(vec![files]);
    }
    let tables = verify::tables(corpus, reader.manifest());
    if !tables.is_passed() {
        return Ok(vec![files, tables]);
    }
    let mut checks = vec![files, tables];
    checks.extend(records(&reader, verification)?);
    Ok(checks)
}

/// The checks of what the tables hold.
fn records(reader: &CorpusReader, verification: &Verification) -> Result<Vec<Check>, BuildError> {
    let manifest = reader.manifest();
    let mut laws = Laws::new(manifest);
    let mut check = Check::new("sources");
    let sources = verification.sources.then(|| {
        let mut readers: Vec<Options> = Vec::new();
        for build in manifest.builds() {
            let reader = serde_json::from_value(build["reader"].clone()).unwrap_or_default();
            if !readers.contains(&reader) {
                readers.push(reader);
            }
        }
        Sources { readers, masked: manifest.is_masked() }
    });
    let threads = verification.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let mut archives = Archived::new(sources.as_ref().map_or(&Options::default(), Sources::limits));
    let (mut texts, mut archived) = (0, 0_u64);
    let read = parallel::in_order(
        &pool,
        WINDOW * pool.current_num_threads(),
        reader.records()?.map(|record| {
            let record = record?;
            laws.record(&record);
            let again = match &record {
                Record::Document(document) if sources.is_some() => {
                    archives.again(&document.row.files)
                }
                _ => Again::Outside,
            };
            Ok((record, again))
        }),
        |record: Result<_, ExportError>| match (record?, &sources) {
            ((Record::Document(document), again), Some(sources)) => {
                Ok(sources.compare(&document, again))
            }
            _ => Ok(Compared::Texts(0, Vec::new())),
        },
        |compared: Result<Compared, ExportError>| -> Result<(), ExportError> {
            let (looked_at, problems) = match compared? {
                Compared::Texts(looked_at, problems) => (looked_at, problems),
                Compared::Archived => {
                    archived += 1;
                    return Ok(());
                }
            };
            texts += looked_at;
            for problem in problems {
                check.add(problem);
            }
            Ok(())
        },
    );
    let mut laws = laws.finish();
    if let Err(error) = read {
        let (file, place) = (error.path().unwrap_or_default(), String::new());
        laws.add(Problem { file, place, problem: error.to_string() });
    }
    check.looked_at = match archived {
        0 => format!("{texts} texts at their places"),
        _ => format!(
            "{texts} texts at their places; {archived} documents of two members of archives not read again"
        ),
    };
    Ok(if sources.is_some() { vec![laws, check] } else { vec![laws] })
}

/// What came of comparing a document with its sources.
enum Compared {
    /// So many texts were looked at, and this is wrong.
    Texts(u64, Vec<Problem>),
    /// The document was made of two members of archives that were put together by what they say.
    Archived,
}

/// Compares documents with their sources.
struct Sources {
    /// How the documents were read; several ways in a corpus that was merged, and a document was read in one of them.
    readers: Vec<Options>,
    /// Texts may have been masked after they were read; then only their places are looked at.
    masked: bool,
}

impl Sources {
    /// The limits for archives.
    fn limits(&self) -> &Options {
        static USUAL: LazyLock<Options> = LazyLock::new(Options::default);
        self.readers.first().unwrap_or(&USUAL)
    }

    /// How many texts there were, and what is wrong with them.
    fn compare(&self, stored: &StoredDocument, again: Again) -> Compared {
        let files = &stored.row.files;
        let wrong = |problem: String| {
            let file = files.first().map(|file| file.path.clone()).unwrap_or_default();
            Compared::Texts(0, vec![Problem { file, place: String::new(), problem }])
        };
        let member = match again {
            Again::Outside => None,
            Again::Found(entry) => Some(entry),
            Again::Missing if files.len() > 1 => return Compared::Archived,
            Again::Missing => return wrong("the archive holds no such document".to_owned()),
            Again::Failed(error) => return wrong(error.reason()),
        };
        let mut outcome = (0, Vec::new());
        for reader in &self.readers {
            outcome = self.compare_as_read(stored, reader, member.as_ref());
            if outcome.1.is_empty() {
                break;
            }
        }
        Compared::Texts(outcome.0, outcome.1)
    }

    fn compare_as_read(
        &self,
        stored: &StoredDocument,
        reader: &Options,
        member: Option<&Entry>,
    ) -> (u64, Vec<Problem>) {
        let files = &stored.row.files;
        let document = match read(reader, &stored.id, files, member) {
            Ok(document) => document,
            Err(problem) => return (0, vec![problem]),
        };
        let mut texts =
            Texts { files, offsets: offsets(&document), document, count: 0, problems: vec![] };
        let masked = self.masked;
        for pair in &stored.pairs {
            texts.pair(pair, masked);
        }
        for row in &stored.unpaired {
            let place = format!("{}, {} sentence {}", stored.id, row.language, row.sentence);
            texts.look(row.source, &place, |text| masked || normalise(text) == row.text);
        }
        for row in &stored.dropped {
            match row {
                DroppedRow::Pair { pair, .. } => texts.pair(pair, masked),
                DroppedRow::Block(block) => {
                    let place = format!("{}, a block dropped by {}", stored.id, block.reason);
                    texts.look(block.source, &place, |text| masked || text == block.text);
                }
            }
        }
        (texts.count, texts.problems)
    }
}

/// Reads the document again, if its files are those that it was made of; `member` is what an archive holds of it.
fn read(
    reader: &Options,
    id: &str,
    files: &[FileRow],
    member: Option<&Entry>,
) -> Result<Document, Problem> {
    let problem = |file: &str, problem: String| Problem {
        file: file.to_owned(),
        place: String::new(),
        problem,
    };
    let path = |file: &FileRow| PathBuf::from(&file.path);
    let found = match files {
        _ if member.is_some() => Files::Members(Vec::new()),
        [one] => Files::Single(path(one)),
        [zh, en] => Files::Pair { zh: path(zh), en: path(en) },
        _ => return Err(problem(id, format!("it has {} files, not one or two", files.len()))),
    };
    let entry = Entry { id: id.to_owned(), files: found };
    let document = duizhao_reader::read(member.unwrap_or(&entry), reader)
        .map_err(|error| problem(error.path(), error.reason()))?;
    for (file, text) in files.iter().zip(&document.texts) {
        if file.sha256.as_ref() != Some(&text.sha256) {
            let changed =
                "it was changed since the corpus was built; --resume brings the corpus up to date";
            return Err(problem(&file.path, changed.to_owned()));
        }
    }
    Ok(document)
}

/// A document's texts, in which characters are looked up.
struct Texts<'a> {
    files: &'a [FileRow],
    document: Document,
    /// For each text where each of its characters begins, and its end.
    offsets: Vec<Vec<usize>>,
    count: u64,
    problems: Vec<Problem>,
}

fn offsets(document: &Document) -> Vec<Vec<usize>> {
    let of_text = |content: &str| {
        content.char_indices().map(|(offset, _)| offset).chain([content.len()]).collect()
    };
    document.texts.iter().map(|text| of_text(&text.content)).collect()
}

impl Texts<'_> {
    /// What stands at a place.
    fn at(&self, location: Location) -> Option<&str> {
        let offsets = self.offsets.get(location.file)?;
        let (start, end) = (offsets.get(location.span.start)?, offsets.get(location.span.end)?);
        self.document.texts[location.file].content.get(*start..*end)
    }

    fn pair(&mut self, pair: &PairRow, masked: bool) {
        for (language, side) in [(Language::Zh, &pair.zh), (Language::En, &pair.en)] {
            self.count += 1;
            let found = self.side(language, side);
            if !(found.as_ref() == Some(&side.text) || masked && found.is_some()) {
                let place = format!("pair {}", pair.id);
                let first = side.sources.first().copied();
                self.wrong(first, &place, language.code());
            }
        }
    }

    /// The text of a pair's side, made again.
    fn side(&self, language: Language, side: &SideRow) -> Option<String> {
        let sentences = side.sources.iter().map(|source| Some(normalise(self.at(*source)?)));
        let sentences: Vec<_> = sentences.collect::<Option<_>>()?;
        Some(duizhao_scorer::join(language, sentences.iter().map(AsRef::as_ref)))
    }

    fn look(&mut self, source: Location, place: &str, is_right: impl FnOnce(&str) -> bool) {
        self.count += 1;
        if !self.at(source).is_some_and(is_right) {
            self.wrong(Some(source), place, "text");
        }
    }

    fn wrong(&mut self, source: Option<Location>, place: &str, what: &str) {
        let file = source.and_then(|source| self.files.get(source.file));
        let span = source.map(|source| source.span).unwrap_or_default();
        self.problems.push(Problem {
            file: file.map(|file| file.path.clone()).unwrap_or_default(),
            place: format!("characters {} to {}", span.start, span.end),
            problem: format!("its {what} does not stand there ({place})"),
        });
    }
}
