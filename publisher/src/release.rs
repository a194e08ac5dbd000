//! Writes a whole release beside the published one and swaps it in at once.
//!
//! `{out}` is a symlink to `{out}.releases/{n}/www`, `deploy` beside it to `{out}.releases/{n}/deploy`. Until the swap
//! nobody sees a new file; a publish that fails or is killed leaves what was there. Unchanged files are hard links, so
//! they keep their modification time, and with it their `ETag`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::compress;

/// Releases kept: the current one and those that `rollback` can go back to.
const KEPT_RELEASES: usize = 3;
/// Of how many earlier releases the hashed files stay, for pages that are still open.
const OPEN_PAGES_RELEASES: usize = 2;

/// Why a release could not be made or swapped in.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error("{path}: {source}. Nothing of the published site was changed; mend the cause and publish again.")]
    Io { path: PathBuf, source: io::Error },
    #[error("{0} is a folder or file, not the link that publish makes. Move it away and publish again.")]
    NotALink(PathBuf),
    #[error("another publish is running (it holds {0}). Wait until it has ended.")]
    Busy(PathBuf),
    #[error("there is no release before the one that is published in {0}.")]
    NothingBefore(PathBuf),
    #[error("two pages want the file {0}. One of them needs another slug or alias.")]
    Twice(String),
}

/// What a release remembers of itself.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    /// Its own files with a hash in their names, below the web root.
    hashed: BTreeSet<String>,
    /// Folders that are made as a whole (search indexes), by their path with a final slash.
    #[serde(default)]
    bundles: BTreeMap<String, Bundle>,
    /// The release that was published before it, which `rollback` goes back to.
    before: Option<u64>,
}

/// A folder that is made as a whole.
#[derive(Clone, Serialize, Deserialize)]
struct Bundle {
    /// The same key, the same files.
    key: String,
    /// Below the web root.
    files: BTreeSet<String>,
}

/// A release being written.
pub struct Release {
    folders: Folders,
    /// Held while writing, so that two never write at once.
    _lock: File,
    compresses: bool,
    previous: Option<PathBuf>,
    record: Record,
    written: BTreeSet<String>,
}

/// The folders of one site.
struct Folders {
    out: PathBuf,
    deploy: PathBuf,
    releases: PathBuf,
}

impl Folders {
    fn of(out: &Path) -> Self {
        let mut releases = out.as_os_str().to_owned();
        releases.push(".releases");
        Self { out: out.to_owned(), deploy: out.with_file_name("deploy"), releases: releases.into() }
    }

    fn staging(&self) -> PathBuf {
        self.releases.join(".staging")
    }

    /// The numbers of the finished releases, oldest first.
    fn numbers(&self) -> io::Result<Vec<u64>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.releases)? {
            numbers.extend(entry?.file_name().to_str().and_then(|name| name.parse::<u64>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The number of the published release.
    fn current(&self) -> Option<u64> {
        let target = fs::read_link(&self.out).ok()?;
        target.parent()?.file_name()?.to_str()?.parse().ok()
    }

    fn lock(&self) -> Result<File, ReleaseError> {
        fs::create_dir_all(&self.releases).map_err(at(&self.releases))?;
        let path = self.releases.join(".lock");
        let file = File::create(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(ReleaseError::Busy(path)),
            Err(fs::TryLockError::Error(source)) => Err(ReleaseError::Io { path, source }),
        }
    }

    /// Both links are links, or not there yet.
    fn check_links(&self) -> Result<(), ReleaseError> {
        match [&self.out, &self.deploy].into_iter().find(|link| link.exists() && !link.is_symlink()) {
            Some(link) => Err(ReleaseError::NotALink(link.clone())),
            None => Ok(()),
        }
    }

    /// What a release remembers of itself.
    fn record(&self, number: u64) -> Record {
        let json = fs::read(self.releases.join(number.to_string()).join("release.json")).ok();
        json.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
    }

    /// Makes both links lead to release `number`; each changes in one step, the web root last.
    fn point_to(&self, number: u64) -> Result<(), ReleaseError> {
        self.check_links()?;
        let releases = self.releases.file_name().map(PathBuf::from).unwrap_or_default();
        for (link, part) in [(&self.deploy, "deploy"), (&self.out, "www")] {
            let mut fresh = link.as_os_str().to_owned();
            fresh.push(".new");
            let fresh = PathBuf::from(fresh);
            let _ = fs::remove_file(&fresh);
            std::os::unix::fs::symlink(releases.join(number.to_string()).join(part), &fresh).map_err(at(&fresh))?;
            fs::rename(&fresh, link).map_err(at(link))?;
        }
        Ok(())
    }
}

impl Release {
    /// Begins a release for the site at `out`. Compressed forms make a site fast to load and slow to publish.
    pub fn begin(out: &Path, compresses: bool) -> Result<Self, ReleaseError> {
        let folders = Folders::of(out);
        folders.check_links()?;
        let lock = folders.lock()?;
        let staging = folders.staging();
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(at(&staging))?;
        }
        fs::create_dir_all(staging.join("www")).map_err(at(&staging))?;
        let previous =
            folders.current().map(|number| folders.releases.join(number.to_string())).filter(|folder| folder.exists());
        Ok(Self { folders, _lock: lock, compresses, previous, record: Record::default(), written: BTreeSet::new() })
    }

    /// Takes a file's place in the web root, so that no two files are written to one path.
    ///
    /// `path` is below the web root and begins with no slash.
    pub fn claim(&mut self, path: &str) -> Result<(), ReleaseError> {
        if path.starts_with("assets/") || path.starts_with("media/") || is_search_chunk(path) {
            self.record.hashed.insert(path.to_owned());
        }
        if self.written.insert(path.to_owned()) { Ok(()) } else { Err(ReleaseError::Twice(path.to_owned())) }
    }

    /// Writes a claimed file, with its compressed forms; what has not changed since the last release is linked.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        let target = self.folders.staging().join("www").join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        let earlier = self.previous.as_ref().map(|folder| folder.join("www").join(path));
        match earlier.filter(|earlier| fs::read(earlier).is_ok_and(|old| old == bytes)) {
            Some(earlier) => {
                link_or_copy(&earlier, &target).map_err(at(&target))?;
                // An earlier release may have been published without compressed forms.
                if !self.compresses || link_compressed(&earlier, &target).map_err(at(&target))? {
                    return Ok(());
                }
            }
            None => fs::write(&target, bytes).map_err(at(&target))?,
        }
        if self.compresses { compress::write_compressed(&target, bytes).map_err(at(&target)) } else { Ok(()) }
    }

    /// Whether the last release has a claimed file whose name carries the hash of all that decides it; then it is
    /// linked, and need not be made.
    pub fn reuse(&self, path: &str) -> Result<bool, ReleaseError> {
        let target = self.folders.staging().join("www").join(path);
        let earlier = self.previous.as_ref().map(|folder| folder.join("www").join(path));
        let Some(earlier) = earlier.filter(|earlier| earlier.is_file()) else { return Ok(false) };
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        link_or_copy(&earlier, &target).map_err(at(&target))?;
        let has_compressed = link_compressed(&earlier, &target).map_err(at(&target))?;
        if self.compresses && !has_compressed {
            let bytes = fs::read(&target).map_err(at(&target))?;
            compress::write_compressed(&target, &bytes).map_err(at(&target))?;
        }
        Ok(true)
    }

    /// Takes a folder over from the last release where that made it of the same `key`; whether it did.
    pub fn keep_bundle(&mut self, folder: &str, key: &str) -> Result<bool, ReleaseError> {
        let last = self.folders.current().map(|number| self.folders.record(number));
        let bundle = last.and_then(|mut record| record.bundles.remove(folder)).filter(|bundle| bundle.key == key);
        let (Some(bundle), Some(previous)) = (bundle, &self.previous) else { return Ok(false) };
        let www = previous.join("www");
        if !bundle.files.iter().all(|file| www.join(file).is_file()) {
            return Ok(false);
        }
        for file in &bundle.files {
            self.claim(file)?;
            self.reuse(file)?;
        }
        self.record.bundles.insert(folder.to_owned(), bundle);
        Ok(true)
    }

    /// Remembers what was written below `folder` as made of `key`.
    pub fn name_bundle(&mut self, folder: String, key: String) {
        let files = self.written.iter().filter(|path| path.starts_with(&folder)).cloned().collect();
        self.record.bundles.insert(folder, Bundle { key, files });
    }

    /// The deploy folder of this release, to be written into.
    pub fn deploy_folder(&self) -> PathBuf {
        self.folders.staging().join("deploy")
    }

    /// Makes the release the published one, and returns its number.
    pub fn finish(mut self) -> Result<u64, ReleaseError> {
        let staging = self.folders.staging();
        self.record.before = self.folders.current();
        self.keep_earlier_hashed_files()?;
        let record = staging.join("release.json");
        let json = serde_json::to_vec(&self.record).map_err(io::Error::from).map_err(at(&record))?;
        fs::write(&record, json).map_err(at(&record))?;
        let numbers = self.folders.numbers().map_err(at(&self.folders.releases))?;
        let number = numbers.last().map_or(1, |last| last + 1);
        let folder = self.folders.releases.join(number.to_string());
        fs::rename(&staging, &folder).map_err(at(&folder))?;
        self.folders.point_to(number)?;
        let excess = (numbers.len() + 1).saturating_sub(KEPT_RELEASES);
        for old in numbers.into_iter().take(excess).filter(|old| Some(*old) != self.record.before) {
            // What is left of an old release harms nobody; the next publish tries again.
            let _ = fs::remove_dir_all(self.folders.releases.join(old.to_string()));
        }
        Ok(number)
    }

    /// Gives up: what was written goes, what is published stays.
    pub fn abandon(self) {
        let _ = fs::remove_dir_all(self.folders.staging());
    }

    fn keep_earlier_hashed_files(&self) -> Result<(), ReleaseError> {
        let www = self.folders.staging().join("www");
        let numbers = self.folders.numbers().map_err(at(&self.folders.releases))?;
        // After a rollback the published release is none of the last.
        let open = numbers.into_iter().rev().take(OPEN_PAGES_RELEASES).chain(self.folders.current());
        for number in open {
            let earlier = self.folders.releases.join(number.to_string());
            for path in self.folders.record(number).hashed.difference(&self.written) {
                let (source, target) = (earlier.join("www").join(path), www.join(path));
                if target.exists() || !source.exists() {
                    continue;
                }
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent).map_err(at(parent))?;
                }
                link_or_copy(&source, &target).map_err(at(&target))?;
                link_compressed(&source, &target).map_err(at(&target))?;
            }
        }
        Ok(())
    }
}

/// Makes the release before the published one the published one, and returns its number.
pub fn rollback(out: &Path) -> Result<u64, ReleaseError> {
    let folders = Folders::of(out);
    let _lock = folders.lock()?;
    let current = folders.current().ok_or_else(|| ReleaseError::NothingBefore(out.to_owned()))?;
    let before = folders.record(current).before.filter(|before| folders.releases.join(before.to_string()).is_dir());
    let before = before.ok_or_else(|| ReleaseError::NothingBefore(out.to_owned()))?;
    folders.point_to(before)?;
    Ok(before)
}

/// Links the compressed forms a file has; whether it has any.
fn link_compressed(source: &Path, target: &Path) -> io::Result<bool> {
    let mut has_any = false;
    for suffix in compress::SUFFIXES {
        let (mut from, mut to) = (source.as_os_str().to_owned(), target.as_os_str().to_owned());
        from.push(suffix);
        to.push(suffix);
        if Path::new(&from).exists() {
            link_or_copy(Path::new(&from), Path::new(&to))?;
            has_any = true;
        }
    }
    Ok(has_any)
}

/// Parts of a search index that are named by a hash of what is in them.
fn is_search_chunk(path: &str) -> bool {
    path.contains("pagefind/")
        && Path::new(path).extension().is_some_and(|kind| kind.as_encoded_bytes().starts_with(b"pf_"))
}

/// Some file systems have no hard links.
fn link_or_copy(source: &Path, target: &Path) -> io::Result<()> {
    fs::hard_link(source, target).or_else(|_| fs::copy(source, target).map(drop))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ReleaseError {
    let path = path.to_owned();
    move |source| ReleaseError::Io { path, source }
}
