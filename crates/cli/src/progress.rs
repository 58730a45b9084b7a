//! How a long run shows that it lives: a bar on a terminal, a line now and then elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::message;

/// Between two plain lines of progress.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// Progress through a known number of documents, on standard error.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    /// When the last plain line was written; unused on a terminal.
    last_line: Instant,
}

impl Progress {
    /// Starts at zero of `documents`, or of more if there turn out to be more. On a terminal a bar with rate and time left; else a line every ten seconds.
    pub(crate) fn new(documents: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(documents), ProgressDrawTarget::stderr());
        let template = "{bar:30} {human_pos}/{human_len} documents, {per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, last_line: Instant::now() }
    }

    /// One more document is done.
    pub(crate) fn advance(&mut self) {
        self.bar.inc(1);
        // Archives hold more documents than could be counted before.
        if self.bar.length().is_some_and(|length| length < self.bar.position()) {
            self.bar.set_length(self.bar.position());
        }
        if self.bar.is_hidden() && self.last_line.elapsed() >= LINE_INTERVAL {
            self.last_line = Instant::now();
            let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
            let (rate, left) = (self.bar.per_sec(), self.bar.eta().as_secs());
            message::say(format_args!(
                "{done} of {all} documents, {rate:.0} a second, {left} s left"
            ));
        }
    }

    /// Says a line without tearing the bar.
    pub(crate) fn say(&self, line: &str) {
        self.bar.suspend(|| message::say(line));
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
