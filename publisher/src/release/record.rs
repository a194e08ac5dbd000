//! Records what a release wrote, so that the next one reuses only files that are still exactly that.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::compress::Read;
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
    /// Files of earlier releases that pages may still load, by their path below the web root.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, KeptFile>,
}

/// A file that is published for pages that are still open.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptFile {
    /// As of when the site was first published without it; none for what a rollback took back, until the next publish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<FixedOffset>>,
    #[serde(flatten)]
    pub file: FileRecord,
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
    /// What the compressed forms were made for.
    #[serde(default, skip_serializing_if = "Read::is_often")]
    pub read: Read,
    /// The number of the release that wrote it; those after that have taken it over. 0 in releases of earlier versions.
    #[serde(default)]
    pub made: u64,
    /// The same of its compressed forms, which may have been made later.
    #[serde(default)]
    pub pressed: u64,
}

/// A file's length and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        let json = fs::read(Self::path(release)).ok()?;
        serde_json::from_slice::<RecordedMoment>(&json).ok()?.at
    }

    /// Reads a release's record; `None` for one that is lost or is none.
    pub fn read(release: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(Self::path(release)).ok()?).ok()
    }

    /// A file of the release, its own or one that it keeps.
    pub fn find(&self, path: &str) -> Option<&FileRecord> {
        self.files.get(path).or_else(|| self.kept.get(path).map(|kept| &kept.file))
    }

    /// Whether a path is that of a file of the release, or of a compressed form of one.
    pub fn names(&self, path: &str) -> bool {
        let form = || {
            let (name, suffix) = path.split_at_checked(path.rfind('.')?)?;
            self.find(name)?.form(suffix)
        };
        self.find(path).is_some() || form().is_some()
    }

    /// Writes it in one step, and waits for the disk.
    pub fn replace(&self, release: &Path) -> io::Result<()> {
        let fresh = release.join("release.json.new");
        let write = || {
            let mut file = File::create(&fresh)?;
            file.write_all(&serde_json::to_vec(self)?)?;
            file.sync_all()?;
            fs::rename(&fresh, Self::path(release))
        };
        write().inspect_err(|_| drop(fs::remove_file(&fresh)))?;
        File::open(release)?.sync_all()
    }

    /// Where a release has its record.
    pub fn path(release: &Path) -> PathBuf {
        release.join("release.json")
    }
}

impl FileRecord {
    /// Its compressed form with this ending.
    pub fn form(&self, suffix: &str) -> Option<&Content> {
        self.forms.as_ref()?.get(suffix)
    }

    /// The file and its compressed forms, as they are on the disk: how many, and their bytes.
    pub fn weight(&self) -> (usize, u64) {
        let forms = self.forms.iter().flat_map(BTreeMap::values);
        [&self.content]
            .into_iter()
            .chain(forms)
            .fold((0, 0), |(files, bytes), content| (files + 1, bytes + content.bytes))
    }
}

impl Content {
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: sha256_hex(bytes) }
    }

    /// Which of so many parts of all files it is in, by its hash.
    pub fn part_of(&self, parts: u64) -> u64 {
        let digits = self.sha256.get(..8).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        digits.unwrap_or_default() % parts.max(1)
    }

    /// Whether the file at `path` is whole: a power loss or a failing disk may have cut or changed it.
    pub fn is_at(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == self.bytes)
            && fs::read(path).is_ok_and(|bytes| Self::of(&bytes) == *self)
    }
}
