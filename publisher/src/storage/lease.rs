//! Keeps two uploads to one place apart, by an object that says that one is running.
//!
//! Whoever holds it writes it anew every few seconds. One who finds it watches it for a while: when nothing has changed, its
//! holder was killed, and it is taken over. No clock is asked for that but one's own, and only for how long something takes.
//! Every step is a write on a condition, so that of two who take it over one does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use object_store::{PutMode, UpdateVersion};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::bucket::Bucket;
use super::error::StorageError;
use crate::release::keys::to_hex;

/// The object, below `UPLOADS`.
const LOCK: &str = ".portal-upload/lock.json";

/// How long things take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often the holder says that it is still there.
    pub beat: Duration,
    /// After which silence it is gone.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { beat: Duration::from_secs(10), silence: Duration::from_secs(45) }
    }
}

/// What the object says: it is another one with each beat.
#[derive(Serialize, Deserialize)]
struct Beat {
    upload: String,
    beat: u64,
}

/// Held while this upload may write.
pub struct Lease {
    bucket: Arc<Bucket>,
    held: Arc<Mutex<Held>>,
    silence: Duration,
    beating: JoinHandle<()>,
}

struct Held {
    version: UpdateVersion,
    /// By both clocks: one stands still while a machine sleeps, the other can be set.
    since: (Instant, SystemTime),
    is_lost: bool,
}

impl Lease {
    /// # Errors
    /// `Busy` where another upload is running.
    pub async fn take(bucket: &Arc<Bucket>, patience: Patience) -> Result<Self, StorageError> {
        let upload = new_name();
        let mut seen = None::<(UpdateVersion, Instant)>;
        let version = loop {
            let asked = now();
            let mode = match &seen {
                Some((version, since)) if since.elapsed() >= patience.silence => PutMode::Update(version.clone()),
                _ => PutMode::Create,
            };
            if let Some(version) = bucket.put_if(LOCK, document(&upload, 0)?, mode).await? {
                break Held { version, since: asked, is_lost: false };
            }
            let Some(found) = bucket.get(LOCK).await? else {
                seen = None;
                continue;
            };
            match &seen {
                Some((version, _)) if *version == found.version => {}
                Some(_) => return Err(StorageError::Busy(bucket.address.to_string())),
                None => {
                    eprintln!(
                        "{} is there: watching for {} s whether another upload is running",
                        bucket.name(LOCK),
                        patience.silence.as_secs()
                    );
                    seen = Some((found.version, Instant::now()));
                }
            }
            sleep(patience.beat / 2).await;
        };
        keeps_conditions(bucket, &upload).await?;
        let held = Arc::new(Mutex::new(version));
        let beating = tokio::spawn(beat(Arc::clone(bucket), Arc::clone(&held), upload, patience));
        Ok(Self { bucket: Arc::clone(bucket), held, silence: patience.silence, beating })
    }

    /// Whether this upload may still write: nobody else can have taken over yet.
    ///
    /// # Errors
    /// `Overtaken` where somebody may have.
    pub fn check(&self) -> Result<(), StorageError> {
        let held = lock(&self.held);
        let (by_one, by_other) = (held.since.0.elapsed(), held.since.1.elapsed().unwrap_or_default());
        // A request that is under way then has a fifth of the time left.
        if held.is_lost || by_one.max(by_other) > self.silence * 4 / 5 {
            return Err(StorageError::Overtaken(self.bucket.address.to_string()));
        }
        Ok(())
    }

    /// Lets the next one in at once.
    pub async fn release(self) {
        self.beating.abort();
        if self.check().is_ok() {
            // What stays is taken over later.
            let _ = self.bucket.remove(vec![LOCK.to_owned()]).await;
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.beating.abort();
    }
}

/// A storage that passes over conditions would let everybody in.
///
/// # Errors
/// `NoConditions` where it writes what it should not.
async fn keeps_conditions(bucket: &Bucket, upload: &str) -> Result<(), StorageError> {
    let another = UpdateVersion { e_tag: Some("\"0\"".to_owned()), version: None };
    for mode in [PutMode::Create, PutMode::Update(another)] {
        if bucket.put_if(LOCK, document(upload, 0)?, mode).await?.is_some() {
            return Err(StorageError::NoConditions(bucket.endpoint().to_owned()));
        }
    }
    Ok(())
}

async fn beat(bucket: Arc<Bucket>, held: Arc<Mutex<Held>>, upload: String, patience: Patience) {
    for number in 1.. {
        sleep(patience.beat).await;
        let (asked, version) = (now(), lock(&held).version.clone());
        let Ok(document) = document(&upload, number) else { return };
        match bucket.put_if(LOCK, document, PutMode::Update(version)).await {
            Ok(Some(version)) => *lock(&held) = Held { version, since: asked, is_lost: false },
            // Our own write may have arrived though its answer did not.
            Ok(None) => match bucket.get(LOCK).await {
                Ok(Some(found)) if is_of(&found.bytes, &upload) => lock(&held).version = found.version,
                Ok(_) => {
                    lock(&held).is_lost = true;
                    return;
                }
                Err(_) => {}
            },
            Err(_) => {}
        }
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now() -> (Instant, SystemTime) {
    (Instant::now(), SystemTime::now())
}

fn document(upload: &str, beat: u64) -> Result<Vec<u8>, StorageError> {
    let beat = Beat { upload: upload.to_owned(), beat };
    serde_json::to_vec(&beat).map_err(|error| StorageError::Settings(error.to_string()))
}

fn is_of(document: &[u8], upload: &str) -> bool {
    serde_json::from_slice::<Beat>(document).is_ok_and(|beat| beat.upload == upload)
}

/// Of no two uploads the same.
fn new_name() -> String {
    let mut bytes = [0; 16];
    // Without it, two uploads of one moment might take each other for themselves.
    let _ = getrandom::fill(&mut bytes);
    to_hex(&bytes)
}
