//! Publishes when there is cause to, and says what came of it: each problem once, until something is published.

use std::collections::BTreeSet;
use std::env;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Utc};
use portal_app::text::Lang;

use super::last::Last;
use crate::commands::publish::clock::{self, ClockBehind};
use crate::commands::publish::error::PublishError;
use crate::commands::publish::{PublishOptions, Published, publish_again, readings_of};
use crate::commands::report::{self, due, finished};
use crate::commands::watch::{Again, Cause, Seen};
use crate::delivery::serve::Publishing;
use crate::output::error::OutputError;
use crate::release::{ReleaseError, published_moment};
use crate::source::folder::{self, FolderMemory};
use crate::source::problem::{Problems, Severity};
use crate::source::wordpress::store;

/// After the first failure; then twice as long each time.
const FIRST_RETRY: Duration = Duration::from_secs(5);
/// Also what is wrong with the content may pass without a change that we see: a network drive that was away.
const LONGEST_RETRY: Duration = Duration::from_secs(300);

pub(super) struct Follower {
    options: PublishOptions,
    lang: Lang,
    publishing: Arc<Publishing>,
    /// What the content's files gave when it was last published, so that only what has changed is read.
    memory: FolderMemory,
    /// The fingerprint of this program: another one may make other pages.
    program: String,
    /// What has been said of the content and is still so.
    said: BTreeSet<String>,
    /// Whether it has been said that the clock is behind, and it still is.
    has_said_clock: bool,
    /// In a row.
    failures: u32,
}

/// What came of a try.
type Tried = Result<Published, Failure>;

/// Why a try failed: in a word for whoever watches the service, and why in full.
struct Failure {
    reason: &'static str,
    error: Option<PublishError>,
}

impl Follower {
    pub fn new(options: PublishOptions, lang: Lang, publishing: Arc<Publishing>) -> Self {
        let program = Seen::look(&[&env::current_exe().unwrap_or_default()]).fingerprint();
        // Where that is no name, publishing says so.
        let memory = readings_of(&options.out).map(FolderMemory::in_folder).unwrap_or_default();
        let said = BTreeSet::new();
        Self { options, lang, publishing, memory, program, said, has_said_clock: false, failures: 0 }
    }

    /// What is followed: the content, what was last read of other systems, and the app.
    pub fn folders(&self) -> [PathBuf; 3] {
        let Self { options: PublishOptions { content, app, .. }, .. } = self;
        [content.clone(), content.join(store::FOLDER).join(store::CHANGED), app.clone()]
    }

    /// Publishes, and says when to come again. After a start it publishes only what is not published yet.
    pub fn act(&mut self, cause: Cause, seen: &Seen) -> Again {
        let (now, fingerprint) = (Utc::now(), format!("{} {}", seen.fingerprint(), self.program));
        if let Some(last) = Last::read(&self.options.out, &fingerprint, now).filter(|_| cause == Cause::Start) {
            tracing::info!(release = last.release, "nothing has changed since it was published");
            self.publishing.succeeded(now, None, last.due);
            return Again { at: last.due, after: None };
        }
        let started = Instant::now();
        let tried = self.guard(Self::publish);
        match &tried {
            Ok(published) => {
                let due = published.due.first().map(|due| due.at.to_utc());
                let last = Last { release: published.finished.release, fingerprint, due };
                if let Err(error) = last.write(&self.options.out) {
                    tracing::warn!(%error, "what was published cannot be remembered: after a restart it is published again");
                }
                self.publishing.succeeded(Utc::now(), Some(started.elapsed()), due);
            }
            Err(Failure { reason, .. }) => self.publishing.failed(Utc::now(), reason),
        }
        self.settle(tried)
    }

    fn publish(&self) -> Tried {
        let clock = folder::now(&self.options.content).map_err(|problems| Failure::of(problems.into()))?;
        let (at, behind) = self.moment(clock)?;
        if let Some(behind) = behind {
            tracing::warn!("{}", behind.warning(self.lang));
        }
        publish_again(&PublishOptions { at, ..self.options.clone() }, &self.memory).map_err(Failure::of)
    }

    fn moment(&self, clock: DateTime<FixedOffset>) -> Result<(DateTime<FixedOffset>, Option<ClockBehind>), Failure> {
        let published = published_moment(&self.options.out).map_err(|error| Failure::of(error.into()))?;
        clock::moment(published, clock).map_err(|behind| Failure::of(PublishError::Clock(behind)))
    }

    /// A panic is a fault like any other: it has been printed, and the site is whole.
    fn guard(&self, act: impl FnOnce(&Self) -> Tried) -> Tried {
        catch_unwind(AssertUnwindSafe(|| act(self))).unwrap_or(Err(Failure { reason: "panic", error: None }))
    }

    /// Says what came of it, and when to come again.
    fn settle(&mut self, tried: Tried) -> Again {
        match tried {
            Ok(Published { finished, pages, due, needs_reload, warnings, .. }) => {
                let release = finished.release;
                self.say_lines(report::lines(&warnings, self.lang));
                self.failures = 0;
                self.has_said_clock = false;
                match self.lang {
                    Lang::Vi => tracing::info!("đã đăng {pages} trang, bản {release}"),
                    Lang::En => tracing::info!("published {pages} pages as release {release}"),
                }
                finished::warnings(&finished, self.lang).iter().for_each(|line| tracing::warn!("{line}"));
                finished::kept(&finished, self.lang).iter().for_each(|line| tracing::info!("{line}"));
                if needs_reload {
                    tracing::warn!("{}", report::reload(self.lang));
                }
                due::lines(&due, self.lang).iter().for_each(|line| tracing::info!("{line}"));
                // It is published: a publish of the same once more would only leave less to go back to.
                finished.unconfirmed.iter().for_each(|unconfirmed| tracing::error!("{unconfirmed}"));
                Again { at: due.first().map(|due| due.at.to_utc()), after: None }
            }
            Err(Failure { reason, error }) => {
                let wait = match error {
                    Some(PublishError::Content(problems)) => self.settle_content(&problems),
                    Some(error) => self.settle_fault(reason, error.told(self.lang)),
                    None => self.settle_fault(reason, "this program has a fault: it panicked".to_owned()),
                };
                // What was due when the site was published still is.
                let at = self.publishing.course().due.filter(|due| *due > Utc::now());
                Again { at, after: Some(wait) }
            }
        }
    }

    fn settle_content(&mut self, problems: &Problems) -> Duration {
        if self.say_lines(report::lines(problems, self.lang)) {
            let errors = problems.count(Severity::Error);
            match self.lang {
                Lang::Vi => {
                    tracing::warn!("chưa đăng: còn {errors} lỗi; trang đang có được giữ nguyên, sửa xong sẽ tự đăng")
                }
                Lang::En => tracing::warn!(
                    "not published, errors: {errors}; the site stays, a correction is published by itself"
                ),
            }
        }
        LONGEST_RETRY
    }

    /// What no change of the content puts right is said once and tried again; how it goes on is at `/healthz`.
    fn settle_fault(&mut self, reason: &'static str, told: String) -> Duration {
        let wait = LONGEST_RETRY.min(FIRST_RETRY * 2_u32.saturating_pow(self.failures.min(16)));
        self.failures = self.failures.saturating_add(1);
        // What is said of the clock has its time in it, and would be new each time.
        let is_said = reason == "clock" && mem::replace(&mut self.has_said_clock, true);
        if is_said {
            return wait;
        }
        if self.say_lines(vec![(Severity::Error, told)]) {
            let seconds = wait.as_secs();
            match self.lang {
                Lang::Vi => tracing::warn!(
                    reason,
                    "chưa đăng; trang đang có được giữ nguyên, thử lại sau {seconds} giây, rồi thưa dần"
                ),
                Lang::En => tracing::warn!(
                    reason,
                    "not published, the site stays; tried again in {seconds} s, then less and less often"
                ),
            }
        }
        wait
    }

    /// Says what has not been said yet; whether there was any.
    fn say_lines(&mut self, lines: Vec<(Severity, String)>) -> bool {
        let told = log_news(&lines, &self.said);
        self.said = lines.into_iter().map(|(_, line)| line).collect();
        told > 0
    }
}

/// Logs what has not been said before; how many lines that were.
pub(super) fn log_news(lines: &[(Severity, String)], before: &BTreeSet<String>) -> usize {
    let news = lines.iter().filter(|(_, line)| !before.contains(line));
    let told = news.map(|(severity, line)| match severity {
        Severity::Error => tracing::error!("{line}"),
        Severity::Warning => tracing::warn!("{line}"),
    });
    told.count()
}

impl Failure {
    fn of(error: PublishError) -> Self {
        let of_release = |error: &ReleaseError| match error {
            ReleaseError::Busy(_) => "busy",
            ReleaseError::Io { .. }
            | ReleaseError::Unconfirmed(_)
            | ReleaseError::NoName(_)
            | ReleaseError::NotAFolder(_)
            | ReleaseError::NotWritable { .. }
            | ReleaseError::ReadOnly { .. }
            | ReleaseError::NotALink(_)
            | ReleaseError::AnothersLink { .. } => "files",
            ReleaseError::NothingPublished(_)
            | ReleaseError::NothingBefore(_)
            | ReleaseError::NoRecord(_)
            | ReleaseError::Followed(_)
            | ReleaseError::InContent { .. }
            | ReleaseError::Twice(_) => "other",
        };
        let reason = match &error {
            PublishError::Content(_) => "content",
            PublishError::App(_) | PublishError::Shell(_) => "app",
            PublishError::Clock(_) => "clock",
            PublishError::Release(error) | PublishError::Output(OutputError::Release(error)) => of_release(error),
            PublishError::Output(OutputError::Io { .. } | OutputError::Changed(_)) => "files",
            PublishError::Output(_) | PublishError::Plan(_) | PublishError::Api(_) => "other",
        };
        Self { reason, error: Some(error) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::release::{Finished, Unconfirmed};

    fn follower() -> Follower {
        let options = PublishOptions::new("c".into(), "a".into(), "o".into(), Utc::now().fixed_offset());
        Follower::new(options, Lang::En, Arc::default())
    }

    #[test]
    fn a_failure_is_tried_again_less_and_less_often_and_at_least_every_five_minutes() {
        let mut follower = follower();
        let mut waits = Vec::new();
        for _ in 0..40 {
            let busy = Failure::of(ReleaseError::Busy("o".into()).into());
            assert_eq!(busy.reason, "busy");
            waits.push(follower.settle(Err(busy)).after.unwrap().as_secs());
        }
        assert_eq!((&waits[..7], waits[39]), (&[5, 10, 20, 40, 80, 160, 300][..], 300));
        let published = Published { pages: 1, ..Published::default() };
        assert_eq!(follower.settle(Ok(published.clone())), Again::default());
        let unconfirmed = Unconfirmed { release: 1, folder: "f".into(), reason: "r".to_owned() };
        let finished = Finished { release: 1, unconfirmed: Some(unconfirmed), ..Finished::default() };
        assert_eq!(follower.settle(Ok(Published { finished, ..published })), Again::default(), "it is published");
        let busy = Failure::of(ReleaseError::Busy("o".into()).into());
        assert_eq!(follower.settle(Err(busy)).after, Some(FIRST_RETRY), "a success begins anew");
    }

    #[test]
    fn a_clock_that_is_behind_is_said_once_until_it_is_set() {
        let mut follower = follower();
        let behind = |minute| {
            let published = DateTime::parse_from_rfc3339("2027-01-01T00:00:00+07:00").unwrap();
            let clock = DateTime::parse_from_rfc3339(&format!("2026-01-01T00:{minute}:00+07:00")).unwrap();
            Failure::of(PublishError::Clock(ClockBehind::new(clock, published)))
        };
        for minute in ["00", "05", "10"] {
            follower.settle(Err(behind(minute)));
        }
        assert_eq!(follower.said.len(), 1);
        assert!(follower.said.iter().all(|line| line.contains("00:00")), "{:?}", follower.said);
    }

    #[test]
    #[allow(clippy::panic, reason = "the panic is what is tested")]
    fn a_panic_while_publishing_is_a_failure_that_is_tried_again() {
        let mut follower = follower();
        let tried = follower.guard(|_| panic!("a test's panic"));
        assert_eq!(tried.as_ref().err().map(|failure| failure.reason), Some("panic"));
        assert_eq!(follower.settle(tried).after, Some(FIRST_RETRY));
    }

    #[test]
    fn each_problem_is_said_once_and_again_when_it_comes_back() {
        let mut follower = follower();
        let lines = |texts: &[&str]| texts.iter().map(|text| (Severity::Error, (*text).to_owned())).collect();
        assert!(follower.say_lines(lines(&["a", "b"])));
        assert!(!follower.say_lines(lines(&["a", "b"])) && !follower.say_lines(lines(&["a"])));
        assert!(follower.say_lines(lines(&["a", "b"])));
        assert!(!follower.say_lines(lines(&[])));
    }
}
