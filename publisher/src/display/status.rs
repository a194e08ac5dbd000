//! How the display is, as its heartbeats tell it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
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
    restarts: AtomicU64,
    browser_memory: AtomicU64,
    is_screen_on: Mutex<Option<bool>>,
    picture: Mutex<Option<String>>,
}

impl Status {
    pub fn new(name: String, mirror: Arc<Mirror>, board: Arc<MessageBoard>, faults: Arc<Faults>) -> Self {
        Self {
            name,
            since: Instant::now(),
            mirror,
            board,
            faults,
            restarts: AtomicU64::new(0),
            browser_memory: AtomicU64::new(0),
            is_screen_on: Mutex::default(),
            picture: Mutex::default(),
        }
    }

    pub fn note_restart(&self) {
        self.restarts.fetch_add(1, Ordering::Relaxed);
    }

    /// In bytes.
    pub fn set_browser_memory(&self, bytes: u64) {
        self.browser_memory.store(bytes, Ordering::Relaxed);
    }

    pub fn set_screen(&self, is_on: bool) {
        *self.is_screen_on.lock().unwrap_or_else(PoisonError::into_inner) = Some(is_on);
    }

    /// A JPEG of the screen, in base64; one that is too large is not kept.
    pub fn set_picture(&self, picture: String) {
        let picture = Some(picture).filter(|picture| picture.len() / 4 * 3 <= LARGEST_PICTURE);
        *self.picture.lock().unwrap_or_else(PoisonError::into_inner) = picture;
    }

    pub fn heartbeat(&self) -> Heartbeat {
        let shown = self.mirror.store.shown();
        let fault = self.faults.last().map(|(at, fault)| Fault {
            at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            kind: fault.kind.name().to_owned(),
            detail: fault.detail.chars().take(LONGEST_DETAIL).collect(),
        });
        let is_screen_on = *self.is_screen_on.lock().unwrap_or_else(PoisonError::into_inner);
        Heartbeat {
            display: self.name.clone(),
            site: self.mirror.client.site().origin().ascii_serialization(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            at: Local::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            seconds_up: self.since.elapsed().as_secs(),
            edition: shown.map(|shown| ShownEdition {
                id: shown.edition.id.clone(),
                made_at: shown.edition.made_at.to_rfc3339(),
            }),
            contact_seconds: self.mirror.contact_age().map(|age| age.as_secs()),
            memory_mb: Memory {
                own: own_memory() >> 20,
                browser: self.browser_memory.load(Ordering::Relaxed) >> 20,
                free: free_memory().map(|bytes| bytes >> 20),
            },
            restarts: self.restarts.load(Ordering::Relaxed),
            fault,
            faults_now: self.faults.holding().into_iter().map(|kind| kind.name().to_owned()).collect(),
            screen: is_screen_on.map(|is_on| if is_on { "on" } else { "off" }.to_owned()),
            picture: self.picture.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            done: self.board.done(),
        }
    }
}
