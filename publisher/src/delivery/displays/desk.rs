//! All that answers about displays have in common: the tokens, the list, the templates, the clock; opened together, saved
//! now and then.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::Utc;
use chrono_tz::Tz;
use serde_json::Value;

use super::list::List;
use super::page::Pages;
use super::register::Mark;
use super::tokens::Tokens;

/// How often changes are written.
const SAVE_EVERY: Duration = Duration::from_secs(5);

/// How long the last write may hold up the stop.
const LAST_SAVE: Duration = Duration::from_secs(3);

/// How long a stranger's request keeps further ones out of the log.
const STRANGERS_EVERY: i64 = 60;

/// The options of `portal serve --displays`.
#[derive(Clone, Debug)]
pub struct DisplaysOptions {
    /// Where the tokens and the list are.
    pub folder: PathBuf,
    /// After how many minutes a display that nobody has heard of is silent.
    pub silent_minutes: u32,
}

/// The time of day, in seconds since 1970; tests pass their own.
pub type WallClock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The machine's clock.
pub fn wall_clock() -> WallClock {
    Arc::new(|| Utc::now().timestamp())
}

/// The list, and all that answers about it.
pub struct Displays {
    pub(super) tokens: Tokens,
    pub(super) list: List,
    pub(super) pages: Pages,
    pub(super) strangers: Strangers,
    /// In seconds.
    pub(super) silent_after: i64,
    /// The published web root, which says the time zone.
    site: PathBuf,
    clock: WallClock,
}

impl Displays {
    /// Reads what the folder has, and makes what is missing.
    ///
    /// # Errors
    /// When the folder cannot be used: the sentence says why.
    pub fn open(options: &DisplaysOptions, site: &Path, clock: WallClock) -> io::Result<Self> {
        let DisplaysOptions { folder, silent_minutes } = options;
        let failed = |error: io::Error| {
            let advice = "Give a folder that this program may write";
            io::Error::new(error.kind(), format!("--displays {}: {error}. {advice}", folder.display()))
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let tokens = Tokens::open(folder).map_err(failed)?;
        let list = List::open(folder).map_err(failed)?;
        let [display_token, operator_token] = Tokens::files(folder);
        tracing::info!(
            display_token = %display_token.display(), operator_token = %operator_token.display(),
            "displays are listed at /displays/; the tokens are in these files"
        );
        Ok(Self {
            tokens,
            list,
            pages: Pages::new().map_err(io::Error::other)?,
            strangers: Strangers::default(),
            silent_after: i64::from(*silent_minutes) * 60,
            site: site.to_owned(),
            clock,
        })
    }

    /// Writes changes now and then, for as long as it is polled.
    pub(in crate::delivery) async fn keep_saved(self: Arc<Self>) {
        loop {
            tokio::time::sleep(SAVE_EVERY).await;
            self.save().await;
        }
    }

    /// Writes what has changed.
    pub async fn save(self: &Arc<Self>) {
        let displays = Arc::clone(self);
        // A thread that panicked has written nothing; the next one tries again.
        let _ = tokio::task::spawn_blocking(move || displays.list.save()).await;
    }

    /// Writes for the last time. A disk that does not answer must not hold up the stop.
    pub(in crate::delivery) async fn save_at_the_end(self: &Arc<Self>) {
        if tokio::time::timeout(LAST_SAVE, self.save()).await.is_err() {
            tracing::warn!("stopped before the list of displays was written");
        }
    }

    /// How many displays there are of each state.
    pub(in crate::delivery) fn count(&self) -> [(&'static str, i64); 3] {
        let marks = [("silent", Mark::Silent), ("faulty", Mark::Faulty), ("active", Mark::Active)];
        self.list.read(|register| {
            let all = register.sorted(self.now(), self.silent_after);
            marks.map(|(name, mark)| (name, all.iter().filter(|(found, ..)| *found == mark).count() as i64))
        })
    }

    pub(super) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// The site's time zone; Vietnam's while no site is published.
    pub(super) async fn zone(&self) -> Tz {
        let settings = tokio::fs::read(self.site.join("api/v1/site.json")).await.unwrap_or_default();
        let settings = serde_json::from_slice::<Value>(&settings).unwrap_or_default();
        let named = settings.get("time_zone").and_then(Value::as_str);
        named.and_then(|name| name.parse().ok()).unwrap_or(Tz::Asia__Ho_Chi_Minh)
    }
}

/// Requests with a wrong token or none: the log has one line a minute of them, however many there are.
#[derive(Default)]
pub(super) struct Strangers(Mutex<StrangersSeen>);

#[derive(Default)]
struct StrangersSeen {
    told_at: Option<i64>,
    /// Since then.
    count: u64,
}

impl Strangers {
    pub(super) fn note(&self, now: i64) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.count += 1;
        if seen.told_at.is_some_and(|told_at| now.abs_diff(told_at) < STRANGERS_EVERY.unsigned_abs()) {
            return;
        }
        tracing::warn!(requests = seen.count, "refused below /displays/: a wrong token or none");
        *seen = StrangersSeen { told_at: Some(now), count: 0 };
    }
}
