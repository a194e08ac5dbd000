//! Files of earlier releases that stay published, for pages that are still open: the app, its style and what that names.
//! Never files of articles: what was taken back must not stay reachable.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::disk::Disk;
use super::error::ReleaseError;
use super::file_record::FileRecord;
use super::record::{KeptFile, Record};
use super::table::Table;

/// The folder of hashed files.
pub(super) const FOLDER: &str = "assets/";

/// What is kept for pages that are still open, compressed forms included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub files: usize,
    pub bytes: u64,
}

impl Kept {
    pub(super) fn of(kept: &BTreeMap<String, KeptFile>) -> Self {
        let weights = kept.values().map(|kept| kept.file.weight());
        weights.fold(Self::default(), |sum, (files, bytes)| Self { files: sum.files + files, bytes: sum.bytes + bytes })
    }
}

/// An earlier release with its record.
pub(super) struct Earlier {
    pub www: PathBuf,
    pub record: Record,
    pub is_current: bool,
}

/// Puts into `www` what pages of `earlier` releases may still load and `own` has not, as of `moment`. A file stays as long
/// as one of these releases has it as its own, which costs no room, and for the time `keeps` after the site was first
/// published without it.
pub(super) fn keep(
    disk: &Disk,
    www: &Path,
    own: &Table,
    earlier: &[Earlier],
    moment: DateTime<FixedOffset>,
    keeps: TimeDelta,
) -> Result<BTreeMap<String, KeptFile>, ReleaseError> {
    let mut kept = BTreeMap::new();
    for path in earlier.iter().flat_map(paths).filter(|path| !own.contains(path)) {
        if kept.contains_key(path) {
            continue;
        }
        let since = since(path, earlier, moment);
        let is_of_a_release = earlier.iter().any(|release| release.record.files.contains(path));
        if !is_of_a_release && moment - since >= keeps {
            continue;
        }
        for release in earlier {
            let Some(file) = release.record.find(path) else { continue };
            if let Some(file) = take(disk, file, &release.www.join(path), &www.join(path))? {
                kept.insert(path.to_owned(), KeptFile { since: Some(since), file });
                break;
            }
        }
    }
    Ok(kept)
}

/// Before a rollback: puts what pages of the release that is `leaving` may still load into the one that comes back.
pub(super) fn hand_over(disk: &Disk, leaving: &Earlier, back: &mut Earlier) -> Result<(), ReleaseError> {
    for path in paths(leaving).filter(|path| !back.record.files.contains(path)) {
        let since = leaving.record.kept.get(path).and_then(|kept| kept.since);
        let Some(file) = leaving.record.find(path) else { continue };
        if let Some(file) = take(disk, file, &leaving.www.join(path), &back.www.join(path))? {
            back.record.kept.insert(path.to_owned(), KeptFile { since, file });
        }
    }
    Ok(())
}

/// As of when the site is without the file. A moment after `moment` is of a clock that was wrong.
fn since(path: &str, earlier: &[Earlier], moment: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let is_current = earlier.iter().any(|release| release.is_current && release.record.files.contains(path));
    let told = earlier.iter().find_map(|release| release.record.kept.get(path)).and_then(|kept| kept.since);
    told.filter(|since| !is_current && *since < moment).unwrap_or(moment)
}

/// What a page of the release may load, by its path: the hashed files, its own and those it kept.
fn paths(release: &Earlier) -> impl Iterator<Item = &str> {
    let Record { files, kept, .. } = &release.record;
    let own = files.iter().map(|(path, _)| path);
    own.chain(kept.keys().map(String::as_str)).filter(|path| path.starts_with(FOLDER))
}

/// Links a file with its compressed forms; `None` when it is no longer what was written: nobody is given that.
fn take(disk: &Disk, file: &FileRecord, source: &Path, target: &Path) -> Result<Option<FileRecord>, ReleaseError> {
    if !disk.is_whole(&file.content, source) {
        return Ok(None);
    }
    disk.link(source, target)?;
    let has_forms = disk.link_forms(file, source, target, false, |source, target| disk.link(source, target))?;
    let forms = file.forms.clone().filter(|_| has_forms);
    Ok(Some(FileRecord { key: None, forms, ..file.clone() }))
}
