//! Records what a release wrote, so that the next one reuses only files that are still exactly that.
//!
//! `release.json` says what it is, `files.cbor` beside it which files it has.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::file_record::FileRecord;
use super::table::{self, Table};

/// What a release is.
#[derive(Default)]
pub struct Record {
    /// The release published before it, to which `rollback` returns.
    pub before: Option<u64>,
    /// The moment that the site is shown as of; none in releases of earlier versions.
    pub at: Option<DateTime<FixedOffset>>,
    /// How many releases were written into its folder before it; the next one there looks at another part of it.
    pub round: u64,
    /// Every file of its own.
    pub files: Table,
    /// Files of earlier releases that pages may still load, by their path below the web root.
    pub kept: BTreeMap<String, KeptFile>,
}

/// The document `release.json`.
#[derive(Serialize, Deserialize)]
struct Head {
    before: Option<u64>,
    #[serde(default)]
    at: Option<DateTime<FixedOffset>>,
    #[serde(default)]
    round: u64,
    #[serde(default)]
    files: Recorded,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    kept: BTreeMap<String, KeptFile>,
}

/// Where the files are recorded.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Recorded {
    /// In `files.cbor`, which has this CRC-32. An earlier version takes that for no record, not for one of no files.
    Beside(u32),
    /// As versions before this one did.
    Inside(BTreeMap<Box<str>, FileRecord>),
}

impl Default for Recorded {
    fn default() -> Self {
        Self::Inside(BTreeMap::new())
    }
}

/// What a release is, and which files it has.
const HEAD: &str = "release.json";
const FILES: &str = "files.cbor";

/// A file that is published for pages that are still open.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptFile {
    /// As of when the site was first published without it; none for what a rollback took back, until the next publish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<FixedOffset>>,
    #[serde(flatten)]
    pub file: FileRecord,
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

    /// Reads a release's record; `None` for one that is lost, is damaged, or is none.
    pub fn read(release: &Path) -> Option<Self> {
        Self::read_files(release, table::from_cbor)
    }

    /// Reads it with no other files than those of one folder.
    pub fn read_folder(release: &Path, folder: &str) -> Option<Self> {
        Self::read_files(release, |bytes| table::folder_from_cbor(bytes, folder))
    }

    fn read_files(release: &Path, read: impl FnOnce(&[u8]) -> Option<Table>) -> Option<Self> {
        let Head { before, at, round, files, kept } =
            serde_json::from_slice(&fs::read(Self::path(release)).ok()?).ok()?;
        let files = match files {
            Recorded::Beside(crc) => {
                let bytes = fs::read(release.join(FILES)).ok().filter(|bytes| crc32fast::hash(bytes) == crc)?;
                read(&bytes)?
            }
            Recorded::Inside(files) => files.into_iter().collect(),
        };
        let record = Self { before, at, round, files, kept };
        let is_below = |path: &str| !path.split('/').any(|name| ["", ".", ".."].contains(&name));
        let is_sound = record.all().all(|(path, _)| is_below(path));
        is_sound.then_some(record)
    }

    /// Every file of the release, its own and those that it keeps, by its path.
    pub fn all(&self) -> impl Iterator<Item = (&str, &FileRecord)> {
        self.files.iter().chain(self.kept.iter().map(|(path, kept)| (path.as_str(), &kept.file)))
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

    /// Writes it into a release that nobody reads yet.
    pub fn write(self, release: &Path) -> io::Result<()> {
        let Self { before, at, round, files, kept } = self;
        let files = table::to_cbor(&files);
        let head = Head { before, at, round, files: Recorded::Beside(crc32fast::hash(&files)), kept };
        fs::write(release.join(FILES), files)?;
        fs::write(Self::path(release), serde_json::to_vec(&head)?)
    }

    /// Records in one step what a release keeps now, and waits for the disk.
    pub fn replace_kept(release: &Path, kept: BTreeMap<String, KeptFile>) -> io::Result<()> {
        let (path, fresh) = (Self::path(release), release.join("release.json.new"));
        let head = serde_json::from_slice(&fs::read(&path)?)?;
        let write = || {
            let mut file = File::create(&fresh)?;
            file.write_all(&serde_json::to_vec(&Head { kept, ..head })?)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)
        };
        write().inspect_err(|_| drop(fs::remove_file(&fresh)))?;
        File::open(release)?.sync_all()
    }

    /// Where a release has its record.
    pub fn path(release: &Path) -> PathBuf {
        release.join(HEAD)
    }
}
