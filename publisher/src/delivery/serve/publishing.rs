//! How publishing goes where the server publishes as well: told by whoever publishes, read by `/healthz` and the metrics.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

/// How publishing goes.
#[derive(Debug, Default)]
pub struct Publishing(Mutex<Course>);

/// What is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// When something was published last, or found to be published already.
    pub succeeded_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
    /// Since the first failure after the last success, and why the last try failed, in a word.
    pub failing: Option<(DateTime<Utc>, &'static str)>,
    /// How long the last publish took.
    pub took: Option<Duration>,
    /// When something changes by itself next.
    pub due: Option<DateTime<Utc>>,
    /// How reading other systems goes, by the names of the sources.
    pub sources: BTreeMap<String, SourceCourse>,
}

/// How reading a source goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceCourse {
    /// When it was read last, by RFC 3339.
    pub read_at: Option<String>,
    /// Since when it cannot be read, and why, in a sentence.
    pub failing: Option<(String, String)>,
    /// How much was left out or altered at the last reading: the log says what.
    pub warnings: usize,
}

impl SourceCourse {
    /// In a line.
    pub fn line(&self, name: &str) -> String {
        let read_at = self.read_at.as_deref().unwrap_or("never");
        match &self.failing {
            Some((since, reason)) => format!("source {name}: last read {read_at}, fails since {since}: {reason}"),
            None => format!("source {name}: last read {read_at}, warnings: {}", self.warnings),
        }
    }
}

impl Publishing {
    /// Takes in a success at `now`.
    pub fn succeeded(&self, now: DateTime<Utc>, took: Option<Duration>, due: Option<DateTime<Utc>>) {
        self.change(|course| {
            let took = took.or(course.took);
            *course = Course { succeeded_at: Some(now), failing: None, took, due, ..course.clone() };
        });
    }

    /// Takes in a failure at `now`.
    pub fn failed(&self, now: DateTime<Utc>, reason: &'static str) {
        self.change(|course| {
            let since = course.failing.map_or(now, |(since, _)| since);
            (course.failed_at, course.failing) = (Some(now), Some((since, reason)));
        });
    }

    /// Takes in how reading the sources went.
    pub fn read(&self, sources: BTreeMap<String, SourceCourse>) {
        self.change(|course| course.sources = sources);
    }

    pub fn course(&self) -> Course {
        self.change(|course| course.clone())
    }

    /// A thread that panicked while it held it left nothing half done.
    fn change<T>(&self, act: impl FnOnce(&mut Course) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_lasts_from_the_first_try_in_vain_to_the_next_success() {
        let at = |seconds: i64| DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap();
        let publishing = Publishing::default();
        publishing.succeeded(at(0), Some(Duration::from_secs(3)), Some(at(99)));
        publishing.failed(at(10), "content");
        publishing.failed(at(20), "files");
        let course = publishing.course();
        assert_eq!(course.failing, Some((at(10), "files")));
        assert_eq!((course.succeeded_at, course.failed_at, course.due), (Some(at(0)), Some(at(20)), Some(at(99))));
        publishing.succeeded(at(30), None, None);
        let course = publishing.course();
        assert_eq!((course.failing, course.due, course.took), (None, None, Some(Duration::from_secs(3))));
    }
}
