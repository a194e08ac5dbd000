//! The folder of a release that nobody goes back to any more. The next release is written into it: of a hundred thousand
//! files it needs but those changed that the two differ in, where a folder of its own needs all of them linked, and the old
//! one all of them removed.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::file_record::FileRecord;
use super::folders::Folders;
use super::listing::{self, Differences};
use super::making::Looks;
use super::record::Record;
use super::turn::Turn;

/// What there is in the folder that a release is written into.
pub(super) struct Spare {
    /// What is in it, as far as nobody has changed that.
    record: Record,
    differences: Differences,
}

/// What the folder has of one file.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    spare: &'a Spare,
    path: &'a str,
    /// What the folder's own release recorded.
    own: &'a FileRecord,
}

impl Spare {
    /// Puts the web root of a spare folder in the place of the empty one that a release would be written into. `None` where there
    /// is none that is the same to web servers and to whoever publishes.
    pub fn take(folders: &Folders, looks: Looks) -> Option<Self> {
        let spare = folders.spare();
        let (old, fresh) = (spare.join("www"), folders.staging().join("www"));
        let record = Record::read(&spare)?;
        if !is_alike(&old, &fresh).unwrap_or(false) {
            return None;
        }
        let turn = Turn::of(record.files.len(), looks.listed, record.round + 1);
        let differences = listing::list(&old, &record, turn).ok()?;
        // An empty folder is replaced.
        fs::rename(&old, &fresh).ok()?;
        let _ = fs::remove_dir_all(&spare);
        Some(Self { record, differences })
    }

    /// Of the release that is written into it: how many have been before.
    pub fn round(&self) -> u64 {
        self.record.round + 1
    }

    /// What it has at a path.
    pub fn find<'a>(&'a self, path: &'a str) -> Option<Held<'a>> {
        Some(Held { spare: self, path, own: self.record.find(path)? })
    }

    /// Removes from `www` what the release has not, and folders that this leaves empty.
    pub fn leave(&self, www: &Path, release: &Record) -> io::Result<()> {
        let mut strange = self.differences.strange.iter().filter(|path| !release.names(path));
        strange.try_for_each(|path| remove(www, path))?;
        for (path, own) in self.record.all() {
            let file = release.find(path);
            if file.is_none() && !release.names(path) {
                remove(www, path)?;
            }
            for (suffix, _) in own.forms().filter(|(suffix, _)| file.is_none_or(|file| file.form(suffix).is_none())) {
                let form = format!("{path}{suffix}");
                if !release.names(&form) {
                    remove(www, &form)?;
                }
            }
        }
        Ok(())
    }
}

impl Held<'_> {
    /// Whether it is a file of the last release, as the same file or as a copy of it with its time.
    pub fn is(&self, file: &FileRecord) -> bool {
        let Self { own, .. } = self;
        own.made != 0 && own.made == file.made && own.content == file.content && self.is_there("")
    }

    /// Whether a compressed form of a file of the last release is there.
    pub fn has_form(&self, file: &FileRecord, suffix: &str) -> bool {
        let Self { own, .. } = self;
        let is_form = || own.form(suffix).is_some_and(|form| file.form(suffix) == Some(form));
        own.pressed != 0 && own.pressed == file.pressed && is_form() && self.is_there(suffix)
    }

    fn is_there(&self, suffix: &str) -> bool {
        let missing = &self.spare.differences.missing;
        missing.is_empty() || !missing.contains(&format!("{}{suffix}", self.path))
    }
}

/// Removes a file, and folders that this leaves empty.
fn remove(www: &Path, path: &str) -> io::Result<()> {
    let file = www.join(path);
    match fs::remove_file(&file).map_err(|error| error.kind()) {
        // A folder of the release, or a file of it, has taken its place.
        Ok(()) | Err(io::ErrorKind::NotFound | io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory) => {}
        Err(kind) => return Err(kind.into()),
    }
    // One that is not empty is not removed.
    let above = file.ancestors().skip(1).take_while(|folder| folder.starts_with(www) && *folder != www);
    above.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
    Ok(())
}

/// Whether two web roots are the same user's, and as open to others.
fn is_alike(spare: &Path, fresh: &Path) -> io::Result<bool> {
    let about = |folder: Metadata| (folder.uid(), folder.gid(), folder.mode(), folder.dev());
    Ok(about(fs::metadata(spare)?) == about(fs::metadata(fresh)?))
}
