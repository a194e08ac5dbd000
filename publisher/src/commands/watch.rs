//! Acts again and again: at the start, when files below some folders have changed, and when a moment has come.
//!
//! It polls: that works on every file system, shared folders included, and both for editors that replace files and for
//! those that write into them. What is done each time, and when it has to be done again, is left to whoever watches.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::source::files::is_left_behind;
use crate::source::memory::Stamp;

/// How often changes are looked for. Looking itself may take a tenth of the time, not more.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A folder that never comes to rest is acted upon after this long.
const LONGEST_UNREST: Duration = Duration::from_secs(60);

/// Why something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Start,
    Change,
    Due,
}

/// When something has to be done again though no file changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Again {
    /// By the wall clock, which may jump: it is compared each time we look.
    pub at: Option<DateTime<Utc>>,
    /// By the clock that only goes on.
    pub after: Option<Duration>,
}

impl Again {
    /// How long it is until then, and at most `longest`.
    fn wait(self, now: DateTime<Utc>, waited: Duration, longest: Duration) -> Duration {
        let until_at = self.at.map(|at| (at - now).to_std().unwrap_or_default());
        let until_after = self.after.map(|after| after.saturating_sub(waited));
        until_at.into_iter().chain(until_after).fold(longest, Duration::min).max(LOOK_EVERY)
    }

    fn is_due(self, now: DateTime<Utc>, waited: Duration) -> bool {
        self.at.is_some_and(|at| at <= now) || self.after.is_some_and(|after| after <= waited)
    }
}

/// What is watched.
pub(super) struct Watch<'a> {
    pub folders: &'a [&'a Path],
    /// After a change it waits until nothing has changed for as long: a copy may be under way.
    pub quiet: Duration,
}

impl Watch<'_> {
    /// Calls `act` at once, and again after each change and each moment that `act` has named, until the other end of
    /// `stopped` is gone. What changes while it acts is a change afterwards.
    pub fn run(&self, stopped: &Receiver<()>, mut act: impl FnMut(Cause, &Seen) -> Again) {
        let is_stopped = |pause| stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout);
        let mut acted: Option<(Seen, Again, Instant)> = None;
        loop {
            let started = Instant::now();
            let mut seen = Seen::look(self.folders);
            let pause = LOOK_EVERY.max(started.elapsed() * 9);
            let cause = match &acted {
                None => Some(Cause::Start),
                Some((before, ..)) if *before != seen => Some(Cause::Change),
                Some((_, again, since)) if again.is_due(Utc::now(), since.elapsed()) => Some(Cause::Due),
                Some(_) => None,
            };
            while cause == Some(Cause::Change) && !self.quiet.is_zero() && started.elapsed() < LONGEST_UNREST {
                if is_stopped(self.quiet) {
                    return;
                }
                let before = std::mem::replace(&mut seen, Seen::look(self.folders));
                if before == seen {
                    break;
                }
            }
            if let Some(cause) = cause {
                let again = act(cause, &seen);
                acted = Some((seen, again, Instant::now()));
            }
            // A slow look is not repeated for a while, but what is due does not wait for that.
            let wait = acted.as_ref().map(|(_, again, since)| again.wait(Utc::now(), since.elapsed(), pause));
            if is_stopped(wait.unwrap_or(pause)) {
                return;
            }
        }
    }
}

/// Every file below some folders, in order, with what tells that it has changed; what cannot be read is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen(Vec<(PathBuf, Stamp)>);

impl Seen {
    pub fn look(folders: &[&Path]) -> Self {
        let is_meant = |entry: &DirEntry| entry.depth() == 0 || !is_left_behind(&entry.file_name().to_string_lossy());
        let entries = |folder: &&Path| WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_meant);
        let files = folders.iter().flat_map(entries).filter_map(Result::ok);
        let files = files.filter(|entry| !entry.file_type().is_dir());
        let stamped = files.filter_map(|entry| {
            let stamp = Stamp::of(entry.path())?;
            Some((entry.into_path(), stamp))
        });
        Self(stamped.collect())
    }

    /// The same for the same files with the same times and lengths, on any day.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (path, stamp) in &self.0 {
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update(format!("\0{stamp:?}\n"));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn two_edits_of_one_length_in_one_second_are_two() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "1").unwrap();
        let first = Seen::look(&[folder.path()]);
        assert_eq!(Seen::look(&[folder.path()]).fingerprint(), first.fingerprint());
        // The kernel's tick has to go by; more is not needed.
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            fs::write(&file, "2").unwrap();
            let second = Seen::look(&[folder.path()]);
            if second != first {
                assert_ne!(second.fingerprint(), first.fingerprint());
                return;
            }
            assert!(Instant::now() < deadline, "the second edit is not seen");
        }
    }

    #[test]
    fn what_is_no_content_is_not_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        for name in ["a.md", ".a.md.swp", ".git/index", "a.md~", "~$a.docx", "Thumbs.db"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let seen = Seen::look(&[folder.path()]);
        assert_eq!(seen.0.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>(), [folder.path().join("a.md")]);
    }

    #[test]
    fn a_moment_comes_by_whichever_clock_and_a_clock_that_jumps_back_only_delays() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let at = Again { at: Some(now), after: None };
        assert!(at.is_due(now, Duration::ZERO) && at.is_due(now + chrono::Days::new(400), Duration::ZERO));
        assert!(!at.is_due(now - chrono::Days::new(400), Duration::MAX));
        let after = Again { at: None, after: Some(Duration::from_secs(5)) };
        assert!(after.is_due(now, Duration::from_secs(5)) && !after.is_due(now, Duration::from_secs(4)));
        assert!(!Again::default().is_due(now, Duration::MAX));
        let long = Duration::from_secs(270);
        assert_eq!(at.wait(now - chrono::TimeDelta::seconds(5), Duration::ZERO, long), Duration::from_secs(5));
        assert_eq!(
            (at.wait(now, Duration::ZERO, long), Again::default().wait(now, Duration::ZERO, long)),
            (LOOK_EVERY, long)
        );
        assert_eq!(after.wait(now, Duration::from_secs(2), long), Duration::from_secs(3));
    }

    #[test]
    fn what_changes_while_it_acts_is_acted_upon_next_and_a_burst_at_once() {
        const BURST: usize = 100;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        let (stop, stopped) = channel::<()>();
        let (mut stop, mut acts) = (Some(stop), Vec::new());
        let watch = Watch { folders: &[folder.path()], quiet: Duration::from_millis(300) };
        watch.run(&stopped, |cause, seen| {
            acts.push((cause, seen.0.len()));
            if cause == Cause::Start {
                // Begins while it acts and goes on afterwards, with never a pause to speak of.
                fs::write(path.join("0"), "").unwrap();
                let path = path.clone();
                std::thread::spawn(move || {
                    for number in 1..BURST {
                        std::thread::sleep(Duration::from_millis(10));
                        fs::write(path.join(number.to_string()), "").unwrap();
                    }
                });
            }
            match (cause, seen.0.len()) {
                (Cause::Due, _) => stop = None,
                (_, BURST) => return Again { at: Some(Utc::now()), after: None },
                _ => {}
            }
            Again::default()
        });
        assert_eq!((acts[0], acts[acts.len() - 1]), ((Cause::Start, 0), (Cause::Due, BURST)));
        // A busy machine may halt the burst for a while; that it is one act for each file it never is.
        assert!(acts.len() < BURST / 2, "{acts:?}");
    }
}
