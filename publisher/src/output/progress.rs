//! Shows the progress of a long command: a bar on a terminal, plain lines elsewhere.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Counts finished things.
pub struct Progress {
    bar: Option<ProgressBar>,
    name: &'static str,
    done: AtomicUsize,
    total: usize,
    begun: Instant,
    /// When the next line is due, in seconds since it was begun.
    next_line: AtomicU64,
}

/// Without a terminal a line is printed so often, in seconds: a log is to stay readable.
const LINE_EVERY: u64 = 10;

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
        let (done, next_line) = (AtomicUsize::new(0), AtomicU64::new(LINE_EVERY));
        Self { bar, name, done, total, begun: Instant::now(), next_line }
    }

    /// One more is done.
    pub fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        match &self.bar {
            Some(bar) => bar.inc(1),
            None => self.tell(done, self.begun.elapsed()),
        }
    }

    /// Prints a line where one is due; one of several threads does.
    fn tell(&self, done: usize, since: Duration) {
        let due = self.next_line.load(Ordering::Relaxed);
        let is_due = since.as_secs() >= due;
        let next = since.as_secs() + LINE_EVERY;
        if is_due && self.next_line.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            eprintln!("{}", line(self.name, done, self.total, since));
        }
    }

    /// All are done.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// How many are done, and when the rest will be if it takes as long each.
fn line(name: &str, done: usize, total: usize, since: Duration) -> String {
    let left = since.as_secs_f64() * total.saturating_sub(done) as f64 / done.max(1) as f64;
    format!("{name} {done}/{total}, {left:.0} s left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_long_the_rest_takes() {
        assert_eq!(line("pages", 2_500, 10_000, Duration::from_secs(20)), "pages 2500/10000, 60 s left");
        assert_eq!(line("pages", 10_000, 10_000, Duration::from_secs(20)), "pages 10000/10000, 0 s left");
        assert_eq!(line("pages", 0, 0, Duration::ZERO), "pages 0/0, 0 s left");
    }
}
