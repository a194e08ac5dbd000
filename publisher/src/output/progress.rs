//! Shows the progress of a long command: a bar on a terminal, plain lines elsewhere.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// Counts finished things.
pub struct Progress {
    bar: Option<ProgressBar>,
    name: &'static str,
    done: AtomicUsize,
    total: usize,
}

/// Without a terminal a line is printed each time this many are done.
const LINE_EVERY: usize = 1_000;

impl Progress {
    /// `name` says what is counted.
    pub fn new(name: &'static str, total: usize) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(total as u64);
            match ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} ({per_sec}, {eta})") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
            .with_message(name)
        });
        Self { bar, name, done: AtomicUsize::new(0), total }
    }

    /// One more is done.
    pub fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        match &self.bar {
            Some(bar) => bar.inc(1),
            None if done.is_multiple_of(LINE_EVERY) => eprintln!("{} {done}/{}", self.name, self.total),
            None => {}
        }
    }

    /// All are done.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
