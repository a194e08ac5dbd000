//! How the display is, as its heartbeats tell it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{Local, SecondsFormat};

use super::fault::Faults;
use super::memory::{free_memory, own_memory};
use super::mirror::Mirror;
use super::notice::MessageBoard;
use crate::delivery::displays::message::{Fault, Heartbeat, LARGEST_PICTURE, LONGEST_DETAIL, Memory, ShownEdition};

/// What the parts of a display tell of themselves.
pub struct Status {
    name: String,
    since: Instant,
    mirror: Arc<Mirror>,
    board: Arc<MessageBoard>,
    faults: Arc<Faults>,
    seen: Mutex<Seen>,
}

/// What was seen of the browser and the screen.
#[derive(Default)]
struct Seen {
    restarts: u64,
    /// In bytes.
    browser_memory: u64,
    is_screen_on: Option<bool>,
    /// A JPEG in base64.
    picture: Option<String>,
}

impl Status {
    pub fn new(name: String, mirror: Arc<Mirror>, board: Arc<MessageBoard>, faults: Arc<Faults>) -> Self {
        Self { name, since: Instant::now(), mirror, board, faults, seen: Mutex::default() }
    }

    pub fn note_restart(&self) {
        self.lock().restarts += 1;
    }

    /// In bytes.
    pub fn set_browser_memory(&self, bytes: u64) {
        self.lock().browser_memory = bytes;
    }

    pub fn set_screen(&self, is_on: bool) {
        self.lock().is_screen_on = Some(is_on);
    }

    /// A JPEG of the screen, in base64; one that is too large is not kept.
    pub fn set_picture(&self, picture: String) {
        let picture = Some(picture).filter(|picture| picture.len() / 4 * 3 <= LARGEST_PICTURE);
        self.lock().picture = picture;
    }

    pub fn heartbeat(&self) -> Heartbeat {
        let shown = self.mirror.store.shown();
        let fault = self.faults.last().map(|(at, fault)| Fault {
            at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            kind: fault.kind.name().to_owned(),
            detail: fault.detail.chars().take(LONGEST_DETAIL).collect(),
        });
        let seen = self.lock();
        Heartbeat {
            display: self.name.clone(),
            site: self.mirror.client.site().origin().ascii_serialization(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            at: Local::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            seconds_up: self.since.elapsed().as_secs(),
            edition: shown.map(|shown| ShownEdition { id: shown.id.clone(), made_at: shown.made_at.to_rfc3339() }),
            contact_seconds: self.mirror.contact_age().map(|age| age.as_secs()),
            memory_mb: Memory {
                own: own_memory() >> 20,
                browser: seen.browser_memory >> 20,
                free: free_memory().map(|bytes| bytes >> 20),
            },
            restarts: seen.restarts,
            fault,
            faults_now: self.faults.holding().into_iter().map(|kind| kind.name().to_owned()).collect(),
            screen: seen.is_screen_on.map(|is_on| if is_on { "on" } else { "off" }.to_owned()),
            picture: seen.picture.clone(),
            done: self.board.done(),
        }
    }
    /// A thread that panicked while noting left nothing half done.
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
