//! Records what a release wrote, so that the next one reuses only files that are still exactly that.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::keys::{Key, sha256_hex};

/// The document `release.json`.
#[derive(Default, Serialize, Deserialize)]
pub struct Record {
    /// The release published before it, to which `rollback` returns.
    pub before: Option<u64>,
    /// The moment that the site is shown as of; none in releases of earlier versions.
    #[serde(default)]
    pub at: Option<DateTime<FixedOffset>>,
    /// Every file of its own, by its path below the web root.
    #[serde(default)]
    pub files: BTreeMap<String, FileRecord>,
}

/// A file, and its compressed forms.
#[derive(Clone, Serialize, Deserialize)]
pub struct FileRecord {
    /// The key of what it was made from; none for files that cost nothing to make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    #[serde(flatten)]
    pub content: Content,
    /// By the ending of their names; none where they are still to be made, empty where the file is too small for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms: Option<BTreeMap<String, Content>>,
}

/// A file's length and hash.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub bytes: u64,
    /// In hex.
    pub sha256: String,
}

/// What is read of a record for its moment: the files of a large site take long.
#[derive(Deserialize)]
struct RecordedMoment {
    at: Option<DateTime<FixedOffset>>,
}

impl Record {
    /// The moment that a release is shown as of, where it is known.
    pub fn moment(release: &Path) -> Option<DateTime<FixedOffset>> {
        let json = fs::read(release.join("release.json")).ok()?;
        serde_json::from_slice::<RecordedMoment>(&json).ok()?.at
    }

    /// Reads a release's record; one that cannot be read counts as empty.
    pub fn read(release: &Path) -> Self {
        let json = fs::read(release.join("release.json")).ok();
        json.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
    }
}

impl Content {
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: sha256_hex(bytes) }
    }

    /// Whether the file at `path` is whole: a power loss or a failing disk may have cut or changed it.
    pub fn is_at(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == self.bytes)
            && fs::read(path).is_ok_and(|bytes| Self::of(&bytes) == *self)
    }
}
