//! What was published last, beside the releases: after a restart nothing is published again that has not changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::release;

/// What was published last.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Last {
    pub release: u64,
    /// Of the content, the app and the program.
    pub fingerprint: String,
    /// What changes by itself next.
    pub due: Option<DateTime<Utc>>,
}

impl Last {
    /// What holds at `now` of what was published at `out`: nothing when the content or the app is another by now, when
    /// something has come due, or when somebody else has published since. A rollback is left alone.
    pub fn read(out: &Path, fingerprint: &str, now: DateTime<Utc>) -> Option<Self> {
        let last = serde_json::from_slice::<Self>(&fs::read(file(out).ok()?).ok()?).ok()?;
        let is_there = release::published(out).is_some_and(|release| release <= last.release) && out.exists();
        let is_due = last.due.is_some_and(|due| due <= now);
        (is_there && !is_due && last.fingerprint == fingerprint).then_some(last)
    }

    /// # Errors
    /// The file system's.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        fs::write(file(out)?, serde_json::to_vec(self)?)
    }
}

fn file(out: &Path) -> io::Result<PathBuf> {
    Ok(release::releases_folder(out).map_err(io::Error::other)?.join("followed.json"))
}
