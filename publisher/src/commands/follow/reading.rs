//! Reads what other systems have, again and again: what has changed in a store is published like any other change.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use portal_app::text::Lang;
use tokio::runtime::Runtime;

use super::follower::log_news;
use crate::commands::report;
use crate::commands::sync::{Read, read, summary, unread};
use crate::delivery::serve::{Publishing, SourceCourse};
use crate::source::folder;
use crate::source::problem::{Problem, Severity};
use crate::source::wordpress::crawl::Effort;
use crate::source::wordpress::settings::WordpressSource;

pub(super) struct Reading {
    pub content: PathBuf,
    /// From the end of one reading to the beginning of the next.
    pub every: Duration,
    pub lang: Lang,
    pub publishing: Arc<Publishing>,
}

/// What has been said of each source and is still so.
type Said = BTreeMap<String, BTreeSet<String>>;

impl Reading {
    /// Reads until the other end of `stopped` is gone. A reading that is broken off has changed nothing.
    pub fn run(&self, runtime: &Runtime, stopped: &Receiver<()>) {
        let mut said = Said::new();
        loop {
            // What is wrong with `sources.toml` is told by whoever publishes.
            let sources = folder::read_sources(&self.content).unwrap_or_default();
            let read = sources.iter().map(|source| (source.name.to_string(), self.read(source, runtime, &mut said)));
            self.publishing.read(read.collect());
            if stopped.recv_timeout(self.every) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    fn read(&self, source: &WordpressSource, runtime: &Runtime, said: &mut Said) -> SourceCourse {
        let name = source.name.to_string();
        let reading = AssertUnwindSafe(|| read(&self.content, source, Effort::default(), runtime));
        // A panic is a fault like any other: it has been printed, and the store is whole.
        let Ok(Read { outcome, last }) = catch_unwind(reading) else {
            return SourceCourse {
                failing: Some(("-".to_owned(), "this program has a fault".to_owned())),
                ..SourceCourse::default()
            };
        };
        let mut lines = Vec::new();
        // What has not been read again is told no more, and is still so.
        let mut is_whole = true;
        let told = match outcome {
            Ok(outcome) => {
                is_whole = outcome.is_changed;
                if is_whole {
                    tracing::info!("{name}: {}", summary(&outcome, self.lang));
                }
                outcome.told
            }
            Err(fault) => {
                lines.push((Severity::Error, unread(source, &last, self.lang)));
                Problem::new(source.url.as_str().as_ref(), fault).into()
            }
        };
        lines.extend(report::first_lines(&told, self.lang, "portal sync --full"));
        let before = said.remove(&name).unwrap_or_default();
        log_news(&lines, &before);
        let kept = if is_whole { BTreeSet::new() } else { before };
        said.insert(name, lines.into_iter().map(|(_, line)| line).chain(kept).collect());
        let failing = last.failing_since.map(|since| (since, last.reason.unwrap_or_default()));
        SourceCourse { read_at: last.at, failing, warnings: last.warnings }
    }
}
