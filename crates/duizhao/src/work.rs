//! One document's way into the journal: taken over from before, or made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use duizhao_bitext::{REPEATED_FURNITURE, Span};
use duizhao_export::journal::{Finished, Packed, Place};
use duizhao_export::row::StoredDocument;
use duizhao_export::{DocumentRecord, ExportError, FailedInput, Identity, Record};
use duizhao_reader::{Entry, Files, ReadError};

use crate::document::{Made, Stages};
use crate::privacy;

/// A document to be made, with what is there of it from before.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) entry: Entry,
    /// From a build that was cut off.
    pub(crate) finished: Option<Finished>,
    /// From the corpus that is brought up to date.
    pub(crate) stored: Option<Box<StoredDocument>>,
}

/// What became of an input.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) record: Outlet,
    /// What the user should be told: the input could not be read, or has nothing to pair.
    pub(crate) complaint: Option<FailedInput>,
    /// Whether both languages are there.
    pub(crate) is_bilingual: bool,
    /// Whether it was made by an earlier build.
    pub(crate) taken_over: bool,
}

/// Where a record is.
#[derive(Debug)]
pub(crate) enum Outlet {
    /// In the journal.
    Kept(Place),
    /// On its way there.
    New(Packed),
}

impl Job {
    /// Takes the document over if its files are still the same, else runs the stages.
    pub(crate) fn run(self, stages: &Stages<'_>) -> Result<Outcome, ExportError> {
        let Self { entry, finished, stored } = self;
        if finished.is_some() || stored.is_some() {
            let identity = identity(&entry, stages);
            if let Some(finished) = finished.filter(|old| Some(old.identity) == identity) {
                let record = Outlet::Kept(finished.place);
                let complaint = monolingual(&entry, finished.languages);
                let is_bilingual = finished.languages == [true; 2];
                return Ok(Outcome { record, complaint, is_bilingual, taken_over: true });
            }
            if let Some(stored) = stored.filter(|old| Some(Identity::of_document(old)) == identity)
            {
                return Ok(Outcome { taken_over: true, ..outcome(&entry, stored)? });
            }
        }
        match make(stages, &entry) {
            Ok(Made { document, zh, en, pairs }) => {
                let record =
                    DocumentRecord { document: &document, zh: &zh, en: &en, pairs: &pairs };
                let features = duizhao_scorer::features().len();
                let mut stored = StoredDocument::of(&record, features)?;
                if stages.masks_private() {
                    privacy::mask(&mut stored);
                }
                outcome(&entry, Box::new(stored))
            }
            Err(failure) => Outcome::failed(failure),
        }
    }
}

impl Outcome {
    /// Of an input that no document could be made of.
    pub(crate) fn failed(failure: FailedInput) -> Result<Self, ExportError> {
        let record = Outlet::New(Packed::of(&Record::Failed(failure.clone()))?);
        Ok(Self { record, complaint: Some(failure), is_bilingual: false, taken_over: false })
    }
}

fn outcome(entry: &Entry, document: Box<StoredDocument>) -> Result<Outcome, ExportError> {
    let counts = document.row.counts.unwrap_or_default();
    let languages = [counts.zh_sentences > 0, counts.en_sentences > 0];
    let complaint = monolingual(entry, languages);
    let record = Outlet::New(Packed::of(&Record::Document(document))?);
    let is_bilingual = languages == [true; 2];
    Ok(Outcome { record, complaint, is_bilingual, taken_over: false })
}

/// Runs the stages on one document. A fault of ours in one document is no reason to lose the others.
fn make(stages: &Stages<'_>, entry: &Entry) -> Result<Made, FailedInput> {
    match catch_unwind(AssertUnwindSafe(|| stages.run(entry))) {
        Ok(result) => result.map_err(|error| failed_input(&error)),
        Err(_) => Err(FailedInput {
            path: entry.id.clone(),
            reason: "the program failed on this document".to_owned(),
            hint: Some("this is a fault of duizhao: please report it with the document".to_owned()),
        }),
    }
}

/// What is wrong with a document in which the languages are not both there. It has failed, but its sentences are
/// accounted for like all others. That most pages of a crawl are in one language is nothing to complain of.
fn monolingual(entry: &Entry, languages: [bool; 2]) -> Option<FailedInput> {
    if is_crawled(entry) {
        return None;
    }
    let reason = match languages {
        [true, true] => return None,
        [false, false] => "holds neither a Chinese nor an English sentence",
        [true, false] => "holds Chinese but no English sentences",
        [false, true] => "holds English but no Chinese sentences",
    };
    let hint = "put the translation into the same file, or beside it as a pair: page.zh.txt and page.en.txt";
    let path = files(entry)[0].display().to_string();
    Some(FailedInput { path, reason: reason.to_owned(), hint: Some(hint.to_owned()) })
}

fn is_crawled(entry: &Entry) -> bool {
    match &entry.files {
        Files::Members(members) => members.iter().any(|member| !member.about.is_empty()),
        _ => false,
    }
}

/// The identity of a document as its files and those of its site are now; `None` if they cannot be read, which is then found
/// out properly. Where a site has furniture, the document is read for what it has of it.
fn identity(entry: &Entry, stages: &Stages<'_>) -> Option<Identity> {
    let identity = of_files(entry)?;
    if !stages.has_furniture() {
        return Some(identity);
    }
    let document = stages.read_without_furniture(entry).ok()?;
    let furniture = document
        .blocks
        .iter()
        .filter(|block| block.dropped.as_deref() == Some(REPEATED_FURNITURE))
        .map(|block| {
            let text = &document.texts[block.text].content;
            let count = |byte: usize| text[..byte].chars().count();
            (block.text, Span::new(count(block.span.start), count(block.span.end)))
        });
    Some(identity.with_furniture(furniture))
}

/// The identity of a document by its files.
fn of_files(entry: &Entry) -> Option<Identity> {
    let mut now = Vec::new();
    if let Files::Members(members) = &entry.files {
        let sha256 = |member: &duizhao_reader::Member| duizhao_export::sha256(&member.bytes);
        let now: Vec<_> =
            members.iter().map(|member| (member.path.clone(), sha256(member))).collect();
        let pairs = now.iter().map(|(path, sha256)| (&**path, &**sha256));
        return Some(Identity::new(&entry.id, pairs));
    }
    for path in files(entry) {
        // A pipe would keep the program waiting for ever.
        if !path.metadata().ok()?.is_file() {
            return None;
        }
        now.push((path.display().to_string(), duizhao_export::sha256_of(path).ok()?));
    }
    Some(Identity::new(&entry.id, now.iter().map(|(path, sha256)| (&**path, &**sha256))))
}

fn files(entry: &Entry) -> Vec<&Path> {
    match &entry.files {
        Files::Single(path) => vec![path],
        Files::Pair { zh, en } => vec![zh, en],
        Files::Members(members) => members.iter().map(|member| Path::new(&member.path)).collect(),
    }
}

pub(crate) fn failed_input(error: &ReadError) -> FailedInput {
    FailedInput { path: error.path().to_owned(), reason: error.reason(), hint: error.way_out() }
}
