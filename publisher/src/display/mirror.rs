//! The kiosk's edition on this machine's disk, kept up to date with the site.
//!
//! An edition is taken whole or not at all: each file is verified before it is kept, and an edition is shown once all of
//! its files are there. What goes wrong changes nothing of what is shown.

mod client;
mod store;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt, stream};

pub use client::{Client, fault_of, read_whole};
pub use store::{Store, write_whole};

use super::edition::{Edition, EditionFile, LIST, LIST_BYTES};
use super::fault::{Fault, Faults, Kind, Part};
use client::{clock_offset, next_chunk};
use store::{Look, Parts, disk_fault};

const LIST_LIMIT: Duration = Duration::from_secs(30);
const FILE_LIMIT: Duration = Duration::from_secs(10 * 60);
const FILES_AT_ONCE: usize = 4;
/// Checks that fail come less and less often.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// A machine that has nothing to show asks more often.
const LONGEST_WAIT_WITHOUT: Duration = Duration::from_secs(30);

/// The mirror of one site.
pub struct Mirror {
    pub store: Arc<Store>,
    pub client: Client,
    folder: PathBuf,
    faults: Arc<Faults>,
    contact: Mutex<Contact>,
}

/// What is known of the site.
#[derive(Default)]
struct Contact {
    /// When it last gave a whole answer.
    at: Option<Instant>,
    /// By how many seconds its clock is ahead of this machine's.
    clock_offset: i64,
    /// Checks in a row that came to nothing.
    failures: u32,
}

impl Mirror {
    /// Opens what is kept of a site in a folder.
    pub fn open(folder: PathBuf, client: Client, faults: Arc<Faults>) -> Self {
        let (store, damage) = Store::open(folder.clone());
        if let Some(damage) = damage {
            faults.begin(Part::Mirror, damage);
        }
        match store.shown() {
            Some(shown) => tracing::info!(edition = shown.id, made_at = %shown.made_at, "kept edition"),
            None => tracing::info!("nothing is kept yet: the display waits for the site"),
        }
        Self { store: Arc::new(store), client, folder, faults, contact: Mutex::default() }
    }

    /// Checks for ever, `interval` apart.
    pub async fn follow(&self, interval: Duration) {
        loop {
            match self.check().await {
                Ok(()) => {
                    self.lock().failures = 0;
                    self.faults.end(Part::Mirror);
                }
                Err(fault) => {
                    // A site that has nothing newer is there all the same.
                    let failures = if fault.kind == Kind::Older { 0 } else { self.failures() + 1 };
                    self.lock().failures = failures;
                    self.faults.begin(Part::Mirror, fault);
                }
            }
            tokio::time::sleep(self.wait(interval)).await;
        }
    }

    fn wait(&self, interval: Duration) -> Duration {
        let longest = if self.store.shown().is_some() { LONGEST_WAIT } else { LONGEST_WAIT_WITHOUT };
        let times = 1_u32.checked_shl(self.failures().min(16)).unwrap_or(u32::MAX);
        let wait = interval.saturating_mul(times).min(longest.max(interval));
        // A site that comes back is not asked by all its displays in one second.
        wait.mul_f64(0.9 + f64::from(rand_percent()) / 500.0)
    }

    /// Since when the site has not given a whole answer; `None` when it never has.
    pub fn contact_age(&self) -> Option<Duration> {
        self.lock().at.map(|at| at.elapsed())
    }

    /// Checks in a row that came to nothing.
    pub fn failures(&self) -> u32 {
        self.lock().failures
    }

    /// The site's time, as far as it is known.
    pub fn site_time(&self) -> chrono::DateTime<chrono::Utc> {
        let now = chrono::Utc::now();
        let offset = chrono::TimeDelta::try_seconds(self.lock().clock_offset).unwrap_or_default();
        now.checked_add_signed(offset).unwrap_or(now)
    }

    /// The same, unless it cannot be: a clock that is before what is shown is wrong.
    pub fn trusted_time(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        let now = self.site_time();
        self.store.shown().is_none_or(|shown| shown.made_at <= now).then_some(now)
    }

    /// Asks the site for its edition, and takes it whole.
    ///
    /// # Errors
    /// The fault that kept it from being taken.
    pub async fn check(&self) -> Result<(), Fault> {
        let answer = self.client.get(LIST, LIST_BYTES, LIST_LIMIT).await?;
        let edition = Edition::parse(&answer.bytes)
            .map_err(|fault| Fault::new(Kind::Malformed, format!("what answers at {LIST} is no edition ({fault})")))?;
        let shown = self.store.shown();
        if let Some(shown) = &shown {
            admit(&edition, shown, &self.folder)?;
        }
        {
            let mut contact = self.lock();
            contact.at = Some(Instant::now());
            contact.clock_offset = clock_offset(&answer.headers).unwrap_or(0);
        }

        let is_shown = shown.is_some_and(|shown| shown.id == edition.id);
        let (store, of) = (Arc::clone(&self.store), edition.clone());
        // What is shown was read when it was taken, and is read again whenever it is sent.
        let look = if is_shown { Look::AtLengths } else { Look::AtBytes };
        let missing = on_disk(move || store.missing(&of, look)).await?;
        let is_taken = stream::iter(missing.iter().map(|file| self.take(file)))
            .buffer_unordered(FILES_AT_ONCE)
            .try_collect::<Vec<()>>()
            .await;
        if let Err(fault) = is_taken {
            if fault.kind == Kind::DiskFull {
                let store = Arc::clone(&self.store);
                on_disk(move || store.prune(Parts::Go)).await?;
            }
            return Err(fault);
        }
        let (store, folder) = (Arc::clone(&self.store), self.folder.clone());
        let id = edition.id.clone();
        let keep = move || match is_shown {
            true => store.date(edition.made_at),
            false => store.keep(edition),
        };
        on_disk(keep).await?.map_err(|error| disk_fault(&folder, &error))?;
        if !is_shown {
            tracing::info!(edition = id, files = missing.len(), "new edition");
        }
        Ok(())
    }

    /// A thread that panicked while noting left nothing half done.
    fn lock(&self) -> MutexGuard<'_, Contact> {
        self.contact.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings one file, going on where an earlier try was broken off.
    async fn take(&self, file: &EditionFile) -> Result<(), Fault> {
        let fetching = async {
            let failed = |error: std::io::Error| disk_fault(&self.folder, &error);
            let (mut response, begin) = self.client.open(&file.path, self.store.part_bytes(file)).await?;
            let mut part = self.store.open_part(file, begin).map_err(failed)?;
            let mut length = begin;
            while let Some(chunk) = next_chunk(&mut response).await? {
                let chunk = chunk.as_ref();
                length += chunk.len() as u64;
                if length > file.bytes {
                    let detail = format!("{} is longer than its {} bytes", file.path, file.bytes);
                    return Err(Fault::new(Kind::WrongFile, detail));
                }
                part.write_all(chunk).map_err(failed)?;
            }
            if length < file.bytes {
                let detail = format!("{} ended after {length} of {} bytes", file.path, file.bytes);
                return Err(Fault::new(Kind::WrongFile, detail));
            }
            drop(part);
            let (store, of) = (Arc::clone(&self.store), file.clone());
            match on_disk(move || store.finish_part(&of)).await?.map_err(failed)? {
                true => Ok(()),
                false => Err(Fault::new(Kind::WrongFile, format!("{} is not what the edition says", file.path))),
            }
        };
        let slow = |_| Fault::new(Kind::Timeout, format!("{} took more than {} s", file.path, FILE_LIMIT.as_secs()));
        tokio::time::timeout(FILE_LIMIT, fetching).await.map_err(slow)?
    }
}

/// Whether an edition may follow the shown one.
fn admit(edition: &Edition, shown: &Edition, folder: &Path) -> Result<(), Fault> {
    if edition.site != shown.site {
        let detail = format!(
            "the edition is of {}, and {} is shown; if the site has changed its address, delete {}",
            edition.site,
            shown.site,
            folder.display()
        );
        return Err(Fault::new(Kind::OtherSite, detail));
    }
    if edition.id != shown.id && edition.made_at < shown.made_at {
        let detail = format!("edition {} of {} is older than {}", edition.id, edition.made_at, shown.made_at);
        return Err(Fault::new(Kind::Older, detail));
    }
    Ok(())
}

/// Does what may wait for the disk, without holding up anything else.
async fn on_disk<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(act).await.map_err(|error| Fault::new(Kind::Disk, error))
}

/// From 0 to 99.
fn rand_percent() -> u32 {
    getrandom::u32().unwrap_or_default() % 100
}
