//! Keeps a browser on the screen: starts it, looks at what it shows, and starts it anew when that is not the display.
//!
//! There is one cure for everything, from a crashed tab to a broken profile: all of the browser's processes end, and a new
//! one starts. It takes less than two seconds and leaves nothing of what was wrong. A browser that fails again and again
//! is waited for longer and longer, but never given up.

mod judge;
mod process;
mod profile;
mod tab;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

pub use process::find;

use self::judge::Judge;
use self::process::{Process, Watched, kill_leftovers};
use self::profile::{Profile, version_of};
use self::tab::{Crash, Tab};
use super::fault::{Fault, Faults, Kind, Part};
use super::mirror::Mirror;
use super::screen;
use super::status::Status;

/// What a browser is allowed.
#[derive(Clone, Debug)]
pub struct Limits {
    /// All its processes together, in bytes. Three halves of it are too much even while somebody uses the display.
    pub memory: u64,
    /// It is started afresh after that long, when nobody is there.
    pub life: Duration,
}

/// From its start to the display; the second time in a row longer, for a slow machine.
const STARTING: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);
/// For the tab to answer a look.
const ANSWERING: Duration = Duration::from_secs(2);
/// Without anything of the display in the tab, as while it is loaded anew.
const BLANK: Duration = Duration::from_secs(2);
/// Without a sign of the app's life. The page itself acts sooner (`public/kiosk/boot.js`).
const SILENT: Duration = Duration::from_secs(120);
const BETWEEN_PICTURES: Duration = Duration::from_secs(60);
/// A display that was well for that long has nothing to do with the faults before.
const WELL: Duration = Duration::from_secs(2 * 60);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often in a row it is started anew at once.
const AT_ONCE: u32 = 2;
/// While it comes up.
const BETWEEN_TRIES: Duration = Duration::from_millis(50);
const BETWEEN_MEASURES: Duration = Duration::from_secs(30);
/// For all that is looked at once a minute.
const CLOSE_LOOK: Duration = Duration::from_secs(12);
/// A second glance at a screen that shows nothing.
const SECOND_GLANCE: Duration = Duration::from_secs(2);

/// The browser of a display.
pub struct Supervisor {
    browser: PathBuf,
    version: Option<u32>,
    profile: Profile,
    /// The display's address on this machine.
    url: String,
    limits: Limits,
    mirror: Arc<Mirror>,
    status: Arc<Status>,
    faults: Arc<Faults>,
    /// Asks for the page to be loaded anew.
    reload: Arc<Notify>,
}

/// How a browser's life ended.
enum End {
    Fault(Fault),
    /// Its time was over.
    Renewal,
}

impl Supervisor {
    pub fn new(
        browser: PathBuf,
        profile: PathBuf,
        url: String,
        limits: Limits,
        (mirror, status, faults, reload): (Arc<Mirror>, Arc<Status>, Arc<Faults>, Arc<Notify>),
    ) -> Self {
        let version = version_of(&browser);
        Self { browser, version, profile: Profile::new(profile), url, limits, mirror, status, faults, reload }
    }

    /// Keeps the display on the screen, for ever.
    pub async fn keep(mut self) {
        let mut streak = 0;
        let mut failed_starts = 0;
        loop {
            let mut well_since = None;
            let end = self.live(&mut well_since, failed_starts).await;
            self.status.set_browser_memory(0);
            let well_for = well_since.map(|since: Instant| since.elapsed());
            failed_starts = if well_for.is_some() { 0 } else { failed_starts + 1 };
            let End::Fault(fault) = end else {
                tracing::info!("the browser is started afresh");
                continue;
            };
            streak = if well_for.is_some_and(|time| time >= WELL) { 0 } else { streak + 1 };
            let wait = wait_before(streak);
            self.faults.begin(Part::Browser, fault);
            self.status.note_restart();
            tracing::info!("the browser is started anew in {} s", wait.as_secs());
            if failed_starts > 0 && self.profile.path().exists() {
                tracing::warn!("{}: the browser did not come up, so its profile is made anew", Kind::Profile.name());
                self.profile.renew();
            }
            sleep(wait).await;
        }
    }

    /// One browser, from its start to its end.
    async fn live(&mut self, well_since: &mut Option<Instant>, failed_starts: u32) -> End {
        let cannot_start = |error: std::io::Error| End::Fault(Fault::new(Kind::BrowserStart, error));
        if let Err(error) = self.profile.prepare() {
            return cannot_start(error);
        }
        if self.version.is_some_and(|version| self.profile.is_newer_than(version)) {
            tracing::warn!("{}: it is of a newer browser than this one, and is made anew", Kind::Profile.name());
            self.profile.renew();
            if let Err(error) = self.profile.prepare() {
                return cannot_start(error);
            }
        }
        kill_leftovers(self.profile.path());
        let size = screen::size().await;
        let mut process = match Process::start(&self.browser, self.profile.path(), size, &self.url) {
            Ok(process) => process,
            Err(error) => return cannot_start(error),
        };
        let watched = process.watched.clone();
        let limit = if failed_starts == 0 { STARTING } else { 3 * STARTING };
        let end = tokio::select! {
            status = process.ended() => {
                let kind = if well_since.is_some() { Kind::BrowserGone } else { Kind::BrowserStart };
                End::Fault(Fault::new(kind, format!("the browser has ended ({status})")))
            }
            end = self.watch(&watched, well_since, limit) => end,
            () = resized(size) => End::Renewal,
        };
        process.kill().await;
        end
    }

    /// Looks at the browser until something is wrong with it.
    async fn watch(&self, watched: &Watched, well_since: &mut Option<Instant>, limit: Duration) -> End {
        let begun = Instant::now();
        let origin = self.url.split("/kiosk/").next().unwrap_or_default().to_owned();
        let mut judge = Judge::new(origin, BLANK, SILENT, begun);
        let (tab, mut crash) = match timeout(limit, self.connect(watched, &judge)).await {
            Ok(connected) => connected,
            Err(_) => {
                let detail = format!("it does not show the display after {} s", limit.as_secs());
                return End::Fault(Fault::new(Kind::BrowserStart, detail));
            }
        };
        let shown = if self.has_edition() { "the display" } else { "the page that waits for the site" };
        tracing::info!("{shown} is on the screen after {} ms", begun.elapsed().as_millis());
        let shown_at = Instant::now();
        judge.begin(shown_at);
        *well_since = Some(shown_at);
        self.faults.end(Part::Browser);
        let mut next_picture = shown_at;
        loop {
            let looking = async {
                sleep(BETWEEN_LOOKS).await;
                let look = match timeout(ANSWERING, tab.look()).await {
                    Ok(look) => look.ok(),
                    Err(_) => {
                        let detail = format!("it has not answered for {} ms", ANSWERING.as_millis());
                        return Some(End::Fault(Fault::new(Kind::TabStuck, detail)));
                    }
                };
                if let Some(fault) = judge.judge(look.as_ref(), self.has_edition(), Instant::now()) {
                    return Some(End::Fault(fault));
                }
                if Instant::now() < next_picture {
                    return None;
                }
                next_picture = Instant::now() + BETWEEN_PICTURES;
                let is_idle = look.is_some_and(|look| look.mode != "touch");
                let closely = self.look_closely(&tab, watched, is_idle, begun.elapsed());
                // What does not answer is found at the next look.
                timeout(CLOSE_LOOK, closely).await.unwrap_or_default()
            };
            let end = tokio::select! {
                () = crash.happened() => Some(End::Fault(Fault::new(Kind::TabCrashed, "the tab's process has ended"))),
                () = self.reload.notified() => {
                    let _ = timeout(ANSWERING, tab.reload()).await;
                    None
                }
                end = looking => end,
            };
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// Connects to the browser, once it is up, and waits for the display.
    async fn connect(&self, watched: &Watched, judge: &Judge) -> (Tab, Crash) {
        let address = loop {
            match watched.address() {
                Some(address) => break address,
                None => sleep(BETWEEN_TRIES).await,
            }
        };
        // While the first page is still on its way, the tab may change under one's hands.
        loop {
            let Ok((tab, crash)) = Tab::connect(&address).await else {
                sleep(BETWEEN_TRIES).await;
                continue;
            };
            while let Ok(look) = tab.look().await {
                if judge.shows(&look, self.has_edition()) {
                    return (tab, crash);
                }
                sleep(BETWEEN_TRIES).await;
            }
        }
    }

    fn has_edition(&self) -> bool {
        self.mirror.store.shown().is_some()
    }

    /// What is looked at once a minute: memory, age, and whether there is a picture at all.
    async fn look_closely(&self, tab: &Tab, watched: &Watched, is_idle: bool, age: Duration) -> Option<End> {
        let memory = watched.memory();
        self.status.set_browser_memory(memory);
        let most = if is_idle { self.limits.memory } else { self.limits.memory / 2 * 3 };
        if memory > most {
            let detail = format!("the browser takes {} MB of {} MB", memory >> 20, self.limits.memory >> 20);
            return Some(End::Fault(Fault::new(Kind::Memory, detail)));
        }
        if is_idle && age > self.limits.life {
            return Some(End::Renewal);
        }
        if let Ok(picture) = tab.picture().await {
            self.status.set_picture(picture);
        }
        // A screen that is off has no picture, and that is right.
        for glance in [Duration::ZERO, SECOND_GLANCE] {
            sleep(glance).await;
            if !matches!(tab.is_blank().await, Ok(true)) {
                return None;
            }
        }
        Some(End::Fault(Fault::new(Kind::Blank, "all of the screen has one colour")))
    }
}

/// Ready when the screen has another size: it was turned, or replaced.
async fn resized(size: Option<(u32, u32)>) {
    loop {
        sleep(BETWEEN_MEASURES).await;
        if let Some(now) = screen::size().await
            && size != Some(now)
        {
            return;
        }
    }
}

/// How long the browser is waited for before it is started anew.
fn wait_before(streak: u32) -> Duration {
    match streak.checked_sub(AT_ONCE + 1) {
        None => Duration::ZERO,
        Some(times) => FIRST_WAIT.saturating_mul(1 << times.min(16)).min(LONGEST_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restarts_back_off_and_never_end() {
        let waits = [0, 1, 2, 3, 4, 5, 8, 9, 100, u32::MAX].map(|streak| wait_before(streak).as_secs());
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 32, 60, 60, 60]);
    }
}
