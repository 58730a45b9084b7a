use std::collections::BTreeMap;

use duizhao_export::FailedInput;

/// Who is told how a build goes on, while it goes on. Called on the thread that called [`Pipeline::build`](crate::Pipeline::build), in the
/// order of the inputs.
pub trait Observer {
    /// So many documents were found.
    fn found(&mut self, documents: u64);

    /// So many files in folders, by their endings, were left out because no known format has the ending. Told before
    /// [`found`](Self::found), and only where there are any.
    fn left_out(&mut self, files: &BTreeMap<String, usize>);

    /// The next document to be done was made by an earlier build and taken over.
    fn taken_over(&mut self);

    /// One more document is done, for good or bad.
    fn done(&mut self);

    /// An input failed: it could not be read, or there is nothing in it to pair.
    fn failed(&mut self, input: &FailedInput);
}

/// An observer that does nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn found(&mut self, _documents: u64) {}
    fn left_out(&mut self, _files: &BTreeMap<String, usize>) {}
    fn taken_over(&mut self) {}
    fn done(&mut self) {}
    fn failed(&mut self, _input: &FailedInput) {}
}
