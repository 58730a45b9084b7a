//! What the documents of a site share, found before they are aligned.

use duizhao_reader::{Edges, Entry, Furniture, Survey};
use rayon::ThreadPool;

use crate::document::Stages;
use crate::parallel;

/// Documents in flight for each thread.
const WINDOW: usize = 16;

/// Reads every document once for what the documents of its site begin and end with. What cannot be read is left for the
/// build to name. The result is the same on any number of threads.
pub(crate) fn survey(
    entries: impl Iterator<Item = Entry>,
    stages: &Stages<'_>,
    pool: &ThreadPool,
) -> Furniture {
    let mut survey = Survey::default();
    let done: Result<(), std::convert::Infallible> = parallel::in_order(
        pool,
        WINDOW * pool.current_num_threads(),
        entries,
        |entry| stages.read(&entry).ok().map(|document| Edges::of(&document)),
        |edges| {
            if let Some(edges) = edges {
                survey.add(edges);
            }
            Ok(())
        },
    );
    match done {
        Ok(()) => survey.furniture(),
    }
}
