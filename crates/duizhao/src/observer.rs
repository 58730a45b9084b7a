use duizhao_export::FailedInput;

/// Who is told how a build goes on, while it goes on. Called on the thread that called [`Pipeline::build`](crate::Pipeline::build), in the
/// order of the inputs.
pub trait Observer {
    /// So many documents were found.
    fn found(&mut self, documents: u64);

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
    fn done(&mut self) {}
    fn failed(&mut self, _input: &FailedInput) {}
}
