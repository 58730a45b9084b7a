use std::path::{Path, PathBuf};
use std::time::Duration;

use duizhao_curator::CurateError;
use duizhao_export::journal::{Journal, Known, Leftover, Place};
use duizhao_export::{CorpusOptions, CorpusWriter, ExportError, Manifest};
use duizhao_lexicon::Lexicon;
use duizhao_reader::{Entry, Furniture, ReadError};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::curation::Uncurated;
use crate::document::Stages;
use crate::former::Former;
use crate::work::{self, Job, Outcome, Outlet};
use crate::{Config, CurationError, Observer, config, furniture, inputs, parallel};

/// Documents in flight for each thread: enough that a large one does not hold the others up.
const WINDOW: usize = 16;
/// Fewer documents have no furniture in common.
const FEWEST: usize = 5;
/// How often what is done is brought to the disk if nothing else is said.
const SAVE_EVERY: Duration = Duration::from_secs(1);

/// Why no corpus was built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The inputs are folders without any file of a known format.
    #[error(
        "the inputs hold no file of a known format, so {} was not written; give files, or folders with documents in them",
        .out.display()
    )]
    NothingFound {
        /// The corpus folder that was asked for.
        out: PathBuf,
    },
    /// The inputs hold no file that could be read, or none with both languages.
    #[error("no input gave a bilingual document, so {} was not written; each input's own message says why", .out.display())]
    NothingDone {
        /// The corpus folder that was asked for.
        out: PathBuf,
    },
    /// The list of pairs cannot be used.
    #[error(transparent)]
    List(#[from] ReadError),
    /// The corpus folder could not be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The build was cut off by an error after some of it was done.
    #[error("{error}; what was done is kept beside {}: go on with --resume, or begin anew with --force", .out.display())]
    Interrupted {
        /// The corpus folder that was asked for.
        out: PathBuf,
        /// What happened.
        error: ExportError,
    },
    /// Every document is done, but duplicates or splits could not be found.
    #[error("{0}; every document is done and kept: go on with --resume")]
    Curation(CurateError),
    /// The threads could not be started.
    #[error("cannot start the threads: {0}; try a smaller number with --threads")]
    Threads(#[from] ThreadPoolBuildError),
}

impl From<CurationError> for BuildError {
    fn from(error: CurationError) -> Self {
        match error {
            CurationError::Export(error) => Self::Export(error),
            CurationError::Curate(error) => Self::Curation(error),
        }
    }
}

/// The stages in order, with a lexicon and the user's settings.
#[derive(Debug, Clone)]
pub struct Pipeline<'a> {
    lexicon: &'a Lexicon,
    config: Config,
}

impl<'a> Pipeline<'a> {
    /// A pipeline that looks words up in `lexicon`.
    pub fn new(lexicon: &'a Lexicon, config: Config) -> Self {
        Self { lexicon, config }
    }

    /// Builds the corpus folder `out` from the documents in `inputs`, files or folders.
    ///
    /// From five documents on they are read once before, for what those of a folder or host begin and end with: it is
    /// dropped as `repeated-furniture`, unless that rule is off.
    ///
    /// An input that fails is told to `observer`, stands in the corpus's documents.parquet with its reason, and costs
    /// nothing else. Documents are worked on in parallel and their records kept in a journal beside `out`; when all are
    /// there, they are written in the order of their names: the folder is the same, byte for byte, on any number of
    /// threads, and whether the build went through at once or was cut off and resumed. Memory is bounded by the documents
    /// in flight, sixteen for each thread, and 24 bytes for each document; with [`Config::resume`] about 100 bytes and the
    /// id for each that was done before.
    ///
    /// # Errors
    /// [`BuildError`]; nothing is left at `out` then but what was there before, and beside it what was done if there is
    /// something to go on with.
    pub fn build(
        &self,
        inputs: &[PathBuf],
        out: &Path,
        observer: &mut dyn Observer,
    ) -> Result<Manifest, BuildError> {
        let Config { force, resume, save_every, .. } = self.config;
        let pool = self.pool()?;
        let stages = Stages::new(&self.config, self.lexicon);
        let found = inputs::find(inputs, &self.config, (&stages, self.lexicon, &pool))?;
        let is_wanted = force || resume || !out.exists();
        let furniture =
            if is_wanted && self.config.reader.learns_furniture() && found.count >= FEWEST {
                furniture::survey(found.documents(), &stages, &pool)
            } else {
                Furniture::default()
            };
        let settings = self.config.settings();
        let stages = stages.with_furniture(furniture);
        let options = CorpusOptions {
            force: force || resume,
            features: duizhao_scorer::features(),
            settings: settings.clone(),
            shards: self.config.shards,
        };
        let corpus = CorpusWriter::create(out, options)?;
        let leftover = match (resume, force) {
            (true, _) => Leftover::Continue,
            (false, true) => Leftover::Discard,
            (false, false) => Leftover::Refuse,
        };
        let (mut journal, known) = Journal::open(
            &corpus,
            &config::of_stages(&settings),
            leftover,
            save_every.unwrap_or(SAVE_EVERY),
        )?;
        let former = if resume { Former::open(out, &settings)? } else { None };
        let is_new = known.is_empty();
        let before = Before { known, former };
        let run = Run { found, stages: &stages, pool: &pool, out, journal: &mut journal, observer };
        let built =
            Self::make(run, before).and_then(|places| self.write(&journal, &places, corpus));
        match built {
            Ok(manifest) => {
                // The corpus is there; what cannot be removed now is removed by the next build of it.
                let _ = journal.remove();
                Ok(manifest)
            }
            Err(BuildError::Export(error)) if journal.is_worth_keeping() => {
                Err(BuildError::Interrupted { out: out.to_owned(), error })
            }
            Err(error) => {
                // Nothing to go on with; but what an earlier run did is not lost for inputs that were given wrongly.
                if is_new && matches!(error, BuildError::NothingDone { .. }) {
                    let _ = journal.remove();
                }
                Err(error)
            }
        }
    }

    /// Writes the corpus from the journal, each pair where curation puts it.
    fn write(
        &self,
        journal: &Journal,
        places: &[Place],
        mut corpus: CorpusWriter,
    ) -> Result<Manifest, BuildError> {
        let records = |_| Ok(journal.records(places).map(|record| record.map(Uncurated::Record)));
        self.pool()?.install(|| self.config.curation.curate(records, &mut corpus))?;
        Ok(corpus.finish()?)
    }

    fn pool(&self) -> Result<ThreadPool, ThreadPoolBuildError> {
        ThreadPoolBuilder::new().num_threads(self.config.threads.unwrap_or(0)).build()
    }

    /// Brings a record of every input into the journal, and says where they lie in the order of the inputs.
    fn make(run: Run<'_>, before: Before) -> Result<Vec<Place>, BuildError> {
        let Run { found, stages, pool, out, journal, observer } = run;
        if !found.skipped.is_empty() {
            observer.left_out(&found.skipped);
        }
        if found.count == 0 {
            return Err(BuildError::NothingFound { out: out.to_owned() });
        }
        observer.found(found.count as u64);

        let Before { known, mut former } = before;
        let (mut places, mut bilingual) = (Vec::with_capacity(found.count), false);
        parallel::in_order(
            pool,
            WINDOW * pool.current_num_threads(),
            found.into_entries().map(|entry| job(entry, &known, former.as_mut())),
            |job| match job? {
                Ok(job) => job.run(stages),
                Err(error) => Outcome::failed(work::failed_input(&error)),
            },
            |outcome| -> Result<(), ExportError> {
                let Outcome { record, complaint, is_bilingual, taken_over } = outcome?;
                places.push(match record {
                    Outlet::Kept(place) => place,
                    Outlet::New(record) => journal.push(&record)?,
                });
                if taken_over {
                    observer.taken_over();
                }
                bilingual |= is_bilingual;
                if let Some(complaint) = complaint {
                    observer.failed(&complaint);
                }
                observer.done();
                Ok(())
            },
        )?;
        journal.save()?;
        if bilingual { Ok(places) } else { Err(BuildError::NothingDone { out: out.to_owned() }) }
    }
}

/// What a build works with.
struct Run<'r> {
    found: inputs::Found,
    stages: &'r Stages<'r>,
    pool: &'r ThreadPool,
    out: &'r Path,
    journal: &'r mut Journal,
    observer: &'r mut dyn Observer,
}

/// What is there from before.
struct Before {
    /// From a build that was cut off.
    known: Known,
    /// From the corpus that is brought up to date.
    former: Option<Former>,
}

/// What is to be done for an input, which may have failed to be found.
fn job(
    entry: Result<Entry, ReadError>,
    known: &Known,
    former: Option<&mut Former>,
) -> Result<Result<Job, ReadError>, ExportError> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Ok(Err(error)),
    };
    let finished = known.find(&entry.id);
    let stored = match former {
        Some(former) if finished.is_none() => former.find(&entry.id)?,
        _ => None,
    };
    Ok(Ok(Job { entry, finished, stored: stored.map(Box::new) }))
}
