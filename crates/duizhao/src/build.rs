use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use duizhao_export::{
    CorpusOptions, CorpusWriter, DocumentRecord, ExportError, FailedInput, Manifest,
};
use duizhao_lexicon::Lexicon;
use duizhao_reader::{Entry, ReadError};

use crate::document::{Finished, Stages};
use crate::{Config, Observer, inputs, parallel};

/// Documents in flight for each thread: enough that a large one does not hold the others up.
const WINDOW: usize = 16;

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
    /// The threads could not be started.
    #[error("cannot start the threads: {0}; try a smaller number with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
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
    /// An input that fails is told to `observer`, stands in the corpus's documents.parquet with its reason, and costs
    /// nothing else. Documents are worked on in parallel and written in the order of their names: the folder is the same,
    /// byte for byte, on any number of threads. Memory is bounded by the documents in flight, sixteen for each thread.
    ///
    /// # Errors
    /// [`BuildError`]; nothing is left at `out` then but what was there before.
    pub fn build(
        &self,
        inputs: &[PathBuf],
        out: &Path,
        observer: &mut dyn Observer,
    ) -> Result<Manifest, BuildError> {
        let config = &self.config;
        let options = CorpusOptions {
            force: config.force,
            features: duizhao_scorer::features(),
            settings: config.settings(),
            ..CorpusOptions::default()
        };
        let mut corpus = CorpusWriter::create(out, options)?;
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(config.threads.unwrap_or(0)).build()?;
        let stages = Stages::new(config, self.lexicon);

        let found = inputs::find(inputs, config, (&stages, self.lexicon, &pool))?;
        if !found.skipped.is_empty() {
            observer.left_out(&found.skipped);
        }
        if found.count == 0 {
            return Err(BuildError::NothingFound { out: out.to_owned() });
        }
        observer.found(found.count as u64);
        let mut bilingual = false;
        parallel::in_order(
            &pool,
            WINDOW * pool.current_num_threads(),
            found.entries,
            |entry| {
                entry
                    .map_err(|error| failed_input(&error))
                    .and_then(|entry| finish(&stages, &entry))
            },
            |outcome| -> Result<(), ExportError> {
                match outcome {
                    Ok(finished) => bilingual |= take(&mut corpus, observer, &finished)?,
                    Err(failure) => {
                        observer.failed(&failure);
                        corpus.failed(&failure)?;
                    }
                }
                observer.done();
                Ok(())
            },
        )?;
        if !bilingual {
            return Err(BuildError::NothingDone { out: out.to_owned() });
        }
        Ok(corpus.finish()?)
    }
}

/// Runs the stages on one document. A fault of ours in one document is no reason to lose the others.
fn finish(stages: &Stages<'_>, entry: &Entry) -> Result<Finished, FailedInput> {
    match catch_unwind(AssertUnwindSafe(|| stages.run(entry))) {
        Ok(result) => result.map_err(|error| failed_input(&error)),
        Err(_) => Err(FailedInput {
            path: entry.id.clone(),
            reason: "the program failed on this document".to_owned(),
            hint: Some("this is a fault of duizhao: please report it with the document".to_owned()),
        }),
    }
}

/// Writes a document; says whether it held both languages. One that doesn't has failed, but its sentences are accounted
/// for like all others.
fn take(
    corpus: &mut CorpusWriter,
    observer: &mut dyn Observer,
    finished: &Finished,
) -> Result<bool, ExportError> {
    let Finished { document, zh, en, pairs } = finished;
    corpus.document(&DocumentRecord { document, zh, en, pairs })?;
    if !zh.is_empty() && !en.is_empty() {
        return Ok(true);
    }
    let (there, missing) =
        if en.is_empty() { ("Chinese", "English") } else { ("English", "Chinese") };
    let reason = match (zh.is_empty(), en.is_empty()) {
        (true, true) => "holds neither a Chinese nor an English sentence".to_owned(),
        _ => format!("holds {there} but no {missing} sentences"),
    };
    let hint = "put the translation into the same file, or beside it as a pair: page.zh.txt and page.en.txt";
    let path = document.texts.first().map_or(&document.id, |text| &text.path).clone();
    observer.failed(&FailedInput { path, reason, hint: Some(hint.to_owned()) });
    Ok(false)
}

fn failed_input(error: &ReadError) -> FailedInput {
    FailedInput { path: error.path().to_owned(), reason: error.reason(), hint: error.way_out() }
}
